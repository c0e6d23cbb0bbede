"""The parts of a fetch: unpacking, addresses, redirects, waits and what may stand in a header, for any input."""

from __future__ import annotations

import gzip
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from yarl import URL

from digest.sources.fetch import credentials, redirects, retry
from digest.sources.fetch.asks import shown
from digest.sources.fetch.bodies import Body
from digest.sources.fetch.failures import Failed
from digest.sources.fetch.guard import is_plainly_inside, is_public

MOST = 1 << 20


def unpack(data: bytes, encoding: str, *, size: int = 7, most: int = MOST) -> bytes:
    body = Body(encoding, most)
    for start in range(0, len(data), size):
        body.add(data[start : start + size])
    return body.finish()


def bare_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


PACKERS = {"gzip": gzip.compress, "X-GZIP ": gzip.compress, "deflate": zlib.compress, "": bytes, "identity": bytes}


@given(st.binary(max_size=3000), st.sampled_from(sorted(PACKERS)), st.integers(1, 4000))
def test_what_was_packed_comes_back_however_it_arrives(data: bytes, encoding: str, size: int) -> None:
    assert unpack(PACKERS[encoding](data), encoding, size=size) == data


@given(st.binary(max_size=300))
def test_several_gzip_members_are_one_body(data: bytes) -> None:
    assert unpack(gzip.compress(data) + gzip.compress(data) + bytes(8), "gzip") == data + data


def test_a_bare_deflate_stream_is_taken() -> None:
    assert unpack(bare_deflate(b"<rss/>" * 50), "deflate") == b"<rss/>" * 50


@given(st.binary(min_size=1, max_size=300), st.data())
def test_a_stream_that_is_cut_is_never_a_smaller_feed(data: bytes, draw: st.DataObject) -> None:
    packed = gzip.compress(data)
    cut = draw.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(Failed):
        unpack(packed[:cut], "gzip")


@given(st.binary(min_size=20, max_size=300), st.data())
def test_a_changed_byte_is_noticed(data: bytes, draw: st.DataObject) -> None:
    packed = bytearray(gzip.compress(data))
    packed[-draw.draw(st.integers(5, 8))] ^= 0xFF  # of the check sum
    with pytest.raises(Failed):
        unpack(bytes(packed), "gzip")


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "", "br", "gzip, gzip", "\x1b[2J"]))
def test_any_bytes_end_in_a_body_or_a_named_failure(data: bytes, encoding: str) -> None:
    with suppress(Failed):
        unpack(data, encoding)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", ""])
def test_a_body_is_never_larger_than_the_cap(encoding: str) -> None:
    assert len(unpack(PACKERS[encoding](bytes(MOST)), encoding, size=100_000)) == MOST
    with pytest.raises(Failed, match="larger than 1 MiB"):
        unpack(PACKERS[encoding](bytes(MOST + 1)), encoding, size=100_000)


def test_a_packed_stream_that_unpacks_to_nothing_is_bounded_as_well() -> None:
    with pytest.raises(Failed, match="larger than"):
        unpack(gzip.compress(b"") * 200, "gzip", size=500, most=1000)


def test_a_document_that_says_it_is_packed_is_taken_as_it_is() -> None:
    assert unpack(b"\xef\xbb\xbf <rss/>", "gzip", size=100) == b"\xef\xbb\xbf <rss/>"


INSIDE = [
    *("0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1"),
    *("192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1"),
    *("255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "ff02::1", "fec0::1"),
    *("2001:db8::1", "3fff::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1"),
    *("64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1", "2001:0:5ef5:79fd::1"),
    *("100::1", "nonsense", "127.1", ""),
]
PUBLIC = ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101", "2002:101:101::1"]


@pytest.mark.parametrize("number", INSIDE)
def test_addresses_inside_a_network_are_not_public(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize("number", PUBLIC)
def test_addresses_of_the_internet_are_public(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize("host", ["LOCALHOST.", "a.localhost", "0x7f.1", "017700000001", "[::1]", "169.254.169.254"])
def test_a_host_that_is_inside_by_its_writing_is_seen(host: str) -> None:
    assert is_plainly_inside(host)


@given(st.text(max_size=60))
def test_any_host_can_be_judged(host: str) -> None:
    assert is_public(host) in (True, False)
    assert is_plainly_inside(host) in (True, False)


@given(st.text(max_size=80), st.sampled_from(["", "http://", "https://h/", "//", "http://[", "http://u:p@"]))
def test_any_location_is_an_address_or_a_named_failure(text: str, start: str) -> None:
    here = URL("https://example.org/feed")
    for read in (lambda: redirects.follow(here, start + text), lambda: redirects.address(start + text)):
        with suppress(Failed):
            target = read()
            assert target.scheme in ("http", "https")
            assert target.raw_host
            assert str(target).isascii()


@pytest.mark.parametrize("location", ["", "file:///etc/passwd", "data:,x", "//u:p@h/", "/a b", "/\x1b[2J", "http://"])
def test_some_locations_are_not_followed(location: str) -> None:
    with pytest.raises(Failed):
        redirects.follow(URL("http://example.org/"), location)


def test_losing_encryption_is_followed_but_never_for_good() -> None:
    trail = redirects.Trail(URL("https://example.org/a"))
    trail.step(301, "/b")
    trail.step(301, "http://example.org/c")
    assert (str(trail.here), trail.permanent_url) == ("http://example.org/c", "https://example.org/b")
    assert not redirects.is_same_place(URL("https://example.org/a"), trail.here)


@given(st.text(max_size=80) | st.integers().map(str) | st.datetimes().map(str), st.floats(0, 4e9))
def test_a_wait_is_between_a_minute_and_a_day(value: str, now: float) -> None:
    assert 60 <= retry.seconds(value, now=now) <= 86_400


@given(st.text(max_size=1200))
def test_a_validator_is_echoed_as_it_was_or_not_at_all(value: str) -> None:
    kept = credentials.validator(value)
    assert kept in ("", value.strip())
    assert kept.isascii()
    assert not kept or kept.isprintable()


@given(st.text(max_size=80))
def test_an_address_is_shown_without_its_password(text: str) -> None:
    assert "s3cret" not in shown(f"https://me:s3cret@example.org/{text}")
    assert "s3cret" not in shown(f"https://me:s3cret@{text}")
