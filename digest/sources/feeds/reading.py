"""The bytes of one feed → what it says; never raises."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from digest.model import ParsedFeed, Problem
from digest.sources.feeds import entries, fast, json_feed, prepare, repair
from digest.sources.feeds.plain import NotAFeedError, UnusualError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digest.sources.feeds.plain import Document

_WEB_PAGE = re.compile(r"\s*(?:<!--[^>]{0,2000}-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FEED_ROOT = re.compile(r"<(?:[\w\-]{1,20}:)?(rss|rdf|feed|channel|item|entry)\b", re.IGNORECASE)
_OUTLINE = re.compile(r"<opml\b", re.IGNORECASE)
_CLOSED = re.compile(r"</(?:[\w\-]{1,20}:)?(?:rss|rdf|feed|channel)\s*>", re.IGNORECASE)


def parse(
    body: bytes, *, url: str, media_type: str = "", charset: str | None = None, now: datetime | None = None
) -> ParsedFeed:
    """Read a feed; what could not be read of it is a problem of the result.

    `url` is the feed's address, against which its links are resolved. A `charset` that a server stated is believed only
    where the bytes are not UTF-8, and a `media_type` never: feeds are sent under every name.

    >>> parse(b"<html><title>Log in</title></html>", url="http://example.org/").problems[0].what
    'a web page, not a feed'
    """
    now = now or datetime.now(UTC)
    try:
        document = read(body, charset)
        articles = entries.articles(document, url, now)
        return ParsedFeed(
            title=entries.title(document),
            site=entries.site(document, url),
            articles=articles,
            problems=_problems(document, url),
            language=entries.code(document.language) or (articles[0].language if articles else ""),
        )
    except NotAFeedError as error:
        return failed(url, str(error))
    except MemoryError:
        return failed(url, "takes more memory than a feed may")
    except Exception as error:  # anyone may write a feed, so a reader of ours that fails is that feed's problem
        return failed(url, f"can't be read ({type(error).__name__})")


def failed(url: str, what: str) -> ParsedFeed:
    """A feed of which nothing was read, and why."""
    return ParsedFeed(problems=(Problem(url, what, "parse"),))


def read(body: bytes, charset: str | None = None) -> Document:
    """Read a feed of any format into plain entries; NotAFeedError says what it is when it is none."""
    if not body.strip():
        raise NotAFeedError("an empty answer, not a feed")
    if not body.strip(b"\0 \r\n\t"):
        raise NotAFeedError("nothing but NUL bytes, not a feed")
    document = prepare.text(body, charset)
    if document.startswith(("{", "[")):
        return json_feed.read(document)
    document = prepare.without_doctype(document)
    try:
        return fast.read(document)
    except UnusualError as unusual:
        if unusual.is_fault:
            try:
                return fast.read(repair.mended(document))
            except UnusualError:
                pass
        return _patiently(document, body)


def _patiently(document: str, body: bytes) -> Document:
    """Read with the reference, after a look at whether it is a feed at all."""
    root = _FEED_ROOT.search(document)
    if root is None or (_WEB_PAGE.match(document) and root[1].lower() not in ("rss", "rdf", "feed", "channel")):
        raise NotAFeedError(_what_it_is(document, body))
    from digest.sources.feeds import reference

    made = reference.read(document)
    if not made.entries:
        if not made.is_feed:
            raise NotAFeedError(_what_it_is(document, body))
        if made.broken:
            is_cut_off = not _CLOSED.search(document)
            raise NotAFeedError(
                "a feed cut off before its first entry" if is_cut_off else "a broken feed without entries"
            )
    made.cut_off = bool(made.entries) and not _CLOSED.search(document, max(0, len(document) - 10_000))
    return made


def _what_it_is(document: str, body: bytes) -> str:
    if _WEB_PAGE.match(document) or b"<html" in body[:2000].lower():
        return "a web page, not a feed"
    if _OUTLINE.search(document[:5000]):
        return "a list of feeds (OPML), not a feed"
    if not document.lstrip().startswith("<"):
        return "not a feed"
    return "XML, but not a feed"


def _problems(document: Document, url: str) -> tuple[Problem, ...]:
    if document.cut_off:
        return (Problem(url, "cut off before its end; what came was read", "parse"),)
    return ()
