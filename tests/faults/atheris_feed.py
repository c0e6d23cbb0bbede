"""Coverage-guided fuzzing of the feed reader for whoever has atheris (`pip install atheris`); no test needs it.

python -m tests.faults.atheris_feed tests/data/hostile/seeds -max_len=4000 -max_total_time=300
"""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-not-found]

with atheris.instrument_imports(include=["digest"]):
    from tests.faults import readings


def once(body: bytes) -> None:
    readings.result("feed", body)


if __name__ == "__main__":
    atheris.Setup(sys.argv, once)
    atheris.Fuzz()
