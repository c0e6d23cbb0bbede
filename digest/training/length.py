"""Fit when a summary ends: what one more sentence wins or loses, from the signs of `digest.summarize.length`."""

from __future__ import annotations

from itertools import islice, pairwise

import numpy as np

from digest.summarize import length, ranked
from digest.summarize.choose import Budget, choose
from digest.training.ranker import NEWS, OTHER, corpus
from digest.training.ranker.rouge import Matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from digest.training.ranker.corpus import Document

ARTICLES = 2_500  # of the news
HEAD = """\
# Made by `python -m digest.training length --data FOLDER`: do not edit.
# Fitted on {articles:,} CNN and CNN/Daily Mail articles with their highlights, after the ranking of ranker.txt: what
# one more sentence adds to ROUGE-1 and ROUGE-2, F1, in points. By it these articles get {mean:.2f} sentences, and
# {gain:+.2f} of both together over three sentences each.
"""


def write(data: Path) -> None:
    """Fit on the articles of a folder and write the table beside `digest.summarize`."""
    documents = [*islice(corpus.read(data / NEWS), ARTICLES), *corpus.read(data / OTHER)]
    articles = [list(_steps(document)) for document in documents]
    seen = np.array([row for steps in articles for row, _ in steps])
    gains = np.array([gain for steps in articles for _, gain in steps])
    weights = np.linalg.lstsq(seen, gains, rcond=None)[0].round(2)
    taken = [_taken(steps, weights) for steps in articles]
    over = [
        sum(gain for _, gain in steps[: most - 1]) - sum(gain for _, gain in steps[:2])
        for steps, most in zip(articles, taken, strict=True)
    ]
    head = HEAD.format(articles=len(articles), mean=np.mean(taken), gain=np.mean(over))
    table = head + "".join(f"{name} {weight:g}\n" for name, weight in zip(length.SIGNS, weights, strict=True))
    with open(length.TABLE, "w", encoding="utf-8", newline="\n") as file:
        file.write(table)
    print(f"{length.TABLE}: {np.mean(taken):.2f} sentences, {np.mean(over):+.2f}")  # noqa: T201


def _steps(document: Document) -> Iterator[tuple[tuple[float, ...], float]]:
    """The signs of each sentence after the first, and what it adds."""
    offered, title, reference = document
    ranking = ranked.rank(offered, title=title)
    chosen = {one.position for one in choose(ranking, offered, Budget(sentences=length.MOST))}
    best = [one for one in ranking if one.position in chosen]
    matches = Matches((s.text for s in offered), reference)
    grades = [100 * matches.score(one.position for one in best[:most]) for most in range(1, len(best) + 1)]
    for row, (before, after) in zip(length.signs(best, offered), pairwise(grades), strict=True):
        yield row, after - before


def _taken(steps: list[tuple[tuple[float, ...], float]], weights: np.ndarray[tuple[int], np.dtype[np.float64]]) -> int:
    for taken, (row, _) in enumerate(steps, 1):
        if float(np.dot(row, weights)) <= 0:
            return taken
    return len(steps) + 1
