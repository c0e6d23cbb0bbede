"""`digest facts`: the card alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]


def test_each_fact_stands_over_its_sentence(digest: Run, sample: Path) -> None:
    status, out, err = digest("facts", str(sample))
    assert (status, err) == (0, "")
    lines = out.splitlines()
    place = next(i for i, line in enumerate(lines) if "Woo Kyung-seok" in line)
    assert lines[place + 1].strip().startswith("“")
    assert "Woo Kyung-seok" in lines[place + 1]
    assert [line for line in lines if line in ("Participants", "Dates", "Next steps")] == [
        "Participants",
        "Dates",
        "Next steps",
    ]


def test_programs_get_spans_and_no_summary(digest: Run, sample: Path) -> None:
    status, out, _ = digest("facts", str(sample), "--json")
    assert status == 0
    (article,) = json.loads(out)["articles"]
    assert "summary" not in article
    text = sample.read_text(encoding="utf-8")
    for row in article["next_steps"]:
        first, last = row["what_at"]
        assert row["what"] in text
        assert last - first == len(row["what"])


def test_a_published_date_settles_relative_ones(digest: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The council will meet on Thursday to vote on the new bridge over the harbour.\n", encoding="utf-8")
    assert "2026-11-26" in digest("facts", str(path), "--published", "2026-11-24")[1]
    assert "2026-11-26" not in digest("facts", str(path))[1]


def test_what_cannot_be_read_is_told_and_the_rest_is_printed(digest: Run, sample: Path, tmp_path: Path) -> None:
    status, out, err = digest("facts", str(sample), str(tmp_path / "absent.txt"))
    assert status == 3
    assert "Woo Kyung-seok" in out
    assert "absent.txt" in err
    assert digest("facts", str(tmp_path / "absent.txt"))[0] == 1
