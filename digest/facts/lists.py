"""The word lists that the name and people finders read, each loaded once, when first asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("data")


@cache
def lines(name: str) -> frozenset[str]:
    """The lines of `data/<name>.txt` as a set."""
    return frozenset(_DATA.joinpath(name + ".txt").read_text("utf-8").split("\n"))


@cache
def sections(name: str) -> dict[str, frozenset[str]]:
    """The words under each `[heading]` of `data/<name>.txt`; `#` begins a comment line."""
    found: dict[str, frozenset[str]] = {}
    for part in _DATA.joinpath(name + ".txt").read_text("utf-8").split("\n[")[1:]:
        heading, _, body = part.partition("]")
        found[heading] = frozenset(" ".join(line for line in body.splitlines() if not line.startswith("#")).split())
    return found
