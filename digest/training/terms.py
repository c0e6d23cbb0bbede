"""How common each word is in free text: the background table of `digest.stories.likeness`."""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from math import log2

from digest.stories import likeness

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PIECE = 250  # words: as much as grouping reads of a usual article
# So many pieces of a source at most: one government's tone must not decide what is rare in the world.
MOST = {"whitehouse": 4_000, "factbook": 1_000}
LARGEST = 148_000  # bytes of the table
STEPS = 4  # to a doubling: the table keeps rarity that finely


def write(data: Path) -> None:
    """Count the texts of `data/*.jsonl.gz` and write the table beside `digest.stories`."""
    spread: Counter[str] = Counter()
    count = 0
    for path in sorted(data.glob("*.jsonl.gz")):
        limit = next((most for name, most in MOST.items() if path.name.startswith(name)), sys.maxsize)
        for piece in _pieces(path, limit):
            spread.update(set(likeness.keys(piece)))
            count += 1
    table = _table(spread, count)
    with open(likeness.TABLE, "w", encoding="utf-8", newline="\n") as file:
        file.write(table)
    print(f"{likeness.TABLE}: {len(table.encode())} bytes, {count} pieces")  # noqa: T201


def _pieces(path: Path, limit: int) -> Iterator[str]:
    """The texts of a file in pieces of some `PIECE` words, evenly thinned to `limit`."""
    pieces: list[str] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            held: list[str] = []
            for paragraph in json.loads(line)["text"].replace("<unk>", " ").split("\n"):
                words = paragraph.split()
                for at in range(0, len(words), PIECE):
                    held += words[at : at + PIECE]
                    if len(held) >= PIECE:
                        pieces.append(" ".join(held))
                        held = []
            if len(held) >= PIECE // 5:
                pieces.append(" ".join(held))
    step = max(1.0, len(pieces) / limit)
    for n in range(min(len(pieces), limit)):
        yield pieces[int(n * step)]


def _table(spread: Counter[str], count: int) -> str:
    """A line a rarity, the commonest first: how often of the `count` pieces in quarters of doublings, and its words."""
    lines: dict[int, list[str]] = {}
    size = 0
    for key, seen in sorted(spread.items(), key=lambda pair: (-pair[1], pair[0])):
        if not key.isascii() or not 2 <= len(key) <= 16 or seen < 3:
            continue
        size += len(key) + 1
        if size > LARGEST - 2_000:
            break
        lines.setdefault(round(STEPS * log2(count / seen)), []).append(key)
    return "".join(f"{rarity} {' '.join(sorted(words))}\n" for rarity, words in sorted(lines.items()))
