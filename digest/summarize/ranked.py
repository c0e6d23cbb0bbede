"""Our own ranking, in pure Python and linear time: where a sentence stands and how central it is.

Position is the strongest signal in news; likeness to the whole text's vocabulary (Radev et al. 2004, centroid)
and to the title correct it. The weights are plain numbers chosen on CNN training articles.
"""

from __future__ import annotations

from collections import Counter
from math import log, sqrt

from digest.summarize import Ranked
from digest.text import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model import Sentence

POSITION, CENTRALITY, TITLE = 0.7, 0.2, 0.1
SHORT, LONG = 8, 45  # words; outside, a sentence is rarely a good line of a summary
MOST_WORDS = 120  # of one sentence: a text without stops must not take quadratic time


def rank(sentences: Sequence[Sentence], *, title: str = "", language: str = "en") -> tuple[Ranked, ...]:
    """Score each sentence in [0, 1] by position, centrality and likeness to the title; best first."""
    bags = [Counter(words.content_words(s.text, language)[:MOST_WORDS]) for s in sentences]
    weights = _weights(bags)
    centroid: Counter[str] = Counter()
    for bag in bags:
        centroid.update(bag)
    heading = Counter(words.content_words(title, language))
    central = _scaled(_cosines(bags, centroid, weights))
    titled = _cosines(bags, heading, weights)
    scores = []
    for i, sentence in enumerate(sentences):
        position = 1 / (1 + log(1 + i))
        score = POSITION * position + CENTRALITY * central[i] + TITLE * titled[i]
        scores.append(score * _length_factor(words.count(sentence.text)))
    order = sorted(range(len(sentences)), key=lambda i: (-scores[i], i))
    return tuple(Ranked(i, round(min(1.0, scores[i]), 4)) for i in order)


def _weights(bags: Sequence[Counter[str]]) -> dict[str, float]:
    """How much a word tells: rare words of the article weigh more, words of one sentence alone a little less."""
    spread: Counter[str] = Counter()
    for bag in bags:
        spread.update(bag.keys())
    return {word: log(1 + len(bags) / n) * (1 if n > 1 else 0.5) for word, n in spread.items()}


def _cosines(bags: Sequence[Counter[str]], other: Counter[str], weights: dict[str, float]) -> list[float]:
    """The cosine of each bag to one other, weighted; 0 where they share nothing."""
    length = _norm(other, weights)
    dots = [sum(n * other[word] * weights[word] ** 2 for word, n in bag.items()) for bag in bags]
    return [dot / (_norm(bag, weights) * length) if dot else 0.0 for bag, dot in zip(bags, dots, strict=True)]


def _norm(bag: Counter[str], weights: dict[str, float]) -> float:
    return sqrt(sum((n * weights.get(word, 1.0)) ** 2 for word, n in bag.items()))


def _scaled(values: list[float]) -> list[float]:
    top = max(values, default=0.0)
    return [v / top for v in values] if top else values


def _length_factor(length: int) -> float:
    if length < SHORT:
        return 0.5 + 0.5 * length / SHORT
    return 1.0 if length <= LONG else max(0.5, LONG / length)
