"""The agenda: the dated next steps of all digests that still lie ahead."""

from __future__ import annotations

import json
import os
from datetime import timedelta

from digest.errors import DigestError
from digest.service import day
from digest.service.today import SAVED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from digest.archive import Archive
    from digest.model import AgendaItem


def ahead(
    archive: Archive, *, today: date, days: int | None = None, more: Sequence[AgendaItem] = ()
) -> tuple[AgendaItem, ...]:
    """What lies ahead, within so many days when given, by date; of one event the dates last told.

    `more` is what a digest says that is not remembered yet.
    """
    from digest.output import agenda_to_ics

    first = today.isoformat()
    end = (today + timedelta(days=days)).isoformat() if days is not None else ""
    held: dict[str, dict[str, AgendaItem]] = {}
    saved = (archive.digest(about.day, SAVED) for about in day.committed(archive))
    agendas = [_agenda(one.body) for one in saved if one]
    for agenda in (*agendas, more):
        told: dict[str, dict[str, AgendaItem]] = {}
        for item in agenda:
            if day.last_day(item.date) >= first:
                told.setdefault(agenda_to_ics.identity(item), {})[item.date] = item
        for event, dated in told.items():
            held[event] = renewed(held.get(event, {}), dated)
    items = [item for dated in held.values() for item in dated.values() if not end or item.date[: len(end)] <= end]
    return tuple(sorted(items, key=lambda item: (item.date, item.article, item.step.what.start)))


def _agenda(body: str) -> tuple[AgendaItem, ...]:
    """The agenda of a saved digest.

    It is some of the last tables. Where they stand as digest writes them the rest is not read, which is most of the
    time: a year of digests is a hundred megabytes.
    """
    import tomllib

    from digest.output.from_digest_tables import from_tables

    head, opened, rest = body.partition("\n[[agenda]]\n")
    if opened:
        ends = [place for name in ("noted", "problems") if (place := rest.find(f"\n[[{name}]]\n")) >= 0]
        body = head.partition("\n[")[0] + opened + rest[: min(ends, default=len(rest))]
    return from_tables(tomllib.loads(body)).agenda


def renewed(held: Mapping[str, AgendaItem], told: Mapping[str, AgendaItem]) -> dict[str, AgendaItem]:
    """Return the dates of one event after a later digest: one that is new takes the place of one it no longer tells.

    A day told before with its time of day keeps it.
    """
    new = dict(told)
    for date, item in held.items():
        if date.partition("T")[0] in new and "/" not in date:
            del new[date.partition("T")[0]]
            new[date] = told.get(date) or item
    fresh = [date for date in new if date not in held]
    days = {date.partition("T")[0] for date in fresh}
    moved = sorted((date for date in held if date not in new), key=lambda date: date.partition("T")[0] not in days)
    return {date: item for date, item in held.items() if date not in moved[: len(fresh)]} | new


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
