"""`python -m digest.training TABLE --data FOLDER`: fit a shipped table anew."""

from __future__ import annotations

import argparse
from pathlib import Path

from digest.training import terms

_TABLES = {"terms": terms.write}


def main() -> None:
    """Read the arguments and write the table."""
    parser = argparse.ArgumentParser(prog="python -m digest.training", description=__doc__)
    parser.add_argument("table", choices=sorted(_TABLES))
    parser.add_argument("--data", required=True, type=Path, help="folder of *.jsonl.gz with a text a line")
    arguments = parser.parse_args()
    _TABLES[arguments.table](arguments.data)


if __name__ == "__main__":
    main()
