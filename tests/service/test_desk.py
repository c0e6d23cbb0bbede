"""The desk: what the screen asks, over a real archive, and what it says when something is not there."""

from __future__ import annotations

import json
import os
import sys
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from digest.archive import Archive
from digest.errors import ArchiveError, BusyError, DigestError, OutputError, SettingsError, UnknownNameError, UsageError
from digest.model import Article, Brief, FeedState
from digest.service import agenda
from digest.service.desk import Desk
from digest.service.lock import Lock
from digest.service.saving import LONGEST_NAME, slug
from digest.service.today import rendered

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
FEED, OTHER = "https://news.example/feed", "https://sport.example/feed"
TEXTS = {
    "harbour": "The harbour of Port Ellery opened again on Monday after a storm. "
    "Mayor Ann Bell said the pier is lost. "
    "Engineers will inspect the pier on 3 December 2026. The harbour had been shut for nine days.",
    "pier": "Port Ellery opened its harbour again on Monday after the storm that took the pier. "
    "Mayor Ann Bell promised a new pier. Engineers will inspect the pier on 3 December 2026.",
    "bridge": "The old bridge over the river Ell was closed because two cables had worn through. "
    "The county of Ellshire said that repairs would take until June.",
    "vote": "Parliament in Oslo voted for the new budget by 88 to 81. Finance Minister Kari Haugen said that the law "
    "takes effect in January.",
}


def article(name: str, *, source: str = FEED, at: datetime = NOW) -> Article:
    text = TEXTS.get(name, f"Something happened in the town of {name.title()} today.")
    return Article(
        id=name, title=f"About the {name}", text=text, source=source, guid=name, published=at, url=f"{source}/{name}"
    )


def put(home: Path, *articles: Article, at: datetime = NOW) -> None:
    with Archive.open(str(home / "data" / "archive.sqlite3")) as archive:
        for source, title in ((FEED, "Example News"), (OTHER, "")):
            own = [a for a in articles if a.source == source]
            if own:
                archive.record(FeedState(url=source, title=title, last_success=at), own, seen_at=at)


class Clock:
    """A time that a test sets."""

    def __init__(self) -> None:
        self.at = NOW

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DIGEST_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DIGEST_CONFIG", str(tmp_path / "config" / "digest.toml"))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "digest.toml").write_text('[daily]\nzone = "Europe/Berlin"  # mine\n')
    return tmp_path


@pytest.fixture
def empty(home: Path, clock: Clock) -> Desk:
    return Desk(now=clock)


@pytest.fixture
def desk(home: Path, clock: Clock) -> Desk:
    put(home, article("harbour"), article("pier", source=OTHER), article("bridge"))
    return Desk(now=clock)


# Without an archive


def test_before_the_first_fetch_the_lists_are_empty_and_nothing_is_made(empty: Desk, home: Path) -> None:
    page = empty.today()
    assert (page.digest.day, page.digest.stories, page.committed) == ("2026-11-24", (), False)
    assert (empty.days(), empty.titles(), empty.count(), empty.unread(), empty.agenda()) == ((), {}, 0, {}, ())
    assert empty.articles(offset=0, limit=10) == ()
    assert empty.find("storm", limit=10).found == ()
    assert not (home / "data").exists()


@pytest.mark.parametrize(
    "ask",
    [
        lambda desk: desk.article("harbour"),
        lambda desk: desk.tell(["harbour"], sentences=3),
        lambda desk: desk.mark(["harbour"], read=True),
        lambda desk: desk.mark_found("storm", read=True),
        lambda desk: desk.page("2026-11-24"),
        lambda desk: desk.write_today(),
    ],
)
def test_what_needs_an_article_says_that_there_is_no_archive(empty: Desk, ask: Callable[[Desk], object]) -> None:
    with pytest.raises(ArchiveError, match="there is no archive yet") as caught:
        ask(empty)
    assert "\n" not in str(caught.value)
    assert not os.path.exists(empty.archive_file)


def test_an_archive_that_is_none_is_told(empty: Desk, home: Path) -> None:
    (home / "data").mkdir()
    (home / "data" / "archive.sqlite3").write_bytes(b"no database at all, but long enough to look at" * 40)
    with pytest.raises(ArchiveError, match="is not a database"):
        empty.today()


# Digests


def test_today_is_made_live_and_writes_nothing(desk: Desk, home: Path) -> None:
    page = desk.today()
    assert not page.committed
    assert {b.article.id for s in page.digest.stories for b in s.briefs} == {"harbour", "pier", "bridge"}
    assert page.titles == {FEED: "Example News"}
    assert desk.days() == ()
    assert not (home / "data" / "digests").exists()


def test_a_written_day_is_read_back_with_its_texts(desk: Desk) -> None:
    live = desk.today().digest
    paths = desk.write_today()
    assert [os.path.basename(path) for path in paths] == ["2026-11-24.md", "2026-11-24.toml"]
    page = desk.today()
    assert page.committed
    assert page == desk.page("2026-11-24")
    assert [s.summary for s in page.digest.stories] == [
        tuple(x.__replace__(score=round(x.score, 4)) for x in s.summary) for s in live.stories
    ]
    for story in page.digest.stories:
        texts = {b.article.id: b.article.text for b in story.briefs}
        assert all(texts[s.article][s.start : s.end] == s.text for s in story.summary)
    (day,) = desk.days()
    assert (day.day, day.made_at, day.articles) == ("2026-11-24", NOW, 3)


def test_what_comes_after_the_page_was_written_makes_it_live_again(desk: Desk, home: Path, clock: Clock) -> None:
    desk.write_today()
    clock.at = NOW + timedelta(hours=2)
    put(home, article("vote", at=clock.at), at=clock.at)
    page = desk.today()
    assert not page.committed
    assert "vote" in {b.article.id for s in page.digest.stories for b in s.briefs}
    assert desk.days()[0].made_at == NOW


def test_a_digest_that_this_version_cannot_read_is_made_again(desk: Desk) -> None:
    desk.write_today()
    with Archive.open(desk.archive_file) as archive:
        archive.save_digest("2026-11-24", "toml", "schema = 99\n", made_at=NOW, replace=True)
    assert not desk.today().committed
    with pytest.raises(DigestError, match="not a saved day"):
        desk.page("2026-11-24")


def test_the_page_is_that_of_the_daily_command(desk: Desk, digest: Run) -> None:
    desk.write_today()
    with open(os.path.join(os.environ["DIGEST_DATA"], "digests", "2026-11-24.toml"), "rb") as stream:
        written = stream.read()
    status, _, complaints = digest("daily", "--no-fetch", "--date", "2026-11-24", "--folder", "again")
    assert (status, complaints) == (0, "")
    with open("again/2026-11-24.toml", "rb") as stream:
        assert stream.read() == written


def test_what_an_earlier_run_left_unfinished_is_finished_first(desk: Desk, home: Path, clock: Clock) -> None:
    (home / "data" / "digests").write_text("a file where the folder should be")
    with pytest.raises(OutputError):
        desk.write_today()
    (home / "data" / "digests").unlink()
    clock.at = NOW + timedelta(days=1)
    put(home, article("vote", at=clock.at), at=clock.at)
    desk.write_today()
    assert [(day.day, day.articles) for day in desk.days()] == [("2026-11-25", 1), ("2026-11-24", 3)]


def test_only_one_writes_at_a_time(desk: Desk) -> None:
    with Lock(os.path.join(os.path.dirname(desk.archive_file), "daily.lock")), pytest.raises(BusyError):
        desk.write_today()


def test_a_day_without_a_digest_is_said(desk: Desk) -> None:
    with pytest.raises(DigestError, match="no digest was saved on this day"):
        desk.page("2026-11-23")


def test_the_agenda_holds_what_is_written_and_what_is_of_today(desk: Desk, home: Path, clock: Clock) -> None:
    assert [item.date for item in desk.agenda()] == ["2026-12-03", "2027-06"]
    assert desk.agenda(days=2) == ()
    desk.write_today()
    clock.at = NOW + timedelta(days=1)
    put(home, article("vote", at=clock.at), at=clock.at)
    assert "2026-12-03" in [item.date for item in desk.agenda()]
    assert desk.agenda(page=desk.today()) == desk.agenda()


def test_the_agenda_of_a_saved_day_is_read_without_the_rest_of_it(desk: Desk) -> None:
    whole = desk.today().digest
    vague = whole.agenda[0].__replace__(title='a "title"\n[[noted]]\n')
    for changes in ({}, {"agenda": ()}, {"agenda": (vague,)}, {"stories": ()}, {"stories": (), "noted": ()}):
        day = whole.__replace__(**changes)
        assert agenda._agenda(rendered(day, "toml", {})) == day.agenda


# Articles


def test_rows_are_light_newest_first_and_have_the_readers_titles(desk: Desk, home: Path) -> None:
    put(home, article("vote", at=NOW - timedelta(days=1)))
    (home / "config" / "feeds.toml").write_text(f'[[feeds]]\nurl = "{OTHER}"\ntitle = "Sports"\ntags = ["play"]\n')
    rows = desk.articles(offset=0, limit=10)
    assert rows[-1].id == "vote"
    assert rows[-1].published_or_seen == NOW - timedelta(days=1)
    assert {row.feed for row in rows} == {"Example News", "Sports"}
    assert desk.articles(offset=1, limit=2) == rows[1:3]
    assert desk.count() == len(rows) == 4
    assert [row.id for row in desk.articles(feed_url=OTHER, offset=0, limit=9)] == ["pier"]
    assert [row.id for row in desk.articles(tag="play", offset=0, limit=9)] == ["pier"]
    assert {row.id for row in desk.articles("pier", offset=0, limit=9)} == {"harbour", "pier"}
    assert desk.count("pier", feed_url=OTHER) == desk.count("tag:play") == desk.count(tag="Play") == 1
    assert desk.count(feed_url="https://sport.example") == 0


def test_a_query_that_cannot_be_used_is_told(desk: Desk) -> None:
    with pytest.raises(UnknownNameError):
        desk.articles("is:blue", offset=0, limit=5)


def test_finding_gives_the_piece_and_pages(desk: Desk) -> None:
    both = desk.find("pier", limit=9)
    assert len(both.found) == 2
    for found in both.found:
        text = found.kept.article.text
        assert text[found.start :].startswith(found.snippet)
        assert {text[a:b].casefold() for a, b in found.hits} == {"pier"}
    assert desk.find("pier", limit=1, offset=1).found == both.found[1:]
    assert both.titles == {FEED: "Example News"}


def test_an_unknown_article_is_said_in_one_line(desk: Desk) -> None:
    for ask in (lambda: desk.article("none"), lambda: desk.tell(["none"], sentences=2), lambda: desk.mark(["none"])):
        with pytest.raises(DigestError) as caught:
            ask()
        assert "\n" not in str(caught.value)


def test_a_brief_is_as_long_as_the_settings_or_the_reader_say(desk: Desk) -> None:
    found = desk.article("harbour").article
    assert len(desk.brief(found).summary.sentences) == 2  # of three: as many as so short a text deserves
    assert len(desk.brief(found, sentences="1", method="lead").summary.sentences) == 1
    assert desk.brief(found, method="lead").summary.method == "lead"
    desk.change("summarize.sentences", "3")
    assert len(desk.brief(found).summary.sentences) == 3
    with pytest.raises(UsageError):
        desk.brief(found, sentences="many")
    with pytest.raises(UnknownNameError):
        desk.brief(found, method="best")


def test_a_story_told_again_is_as_long_as_asked_with_its_reasons(desk: Desk) -> None:
    (story,) = [s for s in desk.today().digest.stories if len(s.briefs) == 2]
    ids = [brief.article.id for brief in story.briefs]
    assert desk.tell(ids, sentences=3).__replace__(score=story.score) == story
    short = desk.tell(ids, sentences=1, method="lead")
    assert len(short.summary) == 1
    assert (short.why, short.id, short.headline) == (story.why, story.id, story.headline)
    with pytest.raises(UsageError):
        desk.tell([], sentences=1)


def test_marks_are_changed_counted_and_given_back(desk: Desk) -> None:
    assert desk.unread() == {FEED: (2, 2), OTHER: (1, 1)}
    marks = desk.mark(["harbour", "bridge"], read=True)
    assert desk.unread() == {FEED: (0, 2), OTHER: (1, 1)}
    assert desk.mark(["harbour"], read=True).before == ()
    everything = desk.mark_found(read=True, saved=True)
    assert len(everything.before) == 3
    assert desk.count("is:saved") == 3
    assert desk.restore(everything) == 3
    assert desk.restore(marks) == 2
    assert desk.unread() == {FEED: (2, 2), OTHER: (1, 1)}
    assert desk.count("is:saved") == 0
    found = desk.mark_found("pier", feed_url=OTHER, hidden=True)
    assert found.before == (("pier", False, False, False),)
    assert desk.unread() == {FEED: (2, 2)}
    assert not desk.article("harbour").hidden


def test_a_part_and_a_join_change_the_page_and_can_be_taken_back(desk: Desk, home: Path) -> None:
    def groups() -> set[frozenset[str]]:
        stories = desk.today().digest.stories
        return {frozenset(b.article.id for b in story.briefs) for story in stories}

    together = {frozenset({"harbour", "pier"}), frozenset({"bridge"})}
    apart = {frozenset({"harbour"}), frozenset({"pier"}), frozenset({"bridge"})}
    assert groups() == together
    desk.write_today()
    assert desk.part(["harbour", "pier"])
    assert not desk.part(["harbour", "pier"])
    assert groups() == apart
    assert not desk.today().committed
    desk.unpart(["harbour", "pier"])
    assert groups() == together
    assert desk.today().committed
    assert desk.join(["bridge", "harbour"])
    assert groups() == {frozenset({"harbour", "pier", "bridge"})}
    with pytest.raises(UsageError, match="its last decision is another one"):
        desk.unpart(["bridge", "harbour"])
    desk.unjoin(["bridge", "harbour"])
    assert (home / "config" / "stories.toml").read_text() == ""
    with pytest.raises(UsageError):
        desk.join(["harbour"])


# Feeds


def test_feeds_come_go_and_come_back(empty: Desk, home: Path) -> None:
    source = home / "notes"
    source.mkdir()
    (source / "one.txt").write_text(TEXTS["vote"])
    found = empty.add(str(source), "Notes", ["own"])
    assert found.problem == ""
    assert empty.add(str(source)).problem == "already subscribed"
    (health,), problems = empty.feeds()
    assert (health.feed.title, health.feed.tags, problems) == ("Notes", ("own",), ())
    assert empty.feeds("other") == ((), ())
    url = health.feed.url
    assert empty.rename(url, "My notes").title == "My notes"
    assert empty.retag(url, ["+a", "-own"]).tags == ("a",)
    gone = empty.remove(url)
    assert empty.feeds() == ((), ())
    empty.restore_feed(gone)
    assert empty.feeds()[0][0].feed == gone
    with pytest.raises(UsageError, match="already subscribed"):
        empty.restore_feed(gone)
    with pytest.raises(UsageError, match="no feed is called"):
        empty.remove("https://nowhere.example/")


def test_lists_of_feeds_go_out_and_come_in(empty: Desk, home: Path) -> None:
    assert empty.start() > 0
    path = empty.export_opml(str(home / "work" / "feeds.opml"))
    done = empty.import_opml(path)
    assert (done.added, done.duplicates) == ((), len(empty.feeds()[0]))
    with pytest.raises(UsageError, match="nothing was changed"):
        empty.start()
    with pytest.raises(UsageError, match="no such file"):
        empty.import_opml(str(home / "none.opml"))
    with pytest.raises(UsageError, match="there is no folder"):
        empty.export_opml(str(home / "none" / "feeds.opml"))


def test_a_refresh_reads_what_is_followed(empty: Desk, home: Path) -> None:
    with pytest.raises(UsageError, match="no feeds to fetch"):
        empty.refresh()
    source = home / "notes"
    source.mkdir()
    (source / "one.txt").write_text(TEXTS["vote"])
    empty.add(str(source))
    told: list[str] = []
    counts: list[int] = []
    done = empty.refresh(begun=counts.append, told=lambda outcome: told.append(outcome.kind))
    assert (counts, told, done.outcomes[0].new) == ([1], ["new"], 1)
    assert empty.count() == 1
    assert empty.refresh([str(source)]).outcomes[0].kind == "unchanged"


# Files


def test_what_is_opened_is_shown_and_not_kept(desk: Desk, home: Path) -> None:
    samples = desk.samples()
    assert samples
    briefs, problems = desk.open([*samples, str(home / "none.txt"), "-"])
    assert [brief.article.source for brief in briefs] == list(samples)
    assert [problem.where for problem in problems] == [str(home / "none.txt"), "-"]
    assert desk.count() == 3
    assert desk.paste(TEXTS["vote"]).article.source == "-"
    with pytest.raises(UsageError, match="no text"):
        desk.paste(" \n\x1b")


@pytest.mark.parametrize("form", ["toml", "json"])
def test_whatever_is_saved_passes_verify(desk: Desk, digest: Run, form: str) -> None:
    live = desk.today().digest
    desk.write_today()
    saved = [
        live,
        live.stories[0],
        desk.today().digest,
        desk.today().digest.stories[0],
        desk.tell(["harbour", "pier"], sentences=1, method="lead"),
        desk.brief(desk.article("bridge").article),
        [desk.brief(desk.article(id_).article) for id_ in ("bridge", "harbour")],
        desk.open(desk.samples())[0],
    ]
    for what in saved:
        path = desk.save(what, form, desk.offer("a story", form))
        assert digest("verify", path)[::2] == (0, "")


def test_a_text_that_was_edited_since_is_saved_with_the_hash_of_then(desk: Desk, home: Path, digest: Run) -> None:
    desk.write_today()
    with Archive.open(desk.archive_file) as archive:
        archive.complete("bridge", "The whole page says more.")  # no edit, so what it was is kept nowhere
    story = next(s for s in desk.page("2026-11-24").digest.stories if s.briefs[0].article.id == "bridge")
    assert story.briefs[0].article.text == ""
    path = desk.save(story, "toml", desk.offer("bridge", "toml"))
    status, out, _ = digest("verify", path)
    assert status == 4
    assert "MISMATCH" in out
    whole = (home / "data" / "digests" / "2026-11-24.toml").read_text()
    with open(path, encoding="utf-8") as stream:
        (line,) = [line for line in stream.read().splitlines() if line.startswith("text_sha256")]
    assert line in whole


@pytest.mark.parametrize("form", ["markdown", "html", "text"])
def test_readable_forms_hold_the_words(desk: Desk, form: str) -> None:
    page = desk.today().digest
    for what in (page, page.stories[0], desk.brief(desk.article("harbour").article)):
        path = desk.save(what, form, desk.offer("Page", form))
        with open(path, encoding="utf-8") as stream:
            assert "pier" in stream.read()


def test_what_cannot_be_saved_is_told(desk: Desk, home: Path) -> None:
    brief = desk.brief(desk.article("harbour").article)
    local: tuple[Brief, ...] = desk.open(desk.samples())[0]
    with pytest.raises(UsageError, match="can't be saved in one file"):
        desk.save([brief, *local], "toml", "x.toml")
    with pytest.raises(UsageError, match="nothing to save"):
        desk.save([], "toml", "x.toml")
    with pytest.raises(UnknownNameError):
        desk.save(brief, "pdf", "x.pdf")
    with pytest.raises(UsageError, match="there is no folder"):
        desk.save(brief, "text", str(home / "none" / "x.txt"))
    assert os.listdir() == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the modes of folders don't bind this user")
def test_a_folder_that_cannot_be_written_is_told(desk: Desk, home: Path) -> None:
    (home / "work").chmod(0o500)
    with pytest.raises(OutputError, match="permission denied"):
        desk.save(desk.today().digest, "text", "x.txt")


def test_offered_names_are_safe_and_free(desk: Desk, home: Path) -> None:
    path = desk.offer("../../etc/passwd\x00 “Zürich” $(rm) " + "long " * 40, "markdown")
    assert os.path.dirname(path) == str(home / "work")
    name = os.path.basename(path)
    assert name.startswith("2026-11-24-etc-passwd-zurich-rm-long")
    assert len(name) <= LONGEST_NAME + len("2026-11-24-.md")
    (home / "work" / "2026-11-24.toml").write_text("")
    assert os.path.basename(desk.offer("서울", "toml")) == "2026-11-24-2.toml"
    assert slug("x" * 300) == "x" * LONGEST_NAME


def test_a_text_goes_through_a_command_without_a_shell(desk: Desk, home: Path) -> None:
    write = "import sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read())"
    desk.pipe([sys.executable, "-c", write, "out; touch bad"], "Ünïcode\n")
    assert (home / "work" / "out; touch bad").read_text(encoding="utf-8") == "Ünïcode\n"
    with pytest.raises(OutputError, match="no such file"):
        desk.pipe(["no-such-command-here"], "")
    with pytest.raises(OutputError, match="it is full"):
        desk.pipe([sys.executable, "-c", "import sys; sys.exit('it is\\n\\x1b[31m full')"], "text")
    with pytest.raises(OutputError, match="status 3"):
        desk.pipe([sys.executable, "-c", "raise SystemExit(3)"], "x" * 1_000_000)
    with pytest.raises(OutputError, match="no command"):
        desk.pipe([], "")


# Settings


def test_one_setting_is_written_and_comments_stay(desk: Desk, home: Path) -> None:
    assert desk.change("daily.stories", 8).daily_stories == desk.settings.daily_stories == 8
    desk.change("daily.topics", ("space", "sea"))
    desk.change("daily.zone", "Asia/Tokyo")
    text = (home / "config" / "digest.toml").read_text()
    assert '"Asia/Tokyo"  # mine' in text
    assert Desk(settings_file=str(home / "config" / "digest.toml")).settings == desk.settings
    assert desk.settings.daily_topics == ("space", "sea")


@pytest.mark.parametrize(
    ("key", "value"),
    [("daily.stories", 0), ("daily.stories", True), ("daily.none", 1), ("none.x", 1), ("daily", 1), ("rules.x", 1)],
)
def test_a_setting_that_cannot_be_used_changes_nothing(desk: Desk, home: Path, key: str, value: object) -> None:
    before = (home / "config" / "digest.toml").read_bytes()
    with pytest.raises(SettingsError):
        desk.change(key, value)
    assert (home / "config" / "digest.toml").read_bytes() == before


def test_an_unknown_zone_is_not_written(desk: Desk, home: Path) -> None:
    before = (home / "config" / "digest.toml").read_bytes()
    with pytest.raises(SettingsError, match="there is no zone"):
        desk.change("daily.zone", "Mars/Olympus")
    assert (home / "config" / "digest.toml").read_bytes() == before


def test_an_absent_settings_file_is_begun_from_the_shipped_one(home: Path) -> None:
    path = home / "fresh" / "digest.toml"
    desk = Desk(settings_file=str(path))
    desk.change("summarize.method", "lead")
    assert "# Every setting of digest" in path.read_text()
    assert desk.settings.summarize_method == "lead"


def test_settings_that_cannot_be_read_stop_the_desk(home: Path) -> None:
    (home / "config" / "digest.toml").write_text("daily = 3")
    with pytest.raises(SettingsError):
        Desk()


def test_the_screens_state_is_kept_and_a_bad_file_is_none(desk: Desk, home: Path) -> None:
    assert desk.remembered() == {}
    desk.remember({"theme": "night", "open": [1, 2]})
    assert desk.remembered() == {"theme": "night", "open": [1, 2]}
    for body in (b"{", b"[1]", b"\xff\xfe", json.dumps("x").encode()):
        (home / "data" / "screen.json").write_bytes(body)
        assert desk.remembered() == {}


def test_any_thread_may_ask(desk: Desk) -> None:
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(desk.articles(offset=0, limit=9))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [desk.articles(offset=0, limit=9)] * 4
