"""The quick reading of sound feeds: expat's events straight into plain entries.

It takes what is well formed and common; anything else raises UnusualError and is left to the reference, whose reading
it must equal (tests compare the two over every feed there is).
"""

from __future__ import annotations

from html import escape
from urllib.parse import urljoin
from xml.parsers import expat

from digest.sources.feeds import vocabulary as v
from digest.sources.feeds.plain import HTML, TEXT, XHTML, Document, Entry, UnusualError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_XML = "http://www.w3.org/XML/1998/namespace "
_RDF_ABOUT = "http://www.w3.org/1999/02/22-rdf-syntax-ns# about"


def read(document: str) -> Document:
    """Read a feed that is XML without a document type; UnusualError when the reference should."""
    reading = _Reading()
    try:
        reading.parser.Parse(document.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise UnusualError(str(error), is_fault=True) from error
    if not reading.has_container:
        raise UnusualError("no feed in it")
    return reading.made


class _Reading:
    """The state of one reading: where in the feed it is, and which text it gathers."""

    def __init__(self) -> None:
        self.made = Document()
        self.has_container = False
        # Told the encoding, expat asks nobody for the one that a document declares.
        self.parser = parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartNamespaceDeclHandler = self._namespace
        parser.StartDoctypeDeclHandler = self._doctype
        self._prefixes: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._depth = 0
        self._container = -1  # the depth of <channel> or <feed>
        self._entry_depth = -1
        self._entry = Entry()
        self._meant = ""  # what the text that is being gathered means; "" when none is
        self._meant_depth = 0
        self._kind = TEXT
        self._parts: list[str] = []
        self._media: list[int] = []  # the depths of the <media:group>s and <media:content>s that are open
        self._author = ""
        self._author_depth = -1
        self._has_parts = False  # an author of name and email, not of one text
        self._bases: list[tuple[int, str]] = []
        self._media_title = ""

    # Names ------------------------------------------------------------------------------------------------------------

    def _namespace(self, prefix: str | None, uri: str | None) -> None:
        if uri:
            self._prefixes.setdefault(uri, prefix or "")

    def _doctype(self, *_: object) -> None:
        raise UnusualError("a document type")

    def _name(self, written: str) -> str:
        """A name as `vocabulary` has it: our prefix for a namespace we know, else the feed's own."""
        uri, blank, local = written.rpartition(" ")
        prefix = ""
        if blank:
            lower = uri.lower()
            if "backend.userland.com/rss" in lower:
                lower = "http://backend.userland.com/rss"
            known = v.NAMESPACES.get(lower)
            prefix = known if known is not None else self._prefixes.get(uri, "")
        name = self._names[written] = f"{prefix}:{local}".lower() if prefix else local.lower()
        return name

    # Events -----------------------------------------------------------------------------------------------------------

    def _start(self, written: str, attributes: dict[str, str]) -> None:
        name = self._names.get(written) or self._name(written)
        depth = self._depth = self._depth + 1
        if depth == 1 and name not in v.ROOTS:
            raise UnusualError(f"<{name}>")
        if self._meant:
            self._start_inside(name)
            return
        if attributes and (base := attributes.get(_XML + "base")) is not None:
            self._bases.append((depth, urljoin(self._bases[-1][1] if self._bases else "", base)))
            if self._entry_depth < 0:
                self.made.base = self.made.base or self._bases[-1][1]
        if self._entry_depth >= 0:
            if depth == self._entry_depth + 1 or (self._media and depth == self._media[-1] + 1):
                self._start_of_entry(v.ENTRY.get(name, ""), attributes)
        elif name in v.ENTRIES:
            self._start_entry(attributes)
        elif name in v.CONTAINERS:
            if self.has_container:
                raise UnusualError("two feeds in one")
            self.has_container, self._container = True, depth
            self._language(attributes)
        elif depth == self._container + 1:
            self._start_of_feed(v.FEED.get(name, ""), attributes)
        elif depth == 1:
            self._language(attributes)

    def _end(self, written: str) -> None:
        depth = self._depth
        self._depth = depth - 1
        if self._meant:
            if depth == self._meant_depth:
                self._finish()
            elif self._kind == XHTML:
                self._parts.append(f"</{self._names[written].rpartition(':')[2]}>")
            return
        if self._bases and self._bases[-1][0] == depth:
            self._bases.pop()
        if self._media and self._media[-1] == depth:
            self._media.pop()
        if depth == self._container:
            self._container = -1  # an <image> beside an RDF channel has a title as well
        if depth == self._entry_depth:
            if self._media_title and not self._entry.title[0]:
                self._entry.title = (self._media_title, TEXT)
            self._entry_depth = -1

    # Texts ------------------------------------------------------------------------------------------------------------

    def _gather(self, meant: str, kind: str = TEXT) -> None:
        self._meant, self._meant_depth, self._kind = meant, self._depth, kind
        self._parts = []
        self._listen()

    def _listen(self) -> None:
        self.parser.CharacterDataHandler = self._escaped if self._kind == XHTML else self._parts.append

    def _escaped(self, text: str) -> None:
        self._parts.append(escape(text, quote=False))

    def _start_inside(self, name: str) -> None:
        """An element inside a text: markup of XHTML, or the parts of an author."""
        if self._kind == XHTML:
            self._parts.append(f"<{name.rpartition(':')[2]}>")
        elif self._meant == v.AUTHOR:
            self._author_depth, self._has_parts = self._meant_depth, True
            self._gather(v.IN_AUTHOR.get(name, v.OTHER))
        else:
            raise UnusualError(f"<{name}> inside a text")

    def _finish(self) -> None:
        value = "".join(self._parts).strip()
        meant, self._meant = self._meant, ""
        self.parser.CharacterDataHandler = None
        if meant in (v.NAME, v.EMAIL, v.OTHER):
            if value and (meant == v.NAME or (meant == v.EMAIL and not self._author)):
                self._author = value
            self._parts, self._meant, self._meant_depth = [], v.AUTHOR, self._author_depth
            self._listen()
        elif self._entry_depth >= 0:
            _STORES[meant](self, value)
        elif meant == v.TITLE:
            if value and not self.made.title[0]:
                self.made.title = (value, self._kind)
        elif meant == v.LINK:
            self.made.link = value or self.made.link
        elif value:
            self.made.language = value

    # The feed ---------------------------------------------------------------------------------------------------------

    def _language(self, attributes: dict[str, str]) -> None:
        self.made.language = attributes.get(_XML + "lang") or self.made.language

    def _start_of_feed(self, meant: str, attributes: dict[str, str]) -> None:
        if attributes.get("mode") == "base64":
            raise UnusualError("base64")
        if meant == v.LINK and attributes:
            self.made.link = self._page(attributes) or self.made.link
        elif meant == v.TITLE:
            self._gather(meant, _kind(attributes, TEXT))
        elif meant:
            self._gather(meant)

    def _page(self, attributes: dict[str, str]) -> str:
        """The address of a link that leads to the page itself, else ""."""
        if attributes.get("rel", "alternate").lower() == "alternate":
            kind = attributes.get("type", "text/html").lower()
            if kind in v.HTML_TYPES or kind in v.XHTML_TYPES:
                return self._based(attributes.get("href", ""))
        return ""

    def _based(self, address: str) -> str:
        address = address.strip()
        return urljoin(self._bases[-1][1], address) if self._bases and address else address

    # Entries ----------------------------------------------------------------------------------------------------------

    def _start_entry(self, attributes: dict[str, str]) -> None:
        self._entry = entry = Entry(language=attributes.get(_XML + "lang", ""))
        entry.base = self._bases[-1][1] if self._bases else ""
        entry.guid = attributes.get(_RDF_ABOUT, "")
        self._entry_depth, self._media, self._media_title = self._depth, [], ""
        self.made.entries.append(entry)

    def _start_of_entry(self, meant: str, attributes: dict[str, str]) -> None:
        if not meant:
            return
        if self._media and not meant.startswith(("media", "tag")):
            return
        if attributes.get("mode") == "base64":
            raise UnusualError("base64")
        if meant == v.MEDIA:
            self._media.append(self._depth)
        elif meant == v.LINK and "href" in attributes:
            self._entry_link(attributes)
        elif meant == v.ENCLOSURE:
            self._entry.enclosures.append(attributes.get("url") or attributes.get("href") or "")
        elif meant == v.ITUNES_TAG:
            self._entry.tags.append(attributes.get("text", ""))
        elif meant in (v.TITLE, v.SUMMARY, v.CONTENT, v.TEXT, v.XHTML):
            default = {v.TEXT: HTML, v.XHTML: XHTML}.get(meant, TEXT)
            self._gather(v.TITLE if meant == v.TITLE else v.TEXT, _kind(attributes, default))
        else:
            if meant == v.TAG and (said := attributes.get("label") or attributes.get("term")):
                self._entry.tags.append(said)
            self._author, self._has_parts = "", False
            self._gather(meant)

    def _entry_link(self, attributes: dict[str, str]) -> None:
        if attributes.get("rel", "").lower() == "enclosure":
            self._entry.enclosures.append(self._based(attributes["href"]))
        else:
            self._entry.link = self._page(attributes) or self._entry.link

    def _set_title(self, value: str) -> None:
        if value and not self._entry.title[0]:
            self._entry.title = (value, self._kind)

    def _add_text(self, value: str) -> None:
        if value:
            self._entry.texts.append((value, self._kind))

    def _add_aside(self, value: str) -> None:
        if value:
            self._entry.asides.append((value, HTML))

    def _set_media_title(self, value: str) -> None:
        self._media_title = self._media_title or value

    def _add_author(self, value: str) -> None:
        self._entry.authors.append(self._author if self._has_parts else value)

    def _add_tag(self, value: str) -> None:
        self._entry.tags.append(value)

    def _add_tags(self, value: str) -> None:
        self._entry.tags.extend(tag.strip() for tag in value.split(","))

    def _set_link(self, value: str) -> None:
        self._entry.link = self._based(value) or self._entry.link


def _kind(attributes: dict[str, str], default: str) -> str:
    said = attributes.get("type", "").lower()
    if said in v.HTML_TYPES:
        return HTML
    if said in v.XHTML_TYPES:
        return XHTML
    if said in v.PLAIN_TYPES:
        return TEXT if said else default
    raise UnusualError(f"content of type {said}")


def _setter(field: str) -> Callable[[_Reading, str], None]:
    def store(reading: _Reading, value: str) -> None:
        if value:
            setattr(reading._entry, field, value)

    return store


_STORES: dict[str, Callable[[_Reading, str], None]] = {
    v.TITLE: _Reading._set_title,
    v.TEXT: _Reading._add_text,
    v.LINK: _Reading._set_link,
    v.AUTHOR: _Reading._add_author,
    v.TAG: _Reading._add_tag,
    v.TAGS: _Reading._add_tags,
    v.MEDIA_TEXT: _Reading._add_aside,
    v.MEDIA_TITLE: _Reading._set_media_title,
    **{field: _setter(field) for field in ("guid", v.PUBLISHED, v.UPDATED, v.CREATED)},
}
