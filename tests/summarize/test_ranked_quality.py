"""Quality floors of the ranking on development articles beside the repository: a change that makes it worse is noticed.

The figures are printed by `python tests/bench/summaries.py`; the floors stand a little below them.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).resolve().parents[1]
DATA = TESTS.parents[1] / "shared" / "data" / "summarization"
DOCUMENTS = 475
# Of each set: sentences, ROUGE-1 and ROUGE-2, the least that ROUGE-1 is over the lead, and over another method.
FLOORS = {
    "cnndm_dev_cnn": (3, 30.0, 11.3, 1.2, ("lexrank", 3.5)),
    "xsum_dev": (1, 18.0, 2.1, 1.5, ("textrank", -0.3)),
}

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the measured articles are not beside this checkout")


@pytest.fixture(scope="module")
def bench() -> Any:
    sys.path.insert(0, str(TESTS / "bench"))
    try:
        return import_module("summaries")
    finally:
        sys.path.pop(0)


@pytest.mark.parametrize("name", FLOORS)
def test_summaries_of_real_articles_stay_better_than_the_lead(bench: Any, name: str) -> None:
    sentences, rouge1, rouge2, over_lead, (peer, over_peer) = FLOORS[name]
    rows = bench.read(name, DOCUMENTS)
    made = [bench.predict(rows, method, sentences)[0] for method in ("lead", "ranked", peer)]
    lead, ours, other = bench.score(rows, made)
    assert ours["rouge1"] >= rouge1
    assert ours["rouge2"] >= rouge2
    assert ours["rouge1"] - lead["rouge1"] >= over_lead
    assert ours["rouge1"] - other["rouge1"] >= over_peer


def test_as_many_sentences_as_deserved_are_about_three_and_no_worse_than_three(bench: Any) -> None:
    rows = bench.read("cnndm_dev_cnn", DOCUMENTS)
    made = [bench.predict(rows, method, 3)[0] for method in ("ranked", "auto")]
    three, deserved = bench.score(rows, made)
    assert 2.7 <= sum(map(len, made[1])) / len(rows) <= 3.3
    assert deserved["rouge1"] >= three["rouge1"]
    assert deserved["rouge2"] >= three["rouge2"] - 0.1
