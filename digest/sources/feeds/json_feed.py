"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json

from digest.sources.feeds.plain import HTML, TEXT, Document, Entry, NotAFeedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def read(document: str) -> Document:
    """Read a JSON Feed; NotAFeedError when it is other JSON, or none."""
    try:
        root = json.loads(document, strict=False)
    except (ValueError, RecursionError):
        raise NotAFeedError("broken JSON, not a feed") from None
    if not isinstance(root, dict) or not _is_feed(root):
        raise NotAFeedError("JSON, but not a JSON Feed")
    made = Document()
    made.title = (_text(root.get("title")), TEXT)
    made.link = _text(root.get("home_page_url"))
    made.language = _text(root.get("language"))
    made.entries = [_entry(item) for item in _items(root.get("items")) if isinstance(item, dict)]
    return made


def _is_feed(root: dict[str, Any]) -> bool:
    if "jsonfeed.org/version" in _text(root.get("version")):
        return True
    return isinstance(root.get("items"), list) and isinstance(root.get("title"), str)


def _entry(item: dict[str, Any]) -> Entry:
    entry = Entry(language=_text(item.get("language")))
    entry.guid = _text(item.get("id"))
    entry.link = _text(item.get("url")) or _text(item.get("external_url"))
    entry.title = (_text(item.get("title")), TEXT)
    # A plain text that stands beside the HTML is the same words with less of their structure.
    body = (_text(item.get("content_html")), HTML)
    entry.texts = [body if body[0] else (_text(item.get("content_text")), TEXT), (_text(item.get("summary")), TEXT)]
    entry.published = _text(item.get("date_published"))
    entry.updated = _text(item.get("date_modified"))
    authors = [*_items(item.get("authors")), item.get("author")]
    entry.authors = [_text(a.get("name")) for a in authors if isinstance(a, dict)]
    entry.tags = [_text(tag) for tag in _items(item.get("tags"))]
    attached = [a for a in _items(item.get("attachments")) if isinstance(a, dict)]
    entry.enclosures = [_text(a.get("url")) for a in attached]
    return entry


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    try:
        return str(value).strip()
    except ValueError:  # a number of more digits than Python turns into text
        return ""
