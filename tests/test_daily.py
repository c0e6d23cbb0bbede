"""The unattended job: one page a day, whole or absent, never smaller, every article in exactly one."""

from __future__ import annotations

import json
import os
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest import daily
from digest.archive import Archive
from digest.errors import UsageError
from digest.model import Article, FeedState
from digest.rules import Rules
from digest.service import day
from digest.service.lock import Lock
from digest.settings import Settings, from_tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from digest.daily import Made

    Run = Callable[..., tuple[int, str, str]]

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
FEED = "https://news.example/feed"
STORIES = {
    "harbour": "The harbour of Port Ellery opened again on Monday after a storm. "
    "Mayor Ann Bell said the pier is lost. "
    "Engineers will inspect the pier on 3 December 2026.",
    "bridge": "The old bridge over the river Ell was closed because two cables had worn through. "
    "The county of Ellshire said that repairs would take until June.",
    "vote": "Parliament in Oslo voted for the new budget by 88 to 81. Finance Minister Kari Haugen said that the law "
    "takes effect in January.",
}
FIRST = datetime(1900, 1, 1, tzinfo=UTC)


def article(name: str, *, text: str | None = None, published: datetime | None = NOW) -> Article:
    body = STORIES.get(name, f"Something happened in the town of {name.title()} today.") if text is None else text
    return Article(id=name, title=f"About the {name}", text=body, source=FEED, guid=name, published=published)


def put(archive: Archive, *articles: Article, at: datetime = NOW) -> None:
    archive.record(FeedState(url=FEED, title="Example News", last_success=at), articles, seen_at=at)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path


def run(home: Path, *, now: datetime = NOW, chosen: Settings | None = None, **options: object) -> Made:
    order = daily.Order(
        now=now,
        fetch=False,
        folder=str(home / "digests"),
        feeds_file=str(home / "feeds.toml"),
        archive_file=str(home / "archive.sqlite3"),
    ).__replace__(**options)
    return daily.run(order, chosen or Settings())


def archive_of(home: Path) -> Archive:
    return Archive.open(str(home / "archive.sqlite3"))


def files(home: Path) -> dict[str, bytes]:
    folder = home / "digests"
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())} if folder.is_dir() else {}


def ids(made: Made) -> set[str]:
    printed = {brief.article.id for story in made.digest.stories for brief in story.briefs}
    return printed | {noted.id for noted in made.digest.noted}


def test_a_day_becomes_a_page_and_a_saved_form(home: Path) -> None:
    with archive_of(home) as archive:
        put(archive, article("harbour"), article("bridge"))
    made = run(home)
    assert list(files(home)) == ["2026-11-24.md", "2026-11-24.toml"]
    page = files(home)["2026-11-24.md"].decode()
    assert "The harbour of Port Ellery opened again on Monday after a storm." in page
    assert "inspect the pier" in page
    assert ids(made) == {"harbour", "bridge"}


def test_the_same_day_again_is_the_same_bytes_or_a_larger_page(home: Path) -> None:
    with archive_of(home) as archive:
        put(archive, article("harbour"))
    assert run(home).changed
    before = files(home)
    again = run(home, now=NOW + timedelta(hours=2))
    assert not again.changed
    assert files(home) == before
    with archive_of(home) as archive:
        put(archive, article("bridge"), at=NOW + timedelta(hours=3))
    larger = run(home, now=NOW + timedelta(hours=4))
    assert larger.changed
    assert ids(larger) == {"harbour", "bridge"}
    assert list(files(home)) == list(before)


def test_the_next_day_is_about_what_came_since(home: Path) -> None:
    with archive_of(home) as archive:
        put(archive, article("harbour"))
    run(home)
    later = NOW + timedelta(days=4)
    with archive_of(home) as archive:
        put(archive, article("harbour"), article("bridge", published=later), at=later - timedelta(days=2))
    made = run(home, now=later)
    assert (made.digest.day, ids(made)) == ("2026-11-28", {"bridge"})


def test_a_day_is_made_again_with_the_same_bytes(home: Path) -> None:
    with archive_of(home) as archive:
        put(archive, article("harbour"))
    run(home)
    before = files(home)
    with archive_of(home) as archive:
        put(archive, article("bridge"), at=NOW + timedelta(days=1))
    run(home, now=NOW + timedelta(days=1))
    for path in (home / "digests").iterdir():
        path.unlink()
    run(home, now=NOW + timedelta(days=9), date="2026-11-24")
    assert files(home) == before


def test_a_day_without_its_own_digest_is_said(home: Path) -> None:
    with archive_of(home) as archive:
        put(archive, article("harbour"))
    run(home)
    with pytest.raises(UsageError, match="what came then is in that of 2026-11-24"):
        run(home, date="2026-11-20")
    with pytest.raises(UsageError, match="has not come yet"):
        run(home, date="2026-12-01")
    with pytest.raises(UsageError, match="expected a day"):
        run(home, date="2026-11-2x")


def test_a_dry_run_writes_and_remembers_nothing(home: Path) -> None:
    with archive_of(home) as archive:
        put(archive, article("harbour"))
    assert ids(run(home, dry_run=True)) == {"harbour"}
    assert files(home) == {}
    with archive_of(home) as archive:
        assert archive.digests() == ()


def test_what_is_muted_or_old_is_counted_and_the_numbers_add_up(home: Path) -> None:
    old = NOW - timedelta(days=30)
    with archive_of(home) as archive:
        put(
            archive, article("harbour"), article("vote"), article("bridge", published=old), article("x", published=None)
        )
        archive.mark(["x"], hidden=True)
    chosen = from_tables({"rules": [{"action": "mute", "field": "title", "words": ["vote"], "name": "no votes"}]}, "x")
    ledger = run(home, chosen=chosen).digest.ledger
    assert (ledger.seen, ledger.kept, ledger.older) == (4, 1, 1)
    assert dict(ledger.muted) == {"no votes": 1, "hidden by you": 1}
    assert ledger.seen == ledger.kept + ledger.older + sum(n for _, n in ledger.muted)
    assert ledger.kept == ledger.printed + ledger.noted


def test_an_empty_day_says_so_and_is_written(home: Path) -> None:
    with archive_of(home):
        pass
    made = run(home)
    assert made.digest.stories == ()
    assert list(files(home)) == ["2026-11-24.md", "2026-11-24.toml"]


def test_stories_are_limited_by_number_or_by_minutes_and_the_rest_is_noted(home: Path) -> None:
    names = ["harbour", "bridge", "vote", *(f"town{i}" for i in range(6))]
    with archive_of(home) as archive:
        put(archive, *(article(name) for name in names))
    made = run(home, chosen=Settings(daily_stories=2), dry_run=True)
    assert len(made.digest.stories) == 2
    assert ids(made) == set(names)
    assert run(home, dry_run=True).digest.ledger.noted == 0


def test_the_page_is_the_same_under_another_hash_seed_locale_and_zone(home: Path) -> None:
    import subprocess
    import sys

    with archive_of(home) as archive:
        put(archive, *(article(name) for name in STORIES))
    run(home)
    script = (
        "import sys; from datetime import datetime, UTC\n"
        "from digest import daily; from digest.settings import Settings\n"
        f"o = daily.Order(now=datetime(2026, 11, 24, 6, tzinfo=UTC), fetch=False, dry_run=True, date='2026-11-24',"
        f" feeds_file={str(home / 'feeds.toml')!r}, archive_file={str(home / 'archive.sqlite3')!r})\n"
        "sys.stdout.buffer.write(daily.run(o, Settings()).texts['toml'].encode())"
    )
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "America/New_York")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, env=environment, check=True)
        assert done.stdout == files(home)["2026-11-24.toml"]


def _options(home: Path) -> tuple[object, ...]:
    files = ("--feeds", home / "feeds.toml", "--archive", home / "archive.sqlite3", "--folder", home / "d")
    return ("--no-fetch", *files)


def test_one_run_at_a_time_and_a_report(digest: Run, home: Path) -> None:
    options = _options(home)
    with archive_of(home) as archive:
        put(archive, article("harbour"), at=datetime.now(UTC))
    with Lock(str(home / "daily.lock")):
        assert digest("daily", *options)[0] == 75
    assert digest("daily", *options) == (0, "", "")
    status, out, _ = digest("daily", "--json", *options)
    report = json.loads(out)
    assert (status, report["changed"], report["ledger"]["seen"]) == (0, False, 1)
    status, out, _ = digest("daily", "--dry-run", "-f", "text", *options)
    assert status == 0
    assert "Port Ellery" in out


def test_the_readers_command_runs_on_a_new_file_without_a_shell(
    digest: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = home / "digest.toml"
    target = home / "seen; rm"
    config.write_text(f'[daily]\nafter = ["cp", "{{path}}", "{target}"]\nformats = ["text"]\n', encoding="utf-8")
    monkeypatch.setenv("DIGEST_CONFIG", str(config))
    with archive_of(home) as archive:
        put(archive, article("harbour"), at=datetime.now(UTC))
    options = _options(home)
    assert digest("daily", *options)[0] == 0
    assert "Port Ellery" in target.read_text(encoding="utf-8")
    target.unlink()
    assert digest("daily", *options)[0] == 0
    assert not target.exists()


def test_a_saved_day_is_checked_against_the_archive_as_it_was_then(digest: Run, home: Path) -> None:
    with archive_of(home) as archive:
        put(archive, article("harbour"), article("bridge"))
    run(home)
    path, archive_file = home / "digests" / "2026-11-24.toml", home / "archive.sqlite3"
    status, out, err = digest("verify", path, "--archive", archive_file)
    assert (status, err) == (0, "")
    assert "2 articles" in out
    with archive_of(home) as archive:  # the article is edited: the digest still stands, by its earlier text
        put(archive, article("harbour", text="The harbour of Port Ellery stays closed."), at=NOW + timedelta(hours=1))
    assert digest("verify", path, "--archive", archive_file)[0] == 0
    path.write_text(path.read_text(encoding="utf-8").replace("two cables", "six cables"), encoding="utf-8")
    status, out, _ = digest("verify", path, "--archive", archive_file)
    assert status == 4
    assert "six cables" in out
    assert digest("verify", path, "--archive", home / "absent.sqlite3")[0] == 1


def test_the_agenda_lists_what_lies_ahead_and_writes_a_calendar(
    digest: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily, "now", lambda: NOW)
    monkeypatch.setenv("DIGEST_DATA", str(home / "data"))
    with archive_of(home) as archive:
        put(archive, article("harbour"))
    run(home)
    archive_file = home / "archive.sqlite3"
    status, out, err = digest("agenda", "--archive", archive_file)
    assert (status, err) == (0, "")
    assert out.startswith("2026-12-03\t")
    assert json.loads(digest("agenda", "--json", "--archive", archive_file)[1])[0]["date"] == "2026-12-03"
    assert digest("agenda", "--days", "3", "--archive", archive_file)[1] == ""
    calendar = home / "agenda.ics"
    assert digest("agenda", "--ics", calendar, "--archive", archive_file)[0] == 0
    first = calendar.read_text(encoding="utf-8")
    assert "DTSTART;VALUE=DATE:20261203" in first
    assert digest("agenda", "--ics", calendar, "--archive", archive_file)[0] == 0
    assert calendar.read_text(encoding="utf-8") == first


ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia")
STARTS = ("2026-03-29T00:30", "2026-10-25T00:30", "2026-11-01T05:30", "2028-02-29T10:00", "2011-12-29T20:00")
_moves = st.lists(
    st.tuples(
        st.sampled_from(["hours", "day", "days", "back", "zone", "forget"]),
        st.integers(0, 3),
        st.integers(0, 3),
        st.booleans(),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    _moves,
    st.sampled_from(
        ["2026-03-29T00:30", "2026-10-25T00:30", "2026-11-01T05:30", "2028-02-29T10:00", "2011-12-29T20:00"]
    ),
)
def test_each_article_is_in_exactly_one_digest_whatever_clock_and_zone_do(
    tmp_path: Path, moves: list[tuple[str, int, int, bool]], start: str
) -> None:
    name = f"{Counter(moves)}{start}".encode().hex()[-40:]
    with Archive.open(str(tmp_path / f"{abs(hash(name))}.sqlite3")) as archive:
        now, zone, count = datetime.fromisoformat(start).replace(tzinfo=UTC), ZONES[0], archive.highest()
        for step, amount, new, makes in moves:
            if step == "zone":
                zone = ZONES[amount]
            elif step == "forget":
                archive.forget(older_than=now + timedelta(days=400))  # all of it, the last number too
            else:
                now += {"hours": timedelta(hours=5 * amount), "day": timedelta(days=1), "days": timedelta(days=10)}.get(
                    step, timedelta(days=-1)
                )
            put(archive, *(article(f"n{count + i}", published=None) for i in range(new)), at=now)
            count += new
            if makes:
                about = day.to_make(archive, now=now, zone=ZoneInfo(zone))
                day.commit(archive, about.__replace__(made_at=now))
        about = day.to_make(archive, now=now, zone=ZoneInfo(zone))
        day.commit(archive, about.__replace__(made_at=now))
        ranges = day.committed(archive)
        told = [kept.article.id for r in ranges for kept in archive.between(r.after, r.through, published_since=FIRST)]
        assert sorted(told) == sorted(kept.article.id for kept in archive.page(limit=-1))
        assert [r.day for r in ranges] == sorted({r.day for r in ranges})
        made = day.make(archive, ranges[-1], taste=day.Taste(oldest_days=99_999), rules=Rules(()), feeds=())
        assert made.ledger.seen == len(archive.between(ranges[-1].after, ranges[-1].through, published_since=FIRST))
        assert [r.after for r in ranges] == [0, *(r.through for r in ranges[:-1])]


def test_what_is_only_noted_stands_under_a_topic_or_a_tag_of_its_feed(home: Path) -> None:
    (home / "feeds.toml").write_text(f'[[feeds]]\nurl = "{FEED}"\ntags = ["north"]\n', encoding="utf-8")
    with archive_of(home) as archive:
        put(archive, *(article(name) for name in STORIES))
    made = run(home, chosen=Settings(daily_stories=1, daily_topics=("budget",)), formats=("markdown", "text", "html"))
    topics = {noted.id: noted.topic for noted in made.digest.noted}
    assert set(topics.values()) <= {"north", "budget"}
    for text in made.texts.values():
        assert "By topic" in text
        assert "Also noted" not in text


def test_a_feed_that_fails_changes_only_the_ledger(home: Path, tmp_path: Path) -> None:
    pages = []
    for name, error in (("good", ""), ("bad", "no answer")):
        folder = tmp_path / name
        folder.mkdir()
        feeds = f'[[feeds]]\nurl = "{FEED}"\n[[feeds]]\nurl = "https://bad.example/"\n'
        (folder / "feeds.toml").write_text(feeds, encoding="utf-8")
        with archive_of(folder) as archive:
            put(archive, *(article(name) for name in STORIES))
            archive.record(FeedState(url="https://bad.example/", error=error), (), seen_at=NOW)
        pages.append(run(folder).digest)
    good, bad = pages
    assert bad.ledger.failing
    assert bad.ledger.__replace__(failing=()) == good.ledger
    assert bad.__replace__(ledger=good.ledger) == good


def test_what_has_no_text_is_noted_and_keeps_no_story_back(home: Path) -> None:
    with archive_of(home) as archive:
        put(archive, article("budget", text=""), *(article(name) for name in STORIES))
    made = run(home, chosen=Settings(daily_topics=("budget",)))  # the topic ranks the empty one first
    assert [noted.id for noted in made.digest.noted] == ["budget"]
    assert len(made.digest.stories) == 3
