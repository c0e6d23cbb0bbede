"""The table of known words and names: what the tagger itself made of them in much free text."""

from __future__ import annotations

import gzip
import json
from collections import Counter

from digest.facts import names, tagging_known
from digest.facts.reading import Reading

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# File by file: every how-manieth text is read. The White House alone would be two thirds.
TEXTS = {
    "factbook": 1,
    "whitehouse": 3,
    "wikipedia_current_events": 1,
    "wikipedia_current_events_2002_2026": 1,
    "wikitext2_valid_test": 1,
}
# Seen less often, a word or name is left out.
LEAST = 4
Votes = dict[str, Counter[str]]


def table(data: Path) -> str:
    """Tag the texts of a folder, and sum up what each word and each name was."""
    of_word: Votes = {}
    of_name: Votes = {}
    for text in _texts(data):
        _count(Reading(text), of_word, of_name)
    lines: dict[str, list[str]] = {}
    for word, counts in of_word.items():
        if sum(counts.values()) >= LEAST:
            lines.setdefault(word[:2], []).append(f"{word}={_share(counts)}")
    for name, counts in of_name.items():
        kind, most = counts.most_common(1)[0]
        total = sum(counts.values())
        if total >= LEAST and most * 5 >= total * 3:
            lines.setdefault(name[:2].strip(), []).append(f"{name}:{kind}{3 if most * 10 > total * 9 else 2}")
    return "".join(f"{begin}\t;{';'.join(sorted(entries))};\n" for begin, entries in sorted(lines.items()))


def _texts(data: Path) -> Iterator[str]:
    for name, step in TEXTS.items():
        with gzip.open(data / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                if number % step == 0:
                    yield json.loads(line)["text"]


def _count(reading: Reading, of_word: Votes, of_name: Votes) -> None:
    """Add what one text's words and names are; a word that opens a sentence and is no name says nothing."""
    kinds: dict[int, str] = {}
    words = reading.words
    for first, stop, kind in names.find(reading):
        kinds.update(dict.fromkeys(range(first, stop), kind[0]))
        if reading.upper[first] and stop - first <= tagging_known.LONGEST:
            of_name.setdefault(" ".join(words[first:stop]), Counter())[kind[0]] += 1
    for at, is_upper in enumerate(reading.upper):
        if is_upper and not reading.headline[at] and (at in kinds or not reading.opens[at]):
            of_word.setdefault(words[at], Counter())[kinds.get(at, "o")] += 1


def _share(counts: Counter[str]) -> str:
    """The commonest type and how much of the whole it is, 4 to 1; below 3 also the second."""
    (kind, most), *rest = counts.most_common(2)
    share = most / sum(counts.values())
    level = 1 + (share >= 0.6) + (share >= 0.8) + (share >= 0.95)
    return f"{kind}{level}{rest[0][0] if rest and level < 3 else ''}"
