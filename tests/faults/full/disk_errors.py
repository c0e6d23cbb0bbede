"""A disk that is full or fails, at any call of a run, once or from there on: one line, and the next run recovers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import tracing
from figure import Figure
from home import STATES, Home

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CALLS = ("write", "pwrite64", "fsync", "fdatasync", "ftruncate", "openat", "rename", "renameat", "renameat2")
CALLS += ("mkdir", "mkdirat")
ERRORS = ("ENOSPC", "EIO")
HELD, NOTHING, PARTIAL = 0, 1, 3


def figures(at: Path, *, every: int = 1) -> Iterator[Figure]:
    """A figure for each state in which a run may begin, error and duration."""
    for name, make in STATES.items():
        if why := tracing.why_not():
            figure = Figure(f"disk errors, {name}", "points")
            figure.skipped = why
            yield figure
            continue
        home = make(at / "disk_errors")
        log = at / "disk.log"
        found = tracing.points(home, CALLS, log)[::every]
        for error in ERRORS:
            for lasts in ("", "+"):
                figure = Figure(f"{error} {'from there on' if lasts else 'once'}, {name}", "points")
                for call, number in found:
                    if call != "openat" or not lasts:  # from there on nothing could be read either
                        _failed(figure, home, (call, number), f"error={error}:when={number}{lasts}", log)
                yield figure.done()


def _failed(figure: Figure, home: Home, point: tuple[str, int], fault: str, log: Path) -> None:
    home.begin_again()
    before = home.pages()
    done = tracing.faulty(home, point[0], fault, log)
    hit = any("(INJECTED)" in line for line in log.read_text(encoding="utf-8", errors="replace").splitlines())
    wrong = _told(done.returncode, done.stderr, may_be_silent=point[0] == "write" and fault.endswith("+"))
    if done.returncode == HELD:
        wrong += home.wrong()
    pages = {name: body for name, body in home.pages().items() if before.get(name) != body}
    home.age()
    again = home.run()
    if again.returncode or again.stderr:
        wrong.append(f"next run: status {again.returncode} {again.stderr[:150]}")
    wrong += [f"next run: right after: {what}" for what in home.not_whole(pages)]
    wrong += [f"next run: {what}" for what in home.wrong()]
    figure.add(f"{point[0]} {point[1]}", wrong, hit=int(hit), **{f"status_{done.returncode}": 1})


def _told(status: int, stderr: str, *, may_be_silent: bool) -> list[str]:
    """What is wrong with how a failure was told."""
    wrong = []
    if status not in {HELD, NOTHING, PARTIAL}:
        wrong.append(f"status {status}")
    if "Traceback" in stderr or "internal error" in stderr or "Error" in stderr:
        wrong.append(f"said {stderr[-200:]!r}")
    lines = stderr.splitlines()
    if status == NOTHING and not (len(lines) == 1 and lines[0].startswith("digest: ")) and not may_be_silent:
        wrong.append(f"{len(lines)} lines on stderr: {stderr[:500]!r}")
    return wrong
