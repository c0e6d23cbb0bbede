"""`digest feeds`: what is asked and how often, what is said, what the file holds afterwards."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import sys
import threading
import urllib.request
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from digest import paths, subscriptions
from digest.model import Article, FeedState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Run = Callable[..., tuple[int, str, str]]

ROOT = Path(__file__).parents[2]
FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Rain &amp; Shine</title><link>http://x.example/</link>
<item><title>It rained</title><guid>1</guid></item><item><title>It shone</title><guid>2</guid></item></channel></rss>"""
PAGE = b"""<!doctype html><html><head><title>x</title>
<link rel="alternate" type="application/rss+xml" href="/feed"></head><body>x</body></html>"""
ROUTES: dict[str, tuple[int, str, bytes]] = {
    "/feed": (200, "application/rss+xml", FEED),
    "/html-feed": (200, "text/html", b"\n<!-- x -->" + FEED[21:]),
    "/page": (200, "text/html; charset=utf-8", PAGE),
    "/bare": (200, "text/html", b"<html><body>nothing here</body></html>"),
    "/circle": (200, "text/html", PAGE.replace(b"/feed", b"/bare")),
    "/wheel": (200, "text/html", PAGE.replace(b"/feed", b"/page")),
    "/inside": (200, "text/html", PAGE.replace(b'"/feed', b'"http://127.0.0.2:1/secret')),
    "/picture": (200, "image/png", b"\x89PNG\r\n\x1a\n" + bytes(64)),
}


class _Handler(BaseHTTPRequestHandler):
    asked: list[tuple[str, str]]

    def do_GET(self) -> None:
        type(self).asked.append((self.path, self.headers.get("X-Key", "")))
        status, kind, body = ROUTES.get(self.path, (404, "text/plain", b"no"))
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


class _Server:
    def __init__(self, address: str, handler: type[_Handler]) -> None:
        self.address, self._handler = address, handler

    @property
    def asked(self) -> list[str]:
        return [path for path, _ in self._handler.asked]

    @property
    def keys(self) -> list[str]:
        return [key for _, key in self._handler.asked]


@pytest.fixture
def server() -> Iterator[_Server]:
    handler = type("_Own", (_Handler,), {"asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield _Server(f"http://127.0.0.1:{running.server_address[1]}", handler)
        running.shutdown()
        thread.join()


def _feeds() -> tuple[subscriptions.Subscription, ...]:
    return subscriptions.load(paths.feeds_file()).feeds


def _opml(*addresses: str) -> bytes:
    lines = "".join(f'<outline text="{i}" xmlUrl="{a}"/>' for i, a in enumerate(addresses, 1))
    return f'<opml version="2.0"><body><outline text="World">{lines}</outline></body></opml>'.encode()


def test_adding_a_feed_asks_once_and_tells_its_title_and_entries(digest: Run, server: _Server) -> None:
    url = f"{server.address}/feed"
    assert digest("feeds", "add", url, "--tag", "weather", "--tag", "daily", "--full-text") == (
        0, f"added Rain & Shine <{url}>: 2 entries\n", "",
    )  # fmt: skip
    assert server.asked == ["/feed"]
    (feed,) = _feeds()
    assert (feed.url, feed.title, feed.tags, feed.full_text) == (url, "Rain & Shine", ("weather", "daily"), True)


def test_a_feed_served_as_a_page_is_a_feed(digest: Run, server: _Server) -> None:
    assert digest("feeds", "add", f"{server.address}/html-feed", "--title", "Mine")[0] == 0
    assert server.asked == ["/html-feed"]
    assert _feeds()[0].title == "Mine"


def test_a_page_leads_to_its_feed_with_one_more_request(digest: Run, server: _Server) -> None:
    status, out, _ = digest("feeds", "add", f"{server.address}/page")
    assert (status, server.asked) == (0, ["/page", "/feed"])
    assert f"{server.address}/feed" in out
    assert _feeds()[0].url == f"{server.address}/feed"


def test_adding_without_a_check_asks_nothing(digest: Run, server: _Server) -> None:
    url = f"{server.address}/feed"
    assert digest("feeds", "add", url, "--no-check") == (0, f"added {url}\n", "")
    assert server.asked == []


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/bare", "a web page that names no feed"),
        ("/circle", "/bare: a web page that names no feed"),
        ("/wheel", "/page: a web page too"),
        ("/inside", "inside this network"),
        ("/gone", "404"),
        ("/picture", ""),
    ],
)
def test_what_is_no_feed_is_not_added(digest: Run, server: _Server, path: str, says: str) -> None:
    status, out, err = digest("feeds", "add", f"{server.address}{path}")
    assert (status, out) == (1, "")
    assert err.startswith(f"digest: {server.address}{path}: ")
    assert err.count("\n") == 1
    assert says in err
    assert _feeds() == ()


def test_one_that_fails_does_not_stop_the_others(digest: Run, server: _Server) -> None:
    status, out, err = digest("feeds", "add", f"{server.address}/bare", f"{server.address}/feed", "ftp://x.example/")
    assert status == 3
    assert out.count("\n") == 1
    assert err.count("\n") == 2
    assert [feed.url for feed in _feeds()] == [f"{server.address}/feed"]


def test_what_is_there_already_is_refused_without_asking(digest: Run, server: _Server) -> None:
    digest("feeds", "add", f"{server.address}/feed")
    status, _, err = digest("feeds", "add", f"{server.address.upper()}/feed#top".replace("HTTP", "http"))
    assert status == 1
    assert "already subscribed" in err
    status, _, err = digest("feeds", "add", f"{server.address}/page")
    assert status == 1
    assert f"already subscribed ({server.address}/feed)" in err
    assert server.asked == ["/feed", "/page", "/feed"]
    assert len(_feeds()) == 1
    digest("feeds", "remove", f"{server.address}/feed")
    assert digest("feeds", "add", f"{server.address}/feed", f"{server.address}/feed#x")[0] == 3
    assert len(server.asked) == 4


def test_local_folders_and_feed_files_are_sources(digest: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "a.txt").write_text("It rained.", encoding="utf-8")
    (tmp_path / "feed.xml").write_bytes(FEED)
    monkeypatch.chdir(tmp_path)
    status, out, err = digest("feeds", "add", "notes", "feed.xml", "absent.xml")
    assert (status, err) == (3, "digest: absent.xml: no such file or folder\n")
    assert [feed.url for feed in _feeds()] == [str(tmp_path / "notes"), str(tmp_path / "feed.xml")]
    assert "1 entry" in out
    assert "Rain & Shine" in out
    assert digest("feeds", "check")[0] == 0


def test_check_asks_with_the_feeds_own_headers_and_changes_nothing(
    digest: Run, server: _Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", "sesame")
    file = Path(paths.feeds_file())
    file.parent.mkdir(parents=True)
    body = (
        f'[[feeds]]\nurl = "{server.address}/feed"\ntitle = "Good"\nheaders = {{ X-Key = "$MY_KEY" }}\n'
        f'[[feeds]]\nurl = "{server.address}/page"\n'
    )
    file.write_text(body, encoding="utf-8")
    status, out, err = digest("feeds", "check")
    assert (status, out) == (3, f"Rain & Shine <{server.address}/feed>: 2 entries\n")
    assert "a web page, not a feed" in err
    assert server.keys[:2].count("sesame") == 1
    assert digest("feeds", "check", "good")[0] == 0
    rows = json.loads(digest("feeds", "check", "--json")[1])
    assert [(row["entries"], bool(row["problem"])) for row in rows] == [(2, False), (2, True)]
    assert "sesame" not in out + err
    assert file.read_text(encoding="utf-8") == body


def test_list_says_never_fetched_when_there_is_no_archive(digest: Run) -> None:
    digest("feeds", "add", "--no-check", "https://a.example/", "--tag", "x", "--title", "A")
    digest("feeds", "add", "--no-check", "https://b.example/")
    told = "A [x]\n  https://a.example/\n  never fetched\n\nhttps://b.example/\n  https://b.example/\n  never fetched\n"
    assert digest("feeds", "list") == (0, told, "")
    assert [row["url"] for row in json.loads(digest("feeds", "list", "--json", "--tag", "x")[1])] == [
        "https://a.example/"
    ]
    assert digest("feeds", "list", "--tag", "y")[2].startswith("digest: no feeds with the tag y in ")


def test_list_tells_the_health_that_the_archive_remembers(digest: Run, tmp_path: Path) -> None:
    from digest.archive import Archive

    now = datetime.now(UTC)
    url = "https://a.example/"
    digest("feeds", "add", "--no-check", url)
    place = str(tmp_path / "x.sqlite3")
    articles = [
        Article(id=f"{i:016}", title=f"t{i}", text="x", source=url, guid=str(i), published=now - timedelta(days=1))
        for i in range(8)
    ]
    state = FeedState(
        url=url, failures=3, error="timed out\x1b[2J", last_tried=now, last_success=now - timedelta(hours=5, minutes=1)
    )
    with Archive.open(place) as archive:
        archive.record(state, articles, seen_at=now)
    _, out, _ = digest("feeds", "list", "--archive", place)
    assert out.splitlines()[2] == "  failed 3 times in a row: timed out · last read 5 hours ago · 2 a week"
    (row,) = json.loads(digest("feeds", "list", "--json", "--archive", place)[1])
    assert (row["failures"], row["per_week"]) == (3, 2.0)
    assert row["last_success"].endswith("Z")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"paused": "gone (410)"}, "paused: gone (410) · never read"),
        ({"not_before": datetime(2999, 1, 2, 3, 4, tzinfo=UTC)}, "not asked before 2999-01-02 03:04 UTC"),
        ({"moved_to": "https://n.example/"}, "moving to https://n.example/"),
        ({"last_success": "now", "title": "Its own"}, "last read just now · 0 a week"),
        ({"failures": 1, "error": "404"}, "failed 1 time in a row: 404 · never read"),
    ],
)
def test_list_tells_why_a_feed_is_not_read(digest: Run, tmp_path: Path, said: dict[str, Any], told: str) -> None:
    from digest.archive import Archive

    digest("feeds", "add", "--no-check", "https://a.example/")
    now = datetime.now(UTC)
    said = {key: now if value == "now" else value for key, value in said.items()}
    with Archive.open(str(tmp_path / "x.sqlite3")) as archive:
        archive.record(FeedState(url="https://a.example/", last_tried=now, **said), [], seen_at=now)
    title, _, condition = digest("feeds", "list", "--archive", tmp_path / "x.sqlite3")[1].splitlines()
    assert told in condition
    assert title == said.get("title", "https://a.example/")


def test_a_broken_archive_does_not_hide_the_list(digest: Run, tmp_path: Path) -> None:
    digest("feeds", "add", "--no-check", "https://a.example/")
    broken = tmp_path / "x.sqlite3"
    broken.write_bytes(b"not a database" * 100)
    status, out, err = digest("feeds", "list", "--archive", broken)
    assert (status, err.count("\n")) == (0, 1)
    assert "https://a.example/" in out


def test_feeds_are_renamed_tagged_and_removed_by_address_or_title(digest: Run) -> None:
    digest("feeds", "add", "--no-check", "https://a.example/", "--title", "A", "--tag", "x")
    digest("feeds", "add", "--no-check", "https://b.example/", "--title", "B")
    assert digest("feeds", "rename", "a", "New name")[0] == 0
    assert digest("feeds", "tag", "new name", "+y", "-x") == (0, "New name <https://a.example/>: y\n", "")
    assert _feeds()[0].tags == ("y",)
    status, _, err = digest("feeds", "tag", "B", "-z")
    assert (status, "has no tag 'z'" in err) == (2, True)
    status, _, err = digest("feeds", "remove", "B", "C")
    assert (status, len(_feeds())) == (2, 2)
    assert digest("feeds", "remove", "B", "https://A.example") == (
        0, "removed New name <https://a.example/>\nremoved B <https://b.example/>\n", "",
    )  # fmt: skip
    assert _feeds() == ()


@pytest.mark.parametrize(
    "arguments",
    [
        ["add"],
        ["add", "--title", "x", "https://a.example/", "https://b.example/"],
        ["add", "--no-check", "https://a.example/", "--tag", "a,b"],
        ["tag", "x"],
        ["rename", "x", "y"],
        ["import", "absent.opml"],
        ["nonsense"],
        [],
    ],
)
def test_usage_errors_change_nothing(digest: Run, arguments: list[str]) -> None:
    status, out, err = digest("feeds", *arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert not Path(paths.feeds_file()).exists()


def test_opml_comes_in_and_goes_out(digest: Run, tmp_path: Path) -> None:
    taken = tmp_path / "in.opml"
    taken.write_bytes(_opml("https://a.example/", "https://b.example/x", "HTTPS://A.example:443/", "exec:touch canary"))
    status, out, err = digest("feeds", "import", taken)
    assert (status, out) == (3, "added 2 feeds, 1 there already\n")
    assert err == f"digest: {taken}: outline 5 (4): not a web address: exec:touch canary\n"
    assert [(feed.url, feed.title, feed.tags) for feed in _feeds()] == [
        ("https://a.example/", "1", ("World",)),
        ("https://b.example/x", "2", ("World",)),
    ]
    assert digest("feeds", "import", taken)[:2] == (3, "added 0 feeds, 3 there already\n")
    given = tmp_path / "out.opml"
    assert digest("feeds", "export", given) == (0, "", "")
    assert digest("feeds", "export")[1] == given.read_text(encoding="utf-8")
    other = tmp_path / "other.toml"
    assert digest("feeds", "import", given, "--feeds", other)[0] == 0
    assert subscriptions.load(str(other)).feeds == _feeds()


def test_opml_comes_through_a_pipe(digest: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(_opml("https://a.example/"))))
    assert digest("feeds", "import", "-")[:2] == (0, "added 1 feed\n")


def test_a_list_that_gives_nothing_is_a_failure(digest: Run, tmp_path: Path) -> None:
    taken = tmp_path / "in.opml"
    taken.write_bytes(_opml("|touch canary", "https://me:hunter2@a.example/"))
    status, _, err = digest("feeds", "import", taken)
    assert (status, err.count("\n")) == (1, 2)
    assert "hunter2" not in err
    assert not (tmp_path / "canary").exists()


def test_the_hostile_list_takes_nothing_in_and_runs_nothing(
    digest: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = ROOT / "../shared/bench/hostile_server.py"
    if not place.exists():
        pytest.skip("needs the hostile server beside the repository")
    spec = importlib.util.spec_from_file_location("hostile_server", place)
    assert spec
    assert spec.loader
    hostile = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hostile)
    monkeypatch.chdir(tmp_path)
    with hostile.HostileServer() as running:
        status, out, err = digest("feeds", "add", running.url("/opml-exec"))
        assert (status, out) == (1, "")
        assert "OPML" in err
        with urllib.request.urlopen(running.url("/opml-exec")) as answer:
            (tmp_path / "list.opml").write_bytes(answer.read())
        status, out, err = digest("feeds", "import", "list.opml")
        assert (status, err.count("\n")) == (1, 4)
        assert running.hits("/ok") == 0
    assert _feeds() == ()
    assert os.listdir(tmp_path) == ["list.opml"]


def test_local_sources_stay_out_of_an_export(digest: Run, tmp_path: Path) -> None:
    digest("feeds", "add", "--no-check", tmp_path, "https://a.example/")
    _, out, err = digest("feeds", "export")
    assert str(tmp_path) not in out
    assert "1 local source left out" in err


def test_init_begins_with_the_starter_list_once(digest: Run) -> None:
    assert digest("feeds", "init")[0] == 0
    assert len(_feeds()) >= 10
    status, _, err = digest("feeds", "init")
    assert (status, "there are feeds in it already" in err) == (2, True)


def test_a_bad_feeds_file_is_a_usage_error_with_its_name(digest: Run, tmp_path: Path) -> None:
    path = tmp_path / "feeds.toml"
    path.write_text('[[feeds]]\nurl = "https://a.example/"\ntitel = "x"\n', encoding="utf-8")
    for arguments in (["list"], ["check"], ["remove", "x"], ["export"], ["add", "--no-check", "https://b.example/"]):
        status, _, err = digest("feeds", *arguments, "--feeds", path)
        assert (status, err.count("\n")) == (2, 1)
        assert err.startswith(f"digest: {path}: feeds[1]: unknown key 'titel' (nearest: title;")
