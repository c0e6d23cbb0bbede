"""The card of an article as every readable output shows it: who, what was, what is ahead, what has no date, conflicts.

A heading with nothing under it is left out.
"""

from __future__ import annotations

from digest.facts import card, conflicts
from digest.output import phrases
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from digest.facts.card import Ahead
    from digest.model import Brief, Conflict, DateFact, FactCard, NextStep, Participant, Span

    Fact = Participant | DateFact | NextStep
    Section = tuple[str, tuple["Row", ...]]

_NOTHING = "No facts found."


class Row(Value):
    """A fact: its words, what is said about it, and every sentence that tells it, the first one first."""

    fact: Fact
    words: Span
    about: str
    told: tuple[Span, ...]


class Clash(Value):
    """Where an article contradicts itself: what it is about, and each side's words with their sentence."""

    about: str
    sides: tuple[tuple[Span, Span], ...]


def sections(brief: Brief) -> tuple[Section, ...]:
    """Return the headings of a card and the facts under each.

    Without a day of publication nobody can tell what was from what is ahead, so dates that no step has are just dates.
    """
    article, facts = brief.article, brief.card
    parts = card.grouped(facts, article.published)
    participants = [Row(p, p.name, phrases.about(p), (p.sentence,)) for p in facts.participants]
    steps, undated = ([_step(one, facts) for one in some] for some in (parts.ahead, parts.undated))
    dated = [(conflicts.bounds(one.step.date or ""), row) for one, row in zip(parts.ahead, steps, strict=True)]
    dated += [(conflicts.bounds(fact.value or ""), _date(fact)) for fact in parts.later]
    dated.sort(key=lambda pair: pair[0])
    past, unsettled = tuple(map(_date, parts.past)), tuple(map(_date, parts.open))
    found = (
        ("Participants", tuple(participants)),
        ("Past", past) if article.published else ("Dates", past + unsettled),
        ("Ahead", tuple(row for _, row in dated)),
        ("Ahead, undated", tuple(undated)),
        ("Dates left open", unsettled if article.published else ()),
    )
    return tuple((heading, rows) for heading, rows in found if rows)


def note(brief: Brief) -> str:
    """What a reader should know of what a card lacks, "" when it lacks nothing."""
    nothing = "" if sections(brief) else _NOTHING
    return " ".join(filter(None, (nothing, card.unread(brief.article.language))))


def clashes(found: Iterable[Conflict]) -> tuple[Clash, ...]:
    """Return the conflicts of an article as they are shown."""
    return tuple(Clash(phrases.conflict(one), tuple((side.span, side.sentence) for side in one.sides)) for one in found)


def _step(one: Ahead, facts: FactCard) -> Row:
    return Row(one.step, one.step.what, phrases.step(one.step, facts), one.told)


def _date(fact: DateFact) -> Row:
    return Row(fact, fact.text, phrases.value(fact), (fact.sentence,))
