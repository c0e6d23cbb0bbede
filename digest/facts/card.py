"""Gathers who, when and what next into one card."""

from __future__ import annotations

from digest.facts import dates, next_steps, people
from digest.facts.conflicts import bounds
from digest.model import FactCard
from digest.text.tokens import tokenize
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from digest.model import Article, DateFact, NextStep, Sentence, Span

_MOST = 60  # steps of one article that are compared with each other
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


def fill(article: Article, sentences: Sequence[Sentence]) -> FactCard:
    """Find the facts of one article; each is a span of its text."""
    text, language, published = article.text, article.language, article.published
    found = dates.find(text, sentences, published=published, language=language)
    return FactCard(
        participants=people.find(text, sentences, language=language),
        dates=tuple(fact for fact in found if fact.kind in {"date", "time"}),
        next_steps=next_steps.find(text, sentences, dates=found, published=published, language=language),
    )


class Ahead(Value):
    """A next step and the sentences that tell it."""

    step: NextStep
    told: tuple[Span, ...]


class Grouped(Value):
    """A card in the order of time: what was, what comes with a date, what comes with none."""

    past: tuple[DateFact, ...]
    ahead: tuple[Ahead, ...]
    undated: tuple[Ahead, ...]


def grouped(card: FactCard, published: date | None) -> Grouped:
    """Part a card into past dates and next steps, dated ones sorted by date; mentions of one event are merged.

    Each past date stands once, at its first mention. Without a day of publication what no step names counts as past.
    """
    day = published.isoformat()[:10] if published else ""
    of_steps = [step.when for step in card.next_steps if step.when]
    past: dict[str, DateFact] = {}
    for fact in card.dates:
        if fact.value is None or any(when.start <= fact.text.start < when.end for when in of_steps):
            continue
        if not day or bounds(fact.value)[0] <= day:
            past.setdefault(fact.value, fact)
    steps = merged(card.next_steps)
    return Grouped(
        past=tuple(sorted(past.values(), key=lambda fact: bounds(fact.value or ""))),
        ahead=tuple(sorted((one for one in steps if one.step.date), key=lambda one: bounds(one.step.date or ""))),
        undated=tuple(one for one in steps if not one.step.date),
    )


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
