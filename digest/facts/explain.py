"""Why the card shows what it shows: cues of participants and next steps, pattern and anchor of dates."""

from __future__ import annotations

from digest.facts import cues, dates, next_steps
from digest.model import Span
from digest.text import sentences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date, datetime

    from digest.model import NextStep

_FRAMES = {
    "to": "somebody means to act",
    "wish": "somebody hopes or has decided to act",
    "object": "somebody has another act",
    "noun": "an intention is named",
    "event": "an event is said to be ahead",
    "active": "somebody sets or shifts an event",
    "release": "an event with a time ahead is announced",
    "unsettled": "something is not settled",
    "modal": "a modal verb looks ahead",
    "be to": "“is to” with a verb",
    "deadline": "a time is given to act",
    "upcoming": "an event is called the next",
    "timetable": "the present tense with a time ahead",
}
_STATUSES = {
    "scheduled": "a time or a formal set-up is given",
    "planned": "an agent intends it",
    "expected": "it is foreseen, or only happens",
    "proposed": "it is put forward, not adopted",
    "undecided": "it is not settled",
    "postponed": "it is said to be put off",
    "cancelled": "it is said to be called off",
    "ruled_out": "it is denied",
}


def explain(
    text: str, published: str | date | datetime | None = None, language: str = "en"
) -> tuple[tuple[Span, str], ...]:
    """Say in words, for each participant, date and next step of a text, how it was read; in reading order.

    A participant's words are those of the name.

    >>> for span, why in explain("They met on Tuesday.", "2031-03-06"):
    ...     print(span.text, why, sep=": ")
    Tuesday: pattern “weekday”; 2031-03-04, from the publication date 2031-03-06; looks back, by “met”
    """
    split = sentences.split(text)
    day = dates.day_of(published)
    found = dates.find(text, split, published=day, language=language)
    said = [
        (Span(text[one.start : one.end], one.start, one.end), _of_date(one.action, one.value, one.anchor, one.why, day))
        for one in dates.read(text, day, language)
    ]
    steps = next_steps.explained(text, split, dates=found, published=day, language=language)
    said += [(step.what, _of_step(step, cue, kind)) for step, cue, kind in steps]
    said += [(who.name, cues.in_words(why)) for who, why in cues.explain(text, split, language=language)]
    return tuple(sorted(said, key=lambda pair: (pair[0].start, pair[0].end)))


def _of_date(pattern: str, value: str, anchor: str | None, why: str, published: date | None) -> str:
    parts = [f"pattern “{pattern}”", value or "no date: nothing settles it"]
    if anchor:
        is_published = published is not None and anchor == published.isoformat()
        parts[1] += f", from the {'publication date' if is_published else 'date read before,'} {anchor}"
    return "; ".join([*parts, why] if why else parts)


def _of_step(step: NextStep, cue: Span, kind: str) -> str:
    return f"cue “{cue.text}”: {_FRAMES.get(kind, kind)}; {step.status}: {_STATUSES[step.status]}"
