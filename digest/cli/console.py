"""The two streams: stdout is the result and nothing else, stderr is narration."""

from __future__ import annotations

import os
import sys

from digest.output import Style
from digest.text.clean import clean, harmless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def complain(message: str) -> None:
    """One line on stderr, with nothing in it that could act on a terminal."""
    try:
        _lenient(sys.stderr).write(f"digest: {clean(message, one_line=True)}\n")
    except OSError:
        return  # no one is listening


def show(text: str) -> None:
    """Write a result to stdout, nothing in it but our own colours acting on a terminal.

    A character that its encoding lacks becomes `?`.
    """
    _lenient(sys.stdout).write(harmless(text, colours=sys.stdout.isatty()))


def style(*, scores: bool = False) -> Style:
    """How to write to stdout: to its width and in colour on a terminal, linear and plain in a pipe."""
    if not sys.stdout.isatty():
        return Style(scores=scores)
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Style(width=width(), colour=colour, scores=scores)


def width() -> int:
    """The terminal's width in cells: COLUMNS, else what the terminal says, else 80."""
    try:
        columns = int(os.environ.get("COLUMNS", "0"))
    except ValueError:
        columns = 0
    if columns <= 0:
        try:
            columns = os.get_terminal_size(sys.stdout.fileno()).columns
        except OSError:
            columns = 0
    return max(20, columns or 80)


def _lenient(stream: TextIO) -> TextIO:
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")
    return stream
