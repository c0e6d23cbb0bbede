"""The word lists that the name and people finders read, each loaded once, when first asked for."""

from __future__ import annotations

import os
from functools import cache


def raw(name: str) -> bytes:
    """The bytes of `data/<name>`."""
    with open(os.path.join(os.path.dirname(__file__), "data", name), "rb") as file:
        return file.read()


def read(name: str) -> str:
    """The text of `data/<name>`."""
    return raw(name).decode().replace("\r\n", "\n")


class Names:
    """A list of names, a line for each first letter (`;Aachen;Aalborg;`), looked through where they stand."""

    def __init__(self, text: str) -> None:
        self._by_letter = {line[1]: line for line in text.split("\n") if line}

    def __contains__(self, name: str) -> bool:
        return f";{name};" in self._by_letter.get(name[:1], "")


@cache
def names(name: str) -> Names:
    """The names of `data/names/<name>.txt`."""
    return Names(read(f"names/{name}.txt"))


@cache
def sections(name: str) -> dict[str, frozenset[str]]:
    """The words under each `[heading]` of `data/<name>.txt`; `#` begins a comment line."""
    found: dict[str, frozenset[str]] = {}
    for part in read(name + ".txt").split("\n[")[1:]:
        heading, _, body = part.partition("]")
        found[heading] = frozenset(" ".join(line for line in body.splitlines() if not line.startswith("#")).split())
    return found
