"""The sentences that a day says about itself: its name, its account, its ledger. No clock, no locale."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from digest.model import Digest, Ledger, Story

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def day_name(day: str) -> str:
    """Return an ISO day in words, anything else as it is.

    >>> day_name("2031-05-03"), day_name("2031-05")
    ('Saturday 3 May 2031', '2031-05')
    """
    from datetime import date

    try:
        found = date.fromisoformat(day) if len(day) == len("2031-05-03") else None
    except ValueError:
        found = None
    if found is None:
        return day
    return f"{_WEEKDAYS[found.weekday()]} {found.day} {_MONTHS[found.month - 1]} {found.year}"


def when(edtf: str) -> str:
    """Return an EDTF date in words where it is a day, a time, a month or a span of these.

    >>> when("2031-05-03T14:00"), when("2031-05"), when("2031-05-03/2031-05-05")
    ('Saturday 3 May 2031, 14:00', 'May 2031', 'Saturday 3 May 2031 to Monday 5 May 2031')
    """
    first, slash, last = edtf.partition("/")
    if slash and first and last:
        return f"{when(first)} to {when(last)}"
    day, _, clock = edtf.partition("T")
    year, dash, month = day.partition("-")
    if dash and month.isascii() and month.isdigit() and 1 <= int(month) <= len(_MONTHS):
        return f"{_MONTHS[int(month) - 1]} {year}"
    return ", ".join(part for part in (day_name(day), clock) if part)


def account(digest: Digest) -> str:
    """Return the one line that a day says about itself."""
    articles = [brief.article for story in digest.stories for brief in story.briefs]
    parts = []
    if articles:
        parts.append(f"{counted(len(digest.stories), 'story', 'stories')} from {counted(len(articles), 'article')}")
    if digest.noted:
        parts.append(
            f"{len(digest.noted)} more noted" if articles else f"{counted(len(digest.noted), 'article')} noted"
        )
    if digest.agenda:
        parts.append(f"{counted(len(digest.agenda), 'next step')} ahead")
    said = "; ".join(parts) if articles or digest.noted else "; ".join(["Nothing new", *parts])
    failed = digest.ledger.feeds_failed
    if failed:
        said += f"; {counted(failed, 'feed')} of {digest.ledger.feeds} could not be read, so this may not be all"
    return f"{said}. {_window(digest)}"


def told_by(story: Story, outlets: int) -> str:
    """Return by how many a story is told: "3 outlets, 2 independent reports"; of one article there is less to say."""
    if len(story.briefs) == 1:
        return counted(outlets, "outlet")
    return f"{counted(outlets, 'outlet')}, {counted(story.independent, 'independent report')}"


def ledger(digest: Digest) -> tuple[str, ...]:
    """Return what was looked at, one line a count, the sums written out."""
    return tuple(_ledger(digest.ledger, len(digest.stories), len(digest.noted)))


def _ledger(counts: Ledger, stories: int, titles: int) -> Iterator[str]:
    parts = [
        (counts.feeds_new, "with something new"),
        (counts.feeds_unchanged, "unchanged"),
        (counts.feeds_failed, "failed"),
        (counts.feeds_waiting, "not due yet"),
    ]
    yield _sum("Feeds", counts.feeds, parts)
    for feed, days, why in counts.failing:
        since = f"failing for {counted(days, 'day')}" if days > 0 else "failing since today"
        yield f"{feed}: {since}" + (f" ({why})" if why else "")
    muted = [(count, f"muted ({rule})" if rule else "muted") for rule, count in counts.muted]
    yield _sum("Articles seen", counts.seen, [(counts.kept, "kept"), (counts.older, "older"), *muted])
    yield _sum("Kept", counts.kept, [(counts.printed, "printed"), (counts.noted, "noted")])
    if counts.noted > titles:
        yield f"Noted: {counts.noted} under {counted(titles, 'title')}"
    if counts.printed:
        told = counted(stories, "story", "stories")
        yield f"Printed: {counts.printed} in {told}, {counts.merged} merged into another's"
    if counts.undated:
        yield f"Without a date of their own: {counts.undated}"


def _sum(name: str, total: int, parts: Iterable[tuple[int, str]]) -> str:
    """Write a sum out; one that does not add up shows that it does not."""
    shown = list(parts)
    sign = "=" if sum(count for count, _ in shown) == total else "≠"
    return f"{name}: {total} {sign} " + " + ".join(f"{count} {what}" for count, what in shown)


def _window(digest: Digest) -> str:
    until = _moment(digest.until)
    return f"From {_moment(digest.since)} to {until}." if digest.since else f"Up to {until}."


def _moment(at: datetime) -> str:
    offset = at.strftime("%z")
    zone = "UTC" if offset in ("", "+0000") else f"UTC{offset[:3]}:{offset[3:5]}"
    return f"{at.date().isoformat()} {at.hour:02}:{at.minute:02} {zone}"


def plain(text: str) -> str:
    r"""Return a text as one line in which nothing acts on a terminal, whatever file it was read from.

    >>> plain("two\nlines \x1b[31mred")
    'two lines red'
    """
    if not text.isprintable():
        from digest.text.clean import clean

        text = clean(text)
    return " ".join(text.split())


def counted(count: int, one: str, many: str = "") -> str:
    """Return a number and its noun.

    >>> counted(1, "story", "stories"), counted(2, "outlet")
    ('1 story', '2 outlets')
    """
    return f"{count} {one if count == 1 else many or one + 's'}"
