"""`digest daily`."""

from __future__ import annotations

import sys

from digest import daily, paths, settings
from digest.cli import console
from digest.cli.progress import Progress
from digest.errors import DigestError, OutputError
from digest.pipeline import published_at
from digest.registry import DIGEST_RENDERERS
from digest.service.updating import plan_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from digest.daily import Made
    from digest.settings import Settings

_EXAMPLES = """\
examples:
  digest daily                        fetch, and write today's digest
  digest daily --no-fetch --dry-run   look at it first
  digest daily --date 2026-11-20      a day that was missed, or once more
  0 6 * * * digest daily              in a crontab
"""


def define(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "Fetch every feed, and write one dated page of what came since the last digest: each story once, with\n"
        "summary, card, sources, and an account of what was looked at. Run twice it is the same page or a larger one."
    )
    parser.epilog = _EXAMPLES
    parser.add_argument("--date", metavar="DAY", default="", help="another day than today")
    parser.add_argument("--since", metavar="DATE", help="what came since then, in place of since the last digest")
    parser.add_argument("--no-fetch", action="store_true", help="of what is in the archive already")
    parser.add_argument("--dry-run", action="store_true", help="print it, write and remember nothing")
    parser.add_argument(
        "-f",
        "--format",
        action="append",
        metavar="FORMAT",
        help=f"{', '.join(DIGEST_RENDERERS.names())}; may be repeated",
    )
    parser.add_argument("--folder", metavar="FOLDER", default="", help="where to write")
    parser.add_argument("--mail", action="store_true", help="send it as the settings say")
    parser.add_argument("-q", "--quiet", action="store_true", help="no progress, no summary")
    parser.add_argument("-v", "--verbose", action="store_true", help="say what was done, also where nobody watches")
    parser.add_argument("--json", action="store_true", help="a report for programs on stdout")
    parser.add_argument("--feeds", metavar="FILE", default="", help="another feeds.toml")
    parser.add_argument("--archive", metavar="FILE", default="", help="another archive")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Make the digest; 0 when every feed answered, 3 when some failed."""
    chosen = settings.load(paths.settings_file())
    progress = Progress(quiet=options.quiet or options.json)
    order = daily.Order(
        now=daily.now(),
        date=options.date,
        since=published_at(options.since),
        fetch=not options.no_fetch,
        dry_run=options.dry_run,
        formats=_formats(options.format),
        folder=options.folder,
        feeds_file=options.feeds,
        archive_file=options.archive,
        plan=plan_of(chosen),
    )
    try:
        made = daily.run(
            order,
            chosen,
            begun=progress.begin,
            told=lambda outcome: progress.step(outcome.title, failed=outcome.kind == "failed"),
        )
    finally:
        progress.end()
    _show(made, options)
    for line in daily.failures(made, chosen.fetch_mention_after):
        console.complain(line)
    status = 3 if made.update and made.update.of_kind("failed") else 0
    return status if options.dry_run else max(status, _deliver(made, chosen, mail=options.mail))


def _formats(given: list[str] | None) -> tuple[str, ...]:
    for name in given or ():
        DIGEST_RENDERERS.about(name)
    return tuple(given or ())


def _show(made: Made, options: argparse.Namespace) -> None:
    if options.json:
        import json

        console.show(json.dumps(_report(made), ensure_ascii=False, indent=2) + "\n")
    elif options.dry_run:
        form = options.format[0] if options.format else "text"
        console.show(DIGEST_RENDERERS.get(form)(made.digest, console.style(), titles=made.titles))
    elif options.verbose or (sys.stdout.isatty() and not options.quiet):
        ledger = made.digest.ledger
        console.show(f"{len(made.digest.stories)} stories of {ledger.kept:,} articles\n")
        for path in made.files.values():
            console.show(f"{path}\n")


def _report(made: Made) -> dict[str, Any]:
    from digest.cli.fetch import report

    return {
        "day": made.digest.day,
        "files": dict(made.files),
        "changed": made.changed,
        "stories": len(made.digest.stories),
        "ledger": made.digest.ledger._asdict(),
        "fetch": report(made.update) if made.update else None,
    }


def _deliver(made: Made, chosen: Settings, *, mail: bool) -> int:
    """Mail and the reader's own command, once a digest is new; what fails there is told, the digest is there."""
    status = 0
    if chosen.daily_after and made.changed:
        for path in made.files.values():
            try:
                daily.run_after(chosen.daily_after, path)
            except DigestError as error:
                console.complain(str(error))
                status = 3
    if mail:
        try:
            refused = daily.mail(made, chosen, at=daily.now())
        except OutputError as error:
            console.complain(str(error))
            return 3
        for problem in refused:
            console.complain(f"{problem.where}: {problem.what}")
            status = 3
    return status
