"""`python -m digest.training TABLE --data FOLDER`: fit a shipped table anew."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path

# Each is imported when asked for: what fits the ranking and the length needs the extra "train".
_TABLES = {name: f"digest.training.{name}" for name in ("names", "terms", "ranker", "length", "steps")}


def main() -> None:
    """Read the arguments and write the table."""
    parser = argparse.ArgumentParser(prog="python -m digest.training", description=__doc__)
    parser.add_argument("table", choices=sorted(_TABLES))
    parser.add_argument("--data", required=True, type=Path, help="folder of *.jsonl.gz with a text a line")
    arguments = parser.parse_args()
    import_module(_TABLES[arguments.table]).write(arguments.data)


if __name__ == "__main__":
    main()
