"""Whether two articles write the name of one person or organisation."""

from __future__ import annotations

from functools import cache

from digest.facts import lists, merging

# What one sound is written as, in the order in which it is replaced.
_SOUNDS = (
    ("ue", "u"), ("oe", "o"), ("ae", "a"), ("ou", "u"), ("ck", "k"), ("kh", "k"), ("gh", "g"), ("ph", "f"), ("dh", "d"),
    ("q", "k"), ("o", "u"), ("e", "a"), ("y", "i"), ("w", "v"),
)  # fmt: skip
_SHORTEST = 5  # letters of a word in which one letter may differ
_SMALL = frozenset(("of", "the", "for", "and", "on", "in", "to", "de", "du", "des", "la", "le", "&"))


def key(name: str) -> tuple[str, ...]:
    """A name's words without case, accents and signs.

    >>> key("Bjørn O'Neil-Müller")
    ('bjorn', "o'neil", 'muller')
    """
    parts = merging.parts(name)
    return parts[1:] if len(parts) > 1 and parts[0] == "the" else parts


def sound(word: str) -> str:
    """A word with each sound written in one way and no letter doubled.

    >>> sound("mohammed") == sound("muhamad"), sound("zelensky") == sound("zelenskiy")
    (True, True)
    """
    for written, plain in _SOUNDS:
        word = word.replace(written, plain)
    return "".join(c for at, c in enumerate(word) if not at or word[at - 1] != c)


def same_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names of two or more words may be one person's.

    >>> same_person(key("Mohammed Mursi"), key("Mohamed Morsi")), same_person(key("Kim Jong-un"), key("Kim Jong Un"))
    (True, True)
    >>> same_person(key("John Smith"), key("Mary Smith"))
    False
    """
    if merging.agree(one, other) or "".join(one) == "".join(other):
        return True
    first, second = tuple(map(sound, one)), tuple(map(sound, other))
    if merging.agree(first, second):
        return True
    if len(first) != len(second):
        return False
    differing = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    return len(differing) == 1 and _one_letter_apart(*differing[0])


def same_surname_spelling(one: str, other: str) -> bool:
    """Whether two lone words are spellings of one name."""
    return one == other or sound(one) == sound(other)


def _one_letter_apart(one: str, other: str) -> bool:
    """Whether a letter changed, added or left out, or two exchanged, makes one word the other."""
    short, long = sorted((one, other), key=len)
    if len(short) < _SHORTEST or len(long) - len(short) > 1 or short[0] != long[0]:
        return False
    at = next((n for n, c in enumerate(short) if c != long[n]), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    return short[at + 1 :] == long[at + 1 :] or (
        short[at : at + 2] == long[at + 1 : at - 1 if at else None : -1] and short[at + 2 :] == long[at + 2 :]
    )


def same_organisation(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names are one organisation's: equal words in any order, or an acronym and what it stands for.

    >>> same_organisation(key("Ministry of Defense"), key("Defence Ministry"))
    True
    >>> same_organisation(key("WHO"), key("World Health Organization"))
    True
    >>> same_organisation(key("Velora"), key("Velora Inc."))
    True
    """
    one, other = _without_form(one), _without_form(other)
    if "".join(one) == "".join(other):
        return bool(one)
    first, second = _telling(one), _telling(other)
    if sorted(map(_british, first)) == sorted(map(_british, second)):
        return bool(first)
    short, long = sorted((one, other), key=lambda words: len("".join(words)))
    letters = "".join(short)
    if len(letters) < 2 or len(letters) > 8 or any(len(part) > 1 for part in short[1:]):
        return False
    return letters in ("".join(w[0] for w in _telling(long)), "".join(w[0] for w in long if w != "the"))


def _without_form(name: tuple[str, ...]) -> tuple[str, ...]:
    """A firm's name without "Inc." and the like."""
    firms = _firms()
    while len(name) > 1 and name[-1] in firms:
        name = name[:-1]
    return name


@cache
def _firms() -> frozenset[str]:
    return frozenset(form.casefold() for form in lists.sections("names/en")["firm"])


def _telling(name: tuple[str, ...]) -> list[str]:
    return [word for word in name if word not in _SMALL]


def _british(word: str) -> str:
    return word.replace("defence", "defense").replace("centre", "center").replace("labour", "labor").replace("is", "iz")
