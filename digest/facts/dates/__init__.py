"""When: date expressions of a text, as TIMEX3 and as facts for the card."""

from __future__ import annotations

from datetime import date, datetime

from digest.facts.dates.lexicon import languages, load
from digest.facts.dates.reading import readings
from digest.facts.dates.spans import facts
from digest.model import Timex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.facts.dates.reading import Reading
    from digest.model import DateFact, Sentence

__all__ = ["day_of", "find", "languages", "read", "timexes"]


def timexes(text: str, published: str | date | datetime | None = None, language: str = "en") -> tuple[Timex, ...]:
    """Find the time expressions of a text, with their TIMEX3 type and value.

    >>> timexes("It rained last week.", "2024-09-26")
    (Timex(start=10, end=19, type='DATE', value='2024-W38'),)
    >>> timexes("It rained on Tuesday.")
    (Timex(start=13, end=20, type='DATE', value='XXXX-WXX-2'),)
    """
    found = read(text, day_of(published), language)
    return tuple(Timex(one.start, one.end, one.type, one.value) for one in found)


def find(
    text: str,
    sentences: Sequence[Sentence],
    *,
    published: str | date | datetime | None,
    language: str = "en",
) -> tuple[DateFact, ...]:
    """Find the dates of a text for its fact card, each with its sentence; vague words are left out.

    >>> from digest.model import Sentence
    >>> text = "They met on Tuesday and Wednesday."
    >>> [(f.text.text, f.value, f.anchor) for f in find(text, [Sentence(text, 0, 34)], published=date(2024, 9, 26))]
    [('Tuesday and Wednesday', '2024-09-24/2024-09-25', '2024-09-26')]
    """
    return tuple(facts(text, sentences, read(text, day_of(published), language)))


def read(text: str, published: date | None, language: str = "en") -> list[Reading]:
    """Read the time expressions with the pattern, the anchor and the reason of each."""
    return readings(text, load(language), published)


def day_of(published: str | date | datetime | None) -> date | None:
    """Return the day of publication, None where what is given is none."""
    if isinstance(published, str):
        try:
            return datetime.fromisoformat(published.strip()).date()
        except ValueError:
            return None
    return published.date() if isinstance(published, datetime) else published
