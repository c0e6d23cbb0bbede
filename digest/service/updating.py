"""A whole update: lock, subscriptions, refresh, feeds that have moved, what may be forgotten."""

from __future__ import annotations

import os
from datetime import timedelta

from digest.errors import UsageError
from digest.service import moving
from digest.service.fetching import Outcome, Plan, refresh
from digest.service.lock import Lock
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from digest.archive import Archive
    from digest.model import Problem, Subscription
    from digest.settings import Settings

_MIB = 1024 * 1024


class Retention(Value):
    """What the archive may forget: articles older than so many days, the oldest above so many bytes; 0 is never."""

    days: int = 0
    most_bytes: int = 0


def plan_of(settings: Settings, *, force: bool = False) -> Plan:
    """How the settings want feeds to be asked."""
    from digest.sources.fetch import Limits

    limits = Limits(
        seconds=settings.fetch_seconds,
        at_once=settings.fetch_at_once,
        per_host=settings.fetch_per_host,
        host_interval=settings.fetch_host_interval,
    )
    return Plan(limits=limits, workers=settings.fetch_workers, ask_anyway=force)


def retention_of(settings: Settings) -> Retention:
    """What the settings want forgotten."""
    return Retention(settings.archive_forget_after_days, settings.archive_forget_above_megabytes * _MIB)


class Update(Value, kw_only=True):
    """What an update did; `problems` are subscriptions that can't be used."""

    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    forgotten: int = 0

    def of_kind(self, *kinds: str) -> tuple[Outcome, ...]:
        """The outcomes of some kinds."""
        return tuple(outcome for outcome in self.outcomes if outcome.kind in kinds)


def update(
    feeds_file: str,
    archive_file: str,
    *,
    now: datetime,
    plan: Plan | None = None,
    names: Sequence[str] = (),
    tag: str = "",
    retention: Retention | None = None,
    begun: Callable[[int], None] = lambda count: None,
    told: Callable[[Outcome], None] = lambda outcome: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Update:
    """Refresh the subscriptions, or those that are named or tagged; BusyError when another run is at work."""
    from digest.archive import Archive

    with Lock(os.path.join(os.path.dirname(archive_file), "update.lock")):
        loaded = _load(feeds_file)
        chosen = _chosen(loaded[0], names, tag)
        with Archive.open(archive_file) as archive:
            moving.finish(archive, loaded[0])
            begun(len(chosen))
            outcomes = refresh(chosen, archive, now=now, plan=plan, told=told, stopped=stopped)
            moved = moving.adopt(archive, chosen, feeds_file, now=now)
            forgotten = _forget(archive, retention, now)
    return Update(outcomes=outcomes, problems=loaded[1], moved=moved, forgotten=forgotten)


def _load(feeds_file: str) -> tuple[tuple[Subscription, ...], tuple[Problem, ...]]:
    from digest import subscriptions

    loaded = subscriptions.load(feeds_file)
    return tuple(loaded.feeds), tuple(loaded.problems)


def _chosen(feeds: Sequence[Subscription], names: Sequence[str], tag: str) -> tuple[Subscription, ...]:
    from digest import subscriptions

    chosen = tuple(feeds[subscriptions.find(feeds, name)] for name in names) if names else tuple(feeds)
    if tag:
        chosen = tuple(feed for feed in chosen if tag.casefold() in {t.casefold() for t in feed.tags})
    if not chosen:
        raise UsageError("no feeds to fetch (digest feeds add URL, or digest feeds init for a list to begin with)")
    return chosen


def _forget(archive: Archive, retention: Retention | None, now: datetime) -> int:
    if retention is None or not (retention.days or retention.most_bytes):
        return 0
    older_than = now - timedelta(days=retention.days) if retention.days else None
    return archive.forget(older_than, retention.most_bytes or None)
