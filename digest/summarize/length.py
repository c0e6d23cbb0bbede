"""How many sentences a text deserves: one more as long as it brings more for its words than those before it.

What a summary says is the importance of its different words, each counted once; what it costs is its words. A word is
the more important the more sentences have it, and a sentence's words count for less where its ranking is lower. The
next best sentence is taken while it raises what is said for each word of `START` and the summary: the first words are
free, as it were, so that a short summary is not always the best one, and a second sentence need only say something
new. More than half of a text is no summary.
"""

from __future__ import annotations

from collections import Counter
from math import sqrt

from digest.text import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model import Sentence
    from digest.summarize import Ranked

MOST = 5  # sentences
START = 50  # words; of 30 to 60, the one that costs no kind of news anything at equal length
FREE = 2  # sentences
MOST_WORDS = 120  # of one sentence


def enough(best: Sequence[Ranked], sentences: Sequence[Sentence], language: str = "en") -> int:
    """How many of the `best`, given in order of rank, make a summary of the sentences; at least one of any.

    >>> from digest.summarize.lead import rank
    >>> from digest.text.sentences import split
    >>> text = split("The harbour opened on Monday after a storm. The storm had closed the harbour on Monday.")
    >>> enough(rank(text), text)
    1
    """
    best = best[: (len(sentences) + 1) // 2]
    if len(best) < 2:
        return len(best)
    bags = [frozenset(words.content_words(s.text, language)[:MOST_WORDS]) for s in sentences]
    spread = Counter(word for bag in bags for word in bag)
    top = max(abs(ranked.score) for ranked in best) or 1.0
    said: set[str] = set()
    told, cost = 0.0, float(START)
    for taken, ranked in enumerate(best):
        new = bags[ranked.position] - said
        # In order: a sum of the same numbers in another order can differ in its last digit.
        value = sum(sorted(sqrt(spread[word]) for word in new)) * sqrt(min(1.0, max(0.0, ranked.score / top)))
        more = words.count(sentences[ranked.position].text)
        if taken and (not new or (taken >= FREE and (told + value) * cost <= told * (cost + more))):
            return taken
        said |= new
        told, cost = told + value, cost + more
    return len(best)
