"""`digest serve`."""

from __future__ import annotations

import shlex
import sys

from digest.cli import console
from digest.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_EXAMPLES = """\
examples:
  digest serve                        then open http://127.0.0.1:8000
  digest serve --port 8080

A visitor sits at your screen: they can read all that is in your archive, change feeds and settings, write files
where you can, and hand text to commands. So it listens on this machine alone unless you say otherwise.
"""


def define(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = "Show the screen in a browser (with the extra: pip install 'digest[web]')."
    parser.epilog = _EXAMPLES
    parser.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="where to listen (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="the port (default 8000)")
    parser.add_argument("--anyone", action="store_true", help="listen also where others can reach it; see below")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    if not 0 < options.port < 65536:
        raise UsageError(f"--port: expected a port from 1 to 65535, not {options.port}")
    if options.host not in _LOOPBACK and not options.anyone:
        raise UsageError(f"--host {options.host}: others could read and change all that you can; --anyone allows it")
    try:
        from textual_serve.server import Server
    except ImportError:
        raise UsageError("serve needs textual-serve (pip install 'digest[web]')") from None
    console.complain(f"http://{options.host}:{options.port}: a visitor can do there whatever you can; ctrl+c ends it")
    command = shlex.join([sys.executable, "-m", "digest"])
    Server(command, host=options.host, port=options.port, title="digest").serve()
    return 0
