"""Which entries are the same article."""

from __future__ import annotations

from datetime import UTC, datetime

from digest.sources.feeds import identity, parse
from digest.text.fingerprint import sha256

URL = "https://feeds.example/feed"
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def ids(*items: str) -> list[str]:
    inside = "".join(f"<item>{item}</item>" for item in items)
    body = f"<rss version='2.0'><channel><language>en</language>{inside}</channel></rss>"
    return [article.id for article in parse(body.encode(), url=URL, now=NOW).articles]


def test_an_id_is_made_of_the_feed_and_the_key() -> None:
    assert ids("<guid>g</guid><title>x</title>") == [sha256(f"{URL}\nguid:g")[:16]]
    assert ids("<title>x</title><link>http://e.org/a</link>") == [sha256(f"{URL}\nlink:http://e.org/a")[:16]]
    assert ids("<title>x</title>") == [sha256(f"{URL}\nhash:{sha256('x' + chr(10))}")[:16]]


def test_a_guid_keeps_an_article_when_link_title_and_text_change() -> None:
    assert ids("<guid>g</guid><title>x</title>") == ids("<guid>g</guid><title>y</title><link>http://e.org/</link>")


def test_entries_that_share_a_guid_go_by_their_links() -> None:
    three = [f"<guid>same</guid><title>{n}</title><link>http://e.org/{n}</link>" for n in range(3)]
    assert len(set(ids(*three))) == 3
    assert ids(*three)[0] == ids("<title>other</title><link>http://e.org/0</link>")[0]


def test_entries_that_share_guid_and_link_go_by_their_words() -> None:
    assert len(ids(*[f"<guid>g</guid><link>http://e.org/</link><title>{n}</title>" for n in range(3)])) == 3


def test_the_same_entry_twice_is_one_article() -> None:
    assert len(ids("<guid>g</guid><title>x</title>", "<guid>g</guid><title>x</title>")) == 1


def test_a_parameter_that_only_counts_clicks_is_no_part_of_a_key() -> None:
    assert identity.without_tracking("http://e.org/?id=3&utm_source=x#p") == "http://e.org/?id=3#p"
    assert identity.without_tracking("http://e.org/?fbclid=1") == "http://e.org/"
    assert identity.without_tracking("http://e.org/a?page=2") == "http://e.org/a?page=2"
