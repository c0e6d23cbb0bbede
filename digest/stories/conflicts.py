"""Where articles disagree: a date, a number or a name told differently for one thing.

A report of a conflict that is none costs more trust than one that is missed, so both tellings must be of one event
and exclude each other.
"""

from __future__ import annotations

from digest.model import Conflict, Told
from digest.stories import tallies
from digest.stories.events import Event, same_occasion
from digest.stories.merging import One
from digest.stories.offices import held_by_two
from digest.stories.spans_of_time import exclude

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from digest.model import Brief, Span

_MOST = 60  # dated steps of one story that are compared with each other


def find(briefs: Sequence[Brief]) -> tuple[Conflict, ...]:
    """Find what the articles of a story tell differently, the best article first, and where one contradicts itself."""
    found = dates(briefs)
    known = {(side.article, side.sentence.start) for conflict in found for side in conflict.sides}
    own = [
        conflict
        for brief in briefs
        for conflict in brief.card.conflicts
        if not any((side.article, side.sentence.start) in known for side in conflict.sides)
    ]
    return (*found, *own, *tallies.conflicts(briefs), *held_by_two(briefs))


def dates(briefs: Sequence[Brief]) -> tuple[Conflict, ...]:
    """Next steps of one event, within an article or between them, whose dates have no day in common."""
    steps = [
        One(article, place, step)
        for article, brief in enumerate(briefs)
        for place, step in enumerate(brief.card.next_steps)
        if step.date is not None and step.when is not None and _is_settled(brief, step.when.text)
    ][:_MOST]
    events = [Event.of(one.fact, briefs[one.article].article.language) for one in steps]
    found = []
    used: set[int] = set()
    for n, one in enumerate(steps):
        if n in used:
            continue
        others = [
            m
            for m in range(n + 1, len(steps))
            if m not in used and exclude(one.fact.date, steps[m].fact.date) and same_occasion(events[n], events[m])
        ]
        if others:
            used.update((n, *others))
            sides = _each_once([one, *(steps[m] for m in others)], lambda side: side.fact.date)
            told = tuple(_told(briefs, side.article, side.fact.when, side.fact.sentence) for side in sides)
            found.append(Conflict("date", one.fact.what.text, told))
    return tuple(found)


def _is_settled(brief: Brief, when: str) -> bool:
    """Whether a date is given by its own words or by the day of publication: without that, "this year" is a guess."""
    return brief.article.published is not None or any(map(str.isdigit, when))


def _each_once(sides: Sequence[One], value: Callable[[One], object]) -> list[One]:
    return list({value(side): side for side in reversed(sides)}.values())[::-1]


def _told(briefs: Sequence[Brief], article: int, span: Span, sentence: Span) -> Told:
    return Told(briefs[article].article.id, span, sentence)
