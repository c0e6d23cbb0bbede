"""What the reader wants to hear about: sentences that have the words come first, and say which."""

from __future__ import annotations

from digest.summarize import Ranked
from digest.text import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.model import Sentence

RAISE = 8.0
_UNSPACED = "\u2e80"  # from here on, scripts are mostly written without blanks


def wanted(given: str) -> tuple[str, ...]:
    """Read words and phrases with commas between them.

    >>> wanted("north sea, ferries,")
    ('north sea', 'ferries')
    """
    return tuple(dict.fromkeys(phrase for part in given.split(",") if (phrase := " ".join(part.split()))))


def found(text: str, focus: Iterable[str], language: str = "en") -> tuple[str, ...]:
    """Which of the words and phrases a sentence has: whole words, in any case, singular or plural.

    >>> found("A ferry crosses the North Sea.", ("north sea", "ferries", "port"))
    ('north sea', 'ferries')
    """
    said = _joined(text, language)
    folded = text.casefold()
    there = []
    for phrase in focus:
        if max(phrase, default="") >= _UNSPACED:
            has = phrase.casefold() in folded
        else:
            looked_for = _joined(phrase, language)
            has = bool(looked_for.strip()) and looked_for in said
        if has:
            there.append(phrase)
    return tuple(there)


def raised(
    ranking: Sequence[Ranked], sentences: Sequence[Sentence], focus: Sequence[str], language: str = "en"
) -> tuple[Ranked, ...]:
    """Rank anew: right after the best sentence come those with the words or phrases, the more of them the earlier.

    The best stays, so that a remark on the side does not replace the news itself. Of what a raised score lacks to the
    highest, an eighth is left for each word or phrase.
    """
    if not focus or not ranking:
        return tuple(ranking)
    top = max(one.score for one in ranking)
    counts = [len(found(sentences[one.position].text, focus, language)) for one in ranking]
    order = sorted(range(1, len(ranking)), key=lambda n: (-counts[n], n))
    return tuple(
        Ranked(one.position, round(top - (top - one.score) / RAISE**count, 4)) if count else one
        for one, count in ((ranking[n], counts[n]) for n in (0, *order))
    )


def _joined(text: str, language: str) -> str:
    return f" {' '.join(map(_form, words.words(text, language)))} "


def _form(word: str) -> str:
    """A word without the ending that tells a plural from a singular, the same for both."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("'s"):
        return word[:-2]
    return word[:-1] if len(word) > 3 and word[-1] == "s" and word[-2] != "s" else word
