"""Weights that make the summary good, not each sentence: the least expected loss over selections.

A selection of sentences is taken with a probability that grows with the sum of their scores; what is maximized is the
mean ROUGE of what is taken. Unlike labels of single sentences, this counts what a wrong choice costs, and how long a
sentence may be when several are taken.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.training.ranker.rouge import Matches

    Array = np.ndarray[Any, Any]

SHARPNESS = 2.0  # how much likelier the better selection is
SHRINKAGE = 1e-5
ROUNDS = 80  # of the optimizer
HALVINGS, MEMORY = 20, 10  # of its step; moves that it remembers


class Selections:
    """Selections of `size` sentences from the most promising of each article, and how good they are."""

    def __init__(self, starts: Sequence[int], matches: Sequence[Matches], scores: Array, size: int, most: int) -> None:
        """Take the `most` sentences of each article with the highest scores, and match every selection of them."""
        self.picks = list(combinations(range(most), size))
        self.rows = np.full((len(matches), most), -1)
        self.gains = np.full((len(matches), len(self.picks)), np.nan)
        members = self.members()
        for number, match in enumerate(matches):
            start, end = starts[number], starts[number + 1]
            best = np.sort(np.argsort(-scores[start:end], kind="stable")[:most])
            self.rows[number, : len(best)] = start + best
            possible = [column for column, pick in enumerate(self.picks) if pick[-1] < len(best)]
            if possible:
                self.gains[number, possible] = match.score_each(best.tolist(), members[possible, : len(best)])
        some = ~np.isnan(self.gains).all(axis=1)  # an article shorter than the selection teaches nothing
        self.rows, self.gains, self.numbers = self.rows[some], self.gains[some], np.flatnonzero(some)

    def members(self) -> Array:
        """A row a selection, with a 1 for each sentence that it takes."""
        made = np.zeros((len(self.picks), self.rows.shape[1]), dtype=np.float32)
        for row, pick in enumerate(self.picks):
            made[row, list(pick)] = 1.0
        return made


class Loss:
    """The expected loss of some articles' selections under weights of their features."""

    def __init__(self, features: Array, selections: Selections, kept: Array | None = None, weight: float = 1.0) -> None:
        """Use the articles whose numbers are `kept`, without them all."""
        use = np.isin(selections.numbers, selections.numbers if kept is None else kept)
        rows = selections.rows[use]
        self._features = features[np.where(rows >= 0, rows, 0)].astype(np.float32)
        gains = selections.gains[use]
        possible = ~np.isnan(gains)
        mean = np.nanmean(gains, axis=1, keepdims=True)
        self._gains = np.where(possible, gains - mean, 0.0)
        self._barred = np.where(possible, 0.0, -1e9)
        self._members = selections.members()
        self._weight = weight

    def at(self, weights: Array) -> tuple[float, Array]:
        """The loss and its slope."""
        scores = self._features @ weights.astype(np.float32)
        likely = self._barred + SHARPNESS * (scores @ self._members.T)
        likely = np.exp(likely - likely.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        gain = (likely * self._gains).sum(axis=1)
        slope = -SHARPNESS * ((likely * (self._gains - gain[:, None])) @ self._members)
        flat = self._features.reshape(-1, self._features.shape[-1])
        by_weight = (slope.reshape(-1).astype(np.float32) @ flat).astype(np.float64) / len(gain)
        return -self._weight * float(gain.mean()), self._weight * by_weight


def fit(losses: Sequence[Loss], start: Array) -> Array:
    """The weights of the least sum of losses, by L-BFGS (Liu and Nocedal 1989) from a start."""

    def total(weights: Array) -> tuple[float, Array]:
        loss, slope = SHRINKAGE * float(weights @ weights), 2 * SHRINKAGE * weights
        for part in losses:
            more, rise = part.at(weights)
            loss, slope = loss + more, slope + rise
        return loss, slope

    weights = start
    loss, slope = total(weights)
    past: list[tuple[Array, Array]] = []
    for _ in range(ROUNDS):
        way = _direction(slope, past)
        step = 1.0 if past else 1.0 / max(1.0, float(np.linalg.norm(slope)))
        for _ in range(HALVINGS):
            tried = weights + step * way
            lower, changed = total(tried)
            if lower <= loss + 1e-4 * step * float(slope @ way):
                break
            step /= 2
        else:
            return weights
        move, turn = tried - weights, changed - slope
        if float(move @ turn) > 1e-12:
            past = [*past[1 - MEMORY :], (move, turn)]
        weights, loss, slope = tried, lower, changed
    return weights


def _direction(slope: Array, past: Sequence[tuple[Array, Array]]) -> Array:
    """Downhill, bent by how the slope changed on the last moves."""
    way = -slope
    shares = []
    for move, turn in reversed(past):
        share = float(move @ way) / float(move @ turn)
        shares.append(share)
        way = way - share * turn
    if past:
        move, turn = past[-1]
        way = way * (float(move @ turn) / float(turn @ turn))
    for (move, turn), share in zip(past, reversed(shares), strict=True):
        way = way + (share - float(turn @ way) / float(move @ turn)) * move
    return way
