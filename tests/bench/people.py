"""Quality of names and people on the development data beside the repository: `python tests/bench/people.py`.

Writes the predictions to a temporary folder, scores them with ../shared/bench and prints two tables.
"""

from __future__ import annotations

import gzip
import importlib
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.facts import countries, lists, names, people
from digest.model import Sentence
from digest.text.tokens import tokenize

if TYPE_CHECKING:
    from digest.model import Span

SHARED = Path(__file__).parents[2] / "../shared"
NAME_SETS = ("ww_dev.NC", "gmb_dev", "crossner_politics_dev")
FACT_SETS = ("dev", "dev2")
FIELDS = ("role", "org", "country")


def documents(path: Path) -> list[dict[str, Any]]:
    """Read a JSON Lines file, packed or not; a document without an id gets its line number."""
    body = path.read_bytes()
    text = (gzip.decompress(body) if path.suffix == ".gz" else body).decode("utf-8")
    # Not splitlines(): JSON strings may hold other line separators as they are.
    return [{"id": n, **json.loads(line)} for n, line in enumerate(text.split("\n"), 1) if line.strip()]


def without_titles(document: dict[str, Any]) -> dict[str, Any]:
    """GMB's persons without their titles, and its peoples told from its countries, as the other sets have it."""
    text, entities = document["text"], []
    words = lists.sections("people/en")
    titles = words["head"] | words["abbreviation"] | {"prime", "vice", "foreign", "."}
    for start, end, kind in document["entities"]:
        tokens = tokenize(text, start, end)
        if kind == "per":
            while len(tokens) > 1 and tokens[0].text.lower() in titles:
                tokens.pop(0)
            start = tokens[0].start
        elif kind == "gpe":
            found = countries.find([token.text for token in tokens])
            kind = "norp" if found and found[0].kind == "demonym" else kind
        entities.append([start, end, kind])
    return {**document, "entities": entities}


def score_names(folder: Path) -> None:
    """Print exact span and type F1 for each set of names."""
    scorer = importlib.import_module("ner_eval")
    print(f"{'names, F1':<26}{'all':>8}{'PER':>8}{'ORG':>8}{'LOC':>8}{'span':>8}")
    for name in NAME_SETS:
        gold = documents(SHARED / f"data/ner/{name}.jsonl.gz")
        variants = {name: gold}
        if name.startswith("gmb"):
            variants[f"{name}, no titles"] = [without_titles(d) for d in gold]
        for label, wanted in variants.items():
            files = folder / "gold.jsonl", folder / "predicted.jsonl"
            write(files[0], wanted)
            write(files[1], [{"id": d["id"], "entities": tags(d["text"])} for d in wanted])
            got = scorer.score(*(scorer.read(str(file)) for file in files), types={"PER", "ORG", "LOC"})
            columns = (got[key]["f1"] for key in ("ALL", "PER", "ORG", "LOC", "SPAN"))
            print(f"{label:<26}" + "".join(f"{value:8.1f}" for value in columns))


def tags(text: str) -> list[list[object]]:
    """Tag a text as the scorer wants it."""
    return [[e.start, e.end, e.type] for e in names.tag(text)]


def score_people(folder: Path) -> None:
    """Print name F1, soft F1 of the fields and accuracy of country codes."""
    scorer = importlib.import_module("facts_eval")
    print(f"\n{'people':<26}{'name':>8}{'role':>8}{'org':>8}{'country':>8}{'code':>8}")
    gold: dict[str, Any] = {}
    predicted: dict[str, Any] = {}
    for name in FACT_SETS:
        path = SHARED / f"data/facts/{name}.jsonl"
        write(folder / "people.jsonl", [card(d) for d in documents(path)])
        gold |= scorer.load(str(path))
        predicted |= scorer.load(str(folder / "people.jsonl"))
        ids = [d["id"] for d in documents(path)]
        show(name, scorer.score({i: gold[i] for i in ids}, predicted))
    show("both", scorer.score(gold, predicted))


def card(document: dict[str, Any]) -> dict[str, Any]:
    """Find a document's persons as the scorer wants them."""
    text = document["text"]
    sentences = [Sentence(text[s["start"] : s["end"]], s["start"], s["end"]) for s in document["sentences"]]
    persons = [p for p in people.find(text, sentences) if p.kind == "person"]
    rows = [
        {"name": place(p.name), "role": place(p.role), "org": place(p.organisation), "country": place(p.country),
         "country_code": p.country_code}
        for p in persons
    ]  # fmt: skip
    return {"id": document["id"], "participants": rows}


def place(span: Span | None) -> dict[str, int] | None:
    """A span as the scorer wants it."""
    return {"start": span.start, "end": span.end} if span else None


def show(label: str, got: dict[str, Any]) -> None:
    """Print one line of the people table."""
    values = [got[f"people.{key}"]["F1"] for key in ("name", *FIELDS)]
    values.append(got["people.country_code"]["accuracy"])
    print(f"{label:<26}" + "".join(f"{value:8.1f}" for value in values))


def write(path: Path, rows: list[dict[str, Any]]) -> None:
    """Write a JSON Lines file."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def main() -> None:
    """Score every set."""
    if not (SHARED / "bench").is_dir():
        print("no ../shared beside the repository: nothing to measure")
        return
    sys.path.insert(0, str(SHARED / "bench"))
    with tempfile.TemporaryDirectory() as folder:
        score_names(Path(folder))
        score_people(Path(folder))


if __name__ == "__main__":
    main()
