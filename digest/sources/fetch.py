"""One page over http(s): a total deadline, a cap on decoded bytes, redirects checked one by one.

A private address is asked only when the user's own address names that host: no page can send us there.
Only home of aiohttp.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from digest import __version__
from digest.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_BYTES = 16 * 1024 * 1024  # after decompression
MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
}


class Answer(NamedTuple):
    """What a server gave: the address it came from in the end, the bytes, and how to read them."""

    url: str
    body: bytes
    suffix: str
    charset: str | None


def get(url: str, *, seconds: float = 20.0) -> Answer:
    """Fetch one page within a deadline in seconds; SourceError names the address and what went wrong."""
    try:
        return asyncio.run(_get(url, seconds))
    except TimeoutError:
        raise SourceError(url, f"no complete answer within {seconds:g} s") from None
    except aiohttp.ClientConnectorError as error:
        raise SourceError(url, f"can't connect ({_reason(error)})") from error
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise SourceError(url, _reason(error)) from error


async def _get(url: str, seconds: float) -> Answer:
    guard = _Guard(_host(url))
    connector = aiohttp.TCPConnector(resolver=guard, limit=1)
    headers = {"User-Agent": f"digest/{__version__}", "Accept": "text/html, text/plain;q=0.9, */*;q=0.5"}
    async with (
        asyncio.timeout(seconds),
        aiohttp.ClientSession(
            connector=connector, headers=headers, trust_env=True, cookie_jar=aiohttp.DummyCookieJar()
        ) as session,
    ):
        here = url
        for _ in range(MOST_REDIRECTS + 1):
            guard.check_literal(here, url)
            async with session.get(here, allow_redirects=False) as answer:
                if answer.status in _REDIRECTS:
                    here = _next(here, answer.headers.get("Location", ""), url)
                    continue
                if answer.status != 200:
                    raise SourceError(url, f"the server answered {answer.status} {answer.reason or ''}".rstrip())
                suffix = _SUFFIXES.get(answer.content_type)
                if suffix is None:
                    raise SourceError(url, f"not a page to read ({answer.content_type})")
                return Answer(here, await _capped(answer, url), suffix, answer.charset)
    raise SourceError(url, f"more than {MOST_REDIRECTS} redirects")


async def _capped(answer: aiohttp.ClientResponse, url: str) -> bytes:
    parts, size = [], 0
    async for part in answer.content.iter_chunked(65_536):
        size += len(part)
        if size > MOST_BYTES:
            raise SourceError(url, f"larger than {MOST_BYTES // 2**20} MiB, the limit for one page")
        parts.append(part)
    return b"".join(parts)


def _next(here: str, location: str, asked: str) -> str:
    target = urljoin(here, location)
    if not location or not target.lower().startswith(("http://", "https://")):
        raise SourceError(asked, "redirected to something that is not a web address")
    return target


class _Guard(AbstractResolver):
    """Resolves names and refuses addresses inside the user's network, but for the host the user named."""

    def __init__(self, trusted: str) -> None:
        self._trusted = trusted

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_UNSPEC) -> list[ResolveResult]:
        """Look a name up and keep the addresses that may be asked."""
        found: Sequence[Any] = await asyncio.get_running_loop().getaddrinfo(
            host, port, family=family, type=socket.SOCK_STREAM
        )
        allowed = [f for f in found if host == self._trusted or ipaddress.ip_address(f[4][0]).is_global]
        if found and not allowed:
            raise OSError("the address is inside this network")
        return [
            ResolveResult(hostname=host, host=f[4][0], port=f[4][1], family=f[0], proto=f[2], flags=0) for f in allowed
        ]

    async def close(self) -> None:
        """Nothing is kept open."""

    def check_literal(self, url: str, asked: str) -> None:
        """Refuse an address written as a number, which is never resolved."""
        host = _host(url)
        try:
            address = ipaddress.ip_address(host.strip("[]"))
        except ValueError:
            return
        if host != self._trusted and not address.is_global:
            raise SourceError(asked, "redirected to an address inside this network")


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _reason(error: BaseException) -> str:
    """One short line out of an exception of the network's."""
    inner = getattr(error, "os_error", None) or error
    said = getattr(inner, "strerror", None) or getattr(inner, "message", "") or str(inner) or type(inner).__name__
    return " ".join(str(said).split())[:200].lower()
