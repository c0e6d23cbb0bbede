"""Locks, full disks, damage, kills: one line that names the file, and never half a write."""

from __future__ import annotations

import os
import random
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from digest.archive import Archive
from digest.archive.search import parse_query
from digest.errors import ArchiveError
from digest.model import Article, FeedState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)

# Records feeds of twenty articles one after the other and says so after each.
WRITER = """
import sys
from datetime import UTC, datetime
from digest.archive import Archive
from digest.model import Article, FeedState

with Archive.open(sys.argv[1], wait=60) as archive:
    for feed in range(int(sys.argv[3])):
        source = f"https://{sys.argv[2]}{feed}.example/"
        articles = [
            Article(id=f"{sys.argv[2]}{feed}-{i}", title=f"T{i}", text=f"word{i} " * 200, source=source, guid=str(i))
            for i in range(20)
        ]
        archive.record(FeedState(url=source), articles, seen_at=datetime(2026, 1, 1, tzinfo=UTC))
        print(source, flush=True)
"""


def article(number: int, source: str = "https://a.example/") -> Article:
    return Article(
        id=f"{source}{number}", title=f"Title {number}", text="Words of it. " * 80, source=source, guid=str(number)
    )


def fill(archive: Archive, number: int = 5, source: str = "https://a.example/") -> None:
    archive.record(FeedState(url=source), [article(i, source) for i in range(number)], seen_at=NOW)


def writer(path: Path, name: str, feeds: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(feeds)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_an_archive_in_use_is_waited_for_and_then_said(path: Path) -> None:
    with Archive.open(str(path), wait=0.01) as archive:
        fill(archive)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ArchiveError) as refused:
            fill(archive, 6)
        assert str(refused.value) == f"{path}: is in use by another process"
        assert len(archive.page()) == 5
        other.execute("COMMIT")
        fill(archive, 6)
        other.close()
        assert len(archive.page()) == 6


def test_reading_goes_on_while_another_process_writes(path: Path) -> None:
    with Archive.open(str(path)) as archive:
        fill(archive)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM revisions")
        assert len(archive.page()) == 5
        with Archive.open(str(path), read_only=True, wait=0.01) as reader:
            assert len(reader.page()) == 5
        other.close()


@pytest.mark.parametrize("turn", range(2))
def test_two_processes_that_make_and_write_at_once_lose_nothing(path: Path, turn: int) -> None:
    both = [writer(path, name, 15) for name in ("a", "b")]
    for process in both:
        out, err = process.communicate(timeout=120)
        assert (process.returncode, err, out.count("\n")) == (0, "", 15)
    with Archive.open(str(path)) as archive:
        assert len(archive.page(limit=-1)) == 2 * 15 * 20
        assert archive.check() == ()


@pytest.mark.parametrize("after", [0, 1, 3, 8])
def test_a_killed_process_leaves_what_it_had_said_and_whole_feeds_only(path: Path, after: int) -> None:
    process = writer(path, "a", 500)
    assert process.stdout
    assert process.stderr
    said = [process.stdout.readline().strip() for _ in range(after)]
    process.kill()
    said += [line.strip() for line in process.stdout if line.endswith("\n")]
    process.wait()
    process.stdout.close()
    process.stderr.close()
    with Archive.open(str(path)) as archive:
        counts = archive.counts()
        assert set(said) <= set(counts)
        assert set(counts.values()) <= {20}
        assert archive.check() == ()
        fill(archive)


def test_a_full_disk_is_said_and_nothing_is_half_written(archive: Archive, path: Path) -> None:
    fill(archive)
    connection = archive._connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages + 3}")
    with pytest.raises(ArchiveError) as refused:
        fill(archive, 500, "https://b.example/")
    assert str(refused.value) == f"{path}: can't be written: the disk is full"
    with pytest.raises(ArchiveError):
        _fill_together(archive)
    assert list(archive.states()) == ["https://a.example/"]
    assert archive.check() == ()
    connection.execute("PRAGMA max_page_count = 1000000")
    fill(archive, 500, "https://b.example/")
    assert len(archive.page(limit=-1)) == 505
    assert archive.check() == ()


def _fill_together(archive: Archive) -> None:
    with archive.batch():
        fill(archive, 6)
        fill(archive, 500, "https://b.example/")


@pytest.mark.parametrize("read_only", [False, True])
def test_what_is_no_archive_is_said_and_left_as_it_is(tmp_path: Path, read_only: bool) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("Not a database at all, however long it is. " * 100)
    foreign = tmp_path / "other.sqlite3"
    with sqlite3.connect(foreign) as other:
        other.execute("CREATE TABLE theirs (a)")
    other.close()
    for file, says in [(text, "is not a database"), (foreign, "a database, but not an archive of digest")]:
        body = file.read_bytes()
        with pytest.raises(ArchiveError) as refused:
            Archive.open(str(file), read_only=read_only)
        assert str(refused.value) == f"{file}: {says}"
        assert file.read_bytes() == body
    assert sorted(os.listdir(tmp_path)) == ["notes.txt", "other.sqlite3"]


def test_places_where_no_archive_can_be_are_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place, says in [
        (tmp_path, "is a directory"),
        (tmp_path / "file" / "a", "file exists|not a directory"),
        ("a\0b", "null"),
    ]:
        with pytest.raises(ArchiveError, match=says):
            Archive.open(str(place))
    with pytest.raises(ArchiveError, match="there is no archive yet"):
        Archive.open(str(tmp_path / "absent"), read_only=True)
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_is_read_only_can_be_searched(path: Path) -> None:
    with Archive.open(str(path)) as archive:
        fill(archive)
    path.chmod(0o400)
    path.parent.chmod(0o500)
    try:
        with Archive.open(str(path), read_only=True) as archive:
            assert len(archive.page()) == 5
        with pytest.raises(ArchiveError, match="permission denied"):
            Archive.open(str(path))
    finally:
        path.parent.chmod(0o700)


@pytest.mark.parametrize("seed", range(40))
def test_damage_is_said_and_never_a_crash(path: Path, seed: int) -> None:
    with Archive.open(str(path)) as archive:
        for feed in range(4):
            fill(archive, 20, f"https://{feed}.example/")
    body, chance = bytearray(path.read_bytes()), random.Random(seed)
    match seed % 4:
        case 0:
            body = body[: chance.randrange(len(body))]
        case 1:
            page = chance.randrange(len(body) // 8192) * 8192
            body[page : page + 8192] = bytes(8192)
        case 2:
            for _ in range(200):
                body[chance.randrange(100, len(body))] = chance.randrange(256)
        case 3:
            for _ in range(5):
                body[chance.randrange(200)] ^= 1 << chance.randrange(8)
    path.write_bytes(body)
    for failure in _failures(path):
        assert str(path) in failure
        assert "\n" not in failure


def _failures(path: Path) -> Iterator[str]:
    """What every kind of use says of a damaged file; anything but an ArchiveError passes through."""
    try:
        archive = Archive.open(str(path))
    except ArchiveError as error:
        yield str(error)
        return
    with archive:
        for act in (
            archive.check, archive.figures, archive.states, archive.page, archive.digests, archive.counts,
            lambda: archive.find(parse_query("words")), lambda: fill(archive, 25), lambda: archive.forget(NOW, 0),
            lambda: archive.mark([article(1).id], read=True), archive.compact,
        ):  # fmt: skip
            try:
                act()
            except ArchiveError as error:
                yield str(error)
