"""Dates as feeds write them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sources.feeds import feed_dates

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("Tue, 02 Jan 2024 03:04:05 GMT", "2024-01-02T03:04:05"),
        ("Tue, 02 Jan 2024 03:04:05 +0100", "2024-01-02T02:04:05"),
        ("Tue, 2 Jan 2024 03:04 -05:00", "2024-01-02T08:04:00"),
        ("02 Jan 24 03:04:05 EST", "2024-01-02T08:04:05"),
        ("Tue, 02 Jul 2024 03:04:05 CEST", "2024-07-02T01:04:05"),
        ("Tue, 02 Jan 2024 03:04:05 CET", "2024-01-02T02:04:05"),
        ("Tue, 02 Jan 2024 03:04:05 IST", "2024-01-01T21:34:05"),
        ("Tue, 02 Jan 2024 03:04:05 GMT+2", "2024-01-02T01:04:05"),
        ("Tue, 02 Jan 2024 03:04:05", "2024-01-02T03:04:05"),
        ("Tue, 02 Jan 2024 03:04:05 +0000 (UTC)", "2024-01-02T03:04:05"),
        ("Tuesday, January 2, 2024 3:04 PM", "2024-01-02T15:04:00"),
        ("Tue Jan  2 03:04:05 2024", "2024-01-02T03:04:05"),
        ("Tue Jan 02 03:04:05 EST 2024", "2024-01-02T08:04:05"),
        ("mer, 16 nov 2022 10:00:00 +0100", "2022-11-16T09:00:00"),
        ("Di, 02 Mär 2021 10:00:00 MEZ", "2021-03-02T09:00:00"),
        ("2 de enero de 2024", "2024-01-02T00:00:00"),
        ("2024-01-02", "2024-01-02T00:00:00"),
        ("2024-01", "2024-01-01T00:00:00"),
        ("20240102T030405Z", "2024-01-02T03:04:05"),
        ("2024-01-02T03:04:05.678+05:30", "2024-01-01T21:34:05"),
        ("2024-01-02 03:04:05", "2024-01-02T03:04:05"),
        ("2024-01-02T03:04Z", "2024-01-02T03:04:00"),
        ("2024-01-01T24:00:00Z", "2024-01-02T00:00:00"),
        ("2024/01/02 03:04", "2024-01-02T03:04:00"),
    ],
)
def test_a_date_is_read_in_its_zone(written: str, iso: str) -> None:
    assert feed_dates.read(written, NOW) == datetime.fromisoformat(iso).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "0000-01-01",
        "9999-12-31T23:59:59-12:00",
        "10000-01-01T00:00:00Z",
        "2024-13-01",
        "2024-02-30",
        "1700000000",
        "2024年1月2日",
        "2024-W01-1",
        "-2024-01-01",
        "Mon, 01 Jan 70 00:00:00 GMT",
        "Tue, 02 Jan 2024 03:04:05 +9999",
        "Tue, 02 Jan 2024 25:04:05 GMT",
        "Thu, 01 Jan 2099 00:00:00 GMT",
        "1989-12-31T23:59:59Z",
    ],
)
def test_a_date_that_is_absurd_is_unknown(written: str) -> None:
    assert feed_dates.read(written, NOW) is None


@given(st.text() | st.from_regex(r"\d{1,5}[-/ ]?\d{1,3}[-/ ]?\d{1,3}[T ]?\d{1,3}:\d{1,3}.*"))
def test_whatever_is_written_the_date_lies_between_1990_and_tomorrow(written: str) -> None:
    read = feed_dates.read(written, NOW)
    assert read is None or feed_dates.EARLIEST <= read <= NOW + timedelta(days=1)


@given(st.datetimes(datetime(1990, 1, 2), datetime(2026, 10, 30)))
def test_what_we_would_write_is_read_back(moment: datetime) -> None:
    aware = moment.replace(tzinfo=UTC, microsecond=0)
    assert feed_dates.read(aware.isoformat(), NOW) == aware
    assert feed_dates.read(aware.strftime("%a, %d %b %Y %H:%M:%S +0000"), NOW) == aware
