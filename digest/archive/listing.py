"""Lists of articles without their texts, how many there are of each feed, and marks on many at a time."""

from __future__ import annotations

from digest.archive import library, search
from digest.archive.times import loaded
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from sqlite3 import Connection

    from digest.archive.search import Query

NAMES = ("read", "saved", "hidden")


class Row(Value):
    """As much of an article as a line of a list shows; `feed` is the feed's title, `source` its address."""

    id: str
    title: str
    feed: str
    source: str
    published_or_seen: datetime
    read: bool
    saved: bool
    hidden: bool


class Marks(Value):
    """Articles and the marks that they had (read, saved, hidden) before those were changed."""

    before: tuple[tuple[str, bool, bool, bool], ...] = ()


def rows(
    connection: Connection, query: Query, *, limit: int, offset: int, tagged: Mapping[str, Sequence[str]]
) -> tuple[Row, ...]:
    """What a query finds, in the order of `search.page`."""
    numbers = search.numbers(connection, query, limit=limit, offset=offset, tagged=tagged)
    found = {
        number: Row(id_, title, feed, source, loaded(at), bool(read), bool(saved), bool(hidden))
        for number, id_, title, feed, source, at, read, saved, hidden in connection.execute(
            "SELECT a.number, a.id, t.title, f.title, f.url, a.shown_at, a.read, a.saved, a.hidden"
            " FROM articles a JOIN texts t ON t.number = a.number JOIN feeds f ON f.number = a.feed"
            " WHERE a.number IN (SELECT value FROM json_each(?))",
            (str(numbers),),
        )
    }
    if missing := [number for number in numbers if number not in found]:
        library.must_be_gone(connection, missing)
    return tuple(found[number] for number in numbers if number in found)


def unread(connection: Connection) -> dict[str, tuple[int, int]]:
    """How many articles of each feed, by address, are unread and how many there are; hidden ones don't count."""
    counted = connection.execute(
        "SELECT f.url, c.unread, c.total FROM feeds f JOIN ("
        " SELECT feed, sum(NOT read) AS unread, count(*) AS total FROM articles WHERE NOT hidden GROUP BY feed"
        ") c ON c.feed = f.number"
    )
    return {url: (fresh, total) for url, fresh, total in counted}


def read_among(connection: Connection, ids: Sequence[str]) -> frozenset[str]:
    """Which of these articles have been read."""
    found = connection.execute(
        "SELECT id FROM articles WHERE read AND id IN (SELECT value FROM json_each(?))", (search.as_json(ids),)
    )
    return frozenset(id_ for (id_,) in found)


def mark(connection: Connection, ids: Sequence[str], changes: Mapping[str, bool]) -> Marks:
    """Set or clear marks of articles; what those had before that are changed by it."""
    return _mark(connection, "articles a", "a.id IN (SELECT value FROM json_each(?))", [search.as_json(ids)], changes)


def mark_found(
    connection: Connection, query: Query, changes: Mapping[str, bool], *, tagged: Mapping[str, Sequence[str]]
) -> Marks:
    """The same for all that a query finds."""
    return _mark(connection, *search.sql(query, tagged), changes)


def _mark(
    connection: Connection, tables: str, conditions: str, values: list[object], changes: Mapping[str, bool]
) -> Marks:
    wanted = [(name, int(changes[name])) for name in NAMES if name in changes]
    if not wanted:
        return Marks()
    differs = " OR ".join(f"a.{name} <> {value}" for name, value in wanted)
    found = connection.execute(
        f"SELECT a.number, a.id, a.read, a.saved, a.hidden FROM {tables} WHERE {conditions} AND ({differs})",  # noqa: S608
        values,
    ).fetchall()
    setting = ", ".join(f"{name} = {value}" for name, value in wanted)
    connection.execute(
        f"UPDATE articles SET {setting} WHERE number IN (SELECT value FROM json_each(?))",  # noqa: S608
        (str([number for number, *_ in found]),),
    )
    return Marks(tuple((id_, bool(read), bool(saved), bool(hidden)) for _, id_, read, saved, hidden in found))


def restore(connection: Connection, before: Iterable[tuple[str, bool, bool, bool]]) -> int:
    """Give articles the marks that they had; how many of them there still are."""
    done = connection.executemany(
        "UPDATE articles SET read = ?2, saved = ?3, hidden = ?4 WHERE id = ?1",
        [(id_, int(read), int(saved), int(hidden)) for id_, read, saved, hidden in before],
    )
    return done.rowcount
