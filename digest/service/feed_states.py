"""What is remembered of a feed after it was asked: pure decisions, no effect."""

from __future__ import annotations

from datetime import timedelta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

    from digest.model import Exchange, FeedState, ParsedFeed

GONE = 410
UNCHANGED = 304
_MOVE_AFTER = timedelta(hours=24)  # a permanent redirect is believed when it still stands a day later
_LEAST_WAIT, _LONGEST_WAIT = 60.0, 86_400.0  # seconds that a server may have us stay away


def why_not_now(state: FeedState | None, now: datetime) -> str:
    """Why a feed is not asked now, or ""."""
    if state is None:
        return ""
    if state.paused:
        return f"paused: {state.paused}"
    if state.not_before and state.not_before > now:
        return f"the server asked to be left alone until {state.not_before:%Y-%m-%d %H:%M} UTC"
    return ""


def failed(state: FeedState, exchange: Exchange, now: datetime) -> FeedState:
    """The state after an answer that can't be used; validators and everything learned stay."""
    wait = exchange.retry_after
    return state.__replace__(
        failures=state.failures + 1,
        error=exchange.error,
        last_tried=now,
        paused="gone for good (410)" if exchange.status == GONE else state.paused,
        not_before=None if wait is None else now + timedelta(seconds=min(max(wait, _LEAST_WAIT), _LONGEST_WAIT)),
    )


def unreadable(state: FeedState, what: str, now: datetime) -> FeedState:
    """The state after a document that is no feed: not remembered, so that it is asked for again."""
    return state.__replace__(failures=state.failures + 1, error=what, last_tried=now, not_before=None)


def succeeded(
    state: FeedState, exchange: Exchange, now: datetime, *, body_hash: str = "", title: str = ""
) -> FeedState:
    """The state after a feed was read, or was found unchanged."""
    moved_to = exchange.permanent_url if exchange.permanent_url != state.url else ""
    same_move = moved_to and moved_to == state.moved_to
    changed = exchange.status != UNCHANGED
    return state.__replace__(
        title=title or state.title,
        # A 304 may leave its validators out; those that it answered to still hold.
        etag=exchange.etag if changed else exchange.etag or state.etag,
        modified=exchange.modified if changed else exchange.modified or state.modified,
        body_hash=body_hash or state.body_hash,
        failures=0,
        error="",
        not_before=None,
        last_tried=now,
        last_success=now,
        moved_to=moved_to,
        moved_since=state.moved_since if same_move else now if moved_to else None,
    )


def may_adopt(state: FeedState, now: datetime) -> bool:
    """Whether a feed's new address has stood for a day, so that it may be taken over."""
    return bool(state.moved_to and state.moved_since and now - state.moved_since >= _MOVE_AFTER)


def what_is_wrong(parsed: ParsedFeed) -> str:
    """Why a parsed document can't count as a feed, or ""; a sound feed without entries is one."""
    if parsed.articles or not parsed.problems:
        return ""
    return parsed.problems[0].what
