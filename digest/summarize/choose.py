"""From a ranking to a summary: keep to the budget, drop repetition, restore reading order."""

from __future__ import annotations

from digest.errors import UsageError
from digest.summarize import length
from digest.summarize.furniture import places
from digest.text import words
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.model import Sentence
    from digest.summarize import Ranked

MOST_SENTENCES = 10_000
_STOPS = frozenset(".!?…。！？।؟")
_CLOSERS = "\"'”’»)]}」』"


class Budget(Value):
    """How long a summary may be: sentences, a percentage of the article's, or words; 0 is not given.

    With `auto` it is as long as the text deserves, and `words` at most.
    """

    sentences: int = 3
    percent: float = 0
    words: int = 0
    auto: bool = False

    def sentences_of(self, total: int) -> int:
        """The number of sentences for an article of `total`, at least one; with `auto` the most there may be.

        >>> Budget(percent=20).sentences_of(14), AUTO.sentences_of(14)
        (3, 5)
        """
        if self.auto:
            return max(1, min(total, length.MOST))
        if self.percent:
            return max(1, round(total * self.percent / 100))
        return self.sentences or total


AUTO = Budget(sentences=0, auto=True)


def budget(sentences: str | int | None = None, words: int | None = None) -> Budget:
    """Read `3`, `20%` or `auto`, and a number of words.

    >>> budget("20%").percent
    20.0
    >>> budget(words=80)
    Budget(sentences=0, percent=0, words=80, auto=False)
    """
    if words is not None and words < 1:
        raise UsageError(f"words: expected a whole number from 1 up, not {words}")
    if sentences is None:
        return Budget(sentences=0, words=words) if words else Budget()
    value = str(sentences).strip()
    if value.casefold() == "auto":
        return AUTO.__replace__(words=words or 0)
    number = value.removesuffix("%").strip()
    if value.endswith("%") and number.isascii() and number.replace(".", "", 1).isdigit() and 0 < float(number) <= 100:
        return Budget(sentences=0, percent=float(number), words=words or 0)
    if value.isascii() and value.isdigit() and 1 <= int(value[:6]) <= MOST_SENTENCES and len(value) <= 5:
        return Budget(sentences=int(value), words=words or 0)
    raise UsageError(
        f"sentences: expected a count from 1 to {MOST_SENTENCES:,}, a percentage such as 20%, "
        f"or auto, not {value[:40]!r}"
    )


def candidates(sentences: Sequence[Sentence], *, title: str, at_least: int) -> tuple[int, ...]:
    """Positions of the sentences worth ranking.

    Not the title; headings only when little else is there, and what belongs to the page only when nothing else is.
    """
    furniture = places(sentences)
    said = [(i, s.text) for i, s in enumerate(sentences) if s.text != title and i not in furniture]
    full = [i for i, text in said if not _is_heading(text)]
    # Among buttons and bylines, a line without a stop is most often one of them, or a link to another story.
    if len(full) >= at_least or (full and furniture):
        return tuple(full)
    rest = [i for i, text in said if _is_heading(text)]
    missing = rest[: at_least - len(full)] if full else rest
    return tuple(sorted(full + missing)) or tuple(range(len(sentences)))


def choose(
    ranking: Iterable[Ranked], sentences: Sequence[Sentence], budget: Budget, language: str = "en"
) -> tuple[Ranked, ...]:
    """Take the best that fit and repeat nothing, in reading order.

    A sentence that shares three words in a row with one taken, and most of its words, is left out; the first is
    always taken, however long, so that a summary is never empty.
    """
    most = budget.sentences_of(len(sentences))
    taken: list[Ranked] = []
    seen: list[tuple[frozenset[tuple[str, ...]], frozenset[str]]] = []
    room = budget.words
    for ranked in ranking:
        if len(taken) >= most:
            break
        sentence = sentences[ranked.position]
        size = words.count(sentence.text) if budget.words else 0
        if taken and budget.words and size > room:
            continue
        marks = _marks(sentence.text)
        if any(_repeats(marks, other) for other in seen):
            continue
        room -= size
        seen.append(marks)
        taken.append(ranked)
    if budget.auto:
        del taken[length.enough(taken, sentences, language) :]
    return tuple(sorted(taken, key=lambda ranked: ranked.position))


def _marks(text: str) -> tuple[frozenset[tuple[str, ...]], frozenset[str]]:
    parts = words.words(text)
    return frozenset(zip(parts, parts[1:], parts[2:], strict=False)), frozenset(parts)


def _repeats(
    one: tuple[frozenset[tuple[str, ...]], frozenset[str]],
    other: tuple[frozenset[tuple[str, ...]], frozenset[str]],
) -> bool:
    shorter = min(len(one[1]), len(other[1]))
    if not shorter:
        return False
    shared = len(one[1] & other[1]) / shorter
    return shared == 1 or (shared > 0.6 and not one[0].isdisjoint(other[0]))


def _is_heading(text: str) -> bool:
    """Whether a sentence lacks its stop and is short, as headlines, captions and list labels are."""
    return text.rstrip(_CLOSERS)[-1:] not in _STOPS and words.count(text) <= 12
