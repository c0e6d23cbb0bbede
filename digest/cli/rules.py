"""`digest rules`."""

from __future__ import annotations

import os

from digest import paths, settings
from digest.cli import console
from digest.errors import UsageError
from digest.text.clean import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any

    from digest.rules import Rule
    from digest.service.muting import Effect, Trial

_LONGEST = 36_500  # days
_EXAMPLES = """\
rules are tables of digest.toml, such as
  [[rules]]
  action = "mute"                  # or "keep", which goes before every mute
  field = "title"                  # title, text, author, tag, url, feed or any
  words = ["golf", "box office"]   # whole words, in any case; or pattern = '(?i)sponsored\\s+by'
  feeds = ["sport"]                # only these addresses, titles or tags; without it, all
  name = "no golf"
"""


def define(parser: argparse.ArgumentParser) -> None:
    """Add the command's actions to its parser."""
    parser.description = "See what the mute and keep rules of digest.toml do; muted articles stay in the archive."
    parser.epilog = _EXAMPLES
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    listed = actions.add_parser("list", help="list the rules in the order in which they are asked")
    listed.add_argument("--json", action="store_true", help="for programs")
    listed.set_defaults(run=_list)
    test = actions.add_parser("test", help="show what they would have muted and kept of the last days; changes nothing")
    test.add_argument("--days", type=int, default=7, metavar="N", help="so many days back (default 7)")
    test.add_argument("--titles", type=int, default=10, metavar="N", help="at most N titles a rule (default 10)")
    test.add_argument("--archive", metavar="FILE", help="where the articles are")
    test.add_argument("--feeds", metavar="FILE", help="the list of feeds, for their titles and tags")
    test.add_argument("--json", action="store_true", help="for programs, every title listed")
    test.set_defaults(run=_test)


def _list(options: argparse.Namespace) -> int:
    rules = settings.load(paths.settings_file()).rules
    if options.json:
        _json([_table(rule) for rule in rules])
    elif rules:
        console.show("".join(_line(rule) for rule in rules))
    else:
        console.complain(f"no [[rules]] in {paths.settings_file()}")
    return 0


def _test(options: argparse.Namespace) -> int:
    from datetime import UTC, datetime, timedelta

    from digest import subscriptions
    from digest.archive import Archive
    from digest.rules import Rules
    from digest.service import muting

    if not 0 < options.days <= _LONGEST:
        raise UsageError(f"rules test: --days: expected 1 to {_LONGEST}")
    rules = Rules(settings.load(paths.settings_file()).rules)
    feeds = subscriptions.load(options.feeds or paths.feeds_file()).feeds
    place = options.archive or paths.archive_file()
    if not os.path.exists(place):
        raise UsageError(f"{place}: no archive yet; digest fetch makes it")
    with Archive.open(place, read_only=True) as archive:
        trial = muting.trial(rules, archive, feeds, since=datetime.now(UTC) - timedelta(days=options.days))
    if options.json:
        _json(_trial_table(trial, options.days))
    else:
        console.show(_told(trial, options.days, max(0, options.titles)))
    return 0


def _told(trial: Trial, days: int, titles: int) -> str:
    head = (
        f"last {days} day{'' if days == 1 else 's'}: {trial.articles} article{'' if trial.articles == 1 else 's'}, "
        f"{trial.count('mute')} muted, {trial.count('keep')} kept from it\n"
    )
    return head + "".join(_effect(effect, titles) for effect in trial.effects)


def _effect(effect: Effect, titles: int) -> str:
    count = len(effect.articles)
    lines = [
        f"\n{clean(effect.rule.name, one_line=True)}: {count} {'muted' if effect.rule.action == 'mute' else 'kept'}\n"
    ]
    lines += [f"  {shown.at:%Y-%m-%d}  {clean(shown.title, one_line=True)}\n" for shown in effect.articles[:titles]]
    if count > titles:
        lines.append(f"  and {count - titles} more\n")
    return "".join(lines)


def _line(rule: Rule) -> str:
    wanted = f"words {', '.join(rule.words)}" if rule.words else f"pattern {rule.pattern}"
    where = f" in {', '.join(rule.feeds)}" if rule.feeds else ""
    return clean(f"{rule.name}: {rule.action} by {rule.field}, {wanted}{where}", one_line=True) + "\n"


def _table(rule: Rule) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in rule._asdict().items()}


def _trial_table(trial: Trial, days: int) -> dict[str, Any]:
    return {
        "days": days,
        "articles": trial.articles,
        "muted": trial.count("mute"),
        "kept": trial.count("keep"),
        "rules": [
            {
                **_table(effect.rule),
                "count": len(effect.articles),
                "articles": [
                    {"id": a.id, "title": a.title, "source": a.source, "at": f"{a.at:%Y-%m-%dT%H:%M:%SZ}"}
                    for a in effect.articles
                ],
            }
            for effect in trial.effects
        ],
    }


def _json(value: Any) -> None:
    import json

    console.show(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
