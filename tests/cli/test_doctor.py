"""`digest doctor` and `digest archive recover`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from digest.archive import Archive
from digest.model import Article, FeedState

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]

NOW = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DIGEST_CONFIG", str(tmp_path / "digest.toml"))
    monkeypatch.setenv("DIGEST_DATA", str(tmp_path))
    return tmp_path


@pytest.fixture
def archive(home: Path) -> Path:
    path = home / "archive.sqlite3"
    with Archive.open(str(path)) as made:
        articles = [
            Article(id=f"a{i}", title=f"T{i}", text="Words. " * 400, source="f", guid=f"{i}") for i in range(40)
        ]
        made.record(FeedState(url="f"), articles, seen_at=NOW)
    return path


def test_a_new_home_has_notes_and_no_errors(digest: Run, home: Path) -> None:
    status, out, err = digest("doctor")
    assert (status, err) == (0, "")
    assert "digest config init" in out
    assert "\nok " not in out
    assert out.splitlines()[-1].endswith(" ok")
    assert list(home.iterdir()) == []


def test_errors_come_first_and_are_the_status(digest: Run, home: Path) -> None:
    (home / "digest.toml").write_text("[daily]\nstorys = 5\n")
    status, out, _ = digest("doctor", "-v")
    assert status == 1
    first, *rest = out.splitlines()
    assert first.startswith(f"error    {home / 'digest.toml'}:2: [daily] unknown key 'storys'")
    assert "→" in first
    assert any(line.startswith("ok ") for line in rest)
    status, out, _ = digest("doctor", "--json")
    assert status == 1
    assert {tuple(finding) for finding in json.loads(out)} == {("level", "where", "what", "advice")}


def test_nothing_in_a_finding_acts_on_a_terminal(digest: Run, home: Path) -> None:
    (home / "feeds.toml").write_text(
        '[[feeds]]\nurl = "https://a.example/rss"\ntitle = "a\\u001b]52;c;x\\u0007\\u202e"\n'
    )
    _, out, _ = digest("doctor")
    assert not [sign for sign in out if sign != "\n" and (sign < " " or sign in "\x7f\u202e")]


def test_recover_says_what_it_did_or_that_nothing_is_wrong(digest: Run, archive: Path) -> None:
    assert digest("archive", "recover") == (0, f"{archive}: in order, and left as it is\n", "")
    archive.write_bytes(archive.read_bytes()[: -8192 * 4])
    assert digest("archive", "check")[0] == 1
    status, out, err = digest("archive", "recover")
    assert (status, err) == (0, "")
    assert "the old one is kept as" in out
    assert digest("archive", "check")[0] == 0
    assert digest("doctor")[0] == 0


def test_the_next_run_that_writes_mends_by_itself_and_says_so(digest: Run, archive: Path) -> None:
    archive.write_bytes(archive.read_bytes()[: -8192 * 4])
    assert digest("search", "words")[0] == 1
    (archive.parent / "feeds.toml").write_text(f'[[feeds]]\nurl = "{archive.parent / "articles"}"\n')
    (archive.parent / "articles").mkdir()
    status, _, _ = digest("fetch", "--quiet")
    assert status == 0
    assert digest("archive", "check")[0] == 0
