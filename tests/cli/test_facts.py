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
    assert [line for line in lines if line and not line.startswith(" ")][1:] == [
        "Participants",
        "Dates",
        "Ahead",
        "Ahead, undated",
        "Conflict: the upcoming Defense Trilateral Talks (date)",
    ]


def test_the_sample_contradicts_itself_and_both_sides_are_quoted(digest: Run, sample: Path) -> None:
    text = sample.read_text(encoding="utf-8")
    for published in ((), ("--published", "2024-09-26"), ("--published", "2025-09-25")):
        lines = digest("facts", str(sample), *published)[1].splitlines()
        place = lines.index("Conflict: the upcoming Defense Trilateral Talks (date)")
        sides = [line.strip().split(" — “") for line in lines[place + 1 :]]
        assert [words for words, _ in sides] == ["later this year", "in the first half of 2025"]
        for words, sentence in sides:
            assert words in sentence
            assert sentence.removesuffix("”") in text


def test_each_fact_says_how_it_was_read_when_asked(digest: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("They met on Tuesday and Wednesday. Norway plans to open two ports next year.\n", encoding="utf-8")
    asked = ("facts", str(path), "--published", "2031-03-07")
    _, out, _ = digest(*asked, "--explain")
    assert out.partition("\nPast\n")[2] == (
        "  Tuesday and Wednesday — 2031-03-04/2031-03-05 (from 2031-03-07)\n"
        "      “They met on Tuesday and Wednesday.”\n"
        "      pattern “weekday”; 2031-03-04, from the publication date 2031-03-07; looks back, by “met”\n"
        "      pattern “weekday”; 2031-03-05, from the publication date 2031-03-07\n"
        "\n"
        "Ahead\n"
        "  open two ports — planned; Norway; next year (2032, from 2031-03-07)\n"
        "      “Norway plans to open two ports next year.”\n"
        "      cue “plans”: somebody means to act; planned: an agent intends it\n"
        "      pattern “relunit”; 2032, from the publication date 2031-03-07\n"
    )
    (article,) = json.loads(digest(*asked, "--explain", "--json")[1])["articles"]
    assert article["next_steps"][0]["why"] == ["cue “plans”: somebody means to act; planned: an agent intends it"]
    assert [len(row["why"]) for row in article["dates"]] == [2, 1]
    assert "pattern" not in digest(*asked)[1]
    (article,) = json.loads(digest(*asked, "--json")[1])["articles"]
    assert not [row for kind in ("participants", "dates", "next_steps") for row in article[kind] if "why" in row]


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
