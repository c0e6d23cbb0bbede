"""The feeds: which fail and for how long, which have moved, which are asked twice or in the clear."""

from __future__ import annotations

import os

from digest import paths, subscriptions
from digest.archive import Archive
from digest.errors import DigestError
from digest.service.doctor import NOTE, OK, WARNING, Finding
from digest.subscriptions.reading import is_variable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from digest.model import FeedState, Subscription
    from digest.service.doctor import Places

_OFTEN = 3  # failures in a row that are no chance any more


def examine(at: Places, now: datetime) -> Iterator[Finding]:
    """Each feed that is followed, and what is wrong with the list."""
    try:
        said = subscriptions.load(at.feeds)
    except DigestError:  # told with the files
        return
    for problem in said.problems:
        yield Finding(WARNING, paths.shown(at.feeds), problem.what, "take one of them out")
    yield from _in_two_ways(said.feeds)
    states = _states(at.archive)
    sound = 0
    for feed in said.feeds:
        found = list(_feed(feed, states.get(feed.url), now))
        yield from found
        sound += not found
    if left := sorted(states.keys() - {feed.url for feed in said.feeds}):
        what = f"{len(left)} feeds of the archive are not in the list any more, such as {left[0]}"
        yield Finding(NOTE, paths.shown(at.feeds), what, "was that you? `digest feeds add URL` brings one back")
    if sound:
        yield Finding(OK, paths.shown(at.feeds), f"{sound} of {len(said.feeds)} feeds are well")


def _states(archive: str) -> dict[str, FeedState]:
    if not os.path.exists(archive):
        return {}
    try:
        with Archive.look_into(archive) as opened:
            return opened.states()
    except DigestError:  # told with the archive
        return {}


def _in_two_ways(feeds: Sequence[Subscription]) -> Iterator[Finding]:
    known: dict[str, str] = {}
    for feed in feeds:
        bare = feed.url.partition("://")[2].lower().removeprefix("www.").rstrip("/")
        if bare and known.setdefault(bare, feed.url) != feed.url:
            remove = f"`digest feeds remove {feed.url}`"
            yield Finding(WARNING, feed.url, f"seems to be the same feed as {known[bare]}", remove)


def _feed(feed: Subscription, state: FeedState | None, now: datetime) -> Iterator[Finding]:
    where = feed.title or (state.title if state else "") or feed.url
    if not feed.url.startswith(("http://", "https://")):
        if not os.path.exists(feed.url):
            yield Finding(WARNING, where, f"{feed.url} is not there", "move it back, or `digest feeds remove` it")
            return
    elif feed.url.startswith("http://"):
        advice = f"try `digest feeds add https{feed.url[4:]}`, then remove the old one"
        yield Finding(NOTE, where, "is asked over http, where anyone on the way can read and change it", advice)
    for variable in _variables(feed):
        if variable[1:] not in os.environ:
            yield Finding(WARNING, where, f"{variable} is not set here", "set it where digest runs, also for cron")
    if state is None or state.last_tried is None:
        yield Finding(NOTE, where, "was never fetched", "`digest fetch` asks it")
        return
    yield from _health(where, state, now)


def _health(where: str, state: FeedState, now: datetime) -> Iterator[Finding]:
    if state.paused:
        advice = "`digest fetch --force` asks once more, `digest feeds remove` gives it up"
        yield Finding(WARNING, where, f"is not asked any more: {state.paused}", advice)
    elif state.failures:
        since = f"for {max(0, (now - state.last_success).days)} days" if state.last_success else "from the beginning"
        level = WARNING if state.failures >= _OFTEN else NOTE
        what = f"fails {since}, {state.failures} times in a row: {state.error}"
        yield Finding(level, where, what, "`digest feeds check` asks it now")
    if state.moved_to:
        what = f"has moved to {state.moved_to}"
        yield Finding(NOTE, where, what, "that is taken over when it still holds a day later")


def _variables(feed: Subscription) -> Iterator[str]:
    for value in (feed.user, feed.password, *(said for _, said in feed.headers)):
        if value and is_variable(value):
            yield value
