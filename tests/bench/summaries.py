"""Quality of the summaries: ROUGE F1 of each method against the lead on the same documents, and what each costs.

    python tests/bench/summaries.py [DOCUMENTS] [METHOD …]

Development sets beside the repository (../shared/data/summarization); the scorer is ../shared/bench/rouge_eval.py.
"oracle" takes up to three sentences with an eye on the reference: no method that takes sentences does much better.
"auto" is our ranking with as many sentences as each text deserves.
The third set helped to fit our ranking, which flatters it there; the head of digest/summarize/data/ranker.txt has the
figure for articles that a fit did not see. CPU is of text to sentences, the library's import left out.
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
from statistics import median
from typing import Any

from digest import pipeline
from digest.registry import SUMMARIZERS
from digest.summarize.choose import AUTO, Budget
from digest.training.ranker.corpus import without_head
from digest.training.ranker.rouge import Matches

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
DATA = SHARED / "data" / "summarization"
SETS = {"cnndm_dev_cnn": 3, "xsum_dev": 1, "cnndm_train_mixed200": 3}
ORACLE, AS_DESERVED = "oracle", "auto"


def main() -> None:
    if not DATA.is_dir():
        print(f"skipped: no {DATA.name} data beside the repository")
        return
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    methods = sys.argv[2:] or ["lead", "ranked", AS_DESERVED]
    if len(sys.argv) <= 2:
        methods += [*(name for name in SUMMARIZERS.names() if name not in methods), ORACLE]
    for name, sentences in SETS.items():
        rows = read(name, documents)
        print(f"{name}: {len(rows)} documents, {sentences} sentences")
        print(f"{'':12}{'R1':>6}{'R2':>6}{'Lsum':>6}   R1 against {methods[0]:14}CPU ms: median   p95")
        for line in table(rows, methods, sentences):
            print(line, flush=True)


def read(name: str, documents: int) -> list[dict[str, str]]:
    """The first documents of a set, without the bylines that one set has in its text."""
    with gzip.open(DATA / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, documents)]
    return [{**row, "text": without_head(row["text"])} for row in rows]


def table(rows: list[dict[str, str]], methods: list[str], sentences: int) -> list[str]:
    """A line a method."""
    made = {method: predict(rows, method, sentences) for method in methods}
    figures = score(rows, [summaries for summaries, _ in made.values()])
    lines = []
    for (method, (_, spent)), figure in zip(made.items(), figures, strict=True):
        rouge = "".join(f"{figure[key]:6.1f}" for key in ("rouge1", "rouge2", "rougeLsum"))
        better = "{:+.2f} [{:+.2f}, {:+.2f}]".format(*figure.get("rouge1_vs_first", (0, 0, 0)))
        lines.append(
            f"{method:12}{rouge}   {better:25}{median(spent):14.2f}{sorted(spent)[len(spent) * 19 // 20]:6.2f}"
        )
    return lines


def predict(rows: list[dict[str, str]], method: str, sentences: int) -> tuple[list[list[str]], list[float]]:
    """Each document's summary, and its CPU time in milliseconds."""
    made, spent = [], []
    for row in rows[:3] if method != ORACLE else ():
        _summary(row, method, sentences)  # the first runs import and compile
    for row in rows:
        start = time.process_time()
        made.append(_summary(row, method, sentences))
        spent.append(1000 * (time.process_time() - start))
    return made, spent


def score(rows: list[dict[str, str]], summaries: list[list[list[str]]]) -> list[dict[str, Any]]:
    """ROUGE of each list of summaries, with intervals of the differences from the first."""
    with tempfile.TemporaryDirectory() as folder:
        refs = Path(folder) / "refs.jsonl"
        refs.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
        files = []
        for number, made in enumerate(summaries):
            files.append(Path(folder) / f"{number}.jsonl")
            lines = (json.dumps({"id": r["id"], "summary": s}) + "\n" for r, s in zip(rows, made, strict=True))
            files[-1].write_text("".join(lines), encoding="utf-8")
        command = [sys.executable, str(SHARED / "bench" / "rouge_eval.py"), "--json", str(refs), *map(str, files)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: list[dict[str, Any]] = json.loads(done.stdout)
    return figures


def _summary(row: dict[str, str], method: str, sentences: int) -> list[str]:
    article = pipeline.article(row["text"], source="-", language="en")
    split = pipeline.sentences.split(article.text, "en")
    if method == ORACLE:
        return _oracle([s.text for s in split], row["reference"], sentences)
    length = Budget(sentences=sentences)
    if method == AS_DESERVED:
        length, method = AUTO, "ranked"
    return [s.text for s in pipeline.summarize(split, length=length, method=method, title=article.title).sentences]


def _oracle(texts: list[str], reference: str, most: int) -> list[str]:
    matches = Matches(texts, reference.split("\n"))
    taken: list[int] = []
    best = 0.0
    while len(taken) < most:
        gains = [(matches.score([*taken, i]), -i) for i in range(len(texts)) if i not in taken]
        gain, place = max(gains, default=(0.0, 0))
        if gain <= best:
            break
        best, taken = gain, [*taken, -place]
    return [texts[i] for i in sorted(taken)]


if __name__ == "__main__":
    main()
