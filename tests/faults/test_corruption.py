"""Forty damaged files: none crashes anything or loses a thing without a word (a thousand: `make faults`)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

FULL = Path(__file__).parent / "full"
SEEDS = 40
AT_ONCE = 10


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    sys.path.insert(0, str(FULL))
    try:
        import corruption

        yield corruption.World(tmp_path_factory.mktemp("corruption") / "home")
    finally:
        sys.path.remove(str(FULL))


@pytest.mark.parametrize("first", range(0, SEEDS, AT_ONCE))
def test_damage_crashes_nothing_and_loses_nothing_without_a_word(world: Any, first: int) -> None:
    wrong = {seed: world.trial(seed)[0] for seed in range(first, first + AT_ONCE)}
    assert not {seed: said for seed, said in wrong.items() if said}
