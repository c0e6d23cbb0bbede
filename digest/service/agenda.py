"""The agenda: the dated next steps of all digests that still lie ahead."""

from __future__ import annotations

import json
import os
from datetime import timedelta

from digest.errors import DigestError
from digest.service import day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from digest.archive import Archive
    from digest.model import AgendaItem

SAVED = "toml"  # the form in which the archive keeps every digest


def ahead(archive: Archive, *, today: date, days: int | None = None) -> tuple[AgendaItem, ...]:
    """What lies ahead, within so many days when given, by date; of one event the latest telling."""
    import tomllib

    from digest.output.from_digest_tables import from_tables

    first = today.isoformat()
    end = (today + timedelta(days=days)).isoformat() if days is not None else ""
    latest: dict[tuple[str, str], AgendaItem] = {}
    for about in day.committed(archive):
        saved = archive.digest(about.day, SAVED)
        if saved is None:
            continue
        for item in from_tables(tomllib.loads(saved.body)).agenda:
            if day.last_day(item.date) < first or (end and item.date > end):
                continue
            what = " ".join(item.step.what.text.casefold().split())
            latest[what, item.date] = item
    return tuple(sorted(latest.values(), key=lambda item: (item.date, item.article, item.step.what.start)))


def calendar(items: tuple[AgendaItem, ...], path: str, *, made_at: datetime, memory: str) -> tuple[AgendaItem, ...]:
    """Write the calendar, and to `memory` what it says, so that a moved date is an update; returns what it lacks."""
    from digest.output import agenda_to_ics, write

    known = _known(memory)
    write.whole(path, agenda_to_ics.render(items, made_at=made_at, known=known))
    write.make_folder(os.path.dirname(memory))
    said = agenda_to_ics.published(items, made_at=made_at, known=known)
    write.whole(memory, json.dumps(said, ensure_ascii=False, indent=1) + "\n")
    return agenda_to_ics.left_out(items)


def _known(memory: str) -> Mapping[str, tuple[str, int]]:
    try:
        with open(memory, encoding="utf-8") as stream:
            return {str(uid): (str(said), int(sequence)) for uid, (said, sequence) in json.load(stream).items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise DigestError(f"{memory}: not what an earlier calendar left there; remove it to begin anew") from error
