"""A bare `digest`: the screen, or with `--linear` lines in its place."""

from __future__ import annotations

import sys

from digest.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse


def run(options: argparse.Namespace) -> int:
    """Open it and stay until the reader leaves."""
    from digest.service.desk import Desk

    if options.linear:
        from digest.tui import linear

        return linear.run(Desk(), sys.stdin, sys.stdout)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the screen needs a terminal (digest --linear does not; digest --help lists the commands)")
    from digest.tui import app

    return app.run(Desk(), options.places)
