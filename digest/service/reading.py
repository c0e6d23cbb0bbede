"""Reading: from what the user names to briefs, one failure never stopping the rest."""

from __future__ import annotations

import os

from digest import pipeline
from digest.errors import SourceError
from digest.model import Problem
from digest.sources import files
from digest.sources.files import Stated
from digest.summarize.choose import Budget
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from typing import BinaryIO

    from digest.model import Article, Brief

WEB = ("http://", "https://")


class Wish(Value):
    """How the reader wants articles read and summarized."""

    length: Budget = Budget()
    method: str = pipeline.DEFAULT_METHOD
    title: str | None = None
    published: datetime | None = None
    language: str | None = None
    page_seconds: float = 20.0
    focus: tuple[str, ...] = ()
    explain: bool = False


def briefs(places: Sequence[str], wish: Wish, *, stdin: BinaryIO) -> Iterator[Brief | Problem]:
    """Read each place (a path, a folder, an address, "-") and yield its brief or what went wrong, in order."""
    for place in _spread(places):
        if isinstance(place, Problem):
            yield place
            continue
        try:
            found = read(place, wish, stdin=stdin)
        except SourceError as error:
            yield Problem(error.where, error.what, "read")
            continue
        yield pipeline.brief(found, length=wish.length, method=wish.method, focus=wish.focus, explain=wish.explain)


def read(place: str, wish: Wish, *, stdin: BinaryIO) -> Article:
    """Read one article; SourceError when there is none to be had."""
    stated = Stated(wish.title, wish.published, wish.language)
    if place == "-":
        return files.read_stream(stdin, stated)
    if place.lower().startswith(WEB):
        from digest.sources import fetch

        answer = fetch.get(place, seconds=wish.page_seconds)
        return files.article(answer.body, place, answer.suffix, stated, charset=answer.charset, url=answer.url)
    return files.read(place, stated)


def _spread(places: Sequence[str]) -> Iterator[str | Problem]:
    """The places with each folder replaced by the articles in it."""
    for place in places:
        if place == "-" or place.lower().startswith(WEB) or "\0" in place or not os.path.isdir(place):
            yield place
            continue
        inside = list(files.walk(place))
        if not inside:
            yield Problem(place, f"no articles in this folder ({', '.join(sorted(files.SUFFIXES))})", "read")
        yield from inside
