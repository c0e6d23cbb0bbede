"""One run at a time: a lock beside the archive, which goes with the process that holds it."""

from __future__ import annotations

import os

from digest.errors import ArchiveError, BusyError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType


class Lock:
    """`with Lock(path):` holds the lock file or raises BusyError with the number of the process that has it."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._descriptor = -1

    def __enter__(self) -> None:
        """Take the lock without waiting."""
        import fcntl

        try:
            os.makedirs(os.path.dirname(self._path) or ".", mode=0o700, exist_ok=True)
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise ArchiveError(f"{self._path}: {(error.strerror or str(error)).lower()}") from error
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(self._descriptor, 20).decode("ascii", "replace").strip()
            os.close(self._descriptor)
            raise BusyError(
                f"{self._path}: another run is at work{f' (process {holder})' if holder else ''}"
            ) from error
        self._say(f"{os.getpid()}\n")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let go; the file stays, since removing it would let two runs hold one each."""
        self._say("")
        os.close(self._descriptor)

    def _say(self, who: str) -> None:
        """Leave word for others; on a disk that takes none the lock holds all the same."""
        try:
            os.ftruncate(self._descriptor, 0)
            os.write(self._descriptor, who.encode())
        except OSError:
            return
