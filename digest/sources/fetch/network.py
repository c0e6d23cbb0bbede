"""Names to addresses to sockets; what a test may replace."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import suppress

from aiohttp.abc import AbstractResolver, ResolveResult

from digest.sources.fetch.guard import plain_socket

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from digest.sources.fetch.guard import SocketMaker

    LookUp = Callable[..., Sequence[tuple[Any, ...]]]


class Network:
    """How names are looked up and sockets made: the system's ways unless told otherwise."""

    def __init__(self, *, look_up: LookUp = socket.getaddrinfo, make_socket: SocketMaker = plain_socket) -> None:
        self.look_up = look_up
        self.make_socket = make_socket


class Resolver(AbstractResolver):
    """Looks each name up in a thread of its own.

    The loop's thread pool has a handful of threads, so a few dead name servers would hold up every feed; and it is
    waited for at the end, so they would hold up the user's Ctrl-C as well.
    """

    def __init__(self, look_up: LookUp) -> None:
        self._look_up = look_up

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Look a name up; OSError when it leads nowhere."""
        loop = asyncio.get_running_loop()
        found: asyncio.Future[Sequence[tuple[Any, ...]]] = loop.create_future()

        def settle(result: Sequence[tuple[Any, ...]] | None, error: OSError | None) -> None:
            if found.done():
                return
            if error:
                found.set_exception(error)
            else:
                found.set_result(result or ())

        def work() -> None:
            result, error = None, None
            try:
                result = self._look_up(host, port, family=family, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
            except OSError as raised:
                error = raised
            except (UnicodeError, ValueError):
                error = OSError("not a name of a host")
            with suppress(RuntimeError):  # the run has ended meanwhile
                loop.call_soon_threadsafe(settle, result, error)

        threading.Thread(target=work, name="digest-lookup", daemon=True).start()
        infos = await found
        if not infos:
            raise OSError("no address")
        return [_result(host, info) for info in infos]

    async def close(self) -> None:
        """Nothing is kept open."""


def _result(host: str, info: tuple[Any, ...]) -> ResolveResult:
    family, _, proto, _, place = info
    number = f"{place[0]}%{place[3]}" if family == socket.AF_INET6 and place[3] else place[0]
    return ResolveResult(
        hostname=host, host=number, port=place[1], family=family, proto=proto, flags=socket.AI_NUMERICHOST
    )
