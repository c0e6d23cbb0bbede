"""Arguments → service → stdout; errors → one line on stderr and an exit status. A file a command group."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from functools import cache
from importlib import import_module

from digest import __version__
from digest.cli.console import complain, width
from digest.errors import BusyError, DigestError, SettingsError, UnknownNameError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn


COMMANDS = {
    "summarize": ("digest.cli.summarize", "summary and fact card of articles"),
    "facts": ("digest.cli.facts", "the card alone: who, when, what next, each with its sentence"),
    "verify": ("digest.cli.verify", "re-check saved digests against their sources"),
    "feeds": ("digest.cli.feeds", "choose what is read: add, list, check, import and export feeds"),
    "daily": ("digest.cli.daily", "fetch, and write the digest of the day"),
    "agenda": ("digest.cli.agenda", "the dated next steps that lie ahead, also as a calendar"),
    "fetch": ("digest.cli.fetch", "ask the feeds for what is new"),
    "rules": ("digest.cli.rules", "what the mute and keep rules do"),
    "search": ("digest.cli.search", "find articles in the archive"),
    "who": ("digest.cli.who", "where a person or an organisation appears, and as what"),
    "show": ("digest.cli.show", "an article of the archive, or the digest of a day"),
    "export": ("digest.cli.export", "whole articles of the archive, for other programs"),
    "archive": ("digest.cli.archive", "check, back up, recover, compact the archive, forget what is old"),
    "doctor": ("digest.cli.doctor", "what is wrong with settings, archive, feeds or terminal, and what to do"),
    "serve": ("digest.cli.serve", "the screen in a browser"),
    "config": ("digest.cli.config", "where the settings are, and what they say"),
}


class Exit:
    """What a status says to a script."""

    COMPLETE = 0
    NOTHING = 1
    USAGE = 2
    PARTIAL = 3
    MISMATCH = 4
    BUSY = 75
    INTERRUPTED = 130


def script() -> None:
    """`main` in a process of its own: what a short run does not need done is not done.

    The collector waits until there is something to collect. At the end everything is written and closed, so the
    process leaves at once; taking the interpreter apart would be a tenth of a summary's time.
    """
    gc.set_threshold(20_000)
    status = 0
    try:
        status = main()
    except SystemExit as end:  # argparse has shown help or the version
        status = end.code if isinstance(end.code, int) else 0
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    finally:  # whatever a reader that has gone makes of it
        os._exit(status)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; no exception leaves it."""
    try:
        words = list(sys.argv[1:] if arguments is None else arguments)
        options = _parse(words)
        status = int(options.run(options))
        sys.stdout.flush()
    except (UsageError, SettingsError) as error:
        complain(str(error))
        return Exit.USAGE
    except BusyError as error:
        complain(str(error))
        return Exit.BUSY
    except DigestError as error:
        complain(str(error))
        return Exit.NOTHING
    except KeyboardInterrupt:
        complain("interrupted")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough. Nothing more may be written, not even by the interpreter at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.COMPLETE
    except MemoryError:
        complain("out of memory")
        return Exit.NOTHING
    except Exception as error:
        if os.environ.get("DIGEST_DEBUG"):
            raise
        complain(f"internal error ({type(error).__name__}: {error}); DIGEST_DEBUG=1 shows where. Please report it.")
        return Exit.NOTHING
    return status


class _Help(argparse.RawDescriptionHelpFormatter):
    """Help at the terminal's width; argparse makes a formatter an option, and would import shutil for the width."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_help_width(), max_help_position=30)


@cache
def _help_width() -> int:
    return min(100, width() - 2)


class _Parser(argparse.ArgumentParser):
    """Tells a wrong argument in one line, as everything else here is told."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(f"{message} ({self.prog} --help tells more)")


def _parse(words: list[str]) -> argparse.Namespace:
    """Read the arguments; only the command that is asked for is imported, since every start pays for what it uses."""
    if words and words[0] in COMMANDS:
        parser = _Parser(prog=f"digest {words[0]}", formatter_class=_Help)
        import_module(COMMANDS[words[0]][0]).define(parser)
        return parser.parse_args(words[1:])
    if words and words[0].startswith("-") and words[0] != "--":
        options = _top().parse_args(words)
        options.places = []
    else:
        places = words[1:] if words[:1] == ["--"] else words
        for place in places:
            if not os.path.exists(place) and not place.lower().startswith(("http://", "https://")):
                raise UnknownNameError("command", words[0], COMMANDS)
        options = argparse.Namespace(linear=False, places=places)
    from digest.cli import screen

    options.run = screen.run
    return options


def _top() -> argparse.ArgumentParser:
    """The parser of a bare `digest`, which knows what there is and nothing of what it takes."""
    parser = _Parser(
        prog="digest",
        formatter_class=_Help,
        usage="digest [PATH|URL ...] | digest --linear | digest COMMAND ...",
        description="The news digest that can be checked: every sentence and fact is a verbatim span of a source.\n"
        "Without a command it opens the screen, at the articles that are named.",
        epilog="Exit status: 0 complete, 1 nothing could be produced, 2 usage or settings,\n"
        "3 some sources failed, 4 verify found a mismatch,\n"
        "75 another run is at work, 130 interrupted.",
    )
    parser.add_argument("--linear", action="store_true", help="lines in place of a screen, for screen readers")
    parser.add_argument("--version", action="version", version=f"digest {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", title="commands (each has its own --help)")
    for name, (_, about) in COMMANDS.items():
        commands.add_parser(name, help=about, add_help=False)
    return parser
