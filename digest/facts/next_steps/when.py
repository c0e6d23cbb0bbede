"""Time phrases of a sentence: which of them lie ahead, and how far they reach."""

from __future__ import annotations

from digest.facts.next_steps.clock import day_of, span, stated, with_clock
from digest.facts.next_steps.time_words import time_end

TYPE_CHECKING = False  # the import of typing costs more than this module
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from digest.facts.next_steps.cues import Cues
    from digest.facts.next_steps.words import Words
    from digest.model import DateFact

# First word, word after the last, EDTF value with a time of day where one is stated, and where it lies:
# -2 long before publication, -1 before it, 0 unknown or about that time, 1 after it.
Time = tuple[int, int, str | None, int]

_LONG_AGO = 62  # days
_ENDS = frozenset(("end", "later", "rest", "remainder", "late"))
_FIRST_MONTH = {"21": "03", "22": "06", "23": "09", "24": "12"}
_LAST_MONTH = {"21": "05", "22": "08", "23": "11", "24": "12"}


def times(words: Words, dates: Sequence[DateFact], published: date | None, cues: Cues) -> list[Time]:
    """Find the time phrases of a sentence: those given, and simple ones beside them."""
    found: list[Time] = []
    taken = bytearray(words.size)
    bare: set[int] = set()  # where a time of day begins that names no day
    k = 0
    for fact in dates:
        while k < words.size and words.end[k] <= fact.text.start:
            k += 1
        first = k
        while k < words.size and words.start[k] < fact.text.end:
            taken[k] = 1
            k += 1
        is_loose = fact.kind == "set" or (fact.kind == "duration" and not _is_span(words, first, k, cues))
        if first < k and not is_loose:
            value = fact.value if fact.kind in ("date", "time") else None
            tense = _tense(value, published) or _told_tense(words, first, k, cues)
            if not tense and value and _is_rest(words, first, k, value, published):
                tense = 1
            if value and fact.kind == "time":
                clock, is_bare, stop = stated(words, first, k, cues)
                value += clock if len(value) == len("2031-05-03") else ""
                if is_bare and "T" in value:
                    bare.add(first)
                taken[k:stop] = b"\x01" * (stop - k)
                k = stop
            found.append((first, k, value, tense))
    i = 0
    for k, word in enumerate(words.low):
        if k < i or taken[k] or not (word in cues.time_openers or word[0].isdigit()):
            continue
        i = time_end(words, k, cues.words)
        if i > k and not any(taken[k:i]):
            found.append((k, i, None, _told_tense(words, k, i, cues)))
    # "Friday's statement" dates the statement.
    found = [time for time in found if words.word(time[1]) != "'s"]
    found.sort(key=lambda time: time[:2])
    return [_widened(words, time, cues) for time in _joined(words, found, bare)]


_LINKS = frozenset(("or", "and", "to", "-", "–", "—", "until", "till", "through"))
_BEFORE_CLOCK = frozenset(("from", "at", "between", "on", "of", ","))


def _joined(words: Words, found: list[Time], bare: set[int]) -> list[Time]:
    """Read "February or March 2005", "3 May to 5 May" and "Friday from 2 p.m. to 5 p.m." as one phrase each."""
    joined: list[Time] = []
    for time in found:
        gap = words.low[joined[-1][1] : time[0]] if joined else []
        link = gap[0] if len(gap) == 1 else ""
        if joined and (not gap or link in _LINKS):
            joined.append(_linked(joined.pop(), time, link, words, bare))
        elif joined and link in _BEFORE_CLOCK and (joined[-1][0] in bare) != (time[0] in bare):
            joined.append(_day_and_clock(joined.pop(), time, bare))
        else:
            joined.append(time)
    return joined


def _linked(one: Time, other: Time, link: str, words: Words, bare: set[int]) -> Time:
    first, _, value, tense = one
    if not link and (first in bare) != (other[0] in bare):
        return _day_and_clock(one, other, bare)
    if value and other[2]:
        if first in bare and other[0] not in bare:
            value = with_clock(day_of(other[2]), value)  # "2 p.m. to 5 p.m. on Friday"
            bare.discard(first)
        last = other[2] if other[0] not in bare else with_clock(day_of(value).partition("/")[0], other[2])
        value = span(value, last, link, words.word(first - 1)) or value
    return first, other[1], value or other[2], max(tense, other[3])


def _day_and_clock(one: Time, other: Time, bare: set[int]) -> Time:
    """Put "7 a.m." and "Sunday" together, whichever stands first."""
    day, clock = (other, one) if one[0] in bare else (one, other)
    bare.discard(one[0])
    value = with_clock(day_of(day[2]), clock[2]) if day[2] and clock[2] and "T" not in day[2] else day[2]
    return one[0], other[1], value, day[3]


def _tense(value: str | None, published: date | None) -> int:
    if not value or published is None:
        return 0
    day = published.isoformat()[:10]
    first, _, last = day_of(value).partition("/")
    last = last or first
    if last[5:] in _LAST_MONTH:
        last = f"{last[:5]}{_LAST_MONTH[last[5:]]}"
    if first[5:] in _FIRST_MONTH:
        first = f"{first[:5]}{_FIRST_MONTH[first[5:]]}"
    last = last.replace("X", "9")
    if last + "-99" < day:  # "2019-12-99" is the end of December
        return -2 if _days(last) + _LONG_AGO < _days(day) else -1
    return 1 if first.replace("X", "0") > day else 0


def _is_span(words: Words, first: int, stop: int, cues: Cues) -> bool:
    """Tell "in two weeks" and "over the next month" from "days", "for five years" and "two weeks after"."""
    if stop - first < 2 or words.word(stop) in cues.words["after a length"]:
        return False
    before = cues.words["before a length"]
    return words.word(first - 1) in before or not before.isdisjoint(words.low[first:stop])


def _is_rest(words: Words, first: int, stop: int, value: str, published: date | None) -> bool:
    """Tell "by the end of the year" and "later this month", whose rest is ahead."""
    if published is None or len(value) > len("2031-05"):
        return False
    return words.word(first - 1) in ("by", "until", "before") or not _ENDS.isdisjoint(words.low[first:stop])


def _days(value: str) -> int:
    """Count days roughly, to tell whether two dates are far apart."""
    year, month, day = (*value.split("-"), "12", "31")[:3]
    if not (year.isdecimal() and month.isdecimal() and day.isdecimal()):
        return 0
    return int(year) * 372 + int(month) * 31 + int(day)


def _told_tense(words: Words, first: int, stop: int, cues: Cues) -> int:
    """Read the tense from the words: "last week", "later this year", but not "the next day"."""
    phrase = words.low[first:stop]
    if words.word(stop) == "ago" or not cues.words["gone"].isdisjoint(phrase):
        return -1
    if "that" in phrase:
        return 0  # "later that month"
    is_narrated = words.word(first - 1) == "the" and words.word(first - 2) not in (
        "over",
        "in",
        "within",
        "for",
    )
    return int(not is_narrated and not cues.words["pointing ahead"].isdisjoint(phrase))


def _widened(words: Words, time: Time, cues: Cues) -> Time:
    """Take in "by the end of" and "as early as" before the phrase, and the name of "the 2031 World Cup"."""
    first, stop, value, tense = time
    weak, strong = cues.words["preposition of time"], cues.words["strong preposition"]
    best = k = first
    while k and first - k < 6 and words.low[k - 1] in weak:
        k -= 1
        if words.low[k] in strong:
            best = k
    if stop - first == 1 and words.low[first].isdigit() and words.word(first - 1) == "the":
        while words.is_capital(stop):
            stop += 1
    if words.low[stop : stop + 2] == ["at", "the"] and words.word(stop + 2) in ("earliest", "latest", "soonest"):
        stop += 3
    return best, stop, value, tense
