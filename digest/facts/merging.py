"""Which mentions name the same person: surnames, initials and accents go to the full name."""

from __future__ import annotations

from functools import cache

from digest.facts import lists

Mention = tuple[int, int, str]


@cache
def _suffixes() -> frozenset[str]:
    return frozenset(suffix.lower() for suffix in lists.sections("names/en")["suffix"])


def parts(name: str) -> tuple[str, ...]:
    """A name's words without case, accents, dots and hyphens, for comparing.

    >>> parts("J. Müller-Ríos")
    ('j', 'muller', 'rios')
    """
    if not name.isascii():
        import unicodedata  # a compiled module that most articles never need

        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    words = name.casefold().replace("-", " ").replace("‑", " ").replace(".", " ").replace("’", "'").split()
    while len(words) > 2 and words[-1] in _suffixes():
        words.pop()
    return tuple(words)


def agree(full: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names of two or more words may be one person's.

    >>> agree(("john", "smith"), ("j", "smith")), agree(("john", "smith"), ("mary", "smith"))
    (True, False)
    """
    if full == other or sorted(full) == sorted(other):
        return True
    short, long = sorted((full, other), key=len)
    if short[-1] != long[-1]:
        return len(short) > 1 and long[: len(short)] == short
    return _initial(short[0], long[0]) and all(
        any(_initial(word, given) for given in long[1:-1]) for word in short[1:-1]
    )


def _initial(one: str, two: str) -> bool:
    short, long = sorted((one, two), key=len)
    return short == long or (len(short) == 1 and long.startswith(short))


def group(mentions: list[Mention]) -> list[list[Mention]]:
    """Gather mentions (first token, token after the last, name) into persons, in order of appearance.

    A lone word that two persons share, such as a family's surname, is left out.
    """
    people: list[list[Mention]] = []
    keys: list[tuple[str, ...]] = []
    by_word: dict[str, list[int]] = {}
    exact: dict[tuple[str, ...], int] = {}
    split = [(mention, parts(mention[2])) for mention in mentions]
    for mention, key in split:
        if len(key) < 2:
            continue
        known = exact.get(key)
        for word in (key[-1], key[0]):
            if known is None:
                known = next((n for n in by_word.get(word, ())[:_TRIES] if agree(keys[n], key)), None)
        if known is None:
            known = len(people)
            people.append([])
            keys.append(key)
            for word in dict.fromkeys((key[-1], key[0])):
                by_word.setdefault(word, []).append(known)
        elif len(key) > len(keys[known]):
            keys[known] = key
        exact.setdefault(key, known)
        people[known].append(mention)
    lone: dict[str, int] = {}
    for mention, key in split:
        if len(key) != 1:
            continue
        owners = _owners(key[0], by_word, keys)
        if len(owners) == 1:
            people[owners[0]].append(mention)
        elif not owners:
            if key[0] not in lone:
                lone[key[0]] = len(people)
                people.append([])
            people[lone[key[0]]].append(mention)
    return sorted((sorted(person) for person in people if person), key=lambda person: person[0])


# How many persons of one word are compared before a name counts as new; texts of one repeated word stay fast.
_TRIES = 20


def _owners(word: str, by_word: dict[str, list[int]], keys: list[tuple[str, ...]]) -> list[int]:
    """The persons a lone word may mean: by surname first, then by given name."""
    known = by_word.get(word, [])[:_TRIES]
    by_surname = [n for n in known if keys[n][-1] == word]
    return by_surname or known
