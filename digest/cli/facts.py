"""`digest facts`."""

from __future__ import annotations

import sys

from digest import paths, settings
from digest.cli import console
from digest.errors import UsageError
from digest.model import Brief
from digest.output import to_facts
from digest.pipeline import published_at
from digest.service import reading

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

_EXAMPLES = """\
examples:
  digest facts article.txt --published 2026-11-24    who, when and what next, each with its sentence
  digest facts notes/ --json | jq '.articles[].next_steps[].what'
"""


def define(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = "Print the card of articles alone: who, when and what next, each with the sentence behind it."
    parser.epilog = _EXAMPLES
    parser.add_argument(
        "places",
        nargs="*",
        metavar="PATH|URL|-",
        help="text, Markdown or HTML files, folders, addresses, - for stdin",
    )
    parser.add_argument("--published", metavar="DATE", help="when it was published: relative dates count from there")
    parser.add_argument("--title", help="the title, when the source does not say")
    parser.add_argument("--lang", metavar="CODE", help="language, such as en (default: detected)")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the cards; 0 when all could be read, 3 when some could not, 1 when none."""
    chosen = settings.load(paths.settings_file())
    try:
        language = settings.language(options.lang or chosen.summarize_language)
    except UsageError as error:
        raise UsageError(f"--lang: {error}") from None
    if not options.places and (sys.stdin is None or sys.stdin.isatty()):
        raise UsageError("facts: name a file, a folder, an address, or - for standard input")
    wish = reading.Wish(
        method="lead",  # the summary is not shown, so the cheapest will do
        title=options.title,
        published=published_at(options.published),
        language=None if language == "auto" else language,
        page_seconds=chosen.pages_seconds,
    )
    briefs, failed = [], 0
    for found in reading.briefs(options.places or ["-"], wish, stdin=sys.stdin.buffer):
        if isinstance(found, Brief):
            briefs.append(found)
        else:
            failed += 1
            console.complain(f"{found.where}: {found.what}")
    if not briefs:
        return 1
    console.show(to_facts.as_json(briefs) if options.json else to_facts.render(briefs, console.style()))
    return 3 if failed else 0
