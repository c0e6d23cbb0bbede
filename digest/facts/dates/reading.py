"""Read a text from left to right and give each date expression its value."""

from __future__ import annotations

from digest.facts.dates import absolute, amounts, parts, relative
from digest.facts.dates.context import Context
from digest.facts.dates.matching import matches, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from digest.facts.dates.absolute import Found
    from digest.facts.dates.lexicon import Lexicon
    from digest.facts.dates.matching import Match, Words

ACTIONS = absolute.ACTIONS | parts.ACTIONS | relative.ACTIONS | amounts.ACTIONS
_OF_PUBLICATION = frozenset({"deictic", "farday", "tonight", "weekday"})
_NEAR = 10
_JOINS_CLOCK = frozenset({"on", "at", "of", ",", "um", "à", "a", "las", "le", "el", "am", "gegen", "vers", "around"})


class Reading:
    """One expression: its place, TIMEX3 type and value, and the date its value was worked out from."""

    __slots__ = ("action", "anchor", "end", "start", "type", "value", "why")

    def __init__(
        self, start: int, end: int, kind: str, value: str, anchor: str | None, action: str, why: str = ""
    ) -> None:
        self.start = start
        self.end = end
        self.type = kind
        self.value = value
        self.anchor = anchor
        self.action = action
        self.why = why


def readings(text: str, lexicon: Lexicon, published: date | None) -> list[Reading]:
    """Find all expressions of a text in reading order."""
    words = read(text, lexicon)
    found = matches(words, lexicon)
    context = Context(words, lexicon, published)
    context.narrative = _is_narrative(found, published)
    result: list[Reading] = []
    at = 0
    for match in found:
        if "\n" in words.low[at : match.start]:
            context.fresh = True
            if not context.narrative:
                context.last = None
        at = match.start
        context.leaned, context.why = None, ""
        for first, last, kind, value in ACTIONS[match.action](context, match):
            if kind == "DATE" or kind == "TIME":
                context.remember(value)
            _append(result, words, (first, last, kind, value), context, match.action)
    return [reading for reading in result if reading.type not in ("PART", "NOON")]


def _is_narrative(found: list[Match], published: date | None) -> bool:
    """A history speaks of years other than publication's and hardly ever of "yesterday" or "Tuesday"."""
    years = [match.number("YEAR") for match in found if match.has("YEAR") or match.action == "bcyear"]
    if len(years) < 4:
        return False
    if published is not None:
        far = sum(abs(year - published.year) > 1 for year in years)
        if far < (0.5 if len(years) >= 15 else 0.7) * len(years):
            return False
    # News names its day at once; a history may still quote a "today" somewhere.
    told_from_now = [match.action in _OF_PUBLICATION and not match.has("WABBR") for match in found]
    return not any(told_from_now[:6]) and 8 * sum(told_from_now) <= len(years)


def _append(result: list[Reading], words: Words, found: Found, context: Context, action: str) -> None:
    """Add an expression, joining "10 p.m." with the "Wednesday" or "the night of" with the date beside it."""
    first, last, kind, value = found
    anchor, why = context.leaned, context.why
    start, end = words.starts[first], words.ends[last - 1]
    before = result[-1] if result else None
    if before is not None and value and kind in ("DATE", "TIME", "NOON") and start - before.end <= _NEAR:
        gap = words.text[before.end : start]
        if action == "clock" and before.action in ("clock", "moment") and gap.strip() == "(":
            return  # "7:38 pm local time (14:08 UTC)": the same moment again
        between = gap.split()
        joined = None
        if "\n\n" not in gap and (not between or (len(between) == 1 and between[0] in _JOINS_CLOCK)):
            joined = _joined(before, kind, value, action)
        if joined is not None:
            anchor, why = anchor or before.anchor, why or before.why
            result[-1] = Reading(before.start, end, "TIME", joined, anchor, "moment", why)
            return
    result.append(Reading(start, end, kind, value, anchor, action, why))


def _joined(before: Reading, kind: str, value: str, action: str) -> str | None:
    is_day = len(value) == 10 and kind == "DATE" and value[4] == "-"
    if before.type == "NOON":
        return value + before.value if is_day else None
    if before.type == "PART":
        return f"{value}T{before.value}" if is_day else None
    if before.action == "clock" and before.type == "TIME" and is_day:
        return value + "T" + before.value.partition("T")[2]
    if (
        action in ("clock", "noon")
        and len(before.value) >= 10
        and before.type in ("DATE", "TIME")
        and before.action not in ("clock", "moment")
    ):
        return before.value[:10] + "T" + value.partition("T")[2]
    return None
