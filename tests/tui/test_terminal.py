"""The whole thing in a real terminal: tmux holds it, keys go in, what is on the screen comes out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pytest

from digest.cli import main
from tests.tui.world import NOW, TITLES, articles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(not shutil.which("tmux"), reason="tmux is not installed")
PATIENCE = 40  # seconds


class Terminal:
    """A tmux session of our own."""

    def __init__(self, home: Path, command: list[str], size: tuple[int, int] = (120, 36)) -> None:
        self._socket = str(home / "tmux")
        environment = {
            **os.environ,
            "DIGEST_CONFIG": str(home / "config" / "digest.toml"),
            "DIGEST_DATA": str(home / "data"),
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
        }
        subprocess.run(
            [
                "tmux",
                "-S",
                self._socket,
                "-f",
                "/dev/null",
                "-u",
                "new-session",
                "-d",
                "-x",
                str(size[0]),
                "-y",
                str(size[1]),
                "-c",
                str(home),
                *command,
            ],
            check=True,
            env=environment,
        )

    def _tmux(self, *arguments: str) -> str:
        done = subprocess.run(
            ["tmux", "-S", self._socket, *arguments], capture_output=True, text=True, check=False, encoding="utf-8"
        )
        return done.stdout

    def keys(self, *keys: str) -> None:
        self._tmux("send-keys", *keys)

    def text(self, words: str) -> None:
        self._tmux("send-keys", "-l", words)

    def screen(self) -> str:
        return self._tmux("capture-pane", "-p")

    def until(self, *wanted: str, gone: str = "", times: int = 1) -> str:
        end = monotonic() + PATIENCE
        while monotonic() < end:
            shown = self.screen()
            if all(shown.count(words) >= times for words in wanted) and not (gone and gone in shown):
                return shown
        raise AssertionError(f"{wanted} did not come; on the screen:\n{self.screen()}")

    def is_open(self) -> bool:
        return bool(self._tmux("list-sessions"))

    def until_closed(self) -> None:
        end = monotonic() + PATIENCE
        while self.is_open():
            assert monotonic() < end, self.screen()

    def close(self) -> None:
        self._tmux("kill-server")


@pytest.fixture
def feeds(tmp_path: Path) -> Iterator[list[str]]:
    """Three feeds on loopback."""
    folder = tmp_path / "web"
    folder.mkdir()
    names = []
    for feed, listed in articles().items():
        items = "".join(
            f"<item><title>{escape(a.title)}</title><link>{a.url}</link><guid>{a.guid}</guid>"
            f"<pubDate>{NOW:%a, %d %b} 2026 10:00:00 GMT</pubDate>"
            f"<description>{escape(a.text)}</description></item>"
            for a in listed
        )
        name = f"{feed[8:12]}.xml"
        (folder / name).write_text(
            f'<?xml version="1.0"?><rss version="2.0"><channel><title>{TITLES[feed]}</title><link>{feed}</link>'
            f"<description>news</description>{items}</channel></rss>",
            encoding="utf-8",
        )
        names.append(name)

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *arguments: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield [f"http://127.0.0.1:{server.server_port}/{name}" for name in names]
    server.shutdown()
    server.server_close()
    thread.join()


def test_from_nothing_to_a_saved_and_verified_story(tmp_path: Path, feeds: list[str]) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / "digest.toml").write_text("[daily]\noldest_days = 36500\n", encoding="utf-8")
    terminal = Terminal(tmp_path, [sys.executable, "-m", "digest"])
    try:
        terminal.until("Welcome.")
        for place, url in enumerate(feeds, 1):
            terminal.keys("a")
            terminal.until("Follow which feed")
            terminal.text(url)
            terminal.keys("Enter")
            terminal.until("following", gone="Follow which feed")
            terminal.keys("5")
            terminal.until("5/5", times=place)
        terminal.keys("R")
        terminal.until("3 feeds, 0 new articles")
        terminal.keys("1")
        terminal.until("Ferry runs aground", "≠", "Marta Lindqvist")
        terminal.keys("l")
        terminal.until("A passenger ferry ran aground off Port Ellery on Saturday", times=2)
        terminal.keys("Enter")
        terminal.until("1/3", "Valdora Courier", "Said in", "Summary".upper())
        terminal.keys("q")
        terminal.until("Stories", gone="1/3")
        for form, suffix in ((0, ".md"), (1, ".toml")):
            terminal.keys("s")
            terminal.until("Save as")
            terminal.keys("Home", *["Down"] * form, "Enter")
            terminal.until("Save to", suffix)
            terminal.keys("Enter")
            terminal.until("saved:", suffix, gone="Save to")
        terminal.keys("C-q")
        terminal.until_closed()
    finally:
        terminal.close()
    saved = sorted(path.name for path in tmp_path.glob("*-ferry-*"))
    assert [name.rpartition(".")[2] for name in saved] == ["md", "toml"]
    archive = str(tmp_path / "data" / "archive.sqlite3")
    assert main(["verify", str(tmp_path / saved[1]), "--archive", archive]) == 0
    assert "Ferry runs aground off Port Ellery" in (tmp_path / saved[0]).read_text(encoding="utf-8")


def test_it_opens_at_the_files_that_are_named(tmp_path: Path, sample: Path) -> None:
    terminal = Terminal(tmp_path, [sys.executable, "-m", "digest", str(sample)], size=(80, 24))
    try:
        terminal.until("Seoul", "Summary".upper())
        terminal.keys("q")
        terminal.until("Welcome.")
        terminal.keys("q")
        terminal.until_closed()
    finally:
        terminal.close()
