"""Pools of connections: which may lead where, how often a request may go out, and that all are closed in the end."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from typing import TYPE_CHECKING
from weakref import WeakSet

import aiohttp

from digest import __version__
from digest.sources.fetch.failures import Failed, why
from digest.sources.fetch.guard import guarded
from digest.sources.fetch.network import Network, Resolver

if TYPE_CHECKING:
    import socket
    from types import TracebackType
    from typing import Any, Self

    from aiohttp.connector import Connection

    from digest.sources.fetch.guard import SocketMaker

USER_AGENT = f"digest/{__version__} (+feed reader)"
MOST_INTERIM = 8  # 100 Continue, 103 Early Hints
LONGEST_FIELD = 32 * 1024  # of a header: security policies grow beyond 8 kB


class Pools:
    """Two pools that never mix: `named` may lead anywhere, `elsewhere` not into the user's network (see guard.py)."""

    def __init__(self, network: Network, per_host: int) -> None:
        self._network = network
        self._per_host = per_host
        self._transports: WeakSet[asyncio.BaseTransport] = WeakSet()

    async def __aenter__(self) -> Self:
        self.named = self._session(self._network.make_socket)
        self.elsewhere = self._session(guarded(self._network.make_socket))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.named.close()
        await self.elsewhere.close()
        for transport in list(self._transports):
            if isinstance(transport, asyncio.WriteTransport):
                transport.abort()  # TLS would wait half a minute for a silent server to say goodbye
        for _ in range(2):
            await asyncio.sleep(0)  # the sockets are closed in the loop's next rounds

    def _session(self, make: SocketMaker) -> aiohttp.ClientSession:
        def make_and_note(info: tuple[Any, ...]) -> socket.socket:
            if request := _REQUEST.get(None):
                request.is_fresh = True
            return make(info)

        return aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(
                resolver=Resolver(self._network.look_up),
                socket_factory=make_and_note,
                limit=0,  # the schedule bounds what is under way
                limit_per_host=self._per_host,
            ),
            headers={"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, deflate"},
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),  # ours is for the whole exchange
            auto_decompress=False,
            max_line_size=LONGEST_FIELD,
            max_field_size=LONGEST_FIELD,
            middlewares=(self._once,),
            response_class=_Response,
        )

    async def _once(self, sent: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
        """Let aiohttp ask again only where a kept connection turns out to be dead: there the server never saw us."""
        request = _Request(self._transports)
        _REQUEST.set(request)
        try:
            return await send(sent)
        except aiohttp.ClientConnectorError:
            raise
        except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
            if request.is_fresh:
                raise Failed(why(error)) from error
            raise


class _Request:
    """One request under way: whether it opened a connection, and where to note what carries it."""

    def __init__(self, transports: WeakSet[asyncio.BaseTransport]) -> None:
        self.transports = transports
        self.is_fresh = False


_REQUEST: ContextVar[_Request] = ContextVar("request")


class _Response(aiohttp.ClientResponse):
    """Gives up on a server that sends one interim answer after another, which aiohttp would read for ever."""

    async def start(self, connection: Connection) -> aiohttp.ClientResponse:
        """Wait for the head of the answer proper."""
        protocol = connection.protocol
        assert protocol is not None
        if protocol.transport is not None and (request := _REQUEST.get(None)):
            request.transports.add(protocol.transport)
        read, left = protocol.read, MOST_INTERIM

        async def counted() -> Any:
            nonlocal left
            left -= 1
            if left < 0:
                raise Failed("the answer is not sound HTTP")
            return await read()

        protocol.read = counted  # type: ignore[method-assign]
        try:
            return await super().start(connection)
        finally:
            del protocol.read
