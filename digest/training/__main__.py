"""`python -m digest.training TABLE --data FOLDER`: fit a shipped table anew."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path

# Each is imported when asked for: what fits the ranking needs the extra "train".
_TABLES = {"names": "digest.training.names", "terms": "digest.training.terms", "ranker": "digest.training.ranker"}


def main() -> None:
    """Read the arguments and write the table."""
    parser = argparse.ArgumentParser(prog="python -m digest.training", description=__doc__)
    parser.add_argument("table", choices=sorted(_TABLES))
    parser.add_argument("--data", required=True, type=Path, help="folder of *.jsonl.gz with a text a line")
    arguments = parser.parse_args()
    import_module(_TABLES[arguments.table]).write(arguments.data)


if __name__ == "__main__":
    main()
