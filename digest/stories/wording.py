"""What of an article's words is its feed's and not its own, and where two articles contradict each other."""

from __future__ import annotations

import os
import re
from collections import Counter
from functools import cache
from itertools import pairwise

from digest.summarize.furniture import is_furniture

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Slots = dict[str, frozenset[str]]

_SEPARATOR = re.compile(r"\s+[-–—|·•]\s+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_SCORE = re.compile(r"(?<![\w–-])(\d{1,2})[-–](\d{1,2})(?![\w–-])")
_DATA = os.path.join(os.path.dirname(__file__), "data")
_LISTS = os.path.join(_DATA, "lists_en.txt")
_FURNITURE = os.path.join(_DATA, "furniture_en.txt")
_PUNCTUATION = ".,;:!?'\"’”)"
TOP = 300  # characters in which a text says which one it tells of
# The twelfth package is never the thirteenth; a score changes while the match is on.
OTHER_ORDINAL, OTHER_SCORE = 0.1, 0.5
OFTEN = 3  # articles of a feed that share a sentence before it is the feed's
LONGEST_OUTLET = 4  # words
SHORTEST_TITLE = 3  # words that must be left of one
MANY, MOSTLY = 12, 0.7  # a word in so much of a feed of so many articles is the outlet's


def headline(title: str) -> str:
    """A title without the outlet's name that aggregators put behind it.

    >>> headline("Floods close the harbour of Rotterdam - The Daily Example")
    'Floods close the harbour of Rotterdam'
    >>> headline("Ajax 2 - 1 Feyenoord")
    'Ajax 2 - 1 Feyenoord'
    """
    cuts = list(_SEPARATOR.finditer(title[:500]))
    if not cuts or len(title) > 500:
        return title
    head, outlet = title[: cuts[-1].start()], title[cuts[-1].end() :].split()
    if not 1 <= len(outlet) <= LONGEST_OUTLET or len(head.split()) < SHORTEST_TITLE:
        return title
    return head if outlet[0][0].isalpha() and (outlet[0][0].isupper() or "." in outlet[-1]) else title


def without_furniture(text: str) -> str:
    """A text less what any outlet prints around pictures and films.

    >>> without_furniture("Image caption The Astra off Corfu")
    '  The Astra off Corfu'
    """
    for phrase in furniture():
        if phrase in text:
            text = text.replace(phrase, " ")
    return text


def is_notice(text: str) -> bool:
    """Whether most of a text is its page's and not an article's.

    >>> is_notice("Please turn on JavaScript. By continuing to use this site you agree to our cookie policy.")
    True
    """
    own = sum(len(sentence) for sentence in _SENTENCE.split(text) if not is_furniture(sentence))
    return 2 * own < len(text)


def without_boilerplate(sources: Sequence[str], titles: Sequence[str], texts: Sequence[str]) -> list[str]:
    """The texts less the sentences that stand in several differently headed articles of their feed."""
    counts = Counter(sources)
    seen: dict[tuple[str, str], set[str]] = {}
    split: dict[int, list[str]] = {}
    for n, (source, title, text) in enumerate(zip(sources, titles, texts, strict=True)):
        if counts[source] >= OFTEN:
            split[n] = _SENTENCE.split(text)
            for sentence in split[n]:
                seen.setdefault((source, sentence), set()).add(title)
    cleaned = list(texts)
    for n, sentences in split.items():
        own = [sentence for sentence in sentences if len(seen[sources[n], sentence]) < OFTEN]
        if 0 < len(own) < len(sentences):
            cleaned[n] = "\n".join(own)
    return cleaned


def drop_own_words(sources: Sequence[str], bags: Sequence[dict[str, float]]) -> None:
    """Take the words out of the bags that nearly all articles of a feed of many share, such as the outlet's name."""
    feeds: dict[str, list[dict[str, float]]] = {}
    for source, bag in zip(sources, bags, strict=True):
        feeds.setdefault(source, []).append(bag)
    if len(feeds) == 1:  # then nothing tells what is the feed's and what the day's
        return
    for own in feeds.values():
        if len(own) < MANY:
            continue
        spread = Counter([word for bag in own for word in bag])
        for word, count in spread.items():
            if count >= MOSTLY * len(own):
                for bag in own:
                    bag.pop(word, None)


def slots(title: str, text: str) -> Slots:
    """Which number a title and the top of a text give to what is numbered, and the scores they tell.

    >>> slots("EU adopts twelfth package of sanctions", "")
    {'package': frozenset({'12th'})}
    """
    top = f"{title}\n{text[:TOP]}".lower()
    _, uncounted, months, _ = lists()
    ranks = _ranks()
    found: dict[str, set[str]] = {}
    for word, after in pairwise(top.replace("-", " ").split()):
        rank = ranks.get(word) or (word if word[0].isdigit() and word[-2:] in ("st", "nd", "rd", "th") else "")
        if rank and (what := after.rstrip(_PUNCTUATION)) and what not in uncounted and what not in months:
            found.setdefault(what, set()).add(rank)
    if scores := {"-".join(sorted(match.groups())) for match in _SCORE.finditer(top)}:
        found["-"] = scores
    return {what: frozenset(said) for what, said in found.items()}


def agreement(one: Slots, other: Slots) -> float:
    """What is left of a likeness, of 1, when two articles number one thing otherwise or tell other scores."""
    left = 1.0
    if one and other:
        for what, said in one.items():
            if what in other and not said & other[what]:
                left = min(left, OTHER_SCORE if what == "-" else OTHER_ORDINAL)
    return left


@cache
def lists() -> tuple[tuple[str, ...], frozenset[str], frozenset[str], frozenset[str]]:
    """English ordinals in their order, the words that take one without being numbered by it, months and weekdays."""
    with open(_LISTS, encoding="utf-8") as file:
        ordinals, uncounted, months, weekdays = (line.split() for line in file if not line.startswith("#"))
    return tuple(ordinals), frozenset(uncounted), frozenset(months), frozenset(weekdays)


@cache
def furniture() -> tuple[str, ...]:
    """What is printed around pictures, films and texts, as written."""
    with open(_FURNITURE, encoding="utf-8") as file:
        return tuple(phrase for line in file if (phrase := line.strip()) and not line.startswith("#"))


@cache
def _ranks() -> dict[str, str]:
    endings = {1: "st", 2: "nd", 3: "rd"}
    return {word: f"{n}{endings.get(n, 'th')}" for n, word in enumerate(lists()[0], 1)}
