"""A whole archive out of a damaged one, its backups and the saved digests.

What the damaged file still says goes first. Only where that is not all of it do the backups add what it lacks, and the
saved digests name the articles that were told: one of which nothing else is left keeps its number and its id, without
a text, so that the feed which lists it again completes it, and no digest tells it a second time.
"""

from __future__ import annotations

import os
import sqlite3

from digest.archive import identity, schema
from digest.archive.merging import Backup
from digest.archive.salvage import TABLES, Salvage, Table
from digest.archive.told import LOST_FEED, Told, are_sound
from digest.text.fingerprint import sha256

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from sqlite3 import Connection

    from digest.archive.salvage import Row

_CHUNK = 1000
_MOST_NUMBER = 1 << 53  # of an article; beyond it is damage


class Rebuilt:
    """What came of it, for the reader: counts by where things came from."""

    def __init__(self) -> None:
        self.is_whole = True  # nothing of the damaged file's rows was missing
        self.articles = 0
        self.from_backup = 0
        self.without_text = 0
        self.digests = 0

    def __str__(self) -> str:
        """In words.

        >>> print(Rebuilt())
        nothing of it could be read: the archive is empty
        """
        if not self.articles and not self.digests:
            return "nothing of it could be read: the archive is empty"
        parts = [f"{_counted(self.articles, 'article')} and {_counted(self.digests, 'digest')} are there"]
        if self.from_backup:
            parts.append(f"{self.from_backup:,} of the articles from a backup")
        if self.without_text:
            parts.append(f"{self.without_text:,} without their text until their feed lists them again")
        if self.is_whole:
            parts.append("nothing is missing")
        else:
            parts.append("what neither it nor a backup could give is missing")
        return ", ".join(parts)


def _counted(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def rebuild(source: str, target: str, *, backups: Sequence[str], folders: Sequence[str]) -> Rebuilt:
    """Make the archive `target` of the damaged `source`; both are this process's alone."""
    made = schema.connect(target, read_only=False, wait=0)
    old = _opened(source)
    try:
        made.execute("PRAGMA foreign_keys = OFF")
        made.execute("PRAGMA synchronous = OFF")
        made.execute("BEGIN")
        rebuilt = _Work(made, Salvage(source, old), folders).done(backups)
        made.execute("COMMIT")
        made.execute("PRAGMA journal_mode = DELETE")
    finally:
        made.close()
        if old is not None:
            old.close()
    return rebuilt


def _opened(path: str) -> Connection | None:
    """The damaged file as far as SQLite makes anything of it, which brings in what is in its journal."""
    try:
        connection = sqlite3.connect(path, isolation_level=None)
    except schema.BROKEN:
        return None
    try:
        connection.execute("PRAGMA wal_checkpoint").fetchall()
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except schema.BROKEN:
        connection.close()
        return None
    return connection


class _Work:
    """One rebuilding, step by step."""

    def __init__(self, made: Connection, salvage: Salvage, folders: Sequence[str]) -> None:
        self._made = made
        self._salvage = salvage
        self._folders = folders
        self._tables = {name: Table(made, name) for name in TABLES}
        self.rebuilt = Rebuilt()

    def done(self, backups: Sequence[str]) -> Rebuilt:
        """All steps, the surest source first."""
        last = self._salvage.last_number()
        self._put_rows()
        self._mend_addresses()
        tables = self._tables.values()
        self.rebuilt.is_whole = self._salvage.is_whole(tables) and self._is_consistent()
        if not self.rebuilt.is_whole:
            last = max(last, self._complete(backups))
        self._settle(last)
        return self._counted()

    def _complete(self, backups: Sequence[str]) -> int:
        """Add what the damaged file's trees did not lead to, and return the highest number that a backup knows."""
        last = 0
        for path in backups:
            backup = Backup(self._made, path)
            added, highest = backup.merge()
            self.rebuilt.from_backup += added
            last = max(last, highest)
        for name, rows in self._salvage.mended.items():
            self._made.executemany(_insert(self._tables[name]), rows)
        known = Told(self._made, self._folders)
        self._settle_feeds(known)
        known.adopt_texts(self._salvage.ids)
        known.settle_ranges()
        known.remember()
        self._bare(known)
        # The feeds are to give what is missing once more, not to say that nothing has changed.
        self._made.execute("UPDATE feeds SET etag = '', modified = '', body_hash = ''")
        return max(last, known.last_through())

    def _put_rows(self) -> None:
        """What the damaged file says, many rows at a time."""
        waiting: dict[str, list[Row]] = {name: [] for name in self._tables}
        indexed: list[Row] = []
        for table, row in self._salvage.rows(self._tables.values()):
            if table.name == "forgotten":
                indexed.append(row)
                continue
            if table.name == "articles" and not -_MOST_NUMBER < int(str(row[0])) < _MOST_NUMBER:
                continue
            rows = waiting[table.name]
            rows.append(row)
            if len(rows) >= _CHUNK:
                self._made.executemany(_insert(table), rows)
                rows.clear()
        for name, rows in waiting.items():
            self._made.executemany(_insert(self._tables[name]), rows)
        # An index has rows of the same shape, but no feed's number in front.
        feeds = {number for (number,) in self._made.execute("SELECT number FROM feeds")}
        forgotten = [row for row in indexed if row[0] in feeds]
        self._made.executemany(_insert(self._tables["forgotten"]), forgotten)

    def _is_consistent(self) -> bool:
        """Whether each article has its text, its feed and its revisions."""
        count = "(SELECT count(*) FROM revisions r WHERE r.article = a.number)"
        questions = (
            "articles WHERE number NOT IN (SELECT number FROM texts)",
            "texts WHERE number NOT IN (SELECT number FROM articles)",
            "articles WHERE feed NOT IN (SELECT number FROM feeds)",
            f"articles a WHERE revisions <> 0 AND revisions <> {count}",
            "revisions WHERE article NOT IN (SELECT number FROM articles)",
        )
        has_gaps = any(self._made.execute(f"SELECT 1 FROM {question} LIMIT 1").fetchone() for question in questions)  # noqa: S608
        return not has_gaps and are_sound(self._made)

    def _mend_addresses(self) -> None:
        """Where a feed's row and its index differ in its address, take the one that its articles' ids are made of."""
        for number, url in self._made.execute("SELECT number, url FROM feeds").fetchall():
            other = self._salvage.urls.get(number, url)
            if other == url or self._made.execute("SELECT 1 FROM feeds WHERE url = ?", (other,)).fetchone():
                continue
            own = "SELECT id, guid FROM articles WHERE feed = ? AND guid <> '' LIMIT 50"
            articles = self._made.execute(own, (number,)).fetchall()
            if any(_id(other, guid) == id_ for id_, guid in articles):
                self._made.execute("UPDATE feeds SET url = ? WHERE number = ?", (other, number))

    def _settle_feeds(self, known: Told) -> None:
        """Give each article a feed that is there: by its index, by the digests, else one without an address."""
        missing = self._made.execute("SELECT DISTINCT feed FROM articles WHERE feed NOT IN (SELECT number FROM feeds)")
        for (number,) in missing.fetchall():
            ids = [id_ for (id_,) in self._made.execute("SELECT id FROM articles WHERE feed = ?", (number,))]
            url = self._salvage.urls.get(number) or known.source(ids)
            taken = self._made.execute("SELECT number FROM feeds WHERE url = ?", (url,)).fetchone()
            if url and taken:
                self._made.execute("UPDATE articles SET feed = ? WHERE feed = ?", (taken[0], number))
                continue
            values = (number, url or f"{LOST_FEED}-{number}")
            self._made.execute("INSERT INTO feeds (number, url) VALUES (?, ?)", values)

    def _bare(self, known: Told) -> None:
        """Let what has lost its words be known by none, so that it takes those which its feed gives next."""
        made = self._made
        made.execute("UPDATE articles SET text_key = 0 WHERE number NOT IN (SELECT number FROM texts)")
        bare = made.execute("SELECT number, id FROM articles WHERE number NOT IN (SELECT number FROM texts)").fetchall()
        rows = [(number, known.title(id_)) for number, id_ in bare]
        made.executemany("INSERT INTO texts (number, title, text) VALUES (?, ?, '')", rows)
        self.rebuilt.without_text = len(rows)

    def _settle(self, last: int) -> None:
        """Make what refers to one another agree, and the search index anew."""
        made = self._made
        made.execute("DELETE FROM revisions WHERE article NOT IN (SELECT number FROM articles)")
        made.execute("DELETE FROM forgotten WHERE feed NOT IN (SELECT number FROM feeds)")
        # Numbers grow with time: what has lost its own came no earlier than the one before it.
        before = (
            "SELECT b.first_seen FROM articles b WHERE b.number < a.number AND b.first_seen > 0 ORDER BY b.number DESC"
        )
        sql = f"UPDATE articles AS a SET first_seen = coalesce(({before} LIMIT 1), 1) WHERE first_seen <= 0"  # noqa: S608
        made.execute(sql)
        made.execute(
            "UPDATE articles SET shown_at = min(coalesce(published, first_seen), first_seen) WHERE shown_at = 0"
        )
        _settle_keys(made)
        _renumber_revisions(made)
        highest = made.execute("SELECT coalesce(max(number), 0) FROM articles").fetchone()[0]
        last = max(highest, last if last < _MOST_NUMBER else 0)
        made.execute("DELETE FROM sqlite_sequence WHERE name = 'articles'")
        made.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('articles', ?)", (last,))
        made.execute("INSERT INTO words (words) VALUES ('rebuild')")

    def _counted(self) -> Rebuilt:
        rebuilt = self.rebuilt
        count = "SELECT count(*) FROM "
        rebuilt.articles = self._made.execute(f"{count} articles").fetchone()[0]
        rebuilt.digests = self._made.execute(f"{count} digests WHERE day <> '' AND form = 'toml'").fetchone()[0]
        return rebuilt


def _insert(table: Table) -> str:
    marks = ", ".join("?" * len(table.columns))
    return f"INSERT OR IGNORE INTO {table.name} ({', '.join(table.columns)}) VALUES ({marks})"  # noqa: S608


def _id(source: str, guid: str) -> str:
    """The id that `sources` give an article with a guid."""
    return sha256(f"{source}\nguid:{guid}")[:16]


def _settle_keys(made: Connection) -> None:
    """Let each article be known by its guid and link again; a guid that its id speaks against is dropped."""
    rows = made.execute(
        "SELECT a.number, a.id, f.url, a.guid, a.url, a.guid_key, a.link_key FROM articles a"
        " JOIN feeds f ON f.number = a.feed WHERE a.guid <> '' OR a.guid_key IS NULL"
    )
    changed = []
    for number, id_, source, guid, url, guid_key, link_key in rows:
        trace = identity.trace(guid, url, "", "", None)
        if (trace.guid, trace.link) == (guid_key, link_key):
            continue
        is_own = guid_key is None or trace.guid == guid_key or _id(source, guid) == id_
        changed.append((guid if is_own else "", trace.guid if is_own else guid_key, trace.link, number))
    made.executemany("UPDATE articles SET guid = ?, guid_key = ?, link_key = ? WHERE number = ?", changed)


def _renumber_revisions(made: Connection) -> None:
    """Count revisions from 0 without gaps, as what is added next takes its place by their number."""
    broken = made.execute(
        "SELECT a.number FROM articles a LEFT JOIN revisions r ON r.article = a.number GROUP BY a.number"
        " HAVING count(r.place) <> a.revisions OR coalesce(max(r.place) + 1, 0) <> count(r.place)"
    ).fetchall()
    for (number,) in broken:
        places = made.execute("SELECT place FROM revisions WHERE article = ? ORDER BY place", (number,)).fetchall()
        for new, (old,) in enumerate(places):
            made.execute("UPDATE revisions SET place = ? WHERE article = ? AND place = ?", (new, number, old))
        made.execute("UPDATE articles SET revisions = ? WHERE number = ?", (len(places), number))


def backups_of(path: str) -> tuple[str, ...]:
    """The backups of an archive that there are, the newest first."""
    from digest.archive.backups import names

    found = [name for name in names(path) if os.path.exists(name)]
    folder, base = os.path.split(path)
    try:
        forms = [n for n in os.listdir(folder or ".") if n.startswith(f"{base}.form") and n.endswith(".backup")]
    except OSError:
        forms = []
    return (*found, *(os.path.join(folder, name) for name in sorted(forms, reverse=True)))
