"""Countries by their names, peoples, capitals, regions and institutions, as news text writes them.

The table is `data/countries.tsv`. A word that more than one country answers to is marked there
with "?": it gets a code only when the same text also names exactly one of its countries plainly.
"""

from __future__ import annotations

import re
from collections import Counter, namedtuple
from functools import cache

from digest.facts import lists
from digest.text.tokens import tokenize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import NamedTuple

    class Found(NamedTuple):
        """A stretch of tokens that stands for a country; `code` is "" when the text leaves it open."""

        first: int
        stop: int
        kind: str
        code: str

else:
    Found = namedtuple("Found", "first stop kind code")  # typing's form costs its import

KINDS = ("name", "demonym", "capital", "place", "institution")


# A word or phrase of the table: its tokens, its kind, the countries that answer to it, whether one does plainly.
_Entry = tuple[tuple[str, ...], str, tuple[str, ...], bool]


# Where a phrase of the table begins, and its first word.
_PHRASE = re.compile(r"[\t;]\??(\w+)")
_PHRASE_END = re.compile(r"[\t;\n]")


@cache
def _read() -> str:
    return lists.read("countries.tsv").partition("\n")[2]


@cache
def _first_words() -> frozenset[str]:
    """The first word of every phrase; the rest is read when a text has the word."""
    return frozenset(_PHRASE.findall(_read()))


def _places(word: str) -> Iterator[int]:
    """Where in the table a phrase begins with a word: the place of the sign before it."""
    rows = _read()
    at = rows.find(word)
    while at >= 0:
        before = at - 1 if rows[at - 1] != "?" else at - 2
        if rows[before] in "\t;" and not (rows[at + len(word)].isalnum() or rows[at + len(word)] == "_"):
            yield before
        at = rows.find(word, at + 1)


@cache
def _entries(word: str) -> tuple[_Entry, ...]:
    """What begins with a word of the table, longest first; a phrase of several countries is one entry."""
    rows = _read()
    merged: dict[str, _Entry] = {}
    for at in _places(word):
        begin = rows.rfind("\n", 0, at) + 1
        code = rows[begin : rows.find("\t", begin)]
        kind = KINDS[rows.count("\t", begin, at + 1) - 1]
        marked = _PHRASE_END.split(rows[at + 1 : at + 120], 1)[0]
        plain, phrase = marked[0] != "?", marked.lstrip("?")
        known = merged.get(phrase)
        if known:
            merged[phrase] = (known[0], known[1], (*known[2], code), False)
        else:
            merged[phrase] = (tuple(t.text for t in tokenize(phrase)), kind, (code,), plain)
    return tuple(sorted(merged.values(), key=lambda entry: -len(entry[0])))


def code_of(name: str) -> str | None:
    """Return the ISO 3166-1 alpha-2 code that a name or people stands for on its own, or None.

    >>> code_of("the United States"), code_of("Dutch"), code_of("ROK"), code_of("Korean")
    ('US', 'NL', 'KR', None)
    """
    words = [t.text for t in tokenize(name)]
    if words and words[0].lower() == "the":
        words = words[1:]
    match = _longest(words, 0) if words else None
    if match is None or match[1] != len(words):
        return None
    _, _, codes, plain = match[0]
    return codes[0] if plain else None


def _longest(words: Sequence[str], at: int) -> tuple[_Entry, int] | None:
    """The longest entry that begins at a token, and the token after it."""
    table = _first_words()
    word = words[at]
    best: tuple[_Entry, int] | None = None
    for form in _forms(word):
        if form not in table:
            continue
        for entry in _entries(form):
            stop = _stop(entry, words, at, form)
            if stop:
                best = best if best and best[1] >= stop else (entry, stop)
                break
    return best


def _forms(word: str) -> Iterator[str]:
    """The spellings under which a word may stand in the table: itself, its singular, not in capitals."""
    yield word
    if not word[:1].isupper():
        return
    if word.isupper() and len(word) > 3:
        yield word.capitalize()
    elif word.endswith("s") and len(word) > 4:
        yield word[:-1]


def _stop(entry: _Entry, words: Sequence[str], at: int, form: str) -> int:
    """The token after the entry, or 0 where the text has something else."""
    tokens, kind, _, _ = entry
    stop = at + len(tokens)
    if stop > len(words):
        return 0
    loud = form != words[at] and words[at].isupper()
    if len(form) < len(words[at]) and (kind != "demonym" or len(tokens) > 1):
        return 0  # only peoples have a plural: "Norwegians"
    for k in range(1, len(tokens)):
        have, want = words[at + k], tokens[k]
        if have == want or (have == "’" and want == "'") or (loud and have.upper() == want.upper()):
            continue
        # "South Koreans": a people of two words takes its plural at the end.
        if k == len(tokens) - 1 and kind == "demonym" and have == want + "s":
            continue
        return 0
    return stop


def find(words: Sequence[str]) -> list[Found]:
    """Every country word among a text's tokens, longest first, none overlapping.

    >>> find(["South", "Korea", "and", "the", "Dutch"])
    [Found(first=0, stop=2, kind='name', code='KR'), Found(first=4, stop=5, kind='demonym', code='NL')]
    """
    matches: list[tuple[int, int, _Entry]] = []
    table = _first_words()
    at, count = 0, len(words)
    while at < count:
        word = words[at]
        known = word in table or (word[:1].isupper() and word[-1:] in "sSABCDEFGHIJKLMNOPQRTUVWXYZ")
        match = _longest(words, at) if known else None
        if match is None:
            at += 1
        else:
            matches.append((at, match[1], match[0]))
            at = match[1]
    starting = {first: entry for first, _, entry in matches}
    owned = {stop: starting[stop + 2] for _, stop, _ in matches if stop + 2 in starting and _owns(words, stop)}
    settled = Counter(entry[2][0] for _, stop, entry in matches if entry[3] and stop not in owned)
    return [
        # Named as an owner a country is no country of its own there, but a word for the territory.
        Found(first, stop, "place" if stop in owned else entry[1], _settle(owned.get(stop, entry), settled))
        for first, stop, entry in matches
    ]


_OWNED = frozenset("commonwealth territory dependency possession".split())  # noqa: SIM905


def _owns(words: Sequence[str], stop: int) -> bool:
    """Whether a country only says whose the place after it is: "United States commonwealth of Puerto Rico"."""
    return words[stop].lower() in _OWNED and words[stop + 1] == "of"


def _settle(entry: _Entry, settled: Counter[str]) -> str:
    """The entry's code; one of several only when the text supports just that one.

    "The Senate" is that of the country which the text names most; "Secretary of State" is clear enough.
    """
    tokens, kind, codes, plain = entry
    if plain:
        return codes[0]
    supported = [code for code in codes if code in settled]
    if len(supported) != 1:
        return ""
    most = (
        kind != "institution"
        or len(tokens) > 1
        or all(count < settled[supported[0]] for code, count in settled.items() if code != supported[0])
    )
    return supported[0] if most else ""
