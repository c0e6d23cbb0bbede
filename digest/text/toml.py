"""TOML from anyone → tables: tomllib, without the two forms on which it, or what reads its tables, has no bound."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MOST_PARTS = 1_000  # of the keys of a line: tomllib takes quadratic time on a key `a.a.a…`
DEEPEST = 100  # tables and lists in one another: whoever walks them, or prints a value, does so by recursion
_TEXT = r'"(?:[^"\\]|\\.)*+(?:"|$)|' + r"'[^']*+(?:'|$)"


def loads(text: str) -> dict[str, Any]:
    """Read TOML 1.0; ValueError says what is wrong with it.

    >>> loads("a.b = [1, 2]")
    {'a': {'b': [1, 2]}}
    """
    for number, line in enumerate(text.split("\n"), 1) if text.count(".") > MOST_PARTS else ():
        if line.count(".") > MOST_PARTS and re.sub(_TEXT, "", line).count(".") > MOST_PARTS:
            raise ValueError(f"keys of more than {MOST_PARTS} parts, line {number}")
    import tomllib

    try:
        tables = tomllib.loads(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if _is_deeper(tables, DEEPEST):
        raise ValueError("nested too deeply")
    return tables


def _is_deeper(tables: dict[str, Any], than: int) -> bool:
    level: list[Any] = [tables]
    for _ in range(than):
        inside = (value.values() if isinstance(value, dict) else value for value in level)
        level = [value for values in inside for value in values if isinstance(value, (dict, list))]
        if not level:
            return False
    return True
