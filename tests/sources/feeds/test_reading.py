"""Feeds of every format, and with every fault we mend, beside what they say."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from digest.sources.feeds import entries, parse

DATA = Path(__file__).parents[2] / "data" / "feeds"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
URL = "https://feeds.example/feed"
FEEDS = sorted(p for p in DATA.iterdir() if p.suffix in (".xml", ".json") and p.with_suffix(".toml").exists())
NOTHING = {"url": None, "guid": "", "published": None, "authors": (), "tags": (), "enclosures": ()}


def rss(*items: str) -> bytes:
    return (
        f"<rss version='2.0'><channel><title>t</title><language>en</language>{''.join(items)}</channel></rss>".encode()
    )


def first(item: str) -> Any:
    return parse(rss(f"<item>{item}</item>"), url=URL, now=NOW).articles[0]


@pytest.mark.parametrize("file", FEEDS, ids=lambda file: file.stem)
def test_a_feed_says_what_is_written_beside_it(file: Path) -> None:
    answer = tomllib.loads(file.with_suffix(".toml").read_text(encoding="utf-8"))
    feed = parse(file.read_bytes(), url=URL, now=NOW)
    assert [p.what for p in feed.problems] == answer["problems"]
    assert (feed.title, feed.site, feed.language) == (answer["title"], answer["site"], answer["language"])
    assert len(feed.articles) == len(answer["articles"])
    for article, expected in zip(feed.articles, answer["articles"], strict=True):
        for name, value in {**NOTHING, **expected}.items():
            assert getattr(article, name) == (tuple(value) if isinstance(value, list) else value), name
        assert article.source == URL


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b"", "an empty answer, not a feed"),
        (b" \n ", "an empty answer, not a feed"),
        (b"\0" * 1000, "nothing but NUL bytes, not a feed"),
        (b"<!DOCTYPE html><html><head><title>Log in</title></head></html>", "a web page, not a feed"),
        (b"<!-- x --><html><body>rss</body></html>", "a web page, not a feed"),
        (b'{"error": "no"}', "JSON, but not a JSON Feed"),
        (b"[" * 200_000, "broken JSON, not a feed"),
        (b'<opml version="2.0"><body/></opml>', "a list of feeds (OPML), not a feed"),
        (b"<sitemap><url>http://example.org/</url></sitemap>", "XML, but not a feed"),
        (b"Just some words.", "not a feed"),
        (bytes(range(128, 256)) * 50, "not a feed"),
        (b"%PDF-1.7 \xff\xfe\x00", "binary data, not a feed"),
        (b"<rss><channel><title>half", "a feed cut off before its first entry"),
    ],
)
def test_what_is_not_a_feed_is_named(body: bytes, what: str) -> None:
    feed = parse(body, url=URL)
    assert feed.articles == ()
    assert [(p.where, p.what, p.stage) for p in feed.problems] == [(URL, what, "parse")]


def test_a_sound_feed_without_entries_is_no_problem() -> None:
    feed = parse(rss(), url=URL)
    assert (feed.articles, feed.problems, feed.title) == ((), (), "t")


@pytest.mark.parametrize(
    "body",
    [
        "Größe".encode("latin-1"),
        b"\xef\xbb\xbf  " + "Größe".encode(),
        "Größe".encode("utf-16"),
    ],
)
def test_a_wrong_or_missing_charset_does_not_garble_a_title(body: bytes) -> None:
    template = "<rss><channel><item><title>Größe</title></item></channel></rss>"
    encoding = {b"\xff\xfe": "utf-16", b"\xef\xbb": "utf-8-sig"}.get(body[:2], "latin-1")
    feed = parse(template.encode(encoding), url=URL, charset="utf-8")
    assert feed.articles[0].title == "Größe"


@pytest.mark.parametrize("charset", ["zlib_codec", "rot13", "utf-7", "x-klingon", "a\0b", "idna", "undefined", ""])
def test_a_name_that_is_no_charset_is_passed_over(charset: str) -> None:
    assert parse(rss("<item><title>+ADw-x</title></item>"), url=URL, charset=charset).articles[0].title == "+ADw-x"


def test_the_longest_text_is_the_articles() -> None:
    full = "<p>" + "The whole story. " * 5 + "</p>"
    ns = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    one = f"<description>Teaser</description><content:encoded {ns}><![CDATA[{full}]]></content:encoded>"
    picture = f"<content:encoded {ns}><![CDATA[<img src='x'>]]></content:encoded>"
    two = f"<description><![CDATA[{full}]]></description>{picture}"
    assert first(one).text == first(two).text == ("The whole story. " * 5).strip()


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "http://", "mailto:a@b.c"]
)
def test_only_web_addresses_become_links_and_enclosures(address: str) -> None:
    article = first(f"<title>x</title><link>{address}</link><enclosure url='{address}'/>")
    assert (article.url, article.enclosures) == (None, ())


def test_an_entry_that_says_nothing_is_left_out() -> None:
    assert (
        len(parse(rss("<item/>", "<item><guid>only</guid></item>", "<item><title>x</title></item>"), url=URL).articles)
        == 1
    )


def test_of_a_very_long_feed_the_newest_entries_are_kept() -> None:
    dated = "<item><title>{0}</title><pubDate>{1:02} Jan 2024 00:00:{2:02} GMT</pubDate></item>"
    items = [dated.format(n, 1 + n // 60, n % 60) for n in range(entries.MOST_ENTRIES + 60)]
    titles = [article.title for article in parse(rss(*items), url=URL, now=NOW).articles]
    assert titles == [str(n) for n in range(60, entries.MOST_ENTRIES + 60)]


def test_entities_neither_grow_nor_reach_out() -> None:
    laughs = (
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;"><!ENTITY d SYSTEM "file:///etc/hostname">'
    )
    body = f"<?xml version='1.0'?><!DOCTYPE rss [{laughs}]>".encode() + rss("<item><title>&a;|&c;|&d;</title></item>")
    title = parse(body, url=URL).articles[0].title
    assert title.startswith("ha|")
    assert len(title) < 20


def test_a_language_that_the_feed_does_not_say_is_detected_once() -> None:
    words = "Der Minister sagte, dass die Gespräche bis zum Ende der Woche weitergehen und nicht unterbrochen werden."
    body = f"<rss><channel><item><title>x</title><description>{words}</description></item></channel></rss>"
    feed = parse(body.encode(), url=URL)
    assert (feed.language, feed.articles[0].language) == ("de", "de")


def test_text_that_was_encoded_twice_is_decoded_once() -> None:
    assert (
        first("<title>a</title><description>&amp;amp;lt;b&amp;amp;gt; &amp;lt;i&amp;gt;</description>").text
        == "&lt;b&gt; <i>"
    )


def test_mojibake_is_undone() -> None:
    assert first("<title>CafÃ© it&#146;s</title>").title == "CafÃ© it’s"
    assert first("<title>CafÃ©</title>").title == "Café"


def test_what_makes_the_reference_stumble_is_left_out_of_a_second_reading() -> None:
    body = b"""<rss version="2.0" xmlns:cc="http://backend.userland.com/creativeCommonsRssModule"><channel>
    <item><title>a</title>&bogus<cc:license/></item><image><width>w<b/></width></image></channel><oops></rss>"""
    feed = parse(body, url=URL)
    assert [article.title for article in feed.articles] == ["a"]


def test_elements_named_like_keys_of_the_reference_do_no_harm() -> None:
    names = ("links", "title_detail", "tags", "authors", "content_detail", "summary_detail")
    odd = "".join(f"<{name}>a</{name}>" for name in names)
    feed = parse(rss(f"<item>{odd}<title>x</title></item>").replace(b"</rss>", b"<oops></rss>"), url=URL)
    assert [article.title for article in feed.articles] == ["x"]


def test_a_json_feed_may_write_line_breaks_as_references() -> None:
    item = {"id": "1", "title": "Harbour", "content_html": "<p>one&#10;two&#9;three</p><p>four&#x0A;</p>"}
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "News", "items": [item]}
    parsed = parse(json.dumps(feed).encode(), url="https://a.example/feed.json", media_type="application/feed+json")
    assert not parsed.problems
    assert parsed.articles[0].text.split() == ["one", "two", "three", "four"]
