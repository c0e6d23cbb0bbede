"""Numbers told differently: the dead and hurt of one event, and other counts in sentences that are alike."""

from __future__ import annotations

from math import sqrt

from digest.facts import countries
from digest.model import Conflict, Span, Told
from digest.stories.numbers import counts, is_background, is_number
from digest.stories.spans_of_time import extent
from digest.summarize.furniture import is_furniture
from digest.text import sentences, words
from digest.text.tokens import tokenize
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from digest.model import Brief, Sentence
    from digest.stories.numbers import Count

_FIRST = 40  # sentences of an article that are read: what is news stands there
_LEADING = 6  # sentences that open an article
_OLD = 10  # days before publication: what happened earlier is another event
_ALIKE = 0.6  # cosine of the content words of two sentences that count the same
_LEAST_SHARED = 4
_MOST_COUNTS = 2  # in a sentence: more are an inventory or a player's figures
_MOST_COMPARED = 60
_PLACING = frozenset(("in", "at", "near", "outside", "from"))


class Mention(Value):
    """A count, the article that has it, the content words and places of its sentence, whether
    that opens the article, how many counts it has.
    """

    article: int
    count: Count
    words: frozenset[str]
    places: frozenset[str]
    leads: bool
    counts: int


def conflicts(briefs: Sequence[Brief]) -> tuple[Conflict, ...]:
    """Find the numbers that exclude each other, article against article."""
    slots: dict[tuple[str, str], list[Mention]] = {}
    if len(briefs) > 1:
        for number, brief in enumerate(briefs):
            for mention in _mentions(number, brief):
                slots.setdefault((mention.count.fate, mention.count.unit), []).append(mention)
    found = []
    for (fate, _), mentions in slots.items():
        sides = _tolls(mentions) if fate else _alike(mentions)
        if len(sides) > 1:
            found.append((sides[0].article, sides[0].count.start, _conflict(briefs, sides)))
    return tuple(conflict for _, _, conflict in sorted(found, key=lambda one: one[:2]))


def _mentions(number: int, brief: Brief) -> list[Mention]:
    article = brief.article
    if not article.language.startswith("en"):
        return []
    split = sentences.split(article.text, article.language)[:_FIRST]
    old = _old_sentences(brief)
    fresh = [s for s in split if s.start not in old and not is_background(s.text) and not is_furniture(s.text)]
    opening = split[:_LEADING][-1].start if split else 0
    dated = {at for fact in brief.card.dates for at in range(fact.text.start, min(fact.text.end, fact.text.start + 80))}
    made = []
    for sentence in fresh:
        found = counts(article.text, sentence)
        if found:
            content, places = _content(sentence), _places(sentence)
            made += [
                Mention(number, count, content, places, sentence.start <= opening, len(found))
                for count in found
                if count.start not in dated
            ]
    return made


def _old_sentences(brief: Brief) -> frozenset[int]:
    """The places of sentences that are dated well before the article, or by a year where that is unknown."""
    published = brief.article.published
    return frozenset(
        fact.sentence.start
        for fact in brief.card.dates
        if fact.value and _is_old(fact.value, published.date() if published else None)
    )


def _is_old(value: str, published: date | None) -> bool:
    days = extent(value)
    if days is None or published is None:
        return published is None
    return (published - days[1]).days > _OLD


def _content(sentence: Sentence) -> frozenset[str]:
    return frozenset(w for w in words.content_words(sentence.text) if not is_number(w))


def _places(sentence: Sentence) -> frozenset[str]:
    """Where a sentence says that something happened: names after "in", as country codes where we know them."""
    tokens = [token.text for token in tokenize(sentence.text)][:200]
    named = {at: found.code for found in countries.find(tokens) if found.code for at in range(found.first, found.stop)}
    return frozenset(
        named.get(at + 1, tokens[at + 1].casefold())
        for at, word in enumerate(tokens[:-1])
        if word.casefold() in _PLACING and tokens[at + 1][0].isupper()
    )


def _tolls(mentions: Sequence[Mention]) -> list[Mention]:
    """The first mention of each article, when no article gives two values and some exclude each other.

    A toll deep in an article may be of another event, unless the sentences share more than the toll.
    """
    by_article: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_article.setdefault(mention.article, []).append(mention)
    firsts = [
        of_one[0]
        for of_one in by_article.values()
        if not any(of_one[0].count.excludes(other.count) for other in of_one[1:])
    ]
    return _sides(firsts, _may_be_one_event)


def _alike(mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions of different articles whose sentences say the same but for the number."""
    times: dict[tuple[int, int], int] = {}
    for mention in mentions:
        key = mention.article, mention.count.sentence.start
        times[key] = times.get(key, 0) + 1
    single = [
        m for m in mentions if times[m.article, m.count.sentence.start] == 1 and m.counts <= _MOST_COUNTS
    ][:_MOST_COMPARED]  # fmt: skip
    return _sides(single, lambda one, other: _may_be_one_place(one, other) and _are_alike(one, other))


def _sides(mentions: Sequence[Mention], comparable: Callable[[Mention, Mention], bool]) -> list[Mention]:
    """The first mention that another article excludes, with every value that excludes it."""
    for n, one in enumerate(mentions):
        others: dict[tuple[float, float], Mention] = {}
        for other in mentions[n + 1 :]:
            if other.article != one.article and one.count.excludes(other.count) and comparable(one, other):
                others.setdefault((other.count.low, other.count.high), other)
        if others:
            return [one, *others.values()]
    return []


def _may_be_one_place(one: Mention, other: Mention) -> bool:
    return not one.places or not other.places or not one.places.isdisjoint(other.places)


def _may_be_one_event(one: Mention, other: Mention) -> bool:
    about = {one.count.fate, one.count.unit, other.count.unit}
    shared = [word for word in one.words & other.words if word.removesuffix("s") not in about]
    return _may_be_one_place(one, other) and ((one.leads and other.leads) or len(shared) > 1)


def _are_alike(one: Mention, other: Mention) -> bool:
    shared = len(one.words & other.words)
    return shared >= _LEAST_SHARED and shared >= _ALIKE * sqrt(len(one.words) * len(other.words))


def _conflict(briefs: Sequence[Brief], sides: Sequence[Mention]) -> Conflict:
    first = sides[0]
    start, end = first.count.about
    about = briefs[first.article].article.text[start:end]
    return Conflict("number", about, tuple(_told(briefs[side.article], side.count) for side in sides))


def _told(brief: Brief, count: Count) -> Told:
    sentence = count.sentence
    text = brief.article.text[count.start : count.end]
    return Told(
        brief.article.id,
        Span(text, count.start, count.end),
        Span(sentence.text, sentence.start, sentence.end),
    )
