"""The screen over a small real archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest.tui.app import DigestApp
from tests.tui.world import desk_over

if TYPE_CHECKING:
    from pathlib import Path

    from digest.service.desk import Desk


@pytest.fixture(autouse=True)
def _still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return desk_over(tmp_path)


@pytest.fixture
def empty_desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    return desk_over(tmp_path, filled=False)


@pytest.fixture
def app(desk: Desk) -> DigestApp:
    return DigestApp(desk)
