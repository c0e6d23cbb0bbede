"""Checking, copying, compacting, forgetting, and moving to a new form."""

from __future__ import annotations

import os
import sqlite3
import stat
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from digest.archive import Archive, schema
from digest.archive.search import parse_query
from digest.errors import ArchiveError
from digest.model import Article, FeedState

if TYPE_CHECKING:
    from pathlib import Path

FEED = "https://feed.example/rss"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def article(number: int, *, length: int = 300, **changes: object) -> Article:
    text = f"Text {number} " + " ".join(f"word{number}x{i}" for i in range(length // 12))
    fields = {"title": f"Title {number}", "text": text, "guid": f"urn:{number}", **changes}
    return Article(id=f"{number:016x}", source=FEED, **fields)  # type: ignore[arg-type]


def fill(archive: Archive, number: int, *, length: int = 300) -> None:
    """One article a day, the first the oldest."""
    for i in range(number):
        at = NOW - timedelta(days=number - i)
        archive.record(FeedState(url=FEED), [article(i, length=length)], seen_at=at)


def titles(archive: Archive) -> list[str]:
    return [k.article.title for k in archive.page(limit=-1)]


def test_an_archive_is_the_readers_alone(archive: Archive, path: Path) -> None:
    fill(archive, 1)
    for name in os.listdir(path.parent):
        assert stat.S_IMODE((path.parent / name).stat().st_mode) == 0o600, name
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert {"archive.sqlite3", "archive.sqlite3-wal"} <= set(os.listdir(path.parent))


def test_it_is_opened_again_with_everything_in_it(path: Path) -> None:
    for _ in range(2):
        with Archive.open(str(path)) as archive:
            fill(archive, 2)
            assert titles(archive) == ["Title 1", "Title 0"]
            assert archive.figures()["articles"] == 2
        archive.close()
    with Archive.open(str(path), read_only=True) as archive:
        assert titles(archive) == ["Title 1", "Title 0"]
        assert archive.check() == ()
        with pytest.raises(ArchiveError, match="can't be written: it is read-only"):
            fill(archive, 1)


@pytest.mark.parametrize("name", ["a b?c#d%20e.sqlite3", "é.sqlite3"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with Archive.open(str(path)) as archive:
        fill(archive, 1)
    with Archive.open(str(path), read_only=True) as archive:
        assert titles(archive) == ["Title 0"]
    assert os.listdir(tmp_path) == [name]


def test_a_backup_is_a_whole_archive_and_can_be_written_over(archive: Archive, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite3"
    target.write_text("an older copy")
    fill(archive, 3)
    archive.backup(str(target))
    assert sorted(os.listdir(tmp_path)) == ["copy.sqlite3", "data"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with Archive.open(str(target), read_only=True) as copy:
        assert titles(copy) == titles(archive)
        assert copy.check() == ()
    with Archive.open(str(target)) as copy:
        fill(copy, 4)
        assert copy.check() == ()


def test_a_backup_that_can_not_be_made_is_said(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r"none/copy\.sqlite3: no such file or directory"):
        archive.backup(str(tmp_path / "none" / "copy.sqlite3"))
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(ArchiveError, match="folder: is a directory"):
        archive.backup(str(folder))
    assert sorted(os.listdir(tmp_path)) == ["data", "folder"]


def test_what_is_old_is_forgotten_and_does_not_return(archive: Archive) -> None:
    fill(archive, 10)
    archive.mark([article(1).id], saved=True)
    assert archive.forget(older_than=NOW - timedelta(days=5)) == 4
    assert titles(archive) == [f"Title {n}" for n in (9, 8, 7, 6, 5, 1)]
    done = archive.record(FeedState(url=FEED), [article(n) for n in range(12)], seen_at=NOW)
    assert (done.new, done.unchanged) == (2, 6)
    assert archive.page(parse_query("word2x1")) == ()
    assert archive.forget(older_than=NOW - timedelta(days=5)) == 0
    assert archive.check() == ()


def test_forgetting_one_of_many_with_the_same_guid_and_link_forgets_no_other(archive: Archive) -> None:
    same = [article(n, guid="same", url="https://news.example/") for n in range(4)]
    archive.record(FeedState(url=FEED), same[:2], seen_at=NOW - timedelta(days=9))
    assert archive.forget(older_than=NOW) == 2
    assert archive.record(FeedState(url=FEED), same, seen_at=NOW).new == 2
    bare = [article(n, guid="", url=None) for n in range(10, 13)]
    archive.record(FeedState(url=FEED), bare[:1], seen_at=NOW - timedelta(days=9))
    assert archive.forget(older_than=NOW) == 1
    assert archive.record(FeedState(url=FEED), bare, seen_at=NOW).new == 2


def test_only_the_oldest_are_forgotten_until_the_rest_fits(archive: Archive) -> None:
    fill(archive, 60, length=20_000)
    archive.mark([article(0).id], saved=True)
    size = archive.figures()["bytes"]
    assert archive.forget(most_bytes=size * 2) == 0
    removed = archive.forget(most_bytes=size // 2)
    assert archive.forget(most_bytes=size // 2) == 0
    archive.compact()
    assert 25 <= removed <= 40
    assert archive.figures()["bytes"] <= size // 2
    assert titles(archive) == [f"Title {n}" for n in (*range(59, removed, -1), 0)]
    assert archive.check() == ()
    assert archive.forget(most_bytes=0) == 59 - removed
    assert titles(archive) == ["Title 0"]


def test_forgetting_takes_the_revisions_along(archive: Archive) -> None:
    fill(archive, 1)
    archive.record(FeedState(url=FEED), [article(0, title="Edited")], seen_at=NOW)
    assert archive.figures()["revisions"] == 1
    assert archive.forget(older_than=NOW + timedelta(days=1)) == 1
    assert archive.figures()["revisions"] == 0


def test_compacting_gives_the_space_back(archive: Archive, path: Path) -> None:
    fill(archive, 40, length=20_000)
    archive.forget(older_than=NOW - timedelta(days=2))
    before = path.stat().st_size
    archive.compact()
    assert path.stat().st_size < before / 2
    assert titles(archive) == ["Title 39", "Title 38"]
    assert archive.check() == ()


def test_a_search_index_that_disagrees_is_found_and_made_anew(archive: Archive, path: Path) -> None:
    fill(archive, 3)
    with sqlite3.connect(path) as other:
        other.execute("INSERT INTO words (words, rowid, title, text) VALUES ('delete', 1, 'Title 0', 'no such text')")
    other.close()
    assert "search index" in archive.check()[0]
    archive.compact()
    assert archive.check() == ()


def test_rows_that_belong_to_nothing_are_found(archive: Archive, path: Path) -> None:
    fill(archive, 2)
    with sqlite3.connect(path) as other:
        other.execute("UPDATE articles SET feed = 99 WHERE number = 1")
        other.execute("UPDATE articles SET revisions = 3 WHERE number = 2")
    other.close()
    assert archive.check() == (
        "articles: row 1 belongs to nothing in feeds",
        "articles whose number of revisions is wrong: 1",
    )


NEXT = "CREATE TABLE notes (text TEXT NOT NULL);\nINSERT INTO notes VALUES ('a; b');\n"


def test_an_older_archive_is_copied_before_it_is_changed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive.open(str(path)) as archive:
        fill(archive, 2)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, NEXT))
    with pytest.raises(ArchiveError, match="made by an older version of digest"):
        Archive.open(str(path), read_only=True)
    with Archive.open(str(path)) as archive:
        assert titles(archive) == ["Title 1", "Title 0"]
    copy = f"{path}.form1.backup"
    monkeypatch.undo()
    with Archive.open(copy, read_only=True) as archive:
        assert titles(archive) == ["Title 1", "Title 0"]
    with pytest.raises(ArchiveError, match=r"made by a newer version of digest \(form 2, this one: 1\)"):
        Archive.open(str(path))


def test_a_change_of_form_that_fails_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive.open(str(path)) as archive:
        fill(archive, 2)
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, NEXT + "CREATE TABLE feeds (a);\n"))
    with pytest.raises(ArchiveError, match="table feeds already exists"):
        Archive.open(str(path))
    monkeypatch.undo()
    with Archive.open(str(path)) as archive:
        assert titles(archive) == ["Title 1", "Title 0"]
        assert archive.check() == ()


def test_making_an_archive_that_was_interrupted_is_done_again(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with Archive.open(str(path)) as archive:
        fill(archive, 1)
        assert archive.check() == ()
