"""Why a sentence was chosen, in words: what any method can say of it, and more where the method itself explains."""

from __future__ import annotations

from collections import Counter
from math import log

from digest import registry
from digest.text import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model import Sentence

_MOST_WORDS = 4  # of the article that a reason names


def of(
    sentences: Sequence[Sentence], method: str, *, title: str = "", language: str = "en"
) -> tuple[tuple[str, ...], ...]:
    """The reasons for each sentence, the weightiest first; a method's own `explain` where it has one."""
    explain = getattr(registry.SUMMARIZERS.module(method), "explain", None)
    if explain is not None:
        own: tuple[tuple[str, ...], ...] = explain(sentences, title=title, language=language)
        return own
    return in_general(sentences, title=title, language=language)


def in_general(sentences: Sequence[Sentence], *, title: str = "", language: str = "en") -> tuple[tuple[str, ...], ...]:
    """Where each sentence stands, which of the title's words it has, and which words of many other sentences."""
    bags = [tuple(dict.fromkeys(words.content_words(s.text, language))) for s in sentences]
    spread = Counter(word for bag in bags for word in bag)
    heading = frozenset(words.content_words(title, language))
    return tuple(
        tuple(filter(None, (_place(n, len(bags)), _titled(bag, heading), _shared(bag, spread))))
        for n, bag in enumerate(bags)
    )


def _place(number: int, total: int) -> str:
    return f"sentence {number + 1} of {total}" if number else "opens the article"


def _titled(bag: Sequence[str], heading: frozenset[str]) -> str:
    shared = [word for word in bag if word in heading]
    return f"words of the title: {', '.join(shared[:_MOST_WORDS])}" if shared else ""


def _shared(bag: Sequence[str], spread: Counter[str]) -> str:
    """The words that most other sentences have; of equals the first."""
    often = sorted((word for word in bag if spread[word] > 1), key=lambda word: -log(spread[word]))
    return f"words said often: {', '.join(often[:_MOST_WORDS])}" if often else ""
