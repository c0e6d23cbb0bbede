"""`digest serve`."""

from __future__ import annotations

import errno
import os
import shlex
import signal
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
  ssh -t -L 8000:127.0.0.1:8000 home digest serve    read at home from elsewhere

A visitor sits at your screen: they can read all that is in your archive, change feeds and settings, write files
where you can, and hand text to commands. So it listens on this machine alone unless you say otherwise, and takes
nothing from the pages of other sites. Larger letters: http://127.0.0.1:8000/?fontsize=22
"""


def define(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    from argparse import SUPPRESS

    parser.description = "Show the screen in a browser (with the extra: pip install 'digest[web]')."
    parser.epilog = _EXAMPLES
    parser.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="where to listen (default 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="the port (default 8000)")
    parser.add_argument("--anyone", action="store_true", help="listen also where others can reach it; see below")
    parser.add_argument("--visit", action="store_true", help=SUPPRESS)  # the screen of one visitor, run by the server
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Serve until interrupted."""
    if options.visit:
        return _visit()
    if not 0 < options.port < 65536:
        raise UsageError(f"--port: expected a port from 1 to 65535, not {options.port}")
    if options.host not in _LOOPBACK and not options.anyone:
        raise UsageError(f"--host {options.host}: others could read and change all that you can; --anyone allows it")
    try:
        from digest.cli import served
    except ImportError as error:
        if not (error.name or "").startswith("textual_serve"):
            raise
        raise UsageError("serve needs textual-serve (pip install 'digest[web]')") from None
    command = shlex.join([sys.executable, "-m", "digest", "serve", "--visit"])
    host = f"[{options.host}]" if ":" in options.host else options.host
    warning = f"http://{host}:{options.port}: a visitor can do there whatever you can; ctrl+c ends it"
    try:
        served.until_interrupted(
            f"exec {command}" if os.name == "posix" else command,  # no shell stays between the server and a screen
            host=options.host,
            port=options.port,
            names=() if options.anyone else _LOOPBACK,
            listening=lambda: console.complain(warning),
        )
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise UsageError(f"--port {options.port}: something listens there already") from None
        raise UsageError(f"cannot listen at {host}:{options.port}: {error.strerror or error}") from None
    return 0


def _visit() -> int:
    from threading import Thread

    from digest.service.desk import Desk
    from digest.tui import app

    if "TEXTUAL_DRIVER" not in os.environ:
        raise UsageError("--visit is for the server of digest serve")
    Thread(target=_leave_with_the_server, daemon=True).start()
    return app.run(Desk())


def _leave_with_the_server() -> None:
    """Whoever kills the server, nobody will see this screen again: nothing may stay behind."""
    import select

    if hasattr(select, "poll"):
        wait = select.poll()
        wait.register(sys.stdin, 0)  # not for what comes, which is the screen's to read, but for the end of it
        wait.poll()
        os.kill(os.getpid(), signal.SIGTERM)
