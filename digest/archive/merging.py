"""What a backup has and a rebuilt archive lacks."""

from __future__ import annotations

import sqlite3

from digest.archive import identity
from digest.archive.identity import Trace
from digest.archive.schema import BROKEN, address

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection

_ARTICLE = (
    "guid_key, link_key, text_key, shown_at, first_seen, published, revised_at, read, saved, hidden, revisions,"
    " language, guid, url, authors, tags, enclosures"
)
_FEED = (
    "url, title, etag, modified, body_hash, not_before, paused, moved_to, moved_since, failures, error, last_tried,"
    " last_success"
)


class Backup:
    """One backup beside the archive that is being rebuilt."""

    def __init__(self, made: Connection, path: str) -> None:
        self._made = made
        self._path = path
        self._feeds: dict[int, int] = {}

    def merge(self) -> tuple[int, int]:
        """Add what is missing; how many articles that were, or got their text, and the highest number it knows.

        A backup that is damaged itself gives what it has up to there.
        """
        added = highest = 0
        try:
            backup = sqlite3.connect(f"{address(self._path)}?mode=ro&immutable=1", uri=True, isolation_level=None)
        except sqlite3.Error:
            return added, highest
        try:
            highest = int(backup.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence").fetchone()[0])
            self._merge_feeds(backup)
            for row in backup.execute(f"SELECT number, id, feed, {_ARTICLE} FROM articles ORDER BY number"):  # noqa: S608
                added += self._merge_article(backup, row)
            self._merge_rest(backup)
        except BROKEN:
            pass
        finally:
            backup.close()
        return added, highest

    def _merge_feeds(self, backup: Connection) -> None:
        for number, *values in backup.execute(f"SELECT number, {_FEED} FROM feeds ORDER BY number").fetchall():  # noqa: S608
            known = self._made.execute("SELECT number FROM feeds WHERE url = ?", (values[0],)).fetchone()
            if known:
                self._feeds[number] = known[0]
                continue
            is_taken = self._made.execute("SELECT 1 FROM feeds WHERE number = ?", (number,)).fetchone()
            marks = ", ".join("?" * (len(values) + 1))
            done = self._made.execute(
                f"INSERT INTO feeds (number, {_FEED}) VALUES ({marks})",  # noqa: S608
                (None if is_taken else number, *values),
            )
            self._feeds[number] = int(done.lastrowid or number)

    def _merge_article(self, backup: Connection, row: tuple[object, ...]) -> int:
        number, id_, feed, *values = row
        known = self._made.execute("SELECT number FROM articles WHERE id = ?", (id_,)).fetchone()
        if known:
            has_text = self._made.execute("SELECT 1 FROM texts WHERE number = ?", known).fetchone()
            return 0 if has_text else self._copy_text(backup, number, known[0])
        words = backup.execute("SELECT title, text FROM texts WHERE number = ?", (number,)).fetchone()
        feed = self._feeds.get(int(str(feed)), feed)
        if words and self._is_forgotten(feed, values[0], values[1], values[2], words[0]):
            return 0
        if self._made.execute("SELECT 1 FROM articles WHERE number = ?", (number,)).fetchone():
            return 0  # another archive's: two articles never had one number
        marks = ", ".join("?" * (len(values) + 3))
        self._made.execute(
            f"INSERT INTO articles (number, id, feed, {_ARTICLE}) VALUES ({marks})",  # noqa: S608
            (number, id_, feed, *values),
        )
        if self._made.execute("SELECT 1 FROM texts WHERE number = ?", (number,)).fetchone():
            return 1
        return self._copy_text(backup, number, number)

    def _copy_text(self, backup: Connection, number: object, target: object) -> int:
        words = backup.execute("SELECT title, text FROM texts WHERE number = ?", (number,)).fetchone()
        if words:
            self._made.execute("INSERT INTO texts (number, title, text) VALUES (?, ?, ?)", (target, *words))
        return 1 if words else 0

    def _is_forgotten(self, feed: object, guid: object, link: object, text: object, title: str) -> bool:
        if not self._made.execute("SELECT 1 FROM forgotten WHERE feed = ? LIMIT 1", (feed,)).fetchone():
            return False
        trace = Trace(guid, link, text, identity.plain(title), None)  # type: ignore[arg-type]
        return any(
            self._made.execute("SELECT 1 FROM forgotten WHERE feed = ? AND key = ?", (feed, key)).fetchone()
            for key in identity.lasting_keys(trace)
        )

    def _merge_rest(self, backup: Connection) -> None:
        """Revisions of articles that are there, what was forgotten, digests; the log only where none is left."""
        made = self._made
        put = "INSERT OR IGNORE INTO"
        marks = "(article, place, replaced_at, published, title, text) VALUES (?, ?, ?, ?, ?, ?)"
        made.executemany(
            f"{put} revisions {marks}",
            backup.execute("SELECT article, place, replaced_at, published, title, text FROM revisions"),
        )
        forgotten = [(self._feeds.get(feed, feed), key) for feed, key in backup.execute("SELECT * FROM forgotten")]
        made.executemany(f"{put} forgotten (feed, key) VALUES (?, ?)", forgotten)
        made.executemany(
            f"{put} digests (day, form, made_at, body) VALUES (?, ?, ?, ?)",
            backup.execute("SELECT day, form, made_at, body FROM digests WHERE day <> ''"),
        )
        if not made.execute("SELECT 1 FROM fetches LIMIT 1").fetchone():
            made.executemany(
                "INSERT INTO fetches (at, feed, status, bytes, seconds, new, revised, error)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                backup.execute("SELECT at, feed, status, bytes, seconds, new, revised, error FROM fetches"),
            )
