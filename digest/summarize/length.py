"""How many sentences a text deserves: one more as long as it brings more than its length costs.

What the next best sentence brings is foretold from few signs: how many are taken already, how long it is, how much it
says that those before it don't, and how much of the text would then be in its summary. What each sign counts for is
fitted on news with summaries by `digest.training.length`, as points of ROUGE won or lost by taking the sentence; the
first that is foretold to lose ends the summary. More than half of a text is no summary.
"""

from __future__ import annotations

import os
from collections import Counter
from functools import cache
from math import fsum, sqrt

from digest.text import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.model import Sentence
    from digest.summarize import Ranked

TABLE = os.path.join(os.path.dirname(__file__), "data", "length.txt")
SIGNS = ("any", "second", "third", "words", "new", "part")
MOST = 5  # sentences
MOST_WORDS = 120  # of one sentence
_DIGITS = 9  # what differs by rounding alone is equal


def enough(best: Sequence[Ranked], sentences: Sequence[Sentence], language: str = "en") -> int:
    """How many of the `best`, given in order of rank, make a summary of the sentences; at least one of any.

    >>> from digest.summarize.lead import rank
    >>> from digest.text.sentences import split
    >>> text = split("The harbour opened on Monday after a storm. The storm had closed the harbour on Monday.")
    >>> enough(rank(text), text)
    1
    """
    best = best[: (len(sentences) + 1) // 2]
    for taken, seen in enumerate(signs(best, sentences, language), 1):
        if not seen[SIGNS.index("new")] or fsum(w * x for w, x in zip(_weights(), seen, strict=True)) <= 0:
            return taken
    return len(best)


def signs(best: Sequence[Ranked], sentences: Sequence[Sentence], language: str = "en") -> Iterator[tuple[float, ...]]:
    """What is seen of each sentence after the first, by the names of `SIGNS`."""
    if len(best) < 2:
        return
    bags = [frozenset(words.content_words(s.text, language)[:MOST_WORDS]) for s in sentences]
    spread = Counter(word for bag in bags for word in bag)
    said: set[str] = set()
    told = 0.0
    for taken, ranked in enumerate(best):
        new = bags[ranked.position] - said
        # A word is the more important the more sentences have it. The sum is the same in any order of the set.
        value = fsum(sqrt(spread[word]) for word in new)
        if taken:
            size = words.count(sentences[ranked.position].text)
            share = round(value / (told or 1.0), _DIGITS)
            yield 1.0, float(taken == 1), float(taken == 2), size / 10, share, taken / len(sentences)
        said |= new
        told += value


@cache
def _weights() -> tuple[float, ...]:
    with open(TABLE, encoding="utf-8") as file:
        rows = dict(line.split() for line in file if not line.startswith("#"))
    return tuple(float(rows[name]) for name in SIGNS)
