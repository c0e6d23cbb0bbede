"""Whether two next steps are one event: what is to happen, and who is to do it."""

from __future__ import annotations

import os
from functools import cache

from digest.facts import countries
from digest.stories import names
from digest.text import words
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digest.model import NextStep

_NEXT = frozenset(("next", "upcoming", "forthcoming", "coming", "planned", "latest", "new", "another"))
_EMPTY = frozenset(
    ("expected", "scheduled", "due", "set", "plan", "plans", "hold", "held", "take", "place", "date", "would", "will",
     "also", "said", "say", "says", "make", "made")
)  # fmt: skip
_ORDINALS = frozenset(
    ("first", "second", "third", "fourth", "fifth", "sixth", "final", "last", "two", "three", "four", "five", "six")
)
_LONGEST = 1000  # characters of a sentence that are read
ALIKE = 0.5  # share of the shorter one's content words


class Event(Value):
    """The content words of a step, the kinds of event they name, its actor, the words around it."""

    words: frozenset[str]
    head: str
    kinds: frozenset[int]
    is_next: bool
    ordinals: frozenset[str]
    proper: frozenset[str]
    who: tuple[str, ...]
    place: str | None
    around: frozenset[str]

    @classmethod
    def of(cls, step: NextStep, language: str) -> Event:
        """Read a step."""
        found = words.content_words(step.what.text, language)
        content = [word for word in found if word not in _EMPTY and word not in _NEXT]
        kinds = _kinds()
        of_kind = frozenset(kinds[stem] for word in content if (stem := _stem(word)) in kinds)
        plain = frozenset(_name(word) for word in content)
        is_next = not _NEXT.isdisjoint(found) or bool({"next"} & set(words.words(step.what.text, language)))
        who = step.who.text if step.who else ""
        ordinals = frozenset(word for word in words.words(step.what.text) if word in _ORDINALS or word[0].isdigit())
        return cls(
            plain,
            _name(content[0]) if content else "",
            of_kind,
            is_next,
            ordinals,
            _proper(step.what.text),
            names.key(who),
            countries.code_of(who) if who else None,
            frozenset(map(_name, words.content_words(step.sentence.text[:_LONGEST], language))),
        )


def same_event(one: Event, other: Event) -> bool:
    """Whether two steps may be one event."""
    if not one.words or not other.words or not _same_actor(one, other):
        return False
    if one.proper and other.proper and one.proper.isdisjoint(other.proper):
        return False
    short, long = sorted((one.words, other.words), key=len)
    shared = len(short & long)
    if shared == len(short) and (shared > 1 or len(long) <= 2):
        return True
    if shared >= 2 and shared >= ALIKE * len(short) and shared >= 0.4 * len(long):
        return True
    return bool(one.kinds & other.kinds) and one.is_next and other.is_next


def same_occasion(one: Event, other: Event) -> bool:
    """Whether two steps are so alike that different dates contradict each other.

    "The second round" and "the third round" are two occasions of one kind, and so are two steps of a bare "meet".
    """
    if not same_event(one, other) or one.ordinals != other.ordinals:
        return False
    if one.head != other.head and one.words - other.words and other.words - one.words:
        return one.is_next and other.is_next  # "vote on the bill" is not "debate the bill"
    if (one.is_next and other.is_next) or len(one.words & other.words) > 1 or one.words == other.words:
        return True
    # "The summit", of which the sentence says that it is in Lima, and "the summit in Lima".
    return one.words - other.words <= other.around and other.words - one.words <= one.around


def _same_actor(one: Event, other: Event) -> bool:
    if not one.who or not other.who:
        return True
    if one.place and other.place:
        return one.place == other.place
    mine, yours = {w for w in one.who if len(w) > 2}, {w for w in other.who if len(w) > 2}
    return not (mine - {"the"}).isdisjoint(yours - {"the"}) or names.same_organisation(one.who, other.who)


def _proper(what: str) -> frozenset[str]:
    """The names in a step, as they sound; its first word may be in capitals for another reason."""
    later = [word.strip(".,;:'\"()") for word in what.split()[1:]]
    return frozenset(names.sound(_stem(word.casefold())) for word in later if word[:1].isupper())


def _stem(word: str) -> str:
    """A word without its plural or verb ending."""
    for ending in ("ing", "ies", "es", "ed", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word[: -len(ending)]
            break
    return word.removesuffix("e")


def _name(word: str) -> str:
    """A word's kind of event as a word, else its stem as it sounds: names are spelled in several ways."""
    stem = _stem(word)
    kind = _kinds().get(stem)
    return f"#{kind}" if kind is not None else names.sound(stem)


@cache
def _kinds() -> dict[str, int]:
    with open(os.path.join(os.path.dirname(__file__), "data", "events.txt"), encoding="utf-8") as file:
        rows = [row.split() for row in file if not row.startswith("#")]
    return {_stem(word): kind for kind, row in enumerate(rows) for word in row}
