"""Gathers who, when and what next into one card."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from digest.facts import conflicts, dates, next_steps, people
from digest.facts.conflicts import bounds
from digest.model import FactCard
from digest.text.tokens import tokenize
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from typing import TypeVar

    from digest.model import Article, DateFact, NextStep, Participant, Sentence, Span

    _Fact = TypeVar("_Fact", Participant, DateFact, NextStep)

_MOST = 60  # steps of one article that are compared with each other
# Characters of sentences that the facts of a kind may quote. Each fact brings its sentence along, so thousands of
# facts in one endless sentence would be written out as gigabytes; news quote some thousands.
_MOST_QUOTED = 1_000_000
_OFF = frozenset(("postponed", "cancelled", "undecided", "ruled_out"))
_SMALL = frozenset(
    (
        "the",
        "and",
        "for",
        "its",
        "their",
        "his",
        "her",
        "next",
        "upcoming",
        "new",
        "was",
        "will",
        "with",
        "from",
        "that",
    )
)


def unread(language: str) -> str:
    """Say that an empty list means no reading rather than nobody; "" for a language in which everything is read.

    >>> unread("de"), unread("en-GB")
    ('Names and next steps are not read in German.', '')
    """
    return "" if people.can_read(language) else f"Names and next steps are not read in {people.name_of(language)}."


def fill(article: Article, sentences: Sequence[Sentence]) -> FactCard:
    """Find the facts of one article; each is a span of its text."""
    text, language, published = article.text, article.language, article.published
    found = dates.find(text, sentences, published=published, language=language)
    steps = next_steps.explained(text, sentences, dates=found, published=published, language=language)
    card = FactCard(
        participants=_quotable(people.find(text, sentences, language=language)),
        dates=_quotable(fact for fact in found if fact.kind in {"date", "time"}),
        next_steps=_quotable(step for step, _, _ in steps),
    )
    clashes = conflicts.within(text, card, article=article.id, language=language)
    return card.__replace__(conflicts=clashes) if clashes else card


def _quotable(facts: Iterable[_Fact]) -> tuple[_Fact, ...]:
    """The first facts, as many as may be quoted with their sentences; at least one."""
    kept: list[_Fact] = []
    quoted = 0
    for fact in facts:
        quoted += len(fact.sentence.text)
        if kept and quoted > _MOST_QUOTED:
            break
        kept.append(fact)
    return tuple(kept)


class Ahead(Value):
    """A next step and the sentences that tell it."""

    step: NextStep
    told: tuple[Span, ...]


class Grouped(Value):
    """A card in the order of time: what was, what comes with a date, what comes with none.

    `later` are days ahead and `open` dates that nothing settles, both of no step.
    """

    past: tuple[DateFact, ...]
    ahead: tuple[Ahead, ...]
    undated: tuple[Ahead, ...]
    later: tuple[DateFact, ...] = ()
    open: tuple[DateFact, ...] = ()


def grouped(card: FactCard, published: date | None) -> Grouped:
    """Part a card into past dates and next steps, dated ones sorted by date; mentions of one event are merged.

    Each date stands once, at its first mention. Without a day of publication what no step names counts as past.
    """
    day = published.isoformat()[:10] if published else ""
    is_of_step = _within([step.when for step in card.next_steps if step.when])
    past: dict[str, DateFact] = {}
    later: dict[str, DateFact] = {}
    unsettled: dict[str, DateFact] = {}
    for fact in card.dates:
        if is_of_step(fact.text.start):
            continue
        if fact.value is None:
            unsettled.setdefault(fact.text.text.casefold(), fact)
        else:
            (past if not day or bounds(fact.value)[0] <= day else later).setdefault(fact.value, fact)
    steps = merged(card.next_steps)
    return Grouped(
        past=_by_date(past.values()),
        ahead=tuple(sorted((one for one in steps if one.step.date), key=lambda one: bounds(one.step.date or ""))),
        undated=tuple(one for one in steps if not one.step.date),
        later=_by_date(later.values()),
        open=tuple(unsettled.values()),
    )


def _within(spans: Sequence[Span]) -> Callable[[int], bool]:
    """Return what tells whether a place is within any of some spans, in a step or two however many there are."""
    ordered = sorted(spans, key=lambda span: span.start)
    starts = [span.start for span in ordered]
    ends = list(accumulate((span.end for span in ordered), max))

    def is_within(place: int) -> bool:
        before = bisect_right(starts, place)
        return before > 0 and place < ends[before - 1]

    return is_within


def _by_date(facts: Iterable[DateFact]) -> tuple[DateFact, ...]:
    return tuple(sorted(facts, key=lambda fact: bounds(fact.value or "")))


def merged(steps: Sequence[NextStep]) -> tuple[Ahead, ...]:
    """Put mentions of one event together: the first that has a date stands for all.

    They are one where one says no word that the other does not, and their dates and fates agree.
    """
    kept: list[tuple[NextStep, list[Span], frozenset[str]]] = []
    for step in steps[:_MOST]:
        named = _words(step.what.text)
        for place, (known, told, words) in enumerate(kept):
            if _is_same(known, words, step, named):
                told.append(step.sentence)
                best = step if step.date and not known.date else known
                kept[place] = best, told, words | named
                break
        else:
            kept.append((step, [step.sentence], named))
    rest = [Ahead(step, (step.sentence,)) for step in steps[_MOST:]]
    return (*(Ahead(step, tuple(dict.fromkeys(told))) for step, told, _ in kept), *rest)


def _is_same(one: NextStep, words: frozenset[str], other: NextStep, named: frozenset[str]) -> bool:
    if (one.status in _OFF or other.status in _OFF) and one.status != other.status:
        return False
    short, long = sorted((words, named), key=len)
    if not short or not short <= long or (len(short) < 2 and len(long) > 2):
        return False
    if one.date is None or other.date is None:
        return True
    first, second = bounds(one.date), bounds(other.date)
    return first[0] <= second[1] and second[0] <= first[1]


def _words(text: str) -> frozenset[str]:
    low = (token.text.lower() for token in tokenize(text))
    return frozenset(word for word in low if len(word) > 2 and word.isalnum() and word not in _SMALL)
