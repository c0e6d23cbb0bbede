"""Keeping the archive in order: checking, copying, making it smaller, forgetting."""

from __future__ import annotations

import sqlite3

from digest.archive import identity, schema
from digest.archive.identity import Trace
from digest.archive.times import stored

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from sqlite3 import Connection

_MOST_FINDINGS = 20
_MOST_ROUNDS = 4
_ROW_BYTES = 200  # of an article, beside its words


def check(connection: Connection, *, words: bool = True) -> tuple[str, ...]:
    """What is wrong with the file, nothing when all is well; reads all of it, the search index if `words`."""
    findings: list[str] = []
    try:
        findings += [str(f) for (f,) in connection.execute(f"PRAGMA integrity_check({_MOST_FINDINGS})") if f != "ok"]
        for table, number, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(_MOST_FINDINGS):
            findings.append(f"{table}: row {number} belongs to nothing in {parent}")
        for about, query in _COUNTS.items():
            count = connection.execute(query).fetchone()[0]
            if count:
                findings.append(f"{about}: {count}")
        if not findings:
            findings += _check_values(connection)
        if words and not findings:
            findings += _check_words(connection)
    except sqlite3.DatabaseError as error:
        findings.append(schema.meaning(error))
    except schema.BROKEN as error:
        findings.append(f"a value can't be read: {' '.join(str(error).split())[:100]}")
    return tuple(findings)


_COUNTS = {
    "articles without text": "SELECT count(*) FROM articles WHERE number NOT IN (SELECT number FROM texts)",
    "articles whose number of revisions is wrong": (
        "SELECT count(*) FROM articles a WHERE revisions <> 0"
        " AND revisions <> (SELECT count(*) FROM revisions r WHERE r.article = a.number)"
    ),
}


def _check_values(connection: Connection) -> list[str]:
    """Compare the keys that articles are known by with what they are made of, and read what digests are about."""
    wrong = 0
    for guid, url, guid_key, link_key in connection.execute("SELECT guid, url, guid_key, link_key FROM articles"):
        made = identity.trace(guid, url, "", "", None)
        is_known = made.guid == guid_key or not guid  # one that was recovered may have lost its guid
        wrong += not is_known or made.link != link_key
    findings = [f"articles that are not known by their guid and link: {wrong}"] if wrong else []
    from digest.archive.told import are_sound

    if not are_sound(connection):
        findings.append("what a digest is about can't be read")
    return findings


def _check_words(connection: Connection) -> list[str]:
    """Compare the search index with the texts; SQLite does so only where it may write, though it changes nothing."""
    reads_only = connection.execute("PRAGMA query_only").fetchone()[0]
    try:
        connection.execute("PRAGMA query_only = OFF")
        connection.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        name = str(getattr(error, "sqlite_errorname", ""))
        if name.startswith("SQLITE_CORRUPT"):
            return ["the search index does not agree with the texts; `digest archive recover` makes it anew"]
        if not name.startswith("SQLITE_READONLY"):
            raise
    finally:
        connection.execute(f"PRAGMA query_only = {int(reads_only)}")
    return []


def figures(connection: Connection) -> dict[str, int]:
    """What the archive holds, for a person to see."""
    tables = ("articles", "revisions", "feeds", "digests")
    found = {name: int(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0]) for name in tables}  # noqa: S608
    return {**found, "bytes": size(connection)}


def size(connection: Connection) -> int:
    """The bytes in use, without free pages."""
    pages, free, each = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * each


def compact(connection: Connection) -> None:
    """Make the search index anew and give free space back to the disk."""
    connection.execute("INSERT INTO words (words) VALUES ('rebuild')")
    _tidy_words(connection)
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def forget(connection: Connection, older_than: datetime | None, most_bytes: int | None) -> int:
    """Delete articles first seen before a time, then the oldest until the rest fits; saved ones stay. Returns how many.

    What is forgotten does not return with the next fetch of a feed that still lists it.
    """
    removed = 0
    if older_than is not None:
        removed += _remove(
            connection, "SELECT number FROM articles WHERE first_seen < ? AND NOT saved", (stored(older_than),)
        )
    if most_bytes is not None and size(connection) > most_bytes:
        _tidy_words(connection)  # what was deleted before still takes room there
        for _ in range(_MOST_ROUNDS):  # shares are estimates: the first round nearly does it
            if (excess := size(connection) - most_bytes) <= 0:
                break
            removed += _remove_oldest(connection, excess)
            _tidy_words(connection)
    return removed


def _tidy_words(connection: Connection) -> None:
    connection.execute("INSERT INTO words (words) VALUES ('optimize')")


def _remove_oldest(connection: Connection, excess: int) -> int:
    """Remove as many as take `excess` bytes: each takes its share of the file, by the length of its words."""
    each = f"(length(title) + length(text) + {_ROW_BYTES})"
    total = int(connection.execute(f"SELECT coalesce(sum{each}, 0) FROM texts").fetchone()[0])  # noqa: S608
    share = excess * total // max(1, size(connection))
    order = "a.first_seen, a.shown_at, a.number"
    return _remove(
        connection,
        f"SELECT number FROM (SELECT a.number, sum{each} OVER (ORDER BY {order}) - {each} AS before"  # noqa: S608
        " FROM articles a JOIN texts t ON t.number = a.number WHERE NOT a.saved) WHERE before < ?",
        (share,),
    )


def _remove(connection: Connection, chosen: str, values: tuple[int, ...]) -> int:
    connection.execute("CREATE TEMP TABLE leaving (number INTEGER PRIMARY KEY)")
    try:
        connection.execute(f"INSERT INTO leaving {chosen}", values)
        leaving = connection.execute(
            "SELECT a.feed, a.guid_key, a.link_key, a.text_key, t.title FROM leaving"
            " JOIN articles a USING (number) JOIN texts t USING (number)"
        )
        for feed, guid, link, text, title in leaving.fetchall():
            keys = identity.lasting_keys(Trace(guid, link, text, identity.plain(title), None))
            connection.executemany("INSERT OR IGNORE INTO forgotten VALUES (?, ?)", [(feed, key) for key in keys])
        return connection.execute("DELETE FROM articles WHERE number IN (SELECT number FROM leaving)").rowcount
    finally:
        connection.execute("DROP TABLE leaving")
