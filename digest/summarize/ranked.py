"""Our own ranking, in pure Python and linear time: weighted features, the weights fitted on news with summaries.

Two tables of weights: what a sentence is worth among the three of a summary, and what it is worth alone. The first
sentence of a ranking is the one of the best four that says most alone, since it may be the only one taken. The
weights are made by `digest.training.ranker`, which says how and on what.
"""

from __future__ import annotations

import os
from functools import cache

from digest.summarize import Ranked, features
from digest.text import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from digest.model import Sentence

TABLE = os.path.join(os.path.dirname(__file__), "data", "ranker.txt")
PROMISING = 4  # sentences of which the first is taken that says most alone
_REASONS, _OPENING, _DIGITS = 3, 3, 6


def rank(sentences: Sequence[Sentence], *, title: str = "", language: str = "en") -> tuple[Ranked, ...]:
    """Score each sentence, the best 1 and the worst 0; best first."""
    if not sentences:
        return ()
    found = features.columns(sentences, title=title, language=language)
    if not any(found["centroid"]):  # no words to go by: the lead
        return tuple(Ranked(i, round(1 / (1 + i), 4)) for i in range(len(sentences)))
    together, alone = _weights()
    # Rounded, so that the last digits of a logarithm, which differ from platform to platform, decide nothing.
    scores = [round(x, _DIGITS) for x in _sums(found, together)]
    order = sorted(range(len(scores)), key=lambda i: (-scores[i], i))
    singly = {i: round(sum([w * found[name][i] for name, w in alone.items()]), _DIGITS) for i in order[:PROMISING]}
    first = max(singly, key=lambda i: (singly[i], -i))
    order.remove(first)
    lowest, highest = min(scores), max(scores)
    scores[first] = highest
    reach = highest - lowest or 1.0
    return tuple(Ranked(i, round(1 - (highest - scores[i]) / reach, 4)) for i in (first, *order))


def explain(sentences: Sequence[Sentence], *, title: str = "", language: str = "en") -> tuple[tuple[str, ...], ...]:
    """What speaks for each sentence in words, the weightiest first, and what most speaks against it.

    >>> from digest.text.sentences import split
    >>> text = split("Ferries sail again on Friday. He smiled. The ferries had been kept in by the storm, they said.")
    >>> "opens the article" in explain(text)[0]
    True
    """
    if not sentences:
        return ()
    found = features.columns(sentences, title=title, language=language)
    weights = _weights()[0]
    grounds = {ground: names.split() for ground, names in features.GROUNDS.items()}
    worth = {ground: _above_mean(_sums(found, {n: weights[n] for n in names})) for ground, names in grounds.items()}
    more = {ground: _above_mean(found[names[0]]) for ground, names in grounds.items()}
    often = _words_said_often(sentences, language)
    made = []
    for i, sentence in enumerate(sentences):
        # The opening is said to be it first: what else it has, it has as the opening.
        heaviest = sorted(worth, key=lambda ground: (i > 0 or ground != "place", -abs(worth[ground][i])))
        speaks_for: list[str] = []
        against = ""
        for ground in heaviest:
            is_merit = worth[ground][i] > 0
            said = _phrase(ground, more[ground][i] > 0, is_merit, i, len(sentences), often[i])
            said = said.replace("{words}", str(words.count(sentence.text)))
            if is_merit and said and len(speaks_for) < _REASONS:
                speaks_for.append(said)
            elif not is_merit and said and not against and (i or ground != "place"):
                against = f"against it: {said}"
        made.append((*speaks_for, against) if against else tuple(speaks_for))
    return tuple(made)


# What is said for a sentence that has more, or less, of what a ground is about than the others; "" is not worth saying.
_MERITS = {
    "length": ("longer than most, {words} words", "short, {words} words"),
    "opening": ("takes up the opening", ""),
    "title": ("has words of the title", ""),
    "new": ("says something new", ""),
    "names": ("gives names", ""),
    "figures": ("gives figures", ""),
    "quote": ("quotes somebody", "tells rather than quotes"),
    "leaning": ("", "can stand by itself"),
    "said": ("tells what somebody said", "tells what happened"),
    "days": ("says when", ""),
    "ahead": ("tells what is to come", ""),
}
# And what is said against it.
_FAULTS = {
    "length": ("longer than most, {words} words", "short, {words} words"),
    "before": ("close to what came before", ""),
    "opening": ("", "far from the opening"),
    "title": ("", "has few words of the title"),
    "new": ("", "says little that is new"),
    "figures": ("", "gives no figures"),
    "quote": ("quotes somebody", ""),
    "form": ("not a plain sentence", ""),
    "leaning": ("leans on the sentence before it", ""),
    "said": ("tells what somebody said", ""),
    "self": ('speaks of "I", "we" or "you"', ""),
}


def _phrase(ground: str, has_more: bool, speaks_for: bool, place: int, count: int, often: str) -> str:
    if ground == "place":
        return "opens the article" if not place else f"sentence {place + 1} of {count}"
    if ground == "centre":
        if speaks_for:
            return f"words said often: {often}" if often and has_more else ""
        return "" if has_more else "says little of what the text is about"
    if ground == "opening" and place < _OPENING:
        return ""
    more, less = (_MERITS if speaks_for else _FAULTS).get(ground, ("", ""))
    return more if has_more else less


def _words_said_often(sentences: Sequence[Sentence], language: str) -> list[str]:
    """The three words of each sentence that most sentences have."""
    from collections import Counter

    bags = [tuple(dict.fromkeys(words.content_words(s.text, language))) for s in sentences]
    spread = Counter(word for bag in bags for word in bag)
    return [
        ", ".join(sorted((word for word in bag if spread[word] > 1), key=lambda word: -spread[word])[:3])
        for bag in bags
    ]


def _sums(found: Mapping[str, list[float]], weights: Mapping[str, float]) -> list[float]:
    """The weighted sum of each sentence's features, always added in the same order."""
    totals = [0.0] * len(found["length"])
    for name, weight in weights.items():
        if weight:
            totals = [total + weight * x for total, x in zip(totals, found[name], strict=True)]
    return totals


def _above_mean(values: Sequence[float]) -> list[float]:
    mean = sum(values) / len(values)
    return [x - mean for x in values]


@cache
def _weights() -> tuple[dict[str, float], dict[str, float]]:
    """The weights of each feature: for a sentence among others, and alone."""
    with open(TABLE, encoding="utf-8") as file:
        rows = [line.split() for line in file if not line.startswith("#")]
    return {row[0]: float(row[1]) for row in rows}, {row[0]: float(row[2]) for row in rows}
