"""What is wrong, or may go wrong, with a reader's files, archive, feeds, digests and terminal; changes nothing."""

from __future__ import annotations

import os

from digest import paths, settings
from digest.errors import DigestError
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from digest.settings import Settings

OK, NOTE, WARNING, ERROR = "ok", "note", "warning", "error"
LEVELS = (ERROR, WARNING, NOTE, OK)


class Finding(Value):
    """One thing that was looked at: how it is, where, what was found, and what can be done about it."""

    level: str
    where: str
    what: str
    advice: str = ""


class Places(Value, kw_only=True):
    """Where everything is."""

    settings: str
    feeds: str
    archive: str
    digests: str


def places(*, feeds: str = "", archive: str = "", chosen: Settings | None = None) -> Places:
    """Where everything is as the settings say, `feeds` and `archive` going before."""
    folder = chosen.daily_folder if chosen else ""
    return Places(
        settings=paths.settings_file(),
        feeds=feeds or paths.feeds_file(),
        archive=archive or paths.archive_file(),
        digests=os.path.expanduser(folder) if folder else os.path.join(paths.data_folder(), "digests"),
    )


def examine(*, now: datetime, feeds: str = "", archive: str = "") -> tuple[Finding, ...]:
    """Look at everything."""
    try:
        chosen = settings.load(paths.settings_file())
    except DigestError:  # told with the settings
        chosen = None
    at = places(feeds=feeds, archive=archive, chosen=chosen)
    return tuple(_examined(at, now))


def _examined(at: Places, now: datetime) -> Iterator[Finding]:
    from digest.service import doctor_archive, doctor_digests, doctor_feeds, doctor_files, doctor_terminal

    yield from doctor_files.examine(at)
    yield from doctor_archive.examine(at, now)
    yield from doctor_feeds.examine(at, now)
    yield from doctor_digests.examine(at, now)
    yield from doctor_terminal.examine()
