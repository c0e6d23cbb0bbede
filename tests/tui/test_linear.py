"""Without a screen everything is said in lines, and asked for by words and numbers."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.archive import Archive
from digest.cli import main
from digest.errors import DigestError
from digest.model import FeedState
from digest.service.fetching import Outcome
from digest.service.updating import Update
from digest.text.clean import clean
from digest.tui import linear
from digest.tui.linear import COMMANDS
from digest.tui.talk import AT_ONCE, Talk
from tests.tui.world import COURIER, NOW, TITLES, article

if TYPE_CHECKING:
    from pathlib import Path

    from digest.service.desk import Desk


def told(desk: Desk, *typed: str) -> str:
    """What is said from the first command on."""
    out = io.StringIO()
    assert linear.run(desk, io.StringIO("".join(f"{line}\n" for line in typed)), out) == 0
    return out.getvalue().partition("digest> ")[2]


def add(desk: Desk, number: int) -> None:
    more = [
        article(COURIER, f"Small news {n}", f"Note {n} of the day.", hours=30 + n, number=100 + n)
        for n in range(number)
    ]
    with Archive.open(desk.archive_file) as archive:
        archive.record(FeedState(url=COURIER, title=TITLES[COURIER]), more, seen_at=NOW)


def test_it_begins_with_the_day_and_its_numbered_headlines(desk: Desk) -> None:
    out = io.StringIO()
    assert linear.run(desk, io.StringIO(""), out) == 0
    lines = out.getvalue().splitlines()
    assert lines[0] == "Digest of Saturday 3 May 2031"
    assert lines[1].startswith("12 stories from 15 articles")
    assert lines[2].startswith(
        "1. Ferry runs aground off Port Ellery, 14 hurt (3 outlets, 3 independent reports; sources"
    )
    assert lines[13].startswith("12. ")


def test_a_number_reads_a_story_with_everything_that_is_known_of_it(desk: Desk) -> None:
    said = told(desk, "1", "", "")
    assert "injuring 14 people, the coast guard said. [1]" in said
    assert "Marta Lindqvist: director, Valdora Coast Guard [1] [2]" in said
    assert "Sources differ on " in said
    assert "Why this is one story: " in said
    assert "[2] Astrid Nyholm ferry grounds near Port Ellery; 17 injured (Harbour Gazette; 2031-05-03)" in said


def test_an_article_of_the_story_is_read_by_its_number_and_marked_read(desk: Desk) -> None:
    said = told(desk, "1", "a 2", "", "text", "undo")
    assert "Article: Astrid Nyholm ferry grounds near Port Ellery; 17 injured" in said
    assert "https://gazette.example/0" in said
    assert "Salvage crews expect to refloat the Astrid Nyholm on Thursday." in said
    assert "taken back: read: Astrid Nyholm" in said
    assert desk.count("is:unread") == 15
    told(desk, "1", "article 2")
    assert desk.count("is:unread") == 14


def test_a_long_list_asks_after_some_lines_whether_to_go_on(desk: Desk) -> None:
    add(desk, 40)
    first = told(desk, "articles", "no", "q")
    assert f"\n{AT_ONCE}. " in first
    assert f"\n{AT_ONCE + 1}. " not in first
    whole = told(desk, "articles", "", "", "55")
    assert "\n55. " in whole
    assert "Article: " in whole


def test_what_is_typed_where_more_is_asked_is_the_next_command(desk: Desk) -> None:
    add(desk, 40)
    said = told(desk, "articles", "agenda")
    assert "visit Port Ellery (Transport Minister Tomas Okafor; planned)" in said


def test_articles_are_found_with_the_place_of_the_words(desk: Desk) -> None:
    assert "hit a sandbank in thick fog" in told(desk, "search sandbank")
    assert "Article: Rare heron" in told(desk, "articles heron", "1")
    assert "Nothing found." in told(desk, "search zzzz")


def test_the_agenda_tells_the_sentence_and_the_article_behind_an_entry(desk: Desk) -> None:
    said = told(desk, "agenda", "2", "a")
    assert "Transport Minister Tomas Okafor plans to visit Port Ellery on Monday." in said
    assert "Article: Ferry runs aground off Port Ellery, 14 hurt" in said


def test_a_past_day_is_told_by_its_date_or_its_number(desk: Desk) -> None:
    desk.write_today()
    for typed in (("day 2031-05-03",), ("digests", "1")):
        said = told(desk, *typed)
        assert "Digest of Saturday 3 May 2031" in said
        assert "1. Ferry runs aground" in said
    assert "1. Saturday 3 May 2031: 15 articles" in told(desk, "digests")
    assert "Error: 2031-05-01: no digest was saved on this day" in told(desk, "day 2031-05-01")


def test_feeds_say_how_they_do_and_list_their_articles(desk: Desk) -> None:
    said = told(desk, "feeds", "1")
    assert "4. Broken Times (0 unread of 0; failing: answered 503 Service Unavailable)" in said
    assert "1. Ferry runs aground off Port Ellery, 14 hurt (Valdora Courier; " in said


def test_marks_are_set_and_taken_back(desk: Desk) -> None:
    assert "kept: 3 articles (undo takes it back)" in told(desk, "keep 1")
    assert desk.count("is:saved") == 3
    told(desk, "keep 2", "undo", "read 3 4", "hide 5")
    assert (desk.count("is:saved"), desk.count("is:unread"), desk.count("is:hidden")) == (3, 12, 1)
    told(desk, "unread 3")
    assert desk.count("is:read") == 1


def test_a_story_an_article_and_the_day_are_saved(desk: Desk, tmp_path: Path) -> None:
    said = told(desk, "save 1 toml", "save day html day.html", "articles", "save 2 json one.json")
    assert said.count("saved: ") == 3
    for name in ("2031-05-03-ferry-runs-aground-off-port-ellery-14-hurt.toml", "one.json"):
        assert main(["verify", "--archive", desk.archive_file, str(tmp_path / name)]) == 0
    assert "Ferry runs aground" in (tmp_path / "day.html").read_text(encoding="utf-8")


def test_nothing_is_written_over_unasked(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "mine.md").write_text("mine", encoding="utf-8")
    told(desk, "save 1 markdown mine.md", "n")
    assert (tmp_path / "mine.md").read_text(encoding="utf-8") == "mine"
    told(desk, "save 1 markdown mine.md", "y")
    assert "Ferry" in (tmp_path / "mine.md").read_text(encoding="utf-8")


def test_the_agenda_is_written_as_a_calendar(desk: Desk, tmp_path: Path) -> None:
    said = told(desk, "calendar next.ics")
    assert "not in the calendar, for 2031 is no day: signed" in said
    assert (tmp_path / "next.ics").read_text(encoding="utf-8").startswith("BEGIN:VCALENDAR")


def test_a_refresh_says_a_line_a_feed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes = (
        Outcome(url=COURIER, title=TITLES[COURIER], kind="new", new=2),
        Outcome(url="https://b.example", title="Broken Times", kind="failed", problem="answered 503"),
    )

    def refresh(**calls: object) -> Update:
        for outcome in outcomes:
            calls["told"](outcome)  # type: ignore[operator]
        return Update(outcomes=outcomes)

    monkeypatch.setattr(desk, "refresh", refresh)
    said = told(desk, "refresh")
    assert "Valdora Courier: 2 new\nBroken Times: failed: answered 503\n2 feeds, 2 new articles, 1 failed." in said


def test_files_are_read_without_an_archive(empty_desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for name in ("one", "two"):
        (tmp_path / "a" / f"{name}.md").write_text(f"# Title {name}\n\nMara Lund spoke in Oslo.\n", encoding="utf-8")
    said = told(empty_desk, "open a", "2", "open a/one.md", "x", "save 1 markdown", "open nowhere")
    assert "2. Title two" in said
    assert "Article: Title two" in said
    assert "Article: Title one" in said
    assert "nowhere: " in said


def test_what_an_article_contradicts_itself_on_is_told_with_both_sentences(empty_desk: Desk, tmp_path: Path) -> None:
    first = "The envoys met to prepare the upcoming rescue talks expected later this year."
    second = "They plan to hold their next dialogue in the first half of 2033."
    (tmp_path / "talks.txt").write_text(f"Envoys meet\n\n{first} {second}\n", encoding="utf-8")
    said = told(empty_desk, "open talks.txt", "", "1", "")
    assert "Ahead:\nhold their next dialogue: " in said
    assert (
        f"Conflict: the upcoming rescue talks (date)\nlater this year: {first}\nin the first half of 2033: {second}\n"
    ) in said


def test_a_feed_is_followed_and_that_is_taken_back(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.md").write_text("# A\n\nText.\n", encoding="utf-8")
    assert "following " in told(desk, f"add {folder}")
    assert len(desk.feeds()[0]) == 5
    told(desk, f"add {tmp_path / 'other'}")
    assert len(desk.feeds()[0]) == 5


@pytest.mark.parametrize(
    "typed",
    ["99", "a 9", "a x", "blah", "keep", "keep x", "day", "day x", "search", "open", "add", "undo", "text", "save",
     "save 1", "save 1 pdf", "save 77 toml", "keep " + "9" * 5000, "9" * 5000, "a ²", "sea\x00rch a:b",
     "search tag:"],
)  # fmt: skip
def test_what_cannot_be_done_is_one_line_and_the_sitting_goes_on(desk: Desk, typed: str) -> None:
    said = told(desk, typed, "help")
    assert said.startswith(("Error: ", "Nothing found."))
    assert "digest> A number reads" in said
    assert "internal" not in said


def test_an_archive_that_cannot_be_read_is_one_line(desk: Desk) -> None:
    with open(desk.archive_file, "wb") as stream:
        stream.write(b"no database" * 1000)
    out = io.StringIO()
    assert linear.run(desk, io.StringIO("articles\nagenda\n"), out) == 0
    assert out.getvalue().count("Error: ") == 3


def test_a_failure_nobody_thought_of_is_one_line(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "days", lambda: 1 / 0)
    assert "Error: internal (ZeroDivisionError" in told(desk, "digests")


def test_without_anything_it_says_what_can_be_done(empty_desk: Desk) -> None:
    out = io.StringIO()
    assert linear.run(empty_desk, io.StringIO("articles\nagenda\ndigests\nfeeds\ntext\n1\n"), out) == 0
    assert "add URL follows a feed" in out.getvalue()
    assert "internal" not in out.getvalue()


def test_each_command_is_told_by_help_and_its_names_are_its_own(desk: Desk) -> None:
    said = told(desk, "help")
    names = [name for command in COMMANDS for name in command.names]
    assert len(names) == len(set(names))
    for command in COMMANDS:
        assert f"\n{' or '.join(command.names)}" in said


def test_it_ends_at_the_end_of_the_input_at_quit_and_at_ctrl_c(desk: Desk) -> None:
    class Interrupted(io.StringIO):
        def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
            raise KeyboardInterrupt

    assert linear.run(desk, io.StringIO(""), io.StringIO()) == 0
    assert linear.run(desk, io.StringIO("q\n1\n"), io.StringIO()) == 0
    assert linear.run(desk, Interrupted(), io.StringIO()) == linear.INTERRUPTED


def test_any_stdout_can_take_it(desk: Desk) -> None:
    for encoding in ("ascii", "latin-1", "utf-8"):
        raw = io.BytesIO()
        out = io.TextIOWrapper(raw, encoding=encoding)
        typed = io.TextIOWrapper(io.BytesIO(b"1\n\n\xff\xfe\n"), encoding="utf-8")
        assert linear.run(desk, typed, out) == 0
        out.flush()
        assert b"Ferry runs aground" in raw.getvalue()


def test_what_strangers_wrote_never_acts_on_the_terminal(desk: Desk) -> None:
    with Archive.open(desk.archive_file) as archive:
        bad = article(
            COURIER, "Evil \x1b]0;x\x07\x1b[2J title\r\u202e", "A text \x1b[31mred\x9b1m.", hours=0.1, number=77
        )
        archive.record(FeedState(url=COURIER, title="Cour\x1b[5mier"), [bad], seen_at=NOW)
    said = told(desk, "articles", "1", "text", "feeds", "search red")
    assert "Evil title" in said
    assert all(sign == "\n" or sign.isprintable() for sign in said)


@given(st.text(st.characters(codec=None), max_size=80))
def test_every_line_that_is_said_is_one_line_that_acts_on_nothing(text: str) -> None:
    out = io.StringIO()
    Talk(io.StringIO(), out).say(text)
    said = out.getvalue()
    assert said.endswith("\n")
    assert "\n" not in said[:-1]
    assert clean(said[:-1]) == said[:-1]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.lists(st.text(st.characters(exclude_characters="/\\~."), max_size=12), max_size=4))
def test_nothing_that_is_typed_ends_it_before_its_time(desk: Desk, typed: list[str]) -> None:
    usable = [line for line in typed if line.strip()[:1].lower() not in tuple("oarwsc")]  # these reach for files
    out = io.StringIO()
    assert linear.run(desk, io.StringIO("\n".join(usable)), out) == 0
    assert "internal" not in out.getvalue()


def test_errors_are_all_of_one_kind(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise DigestError("it is\nbroken \x1b[31m")

    monkeypatch.setattr(desk, "days", broken)
    assert told(desk, "digests").startswith("Error: it is broken\n")
