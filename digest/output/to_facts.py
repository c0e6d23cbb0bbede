"""Cards alone, each fact with the sentences behind it and, where that is asked, with how it was read."""

from __future__ import annotations

from bisect import bisect_left

from digest.model import DateFact, NextStep
from digest.output import PLAIN, Style, card_rows, phrases
from digest.output.lines import BOLD, DIM, Lines, one_line
from digest.output.to_text import clashes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from digest.model import Article, Brief, Span
    from digest.output.card_rows import Row

_PLACES = {"participants": "name_at", "dates": "at", "next_steps": "what_at"}


def render(briefs: Sequence[Brief], style: Style = PLAIN, *, explain: bool = False) -> str:
    """Who, when and what next of each article, a blank line between articles."""
    lines = Lines(style)
    return "\n".join("".join(f"{line}\n" for line in _brief(brief, lines, explain)) for brief in briefs)


def as_json(briefs: Sequence[Brief], *, explain: bool = False) -> str:
    """The same in the saved form, without the summaries; `explain` adds a list `why` to each fact."""
    from digest.output import tables, to_json

    root = tables.of_briefs(briefs)
    for brief, article in zip(briefs, root["articles"], strict=True):
        article.pop("summary", None)
        article.pop("method", None)
        if explain:
            _add_reasons(article, _Reasons(brief.article))
    return to_json.written(root)


def _add_reasons(article: dict[str, Any], reasons: _Reasons) -> None:
    for kind, place in _PLACES.items():
        for row in article.get(kind, ()):
            first, last = row[place]
            if why := reasons.within(first, last) if kind == "dates" else reasons.of(first, last):
                row["why"] = why


class _Reasons:
    """How each fact of an article was read, by the place of its words."""

    def __init__(self, article: Article) -> None:
        from digest.facts.explain import explain

        self._all = explain(article.text, article.published, article.language)
        self._starts = [span.start for span, _ in self._all]

    def of(self, start: int, end: int) -> list[str]:
        """Return what is said of exactly these words."""
        return self._found(start, end, lambda span: span.end == end and span.start == start)

    def within(self, start: int, end: int) -> list[str]:
        """Return what is said of anything in these words: "Tuesday and Wednesday" is one date, read as two."""
        return self._found(start, end, lambda span: span.end <= end)

    def of_row(self, row: Row) -> list[str]:
        """Return what is said of a fact, and of the time that a step has."""
        if isinstance(row.fact, DateFact):
            return self.within(row.words.start, row.words.end)
        found = self.of(row.words.start, row.words.end)
        when = row.fact.when if isinstance(row.fact, NextStep) else None
        return found + self.within(when.start, when.end) if when else found

    def _found(self, start: int, end: int, is_meant: Callable[[Span], bool]) -> list[str]:
        first, last = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return list(dict.fromkeys(why for span, why in self._all[first:last] if is_meant(span)))


def _brief(brief: Brief, lines: Lines, explain: bool) -> Iterator[str]:
    article = brief.article
    yield from lines.block(article.title or phrases.untitled(article), paint=BOLD)
    if article.title:
        yield from lines.block(phrases.origin(article), paint=DIM)
    reasons = _Reasons(article) if explain else None
    for heading, rows in card_rows.sections(brief):
        yield from lines.heading(heading)
        for row in rows:
            yield from lines.row(row.words.text, row.about)
            for sentence in row.told:
                yield from lines.block(f"“{one_line(sentence.text)}”", first="      ", rest="      ", paint=DIM)
            for why in reasons.of_row(row) if reasons else ():
                yield from lines.block(one_line(why), first="      ", rest="        ", paint=DIM)
    if note := card_rows.note(brief):
        yield from ("", lines.painted(note, DIM))
    yield from clashes(brief, lines)
