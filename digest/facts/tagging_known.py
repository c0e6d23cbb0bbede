"""What the tagger knows of words and phrases with a capital from much text: as what names they mostly came up there.

`data/names/known.txt` has a line for each beginning of two letters: "Ra\\t;Rabat=L4;Rabat:L3;Ras Tanura:L2;".
Behind "=" stands what a word was, alone or within a name, behind ":" what a whole name was.
"""

from __future__ import annotations

from functools import cache, lru_cache

from digest.facts import lists

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# No name of the file has more tokens.
LONGEST = 7


@lru_cache(4_096)
def line(begin: str) -> str:
    """The entries that begin with two letters."""
    return _lines().get(begin.encode(errors="surrogatepass"), b"").decode()


@cache
def _lines() -> dict[bytes, bytes]:
    # As bytes: of a thousand lines an article needs some sixty, and decoding all would be most of the time.
    rows = (row.partition(b"\t") for row in lists.raw("names/known.txt").split(b"\n"))
    return {begin: entries for begin, _, entries in rows}


def forget() -> None:
    """Read the file anew when next asked: it has changed."""
    _lines.cache_clear()
    line.cache_clear()


def word(name: str) -> str:
    """What a word was by type and share: "L4" nearly always a place, "P2o" a person or no name, "?" unknown."""
    return _value(line(name[:2]), f";{name}=") or "?"


def names(words: Sequence[str], upper: Sequence[bool]) -> dict[int, str]:
    """The tokens that make up known names, each with its part and the name's type, share and length: "BL31"."""
    found: dict[int, str] = {}
    for at, is_upper in enumerate(upper):
        if not is_upper or at in found:
            continue
        size, value = _longest(words, at)
        for k in range(at, at + size):
            found[k] = f"{'B' if k == at else 'I'}{value}{min(size, 3)}"
    return found


def _longest(words: Sequence[str], at: int) -> tuple[int, str]:
    """The longest known name that begins at a token: its number of tokens and what it was."""
    entries = line(words[at][:2])
    if f";{words[at]} {' '.join(words[at + 1 : at + 2])}" in entries:
        for size in range(min(LONGEST, len(words) - at), 1, -1):
            value = _value(entries, f";{' '.join(words[at : at + size])}:")
            if value:
                return size, value
    value = _value(entries, f";{words[at]}:")
    return (1, value) if value else (0, "")


def _value(entries: str, key: str) -> str:
    at = entries.find(key)
    return entries[at + len(key) : entries.find(";", at + 1)] if at >= 0 else ""
