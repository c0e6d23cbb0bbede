"""Wrapping by terminal cells: wide characters take two, combining marks none."""

from __future__ import annotations

_WIDE = frozenset("WF")


def cells(text: str) -> int:
    """How many cells a text takes on a terminal.

    >>> cells("Seoul"), cells("서울")
    (5, 4)
    """
    return len(text) if text.isascii() else sum(_cell(c) for c in text)


def wrap(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    """Break at blanks so that no line is wider than `width`; a longer word is broken inside.

    >>> wrap("one two three", 9, first="- ", rest="  ")
    ['- one two', '  three']
    """
    lines: list[str] = []
    line, used, empty = first, cells(first), True
    room = max(width, cells(rest) + 2)
    for word in text.split():
        for piece in _pieces(word, room - cells(rest)):
            size = cells(piece)
            if not empty and used + 1 + size > room:
                lines.append(line)
                line, used, empty = rest, cells(rest), True
            line += piece if empty else f" {piece}"
            used += size + (not empty)
            empty = False
    return [*lines, line]


def _pieces(word: str, room: int) -> list[str]:
    if cells(word) <= room:
        return [word]
    pieces, piece, used = [], "", 0
    for char in word:
        size = _cell(char)
        if used + size > room:
            pieces.append(piece)
            piece, used = "", 0
        piece += char
        used += size
    return [*pieces, piece]


def _cell(char: str) -> int:
    if char.isascii():
        return 1
    import unicodedata  # only for what is beyond ASCII

    if unicodedata.east_asian_width(char) in _WIDE:
        return 2
    return 0 if unicodedata.category(char) in {"Mn", "Me", "Cf"} else 1
