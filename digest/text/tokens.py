"""The smallest pieces of a text that the fact finders look at, with their places."""

from __future__ import annotations

import re
from collections import namedtuple

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NamedTuple

    class Token(NamedTuple):
        """A run of letters and digits, or one other visible character; offsets into the whole text."""

        text: str
        start: int
        end: int

else:
    Token = namedtuple("Token", "text start end")  # typing's form costs its import

_TOKEN = re.compile(r"\w+|[^\w\s]")


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """Cut `text[start:end]` into tokens; two tokens touch when one's end is the other's start.

    >>> [t.text for t in tokenize("Kyung-seok's 10–14 June")]
    ['Kyung', '-', 'seok', "'", 's', '10', '–', '14', 'June']
    """
    stop = len(text) if end is None else end
    return [Token(m[0], m.start(), m.end()) for m in _TOKEN.finditer(text, start, stop)]
