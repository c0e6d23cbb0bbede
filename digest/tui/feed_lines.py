"""A feed in words: a line of a list, and all that is known of it."""

from __future__ import annotations

from digest.tui.plain import MUTED, content, joined, line
from digest.tui.spark import age

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime

    from textual.content import Content

    from digest.model import FeedState
    from digest.service.subscriptions import Health

_HEALTH, _LAST, _WEEK, _COUNTS = 18, 6, 6, 12  # cells of the columns at the right
_LEAST_TITLE, _LEAST_TAGS, _MOST_TAGS = 16, 8, 24
_GAP = 2
_DAY = 86_400


def name(health: Health) -> str:
    """What a feed is called: the reader's title, the feed's own, else its address."""
    return health.feed.title or (health.state.title if health.state else "") or health.feed.url


def is_in_need(health: Health) -> bool:
    """Whether the reader should look at it: it fails, or is asked no more."""
    return health.state is not None and bool(health.state.failures or health.state.paused)


def condition(health: Health, now: datetime) -> tuple[str, str, str]:
    """How a feed is doing: a sign that tells without colour, a word or three, the style of both."""
    state = health.state
    if state is None or (state.last_tried is None and state.last_success is None):
        return "?", "never asked", MUTED
    if state.paused:
        return "!", "paused", "bold $warning"
    if state.failures:
        return "!", f"failing {_failing(state, now)}", "bold $error"
    return (">", "moving", "$warning") if state.moved_to else (" ", "ok", MUTED)


def heading(width: int) -> Content:
    """The names of the columns."""
    title, tags = _widths(width)
    names = [
        _cell("Feed", title), _cell("Tags", tags), joined("  ", _cell("Health", _HEALTH - 2)),
        _cell("Last", _LAST, right=True), _cell("Weekly", _WEEK, right=True), _cell("Unread/all", _COUNTS, right=True),
    ]  # fmt: skip
    return joined(*(n for n in names if n.cell_length), by=" " * _GAP).stylize(MUTED)


def row(health: Health, counts: tuple[int, int], now: datetime, width: int) -> Content:
    """A feed on a line of so many cells; `counts` are its unread articles and all."""
    title, tags = _widths(width)
    state, (unread, known) = health.state, counts
    sign, said, style = condition(health, now)
    weekly = "" if health.per_week is None else "<1" if 0 < health.per_week < 1 else f"{health.per_week:.0f}"
    last = age(state.last_success, now) if state and state.last_success else ""
    cells = [
        _cell(name(health), title, "bold" if unread else ""),
        _cell(", ".join(health.feed.tags), tags, MUTED),
        joined(sign, " ", _cell(said, _HEALTH - 2)).stylize(style),
        _cell(last, _LAST, right=True),
        _cell(weekly, _WEEK, right=True),
        _cell(f"{unread:,}/{known:,}" if known else "", _COUNTS, right=True),
    ]
    return joined(*(cell for cell in cells if cell.cell_length), by=" " * _GAP)


def details(health: Health, now: datetime) -> Content:
    """A feed's address, its last error in full, and what else there is to say of it."""
    feed, state = health.feed, health.state
    lines = [joined(line(name(health), "bold"), "  ", line(feed.url))]
    if state and state.paused:
        lines.append(line(f"Paused: {state.paused}. It is asked no more; d removes it.", "$warning"))
    if state and state.failures:
        times = f"{state.failures:,} time{'s' * (state.failures != 1)} in a row"
        lines.append(joined(line(f"Failed {times}:", "bold $error"), " ", content(state.error)))
    if state and state.moved_to:
        lines.append(
            joined(line("Moving to", "$warning"), " ", line(state.moved_to), "; that is believed when it stands a day.")
        )
    if state and state.not_before and state.not_before > now:
        lines.append(line(f"Its server asked to be left alone until {state.not_before:%Y-%m-%d %H:%M} UTC."))
    known = []
    if feed.tags:
        known.append(f"tags: {', '.join(feed.tags)}")
    if state is None or state.last_tried is None:
        known.append("never asked (r asks it now)")
    elif state.last_success is None:
        known.append("never read")
    else:
        known.append(f"last read {state.last_success:%Y-%m-%d %H:%M} UTC")
    if feed.full_text:
        known.append("articles' pages are read as well")
    return joined(*lines, line(" · ".join(known), MUTED), by="\n")


def _widths(width: int) -> tuple[int, int]:
    """Cells for titles and tags: what the other columns leave; no tags where that is little."""
    left = width - (_HEALTH + _LAST + _WEEK + _COUNTS + 4 * _GAP)
    tags = min(_MOST_TAGS, (left - _GAP) // 3)
    if tags < _LEAST_TAGS:
        return max(_LEAST_TITLE, left), 0
    return left - _GAP - tags, tags


def _cell(text: str, width: int, style: str = "", *, right: bool = False) -> Content:
    cell = line(text, style).truncate(width, ellipsis=True)
    spare = width - cell.cell_length
    return joined(" " * spare, cell) if right else joined(cell, " " * spare)


def _failing(state: FeedState, now: datetime) -> str:
    """For how long: since it was last read, else in tries."""
    if state.last_success is None:
        return f"{state.failures:,} time{'s' * (state.failures != 1)}"
    days = max(0, (now - state.last_success).days)
    return f"{days:,} day{'s' * (days != 1)}" if days else age(state.last_success, now)
