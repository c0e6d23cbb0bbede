"""Many runs that start together: one digest, statuses 0 or 75, an archive that passes its check."""

from __future__ import annotations

import subprocess
from collections import Counter
from typing import TYPE_CHECKING

from figure import Figure
from home import TIMEOUT, first_day, next_day

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from home import Home

TOGETHER = (2, 5, 20)
COMPLETE, BUSY = 0, 75


def figures(at: Path, *, rounds: int = 100) -> Iterator[Figure]:
    """A figure for each number of runs; the rounds begin in turn on a first day and on a next one."""
    homes = [first_day(at / "at_once"), next_day(at / "at_once")]
    days = [1, 2]
    for count in TOGETHER:
        figure = Figure(f"{count} runs at once", "rounds")
        for number in range(rounds):
            home = homes[number % 2]
            home.begin_again()
            if number % 4 == 1:  # someone tidies up between two days
                for lock in ("daily.lock", "update.lock"):
                    (home.path / lock).unlink(missing_ok=True)
            statuses, wrong = _together(home, count)
            wrong += home.wrong(days=days[number % 2])
            figure.add(f"round {number}", wrong, complete=statuses[COMPLETE], busy=statuses[BUSY])
        yield figure.done()


def _together(home: Home, count: int) -> tuple[Counter[int], list[str]]:
    runs = [
        subprocess.Popen(
            home.command(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=home.environment()
        )
        for _ in range(count)
    ]
    said = [run.communicate(timeout=TIMEOUT)[1] for run in runs]
    statuses = Counter(run.returncode for run in runs)
    wrong = []
    for run, lines in zip(runs, said, strict=True):
        if run.returncode not in {COMPLETE, BUSY}:
            wrong.append(f"status {run.returncode} {lines[:150]!r}")
        elif lines.count("\n") != int(run.returncode == BUSY):
            wrong.append(f"said {lines[:150]!r}")
    if not statuses[COMPLETE]:
        wrong.append("no run was complete")
    return statuses, wrong
