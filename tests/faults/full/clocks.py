"""Whole runs under clocks that jump: each article in exactly one digest, whatever zones, clocks and missed days do.

Each course is a list of local times, in the order in which the runs happen; before each something is published.
"""

from __future__ import annotations

import shutil
import time
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from figure import Figure
from home import Home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Half an hour of summer time, a zone of 45 minutes, and both halves of the world. The first day has 23 hours, the
# second 25 (Lord Howe: 23½ and 24½).
CHANGES = {
    "Europe/Berlin": ("2026-03-29", "2026-10-25"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "Australia/Lord_Howe": ("2026-10-04", "2026-04-05"),
    "Pacific/Chatham": ("2026-09-27", "2026-04-05"),
}
AROUND = ("00:05", "01:30", "02:10", "02:50", "03:30", "23:55")
ONE_DAY = ("2026-06-10 06:00", "2026-06-11 06:00", "2026-06-10 06:00", "2026-06-10 18:00", "2026-06-11 07:00")
ONE_DAY += ("2026-06-12 06:00",)
MISSED = ("2026-06-10 06:00", "2026-06-21 06:00", "2026-06-22 06:00")
LEAP = ("2028-02-28 23:50", "2028-02-29 00:10", "2028-02-29 23:50", "2028-03-01 00:10")
DATE_LINE = ("2011-12-29 23:50", "2011-12-31 00:10", "2011-12-31 23:50", "2012-01-01 00:10")
NO_YEAR = ("2026-12-31 23:59", "2027-01-01 00:01", "2026-12-31 23:58", "2027-01-01 23:00")
COURSES = {"back a day": ONE_DAY, "ten days missed": MISSED, "leap day": LEAP, "year": NO_YEAR}


def figures(at: Path, *, every: int = 1) -> Iterator[Figure]:
    """One figure: the courses of time, each with the zone from the system and from the settings."""
    figure = Figure("clocks", "courses")
    figure.skipped = "" if shutil.which("faketime") else "faketime is not here"
    if not figure.skipped:
        for number, (name, zone, times) in enumerate(courses()):
            for by_settings in (False, True):
                if number % every == 0:
                    wrong, runs = _course(at / f"clocks-{number}-{by_settings:d}", zone, times, by_settings=by_settings)
                    figure.add(f"{name} {zone}{' by settings' if by_settings else ''}", wrong, runs=runs)
    yield figure.done()


def courses() -> Iterator[tuple[str, str, list[tuple[str, int]]]]:
    """Name, zone and local times, each with its fold: which of two equal times it is."""
    for zone, days in CHANGES.items():
        for day in days:
            following = f"{day[:8]}{int(day[8:]) + 1:02}"
            before = f"{day[:8]}{int(day[8:]) - 1:02}" if day[8:] != "01" else "2026-10-31"
            times = [(f"{before} 23:50", 0), *((f"{day} {clock}", 0) for clock in AROUND)]
            times[5:5] = [(f"{day} 02:10", 1), (f"{day} 02:50", 1)]
            yield f"clock change {day}", zone, [*times, (f"{following} 00:10", 0)]
    for zone in CHANGES:
        for name, course in {
            "back a day": ONE_DAY,
            "ten days missed": MISSED,
            "leap day": LEAP,
            "year": NO_YEAR,
        }.items():
            yield name, zone, [(local, 0) for local in course]
    yield "a day left out", "Pacific/Apia", [(local, 0) for local in DATE_LINE]


def _course(at: Path, zone: str, times: list[tuple[str, int]], *, by_settings: bool) -> tuple[list[str], int]:
    home = Home(at)
    environment = {"TZ": zone}
    if by_settings:
        environment = {"TZ": "UTC"}
        (home.path / "digest.toml").write_text(f'[daily]\nzone = "{zone}"\n', encoding="utf-8")
    wrong = []
    newest = ""
    for local, fold in times:
        home.publish("one", 1)
        home.publish("two", 1)
        moment = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone), fold=fold)
        offset = moment.timestamp() - time.time()
        done = home.run("faketime", "-f", f"{offset:+.0f}s", **environment)
        if done.returncode or done.stderr:
            wrong.append(f"{local}: status {done.returncode} {done.stderr[:150]}")
        day = max(newest, datetime.fromtimestamp(moment.timestamp(), ZoneInfo(zone)).date().isoformat())
        newest = day
        if f"{day}.md" not in home.pages():
            wrong.append(f"{local}: no digest of {day}")
        wrong += [f"{local}: {what}" for what in home.wrong()]
    if home.in_temporary():
        wrong.append(f"left in the folder for temporary files: {home.in_temporary()}")
    return wrong, len(times)
