"""`digest agenda`."""

from __future__ import annotations

import os

from digest import daily, paths, settings
from digest.cli import console
from digest.service import agenda
from digest.service.today import zone_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

    from digest.model import AgendaItem


def define(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "List the dated next steps that the digests so far have named and that lie ahead, or write them as a\n"
        "calendar (iCalendar): a date that moves updates its entry. Vague dates are listed, not written."
    )
    parser.add_argument("--days", type=int, metavar="N", help="only the next N days")
    parser.add_argument("--ics", metavar="FILE", help="write a calendar file")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--archive", metavar="FILE", default="", help="another archive")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """List or write what lies ahead; 0 also when nothing does."""
    from digest.archive import Archive

    chosen = settings.load(paths.settings_file())
    now = daily.now()
    today = now.astimezone(zone_of(chosen.daily_zone)).date()
    with Archive.open(options.archive or paths.archive_file(), read_only=True) as archive:
        items = agenda.ahead(archive, today=today, days=options.days)
    if options.ics:
        from digest.output import write

        write.check_folder(options.ics)
        memory = os.path.join(paths.data_folder(), "agenda.json")
        vague = agenda.calendar(items, options.ics, made_at=now, memory=memory)
        for item in vague:
            console.complain(f"not in the calendar, for {item.date} is no day: {item.step.what.text}")
    elif options.json:
        import json

        console.show(json.dumps([_table(item) for item in items], ensure_ascii=False, indent=2) + "\n")
    else:
        for item in items:
            who = f" ({item.step.who.text})" if item.step.who else ""
            console.show(f"{item.date}\t{item.step.what.text}{who}\t{item.title}\n")
    return 0


def _table(item: AgendaItem) -> dict[str, str | None]:
    step = item.step
    return {
        "date": item.date,
        "what": step.what.text,
        "who": step.who.text if step.who else None,
        "status": step.status,
        "sentence": step.sentence.text,
        "title": item.title,
        "article": item.article,
        "url": item.url,
    }
