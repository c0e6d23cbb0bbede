"""Feeds that have moved for good: their new address goes into the subscriptions and the archive.

The subscriptions are written first. Where a run ends between the two, the next one finishes the move, so that no
article is kept under both addresses.
"""

from __future__ import annotations

from digest.service import feed_states

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from digest.archive import Archive
    from digest.model import Subscription


def finish(archive: Archive, feeds: Sequence[Subscription]) -> None:
    """Finish moves that an earlier run began."""
    states = archive.states()
    subscribed = {feed.url for feed in feeds}
    for old, state in states.items():
        if state.moved_to in subscribed and state.moved_to not in states and old not in subscribed:
            archive.move(old, state.moved_to)


def adopt(
    archive: Archive, feeds: Sequence[Subscription], feeds_file: str, *, now: datetime
) -> tuple[tuple[str, str], ...]:
    """Take over the new addresses that have stood for a day; returns the old and new ones."""
    states = archive.states()
    subscribed = {feed.url for feed in feeds}
    moves = {}
    for url in subscribed & states.keys():
        state = states[url]
        if feed_states.may_adopt(state, now) and state.moved_to not in subscribed and state.moved_to not in states:
            moves[url] = state.moved_to
    if moves:
        from digest.subscriptions.editing import FeedsFile

        file = FeedsFile(feeds_file)
        for place, feed in enumerate(file.feeds):
            if feed.url in moves:
                file.readdress(place, moves[feed.url])
        file.save()
        for old, new in moves.items():
            archive.move(old, new)
    return tuple(moves.items())
