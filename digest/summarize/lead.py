"""The opening sentences: hard to beat on news, and the fallback for everything else."""

from __future__ import annotations

from digest.summarize import Ranked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model import Sentence


def rank(sentences: Sequence[Sentence], *, title: str = "", language: str = "en") -> tuple[Ranked, ...]:
    """Rank by position: the score of sentence i is 1 / (1 + i)."""
    return tuple(Ranked(i, 1 / (1 + i)) for i in range(len(sentences)))
