"""Quality of story summaries: ROUGE F1 at about 250 words against the round-robin lead of the same documents.

    python tests/bench/story_summaries.py [CLUSTERS] [WORDS]

Clusters of ../shared/data/summarization/multinews_dev.jsonl.gz; the scorer is ../shared/bench/rouge_eval.py. Also
prints how many of the printed sentences are page furniture by our own rules, which should be none.
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
from digest.stories.telling import tell
from digest.summarize.furniture import is_furniture
from digest.text import sentences, words

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
DATA = SHARED / "data" / "summarization" / "multinews_dev.jsonl.gz"


def lead(texts: list[str], budget: int) -> list[str]:
    """The first sentence of each document, then the second of each, while they fit."""
    split = [[s.text for s in sentences.split(text)] for text in texts]
    taken: list[str] = []
    room = budget
    for place in range(max(map(len, split))):
        for document in split:
            if place < len(document) and document[place] not in taken and words.count(document[place]) <= room:
                taken.append(document[place])
                room -= words.count(document[place])
        if room < budget // 20:
            break
    return taken


def story(texts: list[str], budget: int) -> list[str]:
    """The summary that a story of the documents has."""
    articles = [pipeline.article(text, source="-", language="en") for text in texts]
    by_id = {article.id: article for article in articles}
    briefs = [pipeline.brief(article) for article in by_id.values()]
    return [s.text for s in tell(briefs, story_id="x", limit=0, words=budget).summary]


def main() -> None:
    if not DATA.is_file():
        print(f"skipped: no {DATA.name} beside the repository")
        return
    clusters = int(sys.argv[1]) if len(sys.argv) > 1 else 70
    budget = int(sys.argv[2]) if len(sys.argv) > 2 else 250
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in islice(lines, clusters)]
    with tempfile.TemporaryDirectory() as folder:
        refs = Path(folder) / "refs.jsonl"
        refs.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
        files = []
        for method in (lead, story):
            target = Path(folder) / f"{method.__name__}.jsonl"
            start = time.process_time()
            made = [{"id": r["id"], "summary": method([d for d in r["documents"] if d.strip()], budget)} for r in rows]
            spent = 1000 * (time.process_time() - start) / len(rows)
            target.write_text("".join(json.dumps(m) + "\n" for m in made), encoding="utf-8")
            printed = [text for m in made for text in m["summary"]]
            mean = sum(map(words.count, printed)) / len(rows)
            furniture = sum(map(is_furniture, printed))
            print(
                f"{method.__name__}: {mean:.0f} words, {len(printed)} sentences, {furniture} furniture, "
                f"{spent:.0f} CPU ms a cluster"
            )
            files.append(str(target))
        subprocess.run([sys.executable, str(SHARED / "bench" / "rouge_eval.py"), str(refs), *files], check=True)


if __name__ == "__main__":
    main()
