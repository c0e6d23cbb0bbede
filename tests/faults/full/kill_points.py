"""A machine that dies at any system call of a run: the page is absent or whole, and the next run makes up for it.

The next run is once on the same day and, where faketime is there, once on the day after.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import tracing
from figure import Figure
from home import STATES, Home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Those after the first line are no writes: they kill while a worker parses a feed, and the worker itself.
CALLS = ("write", "pwrite64", "fsync", "fdatasync", "ftruncate", "openat", "rename", "renameat", "renameat2")
CALLS += ("unlink", "unlinkat", "link", "linkat", "mkdir", "mkdirat")
CALLS += ("poll", "prlimit64")
TOMORROW = ("faketime", "-f", "+1d")
KILLED = (-9, 137)


def figures(at: Path, *, every: int = 1) -> Iterator[Figure]:
    """A figure for each state in which a run may begin."""
    for name, make in STATES.items():
        figure = Figure(f"killed, {name}", "points")
        figure.skipped = tracing.why_not()
        if not figure.skipped:
            home = make(at / "kill_points")
            log = at / "kill.log"
            before: dict[str, str] = home.pages()
            for call, number in tracing.points(home, CALLS, log)[::every]:
                _killed(figure, home, before, (call, number), log)
        yield figure.done()


def _killed(figure: Figure, home: Home, before: dict[str, str], point: tuple[str, int], log: Path) -> None:
    call, number = point
    home.begin_again()
    status = tracing.faulty(home, call, f"signal=SIGKILL:when={number}", log).returncode
    wrong = [] if status in {*KILLED, 0, 3} else [f"the run ended with {status}"]
    pages, strays = home.pages(), home.strays()
    if len(strays) > 1:
        wrong.append(f"left {strays}")
    home.age()
    home.keep()
    for when, runner in (("next run", ()), ("next day", TOMORROW)):
        if runner and not shutil.which(runner[0]):
            continue
        home.go_back()
        done = home.run(*runner)
        if done.returncode or done.stderr:
            wrong.append(f"{when}: status {done.returncode} {done.stderr[:150]}")
        fresh = {name: body for name, body in pages.items() if before.get(name) != body}
        wrong += [f"{when}: right after: {what}" for what in home.not_whole(fresh)]
        wrong += [f"{when}: {what}" for what in home.wrong()]
    figure.add(f"{call} {number}", wrong, killed=int(status in KILLED), in_temporary=int(bool(home.in_temporary())))
