"""`digest fetch`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from digest import paths, settings
from digest.cli import console
from digest.cli.progress import Progress
from digest.service.updating import Update, plan_of, retention_of, update

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from digest.service.fetching import Outcome
    from digest.settings import Settings


def define(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "Ask every feed for what is new and keep it in the archive. A feed that fails never stops the others;\n"
        "nothing is ever deleted because a feed no longer lists it. Silent where nobody watches."
    )
    parser.add_argument("names", nargs="*", metavar="FEED", help="only these: address or title (default: all)")
    parser.add_argument("--tag", default="", help="only feeds with this tag")
    parser.add_argument("--force", action="store_true", help="ask also paused feeds and those that asked for a pause")
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress, no summary")
    parser.add_argument("--json", action="store_true", help="a report for programs on stdout")
    parser.add_argument("--feeds", metavar="FILE", help="another feeds.toml")
    parser.add_argument("--archive", metavar="FILE", help="another archive")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Fetch; 0 when every feed answered, 3 when some failed, 1 when all did."""
    chosen = settings.load(paths.settings_file())
    progress = Progress(quiet=options.quiet or options.json)

    def told(outcome: Outcome) -> None:
        progress.step(outcome.title, failed=outcome.kind == "failed")

    try:
        done = update(
            options.feeds or paths.feeds_file(),
            options.archive or paths.archive_file(),
            now=datetime.now(UTC),
            plan=plan_of(chosen, force=options.force),
            names=options.names,
            tag=options.tag,
            retention=retention_of(chosen),
            begun=progress.begin,
            told=told,
        )
    finally:
        progress.end()
    if options.json:
        import json

        console.show(json.dumps(report(done), ensure_ascii=False, indent=2) + "\n")
    _complain(done, chosen, watched=progress.is_shown)
    if not (options.quiet or options.json) and sys.stdout.isatty():
        console.show(summary(done) + "\n")
    failed = len(done.of_kind("failed"))
    return 0 if not failed else 1 if failed == len(done.outcomes) else 3


def summary(done: Update) -> str:
    """One line about an update, for people.

    >>> from digest.service.fetching import Outcome
    >>> summary(Update(outcomes=(Outcome(url="u", title="U", kind="new", new=2),)))
    '1 feed: 2 new articles'
    """
    new = sum(outcome.new for outcome in done.outcomes)
    revised = sum(outcome.revised for outcome in done.outcomes)
    parts = [_count(new, "new article")]
    if revised:
        parts.append(f"{revised} edited")
    parts += [f"{count} {kind}" for kind in ("failed", "waiting") if (count := len(done.of_kind(kind)))]
    if done.moved:
        parts.append(f"{len(done.moved)} moved")
    if done.forgotten:
        parts.append(f"{done.forgotten} forgotten")
    return f"{_count(len(done.outcomes), 'feed')}: {', '.join(parts)}"


def report(done: Update) -> dict[str, Any]:
    """The same with all its details, for programs."""
    return {
        "feeds": len(done.outcomes),
        "new": sum(outcome.new for outcome in done.outcomes),
        "revised": sum(outcome.revised for outcome in done.outcomes),
        "failed": len(done.of_kind("failed")),
        "waiting": len(done.of_kind("waiting")),
        "forgotten": done.forgotten,
        "moved": [{"from": old, "to": new} for old, new in done.moved],
        "outcomes": [outcome._asdict() for outcome in done.outcomes],
        "problems": [problem._asdict() for problem in done.problems],
    }


def _complain(done: Update, chosen: Settings, *, watched: bool) -> None:
    """Failures by name; where nobody watches, once, when a feed has failed so many times in a row."""
    for problem in done.problems:
        console.complain(f"{problem.where}: {problem.what}")
    for outcome in done.outcomes:
        if outcome.kind == "failed" and (watched or outcome.failures == chosen.fetch_mention_after):
            often = f" ({outcome.failures} times in a row)" if outcome.failures > 1 else ""
            console.complain(f"{outcome.title}: {outcome.problem}{often}")
    for old, new in done.moved:
        console.complain(f"{old} has moved to {new}; feeds.toml follows")


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'s' if number != 1 else ''}"
