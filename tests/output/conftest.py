"""The saved day of tests/data/day, with the texts of its articles beside it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from digest.output import from_digest_tables

if TYPE_CHECKING:
    from digest.model import Digest

DAY = Path(__file__).parents[1] / "data" / "day"


@pytest.fixture
def saved() -> dict[str, Any]:
    return tomllib.loads((DAY / "2031-05-01.toml").read_text(encoding="utf-8"))


@pytest.fixture
def texts() -> dict[str, str]:
    return {f"art-{path.stem}": path.read_text(encoding="utf-8").strip() for path in DAY.glob("*.txt")}


@pytest.fixture
def day(saved: dict[str, Any], texts: dict[str, str]) -> Digest:
    return from_digest_tables.from_tables(saved, texts=texts)


@pytest.fixture
def titles(saved: dict[str, Any]) -> dict[str, str]:
    return from_digest_tables.titles(saved)


@pytest.fixture
def empty(day: Digest) -> Digest:
    from digest.model import Ledger

    return day.__replace__(stories=(), noted=(), agenda=(), problems=(), ledger=Ledger(feeds=2, feeds_unchanged=2))
