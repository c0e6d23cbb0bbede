"""A refresh in a process of its own, so that a screen answers keys meanwhile: both would share one interpreter's lock.

The process is `python -m digest.service.apart`: it reads one request, tells what happens as it happens, and stops when
its standard input is closed, as it is when this program ends. Messages are pickles with their length before them; both
ends are ours.
"""

from __future__ import annotations

import os
import pickle
import select
import struct
import subprocess
import sys
import threading

from digest.errors import ArchiveError, BusyError, DigestError, SettingsError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import IO, Any

    from digest.service.fetching import Outcome
    from digest.service.updating import Update

_LENGTH = struct.Struct(">Q")
_NICE = 10  # the reader's keys go first
_PATIENCE = 0.1  # seconds between two looks at whether the reader has stopped it


def update(
    request: dict[str, Any],
    *,
    begun: Callable[[int], None],
    told: Callable[[Outcome], None],
    stopped: Callable[[], bool],
) -> Update:
    """Do `updating.update` with the arguments in `request` apart; what it raises is raised here."""
    package = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    places = os.pathsep.join([package, *(path for path in sys.path if path)])
    # -P: nothing in the folder that we happen to be in is code.
    process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-P", "-m", __name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": places},
        start_new_session=True,  # an interrupt at the terminal is the parent's to handle
    )
    assert process.stdin
    assert process.stdout
    try:
        _send(process.stdin, request)
        while True:
            if not select.select([process.stdout], [], [], _PATIENCE)[0]:
                if stopped() and not process.stdin.closed:
                    process.stdin.close()
                continue
            kind, value = _receive(process.stdout)
            if kind == "begun":
                begun(value)
            elif kind == "told":
                told(value)
            elif kind == "failed":
                raise _error(*value)
            else:
                result: Update = value
                return result
    except (EOFError, BrokenPipeError):
        raise DigestError(f"the refresh ended unexpectedly (status {process.wait()}); what came stays") from None
    finally:
        if not process.stdin.closed:
            process.stdin.close()
        process.stdout.close()
        process.wait()


def _error(name: str, message: str) -> DigestError:
    kinds = {kind.__name__: kind for kind in (BusyError, UsageError, ArchiveError, SettingsError)}
    return kinds.get(name, DigestError)(message)


def _send(stream: IO[bytes], message: object) -> None:
    body = pickle.dumps(message)
    stream.write(_LENGTH.pack(len(body)) + body)
    stream.flush()


def _receive(stream: IO[bytes]) -> Any:
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (size,) = _LENGTH.unpack(head)
    body = stream.read(size)
    if len(body) < size:
        raise EOFError
    return pickle.loads(body)  # noqa: S301 - from our own process


def _main() -> None:
    """Do what is asked and tell it."""
    from digest.service import updating

    if hasattr(os, "nice"):
        os.nice(_NICE)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing else may write between the messages
    stop, writing = threading.Event(), threading.Lock()
    request = _receive(sys.stdin.buffer)

    def wait_for_the_end() -> None:
        sys.stdin.buffer.read()
        stop.set()

    def tell(kind: str, value: object) -> None:
        with writing:
            _send(out, (kind, value))

    threading.Thread(target=wait_for_the_end, daemon=True).start()
    try:
        done = updating.update(
            **request,
            begun=lambda count: tell("begun", count),
            told=lambda outcome: tell("told", outcome),
            stopped=stop.is_set,
        )
    except DigestError as error:
        tell("failed", (type(error).__name__, str(error)))
    except Exception as error:
        tell("failed", ("DigestError", f"internal error ({type(error).__name__}: {error}); please report it"))
    else:
        tell("done", done)
    out.close()
    os._exit(0)  # the thread that waits for the end would hold the interpreter


if __name__ == "__main__":
    _main()
