"""The articles: recording what a feed says now, reading them back, marks and revisions."""

from __future__ import annotations

from digest.archive import feeds, identity
from digest.archive.identity import NEW, REPEAT, Trace
from digest.archive.schema import DamagedRowError
from digest.archive.times import loaded, loaded_or_none, stored, stored_or_none
from digest.model import Article
from digest.text.fingerprint import sha256
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime
    from sqlite3 import Connection
    from typing import Any

    from digest.model import FeedState

_MARKS = ("read", "saved", "hidden")
_KEPT = (
    "SELECT a.number, a.id, t.title, t.text, f.url, a.url, a.published, a.authors, a.language, a.tags, a.guid,"
    " a.enclosures, a.first_seen, a.revised_at, a.read, a.saved, a.hidden, a.revisions"
    " FROM articles a JOIN texts t ON t.number = a.number JOIN feeds f ON f.number = a.feed"
)
_CHUNK = 500  # SQLite takes at least 999 parameters


class Recorded(Value):
    """What a feed's document changed: how many articles are new, were edited, or are as they were."""

    new: int
    revised: int
    unchanged: int
    new_ids: tuple[str, ...] = ()
    revised_ids: tuple[str, ...] = ()


class Kept(Value):
    """An article as the archive keeps it, with the reader's marks."""

    article: Article
    first_seen: datetime
    revised_at: datetime | None = None
    read: bool = False
    saved: bool = False
    hidden: bool = False
    number_of_revisions: int = 0


class Version(Value):
    """An earlier state of an article and when the archive saw that it had changed."""

    article: Article
    replaced_at: datetime


class _Row(Value):
    """A stored article that an entry may be."""

    number: int
    id: str
    trace: Trace
    details: tuple[Any, ...]


def record(connection: Connection, state: FeedState, articles: Sequence[Article], seen_at: datetime) -> Recorded:
    """Store a feed's state and what its document holds; runs inside a transaction."""
    feed = feeds.remember(connection, state)
    if not articles:
        return Recorded(0, 0, 0)
    now = stored(seen_at)
    entries = [identity.trace(a.guid, a.url, a.title, a.text, stored_or_none(a.published)) for a in articles]
    rows = _candidates(connection, feed, entries)

    def alike(i: int, j: int) -> bool:
        title, text = _words(connection, rows[j].number)
        return identity.are_alike(f"{title} {text}", f"{articles[i].title} {articles[i].text}")

    found = identity.match(entries, [row.trace for row in rows], alike)
    _match_lost(connection, feed, articles, entries, found, rows)
    new = _never_forgotten(connection, feed, entries, [i for i, place in enumerate(found) if place == NEW])
    new_ids = _add(connection, feed, [(articles[i], entries[i]) for i in new], now)
    matched = [(articles[i], entries[i], rows[place]) for i, place in enumerate(found) if place not in (NEW, REPEAT)]
    revised_ids = _update(connection, matched, now)
    return Recorded(len(new), len(revised_ids), len(matched) - len(revised_ids), tuple(new_ids), tuple(revised_ids))


def _update(connection: Connection, matched: Sequence[tuple[Article, Trace, _Row]], now: int) -> list[str]:
    """Bring what was there up to date and return the ids of those that were edited."""
    revised_ids: list[str] = []
    quiet: list[tuple[Any, ...]] = []
    for article, entry, row in matched:
        is_edited = (entry.title, entry.text) != (row.trace.title, row.trace.text)
        if is_edited:
            _revise(connection, row, article, now)
            revised_ids.append(row.id)
        details = _details(article, entry, row.details[0])
        if is_edited or details != row.details:
            quiet.append((*details, row.number))
    if quiet:
        connection.executemany(_UPDATE, quiet)
    return revised_ids


def _candidates(connection: Connection, feed: int, entries: Sequence[Trace]) -> list[_Row]:
    """The feed's stored articles that share a guid, a link or their words with an entry."""
    guids = sorted({e.guid for e in entries if e.guid is not None})
    links = sorted({e.link for e in entries if e.link is not None})
    texts = sorted({e.text for e in entries})
    rows = connection.execute(
        "SELECT a.number, a.id, a.guid_key, a.link_key, a.text_key, t.title, a.published, a.guid, a.url, a.authors,"
        " a.language, a.tags, a.enclosures FROM articles a JOIN texts t ON t.number = a.number WHERE a.number IN ("
        " SELECT number FROM articles WHERE feed = ?1 AND guid_key IN (SELECT value FROM json_each(?2))"
        " UNION SELECT number FROM articles WHERE feed = ?1 AND link_key IN (SELECT value FROM json_each(?3))"
        " UNION SELECT number FROM articles WHERE feed = ?1 AND text_key IN (SELECT value FROM json_each(?4))"
        " AND (guid_key IS NULL OR link_key IS NULL)) ORDER BY a.number",
        (feed, str(guids), str(links), str(texts)),
    )
    return [
        _Row(number, id_, Trace(guid_key, link_key, text_key, identity.plain(title), published), (
            published, guid_key, link_key, text_key, *details))
        for number, id_, guid_key, link_key, text_key, title, published, *details in rows
    ]  # fmt: skip


def _match_lost(
    connection: Connection,
    feed: int,
    articles: Sequence[Article],
    entries: Sequence[Trace],
    found: list[int],
    rows: list[_Row],
) -> None:
    """Match what is new with articles of which damage has left only the id; they become this feed's.

    An article with the id of a new one that should have been found by its guid or link tells of damage itself.
    """
    new = {articles[i].id: i for i in range(len(found) - 1, -1, -1) if found[i] == NEW}
    if not new:
        return
    import json

    looked_at = {row.number for row in rows}
    same_id = connection.execute(
        "SELECT a.number, a.id, a.feed, a.guid_key, a.link_key, t.text, a.text_key, t.title, a.published, a.guid,"
        " a.url, a.authors, a.language, a.tags, a.enclosures FROM articles a LEFT JOIN texts t ON t.number = a.number"
        " WHERE a.id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(new)),),
    )
    for number, id_, of_feed, guid_key, link_key, text, text_key, title, published, *details in same_id.fetchall():
        entry, article = entries[new[id_]], articles[new[id_]]
        is_same = (guid_key, link_key) == (entry.guid, entry.link) or (details[0] and details[0] == article.guid)
        if text is None or (is_same and of_feed == feed and number not in looked_at):
            raise DamagedRowError(f"article {number} can't be found by what it is known by")
        if guid_key is None and not details[0] and (link_key is None or not text):
            found[new[id_]] = len(rows)
            trace = Trace(None, link_key, text_key, identity.plain(title), published)
            rows.append(_Row(number, id_, trace, (published, None, link_key, text_key, *details)))
            connection.execute("UPDATE articles SET feed = ? WHERE number = ?", (feed, number))


# In the order of `_details`; what is shown where moves with the date, but never past the day it was first seen.
_UPDATE = (
    "UPDATE articles SET published = ?1, guid_key = ?2, link_key = ?3, text_key = ?4, guid = ?5, url = ?6,"
    " authors = ?7, language = ?8, tags = ?9, enclosures = ?10, shown_at = min(coalesce(?1, first_seen), first_seen)"
    " WHERE number = ?11"
)


def _details(article: Article, entry: Trace, published: int | None) -> tuple[Any, ...]:
    """Everything but the words; a date that a feed no longer gives is kept."""
    return (
        published if entry.published is None else entry.published,
        entry.guid,
        entry.link,
        entry.text,
        article.guid,
        article.url,
        _joined(article.authors),
        article.language,
        _joined(article.tags),
        _joined(article.enclosures),
    )


def _joined(parts: Iterable[str]) -> str:
    """Parts on lines of their own, with a line break at both ends, so that a whole one can be searched for."""
    inside = "\n".join(" ".join(part.split("\n")) for part in parts)
    return f"\n{inside}\n" if inside else ""


def _parted(joined: str) -> tuple[str, ...]:
    return tuple(joined[1:-1].split("\n")) if joined else ()


def _never_forgotten(connection: Connection, feed: int, entries: Sequence[Trace], new: list[int]) -> list[int]:
    """Those that `forget` has not removed before: a feed may go on listing them."""
    if not new or not connection.execute("SELECT 1 FROM forgotten WHERE feed = ? LIMIT 1", (feed,)).fetchone():
        return new
    keys = {i: identity.lasting_keys(entries[i]) for i in new}
    asked = sorted({key for several in keys.values() for key in several})
    rows = connection.execute(
        "SELECT key FROM forgotten WHERE feed = ? AND key IN (SELECT value FROM json_each(?))", (feed, str(asked))
    )
    gone = {key for (key,) in rows}
    return [i for i in new if gone.isdisjoint(keys[i])]


def _add(connection: Connection, feed: int, articles: Sequence[tuple[Article, Trace]], now: int) -> list[str]:
    if not articles:
        return []
    ids = _free_ids(connection, feed, articles)
    number = highest(connection)
    rows, texts = [], []
    for id_, (article, entry) in zip(ids, articles, strict=True):
        number += 1
        published, *details = _details(article, entry, None)
        shown_at = now if published is None else min(published, now)
        rows.append((number, id_, feed, now, shown_at, published, *details))
        texts.append((number, article.title, article.text))
    connection.executemany(
        "INSERT INTO articles (number, id, feed, first_seen, shown_at, published, guid_key, link_key, text_key, guid,"
        " url, authors, language, tags, enclosures) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    connection.executemany("INSERT INTO texts (number, title, text) VALUES (?, ?, ?)", texts)
    connection.executemany("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", texts)
    return ids


def _free_ids(connection: Connection, feed: int, articles: Sequence[tuple[Article, Trace]]) -> list[str]:
    """An id for each: its own, or where that is taken (a guid used twice) one made of all it is known by."""
    taken = _existing(connection, [article.id for article, _ in articles])
    ids = []
    for article, entry in articles:
        id_, turn = article.id, 0
        while id_ in taken:
            known = "\n".join(str(v) for v in (feed, article.guid, article.url, entry.title, entry.text, turn))
            id_, turn = sha256(f"{article.source}\n{known}")[:16], turn + 1
            taken |= _existing(connection, [id_])
        taken.add(id_)
        ids.append(id_)
    return ids


def _existing(connection: Connection, ids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        marks = ", ".join("?" * len(chunk))
        found.update(id_ for (id_,) in connection.execute(f"SELECT id FROM articles WHERE id IN ({marks})", chunk))  # noqa: S608
    return found


def _words(connection: Connection, number: int) -> tuple[str, str]:
    words = connection.execute("SELECT title, text FROM texts WHERE number = ?", (number,)).fetchone()
    if words is None:
        raise DamagedRowError(f"article {number} has no words")
    must_be_texts(*words)
    return str(words[0]), str(words[1])


def _revise(connection: Connection, row: _Row, article: Article, now: int) -> None:
    """Keep what was there and put what is there now in its place."""
    connection.execute(
        "INSERT INTO revisions (article, place, replaced_at, published, title, text)"
        " SELECT a.number, a.revisions, ?, a.published, t.title, t.text"
        " FROM articles a JOIN texts t ON t.number = a.number WHERE a.number = ?",
        (now, row.number),
    )
    connection.execute(
        "UPDATE articles SET revisions = revisions + 1, revised_at = ? WHERE number = ?", (now, row.number)
    )
    connection.execute(
        "UPDATE texts SET title = ?, text = ? WHERE number = ?", (article.title, article.text, row.number)
    )


def complete(connection: Connection, id_: str, text: str) -> bool:
    """Give an article the full text of its page; it stays known by the text in its feed, so this is no edit."""
    changed = connection.execute(
        "UPDATE texts SET text = ? WHERE number = (SELECT number FROM articles WHERE id = ?)", (text, id_)
    )
    return changed.rowcount > 0


def get(connection: Connection, id_: str) -> Kept | None:
    """The article with an id."""
    row = connection.execute(f"{_KEPT} WHERE a.id = ?", (id_,)).fetchone()
    return kept(row) if row else None


def ids_starting(connection: Connection, start: str, limit: int) -> tuple[str, ...]:
    """The ids that begin so, for those who type only the first letters."""
    rows = connection.execute("SELECT id FROM articles WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
                              (start, f"{start}\U0010ffff", limit))  # fmt: skip
    return tuple(id_ for (id_,) in rows)


def by_numbers(connection: Connection, numbers: Sequence[int]) -> tuple[Kept, ...]:
    """The articles with these numbers, in this order."""
    found = by_number(connection, numbers)
    return tuple(found[number] for number in numbers if number in found)


def by_number(connection: Connection, numbers: Sequence[int]) -> dict[int, Kept]:
    """The same, each with its number; those that another process has removed are left out."""
    found = {}
    for row in connection.execute(
        f"{_KEPT} WHERE a.number IN (SELECT value FROM json_each(?))",  # noqa: S608 (our own column names)
        (str(list(numbers)),),
    ):
        found[row[0]] = kept(row)
    if missing := [number for number in numbers if number not in found]:
        must_be_gone(connection, missing)
    return found


def must_be_texts(*values: object) -> None:
    """Refuse what damage has put where a text was."""
    if any(type(value) is not str for value in values):
        raise DamagedRowError("a text is none")


def must_be_gone(connection: Connection, numbers: Sequence[int]) -> None:
    """Tell articles that another process has removed meanwhile from those that a damaged file has lost a part of."""
    for place in ("articles", "articles INDEXED BY articles_shown_at"):
        sql = f"SELECT 1 FROM {place} WHERE +number IN (SELECT value FROM json_each(?)) LIMIT 1"  # noqa: S608
        if connection.execute(sql, (str(list(numbers)),)).fetchone():
            raise DamagedRowError(f"{len(numbers)} articles can't be read whole")


def highest(connection: Connection) -> int:
    """The number of the article that came last, also when it is forgotten; 0 when none ever came."""
    last = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'articles'").fetchone()
    return int(last[0]) if last else 0


def between(connection: Connection, after: int, through: int, published_since: int) -> tuple[Kept, ...]:
    """The articles that came after one number, up to another, in that order; old ones are not read."""
    rows = connection.execute(
        f"{_KEPT} WHERE a.number > ? AND a.number <= ? AND coalesce(a.published, ?3) >= ?3 ORDER BY a.number",
        (after, through, published_since),
    )
    return tuple(kept(row) for row in rows)


def count_older(connection: Connection, after: int, through: int, published_since: int) -> tuple[int, int]:
    """How many articles between two numbers were published before a time, as stored: hidden ones, and the others."""
    hidden, shown = connection.execute(
        "SELECT coalesce(sum(hidden), 0), coalesce(sum(NOT hidden), 0) FROM articles"
        " WHERE number > ? AND number <= ? AND published < ?",
        (after, through, published_since),
    ).fetchone()
    return hidden, shown


def number_by(connection: Connection, moment: int) -> int:
    """The number of the last article that came by a moment, as stored, 0 when there is none."""
    found = connection.execute("SELECT coalesce(max(number), 0) FROM articles WHERE first_seen <= ?", (moment,))
    return int(found.fetchone()[0])


def kept(row: tuple[Any, ...]) -> Kept:
    """A row as `_KEPT` selects it."""
    (_, id_, title, text, source, url, published, authors, language, tags, guid, enclosures,
     first_seen, revised_at, read, saved, hidden, revisions) = row  # fmt: skip
    must_be_texts(id_, title, text, source, authors, language, tags, guid, enclosures)
    article = Article(
        id=id_,
        title=title,
        text=text,
        source=source,
        url=url,
        published=loaded_or_none(published),
        authors=_parted(authors),
        language=language,
        tags=_parted(tags),
        guid=guid,
        enclosures=_parted(enclosures),
    )
    seen, revised = loaded(first_seen), loaded_or_none(revised_at)
    return Kept(article, seen, revised, bool(read), bool(saved), bool(hidden), revisions)


def revisions(connection: Connection, id_: str) -> tuple[Version, ...]:
    """The earlier states of an article, the oldest first."""
    now = get(connection, id_)
    if now is None:
        return ()
    rows = connection.execute(
        "SELECT replaced_at, published, title, text FROM revisions"
        " WHERE article = (SELECT number FROM articles WHERE id = ?) ORDER BY place",
        (id_,),
    )
    pairs = now.article._asdict()
    return tuple(
        Version(Article(**{**pairs, "title": title, "text": text, "published": loaded_or_none(date)}), loaded(at))
        for at, date, title, text in rows
    )


def mark(connection: Connection, ids: Iterable[str], **marks: bool | None) -> int:
    """Set or clear marks; those that are None stay. Returns how many articles there were."""
    wanted = [(name, value) for name, value in marks.items() if value is not None and name in _MARKS]
    if not wanted:
        return 0
    changes = ", ".join(f"{name} = ?" for name, _ in wanted)
    values = [int(value) for _, value in wanted]
    changed = 0
    for id_ in ids:
        changed += connection.execute(f"UPDATE articles SET {changes} WHERE id = ?", (*values, id_)).rowcount  # noqa: S608
    return changed
