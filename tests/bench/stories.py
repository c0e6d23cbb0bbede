"""Stories: quality and speed of the grouping, with one threshold for everything.

    python tests/bench/stories.py [--largest 100000]

B-cubed of the ECB+ development part and of a day of feeds (`../shared/bench/day_feeds.py`), reprints found in that day,
and CPU seconds with ten times the articles. The scorer gives 100 for the truth against itself.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from digest.model import Article
from digest.sources.feeds import parse
from digest.stories.grouping import group
from digest.stories.reprints import reprints

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
ECB = SHARED / "data" / "clustering" / "ecbplus_dev.jsonl"
CLUSTERS = SHARED / "data" / "summarization" / "multinews_dev.jsonl.gz"
SHORT = 200  # characters, below which hardly anything can tell an article's story


def b_cubed(gold: Sequence[Hashable], found: Sequence[Hashable]) -> tuple[float, float, float]:
    """Precision, recall and F1 of Bagga and Baldwin (1998), in percent."""
    golds, founds, both = Counter(gold), Counter(found), Counter(zip(gold, found, strict=True))
    precision = sum(both[pair] / founds[pair[1]] for pair in zip(gold, found, strict=True)) / len(gold)
    recall = sum(both[pair] / golds[pair[0]] for pair in zip(gold, found, strict=True)) / len(gold)
    return 100 * precision, 100 * recall, 200 * precision * recall / (precision + recall)


def labels(groups: Iterable[Sequence[int]]) -> list[int]:
    """Each article's group."""
    of = {n: number for number, members in enumerate(groups) for n in members}
    return [of[n] for n in range(len(of))]


def scored(name: str, articles: Sequence[Article], gold: Sequence[Hashable]) -> list[int]:
    """Group, print how well and how fast."""
    start = time.process_time()
    found = labels(group(articles))
    took = time.process_time() - start
    precision, recall, f1 = b_cubed(gold, found)
    print(
        f"{name}: P {precision:.1f} R {recall:.1f} F1 {f1:.1f} ({len(articles)} articles, {len(set(gold))} stories,"
        f" {len(set(found))} found, {took:.2f} CPU s; gold against gold {b_cubed(gold, gold)[2]:.0f})",
        flush=True,
    )
    return found


def ecb() -> None:
    """The development part of ECB+; nothing says which outlet or when."""
    rows = [json.loads(line) for line in ECB.read_text(encoding="utf-8").splitlines()]
    articles = [Article(id=row["id"], title="", text=row["text"], source=row["id"]) for row in rows]
    scored("ECB+ dev", articles, [row["story"] for row in rows])


def day(seed: int, teasers: float, repeated: float) -> None:
    """A day of feeds made of many outlets' texts."""
    with tempfile.TemporaryDirectory() as folder:
        options = ("--day", "2024-05-14", "--seed", str(seed), "--teasers", str(teasers), "--reprints", str(repeated))
        maker = [sys.executable, str(SHARED / "bench" / "day_feeds.py"), str(CLUSTERS), folder, *options]
        subprocess.run(maker, check=True, stdout=subprocess.DEVNULL)
        gold = {row["guid"]: row for row in map(json.loads, (Path(folder) / "gold.jsonl").open(encoding="utf-8"))}
        feeds = sorted(Path(folder).glob("*.xml"))
        articles = [a for feed in feeds for a in parse(feed.read_bytes(), url=f"http://a.example/{feed.name}").articles]
    name = f"day (seed {seed}, teasers {teasers:.0%}, reprints {repeated:.0%})"
    stories = [gold[a.guid]["story"] for a in articles]
    scored(name, articles, stories)
    long = [n for n, a in enumerate(articles) if len(a.text) >= SHORT]
    scored(f"{name}, texts of {SHORT} characters and more", [articles[n] for n in long], [stories[n] for n in long])
    copies(articles, gold)


def copies(articles: Sequence[Article], gold: dict[str, dict[str, str]]) -> None:
    """How many of the reprints are found among the articles of their true story, and how many that are none."""
    stories: dict[str, list[Article]] = {}
    for article in articles:
        stories.setdefault(gold[article.guid]["story"], []).append(article)
    found, true = set(), set()
    short = 0
    for members in stories.values():
        for of in reprints(members):
            found |= {frozenset((members[a].guid, members[b].guid)) for a in of for b in of if a < b}
    for article in articles:
        if origin := gold[article.guid]["reprint_of"]:
            pair = frozenset((article.guid, origin))
            true.add(pair)
            short += pair not in found and any(len(a.text) < SHORT for a in articles if a.guid in pair)
    right = len(found & true)
    print(
        f"    reprints: recall {100 * right / max(1, len(true)):.1f} ({right} of {len(true)}; {short} missed with one"
        f" under {SHORT} characters), precision {100 * right / max(1, len(found)):.1f} ({len(found)} pairs)"
    )


def made(count: int) -> list[Article]:
    """So many articles of some 1.4 kB: stories of one to eight, each with words of its own among common ones."""
    rng = random.Random(7)
    common = [f"w{n}" for n in range(20_000)]
    weights = [1 / (n + 10) for n in range(len(common))]
    cumulated = [sum(weights[:1])]
    for weight in weights[1:]:
        cumulated.append(cumulated[-1] + weight)
    start = datetime(2024, 5, 14, tzinfo=UTC)
    articles: list[Article] = []
    story = 0
    while len(articles) < count:
        story += 1
        own = [f"Name{rng.randrange(10 * count)}" for _ in range(12)] + rng.choices(common[2_000:], k=20)
        for _ in range(min(rng.choice((1, 1, 1, 2, 2, 3, 4, 8)), count - len(articles))):
            words = rng.choices(common, cum_weights=cumulated, k=190) + rng.sample(own, 20)
            rng.shuffle(words)
            when = start + timedelta(minutes=rng.randrange(1_440))
            n = len(articles)
            title = " ".join(rng.sample(own, 6))
            articles.append(
                Article(id=f"{n:08}", title=title, text=" ".join(words), source=f"f{n % 500}", published=when)
            )
    return articles


def growth(largest: int) -> None:
    """CPU seconds with ten times the articles."""
    before = 0.0
    count = 1_000
    while count <= largest:
        articles = made(count)
        start = time.process_time()
        found = group(articles)
        took = time.process_time() - start
        times = f", {took / before:.1f} times as much" if before else ""
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"made: {count} articles, {len(found)} stories, {took:.2f} CPU s{times}, peak {peak} MB", flush=True)
        before, count = took, count * 10


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--largest", type=int, default=10_000)
    largest = parser.parse_args().largest
    if ECB.is_file():
        ecb()
    else:
        print("skipped: no ECB+ data beside the repository")
    if CLUSTERS.is_file():
        day(1, 0.2, 0.1)
        day(2, 0.0, 0.5)
    else:
        print("skipped: no clusters beside the repository")
    growth(largest)


if __name__ == "__main__":
    main()
