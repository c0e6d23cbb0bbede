"""What is done by itself: a damaged archive is made anew when it is opened, a day's digest is followed by a backup.

Both are told to the log, which is stderr where no program says otherwise. Their modules are imported when needed.
"""

from __future__ import annotations

import contextlib
import os

from digest.archive import schema
from digest.errors import ArchiveError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection


def before_opening(path: str) -> None:
    """Finish what a killed process left, and mend where damage was met or the file was emptied."""
    try:
        if os.path.exists(path + ".rebuilt"):
            from digest.archive import recovery

            recovery.finish(path)
        size = os.stat(path).st_size
    except (OSError, ValueError):  # opening it says why not
        return
    if size == 0:
        from digest.archive import recovery

        with contextlib.suppress(recovery.InUseError):  # another process is making it
            if recovery.was_emptied(path):
                mend(path)
        return
    if not os.path.exists(path + schema.MARK):
        return
    mend(path)


def is_ours(path: str) -> bool:
    """Whether a file is an archive, so that it may be moved aside."""
    from digest.archive import recovery

    return recovery.is_ours(path)


def mend(path: str) -> None:
    """Make a damaged archive anew and tell it; ArchiveError when that can't be done."""
    from digest.archive import recovery

    if done := recovery.recover(path):
        tell(str(done))
    else:
        recovery.unmark(path)


def back_up(connection: Connection, path: str) -> str:
    """Make the day's backup where it is due; say what went wrong, "" if nothing: the digest itself is there."""
    from digest.archive import backups

    if not backups.is_due(path):
        return ""
    try:
        backups.make(connection, path)
    except ArchiveError as error:
        return str(error)
    return ""


def tell(message: str) -> None:
    """Say one line to the log, with nothing in it that could act on a terminal."""
    import logging

    from digest.text.clean import clean

    logging.getLogger("digest").warning("digest: %s", clean(message, one_line=True))
