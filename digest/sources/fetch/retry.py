"""How long a server asks us to stay away."""

from __future__ import annotations

from email.utils import parsedate_to_datetime

LEAST, MOST = 60.0, 86_400.0


def seconds(value: str, *, now: float) -> float:
    """Read a Retry-After, seconds or an HTTP date, as seconds from `now`: a minute to a day, a minute when unreadable.

    >>> [seconds(v, now=0) for v in ("3600", "5", "99999999999", "soon", "Thu, 01 Jan 1970 00:10:00 GMT")]
    [3600.0, 60.0, 86400.0, 60.0, 600.0]
    """
    value = value.strip()[:64]
    if value.isascii() and value.isdecimal():
        wait = float(value)
    else:
        try:
            wait = parsedate_to_datetime(value).timestamp() - now
        except (ValueError, TypeError, OverflowError, IndexError, OSError):
            wait = LEAST
    return min(max(wait, LEAST), MOST)
