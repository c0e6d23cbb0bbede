"""What the archive costs: opening, recording, listing and searching 100,000 generated articles of 1.4 kB, CPU time.

    python tests/bench/archive.py [ARTICLES]

The words follow Zipf's law as those of news do. Recording is one call a feed (200 articles), in one batch for twenty
feeds; search index, identity and all.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from digest.archive import Archive
from digest.archive.search import parse_query
from digest.model import Article, FeedState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

EACH = 200
TOGETHER = 20
START = datetime(2026, 1, 1, tzinfo=UTC)
COMMON = (
    "the of to and a in is that for on with as was by at it from be are an this have has not which or but were he his "
    "they said their its will one more who been had would there about when out up people year after"
)
OPENING = (
    "import time; at = time.process_time(); from digest.archive import Archive; imported = time.process_time();"
    "import sys; Archive.open(sys.argv[1], read_only=True); print(imported - at, time.process_time() - imported)"
)


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "archive.sqlite3")
        with Archive.open(path) as archive:
            _record(archive, number)
            _again(archive)
            _read(archive, number)
        print(f"size on disk             {os.path.getsize(path) / 1e6:8.1f} MB")
        _open(path)


def _record(archive: Archive, number: int) -> None:
    spent = characters = 0.0
    feeds: list[tuple[FeedState, list[Article]]] = []
    for state, articles in _feeds(number):
        characters += sum(len(a.text) for a in articles)
        feeds.append((state, articles))
        if len(feeds) == TOGETHER:
            at = time.process_time()
            with archive.batch():
                for one, its in feeds:
                    archive.record(one, its, seen_at=START)
            spent += time.process_time() - at
            feeds = []
    each = f"{characters / number:.0f} characters each"
    print(f"recorded                 {number / spent:8.0f} articles/CPU-s ({each}; goal: >= 8,000)")


def _again(archive: Archive) -> None:
    given = [next(_feeds(EACH)) for _ in range(20)]
    at = time.process_time()
    with archive.batch():
        for state, articles in given:
            assert archive.record(state, articles, seen_at=START).unchanged == EACH
    spent = time.process_time() - at
    print(f"recorded, unchanged      {20 * EACH / spent:8.0f} articles/CPU-s")


def _read(archive: Archive, number: int) -> None:
    def show(name: str, goal: str, call: Callable[[], object]) -> None:
        print(f"{name:<24} {1000 * _median(call):8.2f} CPU ms{goal}")

    for words in ("wa1000", "wa300", "wa60 wa200", '"wa60 wa61"', "wa200 -wa300"):
        query = parse_query(words)
        hits = archive.count(query)
        show(f"page: {words}", f" ({hits:,} hits; goal: <= 25)", lambda query=query: archive.page(query, limit=20))
        show(f"find: {words}", " (with snippets)", lambda query=query: archive.find(query, limit=20))
    for words in ("the", "wa30*"):
        query = parse_query(words)
        show(f"page: {words}", f" ({archive.count(query):,} hits)", lambda query=query: archive.page(query, limit=20))
    show("newest 50", " (goal: <= 1)", lambda: archive.page(limit=50))
    show("newest 50 unread", "", lambda: archive.page(parse_query("is:unread"), limit=50))
    show("newest 50 saved", "", lambda: archive.page(parse_query("is:saved"), limit=50))
    show("newest 50 of a feed", "", lambda: archive.page(parse_query("from:feed7.example"), limit=50))
    show("newest 50 of a tag", "", lambda: archive.page(parse_query("tag:t3"), limit=50))
    show("50 at the end", "", lambda: archive.page(limit=50, offset=number - 50))
    show("states", "", archive.states)


def _open(path: str) -> None:
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    rows = []
    for _ in range(12):
        done = subprocess.run(
            [sys.executable, "-c", OPENING, path], env=kept, capture_output=True, text=True, check=True
        )
        rows.append([float(part) for part in done.stdout.split()])
    imported, opened = (statistics.median(column) for column in zip(*rows[1:], strict=True))
    print(
        f"import and open          {1000 * (imported + opened):8.2f} CPU ms (import {1000 * imported:.2f}; goal: <= 20)"
    )


def _median(call: Callable[[], object]) -> float:
    times = []
    for _ in range(11):
        at = time.process_time()
        call()
        times.append(time.process_time() - at)
    return statistics.median(times)


def _feeds(number: int) -> Iterator[tuple[FeedState, list[Article]]]:
    chance = random.Random(7)
    common = COMMON.split()
    words = [*common, *(f"wa{i}" for i in range(len(common), 40_000))]
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    for feed in range(number // EACH):
        url = f"https://feed{feed}.example/rss"
        yield (
            FeedState(url=url, title=f"Feed {feed}"),
            [_article(url, feed * EACH + i, chance.choices(words, cum_weights=weights, k=270)) for i in range(EACH)],
        )


def _article(source: str, number: int, words: list[str]) -> Article:
    return Article(
        id=f"{number:016x}",
        title=" ".join(words[:9]).capitalize(),
        text=". ".join(" ".join(words[i : i + 18]).capitalize() for i in range(9, len(words), 18)) + ".",
        source=source,
        url=f"{source}/2026/{number}/some-words-of-the-title",
        guid=f"https://{number}.example/?p={number}",
        published=START - timedelta(minutes=(number * 7919) % 500_000),
        authors=("A Reporter",),
        tags=(f"t{number % 100}", "World"),
    )


if __name__ == "__main__":
    main()
