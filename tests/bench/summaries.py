"""Quality of the summaries: ROUGE F1 at three sentences, each method against the lead on the same documents.

    python tests/bench/summaries.py [DOCUMENTS] [METHOD …]

Development sets beside the repository (../shared/data/summarization); the scorer is ../shared/bench/rouge_eval.py.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

from digest import pipeline
from digest.summarize.choose import Budget

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
DATA = SHARED / "data" / "summarization"
SETS = {"cnndm_dev_cnn": 3, "cnndm_train_mixed200": 3, "xsum_dev": 1}


def main() -> None:
    if not DATA.is_dir():
        print(f"skipped: no {DATA.name} data beside the repository")
        return
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    methods = sys.argv[2:] or ["lead", "ranked", "lexrank"]
    for name, sentences in SETS.items():
        with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in islice(lines, documents)]
        with tempfile.TemporaryDirectory() as folder:
            refs = Path(folder) / "refs.jsonl"
            refs.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
            predictions = [str(_predict(rows, m, sentences, Path(folder))) for m in methods]
            print(f"{name}: {len(rows)} documents, {sentences} sentences", flush=True)
            scorer = str(SHARED / "bench" / "rouge_eval.py")
            subprocess.run([sys.executable, scorer, str(refs), *predictions], check=True)


def _predict(rows: list[dict[str, str]], method: str, sentences: int, folder: Path) -> Path:
    target = folder / f"{method}.jsonl"
    start = time.process_time()
    with target.open("w", encoding="utf-8") as out:
        for row in rows:
            made = pipeline.article(row["text"], source="-", language="en")
            split = pipeline.sentences.split(made.text, "en")
            summary = pipeline.summarize(split, length=Budget(sentences=sentences), method=method, title=made.title)
            out.write(json.dumps({"id": row["id"], "summary": [s.text for s in summary.sentences]}) + "\n")
    print(f"{method}: {1000 * (time.process_time() - start) / len(rows):.1f} CPU ms a document", flush=True)
    return target


if __name__ == "__main__":
    main()
