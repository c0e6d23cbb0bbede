"""The archive: whether it is sound, what unfinished runs left beside it, and its backups."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

from digest import paths
from digest.archive import Archive, backups, schema
from digest.archive.recovery import ASIDE, REBUILT
from digest.errors import ArchiveError
from digest.service.doctor import ERROR, NOTE, OK, WARNING, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.service.doctor import Places

LOCKS = ("daily.lock", "update.lock")
_RECOVER = "`digest archive recover` makes it anew and keeps the old one"
_OLD_BACKUP = timedelta(days=7)
_LEFT = (".part", ".salvage", ".salvaged")  # by runs that were killed


def examine(at: Places, now: datetime) -> Iterator[Finding]:
    """The file, its backups, what is left beside it, its locks."""
    where = paths.shown(at.archive)
    backup = backups.names(at.archive)[0]
    if os.path.exists(at.archive):
        yield from _contents(at.archive, where)
        yield from _backups(backup, now)
    elif os.path.exists(backup) or os.path.exists(at.archive + REBUILT):
        yield Finding(ERROR, where, "is not there, though it has a backup", "`digest archive recover` brings it back")
    else:
        yield Finding(NOTE, where, "there is no archive yet", "`digest fetch` makes it")
    yield from _left(at.archive)
    for name in LOCKS:
        yield from _lock(os.path.join(os.path.dirname(at.archive), name))


def check(path: str) -> tuple[tuple[str, ...], dict[str, int]]:
    """What is wrong with an archive, nothing when all is well, and what it holds; nothing is mended by it."""
    schema.must_exist(path)
    try:
        archive = Archive.look_into(path)
    except schema.DamagedError as error:
        return (str(error).removeprefix(f"{path}: "),), {}
    with archive:
        findings = archive.check()
        try:
            return findings, archive.figures()
        except ArchiveError:
            if findings:
                return findings, {}
            raise


def _contents(path: str, where: str) -> Iterator[Finding]:
    if os.path.exists(path + schema.MARK):
        yield Finding(ERROR, where, "damage was met in use", f"the next run that writes mends it; {_RECOVER}")
    try:
        findings, figures = check(path)
        for finding in findings:
            yield Finding(ERROR, where, finding.partition("; ")[0], _RECOVER)
        if not findings:
            held = f"{figures['articles']:,} articles of {figures['feeds']:,} feeds, {figures['bytes'] / 1e6:,.1f} MB"
            yield Finding(OK, where, f"in order ({held})")
        with Archive.look_into(path) as archive:
            if archive.begun_digest():
                yield Finding(NOTE, where, "a digest was begun and not finished", "the next `digest daily` finishes it")
    except ArchiveError as error:
        said = str(error).removeprefix(f"{path}: ")
        if not said.startswith(schema.DAMAGED):  # its findings have been told
            yield Finding(ERROR, where, said, _RECOVER if isinstance(error, schema.DamagedError) else "")


def _backups(path: str, now: datetime) -> Iterator[Finding]:
    where = paths.shown(path)
    try:
        made = datetime.fromtimestamp(os.stat(path).st_mtime, UTC)
    except OSError:
        yield Finding(NOTE, where, "there is no backup yet", "`digest daily` makes one a day after its digest")
        return
    findings, _ = check(path)
    if findings:
        yield Finding(WARNING, where, findings[0], "`digest archive backup FILE` writes another one elsewhere")
    elif now - made > _OLD_BACKUP:
        yield Finding(WARNING, where, f"the last backup is of {made:%Y-%m-%d}", "is `digest daily` still run?")
    else:
        yield Finding(OK, where, f"a backup of {made:%Y-%m-%d}")


def _left(path: str) -> Iterator[Finding]:
    folder, name = os.path.split(os.path.abspath(path))
    try:
        beside = sorted(other for other in os.listdir(folder) if other.startswith(name) and other != name)
    except OSError:
        return
    for other in beside:
        where = paths.shown(os.path.join(folder, other))
        if other.startswith(name + ASIDE) and not other.endswith(("-wal", "-shm", "-journal")):
            yield Finding(NOTE, where, "a damaged archive that was made anew", "delete it when you miss nothing")
        elif other == name + REBUILT:
            yield Finding(WARNING, where, "a recovery that was cut short", "the next run finishes it")
        elif any(part in other for part in _LEFT):
            yield Finding(NOTE, where, "left by a run that was cut short", "delete it when no run is at work")


def _lock(path: str) -> Iterator[Finding]:
    """Whether a lock is held, or names a process that is gone; without taking it from anyone for longer than a look."""
    try:
        import fcntl

        descriptor = os.open(path, os.O_RDONLY)
    except (ImportError, OSError):
        return
    where = paths.shown(path)
    try:
        who = os.read(descriptor, 20).decode("ascii", "replace").strip()
        try:
            fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            yield Finding(NOTE, where, f"a run is at work{f' (process {who})' if who else ''}")
            return
        if who:
            yield Finding(NOTE, where, f"left by a run that was cut short (process {who})", "it hinders no other run")
        else:
            yield Finding(OK, where, "no run is at work")
    finally:
        os.close(descriptor)
