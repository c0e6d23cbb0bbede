"""Two refreshes of every endpoint of the hostile server: each ends as the server's own table says."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from digest.archive import Archive
from digest.model import Subscription
from digest.service.fetching import Outcome, Plan, refresh
from digest.sources.fetch import Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.model import Article, FeedState

BENCH = Path(__file__).resolve().parents[3] / "shared" / "bench"
FIRST = datetime(2026, 11, 24, 6, tzinfo=UTC)
SECOND = FIRST + timedelta(hours=25)
ELSEWHERE = {
    "/endless-100",  # takes its whole deadline; the client's tests have it
    "/redirect-to-loopback",  # allowed here, where the user names this host; the client's tests ask from outside
}


def _endpoints() -> dict[str, dict[str, Any]]:
    if not BENCH.is_dir():
        return {}
    sys.path.insert(0, str(BENCH))
    try:
        import hostile_server
    finally:
        sys.path.remove(str(BENCH))
    return {path: e for path, e in hostile_server.ENDPOINTS.items() if path not in ELSEWHERE}


ENDPOINTS = _endpoints()
pytestmark = pytest.mark.skipif(not ENDPOINTS, reason="the hostile server is not beside this checkout")


class Run(NamedTuple):
    first: dict[str, Outcome]
    second: dict[str, Outcome]
    states: tuple[dict[str, FeedState], dict[str, FeedState]]
    articles: dict[str, tuple[Article, ...]]
    secret_hits: int


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    sys.path.insert(0, str(BENCH))
    try:
        from hostile_server import HostileServer
    finally:
        sys.path.remove(str(BENCH))
    plan = Plan(limits=Limits(seconds=2.5, at_once=64, per_host=64), workers=2)
    with HostileServer() as server, Archive.open(str(tmp_path_factory.mktemp("hostile") / "a.sqlite3")) as archive:
        feeds = [Subscription(url=server.url(path)) for path in ENDPOINTS]
        paths = {server.url(path): path for path in ENDPOINTS}

        def once(now: datetime) -> tuple[dict[str, Outcome], dict[str, FeedState]]:
            outcomes = refresh(feeds, archive, now=now, plan=plan)
            return {paths[o.url]: o for o in outcomes}, {paths[u]: s for u, s in archive.states().items() if u in paths}

        first, first_states = once(FIRST)
        second, second_states = once(SECOND)
        refresh([Subscription(url=server.url("/flaky"))], archive, now=SECOND + timedelta(hours=1), plan=plan)
        articles: dict[str, list[Article]] = {}
        for kept in archive.page(limit=-1):
            articles.setdefault(paths[kept.article.source], []).append(kept.article)
        assert archive.check() == ()
        found = {path: tuple(a) for path, a in articles.items()}
        yield Run(first, second, (first_states, second_states), found, server.hits("/secret"))


def test_every_endpoint_has_a_named_result(run: Run) -> None:
    assert run.first.keys() == run.second.keys() == ENDPOINTS.keys()
    assert all(o.problem for o in (*run.first.values(), *run.second.values()) if o.kind == "failed")
    assert run.secret_hits == 0


@pytest.mark.parametrize("path", ENDPOINTS)
def test_an_endpoint_ends_as_expected(run: Run, path: str) -> None:
    expect = str(ENDPOINTS[path]["expect"])
    word, _, value = expect.partition(":")
    first, second = run.first[path], run.second[path]
    articles = run.articles.get(path, ())
    if word == "entries" and not value.endswith("?"):
        assert len(articles) == int(value), (first, second)
    elif word == "entries":
        assert len(articles) <= int(value[:-1])
    elif word == "moved":
        assert articles
        assert run.states[1][path].moved_to.endswith(value)
    elif word == "gone":
        assert run.states[0][path].paused
        assert second.kind == "waiting"
    elif word == "backoff":
        until = run.states[0][path].not_before
        assert until is not None
        assert abs((until - FIRST).total_seconds() - float(value)) < 5
    elif word == "error":
        assert first.kind == "failed"
        assert not articles
    elif word == "refuse":
        assert first.kind == "failed" or "xxe" in path
    else:
        assert word == "bounded"


@pytest.mark.parametrize("path", [p for p in ENDPOINTS if ENDPOINTS[p]["group"] in {"cache", "identity"}])
def test_a_second_fetch_shows_nothing_twice(run: Run, path: str) -> None:
    assert run.second[path].new == 0
    assert run.second[path].revised == (1 if path == "/edited" else 0)


def test_every_text_that_was_kept_is_clean(run: Run) -> None:
    from digest.text.clean import clean

    for articles in run.articles.values():
        for article in articles:
            assert clean(article.title, one_line=True) == article.title
            assert clean(article.text) == article.text
            assert article.url is None or article.url.startswith(("http://", "https://"))
            assert article.published is None or 1990 <= article.published.year <= SECOND.year
