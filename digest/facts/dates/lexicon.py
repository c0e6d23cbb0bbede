"""The words and patterns of one language, read from its data file."""

from __future__ import annotations

import os
from functools import cache

from digest.text.tokens import tokenize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Value: TypeAlias = int | str
    Classes: TypeAlias = dict[str, Value]
    # One thing a pattern element may be: a class (with the value it must have, or None) or a literal word.
    Choice: TypeAlias = tuple[bool, str, Value | None, str]
    Element: TypeAlias = tuple[tuple[Choice, ...], bool]
    # Action, flags, elements, what the second word must be one of (None: no matter), and the third after a hyphen.
    Names: TypeAlias = frozenset[str] | None
    Pattern: TypeAlias = tuple[str, frozenset[str], tuple[Element, ...], Names, Names]

# Not pathlib, whose import costs more than reading all the dates of an article.
_DATA = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "dates")
# Sections that are plain sets of words, and where they go.
_SETS = {
    "PREP": "prepositions", "COUNTED": "counted", "COUNTING": "counting", "RATE": "rates", "DOUBTFUL": "doubtful",
    "COMMIT": "commit", "CLAUSE": "clauses", "LINK": "links", "AFTER": "afters",
    "OFSEASON": "of_seasons", "TALK": "talk",
    "DESCRIBING": "describing", "MEANT": "meant", "TOWARDS": "towards", "PASSIVE": "passive",
    "POSSESSIVE": "possessive", "DOING": "doing", "PUTOFF": "put_off",
    "BEFOREDAY": "before_days",
}  # fmt: skip


class Lexicon:
    """Word classes, phrases, patterns by their first element, and clause cues (weight, and 1 ahead or -1 behind)."""

    __slots__ = (
        "afters",
        "before_days",
        "clauses",
        "commit",
        "counted",
        "counting",
        "cues",
        "describing",
        "doing",
        "doubtful",
        "endings",
        "exact",
        "links",
        "literals",
        "meant",
        "numeric",
        "of_seasons",
        "passive",
        "patterns",
        "phrases",
        "possessive",
        "prepositions",
        "put_off",
        "rates",
        "talk",
        "towards",
        "words",
    )

    def __init__(self) -> None:
        self.words: dict[str, Classes] = {}
        self.exact: dict[str, Classes] = {}
        self.phrases: dict[str, list[tuple[tuple[str, ...], Classes]]] = {}
        self.patterns: dict[str, list[Pattern]] = {}
        self.literals: set[str] = set()  # the small-letter words of patterns
        self.cues: dict[str, tuple[int, int]] = {}
        self.endings: list[tuple[str, tuple[int, int]]] = []
        self.prepositions: frozenset[str] = frozenset()
        self.counted: frozenset[str] = frozenset()
        self.commit: frozenset[str] = frozenset()
        self.towards: frozenset[str] = frozenset()
        self.counting: frozenset[str] = frozenset()
        self.doing: frozenset[str] = frozenset()
        self.doubtful: frozenset[str] = frozenset()
        self.clauses: frozenset[str] = frozenset()
        self.talk: frozenset[str] = frozenset()
        self.describing: frozenset[str] = frozenset()
        self.of_seasons: frozenset[str] = frozenset()
        self.afters: frozenset[str] = frozenset()
        self.before_days: frozenset[str] = frozenset()
        self.links: frozenset[str] = frozenset()
        self.meant: frozenset[str] = frozenset()
        self.passive: frozenset[str] = frozenset()
        self.possessive: frozenset[str] = frozenset()
        self.put_off: frozenset[str] = frozenset()
        self.rates: frozenset[str] = frozenset()
        self.numeric = ""


def languages() -> tuple[str, ...]:
    """Name the languages there is a data file for."""
    return tuple(sorted(name[:-4] for name in os.listdir(_DATA) if name.endswith(".txt") and name != "any.txt"))


@cache
def load(language: str) -> Lexicon:
    """Read a language's words and patterns; one that has no file finds nothing but ISO dates."""
    name = language[:2].lower()
    path = os.path.join(_DATA, f"{name if name in languages() else 'any'}.txt")
    with open(path, encoding="utf-8") as file:
        return parse(file.read())


def parse(text: str) -> Lexicon:
    """Turn the text of a data file into a lexicon."""
    lexicon = Lexicon()
    section = ""
    for line in text.splitlines():
        if not line or line[0] == "#":
            continue
        if line[0] == "[" and line[-1] == "]":
            section = line[1:-1]
        elif section == "patterns":
            _add_pattern(lexicon, line)
        else:
            value, *words = line.split()
            _add_words(lexicon, section, value, words)
    for entries in lexicon.phrases.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return lexicon


def _add_words(lexicon: Lexicon, section: str, value: str, words: list[str]) -> None:
    if section in ("AHEAD", "BEHIND"):
        sign = 1 if section == "AHEAD" else -1
        lexicon.cues.update((word, (int(value), sign)) for word in words if word[0] != "-")
        lexicon.endings += [(word[1:], (int(value), sign)) for word in words if word[0] == "-"]
    elif section in _SETS:
        setattr(lexicon, _SETS[section], getattr(lexicon, _SETS[section]) | frozenset(words))
    elif section == "NUMERIC":
        lexicon.numeric = value
    else:
        number: Value = int(value) if value.lstrip("-").isdigit() and "-" not in value[1:] else value
        for word in words:
            _add_word(lexicon, section, number, word)


def _add_word(lexicon: Lexicon, section: str, value: Value, word: str) -> None:
    if word[0] == "=" and len(word) > 1:
        lexicon.exact.setdefault(word[1:], {})[section] = value
        return
    if word.isalnum():
        table = lexicon.words if word == word.lower() else lexicon.exact
        table.setdefault(word, {})[section] = value
        return
    parts = tuple(word.split("_"))
    if not all(map(str.isalnum, parts)):
        parts = tuple(token.text for token in tokenize(word.replace("_", " ")))
    entries = lexicon.phrases.setdefault(parts[0].lower(), [])
    for known, classes in entries:
        if known == parts:
            classes[section] = value
            return
    entries.append((parts, {section: value}))


def _add_pattern(lexicon: Lexicon, line: str) -> None:
    head, _, body = line.partition(" : ")
    action, *flags = head.split()
    elements = tuple(_element(word) for word in body.split())
    pattern: Pattern = (action, frozenset(flags), elements, _second(elements), _after_hyphen(elements))
    for choices, _ in elements:
        lexicon.literals.update(name for is_class, name, _, _ in choices if not is_class)
    for choices, optional in elements:
        for _, name, _, _ in choices:
            entries = lexicon.patterns.setdefault(name, [])
            if pattern not in entries[-1:]:
                entries.append(pattern)
        if not optional:
            break


def _second(elements: tuple[Element, ...]) -> frozenset[str] | None:
    """Name the classes and words that can come second; most patterns are ruled out by that one look."""
    if elements[0][1]:
        return None
    names: set[str] = set()
    for choices, optional in elements[1:]:
        names.update(name for _, name, _, _ in choices)
        if not optional:
            return frozenset(names)
    return None


def _after_hyphen(elements: tuple[Element, ...]) -> frozenset[str] | None:
    """Name the classes and words that can come third where the second is a hyphen."""
    if elements[0][1] or len(elements) < 3 or [name for _, name, _, _ in elements[1][0]] != ["-"]:
        return None
    return _second(elements[1:] if not elements[1][1] else (elements[0], *elements[2:]))


@cache
def _element(word: str) -> Element:
    optional = len(word) > 1 and word[-1] == "?"
    if optional:
        word = word[:-1]
    choices = []
    for part in word.split("|"):
        if part[0].isupper():
            name, _, wanted = part.partition("=")
            value: Value | None = None
            if wanted:
                value = int(wanted) if wanted.lstrip("-").isdigit() else wanted
            choices.append((True, name.rstrip("23"), value, name))
        else:
            choices.append((False, part, None, ""))
    return tuple(choices), optional
