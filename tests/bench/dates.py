"""Quality of the dates on the development data beside the repository: `python tests/bench/dates.py [SET ...]`.

Writes the predictions to a temporary folder, scores them with ../shared/bench and prints a table.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import tempfile
from pathlib import Path

from digest.facts import dates
from digest.model import Sentence

SHARED = Path(__file__).parents[2] / "../shared"
TIMEX_SETS = ("tbaq-dev", "tbaq-train", "meantime-train", "wikiwars-train")
FACT_SETS = ("dev", "dev2")


def documents(path: Path) -> list[dict]:
    """Read a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def predict_timexes(gold: list[dict]) -> list[dict]:
    """Tag each document as the scorer wants it."""
    return [
        {"id": d["id"], "timex": [
            {"start": t.start, "end": t.end, "type": t.type, "value": t.value}
            for t in dates.timexes(d["text"], d["dct"])
        ]}
        for d in gold
    ]  # fmt: skip


def predict_dates(gold: list[dict]) -> list[dict]:
    """Find each document's calendar dates as the card shows them."""
    rows = []
    for d in gold:
        sentences = [Sentence(d["text"][s["start"] : s["end"]], s["start"], s["end"]) for s in d["sentences"]]
        found = dates.find(d["text"], sentences, published=d["published"])
        rows.append({"id": d["id"], "dates": [
            {"start": f.text.start, "end": f.text.end, "value": f.value}
            for f in found if f.kind in ("date", "time")
        ]})  # fmt: skip
    return rows


def main(wanted: list[str], errors: int) -> None:
    """Score every set that is there."""
    if not (SHARED / "bench").is_dir():
        print("no ../shared beside the repository: nothing to measure")
        return
    sys.path.insert(0, str(SHARED / "bench"))
    with tempfile.TemporaryDirectory() as folder:
        print(f"{'F1':<16}{'strict':>8}{'relaxed':>9}{'type':>8}{'value':>8}")
        for names, subject, predict in (
            (TIMEX_SETS, "dates", predict_timexes),
            (FACT_SETS, "facts", predict_dates),
        ):
            scorer = importlib.import_module("timex_eval" if subject == "dates" else "facts_eval")
            for name in names:
                path = SHARED / "data" / subject / f"{name}.jsonl"
                if (wanted and name not in wanted) or not path.is_file():
                    continue
                output = Path(folder) / path.name
                rows = predict(documents(path))
                output.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
                load_gold = getattr(scorer, "load_gold", None) or scorer.load
                load_pred = getattr(scorer, "load_pred", None) or scorer.load
                wrong: list[tuple] = []
                score = scorer.score(load_gold(str(path)), load_pred(str(output)), wrong)
                measures = ("strict", "relaxed", "type", "value") if subject == "dates" else (
                    "", "dates.extent", "", "dates.value")  # fmt: skip
                cells = [f"{score[m]['F1']:.2f}" if m else "" for m in measures]
                print(f"{name:<16}{cells[0]:>8}{cells[1]:>9}{cells[2]:>8}{cells[3]:>8}")
                for error in [e for e in wrong if subject == "dates" or e[1] == "date"][:errors]:
                    print(*error, sep=" | ")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("set", nargs="*")
    arguments.add_argument("--errors", type=int, default=0)
    options = arguments.parse_args()
    main(options.set, options.errors)
