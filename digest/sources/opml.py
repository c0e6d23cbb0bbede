"""OPML: lists of feeds as other readers write them, in and out.

Read by expat, which fetches nothing; a file that declares entities is refused. Only http(s) addresses come in: other
readers let `xmlUrl` name a command to run, and a list from a stranger must never do that here.
"""

from __future__ import annotations

import re
from html import escape, unescape
from xml.parsers import expat

from digest.errors import SourceError
from digest.model import Problem, Subscription
from digest.sources.decode import decode
from digest.text.clean import clean
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_BYTES = 16 * 1024 * 1024
MOST_OUTLINES = 50_000
LONGEST_ADDRESS = 8_000  # a longer one can't be asked
MOST_TAGS = 200  # of one feed, which is also how deep folders are told apart
WEB = ("http://", "https://")
_STAGE = "import"
_COMMANDS = ("filtercmd", "xsltfile")
_STRAY = re.compile(r"&(?!#\d{1,7};|#x[0-9a-fA-F]{1,6};|(?:amp|lt|gt|quot|apos);)([a-zA-Z]\w{1,31};)?")


class Outlines(Value, kw_only=True):
    """What an OPML file lists: its feeds and their outlines' numbers, and what is not taken and why."""

    title: str = ""
    feeds: tuple[Subscription, ...] = ()
    numbers: tuple[int, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(body: bytes, where: str) -> Outlines:
    """Read what can be read; everything else is a Problem that names the outline by its number."""
    if len(body) > MOST_BYTES:
        return _nothing(where, f"larger than {MOST_BYTES // 2**20} MiB, the limit for a list of feeds")
    reading = _Reading(where)
    broken = reading.parse(body)
    if broken and not reading.refused:
        mended = _mended(body, where)
        if mended is not None:
            again = _Reading(where)
            still_broken = again.parse(mended)
            if again.number > reading.number or not still_broken:
                reading, broken = again, f"{broken}; read with its bare & signs mended{_and(still_broken)}"
    if reading.refused:
        return _nothing(where, reading.refused)
    if not reading.is_opml:
        return _nothing(where, f"not OPML{_and(broken)}")
    if reading.number > MOST_OUTLINES:
        what = f"{reading.number} outlines, of which the first {MOST_OUTLINES} are read"
        reading.problems.append(Problem(where, what, _STAGE))
    if broken:
        reading.problems.append(Problem(where, f"broken XML: {broken}", _STAGE))
    return Outlines(
        title=reading.title,
        feeds=tuple(reading.feeds),
        numbers=tuple(reading.numbers),
        problems=tuple(reading.problems),
    )


def _nothing(where: str, what: str) -> Outlines:
    return Outlines(problems=(Problem(where, what, _STAGE),))


def _and(more: str) -> str:
    return f"; {more}" if more else ""


def _mended(body: bytes, where: str) -> bytes | None:
    """The file as UTF-8 with `&` escaped where it begins no reference and HTML's names resolved: common faults."""
    try:
        text = decode(body, where)
    except SourceError:
        return None
    text = re.sub(r"^\s*<\?xml.{0,200}?\?>", "", text, count=1, flags=re.DOTALL)
    return _STRAY.sub(lambda found: escape(unescape(found[0])), text).encode("utf-8", "replace")


class _Refusal(Exception):  # noqa: N818 - carries no failure out of this module
    pass


class _Reading:
    """One pass over a file: the folders that are open, and what was found."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.title = ""
        self.feeds: list[Subscription] = []
        self.numbers: list[int] = []
        self.problems: list[Problem] = []
        self.number = 0
        self.is_opml = False
        self.refused = ""
        self._depth = 0
        self._folders: list[tuple[str, ...]] = [()]
        self._in_title = False

    def parse(self, body: bytes) -> str:
        """Feed the parser; what is wrong with the XML, or ""."""
        parser = expat.ParserCreate()
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._refuse
        try:
            parser.Parse(body, True)
        except expat.ExpatError as error:
            return f"{expat.ErrorString(error.code) or 'unreadable'}, line {error.lineno}"
        except _Refusal as error:
            self.refused = str(error)
            return self.refused
        except (ValueError, LookupError) as error:  # an encoding that Python knows but expat can't use
            return clean(str(error), one_line=True)[:100]
        return ""

    def _refuse(self, *_: object) -> None:
        raise _Refusal("declares entities, which a list of feeds has no use for")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        name = name.lower()
        if self._depth == 1:
            self.is_opml = name == "opml"
        self._in_title = self._depth == 3 and name == "title"
        if name == "outline":
            self.number += 1
            inside = self._folders[-1]
            more = self._outline(attributes, inside) if self.number <= MOST_OUTLINES else ()
            self._folders.append(_joined(inside, more))

    def _end(self, name: str) -> None:
        self._depth -= 1
        self._in_title = False
        if name.lower() == "outline":
            self._folders.pop()

    def _text(self, text: str) -> None:
        if self._in_title and not self.title:
            self.title = clean(text, one_line=True)

    def _outline(self, raw: dict[str, str], folders: tuple[str, ...]) -> tuple[str, ...]:
        """Take one outline; what it adds to the folders of those inside it."""
        given = {name.lower(): value for name, value in raw.items()}
        title = clean(given.get("title") or given.get("text") or "", one_line=True)
        kind = given.get("type", "").strip().lower()
        address = given.get("xmlurl", "").strip()
        if not address and kind in {"rss", "atom", "feed"}:
            address = given.get("url", "").strip()
            if not address:
                self._problem(title, "no address")
                return ()
        if not address:
            if kind in {"include", "link"}:
                self._problem(title, f"a {kind} to something else, not a feed")
                return ()
            return tags(title)
        if not address.lower().startswith(WEB) or not address.isprintable() or " " in address:
            self._problem(title, f"not a web address: {address[:100]}")
            return ()
        if len(address) > LONGEST_ADDRESS:
            self._problem(title, f"an address of {len(address)} characters, at most {LONGEST_ADDRESS}")
            return ()
        for name in _COMMANDS:
            if given.get(name):
                self._problem(title, f"taken without its {name}: digest runs no command")
        labels = _joined(folders, tags(given.get("category", "")))
        self.feeds.append(Subscription(url=address, title=title, tags=labels))
        self.numbers.append(self.number)
        return ()

    def _problem(self, title: str, what: str) -> None:
        named = f" ({title[:60]})" if title else ""
        self.problems.append(Problem(f"{self.where}: outline {self.number}{named}", clean(what, one_line=True), _STAGE))


def _joined(folders: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    """Folders and more tags, each once; without more it is the same tuple, which many feeds may share."""
    return tuple(dict.fromkeys((*folders, *more)))[:MOST_TAGS] if more else folders


def tags(label: str) -> tuple[str, ...]:
    """The tags in a folder's name or a category, which may itself be a path or a list.

    >>> tags("/World/Asia,/Science")
    ('World', 'Asia', 'Science')
    """
    parts = clean(label, one_line=True).replace("/", ",").split(",")
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def render(feeds: Sequence[Subscription], *, title: str) -> str:
    """Write OPML 2.0: each feed in the folder of its first tag, with all its tags as its category."""
    folders: dict[str, list[Subscription]] = {}
    for feed in feeds:
        folders.setdefault(feed.tags[0] if feed.tags else "", []).append(feed)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines += ["  <head>", f"    <title>{_escaped(title)}</title>", "  </head>", "  <body>"]
    for folder, inside in folders.items():
        if folder:
            lines.append(f"    <outline text={_quoted(folder)} title={_quoted(folder)}>")
        lines += [("      " if folder else "    ") + _line(feed) for feed in inside]
        if folder:
            lines.append("    </outline>")
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _line(feed: Subscription) -> str:
    name = _quoted(feed.title or feed.url)
    category = f" category={_quoted(','.join(f'/{tag}' for tag in feed.tags))}" if feed.tags else ""
    address = escape(feed.url)  # not tidied: an address is whole or none
    return f'<outline type="rss" text={name} title={name} xmlUrl="{address}"{category}/>'


def _quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    return escape(clean(text, one_line=True))
