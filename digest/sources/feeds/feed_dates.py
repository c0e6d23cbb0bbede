"""The dates that feeds write: RFC 822 with its zones, ISO 8601 and W3CDTF, and what comes near to them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=1)

# Minutes east of Greenwich. A name that two places share is read as the one with more feeds.
_ZONES = {
    "z": 0, "ut": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "mez": 60, "met": 60, "cest": 120,
    "mesz": 120, "mest": 120, "eet": 120, "sast": 120, "cat": 120, "eest": 180, "msk": 180, "eat": 180, "trt": 180,
    "msd": 240, "gst": 240, "pkt": 300, "ist": 330, "npt": 345, "ict": 420, "wib": 420, "hkt": 480, "sgt": 480,
    "awst": 480, "pht": 480, "myt": 480, "jst": 540, "kst": 540, "acst": 570, "aest": 600, "acdt": 630, "aedt": 660,
    "nzst": 720, "nzdt": 780, "nst": -210, "ndt": -150, "adt": -180, "brt": -180, "art": -180, "ast": -240, "edt": -240,
    "clt": -240, "est": -300, "cdt": -300, "cot": -300, "pet": -300, "et": -300, "cst": -360, "mdt": -360, "mst": -420,
    "pdt": -420, "pst": -480, "pt": -480, "akdt": -480, "akst": -540, "hst": -600,
}  # fmt: skip
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier janv enero ene gennaio gen janeiro januari stycznia",
            "feb february februar febr février fevrier fév fev févr febrero febbraio fevereiro februari lutego",
            "mar march märz maerz mär mrz mars marzo março marco maart mrt marca",
            "apr april avril avr abril abr aprile kwietnia",
            "may mai mayo maggio mag maio mei maja",
            "jun june juni juin junio giugno giu junho czerwca",
            "jul july juli juillet juil julio luglio lug julho lipca",
            "aug august août aout aoû agosto ago augustus sierpnia",
            "sep sept september septembre septiembre settembre set setembro września",
            "oct october oktober okt octobre octubre ottobre ott outubro out października",
            "nov november novembre noviembre novembro listopada",
            "dec december dezember dez décembre decembre déc diciembre dic dicembre dezembro grudnia",
        ),
        1,
    )
    for name in names.split()
}
_RFC822 = re.compile(
    r"(?:[^\W\d]{2,12}\.?,?\s+)?(\d{1,2})\.?[\s\-]+(?:de\s+)?([^\W\d]{3,12})\.?,?[\s\-]+(?:de\s+)?(\d{4}|\d{2})"
    r"(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([ap]m)?\s*(.*))?$",
    re.IGNORECASE,
)
_AMERICAN = re.compile(  # "Jan 2, 2023 3:04 PM EST", and asctime's "Mon Jan  2 03:04:05 2023"
    r"(?:[^\W\d]{3,9}\.?,?\s+)?([^\W\d]{3,9})\.?\s+(\d{1,2})(?:,\s*(\d{4}))?"
    r"(?:,?\s+(?:at\s+)?(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap]m)?)?\s*(.*)$",
    re.IGNORECASE,
)
_ISO = re.compile(
    r"(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?)?"
    r"(?:(?:\s*T\s*|\s+)(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d+)?)?\s*(.*))?$",
    re.IGNORECASE,
)
_SLASHED = re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(.*))?$")
_OFFSET = re.compile(r"(?:gmt|utc)?\s*([+\-−])\s*(\d{1,2}):?(\d{2})?(?:\s*\(.*\)|\s+[a-z]{1,5})?$", re.IGNORECASE)
_COMMENT = re.compile(r"\s*\([^()]*\)")


def read(written: str, now: datetime) -> datetime | None:
    """Read one date as an aware UTC time; None when it says none between 1990 and tomorrow.

    >>> read("Tue, 02 Jan 2024 03:04:05 CEST", datetime(2031, 5, 1, tzinfo=UTC))
    datetime.datetime(2024, 1, 2, 1, 4, 5, tzinfo=datetime.timezone.utc)
    """
    written = written.strip()
    if not 6 <= len(written) <= 100:
        return None
    try:
        moment = _iso(written) if written[:4].isdigit() else _rfc822(written)
    except (ValueError, OverflowError):
        return None  # a 30th of February, a 25th hour, a year 0
    return within(moment, now)


def within(moment: datetime | None, now: datetime) -> datetime | None:
    """A moment when it lies between 1990 and a day from now."""
    return moment if moment is not None and EARLIEST <= moment <= now + _AHEAD else None


def _iso(written: str) -> datetime | None:
    found = _ISO.match(written) or _SLASHED.match(written)
    if found is None:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    if day is None and (month is None or hour is not None):
        return None  # a bare number is no year, and "2024-01 03:04" says no day
    return _moment(int(year), int(month), int(day or 1), hour, minute, second, zone)


def _rfc822(written: str) -> datetime | None:
    if "(" in written:
        written = _COMMENT.sub("", written).strip()
    found = _RFC822.match(written)
    if found is not None:
        day, name, year, hour, minute, second, half, zone = found.groups()
    else:
        found = _AMERICAN.match(written)
        if found is None:
            return None
        name, day, year, hour, minute, second, half, zone = found.groups()
        if year is None:
            last = (zone or "").split()
            if not last or not (last[-1].isdigit() and len(last[-1]) == 4):
                return None
            year, zone = last[-1], " ".join(last[:-1])
    month = _MONTHS.get(name.lower())
    if month is None:
        return None
    if half and hour:
        hour = str(int(hour) % 12 + (12 if half.lower() == "pm" else 0))
    return _moment(_year(year), month, int(day), hour, minute, second, zone)


def _year(written: str) -> int:
    year = int(written)
    return year if len(written) == 4 else year + (2000 if year < 70 else 1900)


def _moment(
    year: int, month: int, day: int, hour: str | None, minute: str | None, second: str | None, zone: str | None
) -> datetime | None:
    offset = _offset((zone or "").strip())
    if offset is None:
        return None
    hours, seconds = int(hour or 0), min(int(second or 0), 59)  # a leap second is the one before
    later = timedelta(days=1) if hours == 24 and not int(minute or 0) else timedelta()  # midnight at a day's end
    moment = datetime(
        year, month, day, hours % 24 if later else hours, int(minute or 0), seconds, tzinfo=timezone(offset)
    )
    return (moment + later).astimezone(UTC)


def _offset(zone: str) -> timedelta | None:
    """East of Greenwich; a time without a zone is taken for UTC, and so is a zone that nothing names."""
    if not zone or zone in ("Z", "z", "GMT"):
        return timedelta()
    found = _OFFSET.match(zone)
    if found is not None:
        minutes = int(found[2]) * 60 + int(found[3] or 0)
        if minutes > 14 * 60:
            return None
        return timedelta(minutes=minutes if found[1] == "+" else -minutes)
    return timedelta(minutes=_ZONES.get(zone.split()[0].strip(".,").lower(), 0))
