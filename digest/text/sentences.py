"""Where sentences begin and end: the lines of a text, their list markers, their stops.

Conventions: a line break always ends a sentence, so a headline without a full stop or a list entry
stands alone. A blank line opens a new paragraph; in a text without blank lines each line is one.
A quotation and the words that name its speaker are one sentence ('"No!" she said.'), a full stop
inside a longer quotation ends one. Dots belong to the sentence before them ("So . . . . Next.").
"""

from __future__ import annotations

import re
from itertools import pairwise

from digest.model import Sentence
from digest.text import wordlists
from digest.text.stops import ORDINALS, is_end

_LINE = re.compile(r"\S[^\n]*")
_CLOSERS = "\"'”’»›“‘«‹)\\]}"
# A run of stops with what closes after it; "។", "။", "።" and "։" end sentences of their scripts.
_STOP = re.compile(
    rf"[.!?…؟۔।॥‼⁇⁈⁉።։။។][.!?…؟۔।॥‼⁇⁈⁉{_CLOSERS}]*"
    rf"(?: \.[.{_CLOSERS}]*)*(?:[ \u00a0\u202f]»(?!\w))?(?:\[\d{{1,3}}\])*"  # " . . .", " »", "[1]"
    r"|[。！？｡][。！？｡…」』）】》〉”’\"')]*"
)
_MARKER = re.compile(r"(?:[•⁃▪‣◦●·*–-]\s*)?[(\[]?(?:(\d{1,3})|([a-zA-Z]))(\.\)|[.)\]])\s+(?=\S)")
_BULLETS = "•⁃▪‣◦●"


def split(text: str, language: str = "en") -> tuple[Sentence, ...]:
    """Split, keeping each sentence's place in the text.

    >>> [s.text for s in split("Mr. Li left on Sept. 3. It rained!")]
    ['Mr. Li left on Sept. 3.', 'It rained!']
    """
    language = wordlists.code(language)
    lines = [(m.start(), m.start() + len(m[0].rstrip())) for m in _LINE.finditer(text)]
    gaps = [text.count("\n", end, start) for (_, end), (start, _) in pairwise(lines)]
    to_open = 2 if any(gap > 1 for gap in gaps) else 1
    sentences: list[Sentence] = []
    paragraph = 0
    for number, (start, end) in enumerate(lines):
        if number and gaps[number - 1] >= to_open:
            paragraph += 1
        for cut in _cuts(text, start, end, language):
            piece = text[start:cut].rstrip()
            sentences.append(Sentence(piece, start, start + len(piece), paragraph))
            start = cut
            while start < end and text[start].isspace():
                start += 1
    return tuple(sentences)


def _cuts(text: str, start: int, end: int, language: str) -> list[int]:
    """Return the places at which the sentences of one line end, its own end included."""
    marker = _MARKER.match(text, start, end)
    entries: list[int] = []
    if text[start] in _BULLETS:
        entries = _bullets(text, start, end)
    elif marker:
        entries = _entries(text, end, marker, language)
    cuts = []
    for entry in (*entries, end):
        body = marker.end() if marker else start
        for stop in _STOP.finditer(text, body, entry):
            if stop.end() < entry and is_end(text, body, stop.start(), stop.end(), entry, language):
                cuts.append(stop.end())
                body = stop.end()
        cuts.append(entry)
        start = entry
        marker = _MARKER.match(text, start, end)
    return cuts


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
