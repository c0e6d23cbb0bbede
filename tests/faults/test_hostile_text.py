"""No control, bidi or TAG character of a stranger's leaves the program, by whichever way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.faults import corpora, outputs, servers
from tests.tui.hostile_world import STRINGS

if TYPE_CHECKING:
    from pathlib import Path

OF_CORPORA = 120  # each so many-th of their strings


@pytest.mark.skipif(not servers.is_here(), reason="../shared/bench/hostile_server.py is not beside the repository")
def test_what_a_hostile_server_says_comes_out_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = servers.module()
    paths = [path for path, one in module.ENDPOINTS.items() if one["group"] == "injection" or path == "/esc-reason"]
    with module.HostileServer() as server:
        made = list(outputs.of_feeds(tmp_path, [server.url(path) for path in paths], monkeypatch))
    assert [said for name, body in made if (said := outputs.wrong(name, body))] == []
    assert b"".join(body for name, body in made if name == "fetch --json stdout").count(b"127.0.0.1") >= len(paths)


def _bodies(made: list[tuple[str, bytes]]) -> int:
    return sum(len(body) for _, body in made)


def test_our_own_hostile_strings_come_out_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = list(outputs.of_strings(tmp_path, STRINGS, monkeypatch, size=5))
    assert [said for name, body in made if (said := outputs.wrong(name, body))] == []
    names = " ".join(name for name, body in made if body)
    for expected in ("daily", "feeds list", "agenda", "search", "export", "show", ".toml", ".md", ".html", "letter"):
        assert expected in names
    assert _bodies(made) > 200_000


@pytest.mark.skipif(not corpora.is_here(), reason="../shared/data/hostile is not beside the repository")
def test_strings_that_others_wrote_come_out_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = list(outputs.of_strings(tmp_path, corpora.strings()[::OF_CORPORA], monkeypatch, size=2))
    assert [said for name, body in made if (said := outputs.wrong(name, body))] == []
