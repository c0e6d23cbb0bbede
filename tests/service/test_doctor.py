"""What the doctor finds: each thing by its place, with what to do, and nothing changed by looking."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from digest import daily
from digest.archive import Archive, backups, recovery, schema
from digest.model import Article, FeedState
from digest.service import doctor
from digest.service.lock import Lock
from digest.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
WEB = "https://news.example/rss"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which all is well: settings, one feed that answers, an archive, a digest and its backup."""
    monkeypatch.setenv("DIGEST_CONFIG", str(tmp_path / "digest.toml"))
    monkeypatch.setenv("DIGEST_DATA", str(tmp_path))
    monkeypatch.setenv("LANG", "C.UTF-8")
    (tmp_path / "digest.toml").write_text("[daily]\nstories = 5\n")
    (tmp_path / "feeds.toml").write_text(f'[[feeds]]\nurl = "{WEB}"\n')
    with Archive.open(str(tmp_path / "archive.sqlite3")) as archive:
        text = "The harbour of Port Ellery opened again on Monday."
        article = Article(id="a", title="Harbour", text=text, source=WEB, guid="a", published=NOW)
        archive.record(FeedState(url=WEB, last_tried=NOW, last_success=NOW), [article], seen_at=NOW)
    order = daily.Order(now=NOW, fetch=False)
    daily.run(order, Settings())
    os.utime(backups.names(str(tmp_path / "archive.sqlite3"))[0], (NOW.timestamp(),) * 2)
    return tmp_path


def said(*levels: str, now: datetime = NOW) -> list[str]:
    """The findings of some levels, those about the terminal excepted."""
    found = doctor.examine(now=now)
    return [f"{f.where}: {f.what}" for f in found if f.level in levels and f.where != "terminal"]


def problems(now: datetime = NOW) -> list[str]:
    return said(doctor.ERROR, doctor.WARNING, doctor.NOTE, now=now)


def test_where_all_is_well_nothing_is_said_and_nothing_is_changed(home: Path) -> None:
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    assert problems() == []
    assert len(said(doctor.OK)) >= 8
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("[daily]\n\nstorys = 5\n", 3, "[daily] unknown key 'storys'"),
        ("[fetch]\nseconds = 5\n[daily]\nstories = 0  # none\n", 4, "[daily] stories: expected a whole number"),
        ("# mine\n\n[dayly]\nstories = 5\n", 3, "unknown section 'dayly'"),
        ("[daily]\nstories = \n", 2, "not TOML 1.0"),
        ('[[rules]]\naction = "mute"\nfield = "title"\nwords = ["a"]\n\n[[rules]]\naction = "hide"\n', 7, "rules[2]"),
    ],
)
def test_what_is_wrong_with_the_settings_is_said_with_its_line(home: Path, text: str, line: int, what: str) -> None:
    (home / "digest.toml").write_text(text)
    (found,) = said(doctor.ERROR)
    assert found.startswith(f"{home / 'digest.toml'}:{line}: {what}")


def test_every_mistake_of_the_settings_is_said_at_once(home: Path) -> None:
    (home / "digest.toml").write_text('[daily]\nstorys = 5\nsentences = "x"\n\n[mail]\nport = 0\n')
    assert [found.partition(": ")[0][-1] for found in said(doctor.ERROR)] == ["2", "3", "6"]


def test_feeds_and_decisions_are_read_line_by_line(home: Path) -> None:
    (home / "feeds.toml").write_text(f'[[feeds]]\nurl = "{WEB}"\n\n[[feeds]]\nurl = "{WEB}2"\ntgas = ["a"]\n')
    (home / "stories.toml").write_text('[[decisions]]\ntogether = ["a", "b"]\n[[decisions]]\napart = ["a"]\n')
    first, second = said(doctor.ERROR)
    assert first.startswith(f"{home / 'feeds.toml'}:6: feeds[2]")
    assert second.startswith(f"{home / 'stories.toml'}:4: decisions[2]")


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX's")
def test_folders_that_others_may_write_to_and_links_to_nowhere_are_said(home: Path) -> None:
    (home / "digest.toml").chmod(0o666)
    home.chmod(0o777)
    (home / "stories.toml").symlink_to(home / "nowhere")
    try:
        assert [found.partition(": ")[2] for found in said(doctor.WARNING)] == ["everyone may write to it"] * 2
        assert said(doctor.ERROR) == [f"{home / 'stories.toml'}: a link that leads nowhere"]
    finally:
        home.chmod(0o700)


def test_a_damaged_archive_is_said_and_neither_noted_nor_mended(home: Path) -> None:
    path = home / "archive.sqlite3"
    path.write_bytes(path.read_bytes()[: -8192 * 3])
    before = sorted(os.listdir(home))
    assert any(found.startswith(f"{path}: is damaged") for found in said(doctor.ERROR))
    assert sorted(os.listdir(home)) == before


def test_what_is_left_beside_the_archive_is_explained(home: Path) -> None:
    path = home / "archive.sqlite3"
    with Archive.open(str(path)) as archive:
        archive.begin_digest('{"after": 1, "through": 1, "since": null, "feeds": {}}', made_at=NOW)
    (home / f"archive.sqlite3{recovery.ASIDE}20261101-000000").write_bytes(b"old")
    (home / "archive.sqlite3.backup.part").write_bytes(b"half")
    (home / "daily.lock").write_text("4711\n")
    schema.mark(str(path))
    assert any("damage was met in use" in found for found in said(doctor.ERROR))
    notes = " ".join(said(doctor.NOTE))
    for what in ("begun and not finished", "made anew", "left by a run that was cut short (process 4711)"):
        assert what in notes
    with Lock(str(home / "update.lock")):
        assert f"a run is at work (process {os.getpid()})" in " ".join(said(doctor.NOTE))


def test_an_archive_that_is_gone_while_its_backup_is_there_is_an_error(home: Path) -> None:
    (home / "archive.sqlite3").unlink()
    assert "is not there, though it has a backup" in " ".join(said(doctor.ERROR))


def test_a_backup_that_grows_old_is_said(home: Path) -> None:
    assert "the last backup is of 2026-11-24" in " ".join(said(doctor.WARNING, now=NOW + timedelta(days=9)))


def test_how_each_feed_is_doing_is_said(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEWS_KEY", raising=False)
    urls = ["https://a.example/rss", "https://b.example/rss", "http://b.example/rss", "https://c.example/rss"]
    tables = "".join(f'[[feeds]]\nurl = "{url}"\n' for url in [*urls, urls[0], str(home / "nowhere")])
    (home / "feeds.toml").write_text(f'{tables}[[feeds]]\nurl = "{WEB}"\nheaders = {{ "X-Key" = "$NEWS_KEY" }}\n')
    ago = NOW - timedelta(days=12)
    with Archive.open(str(home / "archive.sqlite3")) as archive:
        for state in (
            FeedState(url=urls[0], failures=5, error="not found (404)", last_tried=NOW, last_success=ago),
            FeedState(url=urls[1], last_tried=NOW, last_success=NOW, moved_to="https://b.example/new"),
            FeedState(url=urls[2], last_tried=NOW, last_success=NOW),
            FeedState(url=urls[3], last_tried=NOW, paused="gone for good (410)"),
            FeedState(url="https://removed.example/rss", last_tried=NOW, last_success=NOW),
        ):
            archive.record(state, [], seen_at=NOW)
    found = "\n".join(problems())
    for what in (
        "https://a.example/rss: fails for 12 days, 5 times in a row: not found (404)",
        "https://b.example/rss: has moved to https://b.example/new",
        "http://b.example/rss: seems to be the same feed as https://b.example/rss",
        "http://b.example/rss: is asked over http",
        "https://c.example/rss: is not asked any more: gone for good (410)",
        "feeds[5].url: the same as feeds[1].url",
        f"{home / 'nowhere'} is not there",
        "$NEWS_KEY is not set here",
        "1 feeds of the archive are not in the list any more, such as https://removed.example/rss",
    ):
        assert what in found


def test_saved_digests_are_verified(home: Path) -> None:
    day = home / "digests" / "2026-11-24.toml"
    body = day.read_text()
    day.write_text(body.replace("generator", "# mine\ngenerator", 1))
    assert said(doctor.WARNING) == [f"{day}: is not the one that was written"]
    day.write_text(body.replace("harbour of Port", "harbour of Fort"))
    assert "Fort" in " ".join(said(doctor.ERROR))
    day.write_text(body[:111])
    assert str(day) in " ".join(said(doctor.ERROR))
    day.write_text(body)
    assert "the last digest is of 2026-11-24" in " ".join(said(doctor.NOTE, now=NOW + timedelta(days=3)))
