"""A damaged archive is moved aside and made anew of what can be read, its backups and the saved digests."""

from __future__ import annotations

import logging
import os
import random
import sqlite3
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from digest import daily
from digest.archive import Archive, backups, pages, recovery, schema
from digest.errors import ArchiveError
from digest.model import Article, FeedState
from digest.settings import Settings

if TYPE_CHECKING:
    from pathlib import Path

FEED = "https://news.example/rss"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
PAGE = 8192


def article(number: int) -> Article:
    text = f"This is report {number}. " + f"It has words such as lighthouse{number} in it. " * 30
    link = f"https://news.example/{number}"
    return Article(id=f"{number:016x}", title=f"Report {number}", text=text, source=FEED, guid=f"g{number}", url=link)


def fill(archive: Archive, first: int = 0, last: int = 200) -> None:
    archive.record(FeedState(url=FEED, etag="e"), [article(i) for i in range(first, last)], seen_at=NOW)


def told(path: Path, *numbers: int) -> None:
    """Let a digest in the folder beside the archive have told these."""
    articles = [{"id": article(n).id, "title": f"Report {n}", "source": FEED, "url": article(n).url} for n in numbers]
    day = {"kind": "daily", "schema": 1, "day": "2026-11-24", "made_at": NOW.isoformat()}
    folder = path.parent / "digests"
    folder.mkdir(exist_ok=True)
    (folder / "2026-11-24.toml").write_text(tomli_w.dumps({**day, "stories": [{"articles": articles}]}))


def texts(path: Path) -> dict[str, str]:
    with Archive.open(str(path), read_only=True) as archive:
        return {kept.article.id: kept.article.text for kept in archive.page(limit=-1)}


def zero(path: Path, *places: int) -> None:
    body = bytearray(path.read_bytes())
    for place in places:
        body[place * PAGE : (place + 1) * PAGE] = bytes(PAGE)
    path.write_bytes(body)


def leaves(path: Path) -> list[int]:
    """The pages that hold texts."""
    connection = sqlite3.connect(path)
    root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'texts'").fetchone()[0]
    connection.close()
    body = path.read_bytes()
    page = body[(root - 1) * PAGE : root * PAGE]
    count = int.from_bytes(page[3:5], "big")
    cells = [int.from_bytes(page[12 + 2 * i : 14 + 2 * i], "big") for i in range(count)]
    return [int.from_bytes(page[cell : cell + 4], "big") - 1 for cell in cells]


def test_what_one_bad_page_held_is_all_that_is_missing_and_the_old_file_is_kept(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with Archive.open(str(path)) as archive:
        fill(archive)
    whole = texts(path)
    bad = leaves(path)[3]
    zero(path, bad)
    damaged = path.read_bytes()
    with pytest.raises(ArchiveError, match="is damaged"), Archive.open(str(path), read_only=True) as archive:
        archive.page(limit=-1)
    assert (path.parent / f"{path.name}{schema.MARK}").exists()
    with caplog.at_level(logging.WARNING), Archive.open(str(path)) as archive:
        assert archive.check() == ()
    assert "was damaged and is made anew" in caplog.text
    now = texts(path)
    assert now.keys() == whole.keys()
    lost = [id_ for id_, text in now.items() if text != whole[id_]]
    assert 0 < len(lost) <= 10
    assert all(now[id_] == "" for id_ in lost)
    (aside,) = path.parent.glob(f"*{recovery.ASIDE}*")
    assert aside.read_bytes() == damaged
    assert not (path.parent / f"{path.name}{schema.MARK}").exists()
    assert sorted(os.listdir(path.parent)) == sorted([path.name, aside.name])


def test_what_lost_its_text_gets_it_from_its_feed_and_counts_as_no_new_article(path: Path) -> None:
    with Archive.open(str(path)) as archive:
        fill(archive)
        highest = archive.highest()
    whole = texts(path)
    zero(path, *leaves(path)[2:6])
    recovery.again(str(path))
    with Archive.open(str(path)) as archive:
        assert archive.states()[FEED].etag == ""  # so that the feed gives all it has
        recorded = archive.record(FeedState(url=FEED), [article(i) for i in range(200)], seen_at=NOW)
        assert (recorded.new, archive.highest()) == (0, highest)
    assert texts(path) == whole


def test_the_backup_gives_what_the_damaged_file_has_lost(path: Path) -> None:
    with Archive.open(str(path)) as archive:
        fill(archive)
        archive.mark([article(7).id], saved=True)
        backups.make(archive._connection, str(path))
        fill(archive, 200, 210)
    whole = texts(path)
    zero(path, *range(1, 12), *leaves(path)[:5])
    done = recovery.again(str(path))
    assert done
    assert done.rebuilt.from_backup > 0
    assert texts(path) == whole
    with Archive.open(str(path)) as archive:
        kept = archive.get(article(7).id)
        assert kept
        assert kept.saved
        assert archive.check() == ()


@pytest.mark.parametrize("rest", [b"", b"no database at all " * 1000, bytes(PAGE * 3)])
def test_where_nothing_can_be_read_what_was_told_is_not_told_again(path: Path, rest: bytes) -> None:
    with Archive.open(str(path)) as archive:
        fill(archive, 0, 5)
    told(path, 1, 3)
    path.write_bytes(rest)
    with Archive.open(str(path)) as archive:
        (day, form, _), *_ = [row for row in archive.digests() if row[1] == "range"]
        assert (day, form) == ("2026-11-24", "range")
        before = archive.highest()
        recorded = archive.record(FeedState(url=FEED), [article(i) for i in range(5)], seen_at=NOW)
        assert recorded.new == 3
        new = [kept.article.title for kept in archive.between(before, 10**6, published_since=NOW)]
        assert sorted(new) == ["Report 0", "Report 2", "Report 4"]
        assert archive.check() == ()


def test_what_is_no_archive_is_not_moved(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("Not a database. " * 900)
    with pytest.raises(ArchiveError, match="not an archive of digest"):
        recovery.again(str(notes))
    with pytest.raises(ArchiveError, match="no backup of it and no digest"):
        recovery.again(str(tmp_path / "archive.sqlite3"))
    assert os.listdir(tmp_path) == ["notes.txt"]


def test_a_sound_archive_is_left_as_it_is_also_when_damage_was_noted(path: Path) -> None:
    with Archive.open(str(path)) as archive:
        fill(archive, 0, 5)
    body = path.read_bytes()
    schema.mark(str(path))
    assert recovery.again(str(path)) is None
    assert path.read_bytes() == body
    assert os.listdir(path.parent) == [path.name]


def test_an_archive_that_another_process_has_open_is_not_moved(path: Path) -> None:
    import subprocess
    import sys

    with Archive.open(str(path)) as archive:
        fill(archive)
    script = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('BEGIN');"
        "c.execute('SELECT count(*) FROM feeds').fetchone(); print('open', flush=True); sys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdin
    assert other.stdout
    try:
        assert other.stdout.readline() == "open\n"
        zero(path, leaves(path)[0])
        with pytest.raises(ArchiveError, match="in use by another process"):
            recovery.again(str(path))
    finally:
        other.stdin.close()
        other.wait()
        other.stdout.close()
    assert recovery.again(str(path))


def test_a_recovery_that_was_killed_between_its_last_steps_is_finished(path: Path) -> None:
    with Archive.open(str(path)) as archive:
        fill(archive, 0, 5)
    path.rename(f"{path}{recovery.REBUILT}")
    (path.parent / f"{path.name}-wal").write_bytes(b"of the damaged one")
    with Archive.open(str(path)) as archive:
        assert len(archive.page()) == 5
    assert len([name for name in os.listdir(path.parent) if recovery.ASIDE in name]) == 1


def test_a_day_has_one_backup_and_a_damaged_archive_replaces_none(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    last, before = backups.names(str(path))

    def digest() -> None:
        with Archive.open(str(path)) as archive:
            archive.end_digest()

    with Archive.open(str(path)) as archive:
        fill(archive)
    digest()
    first = os.stat(last)
    digest()
    assert os.stat(last).st_ino == first.st_ino
    assert not os.path.exists(before)
    yesterday = (NOW - timedelta(days=400)).timestamp()
    os.utime(last, (yesterday, yesterday))
    digest()
    assert os.stat(before).st_ino == first.st_ino
    kept = os.stat(last).st_ino
    os.utime(last, (yesterday, yesterday))
    zero(path, leaves(path)[4])
    with caplog.at_level(logging.WARNING):
        digest()
    assert "the backup of before is kept" in caplog.text
    assert os.stat(last).st_ino == kept
    assert os.path.exists(str(path) + schema.MARK)


def test_a_deleted_archive_comes_back_when_asked(path: Path) -> None:
    with Archive.open(str(path)) as archive:
        fill(archive, 0, 9)
        backups.make(archive._connection, str(path))
    whole = texts(path)
    path.unlink()
    assert recovery.again(str(path))
    assert texts(path) == whole


@given(body=st.binary(max_size=4096), header=st.booleans())
def test_any_bytes_are_read_page_by_page_without_a_crash(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, header: bool
) -> None:
    file = tmp_path_factory.getbasetemp() / "any"
    file.write_bytes((pages.MAGIC + b"\x02\x00" if header else b"") + body)
    assert all(isinstance(values, tuple) for _, values in pages.records(str(file)))


def test_every_record_of_a_sound_file_is_found_by_its_page_alone(path: Path) -> None:
    with Archive.open(str(path)) as archive:
        fill(archive, 0, 30)
        long = Article(id="long", title="Long", text="x" * 100_000, source=FEED, guid="long")
        archive.record(FeedState(url=FEED), [long], seen_at=NOW)
    found = {values[2] for _, values in pages.records(str(path)) if len(values) == 3 and values[0] is None}
    assert found == set(texts(path).values())


@pytest.mark.parametrize("seed", range(12))
def test_after_any_damage_the_archive_is_sound_again(path: Path, seed: int) -> None:
    with Archive.open(str(path)) as archive:
        fill(archive)
    body, chance = bytearray(path.read_bytes()), random.Random(seed)
    if seed % 2:
        for _ in range(100):
            body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
    else:
        body = body[: chance.randrange(PAGE * 3, len(body))]
    path.write_bytes(body)
    recovery.again(str(path))
    with Archive.open(str(path)) as archive:
        assert archive.check() == ()
        fill(archive, 300, 310)
        assert archive.check() == ()


def test_what_a_killed_backup_left_is_swept_by_the_next(path: Path) -> None:
    with Archive.open(str(path)) as archive:
        fill(archive, 0, 3)
        (path.parent / f"{path.name}.backup.part.4711.part").write_bytes(b"half")
        archive.end_digest()
    assert sorted(os.listdir(path.parent)) == [path.name, f"{path.name}.backup"]


def root(path: Path, name: str) -> int:
    """The place of a table's or an index's first page."""
    connection = sqlite3.connect(path)
    place = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
    connection.close()
    return int(place) - 1


def test_rows_of_another_table_that_a_tree_leads_to_are_not_taken_for_its_own(path: Path) -> None:
    with Archive.open(str(path)) as archive:
        fill(archive, 0, 8)
    whole = texts(path)
    one, other = root(path, "feeds") * PAGE, root(path, "texts") * PAGE
    body = path.read_bytes()
    swapped = bytearray(body)
    swapped[one : one + PAGE], swapped[other : other + PAGE] = body[other : other + PAGE], body[one : one + PAGE]
    path.write_bytes(swapped)
    assert recovery.again(str(path))
    assert texts(path) == whole
    with Archive.open(str(path)) as archive:
        assert list(archive.states()) == [FEED]


def test_a_feed_whose_address_lost_a_letter_gets_it_back_from_its_index(path: Path) -> None:
    from digest.sources.feeds.identity import article_id

    with Archive.open(str(path)) as archive:
        own = [
            Article(id=article_id(FEED, f"guid:{n}"), title="T", text=f"{n}", source=FEED, guid=f"{n}") for n in "ab"
        ]
        archive.record(FeedState(url=FEED), own, seen_at=NOW)
    place = root(path, "feeds") * PAGE
    page = path.read_bytes()[place : place + PAGE].replace(b"//news.", b"//nfws.")
    body = bytearray(path.read_bytes())
    body[place : place + PAGE] = page
    path.write_bytes(body)
    assert recovery.again(str(path))
    with Archive.open(str(path)) as archive:
        assert list(archive.states()) == [FEED]


def test_a_daily_run_that_meets_damage_mends_it_and_makes_its_digest(path: Path) -> None:
    with Archive.open(str(path)) as archive:
        fill(archive)
    zero(path, leaves(path)[3])
    order = daily.Order(
        now=NOW,
        fetch=False,
        folder=str(path.parent / "digests"),
        feeds_file=str(path.parent / "feeds.toml"),
        archive_file=str(path),
    )
    made = daily.run(order, Settings())
    assert made.digest.day == "2026-11-24"
    assert made.digest.ledger.seen == 200
    assert list(path.parent.glob("*.damaged-*"))
