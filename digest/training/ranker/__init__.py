"""Fit the ranking: weights of `digest.summarize.features` for a summary, and for its first sentence alone.

Three sets of articles teach it: news with summaries, the same news without the opening sentence (which is then the
summary to be found, so that place is no help), and a few articles of another outlet, so that one outlet's habits don't
decide alone. Every weight is the mean of five fits, each without a fifth of the articles, on which it is measured.
"""

from __future__ import annotations

import os
from typing import NamedTuple

import numpy as np

from digest.summarize import Ranked, features, ranked
from digest.summarize.choose import Budget, choose
from digest.training.ranker import corpus
from digest.training.ranker.risk import Loss, Selections, fit
from digest.training.ranker.rouge import Matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from digest.training.ranker.corpus import Document
    from digest.training.ranker.risk import Array

NEWS, OTHER = "cnndm_train_cnn.jsonl.gz", "cnndm_train_mixed200.jsonl.gz"
OTHER_WEIGHT = 0.1
FOLDS = 5
SENTENCES = 3  # of the summary that is aimed at
PROMISING = 12  # sentences of an article of which selections are tried
MOST = 48  # sentences of an article of which the first one is chosen
TITLED = 2_000  # articles that teach what a title tells
TITLE = features.NAMES.index("likeness_title")
HEAD = """\
# Made by `python -m digest.training ranker --data FOLDER`: do not edit.
# Fitted on CNN articles of 2006-2015 with their highlights ({news}) and {other} articles of the CNN/Daily Mail
# training set. The articles belong to their publishers and were gathered for research; here are weights, no text.
# ROUGE-1 over the opening sentences, on fifths left out: {scores}.
# A line has a feature and what it counts for as one of a summary's sentences, and as the only one.
"""


class Set(NamedTuple):
    """Articles, where each one's sentences begin among all, their features, and how they match the references."""

    documents: list[Document]
    starts: list[int]
    features: Array
    matches: list[Matches]


def write(data: Path) -> None:
    """Fit on the articles of a folder and write the table beside `digest.summarize`."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    news, other = (_set(corpus.read(data / name)) for name in (NEWS, OTHER))
    headless = _set(corpus.headless(news.documents))
    mean, spread = news.features.mean(axis=0), news.features.std(axis=0)
    spread[TITLE] = 1.0
    spread[spread == 0] = 1.0
    news, other, headless = (s._replace(features=(s.features - mean) / spread) for s in (news, other, headless))
    for part in (news, other, headless):
        part.features[:, TITLE] = 0.0  # hardly any of them has a title
    firsts, sets = _folds(news, other, headless)
    first = np.mean(firsts, axis=0)
    title = _title_weight(news, first, mean, spread)
    scores = ", ".join(f"{name} {_gain(part, sets)}" for name, part in (("CNN", news), ("the others", other)))
    weights = [np.mean(sets, axis=0) / spread, first / spread]
    weights[1][TITLE] = title
    table = HEAD.format(news=f"{len(news.documents):,}", other=len(other.documents), scores=scores) + "".join(
        f"{name} {one:.4g} {alone:.4g}\n" for name, one, alone in zip(features.NAMES, *weights, strict=True)
    )
    with open(ranked.TABLE, "w", encoding="utf-8", newline="\n") as file:
        file.write(table)
    print(f"{ranked.TABLE}: {len(table.encode())} bytes; {scores}")  # noqa: T201


def _set(documents: Iterable[Document]) -> Set:
    kept = list(documents)
    rows: list[tuple[float, ...]] = []
    starts = [0]
    for offered, title, _ in kept:
        found = features.columns(offered, title=title)
        rows += zip(*(found[name] for name in features.NAMES), strict=True)
        starts.append(len(rows))
    matches = [Matches((s.text for s in offered), reference) for offered, _, reference in kept]
    return Set(kept, starts, np.array(rows), matches)


def _folds(news: Set, other: Set, headless: Set) -> tuple[list[Array], list[Array]]:
    """The weights for a single sentence and for a summary, of each fit."""
    zero = np.zeros(len(features.NAMES))
    singles = [Selections(s.starts, s.matches, -np.arange(len(s.features)), 1, MOST) for s in (news, headless)]
    first = fit([Loss(s.features, one) for s, one in zip((news, headless), singles, strict=True)], zero)
    # Which sentences are tried: the best ones alone, then those that do best among others.
    tried = [[Selections(s.starts, s.matches, s.features @ first, SENTENCES, PROMISING) for s in (news, other)]]
    best = _fit_together((news, other), tried, zero)
    tried.append([Selections(s.starts, s.matches, s.features @ best, SENTENCES, PROMISING) for s in (news, other)])
    firsts, sets = [], []
    for fold in range(FOLDS):
        kept = [np.flatnonzero(np.arange(len(s.documents)) % FOLDS != fold) for s in (news, headless, other)]
        firsts.append(
            fit([Loss(news.features, singles[0], kept[0]), Loss(headless.features, singles[1], kept[1])], zero)
        )
        sets.append(_fit_together((news, other), tried, zero, (kept[0], kept[2])))
    return firsts, sets


def _fit_together(
    parts: tuple[Set, Set], tried: list[list[Selections]], weights: Array, kept: tuple[Array, Array] | None = None
) -> Array:
    for selections in tried:
        losses = [
            Loss(part.features, one, kept and kept[n], (1.0, OTHER_WEIGHT)[n])
            for n, (part, one) in enumerate(zip(parts, selections, strict=True))
        ]
        weights = fit(losses, weights)
    return weights


def _title_weight(news: Set, first: Array, mean: Array, spread: Array) -> float:
    """What likeness to the title counts for when one sentence is taken, all else being fixed."""
    titled = _set(corpus.titled(news.documents[:TITLED]))
    made = (titled.features - mean) / spread
    likeness = titled.features[:, TITLE].copy()
    made[:, TITLE] = 0.0
    base = made @ first
    selections = Selections(titled.starts, titled.matches, base, 1, PROMISING)
    loss = Loss(np.stack([base, likeness], axis=1), selections)
    return min((loss.at(np.array([1.0, step / 2]))[0], step / 2) for step in range(121))[1]


def _gain(part: Set, weights: list[Array]) -> str:
    """ROUGE-1 over the lead, in points, of each article by the fit that did not see it, with its 95 % interval."""
    gains = np.zeros(len(part.documents))
    for number, (offered, _, _) in enumerate(part.documents):
        rows = part.features[part.starts[number] : part.starts[number + 1]]
        order = np.argsort(-(rows @ weights[number % FOLDS]), kind="stable")
        for sign, ranking in ((1, order), (-1, np.arange(len(offered)))):
            taken = choose([Ranked(int(i), 0.0) for i in ranking], offered, Budget(sentences=SENTENCES))
            gains[number] += sign * 100 * part.matches[number].scores(one.position for one in taken)[0]
    random = np.random.default_rng(0)
    means = [gains[random.integers(0, len(gains), len(gains))].mean() for _ in range(1000)]
    low, high = np.percentile(means, [2.5, 97.5])
    return f"{gains.mean():+.2f} [{low:+.2f}, {high:+.2f}]"
