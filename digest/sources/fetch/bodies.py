"""Bytes as they come in to the bytes that were meant: gzip and deflate, whole or not at all, never more than a cap."""

from __future__ import annotations

import zlib

from digest.sources.fetch.asks import MIB
from digest.sources.fetch.failures import Failed

_GZIP = b"\x1f\x8b"


class Body:
    """Collects an answer's bytes and unpacks them as they come."""

    def __init__(self, encoding: str, most: int) -> None:
        coding = encoding.strip().lower()
        if coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise Failed("packed in a way that was not asked for")
        self._coding = "gzip" if coding == "x-gzip" else "" if coding == "identity" else coding
        self._unpacker: zlib._Decompress | None = None
        self._parts: list[bytes] = []
        self._head = b""
        self._behind = b""  # a whole packed stream; another may follow
        self._most = most
        self._received = 0
        self.size = 0

    def add(self, part: bytes) -> None:
        """Take the next bytes off the wire."""
        self._received += len(part)
        if self._received > self._most:  # a packed stream need not unpack to anything
            raise Failed(too_large(self._most))
        if not self._coding:
            return self._keep(part)
        if self._unpacker is None:
            self._head += part
            if len(self._head) < 2:
                return None
            part, self._head = self._head, b""
            self._unpacker = self._start(part)
            if self._unpacker is None:
                return self._keep(part)
        return self._unpack(part)

    def finish(self) -> bytes:
        """Return the whole; Failed when the packed stream is not."""
        if self._head or (self._unpacker is not None and not self._unpacker.eof):
            raise Failed("the packed answer breaks off")
        return self._parts[0] if len(self._parts) == 1 else b"".join(self._parts)

    def _start(self, head: bytes) -> zlib._Decompress | None:
        if self._coding == "deflate":
            # The standard says zlib, some servers send the bare stream.
            is_zlib = head[0] & 0x0F == 8 and int.from_bytes(head[:2], "big") % 31 == 0
            return zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)
        if head[:2] != _GZIP and head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"<", b"{", b"["):
            self._coding = ""  # said to be gzip, plainly a document
            return None
        return zlib.decompressobj(16 + zlib.MAX_WBITS)

    def _unpack(self, part: bytes) -> None:
        while part:
            assert self._unpacker
            if self._unpacker.eof:
                self._behind += part
                if len(self._behind) < 2:
                    return
                if self._coding != "gzip" or self._behind[:2] != _GZIP:
                    self._behind = self._behind[:2]
                    return  # what follows a whole stream, whose check sum was right, is padding
                part, self._behind = self._behind, b""
                self._unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
            try:
                self._keep(self._unpacker.decompress(part, self._most - self.size + 1))
            except zlib.error:
                raise Failed("the packed answer can't be unpacked") from None
            part = self._unpacker.unused_data or self._unpacker.unconsumed_tail

    def _keep(self, part: bytes) -> None:
        self.size += len(part)
        if self.size > self._most:
            raise Failed(too_large(self._most))
        if part:
            self._parts.append(part)


def too_large(most: int) -> str:
    """Say which limit an answer is over."""
    return f"larger than {most / MIB:g} MiB, the limit for one answer"
