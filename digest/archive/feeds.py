"""What is remembered of feeds between fetches, and the log of fetches."""

from __future__ import annotations

from digest.archive.schema import DamagedRowError
from digest.archive.times import loaded, loaded_or_none, stored, stored_or_none
from digest.model import FeedState
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from sqlite3 import Connection
    from typing import Any

_TIMES = frozenset({"not_before", "moved_since", "last_tried", "last_success"})
_FIELDS = FeedState._fields
_COLUMNS = ", ".join(_FIELDS)


class Logged(Value, kw_only=True):
    """One line of the fetch log: how asking one feed ended."""

    at: datetime
    url: str
    status: int = 0
    bytes: int = 0
    seconds: float = 0.0
    new: int = 0
    revised: int = 0
    error: str = ""


def states(connection: Connection) -> dict[str, FeedState]:
    """Every feed that was ever recorded, by address."""
    rows = connection.execute(f"SELECT {_COLUMNS} FROM feeds ORDER BY number")  # noqa: S608 (our own column names)
    return {row[0]: _state(row) for row in rows}


def titles(connection: Connection) -> dict[str, str]:
    """The titles that the feeds give themselves, by address."""
    return dict(connection.execute("SELECT url, title FROM feeds WHERE title <> ''").fetchall())


def _state(row: tuple[Any, ...]) -> FeedState:
    pairs: dict[str, Any] = dict(zip(_FIELDS, row, strict=True))
    return FeedState(**{**pairs, **{name: loaded_or_none(pairs[name]) for name in _TIMES}})


def remember(connection: Connection, state: FeedState) -> int:
    """Store a feed's state and return its number."""
    values = [stored_or_none(v) if name in _TIMES else v for name, v in zip(_FIELDS, state._values(), strict=True)]
    row = connection.execute("SELECT number FROM feeds WHERE url = ?", (state.url,)).fetchone()
    if row:
        changes = ", ".join(f"{name} = ?" for name in _FIELDS)
        connection.execute(f"UPDATE feeds SET {changes} WHERE number = ?", (*values, row[0]))  # noqa: S608
        return int(row[0])
    if connection.execute("SELECT 1 FROM feeds NOT INDEXED WHERE url = ?", (state.url,)).fetchone():
        raise DamagedRowError(f"{state.url}: can't be found by its address")
    marks = ", ".join("?" * len(_FIELDS))
    made = connection.execute(f"INSERT INTO feeds ({_COLUMNS}) VALUES ({marks})", values)  # noqa: S608
    return int(made.lastrowid or 0)


def move(connection: Connection, old: str, new: str) -> bool:
    """Give a feed its new address, its articles with it; False when it is unknown or the new one has some."""
    # Only asked so far, the new address is no feed of its own.
    connection.execute("DELETE FROM feeds WHERE url = ? AND number NOT IN (SELECT feed FROM articles)", (new,))
    if connection.execute("SELECT 1 FROM feeds WHERE url = ?", (new,)).fetchone():
        return False
    changed = connection.execute(
        "UPDATE feeds SET url = ?, moved_to = '', moved_since = NULL WHERE url = ?", (new, old)
    )
    return changed.rowcount > 0


def counts(connection: Connection, since: datetime | None) -> dict[str, int]:
    """How many articles each feed has, or has brought since a time."""
    rows = connection.execute(
        "SELECT f.url, count(a.number) FROM feeds f LEFT JOIN articles a ON a.feed = f.number AND a.shown_at >= ?"
        " GROUP BY f.number",
        (-(2**62) if since is None else stored(since),),
    )
    return dict(rows.fetchall())


def log(connection: Connection, rows: Iterable[Logged]) -> None:
    """Append to the fetch log."""
    connection.executemany(
        "INSERT INTO fetches (at, feed, status, bytes, seconds, new, revised, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(stored(r.at), r.url, r.status, r.bytes, r.seconds, r.new, r.revised, r.error) for r in rows],
    )


def logged(connection: Connection, url: str | None, limit: int) -> tuple[Logged, ...]:
    """The latest lines of the fetch log, of all feeds or of one."""
    rows = connection.execute(
        "SELECT at, feed, status, bytes, seconds, new, revised, error FROM fetches"
        " WHERE ?1 IS NULL OR feed = ?1 ORDER BY at DESC, rowid DESC LIMIT ?2",
        (url, limit),
    )
    names = Logged._fields
    return tuple(Logged(**{**dict(zip(names, row, strict=True)), "at": loaded(row[0])}) for row in rows)
