"""One exchange: redirects by hand, validators, status, body. Only home of aiohttp's sessions."""

from __future__ import annotations

import asyncio
import re
import time
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING
from urllib.request import getproxies, proxy_bypass

import aiohttp
from yarl import URL

from digest.model import Exchange
from digest.sources.fetch import credentials, guard, retry
from digest.sources.fetch.asks import MIB
from digest.sources.fetch.bodies import Body, too_large
from digest.sources.fetch.failures import Failed, about, why
from digest.sources.fetch.network import Network
from digest.sources.fetch.pools import Pools
from digest.sources.fetch.redirects import MOST_REDIRECTS, NOT_AN_ADDRESS, REDIRECTS, Trail, address, is_same_place

if TYPE_CHECKING:
    from netrc import netrc
    from types import TracebackType
    from typing import Self

    from digest.sources.fetch.asks import Ask, Limits

_FEEDS = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
_LARGE, _LARGE_AT_ONCE = 2 * MIB, 4  # so that a crowd of endless answers can't fill the memory
_TYPE = re.compile(r"\s*([\w.+-]+/[\w.+-]+)\s*(?:;|$)", re.ASCII)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:+-]{1,40})""", re.ASCII | re.IGNORECASE)


class Client:
    """Asks addresses within limits; an async context manager, for it keeps connections."""

    def __init__(self, limits: Limits, network: Network | None = None) -> None:
        self._limits = limits
        self._pools = Pools(network or Network(), limits.per_host)
        self._large = asyncio.Semaphore(_LARGE_AT_ONCE)
        self._proxies = {scheme: place for scheme, place in getproxies().items() if scheme in ("http", "https", "all")}
        self._deadlines: set[asyncio.Timeout] = set()
        self._passwords: netrc | None = None
        self._has_read_netrc = False

    async def __aenter__(self) -> Self:
        await self._pools.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._pools.__aexit__(kind, error, trace)

    async def exchange(self, ask: Ask) -> Exchange:
        """Ask one address; every failure is an Exchange that says so."""
        try:
            async with asyncio.timeout(self._limits.seconds) as deadline:
                self._deadlines.add(deadline)
                try:
                    return await self._follow(ask)
                finally:
                    self._deadlines.discard(deadline)
        except Failed as failed:
            return Exchange(url=ask.url, status=failed.status, retry_after=failed.retry_after, error=failed.what)
        except TimeoutError:
            return Exchange(url=ask.url, error=f"no complete answer within {self._limits.seconds:g} s")
        except Exception as error:  # whatever one server provokes, the others are asked
            return Exchange(url=ask.url, error=why(error))

    def put_off(self, seconds: float) -> None:
        """Give every exchange under way more time, when we and not the servers were slow."""
        for deadline in self._deadlines:
            if not deadline.expired():
                deadline.reschedule((deadline.when() or 0.0) + seconds)

    async def _follow(self, ask: Ask) -> Exchange:
        start = address(ask.url)
        own = credentials.own_headers(ask, start, self._netrc(ask))
        start = start.with_user(None)
        named = _named(ask.user_url) if ask.user_url else start
        common = _headers(ask)
        trail = Trail(start)
        for _ in range(MOST_REDIRECTS + 1):
            headers = common | own if is_same_place(start, trail.here) else common
            try:
                pool, proxy = self._way(named, trail.here)
                async with pool.get(trail.here, headers=headers, allow_redirects=False, proxy=proxy) as answer:
                    if answer.status not in REDIRECTS:
                        return await self._take(ask, answer, trail, had_validator=len(common) > 1)
                    trail.step(answer.status, answer.headers.get("Location", ""))
            except (guard.InsideError, aiohttp.ClientConnectorError) as error:
                if isinstance(getattr(error, "os_error", error), guard.InsideError):
                    how = "is" if trail.here is start else "redirected to"
                    raise Failed(f"{how} an address inside this network") from None
                raise
            except aiohttp.InvalidURL:
                raise Failed("not a web address" if trail.here is start else NOT_AN_ADDRESS) from None
        raise Failed(f"more than {MOST_REDIRECTS} redirects")

    def _way(self, named: URL | None, here: URL) -> tuple[aiohttp.ClientSession, URL | None]:
        """Choose the pool of connections, and the proxy."""
        is_named = named is not None and is_same_place(named, here)
        proxy = self._proxy(here) if self._proxies else None
        if proxy and not is_named and guard.is_plainly_inside(here.host or ""):
            raise guard.InsideError
        return (self._pools.named if is_named or proxy else self._pools.elsewhere), proxy

    def _proxy(self, here: URL) -> URL | None:
        place = self._proxies.get(here.scheme) or self._proxies.get("all")
        if not place or proxy_bypass(f"{here.host}:{here.port}"):
            return None
        try:
            proxy = URL(place if "://" in place else f"http://{place}")
        except ValueError:
            proxy = URL()
        if proxy.scheme not in ("http", "https") or not proxy.raw_host:
            raise Failed("the proxy that the environment names is not an http proxy")
        return proxy

    def _netrc(self, ask: Ask) -> netrc | None:
        if ask.user or ask.password or ask.user_url:
            return None  # an address that a page gave is not to be asked in the user's name
        if not self._has_read_netrc:
            self._passwords, self._has_read_netrc = credentials.read_netrc(), True
        return self._passwords

    async def _take(self, ask: Ask, answer: aiohttp.ClientResponse, trail: Trail, *, had_validator: bool) -> Exchange:
        status, headers = answer.status, answer.headers
        if status in (429, 503):
            wait = retry.seconds(headers.get("Retry-After", ""), now=time.time())
            raise Failed(about(status), status=status, retry_after=wait)
        if status == 304 and not had_validator:
            raise Failed("the server answered 304 to a first request", status=status)
        if status not in (200, 304):
            raise Failed(about(status), status=status)
        etag = credentials.validator(headers.get("ETag", ""))
        modified = credentials.validator(headers.get("Last-Modified", ""))
        if status == 304:
            return Exchange(
                url=ask.url,
                status=304,
                etag=etag or ask.etag,
                modified=modified or ask.modified,
                final_url=str(trail.here),
                permanent_url=trail.permanent_url,
            )
        media_type, charset = _media(headers.get("Content-Type", ""))
        if ask.types and media_type not in ask.types:
            raise Failed(f"not a page to read ({media_type or 'no media type'})", status=status)
        try:
            body = await self._read(answer)
        except Failed as failed:
            raise Failed(failed.what, status=status) from None
        return Exchange(
            url=ask.url,
            status=200,
            body=body,
            media_type=media_type,
            charset=charset,
            etag=etag,
            modified=modified,
            final_url=str(trail.here),
            permanent_url=trail.permanent_url,
        )

    async def _read(self, answer: aiohttp.ClientResponse) -> bytes:
        most = self._limits.most_bytes
        body = Body(", ".join(answer.headers.getall("Content-Encoding", ())), most)
        if (answer.content_length or 0) > most:
            raise Failed(too_large(most))
        async with AsyncExitStack() as large:
            is_large = False
            async for part in answer.content.iter_any():
                body.add(part)
                if body.size > _LARGE and not is_large:
                    is_large = True
                    await large.enter_async_context(self._large)
            return body.finish()


def _named(user_url: str) -> URL | None:
    """Return the address that the user wrote; a feed in a file names no host."""
    try:
        return address(user_url)
    except Failed:
        return None


def _headers(ask: Ask) -> dict[str, str]:
    """Return the headers that go to every hop: what is wanted, and what is known of it."""
    headers = {"Accept": ", ".join((*ask.types, "*/*;q=0.5")) if ask.types else _FEEDS}
    if etag := credentials.validator(ask.etag):
        headers["If-None-Match"] = etag
    if modified := credentials.validator(ask.modified):
        headers["If-Modified-Since"] = modified
    return headers


def _media(value: str) -> tuple[str, str | None]:
    """Read a Content-Type: the type in small letters, the charset where it names one plainly."""
    if len(value) > 1_000:
        return "", None
    kind, charset = _TYPE.match(value), _CHARSET.search(value)
    return kind[1].lower() if kind else "", charset[1].lower() if charset else None
