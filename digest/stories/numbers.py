"""Numbers as news text counts: what is counted, what became of it, and how exactly the number is meant."""

from __future__ import annotations

import os
from functools import cache
from itertools import pairwise

from digest.text.tokens import tokenize
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model import Sentence
    from digest.text.tokens import Token

ENDLESS = float("inf")
_MOST_TOKENS = 120  # of one sentence
_NEAR = 0.15  # "about 20"
_NOUN_WORDS = 4
_PERCENT = frozenset(("percent", "cent", "pc"))
_CURRENCIES = frozenset("$£€¥")


class Count(Value):
    """A number in a sentence: what it may mean at least and at most, the noun counted ("" for people), their fate.

    `start` and `end` are the place of the number with the words that qualify it, `about` that of what is counted.
    """

    low: float
    high: float
    unit: str
    fate: str
    start: int
    end: int
    about: tuple[int, int]
    sentence: Sentence

    def excludes(self, other: Count) -> bool:
        """Whether both can't be right."""
        return self.high < other.low or other.high < self.low


def counts(text: str, sentence: Sentence) -> list[Count]:
    """Find what a sentence counts.

    >>> from digest.model import Sentence
    >>> text = "At least 12 people were killed and 30 injured."
    >>> [(c.low, c.high, c.fate) for c in counts(text, Sentence(text, 0, len(text)))]
    [(12.0, inf, 'killed'), (30.0, 30.0, 'injured')]
    """
    tokens = tokenize(text, sentence.start, sentence.end)[:_MOST_TOKENS]
    words = [token.text.casefold() for token in tokens]
    if not any(map(is_number, words)):
        return []
    found: list[Count] = []
    at = 0
    while at < len(words):
        number = _number(words, tokens, at)
        if number is None:
            at += 1
            continue
        low, high, stop = number
        before = at - 1 if at and words[at - 1] in _CURRENCIES else at
        first, low, high = _qualified(words, before, low, high)
        made = _counted(words, tokens, (first, at, stop), (low, high), sentence)
        if made:
            found.append(made)
        at = stop
    return found


def _number(words: Sequence[str], tokens: Sequence[Token], at: int) -> tuple[float, float, int] | None:
    """The least and most a number at a token means, and the token after it."""
    word = words[at]
    vague = _values("vague").get(word)
    if vague:
        return (*vague, at + 2 if words[at + 1 : at + 2] == ["of"] else at + 1)
    if word in _values("numbers"):
        value: float = _values("numbers")[word][0]
        stop = at + 1
        if value >= 20 and stop + 1 < len(words) and words[stop] == "-" and words[stop + 1] in _values("numbers"):
            value, stop = value + _values("numbers")[words[stop + 1]][0], stop + 2
        exact = value, value
    elif word.isascii() and word.isdigit() and len(word) <= 9:
        if at and words[at - 1] in {".", ",", "-", ":", "/", "–"} and tokens[at - 1].end == tokens[at].start and at > 1:
            return None
        digits, stop = word, at + 1
        while stop + 1 < len(words) and words[stop] == "," and len(words[stop + 1]) == 3 and words[stop + 1].isdigit():
            digits, stop = digits + words[stop + 1], stop + 2
        value = float(digits[:15])
        if stop + 1 < len(words) and words[stop] == "." and _touches(tokens, stop) and words[stop + 1].isascii():
            part = words[stop + 1].rstrip("mbnk")
            if part.isdigit() and len(part) <= 3:
                value, stop = value + int(part) / 10 ** len(part), stop + 2
        if len(digits) == 4 and stop == at + 1 and 1900 <= value < 2100:
            return None  # a year
        exact = _roundness(value)
    else:
        return None
    if stop < len(words) and words[stop] in _values("multiples"):
        times = _values("multiples")[words[stop]][0]
        half = times * (0.05 if exact[0] % 1 else 0.5) if times > 100 else 0
        return value * times - half, value * times + half, stop + 1
    return exact[0], exact[1], stop


def _touches(tokens: Sequence[Token], at: int) -> bool:
    return tokens[at - 1].end == tokens[at].start and tokens[at].end == tokens[at + 1].start


def _roundness(value: float) -> tuple[float, float]:
    """What a number of whole hundreds or thousands may stand for: 1,200 may be 1,183."""
    for unit in (1_000_000, 100_000, 10_000, 1_000, 100):
        if value >= unit and value % unit == 0:
            return value - unit / 2, value + unit / 2
    return value, value


def _qualified(words: Sequence[str], at: int, low: float, high: float) -> tuple[int, float, float]:
    """Apply the words before a number: where they begin, and what the number then means."""
    if at and words[at - 1] in {"a", "an"} and low != high:
        at -= 1
    for length in (3, 2, 1):
        if at < length:
            continue
        phrase = "_".join(words[at - length : at])
        sense = _senses().get(phrase)
        if sense == "at least":
            return at - length, low, ENDLESS
        if sense == "more than":
            return at - length, low, ENDLESS
        if sense in {"at most", "less than"}:
            return at - length, 0, high
        if sense == "nearly":
            return at - length, low * (1 - _NEAR), high
        if sense == "about":
            return at - length, low * (1 - _NEAR), high * (1 + _NEAR)
    return at, low, high


def _counted(
    words: Sequence[str],
    tokens: Sequence[Token],
    places: tuple[int, int, int],
    values: tuple[float, float],
    sentence: Sentence,
) -> Count | None:
    """What a number counts; None for ages, hours and numbers of nothing."""
    first, _, stop = places
    end = _noun_end(words, stop)
    noun = words[end - 1] if end > stop else ""
    if not _set("units of time").isdisjoint(words[stop:end]) or (stop < len(words) and words[stop] == "-"):
        return None
    fate, last = _fate(words, first, stop, end)
    unit = "" if noun in _set("people") - _set("people not") else _singular(noun)
    if fate:
        about = (
            (tokens[stop].start, tokens[last - 1].end)
            if last > stop
            else (tokens[last - 1].start, tokens[last - 1].end)
        )
        if noun and _set(f"{fate} counted") and noun in _set(f"{fate} counted"):
            unit = ""
    elif places[1] and words[places[1] - 1] in _CURRENCIES:
        unit, end = words[places[1] - 1], stop
        about = (tokens[places[1] - 1].start, tokens[stop - 1].end)
    elif ((len(unit) > 2 and unit.isalpha()) or unit == "%") and _set("partial").isdisjoint(words[stop:end]):
        about = (tokens[end - 1].start, tokens[end - 1].end)
    else:
        return None
    shown = end if end > stop and tokens[end - 1].end - tokens[first].start < 80 else stop
    return Count(*values, unit, fate, tokens[first].start, tokens[shown - 1].end, about, sentence)


def _noun_end(words: Sequence[str], at: int) -> int:
    """The token after the noun that a number counts: the run of words before a small word, a fate or a sign."""
    end = at
    if end < len(words) and words[end] == "%":
        return end + 1
    while end < len(words) and end - at < _NOUN_WORDS and words[end][0].isalpha() and words[end] not in _stops():
        end += 1
        if words[end - 1] in _set("people") or words[end - 1] in _PERCENT:
            break
    return end


def _fate(words: Sequence[str], first: int, stop: int, end: int) -> tuple[str, int]:
    """What became of those counted, and the token after the word that says so."""
    for fate in _fates():
        if end > stop and words[end - 1] in _set(f"{fate} counted"):
            return fate, end
    at = end
    skipped = 0
    if at < len(words) and words[at] in _set("within"):
        at, skipped = _after_place(words, at), 1
    while at < len(words) and words[at] in _set("between"):
        at += 1
        skipped = 2
    if at < len(words) and skipped != 1:
        for fate in _fates():
            if words[at] in _set(f"{fate} after"):
                return fate, at + 1
    before = words[first - 1] if first else ""
    passive = first > 1 and words[first - 2] in {"were", "was", "been", "are", "is"}
    if before and end > stop and not passive:
        for fate in _fates():
            if before in _set(f"{fate} before"):
                return fate, first
    if before in {"to", "at", "of"} and "toll" in words[max(0, first - 8) : first]:
        return "killed", words.index("toll", max(0, first - 8)) + 1
    return "", 0


def _after_place(words: Sequence[str], at: int) -> int:
    """The token after "in Oslo", "at a market": three words at most."""
    stop = at + 1
    while stop < len(words) and stop - at <= 3 and words[stop][0].isalpha() and words[stop] not in _set("between"):
        stop += 1
    return stop


def _singular(noun: str) -> str:
    if noun in _PERCENT:
        return "%"
    if noun.endswith("ies") and len(noun) > 4:
        return noun[:-3] + "y"
    return noun[:-1] if noun.endswith("s") and len(noun) > 3 else noun


def is_background(sentence: str) -> bool:
    """Whether a sentence looks back: its numbers are of another day."""
    words = [word.strip(".,;:'\"()").casefold() for word in sentence.split()]
    back = _set("background")
    return not back.isdisjoint(words) or not back.isdisjoint(map("_".join, pairwise(words)))


@cache
def _stops() -> frozenset[str]:
    fates = frozenset[str]().union(*(_set(f"{fate} after") for fate in _fates()))
    return fates | _set("between") | _set("within") | _set("small words")


@cache
def _fates() -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.split()[0] for name in lists() if name.endswith((" after", " before"))))


@cache
def _senses() -> dict[str, str]:
    kinds = ("at least", "more than", "at most", "less than", "nearly", "about")
    return {phrase: kind for kind in kinds for phrase in lists()[kind]}


@cache
def _values(name: str) -> dict[str, tuple[float, float]]:
    pairs = (row.partition("=") for row in lists()[name])
    split = ((word, *numbers.partition("-")[::2]) for word, _, numbers in pairs)
    return {word: (float(low), float(high or low)) for word, low, high in split}


def _set(name: str) -> frozenset[str]:
    return lists().get(name, frozenset())


@cache
def lists(name: str = "tolls") -> dict[str, frozenset[str]]:
    """The words under each heading of `data/<name>.txt`."""
    with open(os.path.join(os.path.dirname(__file__), "data", f"{name}.txt"), encoding="utf-8") as file:
        rows = "".join(row for row in file if not row.startswith("#"))
    parts = (part.partition("]") for part in rows.split("[")[1:])
    return {name: frozenset(body.split()) for name, _, body in parts}


def is_number(word: str) -> bool:
    """Whether a word is a number or has a digit."""
    return word in _values("numbers") or word in _values("vague") or any(c.isdigit() for c in word)
