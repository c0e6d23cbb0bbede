"""Sentences in, positions out: a summarizer can't invent a word, since it returns no words."""

from __future__ import annotations

from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Protocol

    from digest.model import Sentence


class Ranked(Value):
    """A sentence's place in the sequence it was given in, and its score."""

    position: int
    score: float


if TYPE_CHECKING:

    class Summarizer(Protocol):
        """Ranks sentences, best first; what it can't rank it leaves out."""

        def __call__(self, sentences: Sequence[Sentence], *, title: str, language: str) -> tuple[Ranked, ...]:
            """Return positions into `sentences`, best first, each at most once."""
