"""Every fault of a daily run that can be enumerated, one figure a goal; `make faults` runs it.

    python tests/faults/full [GOAL ...] [--every N] [--rounds N]

Goals: kill_points, disk_errors, at_once, clocks; all when none is named. `--every 10` tries each tenth point, for a
quick look; `--rounds` is how often each number of runs starts at once. The status is 1 when anything failed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import at_once
import clocks
import disk_errors
import kill_points

GOALS = {
    "kill_points": lambda at, options: kill_points.figures(at, every=options.every),
    "disk_errors": lambda at, options: disk_errors.figures(at, every=options.every),
    "at_once": lambda at, options: at_once.figures(at, rounds=options.rounds),
    "clocks": lambda at, options: clocks.figures(at, every=options.every),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("goals", nargs="*", metavar="GOAL", help=", ".join(GOALS))
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only each N-th point")
    parser.add_argument("--rounds", type=int, default=100, metavar="N", help="rounds of runs at once")
    options = parser.parse_args()
    if unknown := set(options.goals) - set(GOALS):
        parser.error(f"no goal {', '.join(sorted(unknown))}; there are {', '.join(GOALS)}")
    failed = 0
    with tempfile.TemporaryDirectory(prefix="digest-faults-") as folder:
        for name in options.goals or GOALS:
            for figure in GOALS[name](Path(folder), options):
                print(figure, flush=True)
                failed += len(figure.failures)
    print("every goal is met" if not failed else f"{failed} failures")
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
