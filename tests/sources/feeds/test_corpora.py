"""Feeds by others: real ones, test suites of other readers, a hostile server. They are not part of the repository."""

from __future__ import annotations

import importlib.util
import io
import json
import re
import sys
import tarfile
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from digest.sources.feeds import entries, fast, parse, prepare, reference
from digest.sources.feeds.plain import NotAFeedError, UnusualError
from digest.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.model import ParsedFeed

SHARED = Path(__file__).parents[3] / ".." / "shared"
HOSTILE, REAL = SHARED / "data/hostile", SHARED / "data/feeds/real-dev.tar.gz"
SERVER = SHARED / "bench/hostile_server.py"
SETS = (
    *("feedparser", "feedvalidator", "gofeed", "feed-rs", "newsboat"),
    *("miniflux", "reader", "feedjira", "simplepie", "rust-rss"),
)
GROUPS = frozenset(("good", "charset", "dates", "identity", "injection", "not-a-feed", "size", "xml"))
NOW = datetime(2026, 11, 1, tzinfo=UTC)
URL = "https://feeds.example/feed"
FIELDS = ("title", "url", "text", "published", "authors", "guid", "tags", "enclosures")
MARKUP = re.compile(r"</?(?:p|div|br|a|span|img|li|ul|strong|em|figure|h[1-6])(?:\s+[a-z\-]+=[^<>]*)?\s*/?>")


def files(archive: Path) -> Iterator[tuple[str, bytes]]:
    if not archive.exists():
        pytest.skip(f"{archive.name} is not beside the repository")
    with tarfile.open(archive) as opened:
        for member in opened:
            if member.isfile() and not member.name.endswith(".md") and (stream := opened.extractfile(member)):
                yield member.name, stream.read()


def assert_clean(feed: ParsedFeed) -> None:
    assert len({a.id for a in feed.articles}) == len(feed.articles)
    for article in feed.articles:
        assert clean(article.text) == article.text
        for line in (article.title, article.guid, *article.authors, *article.tags):
            assert clean(line, one_line=True) == line
    for problem in feed.problems:
        assert "can't be read" not in problem.what, problem


@pytest.mark.parametrize("name", SETS)
def test_every_feed_of_other_readers_tests_has_a_named_result(name: str) -> None:
    for _, body in files(HOSTILE / f"{name}.tar.gz"):
        assert_clean(parse(body, url=URL, now=NOW))


def test_what_raises_in_feedparser_has_a_named_result() -> None:
    path = HOSTILE / "feedparser-6.0.14-raising.json"
    if not path.exists():
        pytest.skip(f"{path.name} is not beside the repository")
    for case in json.loads(path.read_text()):
        assert_clean(parse(case["feed_latin1"].encode("latin-1"), url=URL, now=NOW))


def test_the_quick_reading_of_others_tests_is_the_references() -> None:
    alike, whole = agreement(body for name in SETS for _, body in files(HOSTILE / f"{name}.tar.gz"))
    assert alike >= 0.995 * whole


def test_the_quick_reading_of_real_feeds_is_the_references() -> None:
    alike, whole = agreement(body for _, body in files(REAL))
    assert alike >= 0.995 * whole


def agreement(bodies: Iterator[bytes]) -> tuple[int, int]:
    alike = whole = 0
    for body in bodies:
        try:
            document = prepare.without_doctype(prepare.text(body))
            quick = fast.read(document)
        except (NotAFeedError, UnusualError):
            continue
        patient = reference.read(document)
        pairs = zip(quick.entries, patient.entries, strict=False)
        whole += len(FIELDS) * max(len(quick.entries), len(patient.entries))
        for one, other in pairs:
            left, right = entries.read(one, quick, URL, NOW), entries.read(other, patient, URL, NOW)
            alike += sum(getattr(left, field) == getattr(right, field) for field in FIELDS)
    return alike, whole


def test_real_feeds_have_feedparsers_entries_and_paragraphs_without_markup() -> None:
    feedparser = pytest.importorskip("feedparser")
    paragraphs = 0
    for name, body in files(REAL):
        feed = parse(body, url=URL, now=NOW)
        assert_clean(feed)
        if body.lstrip().startswith(b"{"):
            continue
        theirs = feedparser.parse(io.BytesIO(body)).entries
        assert bool(feed.problems) == (not theirs), name
        if len(theirs) > entries.MOST_ENTRIES:
            continue
        assert len(feed.articles) == len({_key(entry) for entry in theirs}), name  # an entry given twice is one article
        links = {link for entry in theirs if (link := entry.get("link") or "").startswith("http")}
        assert links <= {article.url for article in feed.articles}, name
        paragraphs += sum(article.text.count("\n\n") for article in feed.articles)
    assert paragraphs > 10_000


def _key(entry: Any) -> tuple[Any, ...]:
    return entry.get("id"), entry.get("link"), entry.get("title"), entry.get("summary")


def test_hardly_a_tag_is_left_in_real_texts() -> None:
    """A few texts are about markup, and show it."""
    texts = [a.text for _, body in files(REAL) for a in parse(body, url=URL, now=NOW).articles]
    assert sum(bool(MARKUP.search(text)) for text in texts) < 0.03 * len(texts)


@pytest.fixture(scope="module")
def server() -> Iterator[Any]:
    if not SERVER.exists():
        pytest.skip(f"{SERVER.name} is not beside the repository")
    spec = importlib.util.spec_from_file_location("hostile_server", SERVER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["hostile_server"] = module
    spec.loader.exec_module(module)
    with module.HostileServer() as running:
        yield running, module.ENDPOINTS


def fetched(running: Any, path: str) -> ParsedFeed:
    with urllib.request.urlopen(running.url(path), timeout=30) as answer:
        kind, charset = answer.headers.get_content_type(), answer.headers.get_content_charset()
        return parse(answer.read(), url=running.url(path), media_type=kind, charset=charset, now=datetime.now(UTC))


def test_every_endpoint_of_the_hostile_server_gives_what_it_says(server: Any) -> None:
    running, endpoints = server
    for path, about in endpoints.items():
        if about["group"] not in GROUPS:
            continue
        feed = fetched(running, path + {"/huge-entry": "?mb=5", "/many-entries": "?n=3000"}.get(path, ""))
        assert_clean(feed)
        kind, _, count = about["expect"].partition(":")
        if kind == "entries" and not count.endswith("?"):
            assert (len(feed.articles), feed.problems) == (int(count), ()), path
        elif kind == "error":
            assert feed.articles == (), path
            assert len(feed.problems) == 1, path
        elif kind == "entries" and path != "/opml-exec":
            assert len(feed.articles) == int(count.rstrip("?")), path
    assert running.hits("/secret") == 0


@pytest.mark.parametrize("path", ["/no-guid", "/no-dates", "/nothing", "/mutating-link", "/etag-changing", "/edited"])
def test_a_second_look_at_a_feed_finds_the_same_articles(server: Any, path: str) -> None:
    running, _ = server
    once, twice = fetched(running, path), fetched(running, path)
    assert [a.id for a in once.articles] == [a.id for a in twice.articles]


def test_every_entry_with_an_absurd_date_is_kept_without_it(server: Any) -> None:
    running, _ = server
    assert sum(a.published is None for a in fetched(running, "/dates").articles) >= 16
    assert fetched(running, "/future").articles[0].published is None
