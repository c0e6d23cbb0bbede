"""A damaged archive is moved aside and made anew out of all that can still be read.

The new one is whole before the damaged one is touched: it waits beside it under the name `….rebuilt`, and whoever opens
the archive next finishes what a killed process left. The damaged file stays, byte for byte, under `….damaged-<time>`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import time

from digest.archive import schema, upkeep
from digest.archive.rebuild import Rebuilt, backups_of, rebuild
from digest.errors import ArchiveError
from digest.output import write

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

ASIDE = ".damaged-"  # and the time, after the archive's name
REBUILT = ".rebuilt"
USUAL_NAME = "archive.sqlite3"
DIGESTS = "digests"  # the folder beside the archive
_JOURNALS = ("-wal", "-shm", "-journal")
_LOCKED_FROM, _LOCKED_BYTES = 0x40000001, 511  # where SQLite locks a database
_TRACE = b"CREATE TABLE articles"
_LOOKED_AT = 1 << 20


class InUseError(ArchiveError):
    """Another process has the archive open."""


class Recovered:
    """What was done: where the damaged file is now, and what the new one holds."""

    def __init__(self, path: str, aside: str, rebuilt: Rebuilt) -> None:
        self.path, self.aside, self.rebuilt = path, aside, rebuilt

    def __str__(self) -> str:
        """In one line."""
        return f"{self.path}: was damaged and is made anew, the old one is kept as {self.aside}: {self.rebuilt}"


def is_ours(path: str) -> bool:
    """Whether a file that is no database (any more) is an archive: by its name, its backups or its words."""
    if os.path.basename(path) == USUAL_NAME or backups_of(path):
        return True
    try:
        with open(path, "rb") as stream:
            return _TRACE in stream.read(_LOOKED_AT)
    except OSError:
        return False


def was_emptied(path: str) -> bool:
    """Whether an archive of no bytes has ever held something; one that is being made has no write-ahead journal."""
    journal = f"{path}-wal"
    if backups_of(path) or (os.path.exists(journal) and os.path.getsize(journal)):
        return True
    return is_ours(path) and any(_days(folder) for folder in _folders(path))


def recover(path: str, *, folders: tuple[str, ...] = ()) -> Recovered | None:
    """Make a damaged archive anew; None when nothing is wrong with it, or another process was faster.

    `folders` are where digests were written, beside the usual one. ArchiveError when it is in use, or can't be done.
    """
    try:
        with _held(path) as stream:
            if stream is None:
                return None
            return _recovered(path, stream, (*_folders(path), *folders))
    except (OSError, *schema.BROKEN) as error:
        said = schema.meaning(error) if isinstance(error, sqlite3.Error) else _said(error)
        raise ArchiveError(f"{path}: is damaged and could not be made anew ({said})") from error


def again(path: str, *, folders: tuple[str, ...] = ()) -> Recovered | None:
    """Recover as a reader asks for it: also what is not there any more, from its backups and digests."""
    finish(path)
    if not os.path.exists(path):
        if not backups_of(path) and not any(_days(folder) for folder in (*_folders(path), *folders)):
            raise ArchiveError(f"{path}: there is no archive, no backup of it and no digest")
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    elif os.path.getsize(path) and not is_ours(path):
        raise ArchiveError(f"{path}: not an archive of digest")
    done = recover(path, folders=folders)
    unmark(path)
    return done


def finish(path: str) -> None:
    """Put a rebuilt archive in its place, if one waits."""
    waiting = path + REBUILT
    with contextlib.suppress(FileNotFoundError):
        stamp = os.stat(waiting).st_mtime
        _swap(path, _aside(path, stamp))


@contextlib.contextmanager
def _held(path: str) -> Iterator[int | None]:
    """The damaged file, so that no other process reads, writes or recovers it; None when it is another one by now."""
    import fcntl

    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_CLOEXEC", 0))
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        try:
            now = os.stat(path)
        except FileNotFoundError:
            now = None
        if now is None or now.st_ino != os.fstat(descriptor).st_ino:
            yield None
            return
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, _LOCKED_BYTES, _LOCKED_FROM)
        except OSError:
            raise InUseError(f"{path}: is damaged, and in use by another process; end that first") from None
        yield descriptor
    finally:
        os.close(descriptor)


def _recovered(path: str, descriptor: int, folders: tuple[str, ...]) -> Recovered | None:
    copied, made = f"{path}.salvage", f"{path}.salvaged"
    try:
        _copy(descriptor, path, copied)
        if _is_sound(copied):
            return None
        rebuilt = rebuild(copied, made, backups=backups_of(path), folders=folders)
        _flush(made)
        os.replace(made, path + REBUILT)
        aside = _free_aside(path)
        _swap(path, aside)
        unmark(path)
        return Recovered(path, aside, rebuilt)
    finally:
        for name in (copied, made):
            for journal in ("", *_JOURNALS):
                _remove(name + journal)


def _is_sound(copied: str) -> bool:
    """Whether the file has nothing wrong after all, to its last text."""
    if not os.path.getsize(copied):
        return False
    try:
        connection = schema.connect(copied, read_only=False, wait=0)
    except (ArchiveError, *schema.BROKEN):
        return False
    try:
        if upkeep.check(connection):
            return False
        for table in ("feeds", "articles", "texts", "revisions", "digests", "fetches"):
            for _ in connection.execute(f"SELECT * FROM {table}"):  # noqa: S608
                pass
        return True
    except schema.BROKEN:
        return False
    finally:
        connection.close()


def _copy(descriptor: int, path: str, target: str) -> None:
    """Copy file and journal to work on; through this descriptor, since closing another would give up the lock."""
    for journal in ("", *_JOURNALS):
        _remove(target + journal)
    with open(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
        os.lseek(descriptor, 0, os.SEEK_SET)
        while part := os.read(descriptor, 1 << 20):
            out.write(part)
    _mend_head(target)
    if os.path.exists(f"{path}-wal"):
        shutil.copyfile(f"{path}-wal", f"{target}-wal")


def _mend_head(path: str) -> None:
    """Write what an archive's first hundred bytes always are where they are no database's any more."""
    with open(path, "r+b") as stream:
        head = bytearray(stream.read(100))
        if len(head) < 100:
            return
        usual = _usual_head()
        is_ours = head[60:64] == len(schema.MIGRATIONS).to_bytes(4, "big") and head[16:18] == usual[16:18]
        if head[:16] == usual[:16] and head[18:24] == usual[18:24] and is_ours:
            head[68:72] = schema.APPLICATION_ID.to_bytes(4, "big")
        else:
            # Counters of 0 make SQLite count the pages itself.
            head[:24], head[44:60] = usual[:24], usual[44:60]
            head[28:32] = bytes(4)
            head[60:72] = usual[60:72]
            head[92:96] = bytes(4)
        stream.seek(0)
        stream.write(head)


def _usual_head() -> bytes:
    head = bytearray(100)
    head[:16] = b"SQLite format 3\0"
    head[16:18] = (8192).to_bytes(2, "big")
    head[18:24] = bytes([2, 2, 0, 64, 32, 32])
    head[44:48] = (4).to_bytes(4, "big")
    head[56:60] = (1).to_bytes(4, "big")
    head[60:64] = len(schema.MIGRATIONS).to_bytes(4, "big")
    head[68:72] = schema.APPLICATION_ID.to_bytes(4, "big")
    return bytes(head)


def _swap(path: str, aside: str) -> None:
    """Move the damaged file and its journals aside and the new one in; each step can be done again."""
    for journal in (*_JOURNALS, ""):
        with contextlib.suppress(FileNotFoundError):
            os.rename(path + journal, aside + journal)
    os.rename(path + REBUILT, path)
    write.sync_folder(os.path.dirname(os.path.abspath(path)))


def _aside(path: str, stamp: float) -> str:
    return path + ASIDE + time.strftime("%Y%m%d-%H%M%S", time.gmtime(stamp))


def _free_aside(path: str) -> str:
    """A name that no damaged archive has yet; whoever finishes this after us finds it by the time of what waits."""
    stamp = os.stat(path + REBUILT).st_mtime
    while os.path.exists(_aside(path, stamp)):
        stamp += 1
        os.utime(path + REBUILT, (stamp, stamp))
    return _aside(path, stamp)


def _folders(path: str) -> tuple[str, ...]:
    return (os.path.join(os.path.dirname(path), DIGESTS),)


def _days(folder: str) -> list[str]:
    try:
        return [name for name in os.listdir(folder) if name.endswith(".toml")]
    except OSError:
        return []


def _flush(path: str) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _said(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).lower()[:200]


def _remove(path: str) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)


def unmark(path: str) -> None:
    """Forget that damage was met."""
    with contextlib.suppress(OSError):
        os.unlink(path + schema.MARK)
