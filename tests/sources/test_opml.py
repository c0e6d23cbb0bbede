"""OPML: lists of feeds from anyone; only web addresses come in and nothing is ever run or fetched."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model import Subscription
from digest.sources import opml
from digest.text.clean import clean

HOSTILE = Path(__file__).parents[3] / "shared" / "data" / "hostile"


def _opml(body: str, head: str = "") -> bytes:
    return f'<?xml version="1.0"?><opml version="2.0"><head>{head}</head><body>{body}</body></opml>'.encode()


def _says(outlines: opml.Outlines) -> str:
    return "\n".join(f"{p.where}: {p.what}" for p in outlines.problems)


def test_folders_and_categories_become_tags() -> None:
    body = """
      <outline text="World"><outline text="Asia">
        <outline type="rss" text="t" title="Asia &amp; Pacific" xmlUrl="https://a.example/rss"
                 category="/Business,/World/Trade"/>
      </outline></outline>
      <outline text="B" xmlUrl="http://b.example/"/>"""
    read = opml.read(_opml(body, "<title>My feeds</title>"), "x.opml")
    assert read.title == "My feeds"
    assert read.feeds == (
        Subscription(url="https://a.example/rss", title="Asia & Pacific", tags=("World", "Asia", "Business", "Trade")),
        Subscription(url="http://b.example/", title="B"),
    )
    assert read.numbers == (3, 4)
    assert read.problems == ()


@pytest.mark.parametrize(
    "address",
    ["|touch canary", "exec:touch canary", "filter:cat:https://a.example/", "file:///etc/passwd", "javascript:alert(1)",
     "ftp://a.example/", "feed:https://a.example/", "/etc/passwd", "query:Unread:unread = &quot;yes&quot;", "http:/a",
     "http://a.example/&#10;exec:touch canary"],
)  # fmt: skip
def test_what_is_not_a_web_address_is_refused_with_its_number(address: str) -> None:
    read = opml.read(
        _opml(f'<outline text="Good" xmlUrl="https://g.example/"/><outline text="X" xmlUrl="{address}"/>'), "x"
    )
    assert [feed.url for feed in read.feeds] == ["https://g.example/"]
    assert _says(read).startswith("x: outline 2 (X): not a web address: ")


def test_a_filter_command_is_left_out_and_told() -> None:
    read = opml.read(_opml('<outline text="A" xmlUrl="https://a.example/" filtercmd="rm -r /"/>'), "x")
    assert [feed.url for feed in read.feeds] == ["https://a.example/"]
    assert "outline 1 (A): taken without its filtercmd" in _says(read)


def test_other_spellings_of_the_attributes_are_read() -> None:
    body = (
        '<OUTLINE Text="A" xmlurl=" HTTPS://a.example/ "/><outline type="rss" title="B" url="http://b.example/"/>'
        '<outline type="link" text="C" url="http://c.example/"/><outline type="rss" text="D"/>'
    )
    read = opml.read(_opml(body), "x")
    assert [feed.url for feed in read.feeds] == ["HTTPS://a.example/", "http://b.example/"]
    assert "outline 3 (C): a link to something else" in _says(read)
    assert "outline 4 (D): no address" in _says(read)


@pytest.mark.parametrize(
    "doctype",
    ['<!DOCTYPE opml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>', '<!DOCTYPE opml [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
     '<!DOCTYPE opml [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x"> %p;]>'],
)  # fmt: skip
def test_a_list_that_declares_entities_is_refused(doctype: str) -> None:
    read = opml.read(f'{doctype}<opml><body><outline text="x" xmlUrl="http://a.example/"/></body></opml>'.encode(), "x")
    assert read.feeds == ()
    assert "declares entities" in _says(read)


def test_an_outside_doctype_is_not_fetched_and_does_no_harm() -> None:
    read = opml.read(
        b'<!DOCTYPE opml SYSTEM "http://127.0.0.1:1/x.dtd"><opml><body><outline xmlUrl="http://a.example/"/></body></opml>',
        "x",
    )
    assert [feed.url for feed in read.feeds] == ["http://a.example/"]


def test_of_a_broken_list_what_can_be_read_is_read() -> None:
    whole = _opml("".join(f'<outline text="{i}" xmlUrl="http://{i}.example/"/>' for i in range(9)))
    read = opml.read(whole[: whole.index(b"5.example")], "x")
    assert [feed.title for feed in read.feeds] == ["0", "1", "2", "3", "4"]
    assert "x: broken XML: " in _says(read)


def test_bare_ampersands_are_mended() -> None:
    body = '<outline text="Q&A &amp; more" xmlUrl="http://a.example/?x=1&y=2"/><outline xmlUrl="http://b.example/"/>'
    read = opml.read(_opml(body), "x")
    assert [feed.url for feed in read.feeds] == ["http://a.example/?x=1&y=2", "http://b.example/"]
    assert read.feeds[0].title == "Q&A & more"
    assert "bare & signs mended" in _says(read)
    names = _opml('<outline text="Caf&eacute;&nbsp;&LT;b&GT; &unknown; &" xmlUrl="http://a.example/"/>')
    assert opml.read(names, "x").feeds[0].title == "Café <b> &unknown; &"


@pytest.mark.parametrize(
    "body", [b"", b"<html></html>", b"\x00\x01", b"not xml", b"%PDF-1.4", b"<opml", "\ufeff".encode()]
)
def test_what_is_not_opml_is_told(body: bytes) -> None:
    read = opml.read(body, "x")
    assert read.feeds == ()
    assert "x: not OPML" in _says(read)


def test_too_large_a_file_is_refused() -> None:
    assert "larger than 16 MiB" in _says(opml.read(bytes(opml.MOST_BYTES + 1), "x"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252", "koi8-r"])
def test_encodings_are_read(encoding: str) -> None:
    name = "Новости" if encoding == "koi8-r" else "Größe"
    declared = "" if encoding == "utf-8-sig" else f' encoding="{encoding}"'
    body = (
        f'<?xml version="1.0"{declared}?><opml><body><outline text="{name}" xmlUrl="http://a.example/"/></body></opml>'
    )
    assert opml.read(body.encode(encoding), "x").feeds[0].title == name


def test_ten_thousand_outlines_two_hundred_deep_are_fine() -> None:
    inside = "".join(f'<outline text="f" xmlUrl="http://{i}.example/"/>' for i in range(9_800))
    read = opml.read(
        _opml(
            '<outline text="a">' * 100
            + "".join(f'<outline text="d{i}">' for i in range(100))
            + inside
            + "</outline>" * 200
        ),
        "x",
    )
    assert len(read.feeds) == 9_800
    assert read.feeds[-1].tags[:2] == ("a", "d0")
    assert len(read.feeds[-1].tags) == 101


def test_of_endless_outlines_the_first_are_read() -> None:
    read = opml.read(_opml('<outline xmlUrl="http://a.example/"/>' * (opml.MOST_OUTLINES + 5)), "x")
    assert len(read.feeds) == opml.MOST_OUTLINES
    assert "50005 outlines, of which the first 50000 are read" in _says(read)


def test_names_from_strangers_come_clean() -> None:
    read = opml.read(
        _opml('<outline text="a&#x202e;b&#x9b;31m\nc" xmlUrl="http://a.example/" category="x&#x9d;y"/>'), "x"
    )
    assert (read.feeds[0].title, read.feeds[0].tags) == ("ab c", ("xy",))


_TAGS = (
    st.text(min_size=1).map(lambda t: clean(t, one_line=True).replace("/", "").replace(",", "").strip()).filter(bool)
)


def _feed(number: int, title: str, tags: list[str]) -> Subscription:
    url = f"https://{number}.example/?a=1&b=<'\">"
    return Subscription(url=url, title=clean(title, one_line=True), tags=tuple(dict.fromkeys(tags)))


_FEEDS = st.builds(_feed, st.integers(0, 10**9), st.text(), st.lists(_TAGS, max_size=4))


@given(st.lists(_FEEDS, max_size=5))
def test_what_is_written_is_read_back(feeds: list[Subscription]) -> None:
    read = opml.read(opml.render(feeds, title="mine").encode(), "x")
    assert read.problems == ()
    assert sorted(read.feeds, key=repr) == sorted(
        (f if f.title else f.__replace__(title=f.url) for f in feeds), key=repr
    )


@given(st.binary())
def test_any_bytes_are_answered(body: bytes) -> None:
    opml.read(body, "x")


@given(
    st.lists(
        st.sampled_from(
            [
                b"<opml>",
                b"<outline ",
                b'xmlUrl="',
                b"http://a",
                b'"',
                b"/>",
                b">",
                b"</outline>",
                b"&",
                b"<!ENTITY a 'b'>",
                b"<![CDATA[",
                b"<?xml version='1.0' encoding='",
            ]
        )
    )
)
def test_any_pieces_are_answered(parts: list[bytes]) -> None:
    for feed in opml.read(b"".join(parts), "x").feeds:
        assert feed.url.lower().startswith(("http://", "https://"))


def test_the_hostile_lists_give_no_traceback_and_web_addresses_alone() -> None:
    if not HOSTILE.is_dir():
        pytest.skip("needs the hostile files beside the repository")
    files = 0
    for name in ("feedvalidator", "newsboat"):
        with tarfile.open(HOSTILE / f"{name}.tar.gz") as archive:
            for member in archive:
                stream = archive.extractfile(member) if member.isfile() else None
                body = stream.read() if stream else b""
                if b"<opml" in body.lower() or member.name.endswith(".opml"):
                    files += 1
                    read = opml.read(body, member.name)
                    assert read.feeds or read.problems or b"<outline" not in body or b"xmlUrl" not in body
                    assert all(feed.url.lower().startswith(("http://", "https://")) for feed in read.feeds)
    assert files >= 18
