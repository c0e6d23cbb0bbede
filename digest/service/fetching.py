"""Refreshing: ask every source once, read what is new, keep it, and tell how it went, one by one."""

from __future__ import annotations

import os
import queue
from hashlib import sha256
from time import monotonic

from digest.archive.feeds import Logged
from digest.errors import DigestError, SourceError
from digest.model import Exchange, FeedState, ParsedFeed
from digest.service import feed_states, full_text
from digest.sources import files
from digest.sources.fetch import Ask, Limits
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future
    from datetime import datetime

    from digest.archive import Archive
    from digest.model import Article, Subscription
    from digest.sources.feeds import Workers

WEB = ("http://", "https://")
MOST_WAITING = 4 * 1024 * 1024  # bytes of fetched feeds that wait to be parsed; then the network waits
_BATCH = 50  # sources recorded in one transaction: each commit also writes the search index out


class Outcome(Value, kw_only=True):
    """How one source did: `kind` is new, unchanged, failed, waiting or moved.

    `problem` says what went wrong, for a feed of kind new or unchanged what could not be read of it.
    """

    url: str
    title: str
    kind: str
    new: int = 0
    revised: int = 0
    entries: int = 0
    problem: str = ""
    failures: int = 0
    moved_to: str = ""


class Plan(Value, kw_only=True):
    """How a refresh is to be done; `ask_anyway` asks also those that are paused or want to be left alone."""

    limits: Limits = Limits()
    workers: int = 1
    ask_anyway: bool = False


def refresh(
    feeds: Sequence[Subscription],
    archive: Archive,
    *,
    now: datetime,
    plan: Plan | None = None,
    told: Callable[[Outcome], None] = lambda outcome: None,
    stopped: Callable[[], bool] = lambda: False,
) -> tuple[Outcome, ...]:
    """Refresh sources into an archive. What fails is told and never stops the rest; a break keeps what was recorded."""
    from digest.sources.feeds import Workers

    plan = plan or Plan()
    with Workers(count=plan.workers) as workers:
        run = _Run(archive, workers, now, plan, told, stopped)
        run.sources(feeds)
    return tuple(run.outcomes)


class _Parsed(Value):
    """A document that a worker has read: the answer it came in, the feed, and what the document weighed."""

    exchange: Exchange
    feed: ParsedFeed
    body_hash: str
    size: int


class _Run:
    """One refresh: what is being parsed, and what has been told."""

    def __init__(
        self,
        archive: Archive,
        workers: Workers,
        now: datetime,
        plan: Plan,
        told: Callable[[Outcome], None],
        stopped: Callable[[], bool],
    ) -> None:
        self.outcomes: list[Outcome] = []
        self._archive = archive
        self._workers = workers
        self._now = now
        self._plan = plan
        self._told = told
        self._stopped = stopped
        self._states = archive.states()
        self._feeds: dict[str, Subscription] = {}
        self._parsed: queue.SimpleQueue[_Parsed] = queue.SimpleQueue()
        self._waiting: dict[str, int] = {}
        self._unwritten: list[tuple[FeedState, Sequence[Article], Logged, Outcome]] = []
        self._wanted: list[str] = []  # new articles of which the page is to be read
        self._started = monotonic()

    def sources(self, feeds: Sequence[Subscription]) -> None:
        """Ask all, the local ones while the network is not needed."""
        self._feeds = {feed.url: feed for feed in feeds}
        asks = []
        for feed in self._feeds.values():
            why = "" if self._plan.ask_anyway else feed_states.why_not_now(self._states.get(feed.url), self._now)
            if why:
                self._tell(Outcome(url=feed.url, title=self._title(feed.url), kind="waiting", problem=why))
            elif feed.url.startswith(WEB):
                asks.append(self._ask(feed))
            elif not self._stopped():
                self._local(feed)
        if asks:
            from digest.sources import fetch

            fetch.many(asks, limits=self._plan.limits, answered=self._answered, stopped=self._stopped)
        while self._waiting and not self._stopped():
            self._take(self._parsed.get())
        self._write()
        if self._wanted and not self._stopped():
            full_text.complete(self._archive, self._wanted, limits=self._plan.limits, stopped=self._stopped)

    def _ask(self, feed: Subscription) -> Ask:
        state = self._states.get(feed.url)
        return Ask(
            feed.url,
            etag=state.etag if state else "",
            modified=state.modified if state else "",
            headers=feed.headers,
            user=feed.user,
            password=feed.password,
        )

    def _state(self, url: str) -> FeedState:
        return self._states.get(url) or FeedState(url=url)

    def _title(self, url: str) -> str:
        return self._feeds[url].title or self._state(url).title or url

    def _answered(self, exchange: Exchange) -> None:
        """Take one answer in; runs between the network's events, so it only decides and hands on."""
        state = self._state(exchange.url)
        if exchange.error:
            self._keep(feed_states.failed(state, exchange, self._now), (), exchange)
        elif exchange.status == feed_states.UNCHANGED:
            self._keep(feed_states.succeeded(state, exchange, self._now), (), exchange)
        else:
            self._read(exchange)
        self._drain()
        while sum(self._waiting.values()) > MOST_WAITING and not self._stopped():
            self._take(self._parsed.get())

    def _read(self, exchange: Exchange) -> None:
        """Have a document parsed, unless it is the one that was parsed last time."""
        state = self._state(exchange.url)
        body_hash = sha256(exchange.body).hexdigest()
        if body_hash == state.body_hash:
            self._keep(feed_states.succeeded(state, exchange, self._now), (), exchange)
            return
        self._waiting[exchange.url] = len(exchange.body)
        done = self._workers.submit(
            exchange.body,
            url=exchange.url,
            media_type=exchange.media_type,
            charset=exchange.charset,
            now=self._now,
        )
        light = exchange.__replace__(body=b"")
        size = len(exchange.body)

        def parsed(future: Future[ParsedFeed]) -> None:
            self._parsed.put(_Parsed(light, future.result(), body_hash, size))

        done.add_done_callback(parsed)

    def _drain(self) -> None:
        while True:
            try:
                self._take(self._parsed.get_nowait())
            except queue.Empty:
                break
        if len(self._unwritten) >= _BATCH:
            self._write()

    def _take(self, done: _Parsed) -> None:
        """Decide what a parsed document means."""
        self._waiting.pop(done.exchange.url, None)
        state, feed = self._state(done.exchange.url), done.feed
        if what := feed_states.what_is_wrong(feed):
            self._keep(feed_states.unreadable(state, what, self._now), (), done.exchange, size=done.size)
            return
        after = feed_states.succeeded(state, done.exchange, self._now, body_hash=done.body_hash, title=feed.title)
        problem = feed.problems[0].what if feed.problems else ""
        self._keep(after, feed.articles, done.exchange, size=done.size, problem=problem)

    def _keep(
        self,
        state: FeedState,
        articles: Sequence[Article],
        exchange: Exchange,
        *,
        size: int = 0,
        problem: str = "",
    ) -> None:
        """Put what came of a source in line for the archive."""
        self._states[state.url] = state
        seconds = monotonic() - self._started
        row = Logged(
            at=self._now, url=state.url, status=exchange.status, bytes=size, seconds=seconds, error=state.error
        )
        kind = "failed" if state.error else "unchanged"
        outcome = Outcome(
            url=state.url,
            title=self._title(state.url),
            kind=kind,
            entries=len(articles),
            problem=state.error or problem,
            failures=state.failures,
        )
        self._unwritten.append((state, articles, row, outcome))

    def _write(self) -> None:
        """Record what is in line, in one transaction, and then tell it."""
        line, self._unwritten = self._unwritten, []
        if not line:
            return
        told = []
        with self._archive.batch():
            for state, articles, row, outcome in line:
                recorded = self._archive.record(state, articles, seen_at=self._now)
                self._archive.log([row.__replace__(new=recorded.new, revised=recorded.revised)])
                kind = "new" if recorded.new or recorded.revised else outcome.kind
                told.append(outcome.__replace__(kind=kind, new=recorded.new, revised=recorded.revised))
                if self._feeds[state.url].full_text:
                    self._wanted.extend(recorded.new_ids)
        for outcome in told:
            self._tell(outcome)

    def _tell(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        self._told(outcome)

    # Local sources

    def _local(self, feed: Subscription) -> None:
        """Read a feed file or a folder of articles, when it has changed."""
        state = self._state(feed.url)
        try:
            if os.path.isdir(feed.url):
                self._folder(feed, state)
            else:
                self._read(Exchange(url=feed.url, status=200, body=files.read_bytes(feed.url)))
        except DigestError as error:
            what = error.what if isinstance(error, SourceError) else str(error)
            self._keep(
                feed_states.failed(state, Exchange(url=feed.url, error=what), self._now), (), Exchange(url=feed.url)
            )
        self._drain()

    def _folder(self, feed: Subscription, state: FeedState) -> None:
        """Read the articles of a folder; those whose time and size are as they were last time are not opened."""
        mark = sha256()
        paths = list(files.walk(feed.url))
        for path in paths:
            mark.update(f"{path}\0{_stamp(path)}\n".encode("utf-8", "surrogateescape"))
        exchange = Exchange(url=feed.url, status=200)
        if mark.hexdigest() == state.body_hash:
            self._keep(feed_states.succeeded(state, exchange, self._now), (), exchange)
            return
        articles, problems = files.read_folder(feed.url, paths)
        if problems and not articles:
            what = f"{problems[0].where}: {problems[0].what}"
            self._keep(feed_states.unreadable(state, what, self._now), (), exchange)
            return
        title = os.path.basename(os.path.normpath(feed.url))
        after = feed_states.succeeded(state, exchange, self._now, body_hash=mark.hexdigest(), title=title)
        problem = f"{problems[0].where}: {problems[0].what}" if problems else ""
        self._keep(after, articles, exchange, problem=problem)


def _stamp(path: str) -> str:
    """A file's time and size; "" of one that has gone or leads nowhere, of which reading it will tell."""
    try:
        info = os.stat(path)
    except OSError:
        return ""
    return f"{info.st_mtime_ns}\0{info.st_size}"
