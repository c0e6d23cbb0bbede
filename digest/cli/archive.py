"""`digest archive`."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta

from digest import paths, settings
from digest.archive import recovery
from digest.cli import console
from digest.errors import SettingsError, UsageError
from digest.service import doctor_archive, library

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse

_DAYS = {"d": 1, "w": 7, "y": 365}
_BYTES = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9}


def define(parser: argparse.ArgumentParser) -> None:
    """Add the command's actions to its parser."""
    parser.description = "Keep the archive in order: check it, copy it, make it smaller, forget what is old."
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    check = actions.add_parser("check", help="read all of it and say what is wrong; 1 when something is")
    check.add_argument("--json", action="store_true", help="for programs")
    check.set_defaults(run=_check)
    backup = actions.add_parser("backup", help="write a whole copy, also while others write to the archive")
    backup.add_argument("file", metavar="FILE", help="where to; an old copy there is replaced")
    backup.set_defaults(run=_backup)
    recover = actions.add_parser("recover", help="make a damaged one anew of what can be read, backups and digests")
    recover.set_defaults(run=_recover)
    compact = actions.add_parser("compact", help="make the search index anew and the file as small as it goes")
    compact.set_defaults(run=_compact)
    forget = actions.add_parser("forget", help="delete old articles, never saved ones")
    forget.add_argument("--older-than", metavar="AGE", help="first seen longer ago than that: 365d, 20w, 2y")
    forget.add_argument("--larger-than", metavar="SIZE", help="the oldest, until the file is no larger: 500M, 2G")
    forget.set_defaults(run=_forget)
    for action in (check, backup, recover, compact, forget):
        action.add_argument("--archive", metavar="FILE", help="the archive (default: in the data folder)")


def _check(options: argparse.Namespace) -> int:
    path = options.archive or paths.archive_file()
    findings, figures = doctor_archive.check(path)
    if options.json:
        import json

        console.show(json.dumps({"file": path, "findings": findings, **figures}, ensure_ascii=False, indent=2) + "\n")
    else:
        for finding in findings:
            console.show(f"{path}: {finding}\n")
        if not findings:
            held = ", ".join(_counted(figures[f"{name}s"], name) for name in ("article", "revision", "feed", "digest"))
            console.show(f"{path}: in order ({held}; {_size(figures['bytes'])})\n")
    return 1 if findings else 0


def _backup(options: argparse.Namespace) -> int:
    library.backup(options.archive or paths.archive_file(), options.file)
    return 0


def _recover(options: argparse.Namespace) -> int:
    path = options.archive or paths.archive_file()
    done = recovery.again(path, folders=_folders())
    console.show(f"{done}\n" if done else f"{path}: in order, and left as it is\n")
    return 0


def _folders() -> tuple[str, ...]:
    """Where digests are written, if elsewhere than beside the archive."""
    try:
        folder = settings.load(paths.settings_file()).daily_folder
    except SettingsError:
        return ()
    return (os.path.expanduser(folder),) if folder else ()


def _compact(options: argparse.Namespace) -> int:
    before, after = library.compact(options.archive or paths.archive_file())
    console.show(f"{_size(before)} → {_size(after)}\n")
    return 0


def _forget(options: argparse.Namespace) -> int:
    if options.older_than is None and options.larger_than is None:
        raise UsageError("archive forget: say what, with --older-than or --larger-than")
    removed = library.forget(
        options.archive or paths.archive_file(),
        older_than=None if options.older_than is None else datetime.now(UTC) - _age(options.older_than),
        most_bytes=None if options.larger_than is None else _bytes(options.larger_than),
    )
    console.show(f"{_counted(removed, 'article')} forgotten\n")
    return 0


def _age(text: str) -> timedelta:
    parts = re.fullmatch(r"(\d{1,5})([dwy])", text.strip().lower(), re.ASCII)
    if not parts or (age := int(parts[1]) * _DAYS[parts[2]]) > 365 * 1000:
        raise UsageError(f"--older-than: expected an age such as 365d, 20w or 2y, not {text[:40]!r}")
    return timedelta(days=age)


def _bytes(text: str) -> int:
    parts = re.fullmatch(r"(\d{1,12})([kmg]?)b?", text.strip().lower(), re.ASCII)
    if not parts:
        raise UsageError(f"--larger-than: expected a size such as 500M or 2G, not {text[:40]!r}")
    return int(parts[1]) * _BYTES[parts[2]]


def _counted(number: int, name: str) -> str:
    return f"{number:,} {name}{'' if number == 1 else 's'}"


def _size(number: int) -> str:
    return f"{number / 1e6:,.1f} MB" if number >= 10**6 else f"{number / 1e3:,.1f} kB"
