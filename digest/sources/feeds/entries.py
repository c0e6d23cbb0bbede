"""Plain entries → articles: text of HTML, every field clean, dates in their window, an identity each."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from digest.model import Article
from digest.sources.feeds import feed_dates, furniture, html_text, identity
from digest.sources.feeds.plain import TEXT
from digest.text.clean import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.sources.feeds.plain import Document, Entry

MOST_ENTRIES = 1_000
MOST_TEXT = 1_000_000  # characters of one article
_MOST_NAMES = 50  # authors, tags or enclosures of one entry
_FEW_LETTERS = 60
_SHORT_NAME = 80
_LONGEST_LINK, _LONGEST_GUID = 2_000, 1_000
_OLDEST = datetime.min.replace(tzinfo=UTC)

# Windows letters that were passed off as Latin-1: the controls U+0080 to U+009F that cp1252 has a letter for.
_WINDOWS = {
    code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}
_WINDOWS[0x85] = "…"
_CONTROL = re.compile("[\x80-\x9f]")
_PLAIN_ADDRESS = re.compile(r"https?://[A-Za-z0-9.\-]+(?::\d{1,5})?(?:[/?#][^ ]*)?$")
_EMAIL = re.compile(r"[\w.+\-]{1,64}@[\w\-]{1,64}(?:\.[\w\-]{1,64}){1,5}")


def articles(document: Document, source: str, now: datetime) -> tuple[Article, ...]:
    """The articles of a feed, in the order of the document; the newest `MOST_ENTRIES` of a longer one."""
    found = [read(entry, document, source, now) for entry in _newest(document.entries, now)]
    found = [r for r in found if r.title or r.text or r.url]
    language = feed_language(document, found)
    keys = identity.keys([(r.guid, r.url, r.title, r.text) for r in found])
    made: dict[str, Article] = {}
    for r, key in zip(found, keys, strict=True):
        if key not in made:  # the same entry twice
            made[key] = r.article(identity.article_id(source, key), source, language)
    return tuple(made.values())


def read(entry: Entry, document: Document, source: str, now: datetime) -> _Read:
    """One entry's fields, clean."""
    return _Read(entry, _published(entry, now), document, source)


def _newest(entries: list[Entry], now: datetime) -> list[Entry]:
    if len(entries) <= MOST_ENTRIES:
        return entries
    dates = [_published(entry, now) or _OLDEST for entry in entries]
    newest = sorted(range(len(entries)), key=dates.__getitem__, reverse=True)[:MOST_ENTRIES]
    return [entries[n] for n in sorted(newest)]


def title(document: Document) -> str:
    """The feed's own name, on one line."""
    return _line(document.title)


def site(document: Document, source: str) -> str:
    """The page that the feed belongs to, "" when it says none that can be opened."""
    return link(document.link, document.base, source) or ""


def feed_language(document: Document, read: Sequence[_Read]) -> str:
    """The language that a feed says it is in, else the one that its entries look like."""
    said = code(document.language)
    if said or not read:
        return said
    sample = "\n".join(f"{r.title}\n{r.text[:1000]}" for r in read[:10])
    if len(sample) < _FEW_LETTERS and sample.isascii():
        return ""  # a guess from a few words is worth nothing, and its model takes half a second to load
    from digest.text import language

    return code(language.detect(sample))


def code(tag: str) -> str:
    """A language tag's ISO 639-1 code, "" when it has none.

    >>> code("en-US"), code("pt_BR"), code("german")
    ('en', 'pt', '')
    """
    first = tag.strip().lower().replace("_", "-").partition("-")[0]
    return first if len(first) == 2 and first.isascii() and first.isalpha() else ""


class _Read:
    """One entry's fields, clean, before its identity is known."""

    __slots__ = ("authors", "enclosures", "guid", "language", "published", "tags", "text", "title", "url")

    def __init__(self, entry: Entry, published: datetime | None, document: Document, source: str) -> None:
        base = entry.base or document.base
        self.published = published
        self.title = _line(entry.title)
        self.text = _text(entry)
        self.guid = clean(entry.guid[:_LONGEST_GUID], one_line=True)
        self.url = link(entry.link, base, source) or (_web(self.guid) if not entry.link else None)
        self.authors = _names(_author(name) for name in entry.authors[:_MOST_NAMES])
        self.tags = _names(entry.tags[:_MOST_NAMES])
        found = (link(address, base, source) for address in entry.enclosures[:_MOST_NAMES])
        self.enclosures = tuple(dict.fromkeys(address for address in found if address))
        self.language = code(entry.language)

    def article(self, made_id: str, source: str, language: str) -> Article:
        """Give the entry its id."""
        return Article(
            id=made_id,
            title=self.title,
            text=self.text,
            source=source,
            url=self.url,
            published=self.published,
            authors=self.authors,
            language=self.language or language or "en",
            tags=self.tags,
            guid=self.guid,
            enclosures=self.enclosures,
        )


def _published(entry: Entry, now: datetime) -> datetime | None:
    for written in (entry.published, entry.updated, entry.created):
        if written and (moment := feed_dates.read(written, now)):
            return moment
    return None


def _text(entry: Entry) -> str:
    """The longest of the entry's own texts: a full one is longer than its summary, whatever either is called."""
    best = ""
    texts = dict.fromkeys(entry.texts)  # a summary is often the text once more
    for value, kind in sorted(texts, key=lambda text: len(text[0]), reverse=True) or entry.asides[:1]:
        if len(value) > len(best):
            found = furniture.without(clean(html_text.to_text(_mended(value), kind)))
            best = max(best, found, key=len)
    return best[:MOST_TEXT].rstrip()


def _line(titled: tuple[str, str]) -> str:
    value, kind = titled
    return clean(html_text.to_text(_mended(value[:20_000]), kind), one_line=True)


def _names(written: Iterable[str]) -> tuple[str, ...]:
    lines = (_name(name) if len(name) < _SHORT_NAME else _line((name, TEXT)) for name in written if name)
    return tuple(dict.fromkeys(line for line in lines if line))


@lru_cache(maxsize=1024)
def _name(written: str) -> str:
    """A short name or tag, of which a feed has few and writes them often."""
    return _line((written, TEXT))


def _author(written: str) -> str:
    """The name of an author; RSS writes "post@example.org (Name)", others "Name <post@example.org>"."""
    if "@" not in written:
        return written
    found = _EMAIL.search(written)
    if found is None:
        return written
    rest = (written[: found.start()] + written[found.end() :]).replace("()", "").replace("<>", "").strip()
    rest = rest.removeprefix("mailto:")
    if rest.startswith("(") and rest.endswith(")"):
        rest = rest[1:-1]
    return rest.strip(" ,;") or found[0]


def _mended(value: str) -> str:
    """Undo the two common mistakes about encodings: UTF-8 read as Latin-1, Windows letters passed off as Latin-1."""
    if value.isascii():
        return value
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value.translate(_WINDOWS) if _CONTROL.search(value) else value


def link(written: str, base: str, source: str) -> str | None:
    """A link as an absolute http(s) address; None when it is not one."""
    written = clean(written[: _LONGEST_LINK + 1], one_line=True)
    if not written or len(written) > _LONGEST_LINK:
        return None
    if not written.lower().startswith(("http://", "https://")):
        try:
            written = urljoin(urljoin(source, base), written)
        except ValueError:
            return None
    return _web(written)


def _web(address: str) -> str | None:
    if not address.lower().startswith(("http://", "https://")):
        return None
    if _PLAIN_ADDRESS.match(address):
        return address
    scheme, colon, rest = address.partition(":")
    address = f"{scheme.lower()}{colon}{rest}"  # so that whoever asks for http:// need not fold
    try:
        host = urlsplit(address).hostname
    except ValueError:
        return None
    return address.replace(" ", "%20") if host else None
