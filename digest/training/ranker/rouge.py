"""How well sentences match a reference: ROUGE-1 plus ROUGE-2, F1, as rouge-score counts them."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import numpy as np
from nltk.stem.porter import PorterStemmer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    Array = np.ndarray[Any, Any]

_TOKEN = re.compile("[a-z0-9]+")
_STEMMER = PorterStemmer()


def tokens(text: str) -> list[str]:
    """The stemmed words of a text."""
    return [_stem(word) for word in _TOKEN.findall(text.lower())]


@cache
def _stem(word: str) -> str:
    stem: str = _STEMMER.stem(word) if len(word) > 3 else word
    return stem


class Matches:
    """The sentences of one article, ready to be matched with its reference in any selection."""

    def __init__(self, texts: Iterable[str], reference: Sequence[str]) -> None:
        """Keep of each sentence only what the reference has."""
        words = [word for line in reference for word in tokens(line)]
        self._size = len(words)
        self._known = (_counted(words), _counted(_pairs(words)))
        self._found = []
        for text in texts:
            said = tokens(text)
            parts = (_counted(said), _counted(_pairs(said)))
            kept = [
                [(gram, n) for gram, n in part.items() if gram in known]
                for part, known in zip(parts, self._known, strict=True)
            ]
            self._found.append((len(said), kept))

    def scores(self, chosen: Iterable[int]) -> tuple[float, float]:
        """ROUGE-1 and ROUGE-2 of the chosen sentences."""
        size = 0
        said: tuple[dict[str, int], dict[str, int]] = ({}, {})
        for i in chosen:
            length, kept = self._found[i]
            size += length
            for part, grams in zip(said, kept, strict=True):
                for gram, n in grams:
                    part[gram] = part.get(gram, 0) + n
        hits = [
            sum([min(n, known[gram]) for gram, n in part.items()])
            for part, known in zip(said, self._known, strict=True)
        ]
        return 2 * hits[0] / max(1, size + self._size), 2 * hits[1] / max(1, size + self._size - 2)

    def score(self, chosen: Iterable[int]) -> float:
        """The sum of both."""
        return sum(self.scores(chosen))

    def score_each(self, sentences: Sequence[int], picks: Array) -> Array:
        """The scores of many selections at once: a row of `picks` has a 1 for each of the sentences that it takes."""
        lengths = np.array([self._found[i][0] for i in sentences], dtype=np.float32)
        sizes = picks @ lengths + self._size
        total = np.zeros(len(picks))
        for part, known in enumerate(self._known):
            place = {gram: n for n, gram in enumerate(known)}
            counts = np.zeros((len(sentences), len(known)), dtype=np.float32)
            for row, i in enumerate(sentences):
                for gram, n in self._found[i][1][part]:
                    counts[row, place[gram]] = n
            hits = np.minimum(picks @ counts, np.array(list(known.values()), dtype=np.float32)).sum(axis=1)
            total += 2 * hits / np.maximum(1, sizes - 2 * part)
        return total


def _pairs(words: list[str]) -> list[str]:
    return [f"{one} {other}" for one, other in pairwise(words)]


def _counted(grams: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for gram in grams:
        counts[gram] = counts.get(gram, 0) + 1
    return counts
