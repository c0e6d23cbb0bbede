"""Which articles of a story are one text printed again: cut, under another headline, with another lead.

Five reprints of one wire text are one report. Two newsrooms share quotes and names, not runs of words throughout.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model import Article

RUN = 6  # words that stand one after the other
COPIED = 0.5  # of the shorter text's runs are in the longer one
FEWEST = 10  # runs; of less text one quote may be all
LONGEST = 5_000  # words that are read
_WORD = re.compile(r"\w+")


def reprints(articles: Sequence[Article]) -> tuple[tuple[int, ...], ...]:
    """Sets of copies of one text, as positions; an article that none copies is in no set.

    Each is compared with the longest text of a set alone, so that a short one that two reports print joins them not.
    """
    runs = [_runs(article.text) for article in articles]
    sets: list[list[int]] = []
    order = sorted(range(len(articles)), key=lambda n: (-len(runs[n]), articles[n].text, articles[n].id))
    for n in order:
        if len(runs[n]) < FEWEST:
            continue
        best, home = 0.0, None
        for members in sets:
            shared = len(runs[n] & runs[members[0]]) / len(runs[n])
            if shared >= COPIED and shared > best:
                best, home = shared, members
        if home is None:
            sets.append([n])
        else:
            home.append(n)
    return tuple(sorted(tuple(sorted(members)) for members in sets if len(members) > 1))


def _runs(text: str) -> set[tuple[str, ...]]:
    words = _WORD.findall(text.lower())[:LONGEST]
    return set(zip(*(words[n:] for n in range(RUN)), strict=False))
