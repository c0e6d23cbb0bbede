"""The lines of a plain text: which belong together, and whether the first is a headline."""

from __future__ import annotations

import re

_WIDEST, _NARROWEST = 100, 45  # the widths at which mail and plain-text pages are wrapped
_STOPS = tuple('.!?…:;"”»)。！？।؟')
_BULLETS = tuple("•⁃▪‣◦●·*+>|–—-")
_LABEL = re.compile(r"[(\[]?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)\]]\s|[A-Z][\w-]*:\s")
_SUSPENDED = frozenset(
    ("and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o", "e", "en", "of")
)  # "two- and three-"
_HEADLINE_CHARACTERS, _HEADLINE_WORDS = 160, 25


def unwrap(text: str) -> str:
    r"""Join the lines of hard-wrapped paragraphs; headlines, lists, verse and tables stay as they are.

    A line goes on in the next one when that one's first word would not have fitted. Nothing is
    joined unless most of the text's breaks look like that, so a text with one line a paragraph
    comes back unchanged, and so does a text that was unwrapped before.

    >>> unwrap("The council met on Tuesday evening to discuss the\nbudget for "
    ...        "the coming year, which had not been\nread.")
    'The council met on Tuesday evening to discuss the budget for the coming year, which had not been read.'
    """
    while True:  # each round joins a quarter of the breaks or ends
        lines = text.split("\n")
        joins = _joins(lines)
        if not joins:
            return text
        text = _joined(lines, joins)


def headline(text: str) -> str:
    r"""Return the first line when it reads like a headline over more text, else "".

    >>> headline("Storm closes ports\n\nShips waited outside the harbour.")
    'Storm closes ports'
    """
    first, _, rest = text.strip().partition("\n")
    first = first.rstrip()
    words = first.split()
    if not rest.strip() or len(first) > _HEADLINE_CHARACTERS or len(words) > _HEADLINE_WORDS:
        return ""
    if not any(c.isalpha() for c in first) or first[0].islower() or _is_list_entry(first):
        return ""
    ending = words[-1].rstrip("\"'”’»)")
    is_acronym = "." in ending[:-1] and ending[-1:] == "."
    if ending.endswith((".", ",", ";", ":", "…", "。", "।", "۔")) and not is_acronym:
        return ""
    return first


def _joins(lines: list[str]) -> set[int]:
    """Return the numbers of the lines that go on in the next one, none without good evidence."""
    pairs = [n for n in range(len(lines) - 1) if lines[n].strip() and lines[n + 1].strip()]
    widths = sorted(len(lines[n]) for n in pairs if _NARROWEST <= len(lines[n]) <= _WIDEST)
    if len(widths) < 2:
        return set()
    width = widths[len(widths) * 3 // 4 if len(widths) > 3 else -1]
    widest = widths[len(widths) * 19 // 20]  # a few long addresses do not count
    full = {n for n in pairs if _is_full(lines[n], lines[n + 1], width, widest)}
    open_ended = [n for n in full if not lines[n].rstrip().endswith(_STOPS)]
    going_on = [n for n in open_ended if not lines[n + 1].lstrip()[0].isupper()]
    is_wrapped = (
        len(full) >= max(2, 0.25 * len(pairs))
        and len(open_ended) >= 0.6 * len(full)  # lines of one sentence each end in a stop
        and len(going_on) >= 0.4 * len(full)  # a list of headlines has capitals
    )
    return full if is_wrapped else set()


def _is_full(line: str, following: str, width: int, widest: int) -> bool:
    if not _NARROWEST - 10 <= len(line) <= _WIDEST or _is_list_entry(following.lstrip()[:12]):
        return False
    if any(sign in both for both in (line.strip(), following.strip()) for sign in ("\t", "|", "   ")):
        return False
    first = following.split(None, 1)[0]
    may_end = line.rstrip().endswith(_STOPS) and not first[0].islower()
    return len(line) + 1 + len(first) > (widest if may_end else width)


def _joined(lines: list[str], joins: set[int]) -> str:
    words: set[str] = set()
    parts: list[str] = []
    for n, line in enumerate(lines):
        if n - 1 not in joins:
            parts += ["\n", line]
            continue
        line = line.lstrip()
        before = parts[-1].rstrip()
        if before.endswith("-") and before[-2:-1].isalpha() and line[0].islower():
            words = words or {word.strip(".,;:!?\"'”’)(“‘") for line in lines for word in line.lower().split()}
            parts[-1:] = _rejoined(before, line, words)
        else:
            parts[-1:] = [before, " ", line]
    return "".join(parts[1:])


def _rejoined(before: str, line: str, words: set[str]) -> list[str]:
    """Join at a hyphen, which goes only where the text has the whole word elsewhere."""
    second = line.split(None, 1)[0].strip(".,;:!?\"'”’)").lower()
    first = before.rsplit(None, 1)[-1].lower().lstrip("\"'“‘(")
    if second in _SUSPENDED:
        return [before, " ", line]
    if first[:-1] + second in words and first + second not in words:
        return [before[:-1], line]
    return [before, line]


def _is_list_entry(line: str) -> bool:
    return line.startswith(_BULLETS) or _LABEL.match(line) is not None
