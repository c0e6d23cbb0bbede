"""`digest doctor`."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

from digest.cli import console
from digest.service import doctor
from digest.text.clean import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from digest.service.doctor import Finding


def define(parser: argparse.ArgumentParser) -> None:
    """Add the command's options to its parser."""
    parser.description = (
        "Look at settings, folders, archive, backups, feeds, saved digests and terminal, and say what is wrong and\n"
        "what to do about it. Asks no feed and changes nothing. Exit status 1 when there is an error."
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="say also what is well")
    parser.add_argument("--json", action="store_true", help="everything, for programs")
    parser.add_argument("--feeds", metavar="FILE", default="", help="another feeds.toml")
    parser.add_argument("--archive", metavar="FILE", default="", help="another archive")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print one line a finding, the worst first; 1 when one is an error."""
    findings = doctor.examine(now=datetime.now(UTC), feeds=options.feeds, archive=options.archive)
    counts = Counter(finding.level for finding in findings)
    if options.json:
        import json

        tables = [finding._asdict() for finding in findings]
        console.show(json.dumps(tables, ensure_ascii=False, indent=2) + "\n")
    else:
        for finding in _sorted(findings):
            if options.verbose or finding.level != doctor.OK:
                console.show(_line(finding))
        console.show(_sum(counts))
    return 1 if counts[doctor.ERROR] else 0


def _sorted(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: doctor.LEVELS.index(finding.level))


def _line(finding: Finding) -> str:
    advice = f" → {finding.advice}" if finding.advice else ""
    return f"{finding.level:7}  {clean(f'{finding.where}: {finding.what}{advice}', one_line=True)}\n"


def _sum(counts: Counter[str]) -> str:
    names = {doctor.ERROR: "error", doctor.WARNING: "warning", doctor.NOTE: "note"}
    parts = [
        f"{counts[level]} {name}{'' if counts[level] == 1 else 's'}" for level, name in names.items() if counts[level]
    ]
    return ", ".join([*parts, f"{counts[doctor.OK]} ok"]) + "\n"
