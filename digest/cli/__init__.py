"""Arguments → service → stdout; errors → one line on stderr and an exit status. A file a command group."""

from __future__ import annotations

import argparse
import os
import sys
from enum import IntEnum
from importlib import import_module

from digest import __version__
from digest.cli.console import complain, width
from digest.errors import DigestError, SettingsError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


COMMANDS = {
    "summarize": ("digest.cli.summarize", "summary and fact card of articles"),
    "verify": ("digest.cli.verify", "re-check saved digests against their sources"),
    "config": ("digest.cli.config", "where the settings are, and what they say"),
}


class Exit(IntEnum):
    """What a status says to a script."""

    COMPLETE = 0
    NOTHING = 1
    USAGE = 2
    PARTIAL = 3
    MISMATCH = 4
    INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; no exception leaves it."""
    try:
        words = list(sys.argv[1:] if arguments is None else arguments)
        options = _parser(words[0] if words else "").parse_args(words)
        status = int(options.run(options))
        sys.stdout.flush()
    except (UsageError, SettingsError) as error:
        complain(str(error))
        return Exit.USAGE
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
        super().__init__(prog, width=min(100, width() - 2), max_help_position=30)


def _parser(asked: str) -> argparse.ArgumentParser:
    """The parser, with the options of the command that is asked for."""
    parser = argparse.ArgumentParser(
        prog="digest",
        formatter_class=_Help,
        description="The news digest that can be checked: every sentence and fact is a verbatim span of a source.",
        epilog="Exit status: 0 complete, 1 nothing could be produced, 2 usage or settings,\n"
        "3 some sources failed, 4 verify found a mismatch, 130 interrupted.",
    )
    parser.add_argument("--version", action="version", version=f"digest {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, (module, about) in COMMANDS.items():
        command = commands.add_parser(name, help=about, formatter_class=_Help)
        # Only the command that is asked for is imported: every start pays for what it uses.
        if name == asked:
            import_module(module).define(command)
    return parser
