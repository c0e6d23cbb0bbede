"""Searching: what the reader types → Query → SQL with parameters → articles, each with the place of its hits."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from digest.archive import library
from digest.archive.times import stored
from digest.errors import UnknownNameError, UsageError
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from sqlite3 import Connection

    from digest.archive.library import Kept

STATES = ("unread", "read", "saved", "hidden")
FIELDS = ("from", "tag", "after", "before", "is")

# A word or a phrase, perhaps after a minus and a field's name. A quotation mark that is never closed is a mere sign.
_PART = re.compile(r'(-?)(?:([A-Za-z]+):)?(?:"([^"]*)"|(\S+))')
_LONGEST = 1_000
_TITLE_WEIGHT = 5.0
_SNIPPET_TOKENS = 32
_HIT, _END, _CUT = "\x02", "\x03", "\x01"  # articles are clean: none of these is in a text


class Query(Value, kw_only=True):
    """What to look for: all of it must hold, of `sources` one. A word may be a phrase or a beginning (`econom*`).

    `sources` are parts of feeds' titles or addresses, `feed_url` is the whole address of one.
    """

    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    feed_url: str = ""
    tags: tuple[str, ...] = ()
    after: datetime | None = None
    before: datetime | None = None
    states: tuple[str, ...] = ()


EVERYTHING = Query()


class Found(Value):
    """An article with a verbatim piece of its text and the hits in it, all counted in the article's text."""

    kept: Kept
    snippet: str
    start: int
    hits: tuple[tuple[int, int], ...]


def parse_query(text: str) -> Query:
    """Read what the reader typed; UsageError says what can't be used.

    >>> parse_query('storm "north sea" -football from:bbc is:unread').words
    ('storm', 'north sea')
    >>> parse_query('after:2026-13-01')
    Traceback (most recent call last):
    digest.errors.UsageError: after:2026-13-01: expected a date such as 2026-11-24
    """
    if len(text) > _LONGEST:
        raise UsageError(f"a query of {len(text):,} characters; {_LONGEST:,} are read")
    parts: dict[str, list[str]] = {name: [] for name in ("words", "without", *FIELDS)}
    for minus, field, phrase, word in _PART.findall(text):
        name = field.lower()
        if name in FIELDS:
            if minus:
                raise UsageError(f"-{field}: only words and phrases can be left out")
            parts[name].append(_value(name, phrase or word))
            continue
        if name:
            _refuse_misspelt(name)
        said = f"{field}:{phrase or word}" if field else phrase or word
        if said.endswith(":") and said[:-1].lower() in FIELDS:
            raise UsageError(f"{said} expected something after the colon")
        if any(sign.isalnum() for sign in said):
            parts["without" if minus else "words"].append(said)
    if text.strip() and not any(parts.values()):
        raise UsageError(f"{text.strip()[:80]!r}: nothing to search for")
    for state in parts["is"]:
        if state not in STATES:
            raise UnknownNameError("state", state, STATES)
    return Query(
        words=tuple(parts["words"]),
        without=tuple(parts["without"]),
        sources=tuple(parts["from"]),
        tags=tuple(parts["tag"]),
        after=max((_day("after", d) for d in parts["after"]), default=None),
        before=min((_day("before", d) for d in parts["before"]), default=None),
        states=tuple(dict.fromkeys(parts["is"])),
    )


def _value(name: str, value: str) -> str:
    if not value.strip('"'):
        raise UsageError(f"{name}: expected something after the colon")
    return value.lower() if name == "is" else value


def _refuse_misspelt(name: str) -> None:
    """A word with a colon in it is a word, unless it is nearly a field."""
    from difflib import get_close_matches

    if get_close_matches(name, FIELDS, n=1, cutoff=0.75):
        raise UnknownNameError("field", name, FIELDS)


def _day(name: str, value: str) -> datetime:
    try:
        time = datetime.fromisoformat(value)
        return time.astimezone(UTC) if time.tzinfo else time.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise UsageError(f"{name}:{value[:40]}: expected a date such as 2026-11-24") from None


def page(
    connection: Connection, query: Query, *, limit: int, offset: int = 0, tagged: Mapping[str, Sequence[str]]
) -> tuple[Kept, ...]:
    """What a query finds: with words the best first, else the newest first; a negative limit means all."""
    return library.by_numbers(connection, numbers(connection, query, limit=limit, offset=offset, tagged=tagged))


def numbers(
    connection: Connection, query: Query, *, limit: int, offset: int = 0, tagged: Mapping[str, Sequence[str]]
) -> list[int]:
    """The numbers of the articles of a page."""
    found = _found(connection, query, limit=limit, offset=offset, tagged=tagged, piece="''")
    return [number for number, _ in found]


def find(
    connection: Connection, query: Query, *, limit: int, offset: int = 0, tagged: Mapping[str, Sequence[str]]
) -> tuple[Found, ...]:
    """The same, each with the piece of its text where most of the words are."""
    piece = f"snippet(words, 1, '{_HIT}', '{_END}', '{_CUT}', {_SNIPPET_TOKENS})" if query.words else "''"
    found = _found(connection, query, limit=limit, offset=offset, tagged=tagged, piece=piece)
    articles = library.by_number(connection, [number for number, _ in found])
    kept = [(articles[number], marked) for number, marked in found if number in articles]
    return tuple(Found(one, *_placed(one.article.text, marked)) for one, marked in kept)


def count(connection: Connection, query: Query, *, tagged: Mapping[str, Sequence[str]]) -> int:
    """How many articles a query finds."""
    tables, conditions, values = sql(query, tagged)
    row = connection.execute(f"SELECT count(*) FROM {tables} WHERE {conditions}", values).fetchone()  # noqa: S608
    return int(row[0])


def _found(
    connection: Connection, query: Query, *, limit: int, offset: int, tagged: Mapping[str, Sequence[str]], piece: str
) -> list[tuple[int, str]]:
    """Numbers and marked pieces of the articles in the order they are shown."""
    tables, conditions, values = sql(query, tagged)
    if query.words:
        # Sorted by `rank` alone FTS5 makes no piece beyond the limit; equals are put in order after that.
        select = (
            f"SELECT number, piece FROM (SELECT a.number, a.shown_at, words.rank AS place, {piece} AS piece"  # noqa: S608
            f" FROM {tables} WHERE {conditions} ORDER BY words.rank LIMIT ? OFFSET ?) ORDER BY place, shown_at DESC"
        )
    else:
        select = (
            f"SELECT a.number, '' FROM {tables} WHERE {conditions}"  # noqa: S608
            " ORDER BY a.shown_at DESC, a.number DESC LIMIT ? OFFSET ?"
        )
    return connection.execute(select, (*values, limit, offset)).fetchall()


def sql(query: Query, tagged: Mapping[str, Sequence[str]]) -> tuple[str, str, list[object]]:
    """Tables, conditions and their values; nothing that was typed is in the SQL itself."""
    tables = "articles a"
    conditions: list[str] = []
    values: list[object] = []
    # FTS5 ranks with this when it sorts by `rank`, and stops at the limit.
    if query.words:
        tables = "words JOIN articles a ON a.number = words.rowid"
        conditions += ["words MATCH ?", f"words.rank MATCH 'bm25({_TITLE_WEIGHT}, 1.0)'"]
        values.append(_match(query))
    elif query.without:
        conditions.append("a.number NOT IN (SELECT rowid FROM words WHERE words MATCH ?)")
        values.append(" OR ".join(_phrase(w) for w in query.without))
    if query.sources:
        either = " OR ".join(["instr(casefold(title), ?) OR instr(casefold(url), ?)"] * len(query.sources))
        conditions.append(f"a.feed IN (SELECT number FROM feeds WHERE {either})")  # noqa: S608
        values += [name.casefold() for name in query.sources for _ in range(2)]
    if query.feed_url:
        conditions.append("a.feed = (SELECT number FROM feeds WHERE url = ?)")
        values.append(query.feed_url)
    for tag in query.tags:
        conditions.append(
            "(a.feed IN (SELECT number FROM feeds WHERE url IN (SELECT value FROM json_each(?)))"
            " OR (a.tags <> '' AND instr(casefold(a.tags), ?)))"
        )
        values += [as_json(tagged.get(tag.casefold(), ())), f"\n{tag.casefold()}\n"]
    for time, sign in ((query.after, ">="), (query.before, "<")):
        if time is not None:
            conditions.append(f"a.shown_at {sign} ?")
            values.append(stored(time))
    conditions += [{"unread": "NOT a.read", "hidden": "a.hidden"}.get(s, f"a.{s}") for s in query.states if s in STATES]
    if "hidden" not in query.states:
        conditions.append("NOT a.hidden")
    return tables, " AND ".join(conditions), values


def as_json(texts: Sequence[str]) -> str:
    """Texts as one value that SQLite can take apart."""
    if not texts:
        return "[]"
    import json

    return json.dumps(list(texts))


def _match(query: Query) -> str:
    """The query in FTS5's language, each word in quotation marks: there it has no operators."""
    wanted = " AND ".join(_phrase(w) for w in query.words)
    unwanted = " OR ".join(_phrase(w) for w in query.without)
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def _phrase(word: str) -> str:
    star = "*" if word.endswith("*") else ""
    bare = word.rstrip("*").replace('"', '""').replace("\0", " ")
    return f'"{bare}"{star}'


def _placed(text: str, piece: str) -> tuple[str, int, tuple[tuple[int, int], ...]]:
    """Where a marked piece stands in its text, and the hits in it."""
    inside = piece.strip(_CUT)
    snippet, hits, opened = "", [], 0
    for part in re.split(f"([{_HIT}{_END}])", inside):
        if part == _HIT:
            opened = len(snippet)
        elif part == _END:
            hits.append((opened, len(snippet)))
        else:
            snippet += part
    start = text.find(snippet)
    if start < 0 or not snippet:
        return "", 0, ()
    return snippet, start, tuple((start + first, start + last) for first, last in hits)
