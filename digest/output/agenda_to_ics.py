"""Dated next steps as a calendar (RFC 5545): the same event has the same UID on every run; only home of icalendar.

An event is known by who does what, not by an article, so that a later article that moves its date moves the event.
What was published before is remembered as UID → (what it said, sequence), which `published` returns for the next run.
Vague dates ("in May", "2031?") are no events; `left_out` lists them.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from digest.output import links
from digest.output.digest_phrases import plain
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from icalendar import Event

    from digest.model import AgendaItem

_NAMESPACE = "digest agenda"
_KEPT_DAYS = 366  # that a past event is remembered
_LONGEST_SPAN = 31  # days; a longer one is no event but a time of the year
_MOST_DATES = 32  # of one event that are looked for in what is known
_ENOUGH_WORDS = 2
_STATUS = {"scheduled": "CONFIRMED", "planned": "CONFIRMED", "cancelled": "CANCELLED", "ruled_out": "CANCELLED"}
_CANCELLED = " cancelled"  # after the date in what is remembered


def render(items: Sequence[AgendaItem], *, made_at: datetime, known: Mapping[str, tuple[str, int]] = {}) -> str:
    """One calendar; `known` is what `published` returned after an earlier run."""
    from icalendar import Calendar

    from digest import __version__

    calendar = Calendar()
    calendar.add("prodid", f"-//digest//digest {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Agenda of the news")
    for entry in _entries(items, made_at, known):
        calendar.add_component(_event(entry, made_at))
    written: bytes = calendar.to_ical()
    return written.decode("utf-8")


def published(
    items: Sequence[AgendaItem], *, made_at: datetime, known: Mapping[str, tuple[str, int]] = {}
) -> dict[str, tuple[str, int]]:
    """Return what is to be given as `known` next time: UID → (date and state, sequence), long past events dropped."""
    old = (made_at.date() - timedelta(days=_KEPT_DAYS)).isoformat()
    kept = {uid: entry for uid, entry in known.items() if entry[0] >= old}
    kept.update({entry.uid: (entry.said, entry.sequence) for entry in _entries(items, made_at, known)})
    return dict(sorted(kept.items()))


def left_out(items: Sequence[AgendaItem]) -> tuple[AgendaItem, ...]:
    """Return the items whose date is no day, time or span of days: they are in no calendar."""
    return tuple(item for item in items if _times(item.date) is None)


class _Entry(Value):
    """One event of the calendar."""

    uid: str
    sequence: int
    said: str
    item: AgendaItem


def _entries(
    items: Sequence[AgendaItem], made_at: datetime, known: Mapping[str, tuple[str, int]]
) -> tuple[_Entry, ...]:
    """Give each event its UID and sequence, ordered by date."""
    by_event: dict[str, dict[str, AgendaItem]] = {}
    for item in sorted(items, key=lambda item: (item.date, item.article, item.step.what.start)):
        if _times(item.date) is not None:
            by_event.setdefault(identity(item), {}).setdefault(item.date, item)
    today = made_at.date().isoformat()
    entries = [entry for event, dated in by_event.items() for entry in _named(event, dated, today, known)]
    return tuple(sorted(entries, key=lambda entry: (entry.item.date, entry.uid)))


def _named(
    event: str, dated: Mapping[str, AgendaItem], today: str, known: Mapping[str, tuple[str, int]]
) -> Iterator[_Entry]:
    """Name the dates of one event: first those that are known, then those that have moved, then new ones.

    An event that is over has not moved: the same words about a later day are another event.
    """
    taken: dict[str, AgendaItem] = {}
    numbered = _numbered(event, known)
    was = {uid: known[uid][0].removesuffix(_CANCELLED) for uid in numbered}
    waiting = dict(dated)
    for uid, day in was.items():
        if day in waiting:
            taken[uid] = waiting.pop(day)
    movable = [uid for uid, day in was.items() if uid not in taken and _last_day(day) >= today]
    for uid, day in zip(movable, list(waiting), strict=False):
        taken[uid] = waiting.pop(day)
    number = 0
    for item in waiting.values():
        while (uid := _uid(event, number)) in known or uid in taken:
            number += 1
        taken[uid] = item
    for uid, item in taken.items():
        said = item.date + (_CANCELLED if _STATUS.get(item.step.status) == "CANCELLED" else "")
        before, sequence = known.get(uid, (said, 0))
        yield _Entry(uid, sequence + (before != said), said, item)


def _numbered(event: str, known: Mapping[str, tuple[str, int]]) -> list[str]:
    """Return the UIDs that an event's dates were published under."""
    return [uid for number in range(_MOST_DATES) if (uid := _uid(event, number)) in known]


def _uid(event: str, number: int) -> str:
    from uuid import NAMESPACE_OID, uuid5

    return str(uuid5(NAMESPACE_OID, f"{_NAMESPACE}\n{event}\n{number}"))


def identity(item: AgendaItem) -> str:
    """Return by what an event is known: who does what, in content words.

    A step that nobody is said to take must be told by its words ("the new pier in Aldersund"); where these are too few
    ("the vote"), the story says which.
    """
    who, what = _key(item.step.who.text if item.step.who else ""), _key(item.step.what.text)
    which = (item.story,) if item.story else _key(item.title)
    parts = (who, what, () if who or len(what) >= _ENOUGH_WORDS else which)
    return "\n".join(" ".join(part) for part in parts)


def _key(text: str) -> tuple[str, ...]:
    from digest.text.words import content_words

    return tuple(sorted(set(content_words(text)))) or tuple(text.casefold().split())


def _times(edtf: str) -> tuple[date | datetime, date | datetime | None] | None:
    """Return begin and end of an EDTF value as a calendar has them, None where it is vaguer than a day.

    >>> _times("2031-05-03"), _times("2031-05"), _times("2031-05-03?")
    ((datetime.date(2031, 5, 3), datetime.date(2031, 5, 4)), None, None)
    """
    first, slash, last = edtf.partition("/")
    begin = _moment(first)
    end = _moment(last) if slash else None
    if begin is None or (slash and end is None):
        return None
    if not isinstance(begin, datetime):
        final = end.date() if isinstance(end, datetime) else end or begin
        if not 0 <= (final - begin).days < _LONGEST_SPAN or final == date.max:
            return None
        return begin, final + timedelta(days=1)  # a calendar's end is exclusive
    if end is None or not isinstance(end, datetime):
        return begin, None
    if (begin.tzinfo is None) != (end.tzinfo is None) or end < begin:
        return None
    return begin, end


def _moment(text: str) -> date | datetime | None:
    """Return a day, or a time: in UTC where the text gives its zone, else floating, as it was said."""
    if not text.isascii() or len(text) < len("2031-05-03"):
        return None
    try:
        if "T" not in text:
            return date.fromisoformat(text) if len(text) == len("2031-05-03") and text[4] == "-" == text[7] else None
        found = datetime.fromisoformat(text)
        return found.astimezone(UTC) if found.tzinfo else found
    except (ValueError, OverflowError):
        return None


def _last_day(said: str) -> str:
    return said.rpartition("/")[2][: len("2031-05-03")]


def _event(entry: _Entry, made_at: datetime) -> Event:
    from icalendar import Event

    item, step = entry.item, entry.item.step
    times = _times(item.date)
    assert times
    begin, end = times
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", made_at.astimezone(UTC))
    event.add("dtstart", begin)
    if end is not None:
        event.add("dtend", end)
    event.add("summary", plain(f"{step.who.text}: {step.what.text}" if step.who else step.what.text))
    url = links.web(item.url)
    about = "; ".join(part for part in (step.status.replace("_", " "), step.when.text if step.when else "") if part)
    parts = (f"“{plain(step.sentence.text)}”", plain(item.title), url or "", plain(about))
    event.add("description", "\n\n".join(part for part in parts if part))
    if url:
        event.add("url", url)
    event.add("status", _STATUS.get(step.status, "TENTATIVE"))
    event.add("transp", "TRANSPARENT")  # the news does not fill the reader's day
    return event
