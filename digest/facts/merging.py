"""Which mentions name the same person: surnames, initials, short forms and accents go to the full name."""

from __future__ import annotations

from functools import cache

from digest.facts import lists

Mention = tuple[int, int, str]

_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "ß": "ss", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d", "’": "'"}
    | dict.fromkeys("-‑.", " ")
)
_JUNIOR = frozenset(("jr", "sr"))
# A given name's beginning stands for it where so many letters are left out: "Tim", but "Eric" is no Erica.
_SHORTEST, _LEFT_OUT = 3, 3
# How many persons of one word are compared before a name counts as new; texts of one repeated word stay fast.
_TRIES = 20


@cache
def _suffixes() -> frozenset[str]:
    return frozenset(suffix.lower() for suffix in lists.sections("names/en")["suffix"])


@cache
def _nicknames() -> dict[str, frozenset[str]]:
    lines = (line.partition(":") for line in lists.read("names/nicknames_en.txt").splitlines() if line[0] != "#")
    return {full: frozenset(short.split()) for full, _, short in lines}


def parts(name: str) -> tuple[str, ...]:
    """A name's words without case, accents, dots, hyphens and "Jr.", for comparing.

    >>> parts("J. Müller-Ríos"), parts("Bjørn Lie Jr.")
    (('j', 'muller', 'rios'), ('bjorn', 'lie'))
    """
    return _cut(name)[0]


def generation(name: str) -> str:
    """What tells a son from his father of the same name: "jr" or "sr", else ""."""
    return _cut(name)[1]


def _cut(name: str) -> tuple[tuple[str, ...], str]:
    low = name.casefold()
    if not name.isascii():
        import unicodedata  # a compiled module that most articles never need

        low = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
    words = low.translate(_LETTERS).split()
    age = ""
    while len(words) > 2 or (len(words) == 2 and words[-1] in _JUNIOR):
        if words[-1] not in _suffixes():
            break
        last = words.pop()
        age = last if last in _JUNIOR else age
    return tuple(words), age


def agree(full: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names of two or more words may be one person's.

    >>> agree(("john", "smith"), ("j", "smith")), agree(("john", "smith"), ("mary", "smith"))
    (True, False)
    >>> agree(("timothy", "d", "cook"), ("tim", "cook")), agree(("bashar", "al", "assad"), ("al", "assad"))
    (True, True)
    """
    if full == other or sorted(full) == sorted(other):
        return True
    short, long = sorted((full, other), key=len)
    if len(short) < 2:
        return False
    if short[-1] != long[-1]:
        return long[: len(short)] == short
    if long[-len(short) :] == short:
        return True  # "Van Drew", "Silva Reyes"
    return _is_short_for(short[0], long[0]) and all(
        any(_is_short_for(word, given) for given in long[1:-1]) for word in short[1:-1]
    )


def _is_short_for(one: str, other: str) -> bool:
    """Whether one given name is the other, its initial, its beginning or its short form."""
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    if long.startswith(short) and (
        len(short) == 1 or (len(short) >= _SHORTEST and len(long) - len(short) >= _LEFT_OUT)
    ):
        return True
    # "Geoff" is as long as "Bobby", so both ways are looked up.
    return short in _nicknames().get(long, ()) or long in _nicknames().get(short, ())


class _Person:
    """One person as the mentions so far tell; `key` is the fullest name, `firsts` what the forms of it begin with."""

    __slots__ = ("age", "firsts", "key", "mentions", "since")

    def __init__(self, key: tuple[str, ...], age: str, since: int) -> None:
        self.key, self.age, self.since = key, age, since
        self.firsts: set[str] = set()
        self.mentions: list[Mention] = []


def group(mentions: list[Mention]) -> list[list[Mention]]:
    """Gather mentions (first token, token after the last, name) into persons, in order of appearance.

    A lone word goes to the one person of that name who was named before it, else to the only one in the text. One
    that two persons share, such as a family's surname, is left out.
    """
    split = [(mention, *_cut(mention[2])) for mention in mentions]
    people, by_word = _full(split)
    alone: dict[str, _Person] = {}
    for mention, key, age in split:
        if len(key) != 1:
            continue
        owners = _owners(key[0], age, mention[0], by_word)
        if len(owners) == 1:
            owners[0].mentions.append(mention)
        elif not owners:
            alone.setdefault(mention[2].casefold(), _Person(key, age, mention[0])).mentions.append(mention)
    found = [sorted(person.mentions) for person in (*people, *alone.values())]
    return sorted(found, key=lambda person: person[0])


def _full(split: list[tuple[Mention, tuple[str, ...], str]]) -> tuple[list[_Person], dict[str, list[_Person]]]:
    """The persons who have a name of two words or more, also by each word that may stand for them."""
    people: list[_Person] = []
    by_word: dict[str, list[_Person]] = {}
    exact: dict[tuple[tuple[str, ...], str], _Person] = {}
    for mention, key, age in split:
        if len(key) < 2:
            continue
        known = exact.get((key, age))
        for word in (key[-1], key[0]):
            if known is None:
                known = next((p for p in by_word.get(word, ())[:_TRIES] if p.age == age and agree(p.key, key)), None)
        if known is None:
            known = _Person(key, age, mention[0])
            people.append(known)
            _index(by_word, known)
        elif len(key) > len(known.key):
            known.key = key
            _index(by_word, known)
        exact.setdefault((key, age), known)
        known.firsts.add(key[0])
        known.mentions.append(mention)
    return people, by_word


def _index(by_word: dict[str, list[_Person]], person: _Person) -> None:
    for word in dict.fromkeys(person.key):
        listed = by_word.setdefault(word, [])
        if len(listed) <= _TRIES and person not in listed:
            listed.append(person)


def _owners(word: str, age: str, at: int, by_word: dict[str, list[_Person]]) -> list[_Person]:
    """The persons a lone word may mean: by surname first, then by given name, then by a surname of two words."""
    known = by_word.get(word, [])
    if age:
        return [person for person in known if person.age == age]
    by_surname = [person for person in known if person.key[-1] == word]
    by_given = [person for person in known if word in person.firsts]
    # The middle of "Ricardo Rosselló Nevares" may be a surname, that of "Ana Mary Reed" is none.
    owners = by_surname or by_given or [p for p in known if len(p.key) > 2 and word.title() not in _first_names()]
    if len(owners) > 1:
        owners = [person for person in owners if person.since <= at] or owners
    if len(owners) > 1:
        owners = [person for person in owners if not person.age] or owners
    return owners


def _first_names() -> lists.Names:
    return lists.names("first_names")
