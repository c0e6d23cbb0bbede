"""How surely a step is a concrete one that was announced: what a page with room for few shows first.

The figures are set by hand. They order the steps of a page; 0.8 does not mean that four of five come true.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digest.model import NextStep

_OF_STATUS = {
    "scheduled": 0.4,
    "planned": 0.35,
    "postponed": 0.3,
    "cancelled": 0.3,
    "expected": 0.25,
    "proposed": 0.15,
    "undecided": 0.1,
    "ruled_out": 0.1,
}
# Somebody set or announced the event; a wish, a foresight or a bare verb says less.
_OF_FRAME = {"event": 0.1, "active": 0.1, "release": 0.1, "upcoming": 0.1, "deadline": 0.1, "to": 0.05, "be to": 0.05}
_DAY = len("2031-05-03")


def score(step: NextStep, frame: str) -> float:
    """Return how surely a step is a concrete one that was announced, in [0, 1]; `frame` is the kind of its cue.

    It rises with the status (scheduled before planned before expected), a date that is settled, a day more than a
    month or a year, somebody named who acts, and a cue by which an event is set.

    >>> from digest.model import NextStep, Span
    >>> talks = Span("talks", 4, 9)
    >>> score(NextStep(what=talks, status="expected", sentence=talks), "modal")
    0.25
    >>> score(NextStep(what=talks, when=talks, date="2031-05-03", status="scheduled", sentence=talks), "event")
    0.8
    """
    total = _OF_STATUS.get(step.status, 0.0) + _OF_FRAME.get(frame, 0.0) + _of_time(step)
    return round(min(1.0, total + (0.15 if step.who else 0.0)), 2)


def _of_time(step: NextStep) -> float:
    if step.date is None:
        return 0.1 if step.when else 0.0
    is_one_day = "/" not in step.date and len(step.date) >= _DAY
    return 0.3 if is_one_day else 0.2
