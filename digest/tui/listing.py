"""Lists of the archive's articles: which they are, a line of one, and the ids that a reader steps through."""

from __future__ import annotations

from digest.errors import DigestError
from digest.tui import spark
from digest.tui.plain import joined, line
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual.content import Content

    from digest.archive.listing import Row
    from digest.service.desk import Desk

_STEP = 100  # ids that are read at a time
_SCANNED = 500
_BEFORE_HIT = 30  # characters of a snippet before its first hit, so that this is seen


class Listing(Value, kw_only=True):
    """What is listed: all that a query finds, of one feed or of the feeds with a tag."""

    query: str = ""
    feed_url: str = ""
    tag: str = ""

    def count(self, desk: Desk) -> int:
        """How many articles these are."""
        return desk.count(self.query, feed_url=self.feed_url, tag=self.tag)

    def rows(self, desk: Desk, offset: int, limit: int) -> tuple[Row, ...]:
        """Some of them."""
        return desk.articles(self.query, offset=offset, limit=limit, feed_url=self.feed_url, tag=self.tag)


class Entry(Value):
    """An article of a list; with the piece of text where a search's hits are, and the hits, counted in it."""

    row: Row
    snippet: str = ""
    hits: tuple[tuple[int, int], ...] = ()


def first_line(entry: Entry) -> Content:
    """Signs and the title, as strong as it is new."""
    row = entry.row
    signs: list[Content | str] = [" " if row.read else line("●", "$accent"), " "]
    signs += [line("★", "$warning"), " "] if row.saved else []
    signs += [line("hidden", "$text-muted"), " "] if row.hidden else []
    return joined(*signs, line(row.title or row.source, "" if row.read else "bold"))


def origin(entry: Entry, now: datetime) -> Content:
    """Which feed it is from, and how old it is."""
    row = entry.row
    return joined("  ", line(f"{row.feed or row.source} · {spark.age(row.published_or_seen, now)}"))


def piece(entry: Entry) -> Content:
    """The snippet with its hits, from near the first of them on."""
    text = entry.snippet.replace("\n", " ")  # as many characters as before, so that the hits stay in place
    start = max(0, entry.hits[0][0] - _BEFORE_HIT) if entry.hits else 0
    start = text.find(" ", start) + 1 if start else 0
    parts: list[Content | str] = ["  ", "…" if start else ""]
    at = start
    for first, last in entry.hits:
        parts += [_part(text[at:first]), _part(text[max(at, first) : last], "bold underline")]
        at = max(at, last)
    return joined(*parts, _part(text[at:]))


def _part(text: str, style: str = "") -> Content:
    """A part of a line with the blanks at its ends, which cleaning takes away."""
    body = line(text, style)
    before = " " * (text[:1] == " ")
    return joined(before, body, " " * (text[-1:] == " " and bool(text.strip())))


def next_unread(desk: Desk, listing: Listing, place: int) -> int | None:
    """Where the next unread article after a place is, from the beginning again where there is none."""
    count = listing.count(desk)
    for first, last in ((place + 1, count), (0, min(place + 1, count))):
        for offset in range(first, last, _SCANNED):
            for index, row in enumerate(listing.rows(desk, offset, min(_SCANNED, last - offset)), offset):
                if not row.read:
                    return index
    return None


class Ids:
    """The ids of a listing by place; those not known yet are read from the archive.

    What is read leaves a list of unread ones while the reader steps through it: a place is that of the beginning.
    """

    def __init__(self, desk: Desk, listing: Listing, count: int, first: int, known: Sequence[str]) -> None:
        self._desk, self._listing, self._count = desk, listing, count
        self._first, self._known = first, list(known)

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: int) -> str:
        if place >= self._first + len(self._known):
            self._read_on()
        elif place < self._first:
            self._read_back()
        at = place - self._first
        if not 0 <= at < len(self._known):
            raise DigestError("there are no more articles in this list")
        return self._known[at]

    def __contains__(self, id_: str) -> bool:
        return id_ in self._known

    def place(self, id_: str) -> int:
        """Where an id that has been read is."""
        return self._first + self._known.index(id_)

    def _read_on(self) -> None:
        gone = max(0, self._count - self._listing.count(self._desk))
        offset = max(0, self._first + len(self._known) - gone)
        self._known += self._unknown(offset, _STEP)

    def _read_back(self) -> None:
        offset = max(0, self._first - _STEP)
        found = self._unknown(offset, self._first - offset)
        self._known[:0] = found
        self._first -= len(found)

    def _unknown(self, offset: int, limit: int) -> list[str]:
        known = set(self._known)
        return [row.id for row in self._listing.rows(self._desk, offset, limit) if row.id not in known]
