"""What `summarize` and `facts` share: which articles to read, and what the reader knows about them."""

from __future__ import annotations

import sys

from digest import settings
from digest.cli import console
from digest.errors import UsageError
from digest.model import Brief
from digest.service import reading

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from digest.settings import Settings


def define_places(parser: argparse.ArgumentParser) -> None:
    """Add what is to be read."""
    parser.add_argument(
        "places",
        nargs="*",
        metavar="PATH|URL|-",
        help="text, Markdown or HTML files, folders, addresses, - for stdin",
    )


def define_stated(parser: argparse.ArgumentParser) -> None:
    """Add what may be said about an article in place of its source."""
    parser.add_argument("--title", help="the title, when the source does not say")
    parser.add_argument("--published", metavar="DATE", help="when it was published: relative dates count from there")
    parser.add_argument("--lang", metavar="CODE", help="language, such as en (default: detected)")


def places(given: list[str], command: str) -> list[str]:
    """Return what is to be read: what was named, or what comes in through a pipe."""
    if given:
        return given
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError(f"{command}: name a file, a folder, an address, or - for standard input")
    return ["-"]


def language(asked: str | None, chosen: Settings) -> str | None:
    """Return the language asked for or set, None where it is to be detected."""
    try:
        code = settings.language(asked or chosen.summarize_language)
    except UsageError as error:
        raise UsageError(f"--lang: {error}") from None
    return None if code == "auto" else code


def read(found: list[str], wish: reading.Wish) -> tuple[list[Brief], int]:
    """Read all, telling what could not be read; returns the briefs and the number of failures."""
    briefs, failed = [], 0
    for one in reading.briefs(found, wish, stdin=sys.stdin.buffer):
        if isinstance(one, Brief):
            briefs.append(one)
        else:
            failed += 1
            console.complain(f"{one.where}: {one.what}")
    return briefs, failed
