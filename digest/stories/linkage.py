"""From likenesses of pairs to groups: average linkage, best pairs first, that asks each union to stand out.

A group grows while its two halves are alike on average. Two more questions keep apart what is only of one kind: whether
a weaker likeness stands out from what either half has to third ones, and whether two groups that are tight each are
nearly as tight together (two quakes, each with ten reports, are). A missing pair counts as unlike.
"""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from math import sqrt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ALIKE = 0.10  # on average, to be one story at all
SURE = 0.25  # from here on it need not stand out
STANDS_OUT = 1.6  # times the likeness to a third one, less this share of what the third has with both
SHARED = 0.85
TIGHT = 0.68  # of their own tightness two groups must have together
FEW = 3  # articles make a group of whose tightness one may speak


class Linkage:
    """Groups that grow; `likenesses` are of pairs of numbers below `count`."""

    def __init__(self, count: int, likenesses: Mapping[tuple[int, int], float]) -> None:
        self._near: list[dict[int, float]] = [{} for _ in range(count)]
        for (one, other), alike in likenesses.items():
            self._near[one][other] = self._near[other][one] = alike
        self._members: list[list[int]] = [[n] for n in range(count)]
        self._inner = [0.0] * count
        self._of = list(range(count))
        self._apart: list[set[int]] = [set() for _ in range(count)]

    def part(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Never let these pairs come together; asked before anything is joined."""
        for one, other in pairs:
            if one != other:
                self._apart[one].add(other)
                self._apart[other].add(one)

    def join(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Put these pairs together, but where that would bring together what is parted."""
        for one, other in pairs:
            a, b = self._of[one], self._of[other]
            if a != b and b not in self._apart[a]:
                self._unite(a, b)

    def grow(self) -> None:
        """Unite what is alike enough, the most alike first."""
        heap = [
            (-self._average(one, other), one, other)
            for one, near in enumerate(self._near)
            for other in near
            if one < other and self._average(one, other) >= ALIKE
        ]
        heapify(heap)
        while heap:
            alike, one, other = heappop(heap)
            # A group that has changed since has newer entries.
            if not self._members[one] or not self._members[other] or self._average(one, other) != -alike:
                continue
            if other not in self._apart[one] and self._may(one, other, -alike):
                kept = self._unite(one, other)
                for third in self._near[kept]:
                    first, last = min(kept, third), max(kept, third)
                    average = self._average(first, last)
                    if average >= ALIKE:
                        heappush(heap, (-average, first, last))

    def groups(self) -> list[list[int]]:
        """The numbers in groups."""
        return [sorted(members) for members in self._members if members]

    def _average(self, one: int, other: int) -> float:
        return self._near[one].get(other, 0.0) / (len(self._members[one]) * len(self._members[other]))

    def _may(self, one: int, other: int, alike: float) -> bool:
        if alike < SURE and alike < STANDS_OUT * self._elsewhere(one, other):
            return False
        if min(len(self._members[one]), len(self._members[other])) < FEW:
            return True
        return alike >= TIGHT * sqrt(self._tightness(one) * self._tightness(other))

    def _elsewhere(self, one: int, other: int) -> float:
        """The most that one of two has with a third beyond what the third has with both."""
        most = 0.0
        for third in self._near[one].keys() | self._near[other].keys():
            if third not in (one, other):
                a, b = self._average(one, third), self._average(other, third)
                most = max(most, a - SHARED * b, b - SHARED * a)
        return most

    def _tightness(self, group: int) -> float:
        count = len(self._members[group])
        return 2 * self._inner[group] / (count * (count - 1))

    def _unite(self, one: int, other: int) -> int:
        if (-len(self._members[one]), one) > (-len(self._members[other]), other):
            one, other = other, one
        near, gone = self._near[one], self._near[other]
        between = near.pop(other, 0.0)
        gone.pop(one, None)
        for third, alike in gone.items():
            near[third] = self._near[third][one] = near.get(third, 0.0) + alike
            del self._near[third][other]
        self._near[other] = {}
        self._inner[one] += self._inner[other] + between
        for member in self._members[other]:
            self._of[member] = one
        self._members[one] += self._members[other]
        self._members[other] = []
        for third in self._apart[other]:
            self._apart[third].discard(other)
            self._apart[third].add(one)
        self._apart[one] |= self._apart[other]
        self._apart[other] = set()
        return one
