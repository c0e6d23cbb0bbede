"""Values of dates told from another day, and of times of day."""

from __future__ import annotations

from digest.facts.dates import reckoning
from digest.facts.dates.absolute import (
    COMING,
    FOLLOWING,
    PREVIOUS,
    RECENT,
    STEP,
    THAT,
    THIS,
    one,
    relative_year,
    written,
)
from digest.facts.dates.amounts import count_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from digest.facts.dates.absolute import Action, Found
    from digest.facts.dates.context import Context
    from digest.facts.dates.matching import Match


def deictic(context: Context, match: Match) -> list[Found]:
    """ "yesterday", "tomorrow morning", "the day before yesterday"."""
    today = context.speaking_day(match.start)
    shift = match.number("FARDAY") if match.has("FARDAY") else match.number("DEICTIC")
    moment = None if today is None else reckoning.add_days(today, shift)
    return _day(match, moment)


def tonight(context: Context, match: Match) -> list[Found]:
    """ "tonight"."""
    today = context.today()
    return one(match, "TIME", f"{today.isoformat()}TNI" if today else "")


def _day(match: Match, moment: date | None, unknown: str = "") -> list[Found]:
    value = unknown if moment is None else moment.isoformat()
    if match.has("PART"):
        return one(match, "TIME", f"{value}T{match.text('PART')}" if value else "")
    return one(match, "DATE", value)


def weekday(context: Context, match: Match) -> list[Found]:
    """ "Tuesday", "last Friday", "Wednesday night": before publication unless the clause looks ahead."""
    words = context.words
    # "Tue." with its full stop; "Sun" and "Sat" alone are other words.
    if match.has("WABBR") and not match.has("PART") and words.low[match.end : match.end + 1] != ["."]:
        return []
    wanted = match.number("WDAY") or match.number("WABBR")
    return _day(match, _which_weekday(context, match, wanted), f"XXXX-WXX-{wanted}")


def _which_weekday(context: Context, match: Match, wanted: int) -> date | None:
    relation = match.number("REL", THIS)
    if relation in (PREVIOUS, FOLLOWING, THAT):
        base = context.day_talked_about()
        return None if base is None else _weekday_from(base, wanted, STEP[relation])
    today = context.today()
    if today is None:
        return None
    if relation == COMING:  # "the next Tuesday" follows the day read last
        base = context.day_talked_about() if context.words.low[match.start] == "the" else None
        found = _weekday_from(base or today, wanted, 1)
        # Said on a Wednesday, "next Thursday" is not tomorrow.
        is_tomorrow = base is None and found is not None and (found - today).days == 1
        return reckoning.add_days(today, 8) if is_tomorrow else found
    if relation == RECENT:
        return _weekday_from(today, wanted, -1)
    paired = _after_weekday(context, match.start, wanted)
    if paired is not None:
        return paired
    if match.has("REL"):  # "this Friday"
        return reckoning.add_days(today, wanted - today.isoweekday())
    if today.isoweekday() == wanted:
        return today
    ahead = context.direction(match.start, match.end, is_weekday=True)
    return _weekday_from(today, wanted, 1 if ahead > 0 else -1)


def _after_weekday(context: Context, start: int, wanted: int) -> date | None:
    """ "Monday to Friday", "Tuesday and Wednesday": the second day follows the first."""
    words, last = context.words, context.last
    if start < 2 or last is None or not last[2]:
        return None
    joint, before = words.classes[start - 1] or {}, words.classes[start - 2] or {}
    first = before.get("WDAY")
    if "TO" not in joint or not isinstance(first, int):
        return None
    base = reckoning.day(*last)
    away = (wanted - first) % 7
    if base is None or base.isoweekday() != first or (joint["TO"] != 2 and away != 1):
        return None
    return reckoning.add_days(base, away)


def _weekday_from(base: date, wanted: int, direction: int) -> date | None:
    """Return the nearest such weekday after (1) or before (-1) a day, or the day itself or before (0)."""
    away = (wanted - base.isoweekday()) % 7
    if direction > 0:
        return reckoning.add_days(base, away or 7)
    if direction < 0:
        return reckoning.add_days(base, away - 7)
    return reckoning.add_days(base, away - 7 if away else 0)


def weekday_of_week(context: Context, match: Match) -> list[Found]:
    """ "Monday of last week", "a week from Tuesday"."""
    today, wanted = context.today(), match.number("WDAY")
    if today is None:
        return one(match, "DATE", "")
    after_next = match.has("REL") and match.bound["REL"][1] < match.bound["WDAY"][1]  # "next Tuesday week"
    if context.words.low[match.end : match.end + 1] == ["-"]:
        return []
    if match.has("REL") and match.has("UNIT") and not after_next:
        shift = 7 * STEP[match.number("REL")] + wanted - today.isoweekday()
        moment = reckoning.add_days(today, shift)
    else:
        weeks = 2 if match.has("FORTNIGHT") else 1
        moment = reckoning.add_days(today, 7 * weeks + (wanted - today.isoweekday()) % 7)
    return _day(match, moment)


def week_from(context: Context, match: Match) -> list[Found]:
    """ "a week from today", "a fortnight tomorrow"."""
    today = context.speaking_day(match.start)
    days = match.number("DEICTIC") + 7 * (2 if match.has("FORTNIGHT") else 1)
    if today is None or match.number("DEICTIC") < 0:
        return []
    return _day(match, reckoning.add_days(today, days))


def relative_part(context: Context, match: Match) -> list[Found]:
    """ "this morning", "that night", "the next day's evening"."""
    if not match.has("REL"):
        return []
    relation = match.number("REL")
    base = context.today() if relation in (THIS, RECENT) else context.day_talked_about()
    if base is not None:
        base = reckoning.add_days(base, STEP[relation])
    return one(match, "TIME", f"{base.isoformat()}T{match.text('PART')}" if base else "")


def the_part(context: Context, match: Match) -> list[Found]:
    """ "the night of" a date that follows; on its own nothing."""
    del context
    return one(match, "PART", match.text("PART"))


def relative_unit(context: Context, match: Match) -> list[Found]:
    """ "last week", "this year", "next month", "the following day", "that year"."""
    relation = match.number("REL") if match.has("REL") else match.number("AGO")
    unit = match.text("UNIT")
    words = context.words
    if relation == THIS and words.low[match.bound["REL"][1]] == "current" and unit == "D":
        return []
    said_of_text = relation in (PREVIOUS, FOLLOWING, THAT) or (unit == "D" and relation == COMING)
    if said_of_text or context.narrative:
        base = context.talked_about()
    else:
        today = context.today()
        base = None if today is None else (today.year, today.month, today.day)
    if unit == "D" and relation in (RECENT, THIS):
        return []
    if base is None:
        return one(match, "DATE", "")
    return one(match, "DATE", shifted(base, unit, STEP[relation]))


def shifted(base: tuple[int, int, int], unit: str, count: int) -> str:
    """Write the unit of time that lies `count` units from a date, at the unit's own grain."""
    year, month, number = base
    if unit == "Y":
        return f"{year + count:04d}"
    if unit in ("E", "C"):
        size = 10 if unit == "E" else 100
        return f"{max(0, year // size + count):0{3 if unit == 'E' else 2}d}"
    if not month:
        return f"{year:04d}" if count == 0 else ""
    if unit == "M":
        return "{:04d}-{:02d}".format(*reckoning.add_months(year, month, count))
    if unit == "Q":
        far, first = reckoning.add_months(year, month, 3 * count)
        return f"{far:04d}-Q{(first + 2) // 3}"
    moment = reckoning.day(year, month, number or 1)
    if moment is None or (unit == "D" and not number):
        return f"{year:04d}-{month:02d}" + ("-XX" if unit == "D" else "")
    moment = reckoning.add_days(moment, count * (1 if unit == "D" else 7))
    if moment is None:
        return ""
    if unit == "D":
        return moment.isoformat()
    return reckoning.week(moment) + ("-WE" if unit == "WE" else "")


def relative_month(context: Context, match: Match) -> list[Found]:
    """ "last May", "this September", "the following April"."""
    month, relation = match.number("MONTH"), match.number("REL")
    if relation in (PREVIOUS, FOLLOWING, THAT) or context.narrative:
        base = context.talked_about()
    else:
        today = context.today()
        base = None if today is None else (today.year, today.month, today.day)
    if base is None:
        return one(match, "DATE", written(None, month, 0))
    year, now, _ = base
    step = STEP[relation]
    if step < 0:
        year -= month >= now
    elif step > 0:
        year += month <= now
    return one(match, "DATE", written(year, month, 0))


def ago(context: Context, match: Match) -> list[Found]:
    """ "two years ago", "a day earlier", "three weeks later"."""
    unit = match.text("UNIT") or match.text("UNITS") or "W"
    relation = match.number("AGO")
    count = 2 if match.has("FORTNIGHT") else count_of(match)
    if relation in (PREVIOUS, FOLLOWING) and context.words.low[match.end : match.end + 1] == ["than"]:
        length = f"P{'X' if count is None else count}{unit}"  # "three years later than planned"
        return [] if match.has("TUNIT") else [(match.start, match.end - 1, "DURATION", length)]
    if match.has("TUNIT"):
        length = f"PT{'X' if count is None else count}{match.text('TUNIT')}"
        return [(match.start, match.end - 1, "DURATION", length)]
    if count is None and relation > 0 and not context.narrative:
        return [(match.start, match.end - 1, "DURATION", f"PX{unit}")]
    if count is None:
        return one(match, "DATE", "PAST_REF" if relation < 0 else "FUTURE_REF")
    sign = 1 if relation > 0 else -1
    if relation in (-1, 1) and not context.narrative:
        today = context.today()
        base = None if today is None else (today.year, today.month, today.day)
    else:
        base = context.talked_about()
    if base is None:
        return one(match, "DATE", "")
    if unit == "Y" and count == 1 and sign < 0 and context.quarter:
        year, _, rest = context.quarter.partition("-")
        return one(match, "DATE", f"{int(year) - 1}-{rest}")
    if unit in ("E", "C"):
        unit, count = "Y", count * (10 if unit == "E" else 100)
    if unit == "W":
        unit, count = "D", 7 * count
    if count > 20000 or base[0] + sign * count < 1:
        return one(match, "DATE", "")
    return one(match, "DATE", shifted(base, unit, sign * count))


def year_ago(context: Context, match: Match) -> list[Found]:
    """ "the year-ago quarter", "year-earlier"."""
    if context.quarter:
        year, _, rest = context.quarter.partition("-")
        return one(match, "DATE", f"{int(year) - 1}-{rest}")
    found = relative_year(context, RECENT)
    return one(match, "DATE", f"{found}" if found else "")


def clock(context: Context, match: Match) -> list[Found]:
    """ "7:38 pm", "16:00 UTC", "noon", on the day talked about."""
    value = clock_value(match)
    if value is None or not _is_clock(context, match):
        return []
    base = context.day_talked_about() or context.today()
    return one(match, "TIME", (base.isoformat() if base else "XXXX-XX-XX") + value)


def _is_clock(context: Context, match: Match) -> bool:
    """Minutes have two figures; "5:3" is a score."""
    if not match.has("NUM2"):
        return True
    low = context.words.low[match.bound["NUM2"][1]]
    return len(low) == 2 and low.isdigit()


def noon(context: Context, match: Match) -> list[Found]:
    """ "noon" and "midnight" count only beside a day, which joins them."""
    del context
    return one(match, "NOON", clock_value(match))


def clock_value(match: Match) -> str | None:
    """Write the time of day: T19:38."""
    zone = "Z" if match.text("ZONE") == "Z" else ""
    if match.has("NOON"):
        return f"T{match.text('NOON')}{zone}"
    if match.has("CLOCK4") or match.has("CLOCKH"):
        hour, minute = divmod(match.number("CLOCK4") or match.number("CLOCKH"), 100)
    elif match.has("CLOCKPM"):
        minute = match.number("CLOCKPM") % 100
        hour, minute = (match.number("NUM"), minute) if match.has("NUM") else (minute, 0)
    else:
        hour, minute = match.number("NUM"), match.number("NUM2")
    if match.has("AMPM") or match.has("CLOCKPM"):
        if not 1 <= hour <= 12:
            return None
        afternoon = match.number("AMPM") == 12 or match.number("CLOCKPM") >= 1200
        hour = hour % 12 + (12 if afternoon else 0)
    if match.text("PART") in ("AF", "EV", "NI") and hour < 12:
        hour += 12
    if hour > 24 or minute > 59:
        return None
    return f"T{hour:02d}:{minute:02d}{zone}"


def the_quarter(context: Context, match: Match) -> list[Found]:
    """ "the quarter", "the latest quarter", "the 1988 period": the one named before, or the last one complete."""
    words = context.words
    bare = not match.has("YEAR") and words.low[match.end - 2] != "latest"
    if (match.has("PERIOD") and not context.quarter) or words.low[match.end : match.end + 1] == ["-"]:
        return []
    if bare and (match.end - match.start < 2 or words.low[match.start] != "the"):
        return []
    named = context.quarter
    if not named:
        today = context.today()
        if today is None:
            return []
        named = shifted((today.year, today.month, 1), "Q", -1)
    number = named.partition("-")[2]
    return one(match, "DATE", f"{match.number('YEAR')}-{number}" if match.has("YEAR") else named)


def the_unit(context: Context, match: Match) -> list[Found]:
    """ "the end of the year", "later in the day", "for the week"; "the year ended March 31" is a length."""
    words, unit = context.words, match.text("UNIT")
    size = match.end - match.start
    if size < 2 or words.low[match.end - 2] != "the":
        return []
    after = words.low[match.end] if match.end < len(words.low) else ""
    if unit == "Y" and after in ("ended", "ending"):
        return one(match, "DURATION", "P1Y")
    if unit == "E" and size < 3:
        return []
    if size == 2 and (match.start == 0 or words.low[match.start - 1] != "for"):
        return []
    if size == 2 and after not in (",", ".") and unit != "Y":
        return []
    base = context.talked_about() if context.narrative else None
    if base is None:
        today = context.today()
        if today is None:
            return one(match, "DATE", "")
        base = (today.year, today.month, today.day)
    return one(match, "DATE", shifted(base, unit, 0))


def this_year(context: Context, match: Match) -> list[Found]:
    """ "the full year", "year-end"."""
    found = relative_year(context, THIS)
    return one(match, "DATE", f"{found}" if found else "")


def before_unit(context: Context, match: Match) -> list[Found]:
    """ "the year before", "the day after", where no clause follows."""
    words = context.words
    after = words.low[match.end] if match.end < len(words.low) else "."
    if match.end - match.start < 3 or after not in (",", ".", ";", ")", "\n"):
        return []
    base = context.talked_about()
    unit, step = match.text("UNIT"), match.number("BEFORE") // 2
    return one(match, "DATE", shifted(base, unit, step) if base else "")


def _is_day(context: Context, index: int) -> bool:
    classes = context.words.classes[index] if index < len(context.words.low) else None
    return classes is not None and not classes.keys().isdisjoint(("DAY", "MONTH", "MABBR"))


def weekend(context: Context, match: Match) -> list[Found]:
    """ "the weekend", "this weekend", "last weekend"."""
    if not match.has("REL") and (match.end - match.start < 2 or context.words.low[match.end - 2] != "the"):
        return []
    if context.words.low[match.end : match.end + 1] == ["of"] and _is_day(context, match.end + 1):
        return []  # "the weekend of 12-13 June": the days that follow say which
    relation = match.number("REL", THIS)
    today = context.day_talked_about() if relation in (PREVIOUS, FOLLOWING, THAT) else context.today()
    if today is None:
        return one(match, "DATE", "")
    step = STEP[relation]
    if relation == THIS:
        ahead = context.direction(match.start, match.end)
        step = -1 if ahead < 0 or (ahead == 0 and today.isoweekday() <= 3) else 0
        step = 0 if today.isoweekday() >= 6 else step
    return one(match, "DATE", shifted((today.year, today.month, today.day), "WE", step))


ACTIONS: dict[str, Action] = {
    "deictic": deictic, "farday": deictic, "tonight": tonight, "weekday": weekday, "relweekday": weekday_of_week,
    "weekfrom": week_from, "relpart": relative_part, "thepart": the_part, "relunit": relative_unit,
    "relmonth": relative_month, "ago": ago, "yearago": year_ago, "clock": clock, "recentunit": the_quarter,
    "thequarter": the_quarter, "theweekend": weekend, "theunit": the_unit, "thisyear": this_year,
    "beforeunit": before_unit, "noon": noon,
}  # fmt: skip
