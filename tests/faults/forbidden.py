"""The characters that no output may hold, wherever they came from."""

from __future__ import annotations

NAMES = {
    "C0": (*range(0x0A), *range(0x0B, 0x20)),  # all but the line break
    "DEL": (0x7F,),
    "C1": tuple(range(0x80, 0xA0)),
    "bidi": (0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)),
    "TAG": tuple(range(0xE0000, 0xE0080)),
    "surrogate": tuple(range(0xD800, 0xE000)),
}
FORBIDDEN = frozenset(chr(point) for points in NAMES.values() for point in points)
_DELETED = {ord(sign): None for sign in FORBIDDEN}


def found_in(text: str) -> int:
    """How many of them a text holds."""
    return len(text) - len(text.translate(_DELETED)) if not text.isprintable() else 0


def kinds_in(text: str) -> list[str]:
    """Which, for a complaint: the group and the code point of each."""
    found = sorted(FORBIDDEN & set(text))
    groups = {chr(point): name for name, points in NAMES.items() for point in points}
    return [f"{groups[sign]} U+{ord(sign):04X}" for sign in found]
