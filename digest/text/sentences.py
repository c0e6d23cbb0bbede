"""Where sentences begin and end: the lines of a text, their list markers, their stops.

Conventions: a line break always ends a sentence, so a headline without a full stop or a list entry
stands alone. A blank line opens a new paragraph; in a text without blank lines each line is one.
A quotation and the words that name its speaker are one sentence ('"No!" she said.'), a full stop
inside a longer quotation ends one. A label before a sentence ("LONDON —") stands alone.
Dots belong to the sentence before them ("So . . . . Next.").
"""

from __future__ import annotations

import re
from itertools import pairwise

from digest.model import Sentence
from digest.text import labels, wordlists
from digest.text.stops import ORDINALS, is_end

_LINE = re.compile(r"\S[^\n]*")
_NUMBER = re.compile(r"[(\[]?(?:(\d{1,3})|([a-zA-Z]))(\.\)|[.)\]])\s+(?=\S)")
_NOTES = re.compile(r"(?:\[\d{1,3}\])+")
_BULLETS = "•⁃▪‣◦●"
_DASHES = "·*-–"

# A class of signs beyond Latin 1 takes half a millisecond to compile, so it holds only those that a text has.
_WIDE = "。！？｡"
_STOPS = ".!?…؟۔।॥‼⁇⁈⁉։።။"
_CLOSERS = "\"'”’»›“‘«‹)]}"
_RUN = frozenset(_STOPS + _CLOSERS)
_WIDE_RUN = frozenset(_WIDE + "…」』）】》〉”’\"')")


def split(text: str, language: str = "en") -> tuple[Sentence, ...]:
    """Split, keeping each sentence's place in the text.

    >>> [s.text for s in split("Mr. Li left on Sept. 3. It rained!")]
    ['Mr. Li left on Sept. 3.', 'It rained!']
    """
    language = wordlists.code(language)
    stops = re.compile("[" + ("".join(stop for stop in _STOPS + _WIDE if stop in text) or ".") + "]")
    lines = [(m.start(), m.start() + len(m[0].rstrip())) for m in _LINE.finditer(text)]
    gaps = [text.count("\n", end, start) for (_, end), (start, _) in pairwise(lines)]
    to_open = 2 if any(gap > 1 for gap in gaps) else 1
    sentences: list[Sentence] = []
    paragraph = 0
    for number, (start, end) in enumerate(lines):
        if number and gaps[number - 1] >= to_open:
            paragraph += 1
        cuts = _cuts(text, start, end, language, stops)
        body = labels.end(text, start, cuts[0])
        for cut in (body, *cuts) if body > start else cuts:
            if start == cut:  # nothing but blanks since the last stop
                continue
            piece = text[start:cut].rstrip()
            sentences.append(Sentence(piece, start, start + len(piece), paragraph))
            start = cut
            while start < end and text[start].isspace():
                start += 1
    return tuple(sentences)


def _cuts(text: str, start: int, end: int, language: str, stops: re.Pattern[str]) -> list[int]:
    """Return the places at which the sentences of one line end, its own end included."""
    marker = _marker(text, start, end)
    entries: list[int] = []
    if text[start] in _BULLETS:
        entries = _bullets(text, start, end)
    elif marker:
        entries = _entries(text, end, marker, language)
    cuts = []
    for entry in (*entries, end):
        body = at = marker.end() if marker else start
        while stop := stops.search(text, at, entry):
            at = _run_end(text, stop.start(), entry)
            if at < entry and is_end(text, body, stop.start(), at, entry, language):
                cuts.append(at)
                body = at
        cuts.append(entry)
        if entry < end:
            start = entry
            marker = _marker(text, start, end)
    return cuts


def _marker(text: str, start: int, end: int) -> re.Match[str] | None:
    """Match the number or letter of a list entry, after its bullet if it has one."""
    if start < end and (text[start] in _BULLETS or text[start] in _DASHES):
        start += 1
        while start < end and text[start].isspace():
            start += 1
    return _NUMBER.match(text, start, end)


def _run_end(text: str, at: int, end: int) -> int:
    """Return where the run of stops from `at` ends, with what closes after it: ".”", " . . .", " »", "[1]"."""
    signs = _WIDE_RUN if text[at] in _WIDE else _RUN
    at += 1
    while at < end and text[at] in signs:
        at += 1
    if signs is _WIDE_RUN:
        return at
    while text.startswith(" .", at, end):
        at += 2
        while at < end and (text[at] == "." or text[at] in _CLOSERS):
            at += 1
    if text[at : min(at + 2, end)] in (" »", "\u00a0»", "\u202f»") and not text[at + 2 : at + 3].isalnum():
        at += 2
    notes = _NOTES.match(text, at, end) if text[at : at + 1] == "[" else None
    return notes.end() if notes else at


def _bullets(text: str, start: int, end: int) -> list[int]:
    """Return where further entries begin in a line of entries with the same bullet."""
    places: list[int] = []
    at = start
    while (at := text.find(text[start], at + 1, end)) > 0:
        if text[at - 1].isspace():
            places.append(at)
    return places


def _entries(text: str, end: int, marker: re.Match[str], language: str) -> list[int]:
    """Return where the entries 2, 3 … (b, c …) begin in a line that opens with entry 1 (a)."""
    number, letter, shape = marker.groups()
    if (letter and letter.isupper()) or (shape == "." and language in ORDINALS):
        return []  # "A. Brown met B. Green", "1. FC Köln"
    places: list[int] = []
    at = marker.end()
    while True:
        number, letter = number and str(int(number) + 1), letter and chr(ord(letter) + 1)
        entry = f" {number or letter}{shape} "
        at = text.find(entry, at, end) + 1
        if not at or not text[at + len(entry) - 1].isupper():
            return places
        places.append(at)
