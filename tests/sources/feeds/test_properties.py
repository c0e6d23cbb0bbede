"""What holds for any bytes: nothing is raised, every field is clean, no two articles have one id."""

from __future__ import annotations

import random
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sources.feeds import entries, feed_dates, parse
from digest.text.clean import clean

if TYPE_CHECKING:
    from digest.model import ParsedFeed

NOW = datetime(2026, 11, 1, tzinfo=UTC)
URL = "https://feeds.example/feed"
FILES = sorted(p for p in (Path(__file__).parents[2] / "data" / "feeds").iterdir() if p.suffix in (".xml", ".json"))
PIECES = (
    *(
        b"<",
        b">",
        b"&",
        b"]]>",
        b"<![CDATA[",
        b"&#xD800;",
        b"&#x110000;",
        b"&#27;",
        b"&#0;",
        b"\x00",
        b"\x1b[2J",
        b"\xff",
    ),
    *(b"&nbsp;", b"<item>", b"</item>", b"<p>", b"</channel>", b"<!DOCTYPE x [", b"<!--", b"-->", b'xmlns:a="b"'),
    *(b"<a:b>", b"<image><width>x</width></image>", b"<x/>", b'type="xhtml"', b"<link/>", b"<guid>", b"{", b"]"),
    *(b'xml:base="http://[::1"', b'encoding="\x81"', b"http://[", b"9999-12-31T23:59:59-12:00", b"\\"),
    "\u202e\u2066\U000e0041\u200b\ufeff".encode(),
)
VISIBLE_ONLY = {"Cc", "Cs"}


def assert_sound(feed: ParsedFeed) -> None:
    ids = [article.id for article in feed.articles]
    assert len(set(ids)) == len(ids) <= entries.MOST_ENTRIES
    assert all(p.stage == "parse" and p.where == URL for p in feed.problems)
    for article in feed.articles:
        assert article.source == URL
        assert article.title or article.text or article.url
        lines = (feed.title, article.title, article.guid, *article.authors, *article.tags, *article.enclosures)
        assert all(clean(line, one_line=True) == line for line in lines)
        assert clean(article.text) == article.text
        assert len(article.text) <= entries.MOST_TEXT
        assert not {unicodedata.category(c) for c in article.text.replace("\n", "")} & VISIBLE_ONLY
        assert all(a.lower().startswith(("http://", "https://")) for a in (article.url, *article.enclosures) if a)
        moment = article.published
        assert moment is None or feed_dates.EARLIEST <= moment <= NOW + timedelta(days=1)
        assert len(article.language) == 2


@given(st.binary(max_size=300))
def test_any_bytes_give_a_result(body: bytes) -> None:
    assert_sound(parse(body, url=URL, now=NOW))


@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=6), max_size=30))
def test_any_pieces_of_feeds_give_a_result(pieces: list[bytes]) -> None:
    inside = b"".join(pieces)
    assert_sound(parse(b"<rss><channel><item><title>t</title>" + inside + b"</item></channel></rss>", url=URL, now=NOW))


@given(st.text(max_size=60), st.text(max_size=200), st.text(max_size=60), st.text(max_size=30))
def test_any_text_in_any_field_comes_out_clean(title: str, text: str, guid: str, name: str) -> None:
    fields = {"title": title, "description": text, "guid": guid, "author": name, "link": guid}
    item = "".join(f"<{field}>{value}</{field}>" for field, value in fields.items())
    body = f"<rss><channel><title>{name}</title><item>{item}</item></channel></rss>".encode("utf-8", "surrogatepass")
    assert_sound(parse(body, url=URL, now=NOW))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_feed_with_random_damage_gives_a_result(file: Path) -> None:
    rng = random.Random(file.name)
    for _ in range(60):
        body = bytearray(file.read_bytes())
        for _ in range(rng.randint(1, 6)):
            at = rng.randrange(len(body))
            size = rng.choice((0, 0, 1, 8, 60))
            body[at : at + size] = rng.choice((*PIECES, b"", body[: rng.randrange(200)]))
        assert_sound(parse(bytes(body), url=URL, now=NOW, charset=rng.choice((None, "utf-8", "latin-1"))))
