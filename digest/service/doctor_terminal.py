"""What the terminal can show, as far as it says."""

from __future__ import annotations

import os
import sys

from digest.service.doctor import NOTE, OK, WARNING, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_LEAST_COLUMNS, _LEAST_LINES = 80, 24
_WHERE = "terminal"
_TERM = "set TERM, or use `digest --linear`"
_LANG = "set LANG to a UTF-8 locale such as C.UTF-8"


def examine() -> Iterator[Finding]:
    """Colour, encoding, size, locale."""
    term = os.environ.get("TERM", "")
    if not sys.stdout.isatty():
        yield Finding(OK, _WHERE, "none: what is printed goes to a file or a pipe, plain and without colour")
    elif term in {"", "dumb"}:
        yield Finding(WARNING, _WHERE, f"TERM is {term or 'not set'}, so the screen can't be drawn", _TERM)
    else:
        yield Finding(OK, _WHERE, f"{term}, {_colours(term)}")
        yield from _size()
    if os.environ.get("NO_COLOR"):
        yield Finding(NOTE, _WHERE, "NO_COLOR is set: nothing is coloured", "unset NO_COLOR if you want colours")
    yield from _letters()


def _colours(term: str) -> str:
    if os.environ.get("COLORTERM", "").lower() in {"truecolor", "24bit"}:
        return "16 million colours"
    return "256 colours" if "256" in term else "16 colours"


def _size() -> Iterator[Finding]:
    try:
        size = os.get_terminal_size(sys.stdout.fileno())
    except (OSError, ValueError):
        return
    said = f"{size.columns} columns and {size.lines} lines"
    if size.columns < _LEAST_COLUMNS or size.lines < _LEAST_LINES:
        yield Finding(NOTE, _WHERE, said, f"the screen is at its best from {_LEAST_COLUMNS} by {_LEAST_LINES} on")
    else:
        yield Finding(OK, _WHERE, said)


def _letters() -> Iterator[Finding]:
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if os.environ.get(name)), "")
    if encoding != "utf8":
        what = f"its encoding is {sys.stdout.encoding}: letters that it lacks are shown as `?`"
        yield Finding(WARNING, _WHERE, what, _LANG)
    elif locale in {"", "C", "POSIX"}:
        yield Finding(NOTE, _WHERE, f"the locale is {locale or 'not set'}", _LANG)
    else:
        yield Finding(OK, _WHERE, f"Unicode ({locale})")
