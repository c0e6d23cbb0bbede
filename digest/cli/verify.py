"""`digest verify`."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from digest import paths
from digest.cli import console
from digest.errors import DigestError, UsageError
from digest.pipeline import published_at
from digest.service import reading

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from digest.model import Article
    from digest.verify import Check


def define(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "Read the sources of saved digests (TOML or JSON) again and compare every verbatim text at its\n"
        "place, and every value derived from one. Exit status 4 names the first that differs."
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="what `summarize` or `daily` saved as TOML or JSON")
    parser.add_argument("--source", metavar="PATH|URL|-", help="where the one source is now, if not where it was")
    parser.add_argument("--archive", metavar="FILE", help="the archive with the articles of daily digests")
    parser.add_argument("--json", action="store_true", help="the result for programs, every difference listed")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check each file; 4 when one differs from its source, else 1 when none could be checked, 3 when some could not."""
    from digest import verify

    if options.source and len(options.files) > 1:
        raise UsageError("verify: --source goes with one FILE")
    results: list[dict[str, Any]] = []
    for path in options.files:
        try:
            saved = verify.load(path)
            count = len(verify.articles(saved))
            if options.source and count != 1:
                raise UsageError(f"{path}: --source goes with a digest of one article, this one has {count}")
            if verify.is_day(saved) and not options.source:
                check = _check_day(saved, options.archive or paths.archive_file())
            else:
                check = verify.check(saved, partial(_source, saved_at=path, source=options.source))
        except UsageError:
            raise
        except DigestError as error:
            console.complain(str(error))
            results.append({"file": path, "error": str(error)})
            continue
        results.append(_result(path, check))
        if not options.json:
            console.show(_line(path, check))
    if options.json:
        import json

        console.show(json.dumps(results, ensure_ascii=False, indent=2) + "\n")
    return _status(results)


def _check_day(saved: dict[str, Any], archive_file: str) -> Check:
    """Compare a daily digest with the articles in the archive."""
    from digest.archive import Archive
    from digest.service import verifying

    with Archive.open(archive_file, read_only=True) as archive:
        return verifying.check_day(archive, saved)


def _source(table: dict[str, Any], saved_at: str, source: str | None) -> Article:
    """Read a saved article's source as it was read then; a relative path may also count from the saved file."""
    place = source or table["source"]
    if place == "-" and source is None:
        raise DigestError(f"{saved_at}: read from standard input; name its text with --source")
    beside = Path(saved_at).parent / place
    if source is None and not place.startswith(reading.WEB) and not Path(place).exists() and beside.exists():
        place = str(beside)
    wish = reading.Wish(
        title=_text(table, "title") or "",
        published=published_at(_text(table, "published")),
        language=_text(table, "language"),
    )
    return reading.read(place, wish, stdin=sys.stdin.buffer)


def _text(table: dict[str, Any], key: str) -> str | None:
    value = table.get(key)
    return value if isinstance(value, str) else None


def _line(path: str, check: Check) -> str:
    articles = f"{check.articles} article{'s' if check.articles != 1 else ''}"
    if check.mismatches:
        more = f" (and {len(check.mismatches) - 1} more)" if len(check.mismatches) > 1 else ""
        return f"{path}: MISMATCH {check.mismatches[0]}{more}\n"
    derived = "" if check.derived else "; derived values not re-checked: saved by another version"
    return f"{path}: {articles}, {check.spans} verbatim texts, all as in the source{derived}\n"


def _result(path: str, check: Check) -> dict[str, Any]:
    return {
        "file": path,
        "articles": check.articles,
        "spans": check.spans,
        "derived_checked": check.derived,
        "mismatches": [m._asdict() for m in check.mismatches],
    }


def _status(results: list[dict[str, Any]]) -> int:
    if any(r.get("mismatches") for r in results):
        return 4
    failed = sum("error" in r for r in results)
    return 0 if not failed else 1 if failed == len(results) else 3
