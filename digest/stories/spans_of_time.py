"""Whether two EDTF dates can both be right."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import cache

_SEASONS = {"21": (3, 5), "22": (6, 8), "23": (9, 11), "24": (12, 14)}


def compatible(one: str | None, other: str | None) -> bool:
    """Whether two dates do not exclude each other: one lies within the other, or one is open.

    >>> compatible("2031-05", "2031-05-03"), compatible("2031-05-03", "2031-05-04"), compatible(None, "2031")
    (True, False, True)
    """
    if one is None or other is None or one == other:
        return True
    first, second = extent(one), extent(other)
    if first is None or second is None:
        return True
    return _within(first, second) or _within(second, first)


def exclude(one: str | None, other: str | None) -> bool:
    """Whether two dates have no day in common."""
    if one is None or other is None:
        return False
    first, second = extent(one), extent(other)
    return first is not None and second is not None and (first[1] < second[0] or second[1] < first[0])


@cache
def extent(value: str) -> tuple[date, date] | None:
    """The first and last day of an EDTF value, None where it has none that we know.

    >>> extent("2031-02")
    (datetime.date(2031, 2, 1), datetime.date(2031, 2, 28))
    """
    first, found, last = value.partition("/")
    try:
        begin = _days(first)
        end = _days(last) if found else begin
    except ValueError:
        return None
    if begin is None or end is None or end[1] < begin[0]:
        return None
    return begin[0], end[1]


def _days(value: str) -> tuple[date, date] | None:
    value = value.rstrip("~?%").partition("T")[0]
    if "X" in value:
        low, high = value.replace("X", "0"), value.replace("X", "9")
        if len(value) != 4:
            return None
        return date(max(1, int(low)), 1, 1), date(int(high), 12, 31)
    parts = value.split("-")
    if not all(part.isascii() and part.isdigit() for part in parts) or len(parts[0]) != 4:
        return None
    year = int(parts[0])
    if len(parts) == 1:
        return date(year, 1, 1), date(year, 12, 31)
    if len(parts) == 2:
        if parts[1] in _SEASONS:
            first, last = _SEASONS[parts[1]]
            end = (year, last) if last <= 12 else (year + 1, last - 12)
            return date(year, first, 1), date(*end, monthrange(*end)[1])
        return date(year, int(parts[1]), 1), date(year, int(parts[1]), monthrange(year, int(parts[1]))[1])
    day = date(year, int(parts[1]), int(parts[2]))
    return day, day


def _within(inner: tuple[date, date], outer: tuple[date, date]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]
