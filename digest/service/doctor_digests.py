"""The saved digests of the last days: whether each is as the archive has it, and verbatim."""

from __future__ import annotations

import os
import re
from datetime import timedelta

from digest import paths
from digest.archive import Archive
from digest.errors import ArchiveError, DigestError
from digest.service import verifying
from digest.service.doctor import ERROR, NOTE, OK, WARNING, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from digest.service.doctor import Places

DAYS = 7
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})\.toml", re.ASCII)
_MISSED = 2  # days without a digest that are no chance any more


def examine(at: Places, now: datetime) -> Iterator[Finding]:
    """The digests of the last days, the newest first."""
    where = paths.shown(at.digests)
    try:
        days = sorted((found[1] for name in os.listdir(at.digests) if (found := _DAY.fullmatch(name))), reverse=True)
    except OSError:
        return
    if not days:
        return
    today = now.date().isoformat()
    if days[0] < (now - timedelta(days=_MISSED)).date().isoformat():
        advice = "let cron or systemd run `digest daily` (config/crontab, config/systemd)"
        yield Finding(NOTE, where, f"the last digest is of {days[0]}, and today is {today}", advice)
    if not os.path.exists(at.archive):
        return
    try:
        with Archive.look_into(at.archive) as archive:
            for day in days:
                if day >= (now - timedelta(days=DAYS)).date().isoformat():
                    yield _day(archive, day, os.path.join(at.digests, f"{day}.toml"))
    except DigestError:  # told with the archive
        return


def _day(archive: Archive, day: str, path: str) -> Finding:
    from digest import verify

    where = paths.shown(path)
    try:
        done = verifying.check_day(archive, verify.load(path))
    except ArchiveError:
        raise
    except DigestError as error:
        said = str(error).removeprefix(f"{path}: ")
        return Finding(ERROR, where, said, f"`digest daily --date {day}` writes it once more")
    if done.mismatches:
        return Finding(ERROR, where, str(done.mismatches[0]), f"`digest daily --date {day}` writes it once more")
    saved = archive.digest(day, "toml")
    if saved is None:
        return Finding(WARNING, where, "the archive knows nothing of it", "is it another archive's?")
    try:
        with open(path, encoding="utf-8", newline="") as stream:
            is_same = stream.read() == saved.body
    except (OSError, ValueError):
        is_same = False
    if not is_same:
        return Finding(
            WARNING, where, "is not the one that was written", f"`digest show {day} -f toml` prints that one"
        )
    return Finding(OK, where, f"{done.spans} verbatim texts")
