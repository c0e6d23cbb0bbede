"""Measure the next steps on ../shared: `python tests/bench/next_steps.py [--half 0|1] [--errors N]`.

`--half` takes the articles whose hash is even or odd, to develop on one half and check on the other.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.facts import dates, next_steps
from digest.text import sentences

if TYPE_CHECKING:
    from digest.model import Span

SHARED = Path(__file__).parents[2] / "../shared"
Record = dict[str, Any]


def load(path: Path, half: int | None) -> list[Record]:
    """Read the articles of a file, or one half of them."""
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines if line.strip()]
    return [record for record in records if half is None or half_of(record["id"]) == half]


def half_of(name: str) -> int:
    """Put a document in half 0 or 1 by its name."""
    return int(hashlib.sha1(name.encode()).hexdigest(), 16) % 2


def steps_of(text: str, published: str | None) -> list[Record]:
    """Find the steps of a text as the scorer reads them."""
    split = sentences.split(text)
    day = date.fromisoformat(published[:10]) if published else None
    found = dates.find(text, split, published=day, language="en")

    def record(span: Span | None) -> Record | None:
        return {"start": span.start, "end": span.end} if span else None

    return [
        {
            "sent": record(step.sentence),
            "status": step.status,
            "date": step.date,
            **{field: record(getattr(step, field)) for field in ("what", "who", "when")},
        }
        for step in next_steps.find(text, split, dates=found, published=day)
    ]


def run(scorer: str, gold: list[Record], predicted: list[Record], *options: str) -> str:
    """Let a scorer of ../shared/bench compare two lists of records."""
    with tempfile.TemporaryDirectory() as folder:
        files = [str(Path(folder) / name) for name in ("gold.jsonl", "predicted.jsonl")]
        for file, records in zip(files, (gold, predicted), strict=True):
            Path(file).write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
        command = [sys.executable, str(SHARED / "bench" / scorer), *files, *options]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def facts(name: str, half: int | None, errors: int) -> None:
    """Print the steps.* lines for one facts file."""
    gold = load(SHARED / "data/facts" / name, half)
    predicted = [{"id": r["id"], "next_steps": steps_of(r["text"], r["published"])} for r in gold]
    # A wrong date is not our error: leave it out of the list of errors.
    for line in run("facts_eval.py", gold, predicted, "--errors", "9999" if errors else "0").splitlines():
        if line.startswith("steps.") or "\tmissed step\t" in line or "\tfalse step\t" in line:
            print(f"{name:<11}", line)


def meantime(half: int | None) -> None:
    """Print the sentence score on MEANTIME."""
    gold = load(SHARED / "data/dates/meantime-train.jsonl", half)
    predicted = [{"id": r["id"], "sentences": [s["sent"] for s in steps_of(r["text"], r["dct"])]} for r in gold]
    print("meantime   ", run("future_eval.py", gold, predicted).strip())


def main() -> None:
    """Measure all sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--errors", type=int, default=0)
    options = parser.parse_args()
    if not SHARED.is_dir():
        print("skipped: ../shared is absent")
        return
    for name in ("dev.jsonl", "dev2.jsonl"):
        facts(name, options.half, options.errors)
    meantime(options.half)


if __name__ == "__main__":
    main()
