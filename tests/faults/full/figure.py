"""What one goal came to: how much was tried, what failed, how long it took."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_SHOWN = 12


class Figure:
    """A goal's figure: `try_` counts, `str()` tells."""

    def __init__(self, goal: str, unit: str) -> None:
        self.goal, self.unit = goal, unit
        self.tried = 0
        self.counts: Counter[str] = Counter()
        self.failures: list[str] = []
        self.notes: list[str] = []  # lines under the figure
        self.skipped = ""
        self._began = time.monotonic()
        self._ended = 0.0

    def add(self, where: str, complaints: Sequence[str], **counts: int) -> None:
        """One more tried, with what was wrong of it and what else is to be counted."""
        self.tried += 1
        self.counts.update({name: count for name, count in counts.items() if count})
        if complaints:
            self.failures.append(f"{where}: {'; '.join(complaints)}")

    def done(self) -> Figure:
        """Stop the clock."""
        self._ended = time.monotonic()
        return self

    def __str__(self) -> str:
        if self.skipped:
            return f"{self.goal}: skipped ({self.skipped})"
        counts = "".join(f", {name.replace('_', ' ')} {count}" for name, count in sorted(self.counts.items()))
        seconds = f"{self._ended - self._began:.0f} s"
        line = f"{self.goal}: {self.tried} {self.unit}{counts}, {len(self.failures)} failures, {seconds}"
        shown = [f"  {failure[:400]}" for failure in self.failures[:MOST_SHOWN]]
        if len(self.failures) > MOST_SHOWN:
            shown.append(f"  … and {len(self.failures) - MOST_SHOWN} more")
        return "\n".join([line, *(f"  {note}" for note in self.notes), *shown])
