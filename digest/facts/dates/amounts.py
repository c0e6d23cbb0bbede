"""Values of durations, sets and vague references."""

from __future__ import annotations

from digest.facts.dates.absolute import one

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digest.facts.dates.absolute import Action, Found
    from digest.facts.dates.context import Context
    from digest.facts.dates.matching import Match, Words

_TIME_WORDS = frozenset({"UNIT", "UNITS", "TUNIT", "NUM", "VAGUE", "SEASON", "MONTH", "WDAY"})


def count_of(match: Match) -> int | None:
    """Return how many; None for "a few", "several" or a bare plural."""
    if match.has("NUM"):
        return match.number("NUM")
    if match.has("ONE"):
        return 1
    return None


def duration(context: Context, match: Match) -> list[Found]:
    """ "five years", "a two-day", "nearly three decades", "2 1/2 years"; "$5 a month" is a rate."""
    words = context.words
    if match.has("ONE") and match.start and not match.has("HALF"):
        before = words.low[match.start - 1]
        classes = words.classes[match.start - 1]
        if before in context.lexicon.rates or before in context.lexicon.counted or (classes and "NUM" in classes):
            return rate(context, match)
    unit = match.text("UNIT") or match.text("UNITS")
    # Three quarters are mostly a share of something.
    if unit == "Q" and not match.has("QUAL") and (count_of(match) in (1, 3, None) or match.has("UNIT")):
        return []
    return one(match, "DURATION", _length(match, context.words))


def _length(match: Match, words: Words) -> str:
    unit = match.text("UNIT") or match.text("UNITS") or match.text("TUNIT") or match.text("SECOND")
    count = count_of(match)
    clock_unit = match.has("TUNIT") or match.has("SECOND")
    head = "PT" if clock_unit else "P"
    if match.has("NUM2") and match.bound["NUM2"][1] - match.bound["NUM"][1] == 2:
        between = words.low[match.bound["NUM2"][1] - 1]
        figures = words.low[match.bound["NUM2"][1]]
        if between in (".", ",") and figures.isdigit():
            return f"{head}{count}{'' if between == ',' and len(figures) == 3 else '.'}{figures}{unit}"
    if match.has("NUM3"):
        return f"{head}{count}{unit}" + {"Y": "6M", "H": "30M"}.get(unit, "")
    if match.has("HALF"):
        halves = {"Y": "6M", "H": "30M", "M": "30S" if clock_unit else "2W", "D": "T12H", "E": "5Y"}
        if count is None or (match.bound["HALF"][1] < match.bound.get("ONE", (0, -1))[1]):
            return {"Y": "P6M", "H": "PT30M", "E": "P5Y", "D": "PT12H", "C": "P50Y"}.get(unit, "")
        return f"{head}{count}{unit}{halves.get(unit, '')}"
    if unit == "WE":
        return f"P{2 if count == 1 else 'X'}{'D' if count == 1 else 'WE'}"
    if unit in ("E", "C") and count is not None:
        unit, count = "Y", count * (10 if unit == "E" else 100)
    return f"{head}{'X' if count is None or (match.has('NUM2') and match.number('NUM2') != count) else count}{unit}"


def stretch(context: Context, match: Match) -> list[Found]:
    """ "the last two years", "the next few days", "recent months"."""
    unit = match.text("UNIT") or match.text("UNITS")
    if match.has("PAST"):  # "the past decade"
        return one(match, "DURATION", {"E": "P10Y", "C": "P100Y", "Q": "P3M"}.get(unit, f"P1{unit}"))
    if unit == "Q" and count_of(match) is not None:
        return one(match, "DURATION", f"P{3 * (count_of(match) or 1)}M")
    return one(match, "DURATION", _length(match, context.words))


def every(context: Context, match: Match) -> list[Found]:
    """ "every day", "each Monday", "every two years"."""
    del context
    if match.has("WDAY"):
        part = f"T{match.text('PART')}" if match.has("PART") else ""
        return one(match, "SET", f"XXXX-WXX-{match.number('WDAY')}{part}")
    if match.has("MONTH"):
        return one(match, "SET", f"XXXX-{match.number('MONTH'):02d}")
    if match.has("SEASON"):
        return one(match, "SET", f"XXXX-{match.text('SEASON')}")
    if match.has("PART"):
        return one(match, "SET", f"XXXX-XX-XXT{match.text('PART')}")
    count = match.number("NUM") or match.number("ORD") or 1
    unit = match.text("UNIT") or match.text("UNITS")
    if unit in ("E", "C"):
        unit, count = "Y", count * (10 if unit == "E" else 100)
    return one(match, "SET", f"P{count}{unit}" if unit else f"PT{count}{match.text('TUNIT')}")


def every_weekday(context: Context, match: Match) -> list[Found]:
    """ "Mondays", "Tuesday nights"."""
    del context
    part = f"T{match.text('PARTS')}" if match.has("PARTS") else ""
    return one(match, "SET", f"XXXX-WXX-{match.number('WDAYS') or match.number('WDAY')}{part}")


def frequency(context: Context, match: Match) -> list[Found]:
    """ "daily", "annual"."""
    del context
    return one(match, "SET", match.text("FREQ"))


def rate(context: Context, match: Match) -> list[Found]:
    """ "a year", "per day" after a count."""
    del context
    unit = match.text("UNIT")
    return one(match, "SET", f"P1{unit}" if unit else f"PT1{match.text('TUNIT')}")


def reference(context: Context, match: Match) -> list[Found]:
    """ "now", "recently", "the future"."""
    if _dates_nothing(context, match):
        return []
    return one(match, "DATE", match.text("PRESENT") or match.text("PASTREF") or match.text("FUTUREREF"))


def _dates_nothing(context: Context, match: Match) -> bool:
    """ "Now, the law" goes on talking, "the recent flood" and "has recently resigned" describe."""
    low = context.words.low
    word, before = low[match.start], low[match.start - 1] if match.start else ""
    if word in context.lexicon.talk and low[match.end : match.end + 1] == [","]:
        return not before.isalnum()
    return match.has("PASTREF") and before in context.lexicon.describing


def the_past(context: Context, match: Match) -> list[Found]:
    """ "the past", when no unit of time follows."""
    words = context.words
    following = words.classes[match.end] if match.end < len(words.low) else None
    if match.end - match.start < 2 or (following and not following.keys().isdisjoint(_TIME_WORDS)):
        return []
    return one(match, "DATE", "PAST_REF")


def the_future(context: Context, match: Match) -> list[Found]:
    """ "the future", "in future", not "future plans"."""
    words = context.words
    before = words.low[match.start - 1] if match.start else ""
    return one(match, "DATE", "FUTURE_REF") if match.end - match.start > 1 or before == "in" else []


def old_reference(context: Context, match: Match) -> list[Found]:
    """ "former", which only histories use as a date."""
    return one(match, "DATE", match.text("OLDREF")) if context.narrative else []


def age(context: Context, match: Match) -> list[Found]:
    """ "44-year-old" tells an age: nothing for a calendar."""
    del context, match
    return []


ACTIONS: dict[str, Action] = {
    "duration": duration, "vague": duration, "stretch": stretch, "every": every, "everyday": every_weekday,
    "freq": frequency, "rate": rate, "ref": reference, "pastref": the_past, "futureref": the_future,
    "oldref": old_reference, "age": age,
}  # fmt: skip
