"""Names on the development sets: rules, model, both, and nltk's perceptron tagger fitted on the same data as peer.

    python tests/bench/names.py [--peer]

The peer takes some minutes to fit. "mended" is GMB without its titles, slips of type and peoples as places.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.facts import names, tagging
from digest.facts.reading import Reading
from digest.training import names as training

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.facts.kinds import Piece

SHARED = Path(__file__).parents[2] / "../shared"
SETS = ("ww_dev.NC", "gmb_dev", "crossner_politics_dev")


def model(reading: Reading) -> list[Piece]:
    """Find names as the model alone has them."""
    return tagging.decoded(reading, names.by_rules(reading))


def peer(data: Path) -> Callable[[Reading], list[Piece]]:
    """Fit nltk's averaged perceptron on the tags of the same sets."""
    from nltk.tag.perceptron import PerceptronTagger

    rows: list[list[tuple[str, str]]] = []
    for name, step in training.SETS.items():
        for document in training.documents(data / f"{name}.jsonl.gz", step):
            reading = Reading(document["text"])
            tags = training.gold_tags(reading, document["entities"], peoples=not name.startswith("uner"))
            rows += [list(zip(reading.words[a:b], tags[a:b], strict=True)) for a, b in sentences_of(reading)]
    tagger = PerceptronTagger(load=False)
    tagger.train(rows, nr_iter=5)

    def find(reading: Reading) -> list[Piece]:
        found: list[Piece] = []
        for first, stop in sentences_of(reading):
            found += tagging.spans(first, [tag for _, tag in tagger.tag(reading.words[first:stop])])
        return found

    return find


def sentences_of(reading: Reading) -> list[tuple[int, int]]:
    """The token ranges of the sentences."""
    ends = [at for at in range(1, len(reading.tokens)) if reading.opens[at] and reading.words[at - 1] in ".!?…"]
    bounds = [0, *ends, len(reading.tokens)]
    return [(a, b) for a, b in pairwise(bounds) if a < b]


def score(label: str, find: Callable[[Reading], list[Piece]]) -> None:
    """Print exact span and type F1 of one finder on each set, and its CPU time."""
    scorer = importlib.import_module("ner_eval")
    for name in SETS:
        documents = list(training.documents(SHARED / f"data/ner/{name}.jsonl.gz"))
        gold = {str(number): document for number, document in enumerate(documents)}
        predicted: dict[str, Any] = {}
        began = time.process_time()
        for number, document in gold.items():
            reading = Reading(document["text"])
            spans = ((reading.tokens[a].start, reading.tokens[b - 1].end, kind) for a, b, kind in find(reading))
            predicted[number] = {"entities": [list(span) for span in spans]}
        took = time.process_time() - began
        words = sum(len(document["text"].split()) for document in documents)
        got = scorer.score(gold, json.loads(json.dumps(predicted)), types={"PER", "ORG", "LOC"})
        columns = "".join(f"{got[key]['f1']:8.1f}" for key in ("ALL", "PER", "ORG", "LOC", "SPAN"))
        print(f"{label:<12}{name + (', mended' if 'gmb' in name else ''):<24}{columns}{600_000 * took / words:8.1f}")


def main() -> None:
    """Score every finder on every set."""
    if not (SHARED / "bench").is_dir():
        print("no ../shared beside the repository: nothing to measure")
        return
    sys.path.insert(0, str(SHARED / "bench"))
    print(f"{'finder':<12}{'set':<24}{'all':>8}{'PER':>8}{'ORG':>8}{'LOC':>8}{'span':>8}{'ms/600':>8}")
    finders: dict[str, Callable[[Reading], list[Piece]]] = {"rules": names.by_rules, "model": model, "both": names.find}
    for label, find in finders.items():
        score(label, find)
    if "--peer" in sys.argv:
        score("nltk", peer(SHARED / "data/ner"))


if __name__ == "__main__":
    main()
