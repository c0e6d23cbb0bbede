"""Every naughty string and every injecting endpoint through every output: how many forbidden characters come out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from figure import Figure

from tests.faults import corpora, outputs, servers
from tests.tui.hostile_world import STRINGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

BATCH = 300  # strings of a home


def figures(at: Path) -> Iterator[Figure]:
    """A figure for strings as titles, texts, authors, tags and links, and one for what a server says."""
    strings = [*STRINGS, *(corpora.strings() if corpora.is_here() else ())]
    yield _of_strings(strings, at / "strings")
    figure = Figure("hostile endpoints, every output", "outputs")
    if not servers.is_here():
        figure.skipped = "the hostile server is not beside this checkout"
        yield figure
        return
    yield _of_server(figure, at / "server")


def _of_strings(strings: list[str], at: Path) -> Figure:
    figure = Figure(f"{len(strings)} hostile strings, every output", "outputs")
    size = 0
    for start in range(0, len(strings), BATCH):
        home = at / str(start)
        home.mkdir(parents=True)
        with pytest.MonkeyPatch.context() as patch:
            made = outputs.of_strings(home, strings[start : start + BATCH], patch, size=3)
            size += _add(figure, made, f"from {start}")
    figure.notes = [f"{size / 2**20:.1f} MiB of output"]
    return figure.done()


def _of_server(figure: Figure, home: Path) -> Figure:
    home.mkdir(parents=True)
    module = servers.module()
    paths = [path for path, one in module.ENDPOINTS.items() if one["group"] != "stream" and one["expect"] != "bounded"]
    with module.HostileServer() as server, pytest.MonkeyPatch.context() as patch:
        server.httpd.socket.listen(128)
        urls = [server.url(path) for path in [*paths, "/esc-reason", "/not-http", "/big-header"]]
        size = _add(figure, outputs.of_feeds(home, urls, patch), "server")
    figure.notes = [f"{len(urls)} endpoints, {size / 2**20:.1f} MiB of output"]
    return figure.done()


def _add(figure: Figure, made: Iterable[tuple[str, bytes]], where: str) -> int:
    size = 0
    for name, body in made:
        said = outputs.wrong(name, body)
        figure.add(where, [said] if said else [])
        size += len(body)
    return size
