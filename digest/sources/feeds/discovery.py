"""The feeds that a page names."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from digest.sources.feeds import html_text, prepare
from digest.sources.feeds.plain import NotAFeedError
from digest.text.clean import clean

_MOST_HTML, _MOST_FEEDS = 1_000_000, 20
_FEED_TYPES = re.compile(r"\s*application/(?:rss|atom|rdf|feed|x\.atom|x-rss)\+(?:xml|json)\b|\s*text/(?:rss|atom)\+xml\b", re.IGNORECASE)  # fmt: skip  # noqa: E501
_JSON_TYPE = re.compile(r"\s*application/json\b", re.IGNORECASE)


def discover(html: bytes, url: str) -> tuple[str, ...]:
    """The addresses of the feeds that a page's head names, in its order; nothing is guessed.

    >>> discover(b'<link rel="alternate" type="application/rss+xml" href="/feed">', "http://example.org/news")
    ('http://example.org/feed',)
    """
    try:
        page = prepare.text(html[:_MOST_HTML])
    except NotAFeedError:
        return ()
    base, found = url, []
    for tag, attributes in html_text.tags(page, ("base", "link")):
        if tag == "base" and attributes.get("href"):
            base = _joined(url, attributes["href"]) or url
        elif tag == "link" and _is_feed(attributes):
            found.append(_joined(base, attributes.get("href", "")))
    return tuple(dict.fromkeys(address for address in found if address))[:_MOST_FEEDS]


def _is_feed(attributes: dict[str, str]) -> bool:
    kind, relations = attributes.get("type", ""), attributes.get("rel", "").lower().split()
    if "alternate" in relations and "stylesheet" not in relations:
        if _FEED_TYPES.match(kind):
            return True
        # The sites of a popular engine offer their articles under this type too, as something else than a feed.
        return bool(_JSON_TYPE.match(kind)) and "wp-json" not in attributes.get("href", "")
    return "feed" in relations and not kind.lower().startswith("text/html")


def _joined(base: str, address: str) -> str:
    try:
        made = clean(urljoin(base, address.strip()), one_line=True)
    except ValueError:
        return ""
    return made if address.strip() and made.lower().startswith(("http://", "https://")) and len(made) < 2000 else ""
