"""The records in a damaged SQLite file, page by page: what can be read where its trees lead nowhere any more.

As https://www.sqlite.org/fileformat2.html has it. Each page says of itself what it holds, so a leaf is found even when
the page that led to it is gone. Which table a record is of only its shape tells; that is for the caller.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    Value = int | float | str | bytes | None

USUAL_PAGE_BYTES = 8192
MAGIC = b"SQLite format 3\0"
_INDEX_NODE, _INDEX_LEAF, _TABLE_LEAF = 2, 10, 13
_HEADER_BYTES = 100
_MOST_READ = 4  # times the file: cells that claim the same pages again and again take no longer than that
_LEAST_PAGE_BYTES, _MOST_PAGE_BYTES = 512, 65536


def records(path: str) -> Iterator[tuple[int | None, tuple[Value, ...]]]:
    """Every record that can be read, with its row's number, or None where it is of an index or a table without."""
    with open(path, "rb") as stream:
        pages = _Pages(stream, os.path.getsize(path))
        free = pages.free()
        for number in range(1, pages.count + 1):
            if number not in free:
                yield from pages.records(number)


class _Pages:
    """A file's pages and how much of it may still be read."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        head = stream.read(_HEADER_BYTES)
        said = int.from_bytes(head[16:18], "big")
        said = _MOST_PAGE_BYTES if said == 1 else said
        is_sane = _LEAST_PAGE_BYTES <= said <= _MOST_PAGE_BYTES and not said & (said - 1)
        self._bytes = said if is_sane and head.startswith(MAGIC) else USUAL_PAGE_BYTES
        self._first_free = int.from_bytes(head[32:36], "big")
        self.count = -(-size // self._bytes)
        self._left = size * _MOST_READ

    def free(self) -> set[int]:
        """The pages that hold what was deleted, as far as their list can be followed."""
        found: set[int] = set()
        trunk = self._first_free
        while 0 < trunk <= self.count and trunk not in found:
            found.add(trunk)
            page = self._read(trunk)
            many = min(int.from_bytes(page[4:8], "big"), len(page) // 4 - 2)
            found.update(int.from_bytes(page[8 + 4 * i : 12 + 4 * i], "big") for i in range(many))
            trunk = int.from_bytes(page[:4], "big")
        return found

    def records(self, number: int) -> Iterator[tuple[int | None, tuple[Value, ...]]]:
        """The records of one page, none when it is of another kind."""
        page = self._read(number)
        start = _HEADER_BYTES if number == 1 else 0
        if len(page) < start + 8 or page[start] not in {_INDEX_NODE, _INDEX_LEAF, _TABLE_LEAF}:
            return
        kind = page[start]
        pointers = start + (12 if kind == _INDEX_NODE else 8)
        for i in range(int.from_bytes(page[start + 3 : start + 5], "big")):
            place = int.from_bytes(page[pointers + 2 * i : pointers + 2 * i + 2], "big")
            if not 0 < place < len(page) or self._left <= 0:
                continue
            try:
                row, payload = self._cell(page, place, kind)
                yield row, _record(payload)
            except (IndexError, ValueError):
                continue

    def _read(self, number: int) -> bytes:
        self._stream.seek((number - 1) * self._bytes)
        return self._stream.read(self._bytes)

    def _cell(self, page: bytes, place: int, kind: int) -> tuple[int | None, bytes]:
        """The row's number and the whole payload, also what overflows into other pages."""
        if kind == _INDEX_NODE:
            place += 4
        size, place = _varint(page, place)
        row: int | None = None
        if kind == _TABLE_LEAF:
            row, place = _varint(page, place)
            row = row - (1 << 64) if row >= 1 << 63 else row
        if not 0 < size <= self.count * self._bytes:
            raise ValueError("no size of a record")
        self._left -= size
        most = self._bytes - 35 if kind == _TABLE_LEAF else (self._bytes - 12) * 64 // 255 - 23
        if size <= most:
            return row, page[place : place + size]
        least = (self._bytes - 12) * 32 // 255 - 23
        local = least + (size - least) % (self._bytes - 4)
        local = local if local <= most else least
        parts = [page[place : place + local]]
        following = int.from_bytes(page[place + local : place + local + 4], "big")
        missing = size - local
        while missing > 0:
            if not 0 < following <= self.count:
                raise ValueError("the rest is nowhere")
            more = self._read(following)
            parts.append(more[4 : 4 + missing])
            missing -= self._bytes - 4
            following = int.from_bytes(more[:4], "big")
        return row, b"".join(parts)


def _varint(body: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where the next begins."""
    value = 0
    for i in range(8):
        byte = body[at + i]
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:
            return value, at + i + 1
    return (value << 8) | body[at + 8], at + 9


_INTEGER_BYTES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


def _record(payload: bytes) -> tuple[Value, ...]:
    """The values of a record; a text's bytes that are no UTF-8 are left as bytes."""
    head, at = _varint(payload, 0)
    if not 0 < head <= len(payload):
        raise ValueError("no head of a record")
    values: list[Value] = []
    place = head
    while at < head:
        kind, at = _varint(payload, at)
        size = (kind - 12) // 2 if kind >= 12 else 8 if kind == 7 else _INTEGER_BYTES.get(kind, 0)
        body = payload[place : place + size]
        if len(body) < size or kind in {10, 11}:
            raise ValueError("a value that is cut")
        place += size
        values.append(_value(kind, body))
    return tuple(values)


def _value(kind: int, body: bytes) -> Value:
    if kind == 0:
        return None
    if kind in {8, 9}:
        return kind - 8
    if kind == 7:
        import struct

        return float(struct.unpack(">d", body)[0])
    if kind < 12:
        return int.from_bytes(body, "big", signed=True)
    if kind % 2:
        try:
            return body.decode()
        except UnicodeDecodeError:
            return body
    return body
