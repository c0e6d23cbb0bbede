"""`digest feeds`."""

from __future__ import annotations

import sys

from digest import paths
from digest.cli import console
from digest.errors import UsageError
from digest.service import subscriptions as service
from digest.text.clean import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from typing import Any

    from digest.model import Problem
    from digest.service.subscriptions import Found, Health

_EXAMPLES = """\
examples:
  digest feeds add https://news.example/ --tag world      a page's feed is found
  digest feeds add ~/articles notes.xml                   a folder of articles, a feed file
  digest feeds list --tag world                           with their health
  digest feeds tag https://news.example/rss +asia -world
  digest feeds import subscriptions.opml; digest feeds export > subscriptions.opml
"""


def define(parser: argparse.ArgumentParser) -> None:
    """Add the command's actions to its parser."""
    parser.description = "Choose what digest reads: feeds, feed files and folders of articles."
    parser.epilog = _EXAMPLES
    actions = parser.add_subparsers(metavar="ACTION", required=True)

    def action(name: str, run: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = actions.add_parser(
            name, help=about, description=f"{about[0].upper()}{about[1:]}."
        )
        made.add_argument("--feeds", metavar="FILE", help="the list of feeds (default: feeds.toml beside the settings)")
        made.set_defaults(run=run)
        return made

    add = action("add", _add, "follow feeds, after asking each once; a page's feed is found")
    add.add_argument("places", nargs="+", metavar="URL|PATH", help="a feed, a page, a feed file, a folder of articles")
    add.add_argument("--tag", action="append", default=[], metavar="TAG", help="a tag for them; may be repeated")
    add.add_argument("--title", default="", help="the title, in place of the feed's own")
    add.add_argument("--full-text", action="store_true", help="read each article's page as well")
    add.add_argument("--no-check", action="store_true", help="add without asking")
    remove = action("remove", _remove, "stop following feeds; their articles stay in the archive")
    remove.add_argument("names", nargs="+", metavar="URL|TITLE")
    shown = action("list", _list, "list feeds with their health")
    shown.add_argument("--tag", default="", help="only those with this tag")
    shown.add_argument("--archive", metavar="FILE", help="where the articles are")
    shown.add_argument("--json", action="store_true", help="for programs")
    check = action("check", _check, "ask feeds once and say what came; changes nothing")
    check.add_argument("names", nargs="*", metavar="URL|TITLE")
    check.add_argument("--json", action="store_true", help="for programs")
    rename = action("rename", _rename, "give a feed another title")
    rename.add_argument("name", metavar="URL|TITLE")
    rename.add_argument("title", metavar="NEW")
    tag = action("tag", _tag, "add tags to a feed (+TAG) and take them off (-TAG); options go first")
    tag.add_argument("name", metavar="URL|TITLE")
    tag.add_argument("changes", nargs="...", metavar="+TAG|-TAG")
    taken = action("import", _import, "follow the feeds of an OPML file; folders become tags")
    taken.add_argument("file", metavar="FILE|-")
    action("init", _init, "begin with a few well-known news feeds, if there is no list yet")
    given = action("export", _export, "write the feeds as OPML 2.0")
    given.add_argument("file", nargs="?", default="-", metavar="FILE|-")


def _file(options: argparse.Namespace) -> str:
    return str(options.feeds or paths.feeds_file())


def _add(options: argparse.Namespace) -> int:
    found = service.add(
        _file(options),
        options.places,
        title=options.title,
        tags=options.tag,
        full_text=options.full_text,
        check=not options.no_check,
    )
    for one in found:
        if not one.problem:
            _say(f"added {_named(one.title, one.url)}{'' if options.no_check else f': {_entries(one.entries)}'}")
    return _failures(found)


def _init(options: argparse.Namespace) -> int:
    count = service.start(_file(options))
    _say(f"{_file(options)}: {count} feeds")
    return 0


def _remove(options: argparse.Namespace) -> int:
    for feed in service.remove(_file(options), options.names):
        _say(f"removed {_named(feed.title, feed.url)}")
    return 0


def _rename(options: argparse.Namespace) -> int:
    feed = service.rename(_file(options), options.name, options.title)
    _say(f"renamed {_named(feed.title, feed.url)}")
    return 0


def _tag(options: argparse.Namespace) -> int:
    if not options.changes:
        raise UsageError("feeds tag: name the tags to add (+TAG) or take off (-TAG)")
    feed = service.retag(_file(options), options.name, options.changes)
    _say(f"{_named(feed.title, feed.url)}: {', '.join(feed.tags) or 'no tags'}")
    return 0


def _list(options: argparse.Namespace) -> int:
    from datetime import UTC, datetime

    now = datetime.now(UTC)
    healths, problems = service.listing(
        _file(options), options.archive or paths.archive_file(), now=now, tag=options.tag
    )
    _complain(problems)
    if options.json:
        _json([_health_table(health) for health in healths])
    elif healths:
        console.show("\n".join(_block(health, now) for health in healths))
    else:
        console.complain(f"no feeds{f' with the tag {options.tag}' if options.tag else ''} in {_file(options)}")
    return 0


def _check(options: argparse.Namespace) -> int:
    found = service.check(_file(options), options.names)
    if not found:
        console.complain(f"no feeds in {_file(options)}")
    if options.json:
        _json([one._asdict() for one in found])
    else:
        for one in found:
            if not one.problem:
                _say(f"{_named(one.title, one.url)}: {_entries(one.entries)}")
    return _failures(found)


def _import(options: argparse.Namespace) -> int:
    from digest.sources.opml import MOST_BYTES

    try:
        if options.file == "-":
            body = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with open(options.file, "rb") as stream:
                body = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UsageError(f"{options.file}: {(getattr(error, 'strerror', None) or str(error)).lower()}") from error
    done = service.take_in(_file(options), body, options.file)
    _complain(done.problems)
    known = f", {done.duplicates} there already" if done.duplicates else ""
    _say(f"added {len(done.added)} feed{_s(len(done.added))}{known}")
    if not done.problems:
        return 0
    return 3 if done.added or done.duplicates else 1


def _export(options: argparse.Namespace) -> int:
    text, left_out = service.give_out(_file(options))
    if left_out:
        console.complain(f"{left_out} local source{_s(left_out)} left out: OPML holds addresses")
    if options.file == "-":
        console.show(text)
        return 0
    from digest.output import write

    write.check_folder(options.file)
    write.whole(options.file, text)
    return 0


def _failures(found: Sequence[Found]) -> int:
    """Tell of those that failed; 1 when all did, 3 when some."""
    failed = [one for one in found if one.problem]
    for one in failed:
        console.complain(f"{one.asked}: {one.problem}")
    return 0 if not failed else 1 if len(failed) == len(found) else 3


def _complain(problems: Iterable[Problem]) -> None:
    for problem in problems:
        console.complain(f"{problem.where}: {problem.what}")


def _say(line: str) -> None:
    console.show(f"{clean(line, one_line=True)}\n")


def _json(rows: list[dict[str, Any]]) -> None:
    import json

    console.show(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")


def _named(title: str, url: str) -> str:
    return f"{title} <{url}>" if title else url


def _entries(count: int) -> str:
    return f"{count} entr{'y' if count == 1 else 'ies'}"


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _block(health: Health, now: datetime) -> str:
    """A feed on three lines: its title and tags, its address, how it has been doing."""
    feed = health.feed
    tags = f" [{', '.join(feed.tags)}]" if feed.tags else ""
    title = feed.title or (health.state.title if health.state else "") or feed.url
    first, *rest = f"{title}{tags}", feed.url, _condition(health, now)
    return "".join([f"{clean(first, one_line=True)}\n", *(f"  {clean(line, one_line=True)}\n" for line in rest)])


def _condition(health: Health, now: datetime) -> str:
    state = health.state
    if state is None or (state.last_tried is None and state.last_success is None):
        return "never fetched"
    parts = []
    if state.paused:
        parts.append(f"paused: {state.paused}")
    if state.failures:
        parts.append(f"failed {state.failures} time{_s(state.failures)} in a row: {state.error}")
    parts.append(f"last read {_ago(now, state.last_success)}" if state.last_success else "never read")
    if health.per_week is not None:
        parts.append(
            f"{health.per_week:.0f} a week" if health.per_week >= 1 or not health.per_week else "under 1 a week"
        )
    if state.not_before and state.not_before > now:
        parts.append(f"not asked before {state.not_before:%Y-%m-%d %H:%M} UTC")
    if state.moved_to:
        parts.append(f"moving to {state.moved_to}")
    return " · ".join(parts)


def _ago(now: datetime, then: datetime) -> str:
    minutes = int((now - then).total_seconds() // 60)
    if minutes < 2:
        return "just now"
    for size, unit in ((1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            return f"{minutes // size} {unit}{_s(minutes // size)} ago"
    return "just now"


def _health_table(health: Health) -> dict[str, Any]:
    feed, state = health.feed, health.state

    def time(value: datetime | None) -> str | None:
        return f"{value:%Y-%m-%dT%H:%M:%SZ}" if value else None

    return {
        "url": feed.url,
        "title": feed.title,
        "tags": list(feed.tags),
        "full_text": feed.full_text,
        "headers": [name for name, _ in feed.headers],
        "last_tried": time(state.last_tried) if state else None,
        "last_success": time(state.last_success) if state else None,
        "failures": state.failures if state else 0,
        "error": state.error if state else "",
        "paused": state.paused if state else "",
        "not_before": time(state.not_before) if state else None,
        "moved_to": state.moved_to if state else "",
        "per_week": health.per_week,
    }
