"""Whatever comes in as a feed, a list of feeds, settings, an article or a saved digest: a named result comes out."""

from __future__ import annotations

import signal
import time
import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.faults import corpora, fuzz, readings, watched

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FOLDER = fuzz.ROOT / "tests" / "data" / "hostile"
ANSWERS = tomllib.loads((FOLDER / "answers.toml").read_text(encoding="utf-8"))
ROUNDS, MOST_BYTES = 2_000, 6_000
OF_CORPORA = 40  # each so many-th file of theirs


@pytest.mark.parametrize("name", ANSWERS)
def test_what_once_went_wrong_has_its_answer(name: str) -> None:
    kind = name.partition(".")[0]
    assert readings.result(kind, (FOLDER / name).read_bytes()) == ANSWERS[name]


def test_every_file_that_went_wrong_has_an_answer() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.is_file()} == {*ANSWERS, "answers.toml"}


def test_mutated_files_end_with_a_named_result() -> None:
    assert _faults(fuzz.own_seeds(), ROUNDS) == []


@pytest.mark.skipif(not corpora.is_here(), reason="../shared/data/hostile is not beside the repository")
def test_files_that_others_wrote_end_with_a_named_result() -> None:
    cases = [fuzz.Case(kind, body) for kind, bodies in corpora.files().items() for body in bodies[::OF_CORPORA]]
    told = list(watched.read_all(range(len(cases)), cases.__getitem__, readings.result))
    assert len(told) == len(cases)
    assert [one for one in told if one.trace] == []


def test_a_case_comes_back_by_its_number() -> None:
    seeds = fuzz.own_seeds()
    assert [fuzz.case(number, seeds) for number in range(30)] == [fuzz.case(number, seeds) for number in range(30)]


def test_a_case_that_hangs_or_dies_is_a_result_and_the_rest_go_on() -> None:
    import os

    def read(kind: str, body: bytes) -> str:
        if body == b"1":
            time.sleep(60)
        if body == b"2":
            os.kill(os.getpid(), signal.SIGKILL)
        if body == b"3":
            raise KeyError("x")
        return "fine"

    told = list(watched.read_all(range(5), lambda n: fuzz.Case("k", b"%d" % n), read, longest=0.5))
    assert [one.name for one in told] == ["k: fine", "hang", "died (signal 9)", "k: KeyError: 'x'", "k: fine"]
    assert [bool(one.trace) for one in told] == [False, True, True, True, False]


def _faults(seeds: Mapping[str, Sequence[bytes]], rounds: int) -> list[str]:
    told = watched.read_all(range(rounds), lambda number: fuzz.case(number, seeds, most=MOST_BYTES), readings.result)
    return [f"case {one.number}: {one.name}\n{one.trace}" for one in told if one.trace]
