"""The time of day that a time phrase names, and the span from one phrase to another, as EDTF."""

from __future__ import annotations

from digest.facts import dates

TYPE_CHECKING = False  # the import of typing costs more than this module
if TYPE_CHECKING:
    from digest.facts.next_steps.cues import Cues
    from digest.facts.next_steps.words import Words

_CLOCK = len("15:00")
_DAY = len("2031-05-03")
_ANY_DAY = "2001-01-01"
_MINUTES = 24 * 60
_WESTMOST = -10 * 60  # where local time is eleven hours behind hardly anybody lives; thirteen ahead is New Zealand
_TO = frozenset(("to", "-", "–", "—", "until", "till", "through"))
_SAYS_WHICH_HALF = ("a.m", "am", "p.m", "pm", "morning", "gmt", "utc")
_LONGEST_ASIDE = 6  # words of "(0600 GMT)" with its brackets


def stated(words: Words, first: int, stop: int, cues: Cues) -> tuple[str, bool, int]:
    """Return the time of day in words first..stop ("T15:00Z"), whether they name no day, and where it ends.

    It is "" where none is named and where it is not clear which is meant: "at 3:30", "midnight on Friday". A time of
    day keeps the zone that its words name, and else floats: it is the time at the place of the event.
    """
    phrase = words.text[words.start[first] : words.end[stop - 1]]
    day, clock = _clock(phrase, cues.language)
    if not clock:
        return "", False, stop
    clock, zone = clock[:_CLOCK], clock[_CLOCK:]
    if zone and words.text[words.end[stop - 1] :][:1] in ("+", "-", "−"):
        zone = ""  # "UTC+2" is not UTC
    if not zone:
        zone = next((cues.zones[word] for word in words.low[first:stop] if word in cues.zones), "")
    aside = _aside_end(words, stop)
    if aside:
        _, other = _clock(words.text[words.end[stop] : words.start[aside - 1]], cues.language)
        if other.endswith("Z"):
            zone = zone or _offset(clock, other[:_CLOCK])
        elif not other:
            aside = 0
    return f"T{clock}{zone}", day.startswith("XXXX-XX"), aside or stop


def _clock(phrase: str, language: str) -> tuple[str, str]:
    """Return the day of a phrase as TIMEX3 and its time of day, "" where that is not clear."""
    found = dates.timexes(phrase, None, language)
    if not all(one.value for one in found):
        found = dates.timexes(phrase, _ANY_DAY, language)  # "tomorrow at 10 a.m." has no value without a today
    if len(found) != 1 or found[0].type != "TIME":
        return "", ""
    day, _, clock = found[0].value.partition("T")
    hour, colon, rest = clock.partition(":")
    if not colon or not (hour.isdigit() and rest[:2].isdigit()) or int(hour) > 23 or int(rest[:2]) > 59:
        return "", ""  # "Friday morning", and midnight, which may begin its day or end it
    low = phrase.lower()
    is_whole = hour[0] == "0" and (f"{hour}:" in low or f"{hour}." in low or hour + rest[:2] in low)  # "09:30"
    is_clear = int(hour) >= 12 or is_whole or any(word in low for word in _SAYS_WHICH_HALF)
    return (day, clock[:_CLOCK] + ("Z" if clock.endswith("Z") else "")) if is_clear else ("", "")


def _aside_end(words: Words, i: int) -> int:
    """Return the end of a short bracket that opens at word i, else 0."""
    if words.word(i) == "(":
        for k in range(i + 2, min(i + _LONGEST_ASIDE, words.size)):
            if words.low[k] == ")":
                return k + 1
    return 0


def _offset(local: str, utc: str) -> str:
    """Tell the zone by one moment in two ways.

    >>> _offset("07:00", "06:00"), _offset("20:00", "00:00"), _offset("09:00", "20:00")
    ('+01:00', '-04:00', '+13:00')
    """
    minutes = (_minutes(local) - _minutes(utc) - _WESTMOST) % _MINUTES + _WESTMOST
    hour, minute = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hour:02}:{minute:02}"


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:5])


def day_of(value: str) -> str:
    """Return an EDTF value without times of day.

    >>> day_of("2031-05-03T14:00Z/2031-05-04T15:00Z"), day_of("2031-05")
    ('2031-05-03/2031-05-04', '2031-05')
    """
    return "/".join(end.partition("T")[0] for end in value.split("/"))


def with_clock(day: str, clocks: str) -> str:
    """Put a day to the times of day of a value.

    >>> with_clock("2031-05-03", "2031-05-01T14:00/2031-05-01T16:00")
    '2031-05-03T14:00/2031-05-03T16:00'
    """
    if len(day) != _DAY:
        return day
    return "/".join(f"{day}T{end.partition('T')[2]}" for end in clocks.split("/"))


def span(one: str, other: str, link: str, before: str) -> str | None:
    """Return the span from one day or time to another where the word between them makes one of them.

    >>> span("2031-05-03", "2031-05-05", "to", "from"), span("2031-05-03", "2031-05-05", "and", "on")
    ('2031-05-03/2031-05-05', None)
    """
    is_span = link in _TO or (link == "and" and before == "between")
    if not is_span or "/" in one or "/" in other:
        return None
    if "T" not in one or "T" not in other:
        one, other = day_of(one), day_of(other)
    else:
        zone = one[_DAY + 1 + _CLOCK :] or other[_DAY + 1 + _CLOCK :]  # "from 2 to 5 p.m. GMT"
        one, other = (end[: _DAY + 1 + _CLOCK] + (end[_DAY + 1 + _CLOCK :] or zone) for end in (one, other))
    return f"{one}/{other}" if len(day_of(one)) == len(day_of(other)) and one < other else None
