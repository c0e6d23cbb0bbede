"""Quality floors on development articles beside the repository: a change that makes facts worse is noticed.

The figures are measured by `make bench`; the floors stand two to three points below them.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from digest import pipeline
from digest.facts import dates, names, next_steps, people
from digest.text import sentences
from digest.training import names as names_training

if TYPE_CHECKING:
    from digest.model import Span

SHARED = Path(__file__).resolve().parents[2] / "shared"
FACTS = SHARED / "data" / "facts"
FLOORS = {
    "people.name": 96,
    "people.role": 87,
    "people.org": 71,
    "people.country": 75,
    "people.country_code": 87,
    "dates.value": 94,
    "steps.sentence": 91.5,
    "steps.what": 75.5,
    "steps.who": 66.5,
    "steps.when": 78,
    "steps.status": 93,
}
# Ninety articles written for this repository: politics, courts, business, sport, science, disasters.
OWN = [Path(__file__).parent / "data" / "facts" / name for name in ("own.jsonl", "own2.jsonl")]
OWN_FLOORS = {
    "dates.value": 95,
    "steps.sentence": 95.5,
    "steps.what": 72.5,
    "steps.who": 71.5,
    "steps.when": 86.5,
    "steps.status": 77,
}
# Exact span and type F1 of names, the spans of any type, and each type.
NAMES = SHARED / "data" / "ner"
NAME_FLOORS = {
    "ww_dev.NC": {"ALL": 74, "PER": 85, "ORG": 55, "LOC": 78, "SPAN": 79},
    "gmb_dev": {"ALL": 82, "PER": 83, "ORG": 68, "LOC": 87, "SPAN": 87},
    "crossner_politics_dev": {"ALL": 77, "PER": 84, "ORG": 76, "LOC": 70, "SPAN": 82},
}

pytestmark = pytest.mark.skipif(not FACTS.is_dir(), reason="the measured articles are not beside this checkout")


def _place(span: Span | None) -> dict[str, int] | None:
    return {"start": span.start, "end": span.end} if span else None


def _predicted(row: dict[str, Any]) -> dict[str, Any]:
    text, published = row["text"], pipeline.published_at(row["published"])
    split = sentences.split(text)
    found = dates.find(text, split, published=published)
    steps = next_steps.find(text, split, dates=found, published=published)
    return {
        "id": row["id"],
        "participants": [
            {
                "name": _place(p.name),
                "role": _place(p.role),
                "org": _place(p.organisation),
                "country": _place(p.country),
                "country_code": p.country_code,
            }
            for p in people.find(text, split)
            if p.kind == "person"
        ],
        "dates": [{**(_place(d.text) or {}), "value": d.value} for d in found if d.kind in {"date", "time"}],
        "next_steps": [
            {
                "sent": _place(s.sentence),
                "status": s.status,
                **{field: _place(getattr(s, field)) for field in ("what", "who", "when")},
            }
            for s in steps
        ],
    }


def _figures(rows: list[dict[str, Any]], folder: Path) -> dict[str, Any]:
    gold, predicted = folder / "gold.jsonl", folder / "predicted.jsonl"
    gold.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    predicted.write_text("".join(json.dumps(_predicted(row)) + "\n" for row in rows), encoding="utf-8")
    command = [sys.executable, str(SHARED / "bench" / "facts_eval.py"), str(gold), str(predicted), "--json"]
    figures: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return figures


def _rows(*paths: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return _figures(_rows(FACTS / "dev.jsonl", FACTS / "dev2.jsonl"), tmp_path_factory.mktemp("quality"))


@pytest.fixture(scope="module")
def own_figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return _figures(_rows(*OWN), tmp_path_factory.mktemp("own"))


@pytest.mark.parametrize("measure", FLOORS)
def test_facts_of_real_articles_stay_good(figures: dict[str, Any], measure: str) -> None:
    value = figures[measure]
    assert value.get("F1", value.get("accuracy")) >= FLOORS[measure]


@pytest.mark.parametrize("measure", OWN_FLOORS)
def test_facts_of_our_own_articles_stay_good(own_figures: dict[str, Any], measure: str) -> None:
    value = own_figures[measure]
    assert value.get("F1", value.get("accuracy")) >= OWN_FLOORS[measure]


@pytest.mark.parametrize("name", NAME_FLOORS)
def test_names_in_text_of_many_sources_stay_good(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SHARED / "bench"))
    scorer = importlib.import_module("ner_eval")
    gold = {str(number): row for number, row in enumerate(names_training.documents(NAMES / f"{name}.jsonl.gz"))}
    predicted = {
        number: {"entities": [[e.start, e.end, e.type] for e in names.tag(row["text"])]} for number, row in gold.items()
    }
    figures = scorer.score(gold, predicted, types={"PER", "ORG", "LOC"})
    assert {key: figures[key]["f1"] for key, floor in NAME_FLOORS[name].items() if figures[key]["f1"] < floor} == {}
