"""Every fault of the hostile server that concerns the network ends as its `expect` word says."""

from __future__ import annotations

import importlib.util
import shutil
import socket
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from digest.sources import fetch
from digest.sources.fetch import Ask, Limits
from digest.sources.fetch.network import Network

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.model import Exchange

SERVER = Path(__file__).parents[2] / "../shared/bench/hostile_server.py"
GROUPS = {"good", "cache", "compression", "stream", "framing", "redirect", "status"}
# What only a parser can tell, or only a second request.
OTHERWISE = {"/redirect-301-to-html": "entries:?", "/flaky": "backoff:60"}


def _module() -> Any:
    spec = importlib.util.spec_from_file_location("hostile_server", SERVER)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


HOSTILE = _module() if SERVER.exists() else None
pytestmark = pytest.mark.skipif(
    HOSTILE is None, reason="../shared/bench/hostile_server.py is not beside the repository"
)
CASES = {path: e["expect"] for path, e in HOSTILE.ENDPOINTS.items() if e["group"] in GROUPS} if HOSTILE else {}


class _Diverted(socket.socket):
    def connect(self, place: Any) -> None:
        super().connect(("127.0.0.1", place[1]))


def _network() -> Network:
    """Make public.test a public host that is served from the loopback; localhost stays what it is."""

    def look_up(host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
        number = {"public.test": "93.184.216.34", "localhost": "127.0.0.1"}.get(host)
        if number is None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port))]

    return Network(look_up=look_up, make_socket=lambda info: _Diverted(info[0], info[1], info[2]))


class Outcome:
    """What the faults gave: asked as the user's own host on the loopback, and as a public host."""

    def __init__(self, server: Any) -> None:
        self.server = server
        ours = [path for path, expect in CASES.items() if expect != "refuse"]
        public = [path for path, expect in CASES.items() if expect == "refuse"]
        self.exchanges = self._ask([Ask(server.url(path)) for path in ours], ours)
        self.hits = {path: server.hits(path) for path in ours}
        hosts = [Ask(f"http://public.test:{server.port}{path}") for path in public]
        self.exchanges |= self._ask(hosts, public)

    def again(self, path: str) -> Exchange:
        first = self.exchanges[path]
        return self._ask([Ask(self.server.url(path), first.etag, first.modified)], [path])[path]

    def _ask(self, asks: list[Ask], paths: list[str]) -> dict[str, Exchange]:
        found: dict[str, Exchange] = {}
        limits = Limits(seconds=2.0, at_once=64, per_host=64)
        fetch.many(asks, limits=limits, answered=lambda e: found.update({e.url: e}), network=_network())
        return {path: found[ask.url] for ask, path in zip(asks, paths, strict=True)}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcome]:
    assert HOSTILE
    with pytest.MonkeyPatch.context() as patch, HOSTILE.HostileServer() as server:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        for name in ("http_proxy", "https_proxy", "all_proxy"):
            patch.delenv(name, raising=False)
            patch.delenv(name.upper(), raising=False)
        server.httpd.socket.listen(128)
        yield Outcome(server)


@pytest.mark.parametrize("path", CASES)
def test_each_fault_ends_as_it_should(outcome: Outcome, path: str) -> None:
    found = outcome.exchanges[path]
    word, _, detail = OTHERWISE.get(path, CASES[path]).partition(":")
    assert not [c for c in found.error if unicodedata.category(c).startswith("C")]
    assert bool(found.error) != (found.status in (200, 304) and bool(found.body))
    assert not (found.error and (found.body or found.permanent_url))
    if word == "entries" and not detail.endswith("?"):
        assert (found.status, found.error) == (200, "")
        assert b"<" in found.body
        assert found.permanent_url == ""
    elif word == "moved":
        assert (found.status, found.error) == (200, "")
        assert found.permanent_url.endswith(detail)
    elif word == "backoff":
        assert found.status in (429, 503)
        assert found.retry_after == pytest.approx(float(detail), abs=10)
    elif word == "gone":
        assert found.status == 410
    elif word in ("error", "bounded", "refuse"):
        assert found.error


def test_nothing_forbidden_was_asked_and_nothing_twice(outcome: Outcome) -> None:
    assert outcome.server.hits("/secret") == 0
    targets = {"/ok", "/404", "/html", "/redirect-loop", "/redirect-chain"}
    assert {path: hits for path, hits in outcome.hits.items() if hits != 1 and path not in targets} == {}


@pytest.mark.parametrize("path", ["/etag", "/last-modified"])
def test_an_unchanged_feed_is_not_sent_again(outcome: Outcome, path: str) -> None:
    assert outcome.again(path).status == 304


@pytest.mark.parametrize("path", ["/etag-hostile", "/etag-changing"])
def test_a_useless_validator_does_no_harm(outcome: Outcome, path: str) -> None:
    again = outcome.again(path)
    assert (again.status, again.error) == (200, "")
    assert len(again.etag) < 100


@pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl command makes the certificate")
@pytest.mark.parametrize("kind", ["self-signed", "expired"])
def test_a_certificate_that_is_not_accepted_is_one_line(kind: str) -> None:
    assert HOSTILE
    found: list[Exchange] = []
    with HOSTILE.HostileServer(tls=kind) as server:
        fetch.many([Ask(server.url("/ok"))], limits=Limits(seconds=5), answered=found.append)
    assert found[0].error.startswith("the certificate is not accepted (")
    assert "\n" not in found[0].error
