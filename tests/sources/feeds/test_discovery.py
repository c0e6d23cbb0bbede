"""The feeds that a page names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.sources.feeds import discover

URL = "https://news.example/politics/"


@pytest.mark.parametrize(
    ("head", "found"),
    [
        ('<link rel="alternate" type="application/rss+xml" href="/feed">', ("https://news.example/feed",)),
        ("<LINK REL='Alternate' TYPE='application/atom+xml' HREF='a.xml'>", ("https://news.example/politics/a.xml",)),
        (
            '<base href="https://cdn.example/x/"><link rel=alternate type="application/feed+json" href=j>',
            ("https://cdn.example/x/j",),
        ),
        ('<link rel="alternate" type="text/html" hreflang="de" href="/de">', ()),
        ('<link rel="alternate" type="application/rss+xml" href="javascript:x">', ()),
        ('<link rel="alternate" type="application/rss+xml" href="file:///etc/passwd">', ()),
        ('<link rel="alternate" type="application/json" href="/wp-json/wp/v2/posts/1">', ()),
        ('<link rel="alternate" type="application/rss+xml">', ()),
        ('<link rel="stylesheet" href="/feed.css">', ()),
    ],
)
def test_a_pages_feeds_are_found(head: str, found: tuple[str, ...]) -> None:
    assert discover(f"<html><head>{head}</head><body>x</body></html>".encode(), URL) == found


def test_each_feed_is_named_once_and_in_the_pages_order() -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="{}">'
    page = "".join(link.format(address) for address in ("/b", "/a", "/b"))
    assert discover(page.encode(), URL) == ("https://news.example/b", "https://news.example/a")


@given(st.binary(max_size=400))
def test_no_page_breaks_it(page: bytes) -> None:
    assert isinstance(discover(page, URL), tuple)
