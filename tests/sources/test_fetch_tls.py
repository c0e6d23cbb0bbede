"""Feeds over TLS: answers come, a server that falls silent is left, and nothing stays open."""

from __future__ import annotations

import os
import shutil
import ssl
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl command makes the certificate")

PROGRAM = """
import gc, sys
from digest.sources import fetch
found = {}
asks = [fetch.Ask(f"{sys.argv[1]}/{path}{n}") for path in ("feed", "hang") for n in range(6)]
fetch.many(asks, limits=fetch.Limits(seconds=0.8, per_host=12), answered=lambda e: found.update({e.url: e}))
gc.collect()
print(sorted({(e.status, e.error) for e in found.values()}), len(found))
"""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    release: threading.Event

    def do_GET(self) -> None:
        if "hang" in self.path:
            self.release.wait(20)
            self.close_connection = True
            return
        self.send_response(200)
        self.send_header("Content-Length", "6")
        self.end_headers()
        self.wfile.write(b"<rss/>")

    def log_message(self, *arguments: object) -> None:
        pass


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, *_: object) -> None:
        pass  # the client has hung up


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, *names]
    subprocess.run([*command, "-days", "2"], check=True, capture_output=True)
    handler = type("Handler", (_Handler,), {"release": threading.Event()})
    with _Quiet(("127.0.0.1", 0), handler) as http:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        http.socket = context.wrap_socket(http.socket, server_side=True, do_handshake_on_connect=False)
        thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"https://localhost:{http.server_address[1]}", certificate
        handler.release.set()
        http.shutdown()
        thread.join()


def test_answers_come_over_tls_and_nothing_stays_open(server: tuple[str, Path]) -> None:
    url, certificate = server
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", PROGRAM, url],
        capture_output=True,
        text=True,
        env={**os.environ, "SSL_CERT_FILE": str(certificate)},
        timeout=60,
    )
    assert done.stdout == "[(0, 'no complete answer within 0.8 s'), (200, '')] 12\n"
    assert [line for line in done.stderr.splitlines() if not line.startswith("Executing")] == []
