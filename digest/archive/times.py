"""Times as the archive stores them: whole microseconds since 1970."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_START = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def stored(time: datetime) -> int:
    """The number for an aware time.

    >>> stored(datetime(1970, 1, 2, tzinfo=UTC))
    86400000000
    """
    return (time - _START) // _TICK


def stored_or_none(time: datetime | None) -> int | None:
    """The number for a time that may be unknown."""
    return None if time is None else (time - _START) // _TICK


def loaded(number: int) -> datetime:
    """The aware UTC time for a number."""
    return _START + timedelta(microseconds=number)


def loaded_or_none(number: int | None) -> datetime | None:
    """The time for a number that may be missing."""
    return None if number is None else _START + timedelta(microseconds=number)
