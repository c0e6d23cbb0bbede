"""Whole files or none."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from digest.errors import OutputError
from digest.output import write

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    target = tmp_path / "a.toml"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    write.whole(str(target), "new\n")
    assert target.read_bytes() == b"new\n"
    assert target.stat().st_mode & 0o777 == 0o640
    assert [p.name for p in tmp_path.iterdir()] == ["a.toml"]


def test_a_link_is_followed(tmp_path: Path) -> None:
    real = tmp_path / "real.toml"
    real.write_text("old", encoding="utf-8")
    link = tmp_path / "link.toml"
    link.symlink_to(real)
    write.whole(str(link), "new")
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "new"


def test_a_failure_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.toml"
    target.write_text("old", encoding="utf-8")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write.os, "fsync", full)
    with pytest.raises(OutputError, match="no space left on device"):
        write.whole(str(target), "new")
    assert target.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.toml"]


def test_what_a_killed_run_left_is_removed_by_a_later_one(tmp_path: Path) -> None:
    left, young = tmp_path / ".a.toml-digest-x1", tmp_path / ".a.toml-digest-x2"
    for path in (left, young):
        path.write_text("half", encoding="utf-8")
    os.utime(left, (0, 0))
    write.whole(str(tmp_path / "a.toml"), "new")
    assert sorted(p.name for p in tmp_path.iterdir()) == [young.name, "a.toml"]
