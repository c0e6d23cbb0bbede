"""Arithmetic with calendar dates, and the two ways of writing them: TIMEX3 values and EDTF."""

from __future__ import annotations

from datetime import date, timedelta

_SEASONS = {"SP": "21", "SU": "22", "FA": "23", "WI": "24"}


def day(year: int, month: int, number: int) -> date | None:
    """Return the date, or None when there is no such day."""
    try:
        return date(year, month, number)
    except ValueError:
        return None


def add_days(start: date, count: int) -> date | None:
    """Return the date so many days later, or None beyond the calendar's ends."""
    try:
        return start + timedelta(days=count)
    except OverflowError:
        return None


def add_months(year: int, month: int, count: int) -> tuple[int, int]:
    """Return the year and month so many months later.

    >>> add_months(2024, 11, 3)
    (2025, 2)
    """
    total = year * 12 + month - 1 + count
    return total // 12, total % 12 + 1


def week(moment: date) -> str:
    """Write the ISO week of a date: 2024-W39."""
    iso = moment.isocalendar()
    return f"{iso.year:04d}-W{iso.week:02d}"


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar.

    >>> easter(2024)
    datetime.date(2024, 3, 31)
    """
    golden = year % 19
    century, rest = divmod(year, 100)
    correction = (8 * century + 13) // 25
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    moon = epact - (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, number = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, number + 1)


def holiday(rule: str, year: int) -> date | None:
    """Return a holiday's date in a year: "12-25", "E+1" (after Easter), "05-1-L" (last Monday of May),
    "11-4-4-1" (the day after the fourth Thursday of November).
    """
    if not 1583 <= year <= 9998:
        return None
    if rule[0] == "E":
        return add_days(easter(year), int(rule[1:]))
    parts = rule.split("-")
    month = int(parts[0])
    if len(parts) == 2:
        return day(year, month, int(parts[1]))
    found = nth_weekday(year, month, int(parts[1]), -1 if parts[2] == "L" else int(parts[2]))
    return add_days(found, 1) if found and len(parts) == 4 else found


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """Return the nth (-1: last) weekday (1 Monday .. 7 Sunday) of a month."""
    if nth > 0:
        first = day(year, month, 1)
        if first is None:
            return None
        number = 1 + (weekday - first.isoweekday()) % 7 + 7 * (nth - 1)
        return day(year, month, number)
    last = last_day(year, month)
    return None if last is None else add_days(last, -((last.isoweekday() - weekday) % 7))


def last_day(year: int, month: int) -> date | None:
    """Return the last day of a month."""
    following = day(*add_months(year, month, 1), 1)
    return None if following is None else add_days(following, -1)


def edtf(value: str) -> str | None:
    """Turn a TIMEX3 date into EDTF; None for one that stands for no calendar date.

    >>> [edtf(v) for v in ("2024-09-10T17:00", "2024-W28", "2025-H1", "196", "2018-SU", "XXXX-09")]
    ['2024-09-10', '2024-07-08/2024-07-14', '2025-01/2025-06', '196X', '2018-22', None]
    """
    value = value.partition("T")[0]
    if value.startswith("BC") and len(value) == 6 and value[2:].isdigit():
        return f"-{int(value[2:]) - 1:04d}"
    year, rest = value[:4], value[5:]
    if len(value) in (2, 3) and value.isdigit():
        return value + "X" * (4 - len(value))
    if len(year) < 4 or not year.isdigit() or value[4:5] not in ("", "-"):
        return None
    if not rest or rest.replace("-", "").isdigit():
        return value
    if rest in _SEASONS:
        return f"{year}-{_SEASONS[rest]}"
    if rest[0] == "W" and rest[1:3].isdigit():
        return _week_span(int(year), int(rest[1:3]), rest[3:] == "-WE")
    if rest[0] in "QH" and rest[1:].isdigit():
        size = 3 if rest[0] == "Q" else 6
        last = int(rest[1:]) * size
        return f"{year}-{last - size + 1:02d}/{year}-{last:02d}" if 0 < last <= 12 else None
    return None


def _week_span(year: int, number: int, weekend_only: bool) -> str | None:
    try:
        first = date.fromisocalendar(year, number, 6 if weekend_only else 1)
        last = date.fromisocalendar(year, number, 7)
    except ValueError:
        return None
    return f"{first}/{last}"
