"""Bytes to text: a byte order mark, UTF-8, the charset that was declared, or the most likely one."""

from __future__ import annotations

import codecs

from digest.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY_HEADS = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x7fELF",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"SQLite format 3",
)
_SAMPLE = 65_536  # bytes looked at to tell a charset or a binary file


def decode(body: bytes, where: str, charset: str | None = None) -> str:
    """Decode a file or a page; bytes that fit nowhere become U+FFFD, binary data is a SourceError.

    >>> decode("Größe".encode("utf-16"), "x")
    'Größe'
    """
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    if _is_binary(body):
        raise SourceError(where, "a binary file, not text")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data" and error.end == len(body):
            return body.decode("utf-8", "replace")
    if charset and _is_charset(charset):
        return body.decode(charset, "replace")
    return _guess(body)


def _is_binary(body: bytes) -> bool:
    sample = body[:_SAMPLE]
    if sample.startswith(_BINARY_HEADS) or b"\0" in sample:
        return True
    controls = sum(sample.count(bytes([c])) for c in range(32) if c not in b"\t\n\r\f\x1b\x08")
    return controls * 20 > len(sample)


def _is_charset(name: str) -> bool:
    try:
        return "\0" not in name and codecs.lookup(name)._is_text_encoding
    except (LookupError, ValueError):
        return False


def _guess(body: bytes) -> str:
    from charset_normalizer import from_bytes  # only for files that are not UTF-8

    best = from_bytes(body[:_SAMPLE]).best()
    # A few stray bytes in a UTF-8 text are damage, not another charset.
    damaged = body.decode("utf-8", "replace")
    broken = damaged.count("\ufffd")
    if best is None or broken * 50 < sum(not c.isascii() for c in damaged):
        return damaged
    return body.decode(best.encoding, "replace")
