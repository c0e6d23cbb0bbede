"""The whole text of articles whose feed carries only the beginning, from their pages."""

from __future__ import annotations

from digest.sources.decode import decode
from digest.sources.fetch import Ask, Limits
from digest.text.clean import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from digest.archive import Archive
    from digest.model import Exchange

MOST_PAGES = 200  # of one run: a feed's whole past is not fetched at once
MOST_BYTES = 2 * 1024 * 1024
_TYPES = ("text/html", "application/xhtml+xml")


def complete(archive: Archive, ids: Sequence[str], *, limits: Limits, stopped: Callable[[], bool]) -> int:
    """Read the pages of articles and give those the text that is longer there; returns how many. No failure matters."""
    from digest.sources import fetch

    wanted: dict[str, str] = {}
    asks = []
    for id_ in ids[:MOST_PAGES]:
        kept = archive.get(id_)
        if kept and kept.article.url and kept.article.url not in wanted:
            wanted[kept.article.url] = id_
            asks.append(Ask(kept.article.url, user_url=kept.article.source, types=_TYPES))
    completed = 0

    def answered(exchange: Exchange) -> None:
        nonlocal completed
        if not exchange.error and _complete(archive, wanted[exchange.url], exchange):
            completed += 1

    fetch.many(asks, limits=limits.__replace__(most_bytes=MOST_BYTES), answered=answered, stopped=stopped)
    return completed


def _complete(archive: Archive, id_: str, exchange: Exchange) -> bool:
    from digest.errors import SourceError
    from digest.sources import pages

    try:
        page = pages.extract(decode(exchange.body, exchange.url, exchange.charset), exchange.final_url or exchange.url)
    except SourceError:
        return False
    text, kept = clean(page.text), archive.get(id_)
    if kept is None or len(text) <= len(kept.article.text):
        return False
    return archive.complete(id_, text)
