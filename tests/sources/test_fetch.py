"""One page over the network: what comes back, what is refused, what is said when it fails."""

from __future__ import annotations

import contextlib
import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from digest.errors import SourceError
from digest.sources import fetch

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PAGE = b"<html><body><p>It rained on Monday.</p></body></html>"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked: list[str]

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        port = self.server.server_address[1]
        routes: dict[str, tuple[int, dict[str, str], bytes]] = {
            "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, PAGE),
            "/gzip": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(PAGE)),
            "/bomb": (200, {"Content-Type": "text/html", "Content-Encoding": "gzip"}, gzip.compress(bytes(40 << 20))),
            "/moved": (302, {"Location": "/page"}, b""),
            "/loop": (302, {"Location": "/loop"}, b""),
            "/inside": (302, {"Location": f"http://127.0.0.2:{port}/secret"}, b""),
            "/file": (302, {"Location": "file:///etc/passwd"}, b""),
            "/picture": (200, {"Content-Type": "image/png"}, b"\x89PNG"),
            "/gone": (410, {"Content-Type": "text/html"}, b"gone"),
        }
        if self.path == "/short":
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", "1000")
            self.end_headers()
            self.wfile.write(b"<p>half")
            self.close_connection = True
            return
        if self.path == "/slow":
            self.server.release.wait(20)  # type: ignore[attr-defined]
        status, headers, body = routes.get(self.path, (404, {"Content-Type": "text/plain"}, b"no"))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        with contextlib.suppress(OSError):  # the client hangs up on too much, as it should
            self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        pass  # the client has hung up


@pytest.fixture
def server() -> Iterator[Callable[[str], str]]:
    handler = type("Handler", (_Handler,), {"asked": []})
    with _Quiet(("127.0.0.1", 0), handler) as http:
        http.release = threading.Event()  # type: ignore[attr-defined]
        thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        address = f"http://127.0.0.1:{http.server_address[1]}"
        url = lambda path: address + path  # noqa: E731
        url.asked = handler.asked  # type: ignore[attr-defined]
        yield url
        http.release.set()  # type: ignore[attr-defined]
        http.shutdown()
        thread.join()


@pytest.mark.parametrize("path", ["/page", "/gzip", "/moved"])
def test_a_page_comes_back(server: Callable[[str], str], path: str) -> None:
    answer = fetch.get(server(path))
    assert answer.body == PAGE
    assert answer.suffix == ".html"


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/absent", "the server answered 404 Not Found"),
        ("/gone", "the server answered 410 Gone"),
        ("/bomb", "larger than 16 MiB"),
        ("/loop", "more than 5 redirects"),
        ("/inside", "redirected to an address inside this network"),
        ("/file", "redirected to something that is not a web address"),
        ("/picture", "not a page to read (image/png)"),
        ("/short", ""),
    ],
)
def test_what_fails_says_why(server: Callable[[str], str], path: str, says: str) -> None:
    with pytest.raises(SourceError) as error:
        fetch.get(server(path))
    assert says in error.value.what
    assert error.value.what
    assert "/secret" not in server.asked  # type: ignore[attr-defined]


def test_the_deadline_is_for_the_whole_exchange(server: Callable[[str], str]) -> None:
    with pytest.raises(SourceError, match=r"no complete answer within 0\.2 s"):
        fetch.get(server("/slow"), seconds=0.2)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://", "http://[", "http://a b/", "https://x:y/"])
def test_an_address_that_can_not_be_asked_is_a_named_error(url: str) -> None:
    with pytest.raises(SourceError):
        fetch.get(url)
