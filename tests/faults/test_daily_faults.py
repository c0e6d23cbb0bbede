"""The daily digest under a machine that dies or a disk that fails, at each of its first system calls of a kind."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from digest.archive import Archive
from digest.model import Article, FeedState

if TYPE_CHECKING:
    from pathlib import Path


def _can_trace() -> bool:
    if not shutil.which("strace"):
        return False
    done = subprocess.run(["strace", "-qq", "-o", os.devnull, "true"], capture_output=True, check=False)
    return done.returncode == 0


pytestmark = pytest.mark.skipif(not _can_trace(), reason="strace is not here or may not trace")
DAY = "2026-11-24"
CALLS = ("pwrite64", "write", "fsync", "fdatasync", "rename")
POINTS = (1, 2, 3, 5, 8, 13)
NAMES = [f"{DAY}.md", f"{DAY}.toml"]


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("begun")
    now = datetime(2026, 11, 24, 5, tzinfo=UTC)
    texts = {
        "a": "The harbour of Port Ellery opened again on Monday. Engineers will inspect it on 3 December.",
        "b": "Parliament in Oslo voted for the new budget by 88 to 81. The law takes effect in January.",
    }
    with Archive.open(str(home / "archive.sqlite3")) as archive:
        articles = [
            Article(id=i, title=f"About {i}", text=t, source="f", guid=i, published=now) for i, t in texts.items()
        ]
        archive.record(FeedState(url="f"), articles, seen_at=now)
    return home


def _daily(home: Path, *tracer: str) -> subprocess.CompletedProcess[str]:
    command = [
        *tracer,
        sys.executable,
        "-m",
        "digest",
        "daily",
        "--no-fetch",
        "--date",
        DAY,
        "--feeds",
        str(home / "f.toml"),
    ]
    command += ["--archive", str(home / "archive.sqlite3"), "--folder", str(home / "digests"), "-q"]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def _traced(home: Path, call: str, injection: str) -> subprocess.CompletedProcess[str]:
    return _daily(
        home, "strace", "-f", "-qq", "-o", os.devnull, "-e", f"trace={call}", "-e", f"inject={call}:{injection}"
    )


def _pages(home: Path) -> dict[str, bytes]:
    folder = home / "digests"
    return {p.name: p.read_bytes() for p in folder.iterdir() if not p.name.startswith(".")} if folder.is_dir() else {}


@pytest.fixture
def home(begun: Path, tmp_path: Path) -> Path:
    copy = tmp_path / "home"
    shutil.copytree(begun, copy)
    return copy


@pytest.mark.parametrize("call", CALLS)
def test_killed_at_any_point_the_page_is_whole_or_absent_and_the_next_run_makes_up_for_it(
    begun: Path, tmp_path: Path, call: str
) -> None:
    for point in POINTS:
        home = tmp_path / f"{call}-{point}"
        shutil.copytree(begun, home)
        if _traced(home, call, f"signal=SIGKILL:when={point}").returncode == 0:
            break  # it makes fewer such calls
        before = _pages(home)
        for name, body in before.items():  # whole: its last section is there, and the saved form reads
            assert b"What was looked at" in body or tomllib.loads(body.decode())["ledger"]["seen"] == 2, name
        assert _daily(home).returncode == 0
        after = _pages(home)
        assert sorted(after) == NAMES
        # The time of the making differs unless the killed run had remembered the day already; the stories never do.
        assert b"The harbour of Port Ellery opened again" in after[NAMES[0]]
        with Archive.open(str(home / "archive.sqlite3")) as archive:
            assert archive.check() == ()
            assert len(archive.page(limit=-1)) == 2


@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("fault", ["ENOSPC", "EIO"])
def test_a_disk_that_fails_is_one_line_and_the_next_run_recovers(
    begun: Path, tmp_path: Path, call: str, fault: str
) -> None:
    for point in POINTS[:4]:
        home = tmp_path / f"{call}-{point}"
        shutil.copytree(begun, home)
        failed = _traced(home, call, f"error={fault}:when={point}+")
        assert "Traceback" not in failed.stderr
        assert "internal error" not in failed.stderr
        if failed.returncode:
            assert failed.returncode == 1 or not failed.stderr
            assert failed.stderr.count("\n") <= 1
        assert _daily(home).returncode == 0
        assert sorted(_pages(home)) == NAMES


def test_each_file_is_on_the_disk_before_it_gets_its_name(home: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    assert _daily(home, "strace", "-f", "-qq", "-y", "-o", str(log), "-e", "trace=fsync,rename").returncode == 0
    lines = [line.split(None, 1)[1] for line in log.read_text(encoding="utf-8", errors="replace").splitlines()]
    for name in NAMES:
        renamed = next(i for i, line in enumerate(lines) if line.startswith("rename(") and f'/{name}")' in line)
        synced = [i for i, line in enumerate(lines) if line.startswith("fsync(") and f".{name}-digest-" in line]
        folder = [
            i for i, line in enumerate(lines) if line.startswith("fsync(") and line.split(")")[0].endswith("digests>")
        ]
        assert synced
        assert synced[-1] < renamed
        assert any(i > renamed for i in folder)
