"""Processes that parse feeds under limits, so that no feed can hang or bloat a run.

A worker is `python -m digest.sources.feeds.workers`: it reads a request, answers, and reads the next. Requests and
answers are pickles with their length before them; both ends are ours, and only a feed's bytes and text are inside.
One thread here keeps each worker: it starts it with the first job, kills it at a job's deadline, and starts another.
"""

from __future__ import annotations

import os
import pickle
import queue
import select
import struct
import subprocess
import sys
import threading
import time
from concurrent.futures import Future

from digest.model import ParsedFeed, Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from types import TracebackType
    from typing import IO, Any

    Job = tuple[dict[str, Any], Future[ParsedFeed]]

_LENGTH = struct.Struct(">Q")
_BLOATED = 192 << 20  # bytes that a worker holds after a job, from which on it is replaced
_MOST_ANSWER = 1 << 30  # more than a worker's memory can hold of text


class Workers:
    """A few processes that parse; `seconds` and `memory` (bytes) limit each job.

    A job that takes too long, too much, or crashes its worker gives a feed with that problem, and the next job a new
    worker. Processes start with the first job.
    """

    def __init__(self, count: int = 2, seconds: float = 20.0, memory: int = 1 << 30) -> None:
        self._count, self._seconds, self._memory = max(1, count), seconds, memory
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._lock = threading.Lock()
        self._waiting = 0  # jobs that no thread has finished
        self._is_closed = False
        self._keepers: list[_Keeper] = []

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close(at_once=kind is not None)

    def submit(
        self, body: bytes, *, url: str, media_type: str = "", charset: str | None = None, now: datetime | None = None
    ) -> Future[ParsedFeed]:
        """Have one feed parsed; the future holds what `parse` would give, and never an exception."""
        future: Future[ParsedFeed] = Future()
        job = {"body": body, "url": url, "media_type": media_type, "charset": charset, "now": now}
        with self._lock:
            if self._is_closed:
                raise RuntimeError("these workers are closed")
            self._waiting += 1
            if self._waiting > len(self._threads) and len(self._threads) < self._count:
                self._add_thread()
            self._jobs.put((job, future))
        return future

    def close(self, *, at_once: bool = False) -> None:
        """Finish the jobs that were given, or with `at_once` none; end the processes."""
        with self._lock:
            self._is_closed = True
            if at_once:
                for keeper in self._keepers:
                    keeper.give_up()
            for _ in self._threads:
                self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    def processes(self) -> tuple[int, ...]:
        """The ids of the worker processes that run now."""
        return tuple(pid for keeper in self._keepers if (pid := keeper.pid) is not None)

    def _add_thread(self) -> None:
        keeper = _Keeper(self._seconds, self._memory)
        self._keepers.append(keeper)
        thread = threading.Thread(target=self._serve, args=(keeper,), name="feed worker", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _serve(self, keeper: _Keeper) -> None:
        try:
            while (given := self._jobs.get()) is not None:
                job, future = given
                if future.set_running_or_notify_cancel():
                    future.set_result(keeper.parse(job))
                with self._lock:
                    self._waiting -= 1
        finally:
            keeper.close()


class _Keeper:
    """One worker process and what it takes to be rid of it."""

    def __init__(self, seconds: float, memory: int) -> None:
        self._seconds, self._memory = seconds, memory
        self._process: subprocess.Popen[bytes] | None = None
        self._gave_up = threading.Event()

    def parse(self, job: dict[str, Any]) -> ParsedFeed:
        """Have the worker parse one feed; whatever goes wrong is the feed's problem."""
        if self._gave_up.is_set():
            return _failed(job, "not parsed: the run was stopped")
        try:
            process = self._started()
            if self._gave_up.is_set():  # it was too young to be killed
                raise EOFError
            deadline = time.monotonic() + self._seconds
            answer = self._asked(process, pickle.dumps(job, pickle.HIGHEST_PROTOCOL), deadline)
            made = pickle.loads(answer)  # noqa: S301 - our own process wrote it
        except TimeoutError:
            self._end(at_once=True)
            return _failed(job, f"took more than {self._seconds:g} s to parse")
        except (OSError, ValueError, EOFError, pickle.UnpicklingError, MemoryError, AttributeError):
            how = self._end()
            stopped = "not parsed: the run was stopped" if self._gave_up.is_set() else ""
            return _failed(job, stopped or f"its parser broke down ({how})")
        answer_given, is_bloated = made
        if is_bloated:
            self._end(at_once=True)
        result: ParsedFeed = answer_given
        return result

    @property
    def pid(self) -> int | None:
        """The worker's process id; None when none runs."""
        process = self._process
        return None if process is None or process.returncode is not None else process.pid

    def give_up(self) -> None:
        """Stop the job that runs, from another thread."""
        self._gave_up.set()
        process = self._process
        if process is not None:
            process.kill()

    def close(self) -> None:
        """End the worker; it ends by itself when there is nothing more to read."""
        process, self._process = self._process, None
        if process is None:
            return
        for stream in (process.stdin, process.stdout):
            _close(stream)
        try:
            process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            # -P: nothing in the folder that we happen to be in is code.
            command = [sys.executable, "-P", "-m", __name__, str(self._memory), str(self._seconds)]
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env=_environment(),
                start_new_session=True,  # an interrupt at the terminal is the parent's to handle
            )
            for stream in (self._process.stdin, self._process.stdout):
                assert stream is not None
                os.set_blocking(stream.fileno(), False)
        return self._process

    def _asked(self, process: subprocess.Popen[bytes], request: bytes, deadline: float) -> bytes:
        assert process.stdin is not None
        assert process.stdout is not None
        _write(process.stdin.fileno(), _LENGTH.pack(len(request)) + request, deadline)
        (size,) = _LENGTH.unpack(_read(process.stdout.fileno(), _LENGTH.size, deadline))
        if size > _MOST_ANSWER:
            raise ValueError("too long an answer")
        return _read(process.stdout.fileno(), size, deadline)

    def _end(self, *, at_once: bool = False) -> str:
        """Kill the worker; say how it had ended by itself, for which it gets a moment."""
        process = self._process
        if process is None:
            return "it could not be started"
        try:
            ended: int | None = process.wait(timeout=0 if at_once else 0.5)
        except subprocess.TimeoutExpired:
            ended = None
            process.kill()
        self.close()
        return "stopped" if ended is None else f"signal {-ended}" if ended < 0 else f"status {ended}"


def _environment() -> dict[str, str]:
    """The environment in which a worker finds what we found; numpy's threads would each take memory."""
    package = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    places = [os.path.dirname(package), *(path for path in sys.path if path)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(places), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def _failed(job: dict[str, Any], what: str) -> ParsedFeed:
    return ParsedFeed(problems=(Problem(job["url"], what, "parse"),))


def _close(stream: IO[bytes] | None) -> None:
    try:
        if stream is not None:
            stream.close()
    except OSError:
        pass


def _wait(descriptor: int, deadline: float, *, to_write: bool) -> None:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    # `poll` where there is one: `select` can't watch descriptors above 1,024.
    if hasattr(select, "poll"):
        poll = select.poll()
        poll.register(descriptor, select.POLLOUT if to_write else select.POLLIN)
        ready = bool(poll.poll(left * 1000))
    else:
        wanted = [descriptor]
        ready = any(select.select([] if to_write else wanted, wanted if to_write else [], [], left))
    if not ready:
        raise TimeoutError


def _write(descriptor: int, data: bytes, deadline: float) -> None:
    left = memoryview(data)
    while left:
        _wait(descriptor, deadline, to_write=True)
        try:
            left = left[os.write(descriptor, left[:65_536]) :]
        except BlockingIOError:
            continue


def _read(descriptor: int, size: int, deadline: float) -> bytes:
    parts, missing = [], size
    while missing:
        _wait(descriptor, deadline, to_write=False)
        try:
            part = os.read(descriptor, min(missing, 1 << 20))
        except BlockingIOError:
            continue
        if not part:
            raise EOFError
        parts.append(part)
        missing -= len(part)
    return b"".join(parts)


# In the worker --------------------------------------------------------------------------------------------------------


def serve(requests: IO[bytes], answers: IO[bytes], memory: int, seconds: float) -> None:
    """Answer requests until there are no more."""
    from digest.sources.feeds.reading import parse

    _limit_memory(memory)
    while len(head := requests.read(_LENGTH.size)) == _LENGTH.size:
        job = pickle.loads(requests.read(_LENGTH.unpack(head)[0]))  # noqa: S301 - our own parent wrote it
        _limit_time(seconds)
        packed = pickle.dumps((parse(job.pop("body"), **job), _is_bloated()), pickle.HIGHEST_PROTOCOL)
        answers.write(_LENGTH.pack(len(packed)))
        answers.write(packed)
        answers.flush()


def _limit_memory(memory: int) -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass  # Windows has no limits, macOS not this one; the deadline holds everywhere


def _is_bloated() -> bool:
    """Whether a job left the process so large that a new one is better."""
    try:
        with open("/proc/self/statm", "rb") as numbers:
            return int(numbers.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") > _BLOATED
    except (OSError, ValueError, IndexError):
        return False  # elsewhere a worker keeps what it took


def _limit_time(seconds: float) -> None:
    """Let this job have its CPU seconds, counted from what the worker has used so far."""
    try:
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        allowed = int(used.ru_utime + used.ru_stime + seconds) + 1
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))
    except (ImportError, ValueError, OSError):
        pass


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer, int(sys.argv[1]), float(sys.argv[2]))
