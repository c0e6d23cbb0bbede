"""Re-checks a saved digest against its sources: every verbatim text at its place, every derived value.

What it says is a path into the file (`articles[0].participants[2].role`), what the file has, and what the source has.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from digest.errors import SavedFormError
from digest.facts import card
from digest.model import Brief, Summary
from digest.output import digest_tables, tables
from digest.text import sentences, toml
from digest.text.fingerprint import sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from digest.model import Article

MOST_BYTES = 64 * 1024 * 1024
_SHOWN = 80  # characters of a text that differs
_FACTS = {"participants": "name", "dates": "text", "next_steps": "what"}  # and what each fact is known by
_CONFLICTS = "conflicts"
_NO_TABLES = "no such thing (expected a list of tables)"
_NO_WORDS = "no such words"
_MERGING = frozenset(("article", "told"))  # what a story adds to a fact


class Mismatch(NamedTuple):
    """Where the saved digest differs from its source."""

    where: str
    saved: str
    source: str

    def __str__(self) -> str:
        return f"{self.where}: saved {self.saved}, the source has {self.source}"


class Check(NamedTuple):
    """What was checked: articles, verbatim texts, whether derived values were made again, and what differs."""

    articles: int
    spans: int
    derived: bool
    mismatches: tuple[Mismatch, ...]


def load(path: str) -> dict[str, Any]:
    """Read a saved digest, TOML or JSON; SavedFormError when it is not one."""
    try:
        with Path(path).open("rb") as stream:
            body = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise SavedFormError(f"{path}: {(error.strerror or str(error)).lower()}") from error
    except ValueError as error:
        raise SavedFormError(f"{path}: not a usable file name") from error
    if len(body) > MOST_BYTES:
        raise SavedFormError(f"{path}: larger than {MOST_BYTES // 2**20} MiB")
    saved = _parse(body, path)
    if not isinstance(saved, dict) or "schema" not in saved:
        raise SavedFormError(f"{path}: not a saved digest (no schema in it)")
    if saved["schema"] != tables.SCHEMA:
        raise SavedFormError(f"{path}: schema {saved['schema']!r}; this version reads schema {tables.SCHEMA}")
    _check_shape(saved, path)
    return saved


def is_day(saved: dict[str, Any]) -> bool:
    """Whether a saved digest is that of a day, which has stories rather than articles."""
    return saved.get("kind") == digest_tables.KIND


def articles(saved: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every article of a saved digest: its place in the file and its table."""
    if not is_day(saved):
        return [(f"articles[{i}]", table) for i, table in enumerate(saved["articles"])]
    return [
        (f"stories[{n}].articles[{i}]", table)
        for n, story in enumerate(saved.get("stories", []))
        for i, table in enumerate(story.get("articles", []))
    ]


def check(saved: dict[str, Any], read: Callable[[dict[str, Any]], Article]) -> Check:
    """Compare every article with its source; `read` returns the article that a saved table names.

    A day's agenda may name an article of none of its stories: `read` then gets its id, title and url.
    """
    mismatches: list[Mismatch] = []
    spans = 0
    derived = saved.get("generator") == tables.of_briefs(())["generator"]
    sources: dict[str, Source] = {}
    for where, table in articles(saved):
        source = Source(read(table))
        sources[str(table.get("id"))] = source
        found = list(_spans(table, where))
        spans += len(found)
        mismatches += [m for path, text, at in found if (m := _differs(path, text, at, source.article.text))]
        mismatches += _conflicts(table, source, where)
        if not mismatches and table.get("text_sha256") != (now := sha256(source.article.text)):
            mismatches.append(Mismatch(f"{where}.text_sha256", str(table.get("text_sha256")), now))
        if not mismatches and derived:
            mismatches += _derived(table, source, where)
    if is_day(saved):
        day = _Day(saved, sources, read)
        day.check(derived and not mismatches)
        spans += day.spans
        mismatches += day.mismatches
    return Check(len(articles(saved)), spans, derived, tuple(mismatches))


class Source:
    """An article as it is now, and its facts, made again when they are asked for."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self._facts: dict[str, Any] = {}

    def facts(self) -> dict[str, Any]:
        """The tables of the article's participants, dates, next steps and conflicts."""
        if not self._facts:
            article = self.article
            fresh = card.fill(article, sentences.split(article.text, article.language))
            made = tables.of_brief(Brief(article, Summary((), ""), fresh))
            self._facts = {name: [] for name in (*_FACTS, _CONFLICTS)} | made
        return self._facts


def _check_shape(saved: dict[str, Any], path: str) -> None:
    if is_day(saved):
        stories = saved.get("stories", [])
        if not (_are_tables(stories) and all(_are_tables(story.get("articles", [])) for story in stories)):
            raise SavedFormError(f"{path}: not a saved digest (a story has no articles)")
    elif not isinstance(saved.get("articles"), list):
        raise SavedFormError(f"{path}: not a saved digest (no articles in it)")
    elif not _are_tables(saved["articles"]):
        raise SavedFormError(f"{path}: not a saved digest (an article is no table)")
    if not all(isinstance(table.get("source"), str) for _, table in articles(saved)):
        raise SavedFormError(f"{path}: not a saved digest (an article has no source)")


def _are_tables(rows: Any) -> bool:
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)


def _parse(body: bytes, path: str) -> Any:
    try:
        text = body.decode("utf-8-sig")
        if text.lstrip().startswith("{"):
            return json.loads(text)
        return toml.loads(text)
    except (ValueError, RecursionError) as error:  # both decoders' errors are ValueErrors
        raise SavedFormError(f"{path}: neither TOML nor JSON ({' '.join(str(error).split())[:120]})") from error


def _spans(table: dict[str, Any], where: str) -> Iterator[tuple[str, Any, Any]]:
    """Every verbatim text of an article's table: its path, the text, and its place."""
    for list_name in ("summary", *_FACTS):
        rows = table.get(list_name, [])
        for i, row in enumerate(rows if isinstance(rows, list) else [rows]):
            path = f"{where}.{list_name}[{i}]"
            if not isinstance(row, dict):
                yield path, row, None
                continue
            yield from _row_spans(row, path)
            if list_name in {"summary", "dates"} and "at" not in row:
                yield f"{path}.text", row.get("text"), None
    for n, conflict in enumerate(_tables_of(table, _CONFLICTS)):
        for i, side in enumerate(_tables_of(conflict, "sides")):
            yield from _row_spans(_with_places(side, "text", "sentence"), f"{where}.{_CONFLICTS}[{n}].sides[{i}]")


def _tables_of(table: dict[str, Any], key: str) -> list[dict[str, Any]]:
    rows = table.get(key, [])
    return rows if _are_tables(rows) else []


def _with_places(row: dict[str, Any], *needed: str) -> dict[str, Any]:
    """The row, with no place for each needed text that has none."""
    return {"at" if key == "text" else f"{key}_at": None for key in needed} | row


def _row_spans(row: dict[str, Any], path: str) -> Iterator[tuple[str, Any, Any]]:
    """Every verbatim text that has its place in a table."""
    for key, at in row.items():
        if key == "at":
            yield f"{path}.text", row.get("text"), at
        elif key.endswith("_at"):
            yield f"{path}.{key[:-3]}", row.get(key[:-3]), at


def _differs(path: str, text: Any, at: Any, source: str) -> Mismatch | None:
    if not (isinstance(at, list) and len(at) == 2 and all(type(n) is int for n in at)):
        return Mismatch(path, repr(text)[:200], "no place to look (expected two whole numbers)")
    start, end = at
    there = source[start:end] if 0 <= start <= end <= len(source) else ""
    if text == there:
        return None
    return Mismatch(path, *_around_difference(text, there))


def _around_difference(text: Any, there: str) -> tuple[str, str]:
    """Both texts, cut to where they begin to differ."""
    if not isinstance(text, str):
        return repr(text)[:_SHOWN], repr(there[:_SHOWN])
    same = next((i for i, (a, b) in enumerate(zip(text, there, strict=False)) if a != b), min(len(text), len(there)))
    begin = max(0, same - _SHOWN // 3)
    more = "…" if begin else ""
    return repr(more + text[begin : begin + _SHOWN]), repr(more + there[begin : begin + _SHOWN])


def _conflicts(table: dict[str, Any], source: Source, where: str) -> Iterator[Mismatch]:
    """What an article contradicts itself on is said in its words, and each side is its own."""
    if not _are_tables(table.get(_CONFLICTS, [])):
        yield Mismatch(f"{where}.{_CONFLICTS}", repr(table[_CONFLICTS])[:_SHOWN], _NO_TABLES)
    for n, conflict in enumerate(_tables_of(table, _CONFLICTS)):
        path, said = f"{where}.{_CONFLICTS}[{n}]", conflict.get("about")
        if not isinstance(said, str) or said not in source.article.text:
            yield Mismatch(f"{path}.about", repr(said)[:_SHOWN], _NO_WORDS)
        sides = conflict.get("sides")
        if not _are_tables(sides):
            yield Mismatch(f"{path}.sides", repr(sides)[:_SHOWN], _NO_TABLES)
        for i, side in enumerate(_tables_of(conflict, "sides")):
            if side.get("article") != table.get("id"):
                yield Mismatch(f"{path}.sides[{i}].article", repr(side.get("article"))[:_SHOWN], repr(table.get("id")))


def _derived(table: dict[str, Any], source: Source, where: str) -> Iterator[Mismatch]:
    """Values that are not verbatim (codes, EDTF, kinds, statuses) are made again and compared."""
    if table.get("method") == digest_tables.NOT_READ and not any(table.get(name) for name in _FACTS):
        return
    fresh = source.facts()
    for name in (*_FACTS, _CONFLICTS):
        old, new = table.get(name, []), fresh[name]
        for i, (one, other) in enumerate(zip(old, new, strict=False)):
            for key in dict.fromkeys((*one, *other)):
                if one.get(key) != other.get(key):
                    yield Mismatch(f"{where}.{name}[{i}].{key}", repr(one.get(key))[:200], repr(other.get(key))[:200])
        if len(old) != len(new):
            yield Mismatch(f"{where}.{name}", f"{len(old)} facts", f"{len(new)}")


class _Day:
    """Checks what a day adds to its articles: each story's summary, merged facts and conflicts, and the agenda."""

    def __init__(
        self, saved: dict[str, Any], sources: dict[str, Source], read: Callable[[dict[str, Any]], Article]
    ) -> None:
        self._saved, self._sources, self._read = saved, sources, read
        self.spans = 0
        self.mismatches: list[Mismatch] = []

    def check(self, derived: bool) -> None:
        """Compare every text with the article that is named beside it, and every derived value if asked."""
        for n, story in enumerate(self._saved.get("stories", [])):
            where = f"stories[{n}]"
            own = [str(table.get("id")) for table in story.get("articles", [])]
            self._headline(story, where, own)
            for row, path in self._rows(story, "summary", where):
                self._texts(row, path, row.get("article"), own, "text")
            for name, known_by in _FACTS.items():
                for row, path in self._rows(story, name, where):
                    self._texts(row, path, row.get("article"), own, known_by, "sentence")
                    if derived:
                        self._fact(name, row, path, row.get("article"))
                    self._told(row, "told", path, own)
            for row, path in self._rows(story, "conflicts", where):
                self._told(row, "sides", path, own)
                self._about(row, path, own)
        for row, path in self._rows(self._saved, "agenda", ""):
            self._agenda(row, path, derived)

    def _rows(self, table: dict[str, Any], key: str, where: str) -> Iterator[tuple[dict[str, Any], str]]:
        rows = table.get(key, [])
        path = f"{where}.{key}" if where else key
        if not _are_tables(rows):
            self.mismatches.append(Mismatch(path, repr(rows)[:_SHOWN], _NO_TABLES))
            return
        for i, row in enumerate(rows):
            yield row, f"{path}[{i}]"

    def _told(self, table: dict[str, Any], key: str, where: str, own: list[str]) -> None:
        for row, path in self._rows(table, key, where):
            self._texts(row, path, row.get("article"), own, "text", "sentence")

    def _texts(self, row: dict[str, Any], path: str, number: Any, own: list[str], *needed: str) -> None:
        if number not in own:
            self.mismatches.append(Mismatch(f"{path}.article", repr(number)[:_SHOWN], "no such article in the story"))
            return
        article = self._sources[number].article
        for where, text, at in _row_spans(_with_places(row, *needed), path):
            self.spans += 1
            if found := _differs(where, text, at, article.text):
                self.mismatches.append(found)

    def _headline(self, story: dict[str, Any], where: str, own: list[str]) -> None:
        """A headline is a title, or what stands of one before an outlet's name, or a sentence."""
        said = story.get("headline", "")
        places = [str(table.get("title", "")) for table in story.get("articles", [])]
        sources = [self._sources[number].article for number in own]
        places += [text for article in sources for text in (article.title, article.text)]
        if not isinstance(said, str) or not any(said in text for text in places):
            self.mismatches.append(Mismatch(f"{where}.headline", repr(said)[:_SHOWN], "no such title or sentence"))

    def _about(self, conflict: dict[str, Any], path: str, own: list[str]) -> None:
        """What a conflict is about is said in words of an article."""
        said = conflict.get("about", "")
        if not isinstance(said, str) or not any(said in self._sources[number].article.text for number in own):
            self.mismatches.append(Mismatch(f"{path}.about", repr(said)[:_SHOWN], _NO_WORDS))

    def _fact(self, name: str, row: dict[str, Any], path: str, number: Any) -> None:
        """A fact is one of its article's, with every value as it is made again."""
        source = self._sources.get(number)
        if source is None:
            return  # said already
        place = "at" if name == "dates" else f"{_FACTS[name]}_at"
        same = [fresh for fresh in source.facts()[name] if fresh.get(place) == row.get(place)]
        mine = {key: value for key, value in row.items() if key not in _MERGING}
        if mine in same:
            return
        if not same:
            self.mismatches.append(Mismatch(path, repr(row.get(_FACTS[name]))[:_SHOWN], "no such fact"))
            return
        fresh = same[0]
        key = next(key for key in dict.fromkeys((*mine, *fresh)) if mine.get(key) != fresh.get(key))
        self.mismatches.append(Mismatch(f"{path}.{key}", repr(mine.get(key))[:200], repr(fresh.get(key))[:200]))

    def _agenda(self, row: dict[str, Any], path: str, derived: bool) -> None:
        number, step = str(row.get("article")), row.get("step")
        if not isinstance(step, dict):
            self.mismatches.append(Mismatch(f"{path}.step", repr(step)[:_SHOWN], "no such thing (expected a table)"))
            return
        if number not in self._sources:
            named = {"id": number} | {key: row[key] for key in ("title", "url") if key in row}
            self._sources[number] = Source(self._read(named))
        self._texts(step, f"{path}.step", number, [number], "what", "sentence")
        if row.get("date") != step.get("date"):
            self.mismatches.append(Mismatch(f"{path}.date", repr(row.get("date")), repr(step.get("date"))))
        if derived:
            self._fact("next_steps", step, f"{path}.step", number)
