"""Whole files or none: a temporary file beside the target, flushed to disk, then renamed over it."""

from __future__ import annotations

import os
import stat
import tempfile
import time
from pathlib import Path

from digest.errors import OutputError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_STALE_SECONDS = 3600
_MARK = "-digest-"  # in the name of a temporary file, after that of its target


def check_folder(path: str) -> None:
    """Refuse a target that can't be written before any work is done."""
    target = Path(path)
    try:
        if target.is_dir():
            raise UsageError(f"{path}: a folder; name a file in it")
        if not target.parent.is_dir():
            raise UsageError(f"{path}: there is no folder {target.parent}")
    except ValueError as error:  # a name with a NUL
        raise UsageError(f"{path}: not a usable file name") from error
    except OSError as error:
        raise UsageError(f"{path}: {(error.strerror or str(error)).lower()}") from error


def make_folder(path: str) -> None:
    """Make a folder and those above it; OutputError says why not."""
    try:
        os.makedirs(path, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{path}: {(error.strerror or str(error)).lower()}") from error


def whole(path: str, text: str) -> None:
    """Write `text` as UTF-8 to `path` atomically; on failure the old file is as it was.

    A link is followed to its file; a pipe or device is written to directly, since it can't be replaced.
    """
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not stat.S_ISREG(target.stat().st_mode):
            target.write_text(text, encoding="utf-8", newline="\n")
            return
        _replace(target, text.encode())
    except OSError as error:
        raise OutputError(f"{path}: {(error.strerror or str(error)).lower()}") from error


def sweep(folder: str, is_ours: Callable[[str], bool]) -> None:
    """Remove what killed runs left of the files whose names are ours; a younger one may be another run's work."""
    try:
        left_there = [left for left in os.listdir(folder) if left.startswith(".") and _MARK in left]
    except OSError:
        return
    for left in left_there:
        path = os.path.join(folder, left)
        try:
            if is_ours(left[1:].rpartition(_MARK)[0]) and time.time() - os.stat(path).st_mtime > _STALE_SECONDS:
                os.unlink(path)
        except OSError:
            continue


def _replace(target: Path, body: bytes) -> None:
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666 & ~_umask()
    short = target.name[:100]
    sweep(str(target.parent), lambda name: name == short)
    descriptor, name = tempfile.mkstemp(prefix=f".{short}{_MARK}", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(body)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)


def sync_folder(folder: str | Path) -> None:
    """Make a new name in a folder last through a power cut, where folders can be opened."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
