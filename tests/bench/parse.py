"""How fast feeds are parsed, against feedparser as it comes and fastfeedparser; and how far the two readings agree.

    python tests/bench/parse.py [FOLDER|ARCHIVE.tar.gz …] [--differ]

Without an argument: the real feeds of `../shared/data/feeds`. Ours is the whole way to articles, HTML to text, cleaning
and identity included; feedparser's default resolves and sanitises HTML and leaves it HTML; fastfeedparser leaves it as
it is. CPU seconds of this process, the best of three runs each, alternating.
"""

from __future__ import annotations

import sys
import tarfile
import time
import warnings
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from digest.sources.feeds import entries, fast, parse, prepare, reference
from digest.sources.feeds.plain import NotAFeedError, UnusualError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from digest.sources.feeds.plain import Document

SHARED = Path(__file__).parents[2] / ".." / "shared"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
HOME = "http://feeds.example/feed"
FIELDS = ("title", "url", "text", "published", "authors", "guid", "tags", "enclosures", "language")


def bodies(path: Path) -> Iterator[tuple[str, bytes]]:
    """The files of a folder or a `.tar.gz`."""
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file():
                yield file.name, file.read_bytes()
    else:
        with tarfile.open(path) as archive:
            for member in archive:
                if member.isfile() and (stream := archive.extractfile(member)):
                    yield member.name, stream.read()


def is_xml(body: bytes) -> bool:
    return not body.lstrip().startswith((b"{", b"["))


def agreement(feeds: list[tuple[str, bytes]], *, tell: bool = False) -> tuple[Counter[str], Counter[str]]:
    """How many fields the quick reading and the reference give alike, and how many there are, by field."""
    alike: Counter[str] = Counter()
    all_: Counter[str] = Counter()
    for name, body in feeds:
        if not is_xml(body):
            continue
        try:
            document = prepare.without_doctype(prepare.text(body))
            quick = fast.read(document)
        except (UnusualError, NotAFeedError):
            continue
        patient = reference.read(document)
        all_["feeds"] += 1
        alike["feeds"] += len(quick.entries) == len(patient.entries)
        for one, other in zip(_fields(quick), _fields(patient), strict=False):
            for field in FIELDS:
                all_[field] += 1
                alike[field] += one[field] == other[field]
                if tell and one[field] != other[field]:
                    print(f"{name}: {field}\n  quick     {one[field]!r:.200}\n  reference {other[field]!r:.200}")
    return alike, all_


def _fields(document: Document) -> Iterator[dict[str, Any]]:
    for entry in document.entries:
        read = entries.read(entry, document, HOME, NOW)
        yield {field: getattr(read, field) for field in FIELDS} | {
            "language": read.language or entries.code(document.language)
        }


def seconds(parser: Callable[[bytes], int], feeds: list[bytes]) -> tuple[float, int, int]:
    """CPU seconds, entries and failures of one run over the feeds."""
    count = failures = 0
    begun = time.process_time()
    for body in feeds:
        try:
            count += parser(body)
        except Exception:
            failures += 1
    return time.process_time() - begun, count, failures


def main() -> None:
    arguments = [a for a in sys.argv[1:] if not a.startswith("-")]
    paths = [Path(a) for a in arguments] or [SHARED / "data/feeds/real-dev.tar.gz"]
    feeds = [feed for path in paths for feed in bodies(path)]
    alike, all_ = agreement(feeds, tell="--differ" in sys.argv)
    whole = sum(all_[f] for f in FIELDS)
    print(f"{all_['feeds']} feeds read quickly, of {len(feeds)}; entries counted alike in {alike['feeds']}")
    print(
        f"fields alike: {sum(alike[f] for f in FIELDS)} of {whole} ({sum(alike[f] for f in FIELDS) / whole:.4%});",
        end="",
    )
    print(" differing:", {f: all_[f] - alike[f] for f in FIELDS if all_[f] != alike[f]})
    if "--differ" not in sys.argv:
        compare([body for _, body in feeds if is_xml(body)])


def compare(feeds: list[bytes]) -> None:
    import fastfeedparser
    import feedparser

    warnings.simplefilter("ignore")
    parsers: dict[str, Callable[[bytes], int]] = {
        "digest": lambda body: len(parse(body, url=HOME, now=NOW).articles),
        "feedparser, default": lambda body: len(feedparser.parse(body).entries),
        "fastfeedparser": lambda body: len(fastfeedparser.parse(body).entries),
    }
    best = {name: seconds(parser, feeds) for name, parser in parsers.items()}
    for _ in range(2):
        for name, parser in parsers.items():
            best[name] = min(best[name], seconds(parser, feeds))
    base = best["feedparser, default"][0]
    print(f"{sum(map(len, feeds)) / 1e6:.1f} MB in {len(feeds)} XML feeds")
    for name, (spent, count, failures) in best.items():
        share = f"1/{base / spent:.1f} of feedparser's CPU"
        print(f"{name:20} {spent:7.2f} s  {count:6} entries  {failures} failures  {share}")


if __name__ == "__main__":
    main()
