"""The saved digests of the last days: whether each is as the archive has it, and verbatim."""

from __future__ import annotations

import os
import re
from datetime import timedelta

from digest import paths
from digest.archive import Archive
from digest.errors import ArchiveError, DigestError
from digest.pipeline import published_at
from digest.service import library
from digest.service.doctor import ERROR, NOTE, OK, WARNING, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from typing import Any

    from digest.model import Article
    from digest.service.doctor import Places
    from digest.verify import Check

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
        done = check(archive, verify.load(path))
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


def check(archive: Archive, saved: dict[str, Any]) -> Check:
    """Compare a saved day with the articles of the archive, each as it was when it was digested."""
    from digest import verify

    def read(table: dict[str, Any]) -> Article:
        found = library.as_digested(archive, str(table.get("id", "")), str(table.get("text_sha256", "")))
        if found is None:
            raise DigestError(f"the article {table.get('id')!r} is not in the archive (any more)")
        published, language = table.get("published"), table.get("language")
        as_then: Article = found.__replace__(
            published=published_at(published if isinstance(published, str) else None),
            language=language if isinstance(language, str) else found.language,
        )
        return as_then

    return verify.check(saved, read)
