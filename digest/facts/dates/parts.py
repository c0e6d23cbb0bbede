"""Values of parts of a year: quarters, halves, seasons, holidays, "the last week of March"."""

from __future__ import annotations

from digest.facts.dates import reckoning
from digest.facts.dates.absolute import COMING, FOLLOWING, PREVIOUS, RECENT, likely_year, named_year, one, relative_year

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digest.facts.dates.absolute import Action, Found
    from digest.facts.dates.context import Context
    from digest.facts.dates.matching import Match

_SEASON_MONTH = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}


def fiscal_year(context: Context, match: Match) -> list[Found]:
    """ "fiscal 2025", "the current fiscal year"."""
    if match.has("YEAR") or match.has("FYEAR"):
        return one(match, "DATE", f"{match.number('YEAR') or match.number('FYEAR')}")
    if match.has("REL"):
        found = relative_year(context, match.number("REL"))
        return one(match, "DATE", f"{found}" if found else "")
    return one(match, "DURATION", "P1Y")


def quarter(context: Context, match: Match) -> list[Found]:
    """ "the third quarter of 2024", "last year's fourth quarter", "third-quarter"."""
    number = match.number("QNUM") or match.number("ORD")
    if not 1 <= number <= 4:
        return []
    found = named_year(context, match)
    if found is None:
        today = context.today()
        if today is None:
            return one(match, "DATE", f"XXXX-Q{number}")
        now = (today.month + 2) // 3
        found = today.year
        if (
            match.has("AGO")
            or number > now + 1
            or (number == now + 1 and context.direction(match.start, match.end) <= 0)
        ):
            found -= 1
        elif number < now and context.direction(match.start, match.end) > 0 and now - number >= 2:
            found += 1
    context.quarter = f"{found}-Q{number}"
    return one(match, "DATE", f"{found}-Q{number}")


def half(context: Context, match: Match) -> list[Found]:
    """ "the first half of 2025"."""
    number = match.number("HNUM") or match.number("ORD", 2)
    if number not in (1, 2):
        return []
    found = named_year(context, match)
    if found is None:
        words = context.words
        if match.has("HNUM") and (not match.start or words.low[match.start - 1] not in context.lexicon.prepositions):
            return []
        today = context.today()
        if today is None:
            return one(match, "DATE", f"XXXX-H{number}")
        found = today.year
        if number == 2 and today.month <= 3 and context.direction(match.start, match.end) < 0:
            found -= 1
    return one(match, "DATE", f"{found}-H{number}")


def season(context: Context, match: Match) -> list[Found]:
    """ "summer 2018", "last winter", "this spring", and bare ones."""
    name = match.text("SEASON") or match.text("FALLS")
    if match.has("YEAR"):
        return one(match, "DATE", f"{match.number('YEAR')}-{name}")
    if match.has("NUM"):  # "the summer of '69"
        return one(match, "DATE", f"19{match.number('NUM'):02d}-{name}" if 10 <= match.number("NUM") <= 99 else "")
    if match.has("UNIT"):
        found = named_year(context, match)
        return one(match, "DATE", f"{found}-{name}" if found else f"XXXX-{name}")
    if not match.has("REL") and not _is_season(context, match):
        return []
    begins = _SEASON_MONTH[name]
    if context.last is not None and context.narrative:
        last_year, last_month, _ = context.last
        context.talked_about()
        relation = match.number("REL")
        shift = 1 if last_month > begins + 3 and relation >= 0 else 0
        return one(match, "DATE", f"{last_year + shift}-{name}")
    today = context.today()
    if today is None:
        return one(match, "DATE", f"XXXX-{name}")
    return one(match, "DATE", f"{_season_year(context, match, begins)}-{name}")


def _is_season(context: Context, match: Match) -> bool:
    """ "winter wheat" and "summer school" are no dates; "in winter", "the summer" are."""
    words = context.words
    before = words.low[match.start - 1] if match.start else ""
    after = words.low[match.end] if match.end < len(words.low) else ""
    if after.isalpha() and after not in context.lexicon.prepositions and words.classes[match.end] is None:
        return before == "this" or (match.end - match.start > 1 and after not in context.lexicon.of_seasons)
    return match.end - match.start > 1 or before in context.lexicon.prepositions


def _season_year(context: Context, match: Match, begins: int) -> int:
    today = context.published
    assert today is not None
    # The winter that runs in January began the year before.
    started = today.year if today.month >= begins else today.year - 1
    running = (today.month - begins) % 12 < 3
    if match.has("REL"):
        relation = match.number("REL")
        if relation in (RECENT, PREVIOUS):
            return started - 1 if running else started
        if relation in (COMING, FOLLOWING):
            return started + 1
        return today.year
    if running:
        return started
    if context.direction(match.start, match.end) > 0:
        return started + 1
    return started


def fall(context: Context, match: Match) -> list[Found]:
    """ "the fall", "in fall": only where it cannot be the verb or a drop."""
    words = context.words
    before = words.low[match.start - 1] if match.start else ""
    after = words.low[match.end] if match.end < len(words.low) else ""
    if before not in ("in", "this", "by", "since", "until", "during") or after in (
        "of",
        "in",
        "from",
        "short",
    ):
        return []
    return season(context, match)


def holiday(context: Context, match: Match) -> list[Found]:
    """ "Thanksgiving Day", "Christmas 2023", "last Easter"."""
    rule, low = match.text("HOLIDAY"), context.words.low
    if match.end < len(low) and low[match.end] == "-":  # "Halloween-themed"
        return []
    found = named_year(context, match) if match.has("YEAR") or match.has("UNIT") else None
    today = context.published
    if found is None and context.last is not None and context.narrative:
        context.talked_about()
        found = context.last[0]
    if found is None:
        today = context.today()
        if today is None:
            return one(match, "DATE", f"XXXX-{rule}" if len(rule) == 5 else "")
        this = reckoning.holiday(rule, today.year)
        if this is None:
            return one(match, "DATE", "")
        found = today.year
        if match.has("REL"):
            relation = match.number("REL")
            if relation in (RECENT, PREVIOUS) and this >= today:
                found -= 1
            elif relation in (COMING, FOLLOWING) and this <= today:
                found += 1
        elif this < today and context.direction(match.start, match.end) > 0 and (today - this).days > 60:
            found += 1
        elif this > today:
            ahead = context.direction(match.start, match.end)
            found -= ahead < 0 or (ahead == 0 and (this - today).days > 120)
    moment = reckoning.holiday(rule, found)
    return one(match, "DATE", moment.isoformat() if moment else "")


def nth_of(context: Context, match: Match) -> list[Found]:
    """ "the last week of March", "the first Monday in November", "the first day of 2024"."""
    nth = match.number("ORD") if match.has("ORD") else -1
    if match.has("REL") and match.number("REL") != RECENT:
        return []
    if not match.has("MONTH"):
        return _nth_of_year(match, nth)
    month = match.number("MONTH")
    found = named_year(context, match) if match.has("YEAR") else likely_year(context, month, 0, match)
    if found is None:
        return one(match, "DATE", "")
    weekday = match.number("WDAY")
    unit = match.text("UNIT")
    moment = None
    if weekday:
        moment = reckoning.nth_weekday(found, month, weekday, nth)
    elif unit == "D":
        moment = reckoning.last_day(found, month) if nth < 0 else reckoning.day(found, month, nth)
    elif unit == "WE":
        sunday = reckoning.nth_weekday(found, month, 7, nth)
        return one(match, "DATE", f"{reckoning.week(sunday)}-WE" if sunday else "")
    elif unit == "W":
        # A week belongs to the month its Thursday lies in.
        thursday = reckoning.nth_weekday(found, month, 4, nth)
        shifted = reckoning.add_days(thursday, 0) if thursday else None
        return one(match, "DATE", reckoning.week(shifted) if shifted else "")
    else:
        return []
    return one(match, "DATE", moment.isoformat() if moment else "")


def _nth_of_year(match: Match, nth: int) -> list[Found]:
    found, unit = match.number("YEAR"), match.text("UNIT")
    if unit == "D":
        return one(match, "DATE", f"{found}-12-31" if nth < 0 else f"{found}-01-01" if nth == 1 else "")
    if unit == "M":
        month = 12 if nth < 0 else nth
        return one(match, "DATE", f"{found}-{month:02d}" if month <= 12 else "")
    return one(match, "DATE", f"{found}-Q4" if unit == "Q" else f"{found}")


def week_of(context: Context, match: Match) -> list[Found]:
    """ "the week of March 6"."""
    month = match.number("MONTH") or match.number("MABBR")
    found = match.number("YEAR") or likely_year(context, month, match.number("DAY"), match)
    moment = reckoning.day(found, month, match.number("DAY")) if found else None
    return one(match, "DATE", reckoning.week(moment) if moment else "")


def named_day(context: Context, match: Match) -> list[Found]:
    """ "the September 11 attacks"."""
    del context
    return one(match, "DATE", match.text("NAMED"))


ACTIONS: dict[str, Action] = {
    "fiscalyear": fiscal_year, "quarter": quarter, "half": half, "season": season, "fallseason": fall,
    "holiday": holiday, "nthof": nth_of, "weekof": week_of, "named": named_day,
}  # fmt: skip
