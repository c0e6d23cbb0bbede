"""`digest who`."""

from __future__ import annotations

from digest import daily, paths
from digest.cli import console
from digest.errors import UsageError
from digest.facts import people
from digest.output import phrases
from digest.output.lines import BOLD, DIM, Lines, one_line
from digest.service import who

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import Any

    from digest.archive.library import Kept
    from digest.output import Style
    from digest.service.who import Known
    from digest.stories.appearances import Somebody, Telling

_EXAMPLES = """\
examples:
  digest who Daniel Cook                     under this name and shorter ones, the newest first
  digest who Cook --days 30                  everybody of this surname, each apart
  digest who WHO --json | jq '.[].appearances[].sentence'
"""
_MOST_NAMES = 6


def define(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "Find where a person, an organisation or a country appears in the archive: when, as what, in which sentence.\n"
        "Names are read in English articles."
    )
    parser.epilog = _EXAMPLES
    parser.add_argument("name", nargs="+", metavar="NAME", help="a full name, a surname, an organisation")
    parser.add_argument("--days", type=int, metavar="N", help="only the last N days")
    parser.add_argument("--json", action="store_true", help="for programs")
    parser.add_argument("--archive", metavar="FILE", help="the archive (default: in the data folder)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print who is found; 1 when that is nobody."""
    name = " ".join(options.name)
    if options.days is not None and not 0 < options.days < 100_000:
        raise UsageError(f"--days: expected a count of days, not {options.days}")
    known = who.find(options.archive or paths.archive_file(), name, now=daily.now(), days=options.days)
    if options.json:
        import json

        console.show(json.dumps([_table(one, known) for one in known.found], ensure_ascii=False, indent=2) + "\n")
    elif known.found:
        style = console.style()
        blocks = ("".join(f"{line}\n" for line in _lines(one, known, style)) for one in known.found)
        console.show("\n".join(blocks))
    else:
        console.complain(f"who: nobody found for {name[:200]}")
    if known.unread:
        languages = ", ".join(map(people.name_of, known.unread))
        console.complain(f"who: it also stands in articles in {languages}, whose names are not read")
    if known.cut:
        console.complain(f"who: only the newest {who.MOST} articles were read; --days narrows")
    return 0 if known.found else 1


def _lines(one: Somebody, known: Known, style: Style) -> Iterator[str]:
    """Under which names, in how many articles, from when to when; then each article."""
    lines = Lines(style)
    first, last = _day(known.articles[one.tellings[-1].article]), _day(known.articles[one.tellings[0].article])
    count = len(one.tellings)
    more = f" and {len(one.names) - _MOST_NAMES} more" if len(one.names) > _MOST_NAMES else ""
    span = first if first == last else f"{first} to {last}"
    yield from lines.block(
        f"{', '.join(one.names[:_MOST_NAMES])}{more} ({one.kind}): {count} article{'s' * (count > 1)}, {span}",
        paint=BOLD,
    )
    for telling in one.tellings:
        kept = known.articles[telling.article]
        participant = telling.participant
        yield ""
        yield from lines.row(_day(kept), f"{participant.name.text}: {about}" if (about := phrases.about(participant))
                             else participant.name.text)  # fmt: skip
        origin = " · ".join((_feed(kept, known), one_line(kept.article.title) or "(untitled)", kept.article.id))
        yield from lines.block(origin, first="      ", rest="      ", paint=DIM)
        for sentence in who.quoted(kept, participant):
            yield from lines.block(f"“{one_line(sentence.text)}”", first="      ", rest="      ")


def _day(kept: Kept) -> str:
    return f"{who.day_of(kept):%Y-%m-%d}"


def _feed(kept: Kept, known: Known) -> str:
    return one_line(known.titles.get(kept.article.source, kept.article.source))


def _table(one: Somebody, known: Known) -> dict[str, Any]:
    rows = [_appearance(telling, known.articles[telling.article], known) for telling in one.tellings]
    return {
        "names": list(one.names),
        "kind": one.kind,
        "articles": len(rows),
        "first": rows[-1]["date"],
        "last": rows[0]["date"],
        "appearances": rows,
    }


def _appearance(telling: Telling, kept: Kept, known: Known) -> dict[str, Any]:
    from digest.output import tables

    where = {"date": _day(kept), "article": kept.article.id, "title": kept.article.title, "feed": _feed(kept, known)}
    if kept.article.url:
        where["url"] = kept.article.url
    row = tables.participant(telling.participant)
    del row["kind"]
    _, *of_role = who.quoted(kept, telling.participant)
    return where | row | tables.span("role_sentence", of_role[0] if of_role else None)
