"""Quality of dates and next steps in one table: `python tests/bench/facts.py [--peers PYTHON] [--errors N]`.

Our figures stand beside those of dateparser's search_dates and recognizers-text, which `--peers` runs with the Python
of an environment that holds them: `python -m venv peers; peers/bin/pip install dateparser
recognizers-text-date-time==1.0.2a2 "emoji<2"`. dateparser, which knows instants only, gets its value cut to the
grain of the words.
"""

from __future__ import annotations

import argparse
import importlib
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import ModuleType

HERE = Path(__file__).resolve()
SHARED = HERE.parents[3] / "shared"
OWN = HERE.parents[1] / "data" / "facts"
TIMEX_SETS = ("tbaq-dev", "meantime-train", "tbaq-train", "wikiwars-train")
FACT_SETS = ("dev", "dev2", "own", "own2")
STEP_MEASURES = ("sentence", "what", "who", "when", "status")
PEERS = ("dateparser", "recognizers")
Record = dict[str, Any]
_LONGEST = 300  # seconds that a system may take for one file


def load(path: Path) -> list[Record]:
    """Read a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def ours(rows: list[Record]) -> list[Record]:
    """Tag each text with our dates, as TIMEX3 and as EDTF, and our next steps."""
    from digest.facts import dates, next_steps
    from digest.text import sentences

    tagged = []
    for row in rows:
        text, day = row["text"], dates.day_of(row.get("dct") or row.get("published"))
        split = sentences.split(text)
        found = dates.find(text, split, published=day)
        steps = next_steps.find(text, split, dates=found, published=day)
        tagged.append({
            "id": row["id"],
            "timex": [
                {"start": t.start, "end": t.end, "type": t.type, "value": t.value} for t in dates.timexes(text, day)
            ],
            "dates": [
                {**(_place(f.text) or {}), "value": f.value} for f in found if f.kind in {"date", "time"}
            ],
            "next_steps": [
                {"sent": _place(s.sentence), "status": s.status}
                | {field: _place(getattr(s, field)) for field in ("what", "who", "when")}
                for s in steps
            ],
            "sentences": [_place(s.sentence) for s in steps],
        })  # fmt: skip
    return tagged


def _place(span: Any) -> dict[str, int] | None:
    return {"start": span.start, "end": span.end} if span else None


def dateparser(rows: list[Record]) -> list[Record]:
    """Tag each text with dateparser's search_dates; runs in the peers' environment."""
    from datetime import datetime

    from dateparser.search import search_dates

    tagged = []
    for row in rows:
        text, day = row["text"], row.get("dct") or row.get("published")
        settings: Record = {"PREFER_DATES_FROM": "past"}
        if day:
            settings["RELATIVE_BASE"] = datetime.fromisoformat(day[:10])
        found, at = [], 0
        for words, moment in search_dates(text, languages=["en"], settings=settings) or ():
            start = text.find(words, at)
            if start < 0:
                continue
            at = start + len(words)
            value = _cut(words.lower(), moment)
            found.append({"start": start, "end": at, "type": "DATE", "value": value})
        tagged.append({"id": row["id"], "timex": found, "dates": found})
    return tagged


def _cut(words: str, moment: Any) -> str:
    """Cut an instant to the grain of its words."""
    has_month = any(moment.strftime(form).lower() in words for form in ("%B", "%b"))
    figures = "".join(c if c.isdigit() else " " for c in words).split()
    if has_month and not any(len(figure) <= 2 for figure in figures):
        return str(moment.strftime("%Y-%m"))
    if "year" in words or (len(figures) == 1 and words.strip() == figures[0] and len(figures[0]) == 4):
        return str(moment.strftime("%Y"))
    if "month" in words:
        return str(moment.strftime("%Y-%m"))
    if "week" in words and "day" not in words.replace("weekday", ""):
        return str(moment.strftime("%G-W%V"))
    return str(moment.strftime("%Y-%m-%d"))


def recognizers(rows: list[Record]) -> list[Record]:
    """Tag each text with recognizers-text; runs in the peers' environment."""
    from datetime import datetime

    from recognizers_date_time import DateTimeRecognizer

    model = DateTimeRecognizer("en-us").get_datetime_model()
    tagged = []
    for row in rows:
        day = row.get("dct") or row.get("published")
        base = datetime.fromisoformat(day[:10]) if day else datetime(2000, 1, 1)
        found = []
        for result in model.parse(row["text"], base):
            values = (result.resolution or {}).get("values") or [{}]
            past = values[0]
            kind = {"time": "TIME", "datetime": "TIME", "duration": "DURATION", "set": "SET"}.get(
                result.type_name.rpartition(".")[2], "DATE"
            )
            timex = past.get("timex", "")
            value = past.get("value", timex) if "XXXX" in timex and kind == "DATE" else timex
            found.append({"start": result.start, "end": result.end + 1, "type": kind, "value": value or ""})
        kept = [one for one in found if one["type"] in {"DATE", "TIME"}]
        tagged.append({
            "id": row["id"],
            "timex": found,
            "dates": [{**one, "value": one["value"].partition("T")[0]} for one in kept],
        })  # fmt: skip
    return tagged


def of_peer(python: str, name: str, path: Path, folder: Path) -> tuple[list[Record], float]:
    """Let a peer tag a file in its own process; return what it found and its CPU seconds."""
    output = folder / f"{name}-{path.name}"
    command = [python, str(HERE), "--tag", name, str(path), str(output)]
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_LONGEST)
    except subprocess.TimeoutExpired:
        print(f"{path.stem:<17}{name:<13}not done in {_LONGEST} s")
        return [], 0.0
    if run.returncode:
        print(f"{name} failed: {run.stderr.strip().splitlines()[-1:]}")
        return [], 0.0
    return load(output), float(run.stdout.split()[-1])


def tag(name: str, source: Path, output: Path) -> None:
    """Tag a file with one system and print the CPU seconds it took."""
    rows = load(source)
    began = time.process_time()
    tagged = {"ours": ours, "dateparser": dateparser, "recognizers": recognizers}[name](rows)
    took = time.process_time() - began
    output.write_text("".join(json.dumps(row) + "\n" for row in tagged), encoding="utf-8")
    print(took)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", metavar="PYTHON", help="the Python of an environment with the peers")
    parser.add_argument("--tag", nargs=3, metavar=("SYSTEM", "IN", "OUT"), help=argparse.SUPPRESS)
    parser.add_argument("--errors", type=int, default=0, help="print so many errors of ours for each set")
    options = parser.parse_args()
    if options.tag:
        tag(options.tag[0], Path(options.tag[1]), Path(options.tag[2]))
        return
    if not (SHARED / "bench").is_dir():
        print("no ../shared beside the repository: nothing to measure")
        return
    sys.path[:0] = [str(SHARED / "bench"), str(HERE.parents[2])]
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        table_of_dates(options.peers, folder, options.errors)
        table_of_steps(folder, options.errors)


def _paths(subject: str, names: tuple[str, ...]) -> list[Path]:
    folder = SHARED / "data" / subject
    paths = [(OWN if name.startswith("own") else folder) / f"{name}.jsonl" for name in names]
    return [path for path in paths if path.is_file()]


def table_of_dates(peers: str | None, folder: Path, errors: int) -> None:
    """Print strict, relaxed and value F1 of every system on every set, with CPU milliseconds a document."""
    timex, facts = importlib.import_module("timex_eval"), importlib.import_module("facts_eval")
    print(f"{'dates, F1':<17}{'system':<13}{'strict':>8}{'relaxed':>9}{'value':>8}{'ms/doc':>9}")
    for subject, names, scorer in (("dates", TIMEX_SETS, timex), ("facts", FACT_SETS, facts)):
        for path in _paths(subject, names):
            for system in ("ours", *(PEERS if peers else ())):
                rows, took = of_peer(peers if peers and system != "ours" else sys.executable, system, path, folder)
                if not rows:
                    continue
                wrong: list[tuple[Any, ...]] = []
                score = _score(scorer, path, folder / f"{system}-{path.name}", wrong)
                measures = ("strict", "relaxed", "value") if subject == "dates" else ("", "dates.extent", "dates.value")
                cells = "".join(
                    f"{score[m]['F1'] if m else '':>{width}}" for m, width in zip(measures, (8, 9, 8), strict=True)
                )
                print(f"{path.stem:<17}{system:<13}{cells}{1000 * took / len(rows):>9.1f}", flush=True)
                if system == "ours":
                    shown = [error for error in wrong if subject == "dates" or error[1] == "date"]
                    for error in shown[:errors]:
                        print("  ", *error, sep=" | ")


def _score(scorer: ModuleType, gold: Path, predicted: Path, wrong: list[tuple[Any, ...]] | None) -> Any:
    load_gold = getattr(scorer, "load_gold", None) or scorer.load
    load_pred = getattr(scorer, "load_pred", None) or scorer.load
    return scorer.score(load_gold(str(gold)), load_pred(str(predicted)), wrong)


def table_of_steps(folder: Path, errors: int) -> None:
    """Print the figures of our next steps; no peer finds them."""
    scorer = importlib.import_module("facts_eval")
    print(f"\n{'next steps':<17}" + "".join(f"{name:>10}" for name in STEP_MEASURES))
    for path in _paths("facts", FACT_SETS):
        wrong: list[tuple[Any, ...]] = []
        score = _score(scorer, path, folder / f"ours-{path.name}", wrong)
        values = (score[f"steps.{name}"] for name in STEP_MEASURES)
        print(f"{path.stem:<17}" + "".join(f"{value.get('F1', value.get('accuracy')):>10}" for value in values))
        for error in [error for error in wrong if error[1].endswith(" step")][:errors]:
            print("  ", *error, sep=" | ")
    for path in _paths("dates", ("meantime-train",)):
        command = [
            sys.executable,
            str(SHARED / "bench" / "future_eval.py"),
            str(path),
            str(folder / f"ours-{path.name}"),
        ]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        print(f"{'meantime future':<17}{said.strip()}")


if __name__ == "__main__":
    main()
