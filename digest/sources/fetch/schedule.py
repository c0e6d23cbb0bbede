"""Many exchanges in one loop: so many at once, so many a host, until all have ended or the user has had enough."""

from __future__ import annotations

import asyncio
from collections import deque
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.sources.fetch.asks import Ask, Limits
from digest.sources.fetch.client import Client

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from digest.model import Exchange
    from digest.sources.fetch.network import Network

_POLL = 0.1  # seconds between two looks at whether the user wants to stop


def many(
    asks: Sequence[Ask],
    *,
    limits: Limits = Limits(),  # noqa: B008 - a frozen value
    answered: Callable[[Exchange], None],
    stopped: Callable[[], bool] = lambda: False,
    network: Network | None = None,
) -> None:
    """Ask each address once and hand over each answer as it comes, in this thread.

    The time that `answered` takes is not counted against the exchanges under way. What it raises ends the run and comes
    out here. Once `stopped()` says so, nothing more is asked or handed
    over; exchanges under way are broken off.
    """
    if asks and not stopped():
        asyncio.run(_Run(asks, limits, answered, stopped).run(network))


class _Run:
    """The state of one run: what is left to ask, host by host, and what broke it off."""

    def __init__(
        self,
        asks: Sequence[Ask],
        limits: Limits,
        answered: Callable[[Exchange], None],
        stopped: Callable[[], bool],
    ) -> None:
        self._limits = limits
        self._answered = answered
        self._stopped = stopped
        self._left: dict[str, deque[Ask]] = {}
        for ask in asks:
            self._left.setdefault(_host(ask.url), deque()).append(ask)
        self._next_start: dict[str, float] = {}
        self._held_up = 0.0  # seconds that `answered` took since the deadlines were last put off
        self._broken: BaseException | None = None

    async def run(self, network: Network | None) -> None:
        self._over = asyncio.Event()
        self._at_once = asyncio.Semaphore(self._limits.at_once)
        async with Client(self._limits, network) as client:
            tasks = [
                asyncio.create_task(self._work(client, host, left))
                for host, left in self._left.items()
                for _ in range(min(self._limits.per_host, len(left)))
            ]
            self._working = len(tasks)
            tasks.append(asyncio.create_task(self._watch()))
            try:
                await self._over.wait()
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
        if self._broken:
            raise self._broken

    async def _work(self, client: Client, host: str, left: deque[Ask]) -> None:
        try:
            while left:
                ask = left.popleft()
                await self._turn(host)
                async with self._at_once:
                    exchange = await client.exchange(ask)
                if self._over.is_set():
                    return
                self._hand_over(exchange, client)
                del exchange, ask  # a body may be large, and the next one long in coming
        except asyncio.CancelledError:
            raise
        except BaseException as error:  # raised again once everything is closed
            self._break(error)
        self._working -= 1
        if not self._working:
            self._over.set()

    def _hand_over(self, exchange: Exchange, client: Client) -> None:
        before = monotonic()
        self._answered(exchange)
        self._held_up += monotonic() - before
        if self._held_up > _POLL:  # putting off has its price as well
            client.put_off(self._held_up)
            self._held_up = 0.0

    async def _turn(self, host: str) -> None:
        """Wait until the host may be asked again."""
        if not self._limits.host_interval:
            return
        now = asyncio.get_running_loop().time()
        start = max(now, self._next_start.get(host, 0.0))
        self._next_start[host] = start + self._limits.host_interval
        await asyncio.sleep(start - now)

    async def _watch(self) -> None:
        try:
            while not self._stopped():
                await asyncio.sleep(_POLL)
        except asyncio.CancelledError:
            raise
        except BaseException as error:
            self._break(error)
        self._over.set()

    def _break(self, error: BaseException) -> None:
        self._broken = self._broken or error
        self._over.set()


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
