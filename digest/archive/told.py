"""What the saved digests say of articles that an archive has lost: which were told, on which day, from which feed."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime

from digest.archive import identity
from digest.archive.digests import RANGE
from digest.archive.times import stored
from digest.text.fingerprint import sha256

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from sqlite3 import Connection
    from typing import Any

_FORMS = {".toml": "toml", ".md": "markdown", ".json": "json", ".html": "html", ".txt": "text"}
_MOST_BYTES = 64 * 2**20
LOST_FEED = "lost:feed"
_LIKE_DAY = "0000-00-00"
_RANGES = "SELECT day, form, body FROM digests WHERE form = ? OR day = ''"
_LAST_NUMBER = 1 << 53


def are_sound(connection: Connection) -> bool:
    """Whether what each day was about can be read."""
    return all(through(body) is not None for _, _, body in connection.execute(_RANGES, (RANGE,)))


def through(body: str) -> int | None:
    """The last number of a range as it is kept, None when it can't be read."""
    try:
        said = json.loads(body)
        after, last = said["after"], said["through"]
        datetime.fromisoformat(said["since"] or "2000-01-01")
        datetime.fromisoformat(said.get("made_at") or "2000-01-01")
        is_sound = type(after) is type(last) is int and after <= last < _LAST_NUMBER and isinstance(said["feeds"], dict)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return last if is_sound else None


class Told:
    """The saved digests of an archive that is being rebuilt, from its own table and from folders."""

    def __init__(self, made: Connection, folders: Sequence[str]) -> None:
        self._made = made
        for folder in folders:
            self._take_in(folder)
        self.articles: dict[str, dict[str, Any]] = {}  # by id, as the first digest has it
        self._days: dict[str, set[str]] = {}
        for day, at, body in made.execute("SELECT day, made_at, body FROM digests WHERE form = 'toml' ORDER BY day"):
            ids = self._days.setdefault(day, set())
            for table in _articles(_root(body)):
                ids.add(table["id"])
                self.articles.setdefault(table["id"], {**table, "day": day, "made_at": at})
        self._feeds: dict[str, int] = {}

    def source(self, ids: Sequence[str]) -> str:
        """The feed that the first of these articles which was told is from, or ""."""
        return next((_text(self.articles[id_], "source") for id_ in ids if id_ in self.articles), "")

    def adopt_texts(self, ids: dict[int, str]) -> None:
        """Give each text without an article one: of the id that an index has, or of the digest that quotes it."""
        by_hash = {_text(table, "text_sha256"): id_ for id_, table in self.articles.items()}
        alone = "SELECT number, title, text FROM texts WHERE number NOT IN (SELECT number FROM articles)"
        for number, title, text in self._made.execute(alone).fetchall():
            id_ = ids.get(number) or by_hash.get(sha256(text)) or sha256(f"{title}\n{text}")[:16]
            while self._made.execute("SELECT 1 FROM articles WHERE id = ?", (id_,)).fetchone():
                id_ = sha256(f"{id_}\n{number}")[:16]
            self._add(number, id_, title, text)
        for number, id_ in ids.items():
            self._add(number, id_, "", "")

    def remember(self) -> None:
        """Keep the place of each article that was told and of which nothing else is left."""
        known = {id_ for (id_,) in self._made.execute("SELECT id FROM articles")}
        taken = {number for (number,) in self._made.execute("SELECT number FROM articles")}
        ends = {day: last for day, last, form in self._ranges() if form == RANGE}
        for id_, table in self.articles.items():
            if id_ in known:
                continue
            number = ends.get(table["day"], 0)
            while number in taken:
                number -= 1
            taken.add(number)
            self._add(number, id_, "", "")

    def title(self, id_: str) -> str:
        """The title under which a digest tells an article, or ""."""
        return _text(self.articles.get(id_, {}), "title")

    def settle_ranges(self) -> None:
        """Let each day that has a digest know which articles it was about, so that none is told again."""
        known = {day: last for day, last, form in self._ranges() if form == RANGE}
        self._drop_unreadable()
        last = 0
        for day, at in self._made.execute("SELECT day, max(made_at) FROM digests GROUP BY day ORDER BY day").fetchall():
            if not day:
                continue
            if day not in known:
                body = json.dumps({"after": last, "through": self._through(day, at, last), "since": None, "feeds": {}})
                self._made.execute("INSERT INTO digests VALUES (?, ?, ?, ?)", (day, RANGE, at, body))
                known[day] = self._through(day, at, last)
            last = max(last, known[day])

    def last_through(self) -> int:
        """The highest number that a digest was about."""
        return max((last for _, last, _ in self._ranges()), default=0)

    def _through(self, day: str, at: int, last: int) -> int:
        """The last article of a day's digest: the last one that had come, or that it tells of."""
        came = "SELECT coalesce(max(number), 0) FROM articles WHERE first_seen <= ?"
        highest = int(self._made.execute(came, (at,)).fetchone()[0])
        told = "SELECT coalesce(max(number), 0) FROM articles WHERE id IN (SELECT value FROM json_each(?))"
        ids = json.dumps(sorted(self._days.get(day, ())))
        return max(last, highest, int(self._made.execute(told, (ids,)).fetchone()[0]))

    def _ranges(self) -> Iterator[tuple[str, int, str]]:
        """Day, last number and form of each range that can be read, the one of a digest that was begun too."""
        for day, form, body in self._made.execute(_RANGES, (RANGE,)).fetchall():
            if (last := through(body)) is not None:
                yield day, last, form

    def _drop_unreadable(self) -> None:
        sound = {(day, form) for day, _, form in self._ranges()}
        for *pair, _ in self._made.execute(_RANGES, (RANGE,)).fetchall():
            if tuple(pair) not in sound:
                self._made.execute("DELETE FROM digests WHERE day = ? AND form = ?", pair)

    def _add(self, number: int, id_: str, title: str, text: str) -> None:
        """An article with what is known of it; its feed adds the rest when it lists it again."""
        there = "SELECT 1 FROM articles WHERE number = ? OR id = ?"
        if self._made.execute(there, (number, id_)).fetchone():
            return
        table = self.articles.get(id_, {})
        url = _text(table, "url") or None
        trace = identity.trace("", url, title, text, None)
        at = table.get("made_at", 0)
        self._made.execute(
            "INSERT INTO articles (number, id, feed, link_key, text_key, shown_at, first_seen, published,"
            " language, guid, url, authors, tags, enclosures) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, '', '', '')",
            (
                *(number, id_, self._feed(_text(table, "source") or LOST_FEED)),
                *(trace.link, trace.text, _published(table) or at, at, _published(table)),
                *(_text(table, "language") or "en", url),
            ),
        )

    def _feed(self, url: str) -> int:
        if url not in self._feeds:
            self._made.execute("INSERT OR IGNORE INTO feeds (url) VALUES (?)", (url,))
            self._feeds[url] = self._made.execute("SELECT number FROM feeds WHERE url = ?", (url,)).fetchone()[0]
        return self._feeds[url]

    def _take_in(self, folder: str) -> None:
        """Put the digests of a folder into the table, as far as it lacks them or can't be read."""
        try:
            names = sorted(os.listdir(folder))
        except OSError:
            return
        for name in names:
            day, suffix = os.path.splitext(name)
            if suffix != ".toml" or not _is_day(day):
                continue
            body = _read(os.path.join(folder, name))
            root = _root(body)
            if root.get("day") != day:
                continue
            at = _moment(root.get("made_at"))
            saved = self._made.execute("SELECT body FROM digests WHERE day = ? AND form = 'toml'", (day,)).fetchone()
            if saved and not _root(saved[0]):
                self._made.execute("DELETE FROM digests WHERE day = ? AND form = 'toml'", (day,))
            for other, form in _FORMS.items():
                text = body if form == "toml" else _read(os.path.join(folder, day + other))
                if text:
                    self._made.execute("INSERT OR IGNORE INTO digests VALUES (?, ?, ?, ?)", (day, form, at, text))


def _is_day(name: str) -> bool:
    return len(name) == len(_LIKE_DAY) and "".join("0" if c in "0123456789" else c for c in name) == _LIKE_DAY


def _read(path: str) -> str:
    try:
        with open(path, "rb") as stream:
            return stream.read(_MOST_BYTES).decode()
    except (OSError, ValueError):
        return ""


def _root(body: str) -> dict[str, Any]:
    """A saved day's tables, none when they can't be read."""
    import tomllib

    try:
        root = tomllib.loads(body)
    except (ValueError, RecursionError):
        return {}
    return root if root.get("kind") == "daily" else {}


def _articles(root: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Each article that a day names, printed or only noted."""
    for story in _tables(root.get("stories")):
        yield from (table for table in _tables(story.get("articles")) if _text(table, "id"))
    for table in _tables(root.get("noted")):
        if _text(table, "id"):
            yield {**table, "source": table.get("feed")}


def _tables(rows: object) -> list[dict[str, Any]]:
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _text(table: dict[str, Any], key: str) -> str:
    value = table.get(key)
    return value if isinstance(value, str) else ""


def _published(table: dict[str, Any]) -> int | None:
    return _moment(table.get("published")) or None


def _moment(said: object) -> int:
    """A time as the archive stores it, 0 when it is none."""
    try:
        time = said if isinstance(said, datetime) else datetime.fromisoformat(str(said))
        return stored(time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return 0
