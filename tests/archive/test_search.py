"""Searching: what the reader types finds what it says, and never breaks the query."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.archive.search import Query, parse_query
from digest.errors import UnknownNameError, UsageError
from digest.model import Article, FeedState

if TYPE_CHECKING:
    from digest.archive import Archive

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ROWS = (
    ("storm", "Storm on the North Sea", "Waves reached Jütland. People were moved to safety.", ("Weather",), "a"),
    ("harbour", "Harbour closed", "The harbour closed after the storm.\n\nNorth of it the sea was calm.", (), "a"),
    ("match", "Football: a storm of goals", "Economists watched the football.", ("Sport", "Weather"), "b"),
    ("economy", "The economy grows", "Exports rose, economists say.", ("Économie",), "b"),
)


@pytest.fixture
def filled(archive: Archive) -> Archive:
    for host in ("a", "b"):
        source = f"https://{host}.example/rss"
        articles = [
            Article(
                id=name, title=title, text=text, source=source, guid=name, tags=tags, published=NOW - timedelta(days=i)
            )
            for i, (name, title, text, tags, feed) in enumerate(ROWS)
            if feed == host
        ]
        archive.record(FeedState(url=source, title=f"The {host.upper()} Times"), articles, seen_at=NOW)
    archive.mark(["storm"], read=True)
    archive.mark(["harbour"], saved=True)
    return archive


def ids(archive: Archive, text: str) -> list[str]:
    return [k.article.id for k in archive.page(parse_query(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["storm", "harbour", "match", "economy"]),
        ("storm", ["match", "storm", "harbour"]),
        ("STORMS", ["match", "storm", "harbour"]),
        ("jutland", ["storm"]),
        ('"north sea"', ["storm"]),
        ("north sea", ["storm", "harbour"]),
        ("storm -football", ["storm", "harbour"]),
        ("storm -football -harbour", ["storm"]),
        ("-storm", ["economy"]),
        ("econ*", ["economy", "match"]),
        ("from:b.example", ["match", "economy"]),
        ("from:b.example from:a.example is:unread", ["harbour", "match", "economy"]),
        ('from:"the b"', ["match", "economy"]),
        ("tag:weather", ["storm", "match"]),
        ("tag:ÉCONOMIE", ["economy"]),
        ("tag:weath", []),
        ("after:2026-11-23", ["storm", "harbour"]),
        ("before:2026-11-23", ["match", "economy"]),
        ("after:2026-11-22 before:2026-11-23", ["match"]),
        ("is:read", ["storm"]),
        ("is:unread storm", ["match", "harbour"]),
        ("is:saved", ["harbour"]),
        ("is:hidden", []),
        ("is:read is:saved", []),
        ("nothing like it", []),
    ],
)
def test_a_query_finds_what_it_says(filled: Archive, text: str, found: list[str]) -> None:
    assert ids(filled, text) == found
    assert filled.count(parse_query(text)) == len(found)


def test_hidden_articles_are_found_only_when_asked_for(filled: Archive) -> None:
    filled.mark(["storm"], hidden=True)
    assert ids(filled, "storm") == ["match", "harbour"]
    assert ids(filled, "is:hidden") == ["storm"]


def test_a_tag_that_the_reader_gave_a_feed_counts_for_its_articles(filled: Archive) -> None:
    tagged = {"trade": ["https://b.example/rss"]}
    assert [k.article.id for k in filled.page(parse_query("tag:Trade"), tagged=tagged)] == ["match", "economy"]


def test_pages_follow_each_other(filled: Archive) -> None:
    whole = filled.page(limit=-1)
    assert filled.page(limit=2) + filled.page(limit=2, offset=2) == whole
    assert filled.page(offset=4) == ()


def test_a_piece_is_verbatim_and_its_hits_are_in_it(filled: Archive) -> None:
    for found in filled.find(parse_query("storm sea")):
        text = found.kept.article.text
        assert text[found.start : found.start + len(found.snippet)] == found.snippet
        assert {text[a:b].lower() for a, b in found.hits} <= {"storm", "sea"}
    assert [f.snippet for f in filled.find(parse_query(""))] == [""] * 4
    harbour = filled.find(parse_query("calm"))[0]
    assert [harbour.kept.article.text[a:b] for a, b in harbour.hits] == ["calm"]


def test_a_piece_of_a_long_text_is_where_the_words_are(archive: Archive) -> None:
    text = "Nothing here. " * 200 + "A comet passed by. " + "Nothing there. " * 200
    source = "https://a.example/"
    archive.record(FeedState(url=source), [Article(id="1", title="", text=text, source=source)], seen_at=NOW)
    found = archive.find(parse_query("comet"))[0]
    assert text[found.start : found.start + len(found.snippet)] == found.snippet
    assert [text[a:b] for a, b in found.hits] == ["comet"]
    assert len(found.snippet) < 300


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("after:yesterday", "after:yesterday: expected a date"),
        ("before:2026-02-30", "before:2026-02-30: expected a date"),
        ("after:0001-01-01T00:00+14:00", "expected a date"),
        ("is:green", "unknown state 'green'"),
        ("form:bbc", "unknown field 'form'"),
        ("from:", "from: expected something after the colon"),
        ('tag:""', "tag: expected something"),
        ("-tag:x", "only words and phrases can be left out"),
        ("?!", "nothing to search for"),
        ("x" * 2_000, "a query of 2,000 characters"),
    ],
)
def test_nonsense_is_refused_with_its_reason(text: str, says: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_query(text)
    assert says in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_query_is_read_as_it_is_written() -> None:
    assert parse_query("https://x.example/a 12:30 C++ AND NEAR(a,b)") == Query(
        words=("https://x.example/a", "12:30", "C++", "AND", "NEAR(a,b)")
    )
    assert parse_query("IS:Unread is:unread").states == ("unread",)
    with pytest.raises(UnknownNameError):
        parse_query("aftr:2026-01-01")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(['"', "'", "*", "^", "-", "(", ")", ":", "+", "{", "}", " ", "NEAR", "AND", "OR", "NOT",
                             "title", "storm", "\0", "\x02", "\x03", "tag:", "from:", "%", "_", ";", "--"]),
            max_size=12,
        ).map("".join),
    )
)  # fmt: skip
def test_nothing_that_is_typed_breaks_the_query(filled: Archive, text: str) -> None:
    try:
        query = parse_query(text)
    except UsageError:
        return
    filled.find(query)
    filled.count(query)
