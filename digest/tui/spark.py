"""Small drawings in a line: how much was written when."""

from __future__ import annotations

from datetime import timedelta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_BARS = "▁▂▃▄▅▆▇█"


def coverage(times: Sequence[datetime], until: datetime, *, hours: int = 24, cells: int = 8) -> str:
    """Return a sparkline of how many articles came in each part of the last hours, the oldest at the left.

    >>> from datetime import UTC, datetime
    >>> now = datetime(2031, 5, 3, 12, tzinfo=UTC)
    >>> coverage([now, now, now - timedelta(hours=20)], now, cells=4)
    '▄··█'
    """
    counts = [0] * cells
    step = timedelta(hours=hours) / cells
    for time in times:
        place = cells - 1 - int((until - time) / step)
        counts[min(cells - 1, max(0, place))] += 1
    most = max(counts, default=0)
    return "".join("·" if not n else _BARS[max(0, round(n / most * len(_BARS)) - 1)] for n in counts)


def age(then: datetime, now: datetime) -> str:
    """Return how long ago something was, in one unit.

    >>> from datetime import UTC, datetime
    >>> noon = datetime(2031, 5, 3, 12, tzinfo=UTC)
    >>> [age(noon - timedelta(minutes=m), noon) for m in (0, 7, 90, 60 * 50)]
    ['now', '7 min', '1 h', '2 d']
    """
    minutes = int((now - then).total_seconds() // 60)
    if minutes < 1:
        return "now"
    if minutes < 60:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} d"
