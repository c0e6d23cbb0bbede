"""Every file of the corpora as it is, then mutated ones, seeds of our own among them: each ends with a named result."""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING

from figure import Figure

from tests.faults import corpora, fuzz, readings, watched

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = 100_000
MOST_KINDS = 40  # of results that are told


def figures(*, rounds: int | None, minutes: float) -> Iterator[Figure]:
    """A figure for the files as they are, one for the mutated ones, of which as many are read as the time allows."""
    seeds = {kind: [*own] for kind, own in fuzz.own_seeds().items()}
    files = corpora.files() if corpora.is_here() else {}
    as_they_are = [fuzz.Case(kind, body) for kind, bodies in [*files.items(), *seeds.items()] for body in bodies]
    for kind, bodies in files.items():
        seeds[kind] += bodies
    until = time.monotonic() + 60 * minutes
    yield _read(Figure("files as they are", "files"), len(as_they_are), as_they_are.__getitem__, float("inf"))
    yield _read(Figure("mutated files", "cases"), rounds or ROUNDS, lambda number: fuzz.case(number, seeds), until)


def _read(figure: Figure, count: int, make: object, until: float) -> Figure:
    results: Counter[str] = Counter()
    slowest = watched.Told(0, "", 0.0)
    for told in watched.read_all(range(count), make, readings.result, until=until):  # type: ignore[arg-type]
        figure.add(f"case {told.number} {told.name}", [told.trace] if told.trace else [])
        results[told.name.partition(" (")[0]] += 1
        slowest = max(slowest, told, key=lambda one: one.seconds)
    figure.notes = [f"{times:7} {name}" for name, times in results.most_common(MOST_KINDS)]
    figure.notes.append(f"slowest {slowest.seconds:.1f} s: case {slowest.number}, {slowest.name}")
    return figure.done()
