"""Every fault that can be enumerated, one figure a goal; `make faults` runs it.

    python tests/faults/full [GOAL ...] [--every N] [--rounds N] [--minutes M]

Goals: kill_points, disk_errors, at_once, clocks of a daily run; corruption of its files; fuzz, hostile_text, endpoints
of what strangers send. All of these when none is named; `others` runs other readers against the same server. `--every
10` tries each tenth point, for a quick look; `--rounds` is how often each number of runs starts at once, or how many
mutated files are read; `--minutes` ends those earlier. The status is 1 when anything failed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import at_once
import clocks
import corruption
import disk_errors
import endpoints
import fuzzing
import hostile_text
import kill_points
import others

GOALS = {
    "kill_points": lambda at, options: kill_points.figures(at, every=options.every),
    "disk_errors": lambda at, options: disk_errors.figures(at, every=options.every),
    "at_once": lambda at, options: at_once.figures(at, rounds=options.rounds or 100),
    "clocks": lambda at, options: clocks.figures(at, every=options.every),
    "corruption": lambda at, options: corruption.figures(at, trials=1000 // options.every),
    "fuzz": lambda at, options: fuzzing.figures(rounds=options.rounds, minutes=options.minutes),
    "hostile_text": lambda at, options: hostile_text.figures(at),
    "endpoints": lambda at, options: endpoints.figures(at),
    "others": lambda at, options: others.figures(at),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("goals", nargs="*", metavar="GOAL", help=", ".join(GOALS))
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each N-th point")
    parser.add_argument("--rounds", type=int, metavar="N", help="rounds of runs at once (100), of files (100,000)")
    parser.add_argument("--minutes", type=float, default=10, metavar="M", help="the longest for mutated files")
    options = parser.parse_args()
    if unknown := set(options.goals) - set(GOALS):
        parser.error(f"no goal {', '.join(sorted(unknown))}; there are {', '.join(GOALS)}")
    failed = 0
    with tempfile.TemporaryDirectory(prefix="digest-faults-") as folder:
        for name in options.goals or [name for name in GOALS if name != "others"]:
            for figure in GOALS[name](Path(folder), options):
                print(figure, flush=True)
                failed += len(figure.failures)
    print("every goal is met" if not failed else f"{failed} failures")
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
