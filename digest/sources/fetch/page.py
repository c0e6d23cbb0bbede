"""One page, for an address on the command line or an article's link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.errors import SourceError
from digest.sources.fetch.asks import Answer, Ask, Limits, shown
from digest.sources.fetch.schedule import many

if TYPE_CHECKING:
    from digest.model import Exchange

_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
}


def get(url: str, *, seconds: float = 20.0, user_url: str = "") -> Answer:
    """Fetch one page within a deadline in seconds; SourceError names the address and what went wrong.

    `user_url` is the address that the user wrote, when `url` is only what that led to: see Ask.
    """
    ask = Ask(url, user_url=user_url, types=tuple(_SUFFIXES))
    answers: list[Exchange] = []
    many([ask], limits=Limits(seconds=seconds), answered=answers.append)
    found = answers[0]
    if found.error:
        raise SourceError(shown(url), found.error)
    return Answer(found.final_url, found.body, _SUFFIXES[found.media_type], found.charset)
