"""Progress on stderr: one line that is drawn over, only on a terminal."""

from __future__ import annotations

import os
import sys
from time import monotonic

from digest.cli.console import width
from digest.text.clean import clean

_FULL, _EMPTY = "━", "─"
_PLAIN_FULL, _PLAIN_EMPTY = "#", "."


class Progress:
    """A bar with counts and the time that is left; silent where stderr is no terminal."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._shown = not quiet and sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._total = self._done = self._failed = 0
        self._started = monotonic()

    @property
    def is_shown(self) -> bool:
        """Whether anybody is watching."""
        return self._shown

    def begin(self, total: int) -> None:
        """Start with so many steps ahead."""
        self._total, self._started = total, monotonic()
        self._draw("")

    def step(self, name: str, *, failed: bool = False) -> None:
        """One step is done."""
        self._done += 1
        self._failed += failed
        self._draw(name)

    def end(self) -> None:
        """Clear the line."""
        if self._shown:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()

    def _draw(self, name: str) -> None:
        if not self._shown or not self._total:
            return
        size = 20
        full = size * self._done // self._total
        encoding = (sys.stderr.encoding or "").lower()
        marks = (_FULL, _EMPTY) if encoding.startswith("utf") else (_PLAIN_FULL, _PLAIN_EMPTY)
        parts = [f"{self._done}/{self._total}"]
        if self._failed:
            parts.append(f"{self._failed} failed")
        if 0 < self._done < self._total:
            left = (monotonic() - self._started) / self._done * (self._total - self._done)
            parts.append(f"{left:.0f} s left")
        line = f"{marks[0] * full}{marks[1] * (size - full)} {' · '.join(parts)}"
        if name:
            line += f"  {clean(name, one_line=True)}"
        sys.stderr.write(f"\r{line[: width() - 1]}\033[K")
        sys.stderr.flush()
