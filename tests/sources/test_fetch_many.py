"""A run over many feeds: one request each, within bounds, each answer handed over once, and an end when asked for."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from digest.sources import fetch
from digest.sources.fetch import Ask, Limits
from digest.sources.fetch.network import Network

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from digest.model import Exchange

FEED = b"<rss version='2.0'><channel><title>t</title></channel></rss>"
SECRET = "pa55-w0rd-canary"
NO_SUCH = (404, {}, b"")


class Server:
    """A loopback server: what to answer by path, what was asked, and a latch for answers that should hang."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.release = threading.Event()
        self.saw_request = threading.Event()
        handler = type("Handler", (_Handler,), {"owner": self})
        self._http = _Http(("127.0.0.1", 0), handler)
        self.port = self._http.server_address[1]
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def seen(self, path: str) -> list[dict[str, str]]:
        return [headers for asked, headers in self.asked if asked == path]

    def close(self) -> None:
        self.release.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Http(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        pass  # the client has hung up


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    owner: Server

    def do_GET(self) -> None:
        self.owner.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        self.owner.saw_request.set()
        answer = self.owner.answers.get(self.path.partition("?")[0], NO_SUCH)
        if callable(answer):
            answer = answer(self)
        if answer == "hang":
            self.owner.release.wait(20)
            self.close_connection = True
            return
        status, headers, body = answer
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


@pytest.fixture
def other() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


class _Diverted(socket.socket):
    """Connects to the loopback whatever address it is given: a public host for tests."""

    def connect(self, place: Any) -> None:
        super().connect(("127.0.0.1", place[1]))


def public_network(**hosts: str) -> Network:
    """Give `name_test="93.184.216.34"` as name.test → that address, every connection landing on the loopback."""
    table = {name.replace("_", "."): number for name, number in hosts.items()}

    def look_up(host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
        if host not in table:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        numbers = table[host].split()
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in numbers]

    return Network(look_up=look_up, make_socket=lambda info: _Diverted(info[0], info[1], info[2]))


def run(*asks: Ask, network: Network | None = None, **limits: Any) -> list[Exchange]:
    answers: list[Exchange] = []
    fetch.many(asks, limits=Limits(**{"seconds": 5.0, **limits}), answered=answers.append, network=network)
    return answers


def moved(status: int, target: str) -> tuple[int, dict[str, str], bytes]:
    return (status, {"Location": target}, b"")


def test_an_unchanged_feed_costs_one_request(server: Server) -> None:
    def feed(request: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], bytes]:
        validators = {"ETag": '"v1"', "Last-Modified": "Mon, 02 Jan 2023 03:04:05 GMT"}
        if request.headers.get("If-None-Match") == '"v1"':
            return (304, {}, b"")
        return (200, {"Content-Type": "application/rss+xml; charset=UTF-8", **validators}, FEED)

    server.answers["/feed"] = feed
    (first,) = run(Ask(server.url("/feed")))
    assert (first.status, first.body, first.error) == (200, FEED, "")
    assert (first.media_type, first.charset) == ("application/rss+xml", "utf-8")
    (second,) = run(Ask(server.url("/feed"), first.etag, first.modified))
    assert (second.status, second.body, second.error) == (304, b"", "")
    assert (second.etag, second.modified) == (first.etag, first.modified)
    assert len(server.asked) == 2
    sent = server.asked[1][1]
    assert sent["if-modified-since"] == first.modified
    assert sent["accept-encoding"] == "gzip, deflate"
    assert sent["user-agent"].startswith("digest/")


def test_a_validator_that_can_not_be_echoed_is_not_sent(server: Server) -> None:
    server.answers["/feed"] = (200, {"ETag": '"' + "x" * 2000 + '"'}, FEED)
    (answer,) = run(Ask(server.url("/feed"), '"a"\r\nX-Injected: 1', "x" * 2000))
    assert answer.etag == ""
    assert not {"if-none-match", "if-modified-since", "x-injected"} & server.asked[0][1].keys()


def test_each_address_is_asked_and_answered_once(server: Server) -> None:
    paths = [f"/feed/{number}" for number in range(60)]
    server.answers.update({path: (200, {}, FEED) for path in paths[::2]})
    answers = run(*[Ask(server.url(path)) for path in paths], Ask("http://[", ""), Ask("gopher://127.0.0.1/"))
    assert sorted(server.paths()) == sorted(paths)
    assert len({answer.url for answer in answers}) == len(answers) == 62
    assert {answer.status for answer in answers if answer.error == ""} == {200}
    assert [a.error for a in answers if a.url in ("http://[", "gopher://127.0.0.1/")] == ["not a web address"] * 2


def test_a_connection_that_closes_is_not_asked_again(server: Server) -> None:
    def hang_up(request: BaseHTTPRequestHandler) -> str:
        request.server.shutdown_request(request.request)  # type: ignore[attr-defined]
        return "hang"

    server.release.set()
    server.answers["/close"] = hang_up
    (answer,) = run(Ask(server.url("/close")))
    assert answer.error
    assert server.paths() == ["/close"]


def test_no_more_are_asked_at_a_time_than_the_limits_say(server: Server) -> None:
    together, lock, counts = threading.Barrier(3), threading.Lock(), {"now": 0, "peak": 0}

    def busy(_: object) -> tuple[int, dict[str, str], bytes]:
        with lock:
            counts["now"] += 1
            counts["peak"] = max(counts["peak"], counts["now"])
        together.wait(10)
        with lock:
            counts["now"] -= 1
        together.wait(10)  # nobody leaves before all have counted themselves out
        return (200, {}, FEED)

    server.answers["/busy"] = busy
    answers = run(*[Ask(server.url(f"/busy?{number}")) for number in range(9)], per_host=3, seconds=15)
    assert [answer.error for answer in answers] == [""] * 9
    assert counts["peak"] == 3
    counts["peak"] = 0
    hosts = [server.url(f"/busy?{number}", host=f"127.0.0.{number}") for number in range(1, 10)]
    assert len(run(*[Ask(url) for url in hosts], at_once=3, network=public_network(), seconds=15)) == 9
    assert counts["peak"] == 3


@pytest.mark.parametrize(("interim", "ends_well"), [(3, True), (5000, False)])
def test_a_flood_of_interim_answers_is_refused(server: Server, interim: int, ends_well: bool) -> None:
    def early(request: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], bytes]:
        request.wfile.write(b"HTTP/1.1 103 Early Hints\r\nLink: </style>\r\n\r\n" * interim)
        return (200, {}, FEED)

    server.answers["/feed"] = early
    (answer,) = run(Ask(server.url("/feed")))
    assert (answer.error == "") is ends_well


def test_a_host_is_left_in_peace_between_two_requests(server: Server) -> None:
    server.answers["/feed"] = (200, {}, FEED)
    start = time.monotonic()
    assert len(run(*[Ask(server.url("/feed"))] * 4, host_interval=0.05)) == 4
    assert time.monotonic() - start >= 0.15


def test_hanging_feeds_do_not_stop_the_others(server: Server) -> None:
    server.answers.update({"/hang": "hang", "/feed": (200, {}, FEED)})
    asks = [Ask(server.url(f"/hang?{n}")) for n in range(8)] + [Ask(server.url("/feed"))]
    by_url = {answer.url: answer for answer in run(*asks, seconds=0.3, per_host=16)}
    assert by_url[server.url("/feed")].body == FEED
    assert by_url[server.url("/hang?0")].error == "no complete answer within 0.3 s"


def test_a_slow_receiver_is_not_the_servers_fault(server: Server) -> None:
    def slow(_: object) -> tuple[int, dict[str, str], bytes]:
        server.release.wait(20)
        return (200, {}, FEED)

    server.answers.update({"/feed": (200, {}, FEED), "/slow": slow})
    answers: list[Exchange] = []

    def answered(exchange: Exchange) -> None:
        if not answers:
            threading.Event().wait(0.8)  # longer than the deadline of the other
        answers.append(exchange)
        server.release.set()

    fetch.many([Ask(server.url("/slow")), Ask(server.url("/feed"))], limits=Limits(seconds=0.7), answered=answered)
    assert [answer.error for answer in answers] == ["", ""]


def test_a_run_ends_when_the_user_has_had_enough(server: Server) -> None:
    server.answers.update({"/hang": "hang", "/feed": (200, {}, FEED)})
    answers: list[Exchange] = []
    asks = [Ask(server.url("/feed")), *[Ask(server.url(f"/hang?{n}")) for n in range(30)]]
    fetch.many(asks, limits=Limits(seconds=60), answered=answers.append, stopped=lambda: bool(answers))
    assert [answer.body for answer in answers] == [FEED]


def test_a_run_that_is_stopped_before_it_starts_asks_nothing(server: Server) -> None:
    fetch.many([Ask(server.url("/feed"))], limits=Limits(), answered=lambda _: None, stopped=lambda: True)
    assert server.asked == []


@pytest.mark.parametrize("error", [LookupError, KeyboardInterrupt])
def test_what_the_receiver_raises_comes_out(
    server: Server, error: type[BaseException], caplog: pytest.LogCaptureFixture
) -> None:
    server.answers.update({"/hang": "hang", "/feed": (200, {}, FEED)})

    def answered(_: Exchange) -> None:
        raise error("from the receiver")

    asks = [Ask(server.url("/hang")), Ask(server.url("/feed"))]
    with pytest.raises(error, match="from the receiver"):
        fetch.many(asks, limits=Limits(seconds=60), answered=answered, stopped=lambda: False)
    assert caplog.records == []


def test_ctrl_c_leaves_no_noise(server: Server) -> None:
    server.answers["/hang"] = "hang"
    program = (
        "import sys\nfrom digest.sources import fetch\n"
        "try:\n    fetch.many([fetch.Ask(u) for u in sys.argv[1:]], answered=print, limits=fetch.Limits())\n"
        "except KeyboardInterrupt:\n    print('interrupted')\n"
    )
    command = [sys.executable, "-W", "error", "-X", "dev", "-c", program, *[server.url(f"/hang?{n}") for n in range(6)]]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert server.saw_request.wait(30)
        child.send_signal(signal.SIGINT)
        out, noise = child.communicate(timeout=30)
    assert (out, child.returncode) == ("interrupted\n", 0)
    assert [line for line in noise.splitlines() if not line.startswith("Executing")] == []


def test_nothing_heavy_is_loaded_before_something_is_asked() -> None:
    program = (
        "import sys; from digest.sources.fetch import Ask, Limits; print({'aiohttp', 'asyncio'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


# Redirects


@pytest.mark.parametrize(
    ("steps", "permanent"),
    [([301], 1), ([308, 301], 2), ([302], 0), ([307, 301], 0), ([301, 302], 1), ([303, 308, 301], 0)],
)
def test_only_permanent_redirects_give_a_new_address(server: Server, steps: list[int], permanent: int) -> None:
    for place, status in enumerate(steps):
        server.answers[f"/{place}"] = moved(status, f"/{place + 1}")
    server.answers[f"/{len(steps)}"] = (200, {}, FEED)
    (answer,) = run(Ask(server.url("/0")))
    assert (answer.status, answer.final_url) == (200, server.url(f"/{len(steps)}"))
    assert answer.permanent_url == (server.url(f"/{permanent}") if permanent else "")


def test_validators_follow_a_redirect(server: Server) -> None:
    server.answers.update({"/feed": moved(301, "/new"), "/new": (304, {}, b"")})
    (answer,) = run(Ask(server.url("/feed"), '"v1"'))
    assert (answer.status, answer.etag, answer.permanent_url) == (304, '"v1"', server.url("/new"))


def test_a_permanent_redirect_to_an_error_gives_no_address(server: Server) -> None:
    server.answers["/feed"] = moved(301, "/absent")
    (answer,) = run(Ask(server.url("/feed")))
    assert (answer.status, answer.permanent_url) == (404, "")


def test_credentials_and_headers_stay_with_their_host(server: Server, other: Server) -> None:
    network = public_network(one_test="93.184.216.34", two_test="93.184.216.35")
    server.answers["/feed"] = moved(302, "/here")
    server.answers["/here"] = moved(302, other.url("/port", host="one.test"))
    other.answers["/port"] = moved(302, server.url("/name", host="two.test"))
    server.answers["/name"] = (200, {}, FEED)
    ask = Ask(server.url("/feed", host="one.test"), headers=(("X-Key", SECRET),), user="me", password=SECRET)
    (answer,) = run(ask, network=network)
    assert answer.body == FEED
    for path in ("/feed", "/here"):
        assert {"authorization", "x-key"} <= server.seen(path)[0].keys()
    for headers in (*other.seen("/port"), *server.seen("/name")):
        assert not {"authorization", "x-key"} & headers.keys()
    assert SECRET not in repr(answer) + repr(ask)


def test_cookies_are_not_kept(server: Server) -> None:
    server.answers["/feed"] = (302, {"Location": "/next", "Set-Cookie": "id=1; Path=/"}, b"")
    server.answers["/next"] = (200, {"Set-Cookie": "id=2"}, FEED)
    run(Ask(server.url("/feed")), Ask(server.url("/next")))
    assert all("cookie" not in headers for _, headers in server.asked)


# Credentials


def test_a_password_comes_from_the_environment_or_from_netrc(
    server: Server, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server.answers["/feed"] = (200, {}, FEED)
    monkeypatch.setenv("FEED_KEY", SECRET)
    run(Ask(server.url("/feed"), headers=(("X-Key", "$FEED_KEY"),), user="me", password="$FEED_KEY"))
    assert server.asked[-1][1]["x-key"] == SECRET
    assert server.asked[-1][1]["authorization"].startswith("Basic bWU6")
    run(Ask(server.url("/feed").replace("//", "//me:" + SECRET + "@")))
    assert server.asked[-1][1]["authorization"].startswith("Basic bWU6")
    netrc = tmp_path / "netrc"
    netrc.write_text(f"machine 127.0.0.1 login me password {SECRET}\ndefault login all password {SECRET}\n")
    monkeypatch.setenv("NETRC", os.fspath(netrc))
    run(Ask(server.url("/feed")))
    assert server.asked[-1][1]["authorization"].startswith("Basic bWU6")
    run(Ask(server.url("/feed"), user_url=server.url("/")))  # a page's wish, not the user's
    assert "authorization" not in server.asked[-1][1]
    netrc.write_text(f"default login all password {SECRET}\n")
    run(Ask(server.url("/feed")))
    assert "authorization" not in server.asked[-1][1]


def test_a_feeds_own_header_takes_the_place_of_ours(server: Server) -> None:
    def feed(request: BaseHTTPRequestHandler) -> tuple[int, dict[str, str], bytes]:
        return (200, {}, repr(request.headers.get_all("accept")).encode())

    server.answers["/feed"] = feed
    (answer,) = run(Ask(server.url("/feed"), headers=(("ACCEPT", "text/x"), ("user-agent", "other"))))
    assert answer.body == b"['text/x']"
    assert server.asked[0][1]["user-agent"] == "other"


def test_a_missing_variable_or_an_unfit_header_is_named_and_nothing_is_asked(server: Server) -> None:
    asks = [
        Ask(server.url("/1"), user="me", password="$NO_SUCH_VARIABLE"),
        Ask(server.url("/2"), headers=(("Host", "elsewhere.example"),)),
        Ask(server.url("/3"), headers=(("X-Key", f"{SECRET}\r\nX: y"),)),
    ]
    answers = run(*asks)
    assert "NO_SUCH_VARIABLE, which is not set" in answers[0].error
    assert "'Host' can't be set" in answers[1].error
    assert "X-Key has a value that can't be sent" in answers[2].error
    assert SECRET not in repr(answers)
    assert server.asked == []


# Where we may be sent


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "evil.test", "[::ffff:127.0.0.1]", "2130706433", "0.0.0.0"])
@pytest.mark.parametrize("warm", [False, True])
def test_a_public_feed_can_not_send_us_inside(server: Server, host: str, warm: bool) -> None:
    network = public_network(public_test="93.184.216.34", evil_test="127.0.0.1", localhost="127.0.0.1")
    server.answers["/feed"] = moved(302, server.url("/secret", host=host))
    server.answers["/own"] = (200, {}, FEED)
    asks = [Ask(server.url("/feed", host="public.test"))]
    if warm:  # a connection of the user's own feed is kept, and must not be lent
        asks = [Ask(server.url("/own")), *asks]
    answer = run(*asks, network=network, at_once=1)[-1]
    assert answer.error.startswith("redirected to")
    assert answer.body == b""
    assert "/secret" not in server.paths()


def test_the_users_own_host_may_be_inside(server: Server, other: Server) -> None:
    network = public_network(home_test="192.168.1.7")
    server.answers.update({"/feed": moved(302, "/own"), "/own": (200, {}, FEED)})
    server.answers["/away"] = moved(302, other.url("/secret", host="home.test"))
    feed, away = run(
        Ask(server.url("/feed", host="home.test")),
        Ask(server.url("/away", host="home.test")),
        network=network,
        per_host=1,
    )
    assert feed.body == FEED
    assert away.error == "redirected to an address inside this network"  # another port is another server
    assert other.asked == []


def test_an_articles_link_may_be_inside_only_where_its_feed_is(server: Server) -> None:
    network = public_network(public_test="93.184.216.34")
    server.answers["/page"] = (200, {}, FEED)
    (answer,) = run(Ask(server.url("/page"), user_url="http://public.test/feed"), network=network)
    assert answer.error == "is an address inside this network"
    assert server.asked == []
    (answer,) = run(Ask(server.url("/page"), user_url="/home/me/feed.xml"), network=network)
    assert answer.error == "is an address inside this network"
    (answer,) = run(Ask(server.url("/page"), user_url=server.url("/feed")), network=network)
    assert answer.body == FEED


def test_of_several_addresses_only_public_ones_are_connected_to(server: Server) -> None:
    made: list[str] = []
    network = public_network(mixed_test="10.0.0.1 93.184.216.34 127.0.0.1", public_test="93.184.216.34")
    plain = network.make_socket
    network.make_socket = lambda info: (made.append(info[4][0]), plain(info))[1]
    server.answers["/feed"] = moved(302, server.url("/page", host="mixed.test"))
    server.answers["/page"] = (200, {}, FEED)
    (answer,) = run(Ask(server.url("/feed", host="public.test")), network=network)
    assert answer.body == FEED
    assert set(made) == {"93.184.216.34"}


def test_a_proxy_of_the_users_may_be_inside_but_its_answers_may_not_lead_there(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", server.url("/"))
    monkeypatch.setenv("no_proxy", "direct.test")
    server.answers["http://feeds.test/feed"] = (200, {}, FEED)
    server.answers["http://feeds.test/in"] = moved(302, "http://127.1/secret")
    server.answers["/feed"] = (200, {}, FEED)
    network = public_network(direct_test="93.184.216.34")
    asks = ["http://feeds.test/feed", "http://feeds.test/in", server.url("/feed", host="direct.test")]
    answers = {a.url: a for a in run(*map(Ask, asks), network=network)}
    assert answers["http://feeds.test/feed"].body == FEED
    assert answers["http://feeds.test/in"].error.startswith("redirected to")
    assert answers[server.url("/feed", host="direct.test")].body == FEED
    assert not [path for path in server.paths() if "secret" in path]


def test_what_is_wrong_on_the_way_is_named(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def error(url: str) -> str:
        return run(Ask(url), network=public_network(odd_test="93.184.216.34"))[0].error

    closed = socket.create_server(("127.0.0.1", 0))
    port = closed.getsockname()[1]
    closed.close()
    assert error(f"http://127.0.0.1:{port}/") == "can't connect (connection refused)"
    assert error("http://absent.test/") == "can't find the host (name or service not known)"
    assert error(f"http://{'a' * 70}.test/").startswith(("can't find the host", "not a web address"))
    assert error(server.url("/", host="odd.test").replace("http:", "https:")).startswith("no secure connection (")
    monkeypatch.setenv("https_proxy", server.url("/"))
    assert error("https://feeds.test/") == "the proxy answered 501"
    monkeypatch.setenv("http_proxy", f"127.0.0.1:{port}")
    assert error("http://feeds.test/") == "can't connect to the proxy (connection refused)"
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:1")
    assert error("http://feeds.test/") == "the proxy that the environment names is not an http proxy"
