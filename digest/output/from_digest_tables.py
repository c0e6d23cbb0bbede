"""Reads a saved day back into a Digest, as far as it is shown: an article's text is not in a saved digest.

Unknown keys are passed over, so that a later version may add some; what is missing or of another type is a
SavedFormError that names its place.
"""

from __future__ import annotations

from datetime import datetime

from digest.errors import SavedFormError
from digest.model import (
    AgendaItem,
    Article,
    Brief,
    Conflict,
    DateFact,
    Digest,
    FactCard,
    Ledger,
    Merged,
    NextStep,
    Noted,
    Participant,
    Problem,
    ScoredSentence,
    Span,
    Story,
    StorySentence,
    Summary,
    Told,
)
from digest.output import digest_tables, tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


def from_tables(root: Mapping[str, Any], *, texts: Mapping[str, str] = {}) -> Digest:
    """Return the Digest that was saved; `texts` gives articles their text by id, where it is at hand."""
    if root.get("schema") != tables.SCHEMA or root.get("kind") != digest_tables.KIND:
        raise SavedFormError(f"not a saved day of schema {tables.SCHEMA}")
    table = _Table(root, "")
    return Digest(
        day=table.text("day", needed=True),
        made_at=table.time("made_at") or _missing(table, "made_at"),
        since=table.time("since"),
        until=table.time("until") or _missing(table, "until"),
        stories=tuple(_story(t, texts) for t in table.rows("stories")),
        noted=tuple(_noted(t) for t in table.rows("noted")),
        agenda=tuple(_agenda_item(t) for t in table.rows("agenda")),
        ledger=_ledger(table.inner("ledger")),
        problems=tuple(Problem(t.text("where"), t.text("what"), t.text("stage")) for t in table.rows("problems")),
    )


def hashes(root: Mapping[str, Any]) -> dict[str, str]:
    """Return text_sha256 of each article of a saved day by its id."""
    articles = [a for story in _Table(root, "").rows("stories") for a in story.rows("articles")]
    return {a.text("id"): sha for a in articles if (sha := a.text("text_sha256"))}


def titles(root: Mapping[str, Any]) -> dict[str, str]:
    """Return the titles of the feeds in a saved day, by address."""
    return {row.text("feed"): row.text("title") for row in _Table(root, "").rows("outlets")}


class _Table:
    """A table of a saved digest and where it stands, with its values by type."""

    def __init__(self, values: Mapping[str, Any], where: str) -> None:
        self._values, self.where = values, where

    def text(self, key: str, *, needed: bool = False) -> str:
        return self._value(key, str, "" if not needed else None)  # type: ignore[no-any-return]

    def maybe(self, key: str) -> str | None:
        return self.text(key) if key in self._values else None

    def whole(self, key: str, default: int = 0) -> int:
        return self._value(key, int, default)  # type: ignore[no-any-return]

    def number(self, key: str) -> float:
        value = self._value(key, (int, float), 0.0)
        return float(value)

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._value(key, list, [])
        if not all(isinstance(value, str) for value in values):
            raise self.wrong(key)
        return tuple(values)

    def time(self, key: str) -> datetime | None:
        text = self.text(key)
        try:
            return datetime.fromisoformat(text) if text else None
        except ValueError as error:
            raise self.wrong(key) from error

    def rows(self, key: str) -> list[_Table]:
        rows = self._value(key, list, [])
        if not all(isinstance(row, dict) for row in rows):
            raise self.wrong(key)
        return [_Table(row, f"{self._path(key)}[{i}]") for i, row in enumerate(rows)]

    def inner(self, key: str) -> _Table:
        return _Table(self._value(key, dict, {}), self._path(key))

    def span(self, key: str) -> Span:
        return self.maybe_span(key) or _missing(self, key)

    def maybe_span(self, key: str) -> Span | None:
        if key not in self._values:
            return None
        return Span(self.text(key), *self.place("at" if key == "text" else f"{key}_at"))

    def place(self, key: str) -> tuple[int, int]:
        return self._pair(self._value(key, list, None), key)

    def places(self, key: str) -> list[tuple[int, int]]:
        return [self._pair(pair, key) for pair in self._value(key, list, [])]

    def wrong(self, key: str) -> SavedFormError:
        return SavedFormError(f"{self._path(key)}: missing, or not what a saved day has there")

    def _pair(self, value: Any, key: str) -> tuple[int, int]:
        if not (isinstance(value, list) and len(value) == 2 and all(type(n) is int and n >= 0 for n in value)):
            raise self.wrong(key)
        return value[0], value[1]

    def _value(self, key: str, kind: type | tuple[type, ...], default: Any) -> Any:
        value = self._values.get(key, default)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self.wrong(key)
        return value

    def _path(self, key: str) -> str:
        return f"{self.where}.{key}" if self.where else key


def _missing(table: _Table, key: str) -> Any:
    raise table.wrong(key)


def _story(table: _Table, texts: Mapping[str, str]) -> Story:
    return Story(
        id=table.text("id", needed=True),
        headline=table.text("headline"),
        briefs=tuple(_brief(t, texts) for t in table.rows("articles")),
        summary=tuple(
            StorySentence(t.text("article"), t.text("text"), *t.place("at"), t.number("score"), t.texts("focus"))
            for t in table.rows("summary")
        ),
        participants=tuple(_merged(t, _participant(t, "")) for t in table.rows("participants")),
        dates=tuple(_merged(t, _date(t)) for t in table.rows("dates")),
        next_steps=tuple(_merged(t, _next_step(t)) for t in table.rows("next_steps")),
        conflicts=tuple(map(_conflict, table.rows("conflicts"))),
        why=table.texts("why"),
        independent=table.whole("independent", 1),
        reprints=table.texts("reprints"),
        score=table.number("score"),
    )


def _brief(table: _Table, texts: Mapping[str, str]) -> Brief:
    number = table.text("id", needed=True)
    text = texts.get(number, "")
    return Brief(
        Article(
            id=number,
            title=table.text("title"),
            text=text,
            source=table.text("source"),
            url=table.maybe("url"),
            published=table.time("published"),
            authors=table.texts("authors"),
            language=table.text("language"),
        ),
        Summary(
            tuple(map(_chosen, table.rows("summary"))),
            table.text("method"),
            table.text("note"),
        ),
        FactCard(
            tuple(_participant(t, text) for t in table.rows("participants")),
            tuple(_date(t) for t in table.rows("dates")),
            tuple(_next_step(t) for t in table.rows("next_steps")),
            tuple(map(_conflict, table.rows("conflicts"))),
        ),
    )


def _chosen(t: _Table) -> ScoredSentence:
    return ScoredSentence(t.text("text"), *t.place("at"), 0, t.number("score"), t.texts("focus"), t.texts("why"))


def _participant(t: _Table, text: str) -> Participant:
    return Participant(
        name=t.span("name"),
        kind=t.text("kind"),
        role=t.maybe_span("role"),
        organisation=t.maybe_span("organisation"),
        country=t.maybe_span("country"),
        country_code=t.maybe("country_code"),
        mentions=tuple(Span(text[start:end], start, end) for start, end in t.places("mentions")),
        sentence=t.span("sentence"),
    )


def _date(t: _Table) -> DateFact:
    return DateFact(
        text=t.span("text"),
        value=t.maybe("value"),
        kind=t.text("kind"),
        anchor=t.maybe("anchor"),
        sentence=t.span("sentence"),
    )


def _next_step(t: _Table) -> NextStep:
    return NextStep(
        what=t.span("what"),
        who=t.maybe_span("who"),
        when=t.maybe_span("when"),
        date=t.maybe("date"),
        status=t.text("status"),
        sentence=t.span("sentence"),
        score=t.number("score"),
    )


def _conflict(t: _Table) -> Conflict:
    return Conflict(t.text("kind"), t.text("about"), tuple(map(_told, t.rows("sides"))))


def _merged(t: _Table, fact: Participant | DateFact | NextStep) -> Merged:
    return Merged(fact, t.text("article"), tuple(_told(row) for row in t.rows("told")))


def _told(t: _Table) -> Told:
    return Told(t.text("article"), t.span("text"), t.span("sentence"))


def _agenda_item(t: _Table) -> AgendaItem:
    return AgendaItem(
        date=t.text("date"),
        step=_next_step(t.inner("step")),
        article=t.text("article"),
        title=t.text("title"),
        url=t.maybe("url"),
        story=t.text("story"),
    )


def _noted(t: _Table) -> Noted:
    return Noted(
        id=t.text("id"),
        title=t.text("title"),
        feed=t.text("feed"),
        url=t.maybe("url"),
        published=t.time("published"),
        topic=t.text("topic"),
    )


def _ledger(t: _Table) -> Ledger:
    return Ledger(
        **{name: t.whole(name) for name in digest_tables.COUNTS},
        muted=tuple((row.text("rule"), row.whole("articles")) for row in t.rows("muted")),
        failing=tuple((row.text("feed"), row.whole("days"), row.text("why")) for row in t.rows("failing")),
    )
