"""Cases read in a process of their own, one after another, under a watch: a case that hangs or kills it is a result."""

from __future__ import annotations

import contextlib
import os
import pickle
import resource
import select
import signal
import struct
import sys
import time
import traceback
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.faults.fuzz import Case

LONGEST = 20.0  # seconds of one case
MEMORY = 2 << 30
_LENGTH = struct.Struct(">I")


class Told(NamedTuple):
    """What came of a case; `trace` is where it was raised when it has no name of its own."""

    number: int
    name: str
    seconds: float
    trace: str = ""


def read_all(
    numbers: Sequence[int],
    make: Callable[[int], Case],
    read: Callable[[str, bytes], str],
    *,
    longest: float = LONGEST,
    until: float = float("inf"),
) -> Iterator[Told]:
    """Read the cases in turn; one that hangs is killed and told as `hang`, one that dies as `died`, and the rest go on.

    No case is begun after `until`, a moment of the monotonic clock.
    """
    at = 0
    while at < len(numbers) and time.monotonic() < until:
        child, answers = _started(numbers[at:], make, read, until)
        began = time.monotonic()
        try:
            while at < len(numbers):
                told = _next(answers, longest)
                if told is None:
                    break
                yield told
                at += 1
                began = time.monotonic()
        finally:
            os.close(answers)
            hung = time.monotonic() - began >= longest
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
            status = os.waitpid(child, 0)[1]
        if at < len(numbers) and not (os.WIFEXITED(status) and time.monotonic() >= until):
            how = "hang" if hung else f"died (signal {os.WTERMSIG(status)})" if os.WIFSIGNALED(status) else "died"
            yield Told(numbers[at], how, time.monotonic() - began, how)
            at += 1


def _started(
    numbers: Sequence[int], make: Callable[[int], Case], read: Callable[[str, bytes], str], until: float
) -> tuple[int, int]:
    sys.stdout.flush()
    sys.stderr.flush()
    answers, ours = os.pipe()
    child = os.fork()
    if child:
        os.close(ours)
        return child, answers
    try:  # in the child, which never returns
        os.close(answers)
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        for number in numbers:
            if time.monotonic() >= until:
                break
            body = pickle.dumps(_one(number, make, read))
            os.write(ours, _LENGTH.pack(len(body)) + body)
    finally:
        os._exit(0)


def _one(number: int, make: Callable[[int], Case], read: Callable[[str, bytes], str]) -> Told:
    case = make(number)
    began = time.monotonic()
    try:
        name, trace = read(case.kind, case.body), ""
    except MemoryError:
        name, trace = "MemoryError", ""  # a name of its own: every way in tells it in a line
    except BaseException as error:
        name = f"{type(error).__name__}: {error}"[:200]
        trace = "".join(traceback.format_exception(error)[-4:])[-1_500:]
    return Told(number, f"{case.kind}: {name}", time.monotonic() - began, trace)


def _next(answers: int, longest: float) -> Told | None:
    """The next result; None when there is none in time, or no more."""
    head = _exactly(answers, _LENGTH.size, longest)
    body = _exactly(answers, _LENGTH.unpack(head)[0], longest) if head else b""
    return pickle.loads(body) if body else None


def _exactly(descriptor: int, size: int, longest: float) -> bytes:
    parts = b""
    while len(parts) < size:
        if not select.select([descriptor], [], [], longest)[0]:
            return b""
        part = os.read(descriptor, size - len(parts))
        if not part:
            return b""
        parts += part
    return parts
