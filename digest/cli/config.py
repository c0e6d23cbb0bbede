"""`digest config`."""

from __future__ import annotations

import os

from digest import paths, settings
from digest.cli import console
from digest.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from typing import Any


def define(parser: argparse.ArgumentParser) -> None:
    """Add the command's actions to its parser."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    actions.add_parser("path", help="print where digest looks for its settings").set_defaults(run=_path)
    show = actions.add_parser("show", help="print every setting as it is in force")
    show.add_argument("--json", action="store_true", help="for programs")
    show.set_defaults(run=_show)
    actions.add_parser("init", help="copy the settings with their explanations to that place").set_defaults(run=_init)


def _path(options: argparse.Namespace) -> int:
    console.show(f"{paths.settings_file()}\n")
    return 0


def _show(options: argparse.Namespace) -> int:
    tables: dict[str, Any] = {}
    chosen = settings.load(paths.settings_file())
    for name, value in chosen._asdict().items():
        if name in {"keys", "rules"}:
            continue
        section, _, key = name.partition("_")
        tables.setdefault(section, {})[key] = value
    if chosen.keys:
        tables["keys"] = dict(chosen.keys)
    if chosen.rules:
        tables["rules"] = [{key: value for key, value in rule._asdict().items() if value} for rule in chosen.rules]
    if options.json:
        import json

        console.show(json.dumps(tables, indent=2) + "\n")
    else:
        import tomli_w

        console.show(tomli_w.dumps(tables))
    return 0


def _init(options: argparse.Namespace) -> int:
    from digest.output import write

    target = paths.settings_file()
    if os.path.exists(target):
        raise UsageError(f"{target}: there already; nothing was changed")
    with open(paths.shipped("config/digest.toml"), encoding="utf-8") as stream:
        explained = stream.read()
    write.make_folder(os.path.dirname(target))
    write.whole(target, explained)
    console.show(f"{target}\n")
    return 0
