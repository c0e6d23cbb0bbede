"""Text in the cells of a terminal: what may be drawn, how far it reaches, cut to a width, broken into lines."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from rich.cells import cell_len, get_character_cell_size
from rich.segment import Segment
from textual.content import Content, Span
from textual.strip import Strip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.style import Style

_JOINER, _EMOJI_FORM = "\u200d", "\ufe0f"
_HIDDEN = frozenset(
    map(chr, (
        *range(0x20), *range(0x7F, 0xA0), 0xAD, 0x61C, 0x180E, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F),
        *range(0x2060, 0x2070), *range(0xD800, 0xE000), 0xFEFF, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080),
    ))
)  # fmt: skip
_BLANK = frozenset("\t\n\v\f\r\u2028\u2029")
_NOT_FIRST = frozenset("、。，．：；！？）］｝〉》」』】〕”’…ー々")  # what no line of Chinese or Japanese begins with


def printable(text: str, *, lines: bool = False) -> str:
    r"""Return the text with a sign in place of each that is not to reach a terminal, every offset as it was.

    Text is cleaned where it comes in; this is for what was not. `lines` keeps line breaks.

    >>> printable("a\x1b[1m\tb\u202e\n")
    'a\ufffd[1m b\ufffd '
    """
    if text.isprintable():
        return text
    for sign in set(text) & _HIDDEN | set(text) & _BLANK:
        if not (lines and sign == "\n"):
            text = text.replace(sign, " " if sign in _BLANK else "\ufffd")
    return text


def reach(text: str, start: int, stop: int, width: int) -> int:
    """Return how far the text can be shown from `start` in so many cells, no character cut in two.

    >>> reach("新聞 news", 0, 7, 6), reach("cafe\u0301!", 0, 6, 4)
    (4, 5)
    """
    size = width + 1
    while True:
        window = text[start : min(stop, start + size)]
        if window.isascii():
            return start + min(len(window), width)
        steps = _advances(window)
        end = bisect_right(list(accumulate(steps)), width)
        if end < len(window):
            while end and (steps[end] == 0 or window[end] == _EMOJI_FORM):
                end -= 1
            return start + end
        if start + end == stop or size > 16 * width:  # more marks than any writing has
            return start + end
        size *= 2


def _advances(text: str) -> list[int]:
    """Return the cells that each character adds, as the terminal's layout counts them."""
    if _JOINER not in text and _EMOJI_FORM not in text:
        return list(map(get_character_cell_size, text))
    steps: list[int] = []
    base, joined = "", False
    for sign in text:
        step = 0
        if joined:
            joined = False
        elif sign == _JOINER:
            joined = True
        elif sign == _EMOJI_FORM:
            step = cell_len(base + sign) - cell_len(base) if base else 0
            base = ""
        elif step := get_character_cell_size(sign):
            base = sign
        steps.append(step)
    return steps


def cut(content: Content, width: int) -> Content:
    """Return the content on one line of at most so many cells, with "…" for what is left out.

    >>> cut(Content("新聞です"), 4), cut(Content("news"), 4)
    (Content('新…'), Content('news'))
    """
    text = printable(content.plain)
    end = reach(text, 0, len(text), width)
    if end == len(text):
        return content if text == content.plain else Content(text, list(content.spans), strip_control_codes=False)
    end = reach(text, 0, len(text), width - 1) if width > 0 else 0
    spans = [Span(span.start, min(span.end, end + 1), span.style) for span in content.spans if span.start <= end]
    return Content(text[:end] + "…" * (width > 0), spans, strip_control_codes=False)


def strip_of(pieces: Iterable[tuple[str, Style]], width: int, style: Style) -> Strip:
    """Return a line of exactly so many cells."""
    segments = [Segment(text, look) for text, look in pieces if text]
    used = sum(cell_len(segment.text) for segment in segments)
    if used > width:
        return Strip(segments, used).adjust_cell_length(width, style)
    if used < width:
        segments.append(Segment(" " * (width - used), style))
    return Strip(segments, width)


def wrapped(text: str, width: int) -> list[tuple[int, int]]:
    """Return where each line begins and ends, in time that grows as the text does.

    >>> text = "It rained all day.\\n\\nThen it stopped."
    >>> [text[start:end] for start, end in wrapped(text, 10)]
    ['It rained', 'all day.', '', 'Then it', 'stopped.']
    """
    lines = []
    start = 0
    while start <= len(text):
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        while True:
            end, after = _line(text, start, stop, width)
            lines.append((start, end))
            if after >= stop:
                break
            start = after
        start = stop + 1
    return lines


def _line(text: str, start: int, stop: int, width: int) -> tuple[int, int]:
    """Where the line that begins at `start` ends, and where the next one begins."""
    end = reach(text, start, stop, width)
    if end >= stop:
        return stop, stop
    blank = text.rfind(" ", start + 1, end + 1)
    if text[max(blank, start) : end + 1].isascii():
        return (blank, blank + 1) if blank > start else (max(end, start + 1), max(end, start + 1))
    place = end
    while place > max(blank, start):  # between wide signs a line may end anywhere
        if (_is_wide(text[place]) or _is_wide(text[place - 1])) and text[place] not in _NOT_FIRST:
            return place, place
        place -= 1
    return (blank, blank + 1) if blank > start else (max(end, start + 1), max(end, start + 1))


def _is_wide(sign: str) -> bool:
    return sign > "\u2e7f" and get_character_cell_size(sign) == 2
