"""The patient reading of any feed, by feedparser; its only home.

feedparser gets bytes in memory and never an address; its two HTML steps, slow and partly quadratic, are off.
"""

from __future__ import annotations

import io
import re
import warnings

from digest.sources.feeds.plain import HTML, TEXT, XHTML, Document, Entry, NotAFeedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_HEADERS = {"content-type": "application/xml; charset=utf-8"}
_KINDS = {"text/html": HTML, "application/xhtml+xml": XHTML, "text/plain": TEXT}
# The namespaces of whose elements feedparser gives something that we keep. The others are where it may stumble.
_KEPT = re.compile(r"rss|atom|dc/elements|dc/terms|modules/content|itunes|rdf-syntax|xhtml|mrss", re.IGNORECASE)
_DECLARED = re.compile(r"""\bxmlns:([A-Za-z_][\w.\-]{0,40})\s*=\s*["']([^"'<>]{0,300})["']""")
_IMAGE_SIZE = re.compile(r"<(/?)(width|height)\b", re.IGNORECASE)
# What is said of a picture must not take the place of what the entry says.
_MEDIA_TEXT = re.compile(r"<(/?media:)description\b(?:[^>]{0,200}[^>/])?(/?)>", re.IGNORECASE)


def read(document: str) -> Document:
    """Read a feed as well as it can be read; NotAFeedError when there is nothing of a feed in it."""
    document = _MEDIA_TEXT.sub(r"<\1caption\2>", document)
    found: Any
    try:
        found = _parsed(document)
    except Exception:  # eleven kinds are known, from nine places; what is left is read without what it stumbled over
        try:
            found = _parsed(_without_extras(document))
        except Exception as error:
            raise NotAFeedError(f"a feed too broken to read ({type(error).__name__})") from error
    made = Document()
    made.is_feed = bool(found.get("version")) or bool(found.entries)
    made.title = _detailed(found.feed, "title")
    made.link = _link(found.feed)
    made.language = _text(found.feed.get("language"))
    if found.get("bozo") and not isinstance(found.get("bozo_exception"), UserWarning):
        made.broken = " ".join(str(found.get("bozo_exception") or "").split())[:160]
    is_rss = not str(found.get("version") or "").startswith("atom")
    made.entries = [_entry(entry, is_rss) for entry in found.entries]
    return made


def _parsed(document: str) -> Any:
    import feedparser

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return feedparser.parse(
            io.BytesIO(document.encode("utf-8", "replace")),
            response_headers=_HEADERS,
            sanitize_html=False,
            resolve_relative_uris=False,
        )


def _without_extras(document: str) -> str:
    """The document without the elements of namespaces that we read nothing from, and without image sizes."""
    for prefix, uri in dict(_DECLARED.findall(document[:100_000])).items():
        if not _KEPT.search(uri):
            document = re.sub(rf"<(/?){re.escape(prefix)}:", r"<\1x-", document)
    return _IMAGE_SIZE.sub(r"<\1x-\2", document)


def _entry(found: Any, is_rss: bool) -> Entry:
    entry = Entry()
    entry.guid = _text(found.get("id"))
    entry.link = _link(found)
    entry.title = _detailed(found, "title")
    for content in _tables(found, "content"):
        kind = _KINDS.get(_text(content.get("type")))
        value = _text(content.get("value"))
        if kind and value:
            entry.texts.append((value, kind))
    summary = _detailed(found, "summary")
    if summary[0] and all(summary[0] != value for value, _ in entry.texts):
        entry.texts.append((summary[0], HTML if is_rss and summary[1] == TEXT else summary[1]))
    aside = _text(found.get("media_caption"))
    if aside:
        entry.asides.append((aside, HTML))
    entry.published, entry.created = _text(found.get("published")), _text(found.get("created"))
    entry.updated = _text(dict.get(found, "updated"))
    entry.authors = [_text(a.get("name")) or _text(a.get("email")) for a in _tables(found, "authors")]
    entry.tags = [_text(t.get("label")) or _text(t.get("term")) for t in _tables(found, "tags")]
    entry.enclosures = [
        _text(a.get("href")) for a in _tables(found, "links") if a.get("rel") == "enclosure" and a.get("href")
    ]
    entry.language = _text(_table(found, "title_detail").get("language"))
    return entry


def _link(found: Any) -> str:
    """The link that was written; feedparser takes an id for one, and resolves it."""
    return _text(found.get("link")) if found.get("links") else ""


def _detailed(found: Any, name: str) -> tuple[str, str]:
    detail = _table(found, f"{name}_detail")
    return _text(found.get(name)), _KINDS.get(_text(detail.get("type")), TEXT)


# An element of any name gives a key of that name, so what is under a key may be a text.
def _table(found: Any, name: str) -> Any:
    value = found.get(name)
    return value if isinstance(value, dict) else {}


def _tables(found: Any, name: str) -> list[Any]:
    value = found.get(name)
    return [part for part in value if isinstance(part, dict)] if isinstance(value, list) else []


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
