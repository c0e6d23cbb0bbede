"""What can be done with subscriptions: add, remove, list with their health, check, import and export."""

from __future__ import annotations

import os
from datetime import timedelta

from digest import subscriptions
from digest.errors import ArchiveError, DigestError, SourceError, UsageError
from digest.model import Problem, Subscription
from digest.subscriptions import FeedsFile, is_web, normal
from digest.text.clean import clean
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future
    from datetime import datetime

    from digest.model import Exchange, FeedState, ParsedFeed
    from digest.sources.feeds import Workers

WEEKS = 4  # over which entries per week are counted
_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_PAGE_STARTS = (b"<!doctype html", b"<html", b"<head")
_NO_USERS: dict[str, str] = {}
_FEED_STARTS = (b"<rss", b"<feed", b"<rdf", b"<atom:feed", b"{")
_PROLOGUES = ((b"<?", b"?>"), (b"<!--", b"-->"))


class Found(Value, kw_only=True):
    """What a source is; `problem` says why it can't be used, `page` which page named it."""

    asked: str
    url: str
    title: str = ""
    entries: int = 0
    page: str = ""
    problem: str = ""


class Health(Value):
    """A subscription and how it has been doing; no state when it was never fetched."""

    feed: Subscription
    state: FeedState | None = None
    per_week: float | None = None


class Imported(Value):
    """What came of a list of feeds."""

    added: tuple[Subscription, ...]
    duplicates: int
    problems: tuple[Problem, ...]


def add(
    path: str, places: Sequence[str], *, title: str = "", tags: Sequence[str] = (), full_text: bool = False, check: bool
) -> tuple[Found, ...]:
    """Subscribe to addresses, feed files and folders; each that can't be has its problem, the others are saved."""
    if title and len(places) > 1:
        raise UsageError("feeds add: --title goes with one URL")
    labels = tuple(dict.fromkeys(map(subscriptions.tag, tags)))
    file = FeedsFile(path)
    known = {normal(feed.url) for feed in file.feeds}
    results: dict[int, Found] = {}
    wanted: dict[int, Subscription] = {}
    for number, place in enumerate(places):
        try:
            url = subscriptions.source(place)
            if not is_web(url) and not os.path.exists(url):
                raise UsageError("no such file or folder")
            if normal(url) in known:
                raise UsageError("already subscribed")
            known.add(normal(url))
            wanted[number] = Subscription(url=url)
        except UsageError as error:
            results[number] = Found(asked=place, url=place, problem=str(error))
    looked = look(list(wanted.values())) if check else [Found(asked=f.url, url=f.url) for f in wanted.values()]
    results.update(zip(wanted, looked, strict=True))
    for number in wanted:
        found = results[number]
        if not found.problem:
            label = clean(title, one_line=True) or found.title
            if file.add([Subscription(url=found.url, title=label, tags=labels, full_text=full_text)]):
                results[number] = found.__replace__(problem=f"already subscribed ({found.url})")
    file.save()
    return tuple(results[number] for number in sorted(results))


def start(path: str) -> int:
    """Begin with the list that comes with the program; how many feeds it has."""
    from digest import paths
    from digest.output import write

    if subscriptions.load(path).feeds:
        raise UsageError(f"{path}: there are feeds in it already; nothing was changed")
    with open(paths.shipped("seeds/feeds.toml"), encoding="utf-8") as stream:
        starter = stream.read()
    write.make_folder(os.path.dirname(os.path.abspath(path)))
    write.whole(path, starter)
    return len(subscriptions.load(path).feeds)


def remove(path: str, names: Sequence[str]) -> tuple[Subscription, ...]:
    """Unsubscribe from feeds by address or title; nothing is changed when one is unknown."""
    file = FeedsFile(path)
    places = sorted({subscriptions.find(file.feeds, name) for name in names})
    gone = tuple(file.feeds[place] for place in places)
    file.remove(places)
    file.save()
    return gone


def rename(path: str, name: str, title: str) -> Subscription:
    """Give a feed another title."""
    if not clean(title, one_line=True):
        raise UsageError("feeds rename: the title is empty")
    file = FeedsFile(path)
    place = subscriptions.find(file.feeds, name)
    file.retitle(place, title)
    file.save()
    return file.feeds[place]


def retag(path: str, name: str, changes: Sequence[str]) -> Subscription:
    """Add tags (`+a`) to a feed and take tags (`-b`) off it."""
    file = FeedsFile(path)
    place = subscriptions.find(file.feeds, name)
    tags = dict.fromkeys(file.feeds[place].tags)
    for change in changes:
        if change[:1] not in {"+", "-"}:
            raise UsageError(f"feeds tag: expected +TAG or -TAG, not {change[:80]!r}")
        tag = subscriptions.tag(change[1:])
        if change[0] == "+":
            tags[tag] = None
        elif tag in tags:
            del tags[tag]
        else:
            raise UsageError(f"feeds tag: {file.feeds[place].url} has no tag {tag!r}")
    file.retag(place, tuple(tags))
    file.save()
    return file.feeds[place]


def listing(path: str, archive: str, *, now: datetime, tag: str = "") -> tuple[tuple[Health, ...], tuple[Problem, ...]]:
    """Every subscription with its health, as the archive remembers it."""
    said = subscriptions.load(path)
    problems = list(said.problems)
    states: dict[str, FeedState] = {}
    counts: dict[str, int] = {}
    if os.path.exists(archive):
        from digest.archive import Archive

        try:
            with Archive.open(archive, read_only=True) as opened:
                states, counts = opened.states(), opened.counts(now - timedelta(weeks=WEEKS))
        except ArchiveError as error:  # the list is worth having without it
            problems.append(Problem("health", str(error), "archive"))
    chosen = [feed for feed in said.feeds if not tag or tag in feed.tags]
    healths = [
        Health(feed, states.get(feed.url), counts.get(feed.url, 0) / WEEKS if feed.url in states else None)
        for feed in chosen
    ]
    return tuple(healths), tuple(problems)


def check(path: str, names: Sequence[str]) -> tuple[Found, ...]:
    """Ask feeds, all or those named, and say what each is; changes nothing."""
    feeds = subscriptions.load(path).feeds
    chosen = [feeds[subscriptions.find(feeds, name)] for name in names] if names else feeds
    return tuple(
        found.__replace__(problem=f"a web page, not a feed (its feed: {found.url})") if found.page else found
        for found in look(chosen)
    )


def take_in(path: str, body: bytes, where: str) -> Imported:
    """Import OPML: feeds that are there already are counted, what can't be taken is a problem."""
    from digest.sources import opml

    outlines = opml.read(body, where)
    problems = list(outlines.problems)
    fresh: dict[str, Subscription] = {}
    duplicates = 0
    for number, feed in zip(outlines.numbers, outlines.feeds, strict=True):
        try:
            key = normal(subscriptions.source(feed.url))
        except UsageError as error:
            problems.append(Problem(f"{where}: outline {number}", str(error), "import"))
            continue
        if key in fresh:  # other readers list a feed once for each of its folders
            duplicates += 1
            feed = fresh[key].__replace__(tags=tuple(dict.fromkeys((*fresh[key].tags, *feed.tags))))
        fresh[key] = feed
    file = FeedsFile(path)
    known = file.add(fresh.values())
    file.save()
    urls = {feed.url for feed in known}
    added = tuple(feed for feed in fresh.values() if feed.url not in urls)
    return Imported(added, duplicates + len(known), tuple(problems))


def take_in_file(path: str, file: str) -> Imported:
    """Import OPML from a file; UsageError when it can't be read."""
    from digest.sources.opml import MOST_BYTES

    try:
        with open(file, "rb") as stream:
            body = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UsageError(f"{file}: {(getattr(error, 'strerror', None) or str(error)).lower()}") from error
    return take_in(path, body, file)


def give_out(path: str) -> tuple[str, int]:
    """Export OPML: the text, and how many local sources it leaves out."""
    from digest.sources import opml

    feeds = subscriptions.load(path).feeds
    public = [feed for feed in feeds if is_web(feed.url)]
    return opml.render(public, title="digest subscriptions"), len(feeds) - len(public)


def look(feeds: Sequence[Subscription]) -> tuple[Found, ...]:
    """Ask each source once, in the order given; a page's first feed is asked as well."""
    from digest.sources.feeds import Workers

    with Workers(count=1) as workers:
        results = _looked(feeds, workers)
        named = {feed.url: results[feed.url].url for feed in feeds if results[feed.url].page}
        if named:
            # A page may not lead into the user's network, so the address that the user wrote goes with its feed's.
            users = {url: page for page, url in named.items()}
            again = _looked([Subscription(url=url) for url in users], workers, users)
            for page, url in named.items():
                feed = again[url]
                problem = "a web page too" if feed.page else feed.problem
                problem = problem and f"its feed {url}: {problem}"
                results[page] = feed.__replace__(asked=page, page=page, url=url, problem=problem)
    return tuple(results[feed.url] for feed in feeds)


def _looked(feeds: Sequence[Subscription], workers: Workers, users: dict[str, str] = _NO_USERS) -> dict[str, Found]:
    """What each source is by itself; a page that names a feed has that as its `url`."""
    results: dict[str, Found] = {}
    parsing: dict[str, Future[ParsedFeed]] = {}
    web = [feed for feed in feeds if is_web(feed.url)]

    def answered(exchange: Exchange) -> None:
        if exchange.error:
            results[exchange.url] = Found(asked=exchange.url, url=exchange.url, problem=exchange.error)
        elif _is_page(exchange):
            results[exchange.url] = _named_by(exchange)
        else:
            parsing[exchange.url] = workers.submit(
                exchange.body,
                url=exchange.final_url or exchange.url,
                media_type=exchange.media_type,
                charset=exchange.charset,
            )

    if web:
        from digest.sources import fetch

        asks = [
            fetch.Ask(f.url, headers=f.headers, user=f.user, password=f.password, user_url=users.get(f.url, ""))
            for f in web
        ]
        fetch.many(asks, limits=fetch.Limits(), answered=answered, stopped=lambda: False)
    from digest.sources import files

    for feed in feeds:
        if not is_web(feed.url):
            try:
                if os.path.isdir(feed.url):
                    results[feed.url] = _folder(feed.url)
                else:
                    parsing[feed.url] = workers.submit(files.read_bytes(feed.url), url=feed.url)
            except DigestError as error:
                what = error.what if isinstance(error, SourceError) else str(error)
                results[feed.url] = Found(asked=feed.url, url=feed.url, problem=what)
    for url, future in parsing.items():
        results[url] = _told(url, future.result())
    for feed in feeds:
        results.setdefault(feed.url, Found(asked=feed.url, url=feed.url, problem="not asked"))
    return results


def _told(url: str, parsed: ParsedFeed) -> Found:
    found = Found(asked=url, url=url, title=parsed.title, entries=len(parsed.articles))
    if parsed.problems and not parsed.articles:
        return found.__replace__(problem=parsed.problems[0].what)
    return found


def _is_page(exchange: Exchange) -> bool:
    """Whether a web page came, by its first element: many feeds are served as text/html."""
    head = exchange.body[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    while opener := next((pair for pair in _PROLOGUES if head.startswith(pair[0])), None):
        _, closed, rest = head.partition(opener[1])
        if not closed:
            break
        head = rest.lstrip()
    if head.lower().startswith(_PAGE_STARTS):
        return True
    return exchange.media_type in _PAGE_TYPES and not head.lower().startswith(_FEED_STARTS)


def _named_by(exchange: Exchange) -> Found:
    from digest.sources.feeds import discover

    page = exchange.final_url or exchange.url
    url = next(filter(_is_usable, discover(exchange.body, page)), "")
    if not url:
        return Found(asked=exchange.url, url=exchange.url, problem="a web page that names no feed")
    return Found(asked=exchange.url, url=url, page=page)


def _is_usable(url: str) -> bool:
    try:
        return is_web(subscriptions.source(url))
    except UsageError:
        return False


def _folder(path: str) -> Found:
    from digest.sources import files

    return Found(asked=path, url=path, title=os.path.basename(path), entries=sum(1 for _ in files.walk(path)))
