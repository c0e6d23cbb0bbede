"""Quality floors on development articles beside the repository: a change that makes facts worse is noticed.

The figures are measured by `make bench`; the floors stand two to three points below them.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from digest import pipeline
from digest.facts import dates, next_steps, people
from digest.text import sentences

if TYPE_CHECKING:
    from digest.model import Span

SHARED = Path(__file__).resolve().parents[2] / "shared"
FACTS = SHARED / "data" / "facts"
FLOORS = {
    "people.name": 95,
    "people.role": 85,
    "people.org": 68,
    "people.country": 71,
    "people.country_code": 77,
    "dates.value": 93,
    "steps.sentence": 86,
    "steps.what": 70,
    "steps.who": 61,
    "steps.when": 68,
    "steps.status": 90,
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


@pytest.fixture(scope="module")
def figures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    folder = tmp_path_factory.mktemp("quality")
    texts = [(FACTS / name).read_text(encoding="utf-8") for name in ("dev.jsonl", "dev2.jsonl")]
    rows = [json.loads(line) for text in texts for line in text.splitlines()]
    gold, predicted = folder / "gold.jsonl", folder / "predicted.jsonl"
    gold.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    predicted.write_text("".join(json.dumps(_predicted(row)) + "\n" for row in rows), encoding="utf-8")
    command = [sys.executable, str(SHARED / "bench" / "facts_eval.py"), str(gold), str(predicted), "--json"]
    figures: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return figures


@pytest.mark.parametrize("measure", FLOORS)
def test_facts_of_real_articles_stay_good(figures: dict[str, Any], measure: str) -> None:
    value = figures[measure]
    assert value.get("F1", value.get("accuracy")) >= FLOORS[measure]
