"""A backup a day, and the one before it: what a damaged archive is made anew from."""

from __future__ import annotations

import os
import shutil
import time

from digest.archive import schema, upkeep
from digest.errors import ArchiveError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection

_EVERY = 20 * 3600  # seconds: less than a day, since a daily run is not always at the same minute
_LEAST_FREE = 2  # times the archive, that the disk must have to spare
_PART = ".part"


def names(path: str) -> tuple[str, str]:
    """Where an archive's backups are: the last one, and the one before it."""
    return f"{path}.backup", f"{path}.backup-before"


def is_due(path: str) -> bool:
    """Whether the last backup is a day old, or there is none."""
    try:
        age = time.time() - os.stat(names(path)[0]).st_mtime
    except OSError:
        return True
    return not 0 <= age < _EVERY  # one from the future tells of a clock that was wrong


def make(connection: Connection, path: str) -> None:
    """Copy the archive, and let the copy take the last backup's place when it is sound; ArchiveError says why not.

    Of a damaged archive the backups stay, and what was found is noted for whoever opens it next.
    """
    last, before = names(path)
    part = last + _PART
    try:
        free = shutil.disk_usage(os.path.dirname(os.path.abspath(path))).free
        if free < _LEAST_FREE * os.path.getsize(path):
            raise ArchiveError(f"{last}: no backup was made: the disk has too little room")
        _sweep(part)
        schema.copy(connection, part)
        if finding := _finding(part):
            schema.mark(path)
            raise ArchiveError(f"{path}: {schema.DAMAGED} ({finding[:120]}); the backup of before is kept")
        if os.path.exists(last):
            os.replace(last, before)
        os.replace(part, last)
    except OSError as error:
        raise ArchiveError(f"{last}: no backup was made ({(error.strerror or str(error)).lower()})") from error
    finally:
        if os.path.exists(part):
            os.unlink(part)


def _sweep(part: str) -> None:
    """Remove what killed runs left: whoever writes a digest has the lock, so none is at work now."""
    folder, start = os.path.split(os.path.abspath(part))
    for name in os.listdir(folder):
        if name.startswith(start):
            os.unlink(os.path.join(folder, name))


def _finding(path: str) -> str:
    import sqlite3

    connection = sqlite3.connect(f"{schema.address(path)}?mode=ro&immutable=1", uri=True)
    try:
        found = upkeep.check(connection, words=False)
        return " ".join(found[0].split()) if found else ""
    finally:
        connection.close()
