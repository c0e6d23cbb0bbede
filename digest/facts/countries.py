"""Countries by their names, peoples, capitals, regions and institutions, as news text writes them.

The table is `data/countries.tsv`. A word that more than one country answers to is marked there
with "?": it gets a code only when the same text also names exactly one of its countries plainly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from digest.text.tokens import tokenize

KINDS = ("name", "demonym", "capital", "place", "institution")


class Found(NamedTuple):
    """A stretch of tokens that stands for a country; `code` is "" when the text leaves it open."""

    first: int
    stop: int
    kind: str
    code: str


class _Entry(NamedTuple):
    """A word or phrase of the table and the countries that answer to it."""

    tokens: tuple[str, ...]
    kind: str
    codes: tuple[str, ...]
    plain: bool


def _read() -> str:
    return Path(__file__).with_name("data").joinpath("countries.tsv").read_text("utf-8")


@cache
def _table() -> dict[str, list[tuple[str, str, str]]]:
    """Phrase, kind and code under each first word; kept raw, since a text meets few of them."""
    table: dict[str, list[tuple[str, str, str]]] = {}
    for row in _read().splitlines():
        if row[0] == "#":
            continue
        code, *columns = row.split("\t")
        for kind, column in zip(KINDS, columns, strict=False):
            for phrase in column.split(";"):
                word = phrase.partition(" ")[0]
                if not word.isalnum():
                    word = _lead(word)
                if word in table:
                    table[word].append((phrase, kind, code))
                else:
                    table[word] = [(phrase, kind, code)]
    table.pop("", None)
    return table


def _lead(word: str) -> str:
    """The first token of a word that holds more than letters: "N" of "N'Djamena"."""
    word = word.lstrip("?")
    for at, letter in enumerate(word):
        if not letter.isalnum():
            return word[:at]
    return word


@cache
def _entries(word: str) -> tuple[_Entry, ...]:
    """What begins with a word of the table; a phrase of several countries is one entry."""
    merged: dict[str, _Entry] = {}
    for phrase, kind, code in _table()[word]:
        plain = phrase[0] != "?"
        phrase = phrase.lstrip("?")
        known = merged.get(phrase)
        if known:
            merged[phrase] = known._replace(codes=(*known.codes, code), plain=False)
        else:
            merged[phrase] = _Entry(tuple(t.text for t in tokenize(phrase)), kind, (code,), plain)
    return tuple(merged.values())


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
    entry = match[0]
    return entry.codes[0] if entry.plain else None


def _longest(words: Sequence[str], at: int) -> tuple[_Entry, int] | None:
    """The longest entry that begins at a token, and the token after it."""
    table = _table()
    word = words[at]
    best: tuple[_Entry, int] | None = None
    for form in _forms(word):
        if form not in table:
            continue
        for entry in _entries(form):
            stop = _stop(entry, words, at, form)
            if stop and (best is None or stop > best[1]):
                best = entry, stop
    return best


def _forms(word: str) -> Iterable[str]:
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
    tokens = entry.tokens
    stop = at + len(tokens)
    if stop > len(words):
        return 0
    loud = form != words[at] and words[at].isupper()
    if len(form) < len(words[at]) and (entry.kind != "demonym" or len(tokens) > 1):
        return 0  # only peoples have a plural: "Norwegians"
    for k in range(1, len(tokens)):
        have, want = words[at + k], tokens[k]
        if have == want or (have == "’" and want == "'") or (loud and have.upper() == want.upper()):
            continue
        # "South Koreans": a people of two words takes its plural at the end.
        if k == len(tokens) - 1 and entry.kind == "demonym" and have == want + "s":
            continue
        return 0
    return stop


def find(words: Sequence[str]) -> list[Found]:
    """Every country word among a text's tokens, longest first, none overlapping.

    >>> find(["South", "Korea", "and", "the", "Dutch"])
    [Found(first=0, stop=2, kind='name', code='KR'), Found(first=4, stop=5, kind='demonym', code='NL')]
    """
    matches: list[tuple[int, int, _Entry]] = []
    table = _table()
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
    plain = {entry.codes[0] for _, _, entry in matches if entry.plain}
    return [Found(first, stop, entry.kind, _settle(entry, plain)) for first, stop, entry in matches]


def _settle(entry: _Entry, plain: set[str]) -> str:
    """The entry's code; one of several only when the text supports just that one."""
    if entry.plain:
        return entry.codes[0]
    supported = [code for code in entry.codes if code in plain]
    return supported[0] if len(supported) == 1 else ""
