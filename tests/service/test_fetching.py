"""Refreshing against a small local server: what is asked, what is kept, what is told."""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from digest import subscriptions
from digest.archive import Archive
from digest.errors import BusyError
from digest.model import Subscription
from digest.service import fetching, moving
from digest.service.fetching import Outcome, Plan
from digest.service.lock import Lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
PLAN = Plan(workers=1)


def feed(*entries: tuple[str, str]) -> bytes:
    items = "".join(
        f"<item><guid>{guid}</guid><title>Title {guid}</title><description>{text}</description></item>"
        for guid, text in entries
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'.encode()


class Server:
    """Answers each path with what a test puts there, and remembers what was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.asked.append((self.path, self.headers.get("If-None-Match", "")))
                status, headers, body = outer.answers.get(self.path, (404, {}, b""))
                if headers.get("ETag") and headers["ETag"] == self.headers.get("If-None-Match"):
                    status, body = 304, b""
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with suppress(OSError):
                    self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.thread = threading.Thread(target=self.http.serve_forever, daemon=True)
        self.thread.start()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.http.server_address[1]}{path}"

    def put(self, path: str, body: bytes = b"", status: int = 200, **headers: str) -> str:
        self.answers[path] = (status, {n.replace("_", "-"): v for n, v in headers.items()}, body)
        return self.url(path)

    def close(self) -> None:
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.close()


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(str(tmp_path / "archive.sqlite3")) as opened:
        yield opened


def refresh(archive: Archive, *urls: str, now: datetime = NOW, **options: bool) -> dict[str, Outcome]:
    plan = PLAN.__replace__(**options)
    outcomes = fetching.refresh([Subscription(url=url) for url in urls], archive, now=now, plan=plan)
    return {outcome.url: outcome for outcome in outcomes}


def texts(archive: Archive) -> list[str]:
    return sorted(kept.article.text for kept in archive.page(limit=-1))


def test_new_articles_are_kept_and_an_unchanged_feed_costs_one_conditional_request(
    server: Server, archive: Archive
) -> None:
    url = server.put("/a", feed(("1", "One."), ("2", "Two.")), ETag='"x"')
    first = refresh(archive, url)[url]
    assert (first.kind, first.new, first.title) == ("new", 2, "News")
    second = refresh(archive, url)[url]
    assert (second.kind, second.new) == ("unchanged", 0)
    assert server.asked == [("/a", ""), ("/a", '"x"')]
    assert texts(archive) == ["One.", "Two."]


def test_the_same_bytes_are_not_parsed_again(server: Server, archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    url = server.put("/a", feed(("1", "One.")))
    refresh(archive, url)

    def parse(*arguments: object, **options: object) -> None:
        raise AssertionError("parsed again")

    monkeypatch.setattr("digest.sources.feeds.workers.Workers.submit", parse)
    assert refresh(archive, url)[url].kind == "unchanged"


def test_edits_are_revisions_and_nothing_is_lost_when_a_feed_drops_entries(server: Server, archive: Archive) -> None:
    url = server.put("/a", feed(("1", "One."), ("2", "Two.")))
    refresh(archive, url)
    server.put("/a", feed(("2", "Two, corrected.")))
    outcome = refresh(archive, url)[url]
    assert (outcome.new, outcome.revised) == (0, 1)
    assert texts(archive) == ["One.", "Two, corrected."]


def test_a_feed_that_fails_does_not_stop_the_others_and_keeps_what_it_had(server: Server, archive: Archive) -> None:
    good, bad = server.put("/good", feed(("1", "One."))), server.put("/bad", feed(("2", "Two.")))
    refresh(archive, good, bad)
    server.put("/bad", b"<html>Sorry</html>", status=500)
    server.put("/good", feed(("1", "One."), ("3", "Three.")))
    outcomes = refresh(archive, good, bad)
    assert outcomes[good].new == 1
    assert outcomes[bad].kind == "failed"
    assert "500" in outcomes[bad].problem
    assert texts(archive) == ["One.", "Three.", "Two."]
    assert refresh(archive, bad)[bad].failures == 2


def test_a_page_in_place_of_the_feed_is_a_failure_and_is_asked_for_again(server: Server, archive: Archive) -> None:
    url = server.put("/a", b"<html><body>Please log in</body></html>", ETag='"login"')
    assert refresh(archive, url)[url].kind == "failed"
    refresh(archive, url)
    assert [validator for _, validator in server.asked] == ["", ""]


def test_a_feed_that_is_gone_is_paused_until_asked_anyway(server: Server, archive: Archive) -> None:
    url = server.put("/a", status=410)
    assert refresh(archive, url)[url].kind == "failed"
    assert refresh(archive, url)[url].kind == "waiting"
    assert len(server.asked) == 1
    server.put("/a", feed(("1", "One.")))
    assert refresh(archive, url, ask_anyway=True)[url].new == 1


def test_a_server_that_asks_for_a_pause_gets_it(server: Server, archive: Archive) -> None:
    url = server.put("/a", status=429, Retry_After="3600")
    refresh(archive, url)
    assert refresh(archive, url, now=NOW + timedelta(minutes=59))[url].kind == "waiting"
    server.put("/a", feed(("1", "One.")))
    assert refresh(archive, url, now=NOW + timedelta(minutes=61))[url].kind == "new"


def test_a_permanent_move_is_taken_over_when_it_stands_a_day_later(
    server: Server, archive: Archive, tmp_path: Path
) -> None:
    old, new = server.put("/old", status=301, Location="/new"), server.put("/new", feed(("1", "One.")))
    file = tmp_path / "feeds.toml"
    file.write_text(f'# mine\n[[feeds]]\nurl = "{old}"  # the good one\n', encoding="utf-8")

    def day(number: int) -> tuple[tuple[str, str], ...]:
        now = NOW + timedelta(hours=25 * number)
        feeds = subscriptions.load(str(file)).feeds
        fetching.refresh(feeds, archive, now=now, plan=PLAN)
        return moving.adopt(archive, feeds, str(file), now=now)

    assert day(0) == ()
    assert day(1) == ((old, new),)
    assert file.read_text(encoding="utf-8") == f'# mine\n[[feeds]]\nurl = "{new}"  # the good one\n'
    server.asked.clear()
    assert day(2) == ()
    assert [path for path, _ in server.asked] == ["/new"]
    assert texts(archive) == ["One."]
    assert archive.states().keys() == {new}


def test_a_move_that_was_cut_short_is_finished(server: Server, archive: Archive) -> None:
    old, new = server.put("/old", status=301, Location="/new"), server.put("/new", feed(("1", "One.")))
    refresh(archive, old)
    moving.finish(archive, [Subscription(url=new)])  # feeds.toml was written, the archive was not
    assert refresh(archive, new)[new].new == 0
    assert texts(archive) == ["One."]


def test_a_move_to_a_page_is_not_taken_over(server: Server, archive: Archive) -> None:
    url = server.put("/old", status=301, Location="/login")
    server.put("/login", b"<html>Log in</html>")
    for hours in (0, 25, 50):
        assert refresh(archive, url, now=NOW + timedelta(hours=hours))[url].kind == "failed"
    assert archive.states()[url].moved_to == ""


def test_a_folder_and_a_feed_file_are_sources(archive: Archive, tmp_path: Path) -> None:
    folder, file = tmp_path / "notes", tmp_path / "saved.xml"
    folder.mkdir()
    (folder / "a.txt").write_text("Rain fell.", encoding="utf-8")
    file.write_bytes(feed(("1", "One.")))
    outcomes = refresh(archive, str(folder), str(file))
    assert (outcomes[str(folder)].new, outcomes[str(file)].new) == (1, 1)
    assert {o.kind for o in refresh(archive, str(folder), str(file)).values()} == {"unchanged"}
    (folder / "a.txt").write_text("Rain fell, and snow.", encoding="utf-8")
    (folder / "b.txt").write_text("Hail fell.", encoding="utf-8")
    again = refresh(archive, str(folder))[str(folder)]
    assert (again.new, again.revised) == (1, 1)
    assert texts(archive) == ["Hail fell.", "One.", "Rain fell, and snow."]
    (folder / "b.txt").unlink()
    refresh(archive, str(folder))
    assert len(texts(archive)) == 3
    assert refresh(archive, str(tmp_path / "absent.xml"))[str(tmp_path / "absent.xml")].kind == "failed"


def test_the_page_gives_the_whole_text_where_that_is_wanted(server: Server, archive: Archive) -> None:
    paragraph = "The old bridge over the river was closed on Thursday because two of its cables had worn through. "
    page = f"<html><body><article><p>{paragraph * 3}</p></article></body></html>"
    server.put("/page", page.encode(), Content_Type="text/html")
    body = feed(("1", "The old bridge …")).replace(b"<guid>", f"<link>{server.url('/page')}</link><guid>".encode())
    url = server.put("/a", body)
    fetching.refresh([Subscription(url=url, full_text=True)], archive, now=NOW, plan=PLAN)
    assert texts(archive) == [(paragraph * 3).strip()]
    server.put("/a", body + b" ")  # other bytes, the same entry: the page's text stays
    fetching.refresh([Subscription(url=url, full_text=True)], archive, now=NOW, plan=PLAN)
    assert texts(archive) == [(paragraph * 3).strip()]


def test_only_one_run_at_a_time(tmp_path: Path) -> None:
    path = str(tmp_path / "x" / "lock")
    with Lock(path), pytest.raises(BusyError, match="another run is at work"), Lock(path):
        pass
    with Lock(path):
        pass


@pytest.fixture
def feeds_file(tmp_path: Path) -> Path:
    return tmp_path / "feeds.toml"


def test_the_command_is_silent_where_nobody_watches_and_tells_by_its_status(
    digest: Run, server: Server, tmp_path: Path, feeds_file: Path
) -> None:
    good, bad = server.put("/good", feed(("1", "One."))), server.url("/bad")
    feeds_file.write_text(f'[[feeds]]\nurl = "{good}"\n[[feeds]]\nurl = "{bad}"\n', encoding="utf-8")
    options = ("--feeds", feeds_file, "--archive", tmp_path / "a.sqlite3")
    assert digest("fetch", *options) == (3, "", "")
    assert digest("fetch", *options) == (3, "", "")
    status, out, err = digest("fetch", *options)
    assert (status, out) == (3, "")
    assert err == f"digest: {bad}: the server answered 404 Not Found (3 times in a row)\n"
    assert digest("fetch", *options) == (3, "", "")
    assert digest("fetch", good, *options)[0] == 0
    assert digest("fetch", bad, *options)[0] == 1


def test_the_report_is_for_programs(digest: Run, server: Server, tmp_path: Path, feeds_file: Path) -> None:
    url = server.put("/good", feed(("1", "One.")))
    feeds_file.write_text(f'[[feeds]]\nurl = "{url}"\n', encoding="utf-8")
    status, out, _ = digest("fetch", "--json", "--feeds", feeds_file, "--archive", tmp_path / "a.sqlite3")
    report = json.loads(out)
    assert (status, report["new"], report["failed"]) == (0, 1, 0)
    assert report["outcomes"][0]["url"] == url


def test_what_stops_a_fetch_is_one_line(digest: Run, tmp_path: Path, feeds_file: Path) -> None:
    archive = tmp_path / "a.sqlite3"
    options = ("--feeds", feeds_file, "--archive", archive)
    assert digest("fetch", *options)[0] == 2  # no feeds yet
    feeds_file.write_text('[[feeds]]\nurl = "http://127.0.0.1:1/"\n', encoding="utf-8")
    with Lock(str(tmp_path / "update.lock")):
        status, _, err = digest("fetch", *options)
    assert status == 75
    assert "another run is at work (process" in err
    archive.write_bytes(b"not a database at all" * 100)
    status, _, err = digest("fetch", *options)
    assert status == 1
    assert str(archive) in err
    assert err.count("\n") == 1
