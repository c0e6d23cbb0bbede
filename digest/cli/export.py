"""`digest export`."""

from __future__ import annotations

from digest import paths
from digest.cli import console
from digest.errors import UnknownNameError
from digest.service import library

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

_EXAMPLES = """\
examples:
  digest export -o everything.json
  digest export is:saved -f markdown -o saved.md
  digest export 'from:bbc after:2026-11-01' | jq '.articles[].title'
"""


def define(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = "Write whole articles of the archive, all or what a query finds (as `digest search` reads it)."
    parser.epilog = _EXAMPLES
    parser.add_argument("query", nargs="*", metavar="QUERY", help="which articles (default: all that are not hidden)")
    parser.add_argument(
        "-f", "--format", default="json", metavar="FORMAT", help=f"{', '.join(library.EXPORTS)} (default json)"
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="write to FILE, whole or not at all")
    parser.add_argument("--archive", metavar="FILE", help="the archive (default: in the data folder)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the articles; 1 when there are none."""
    if options.format not in library.EXPORTS:
        raise UnknownNameError("format", options.format, library.EXPORTS)
    to_file = options.output and options.output != "-"
    if to_file:
        from digest.output import write

        write.check_folder(options.output)
    text = " ".join(options.query)
    path = options.archive or paths.archive_file()
    body, number = library.export(path, text, options.format, feeds_file=paths.feeds_file())
    if not number:
        console.complain(f"export: nothing found{' for ' + text[:200] if text else ''}")
        return 1
    if to_file:
        write.whole(options.output, body)
    else:
        console.show(body)
    return 0
