"""What a run that did not come to its end leaves to the next one, on the same day and on a later one."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from digest import daily
from digest.archive import Archive
from digest.errors import OutputError
from digest.model import Article, FeedState
from digest.service.lock import Lock
from digest.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
HARBOUR = "The harbour of Port Ellery opened again on Monday."
BRIDGE = "The old bridge over the river Ell was closed because two cables had worn through."


def _publish(home: Path, name: str, text: str, at: datetime) -> None:
    with Archive.open(str(home / "archive.sqlite3")) as archive:
        article = Article(id=name, title=f"About the {name}", text=text, source="f", guid=name, published=at)
        archive.record(FeedState(url="f"), [article], seen_at=at)


def _run(home: Path, now: datetime) -> daily.Made:
    folder, feeds, archive = (str(home / name) for name in ("digests", "feeds.toml", "archive.sqlite3"))
    order = daily.Order(now=now, fetch=False, folder=folder, feeds_file=feeds, archive_file=archive)
    return daily.run(order, Settings())


@pytest.fixture
def unfinished(tmp_path: Path) -> Path:
    """The first page of a day was written, the second could not be, and nothing was remembered."""
    _publish(tmp_path, "harbour", HARBOUR, NOW)
    in_the_way = tmp_path / "digests" / "2026-11-24.toml"
    in_the_way.mkdir(parents=True)
    with pytest.raises(OutputError):
        _run(tmp_path, NOW)
    in_the_way.rmdir()
    assert [path.name for path in (tmp_path / "digests").iterdir()] == ["2026-11-24.md"]
    return tmp_path


def test_a_later_day_first_finishes_the_day_that_was_begun(unfinished: Path) -> None:
    _publish(unfinished, "bridge", BRIDGE, LATER)
    _run(unfinished, LATER)
    for suffix in (".md", ".toml"):
        first = (unfinished / "digests" / f"2026-11-24{suffix}").read_text()
        second = (unfinished / "digests" / f"2026-11-25{suffix}").read_text()
        assert HARBOUR in first
        assert HARBOUR not in second
        assert BRIDGE in second
        assert BRIDGE not in first


def test_the_same_day_is_made_once_more_and_counts_as_new(unfinished: Path) -> None:
    assert _run(unfinished, NOW + timedelta(hours=1)).changed
    assert not _run(unfinished, NOW + timedelta(hours=2)).changed


def test_a_day_that_was_begun_is_no_day_that_has_a_digest(unfinished: Path) -> None:
    with Archive.open(str(unfinished / "archive.sqlite3")) as archive:
        assert archive.begun_digest()
        assert archive.digests() == ()
    _run(unfinished, NOW)
    with Archive.open(str(unfinished / "archive.sqlite3")) as archive:
        assert not archive.begun_digest()


def test_a_dry_run_leaves_the_unfinished_day_to_the_next(unfinished: Path) -> None:
    order = daily.Order(
        now=LATER,
        fetch=False,
        dry_run=True,
        folder=str(unfinished / "digests"),
        feeds_file=str(unfinished / "feeds.toml"),
        archive_file=str(unfinished / "archive.sqlite3"),
    )
    daily.run(order, Settings())
    assert [path.name for path in (unfinished / "digests").iterdir()] == ["2026-11-24.md"]


def test_what_killed_runs_of_other_days_left_is_swept_and_nothing_else(tmp_path: Path) -> None:
    folder = tmp_path / "digests"
    folder.mkdir()
    old, young = ".2026-11-20.md-digest-ab_12xyz", ".2026-11-23.md-digest-ab_12xyz"
    foreign = ".notes-digest-ab_12xyz"
    for name in (old, young, foreign):
        (folder / name).write_text("cut")
        if name != young:
            os.utime(folder / name, (time.time() - 7200,) * 2)
    _publish(tmp_path, "harbour", HARBOUR, NOW)
    _run(tmp_path, NOW)
    assert sorted(path.name for path in folder.iterdir() if path.name.startswith(".")) == [young, foreign]


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no device that is always full")
def test_a_lock_holds_also_where_the_disk_takes_no_word(tmp_path: Path) -> None:
    (tmp_path / "lock").symlink_to("/dev/full")
    with Lock(str(tmp_path / "lock")):
        pass


def test_a_link_that_leads_nowhere_is_that_folders_problem_and_stops_no_run(tmp_path: Path) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "harbour.txt").write_text(f"About the harbour\n\n{HARBOUR}\n")
    (folder / "gone.txt").symlink_to(folder / "nowhere.txt")
    (tmp_path / "feeds.toml").write_text(f'[[feeds]]\nurl = "{folder}"\n')
    order = daily.Order(
        now=NOW,
        folder=str(tmp_path / "digests"),
        feeds_file=str(tmp_path / "feeds.toml"),
        archive_file=str(tmp_path / "archive.sqlite3"),
    )
    made = daily.run(order, Settings())
    assert made.update
    (outcome,) = made.update.outcomes
    assert (outcome.kind, outcome.new) == ("new", 1)
    assert "gone.txt" in outcome.problem
