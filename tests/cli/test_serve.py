"""`digest serve`: the screen in a real browser, what it asks for, who is refused, how it ends."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import importlib.util
import json
import os
import re
import signal
import socket
import subprocess
import sys
import zlib
from asyncio.subprocess import PIPE, Process
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from yarl import URL

from digest.cli import serve
from tests.tui.world import desk_over

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    Run = Callable[..., tuple[int, str, str]]

CHROMIUM = Path("/usr/bin/chromium")  # where Debian's package puts it
HEADLINE = "Ferry runs aground off Port Ellery, 14 hurt"
PATIENCE = 15  # seconds
SIZE = (1280, 800)

_with_a_server = pytest.mark.skipif(
    not importlib.util.find_spec("textual_serve"), reason="textual-serve is not installed"
)
_with_a_browser = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no {CHROMIUM}")
_with_pidfd = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="only Linux tells when another's process ends")


class Served:
    """`digest serve` in a process of its own, over a small world."""

    def __init__(self, process: Process, port: int, warning: str) -> None:
        self.process, self.port, self.warning = process, port, warning

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def screens(self) -> list[int]:
        """A descriptor for each process of the server's."""
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                if int(stat.read_text().rpartition(")")[2].split()[1]) == self.process.pid:
                    found.append(os.pidfd_open(int(stat.parent.name)))
        return found

    async def end(self, by: signal.Signals) -> tuple[int, str]:
        """The status, and what was said after the warning."""
        self.process.send_signal(by)
        _, said = await asyncio.wait_for(self.process.communicate(), PATIENCE)
        return self.process.returncode or 0, said.decode()


async def gone(screen: int) -> None:
    """Wait until the process of a descriptor has ended."""
    ended = asyncio.Event()
    asyncio.get_running_loop().add_reader(screen, ended.set)
    try:
        await asyncio.wait_for(ended.wait(), PATIENCE)
    finally:
        asyncio.get_running_loop().remove_reader(screen)
        os.close(screen)


def plain(sent: bytes) -> str:
    """What a screen sent, without what positions and colours it."""
    return re.sub(r"\x1b\[[0-9;:?<>=]*[A-Za-z]", "", sent.decode("utf-8", "replace"))


async def until_received(visit: aiohttp.ClientWebSocketResponse, words: str) -> None:
    received = ""
    while words not in received:
        received += plain(await visit.receive_bytes(timeout=PATIENCE))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    desk_over(tmp_path)
    (tmp_path / "digest.toml").write_text("[daily]\noldest_days = 36500\n", encoding="utf-8")
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "digest", "serve", "--port", str(port)),
        env={**os.environ, "DIGEST_CONFIG": str(tmp_path / "digest.toml"), "DIGEST_DATA": str(tmp_path)},
        stdout=PIPE,
        stderr=PIPE,
    )
    assert process.stderr
    warning = await asyncio.wait_for(process.stderr.readline(), PATIENCE)
    yield Served(process, port, warning.decode())
    if process.returncode is None:
        process.kill()
        await process.communicate()


class Page:
    """One page of a browser, by its DevTools protocol: what it asked for, what came over its sockets."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._last = 0
        self.asked: list[str] = []
        self.received = ""
        self.complaints: list[str] = []
        self.is_closed = False

    async def call(self, method: str, **parameters: object) -> dict[str, Any]:
        self._last += 1
        number = self._last
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        while (answer := await self._take()).get("id") != number:
            pass
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    async def until(self, condition: Callable[[], bool]) -> None:
        """Take what the browser tells until it is so."""
        try:
            async with asyncio.timeout(PATIENCE):
                while not condition():
                    await self._take()
        except TimeoutError:
            raise AssertionError(f"it did not come; so far: {self.received[-3000:]!r} {self.complaints}") from None

    async def _take(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(await self._socket.receive_str(timeout=PATIENCE))
        match told.get("method"), told.get("params", {}):
            case "Network.requestWillBeSent", {"request": {"url": url}}:
                self.asked.append(url)
            case "Network.webSocketCreated", {"url": url}:
                self.asked.append(url)
            case "Network.webSocketFrameReceived", {"response": {"opcode": 2, "payloadData": payload}}:
                self.received += plain(base64.b64decode(payload))
            case "Network.webSocketClosed", _:
                self.is_closed = True
            case "Log.entryAdded", {"entry": {"level": "error", "text": text}}:
                self.complaints.append(text)
            case "Runtime.exceptionThrown", {"exceptionDetails": details}:
                self.complaints.append(str(details))
        return told

    async def press(self, key: str) -> None:
        for kind in ("keyDown", "keyUp"):
            text = {"text": key} if kind == "keyDown" else {}
            await self.call("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=ord(key), **text)

    async def value(self, expression: str) -> object:
        return (await self.call("Runtime.evaluate", expression=expression, returnByValue=True))["result"].get("value")

    async def painted(self, lines: int, other_than: bytes = b"") -> bytes:
        """A picture of it, once so many lines of pixels differ: a terminal paints when it has come to it."""
        async with asyncio.timeout(PATIENCE):
            while True:
                picture = base64.b64decode((await self.call("Page.captureScreenshot"))["data"])
                if picture != other_than and different_lines(picture) >= lines:
                    return picture


def different_lines(picture: bytes) -> int:
    """How many lines of a PNG are unlike all others."""
    place, packed, height = 8, b"", int.from_bytes(picture[20:24], "big")
    while place < len(picture):
        length = int.from_bytes(picture[place : place + 4], "big")
        if picture[place + 4 : place + 8] == b"IDAT":
            packed += picture[place + 8 : place + 8 + length]
        place += 12 + length
    pixels = zlib.decompress(packed)
    width = len(pixels) // height
    return len({pixels[start : start + width] for start in range(0, len(pixels), width)})


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    profile = tmp_path / "profile"
    process = await asyncio.create_subprocess_exec(
        *(str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
        *("--disable-extensions", "--disable-background-networking", "--disable-component-update", "--disable-sync"),
        *(f"--user-data-dir={profile}", "--remote-debugging-port=0", f"--window-size={SIZE[0]},{SIZE[1]}"),
        "about:blank",
        stdout=PIPE,
        stderr=PIPE,
    )
    assert process.stderr
    try:
        async with asyncio.timeout(PATIENCE):
            while not (found := re.search(rb"DevTools listening on ws://([^/]+)/", await process.stderr.readline())):
                assert not process.stderr.at_eof(), "the browser has ended"
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://{found[1].decode()}/json/list") as answer:
                (target,) = [target for target in await answer.json() if target["type"] == "page"]
            async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as devtools:
                page = Page(devtools)
                for domain in ("Page", "Network", "Log", "Runtime"):
                    await page.call(f"{domain}.enable")
                yield page
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.communicate()


@_with_a_server
@_with_a_browser
@_with_pidfd
async def test_a_browser_shows_the_stories_answers_keys_and_asks_nobody_else(
    served: Served, page: Page, tmp_path: Path
) -> None:
    assert served.warning == f"digest: {served.address}: a visitor can do there whatever you can; ctrl+c ends it\n"
    await page.call("Emulation.setFocusEmulationEnabled", enabled=True)  # as a window in front has it
    await page.call("Page.navigate", url=served.address)
    await page.until(lambda: HEADLINE in page.received and "Back/quit" in page.received)
    picture = await page.painted(lines=200)
    (tmp_path / "today.png").write_bytes(picture)
    print(f"the screen in a browser: {tmp_path / 'today.png'}")

    page.received = ""
    await page.press("2")  # nothing was clicked: the terminal has the keys from the start
    await page.until(lambda: "Filter" in page.received and "Rare heron nests again" in page.received)
    (tmp_path / "articles.png").write_bytes(await page.painted(lines=200, other_than=picture))

    assert page.complaints == []
    assert {"/", "/static/js/textual.js", "/ws"} <= {URL(url).path for url in page.asked}
    assert {URL(url).authority for url in page.asked} == {f"127.0.0.1:{served.port}"}

    (screen,) = served.screens()
    assert await served.end(signal.SIGINT) == (0, "")
    await gone(screen)
    await page.until(lambda: page.is_closed)
    assert await page.value("document.querySelector('.closed').checkVisibility()") is True
    assert await page.value("document.activeElement.textContent") == "Open again"


@_with_a_server
@_with_pidfd
async def test_a_screen_ends_with_its_visitor_and_the_server_goes_on(served: Served) -> None:
    async with aiohttp.ClientSession() as session:
        for _ in range(2):
            async with session.ws_connect(f"{served.address}/ws?width=80&height=24") as visit:
                await until_received(visit, HEADLINE)
                (screen,) = served.screens()
            await gone(screen)


@_with_a_server
@_with_pidfd
@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGKILL])
async def test_no_screen_is_left_behind_however_the_server_ends(served: Served, by: signal.Signals) -> None:
    async with (
        aiohttp.ClientSession(served.address) as session,
        session.ws_connect("/ws") as one,
        session.ws_connect("/ws") as two,
    ):
        await until_received(one, HEADLINE)
        await until_received(two, HEADLINE)
        screens = served.screens()
        assert len(screens) == 2
        ended = asyncio.create_task(served.end(by))
        while not (one.closed and two.closed):  # answering is how the sockets get closed
            await asyncio.gather(one.receive(timeout=PATIENCE), two.receive(timeout=PATIENCE))
        assert await ended == (0 if by == signal.SIGTERM else -by, "")
        for screen in screens:
            await gone(screen)


@_with_a_server
async def test_only_its_own_page_is_answered(served: Served) -> None:
    async with aiohttp.ClientSession(served.address) as session:
        own = f"127.0.0.1:{served.port}"
        for host, origin in [
            (own, "https://elsewhere.example"),
            (own, f"http://localhost:{served.port}"),
            (own, "null"),
            ("elsewhere.example", "http://elsewhere.example"),  # a name that leads here
            ("127.0.0.1.elsewhere.example", "http://127.0.0.1.elsewhere.example"),
            ("[::1", "http://[::1"),
        ]:
            for path in ("/", "/ws", "/static/js/textual.js"):
                async with session.get(path, headers={"Host": host, "Origin": origin}) as answer:
                    assert (answer.status, await answer.text()) == (403, "digest serve answers only its own page.\n")
            with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
                await session.ws_connect("/ws", headers={"Host": host, "Origin": origin})
        for host in (own, "localhost:9999", "[::1]:80", "LOCALHOST"):  # also through a tunnel from another port
            async with session.get("/", headers={"Host": host, "Origin": f"http://{host}"}) as answer:
                assert answer.status == 200
                assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_the_page_names_no_other_place() -> None:
    page = Path(serve.__file__).with_name("served.html").read_text(encoding="utf-8")
    assert re.findall(r"""(?:src|href)=["'](?!static/|data:,["'])|url\(["'](?!static/)|//[a-z]|@import""", page) == []


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "home.example", ""])
def test_where_others_can_reach_it_is_refused_unless_asked_for(digest: Run, host: str) -> None:
    status, out, err = digest("serve", "--host", host)
    assert (status, out) == (2, "")
    assert err == f"digest: --host {host}: others could read and change all that you can; --anyone allows it\n"


@pytest.mark.parametrize("port", ["0", "-1", "65536", "99999999999999999999"])
def test_a_port_out_of_range_is_told_in_one_line(digest: Run, port: str) -> None:
    assert digest("serve", "--port", port) == (2, "", f"digest: --port: expected a port from 1 to 65535, not {port}\n")


def test_the_screen_of_a_visitor_is_only_for_the_server(digest: Run) -> None:
    assert digest("serve", "--visit") == (2, "", "digest: --visit is for the server of digest serve\n")
    assert "--visit" not in digest("serve", "--help")[1]


def run(*arguments: str, before: str = "pass") -> tuple[int, str, str]:
    """In a process of its own, since a server takes the event loop."""
    code = f"import sys; {before}; from digest.cli import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False, timeout=60
    )
    return done.returncode, done.stdout, done.stderr


@_with_a_server
def test_a_port_in_use_and_a_place_that_is_not_here_are_told_in_one_line() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = f"digest: --port {port}: something listens there already\n"
        assert run("serve", "--port", str(port)) == (2, "", said)
    status, out, err = run("serve", "--anyone", "--host", "192.0.2.1", "--port", str(free_port()))
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("digest: cannot listen at 192.0.2.1:")


def test_without_the_extra_one_line_says_what_to_install() -> None:
    said = "digest: serve needs textual-serve (pip install 'digest[web]')\n"
    assert run("serve", before="sys.modules['textual_serve'] = None") == (2, "", said)
