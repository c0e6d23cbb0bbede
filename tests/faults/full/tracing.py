"""strace: which system calls a run makes, and a fault at the N-th of a kind.

strace counts the calls of each thread apart, so a fault at the N-th call meets the first thread that comes so far.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from home import Home

_ENTRY = re.compile(r"^(\d+) +(\w+)\((.*)")


def why_not() -> str:
    """Why nothing can be traced here, or ""."""
    if not shutil.which("strace"):
        return "strace is not here"
    done = subprocess.run(["strace", "-qq", "-o", os.devnull, "true"], capture_output=True, check=False)
    return "" if done.returncode == 0 else "strace may not trace here"


def points(home: Home, calls: tuple[str, ...], log: Path) -> list[tuple[str, int]]:
    """Every call of these kinds that one run makes: its kind and its number; of `openat` those that may make a file."""
    home.begin_again()
    traced = ",".join(f"?{call}" for call in calls)
    done = home.run("strace", "-f", "-qq", "--seccomp-bpf", "-o", str(log), "-e", f"trace={traced}")
    if done.returncode:
        raise RuntimeError(f"a run without a fault ended with {done.returncode}: {done.stderr[:200]}")
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    found: set[tuple[str, int]] = set()
    for thread, call, rest in entries(log):
        counted[thread][call] += 1
        if call != "openat" or "O_CREAT" in rest:
            found.add((call, counted[thread][call]))
    return sorted(found)


def entries(log: Path) -> list[tuple[str, str, str]]:
    """Thread, call and the rest of each line that begins a call."""
    lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return [match.groups() for line in lines if (match := _ENTRY.match(line))]  # type: ignore[misc]


def faulty(home: Home, call: str, fault: str, log: Path) -> subprocess.CompletedProcess[str]:
    """A run in which `fault` (`signal=SIGKILL:when=3`, `error=EIO:when=3+`) happens to a call.

    Without `--seccomp-bpf`, under which strace injects nothing.
    """
    return home.run("strace", "-f", "-qq", "-o", str(log), "-e", f"trace={call}", "-e", f"inject={call}:{fault}")
