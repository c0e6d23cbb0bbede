"""Values of days, months, years, decades and centuries told by their names."""

from __future__ import annotations

from digest.facts.dates import reckoning

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from digest.facts.dates.context import Context
    from digest.facts.dates.matching import Match, Words

    # First and last (exclusive) word, TIMEX3 type and value of one expression.
    Found: TypeAlias = "tuple[int, int, str, str]"
    Action: TypeAlias = "Callable[[Context, Match], list[Found]]"

# "of that year", "the same year" speak of the year read last.
RECENT, THIS, COMING, PREVIOUS, FOLLOWING, THAT = -1, 0, 1, -2, 2, 3
STEP = {RECENT: -1, THIS: 0, COMING: 1, PREVIOUS: -1, FOLLOWING: 1, THAT: 0}
# Before a number these make it an amount.
_SIGNS = frozenset("$£€¥#°+*=")
# A month or day without a year lies at most so many months ahead, or so many back, whatever the clause says.
_NEAR_DAY, _NEAR_MONTH, _JUST_PAST = 3, 2, 2


def one(match: Match, kind: str, value: str | None) -> list[Found]:
    """Return the whole match as one expression."""
    return [(match.start, match.end, kind, value or "")]


def named_year(context: Context, match: Match) -> int | None:
    """Return the year that the match names, in figures or as "last year"; None when it names none."""
    if match.has("YEAR"):
        return match.number("YEAR")
    if match.has("REL") and match.text("UNIT") in ("Y", ""):
        return relative_year(context, match.number("REL"))
    return None


def relative_year(context: Context, relation: int) -> int | None:
    """Return the year of "last year", "this year", "that year"."""
    if relation in (PREVIOUS, FOLLOWING, THAT):
        base = context.talked_about()
        return None if base is None else base[0] + STEP[relation]
    today = context.today()
    return None if today is None else today.year + relation


def likely_year(context: Context, month: int, number: int, match: Match) -> int | None:
    """Choose the year of a month (and day) that has none."""
    last = context.last
    if last is not None and context.narrative:
        context.talked_about()
        return last[0] + (1 if last[1] - month > 8 else 0)
    if context.published is None:
        # Sound only for what comes after a full date of the paragraph, in its year, and is not a plan.
        if last is None or not last[2] or month < last[1] or context.direction(match.start, match.end) > 0:
            return None
        context.talked_about()
        return last[0]
    today = context.today()
    if today is None:
        return None
    if month == today.month:
        return today.year
    ahead = (month - today.month) % 12
    following = today.year + (month < today.month)
    direction = context.direction(match.start, match.end)
    if ahead <= (_NEAR_DAY if number else _NEAR_MONTH):
        return following
    if ahead >= 12 - _JUST_PAST:
        return following - 1
    if direction:
        return following if direction > 0 else following - 1
    return following if ahead <= 3 else following - 1


def full_date(context: Context, match: Match) -> list[Found]:
    """ "September 10, 2024", "10 September", "Friday, June 27", "March of last year"."""
    month = match.number("MONTH") or match.number("MABBR")
    number = match.number("DAY")
    year = named_year(context, match)
    if match.text("BC") == "B":
        return one(match, "DATE", f"BC{year or 0:04d}")
    if year is None and not match.has("REL"):
        year = likely_year(context, month, number, match)
    return one(match, "DATE", written(year, month, number))


def written(year: int | None, month: int, number: int) -> str:
    """Write year, month and day; "" when there is no such day."""
    if year is None:
        return f"XXXX-{month:02d}-{number:02d}" if number else f"XXXX-{month:02d}"
    if not number:
        return f"{year:04d}-{month:02d}" if 1 <= month <= 12 else ""
    found = reckoning.day(year, month, number)
    return found.isoformat() if found else ""


def day_span(context: Context, match: Match) -> list[Found]:
    """ "10-14 June 2024", "June 27 and 28": two expressions, cut at the joining word."""
    month = match.number("MONTH") or match.number("MABBR")
    first, last = match.number("DAY"), match.number("DAY2")
    year = named_year(context, match)
    if year is None:
        year = likely_year(context, month, last, match)
    cut = match.bound["TO"][1]
    return [
        (match.start, cut, "DATE", written(year, month, first)),
        (cut + 1, match.end, "DATE", written(year, month, last)),
    ]


def month_span(context: Context, match: Match) -> list[Found]:
    """ "February or March 2005"."""
    year = match.number("YEAR")
    cut = match.bound["TO"][1]
    return [
        (match.start, cut, "DATE", written(year, match.number("MONTH"), 0)),
        (cut + 1, match.end, "DATE", written(year, match.number("MONTH2"), 0)),
    ]


def iso(context: Context, match: Match) -> list[Found]:
    """ "2024-09-10"; what is no such day is no date."""
    words = context.words
    for index in range(match.start, match.end - 1):
        if words.ends[index] != words.starts[index + 1]:
            return []
    month = match.number("DAY") or match.number("NUM")
    value = written(match.number("YEAR"), month, match.number("DAY2") or match.number("NUM2"))
    return one(match, "DATE", value) if value and 1 <= month <= 12 else []


def numeric(context: Context, match: Match) -> list[Found]:
    """ "25/12/2024": day and month only where one reading is impossible, or the language is plain about it."""
    first, second = match.number("NUM") or match.number("DAY"), match.number("NUM2") or match.number("DAY2")
    year = match.number("YEAR") or match.number("NUM3")
    words = context.words
    if words.ends[match.end - 1] - words.starts[match.end - 1] == 2:
        year += 2000 if year < 50 else 1900
    if not 1000 <= year < 2200 or not (1 <= first <= 31 and 1 <= second <= 31):
        return []
    day_first = written(year, second, first) if second <= 12 else ""
    month_first = written(year, first, second) if first <= 12 else ""
    if "D" in context.lexicon.numeric or words.low[match.start + 1] == ".":
        month_first = ""
    if day_first and month_first and day_first != month_first:
        return one(match, "DATE", _near(context, day_first, month_first))
    value = day_first or month_first
    return one(match, "DATE", value) if value else []


def _near(context: Context, day_first: str, month_first: str) -> str:
    """Take the reading that is publication day itself; otherwise two readings stay open."""
    today = context.published
    if today is not None and today.isoformat() in (day_first, month_first):
        return today.isoformat()
    return ""


def bare_month(context: Context, match: Match) -> list[Found]:
    """ "in August", unless the word looks like a name or a verb."""
    words, index = context.words, match.bound["MONTH" if match.has("MONTH") else "MABBR"][1]
    before = words.low[index - 1] if index else ""
    if match.start == index and before not in context.lexicon.prepositions:
        if words.low[index] in context.lexicon.doubtful:
            return []
        after = words.low[index + 1] if index + 1 < len(words.low) else ""
        if index and before.isalpha() and words.is_capital(index - 1) and not words.is_sentence_start(index - 1):
            return []
        if after.isalpha() and words.is_capital(index + 1) and words.classes[index + 1] is None:
            return []
    month = match.number("MONTH") or match.number("MABBR")
    return one(match, "DATE", written(likely_year(context, month, 0, match), month, 0))


def nth_day(context: Context, match: Match) -> list[Found]:
    """ "the 25th", in a text that has just named a month."""
    words = context.words
    if match.has("WDAY"):
        return one(match, "DATE", _weekday_and_number(context, match))
    after = words.low[match.end] if match.end < len(words.low) else ""
    if match.start == match.end - 1 or (after.isalnum() and after not in context.lexicon.prepositions):
        return []
    number = match.number("DAYTH")
    if context.last is None or not context.last[1]:
        is_day = match.start > 0 and words.low[match.start - 1] in context.lexicon.before_days
        return one(match, "DATE", _day_near(context, match, number)) if is_day else []
    context.talked_about()
    return one(match, "DATE", written(context.last[0], context.last[1], number))


def _day_near(context: Context, match: Match, number: int) -> str:
    """Date a day of the month by publication and by where the clause looks."""
    today = context.today()
    if today is None:
        return ""
    ahead = context.direction(match.start, match.end)
    step = 1 if ahead > 0 and number < today.day else -1 if ahead <= 0 and number > today.day else 0
    return written(*reckoning.add_months(today.year, today.month, step), number)


def _weekday_and_number(context: Context, match: Match) -> str:
    """Date "Wednesday 21st" by the nearest month in which that day falls so."""
    today = context.today()
    if today is None:
        return ""
    near = (reckoning.add_months(today.year, today.month, step) for step in (0, 1, -1))
    for year, month in near:
        found = reckoning.day(year, month, match.number("DAYTH"))
        if found is not None and found.isoweekday() == match.number("WDAY"):
            return found.isoformat()
    return ""


def year(context: Context, match: Match, end: int = 0) -> list[Found]:
    """ "2024", where it is a year and not a count."""
    index = match.bound["YEAR"][1]
    number = match.number("YEAR")
    if match.has("BC"):
        era = match.text("BC") == "B"
        return one(match, "DATE", f"BC{number:04d}" if era else f"{number:04d}")
    if is_year(context, index, number):
        return [(match.start, end or match.end, "DATE", f"{number:04d}")]
    return []


def is_year(context: Context, index: int, number: int) -> bool:
    """Say whether a number between 1000 and 2199 is a year, from its neighbours."""
    words, lexicon = context.words, context.lexicon
    low = words.low
    before = low[index - 1] if index else ""
    after = low[index + 1] if index + 1 < len(low) else ""
    if after in lexicon.counted or after in ("%", "°") or before in _SIGNS:
        return False
    if _is_in_number(words, index):
        return False
    if before in lexicon.prepositions or before in ("(", "'", "’"):
        return True
    if before == "-" and index > 1 and "YEAR" in (words.classes[index - 2] or {}):
        return True
    if before in lexicon.counting:
        return False
    if context.narrative and not after.isdigit():
        return True
    return (1800 <= number <= 2049 and not words.is_sentence_start(index)) or 1900 <= number <= 2030


def _is_in_number(words: Words, index: int) -> bool:
    """ "2,000.5", "1:2000": a figure of a longer number."""
    low, starts, ends = words.low, words.starts, words.ends
    if index + 2 < len(low) and low[index + 1] in (",", ".", ":", "/") and low[index + 2][0].isdigit():
        return ends[index] == starts[index + 1] and ends[index + 1] == starts[index + 2]
    if index > 1 and low[index - 1] in (".", ",", ":", "@", "_", "&") and low[index - 2][-1].isdigit():
        return ends[index - 1] == starts[index]
    return False


def bc_year(context: Context, match: Match) -> list[Found]:
    """ "264 BC"."""
    del context
    era = match.text("BC") == "B"
    return one(match, "DATE", f"{'BC' if era else ''}{match.number('NUM'):04d}")


def short_year(context: Context, match: Match) -> list[Found]:
    """ "'82"."""
    words, index = context.words, match.bound["NUM"][1]
    if words.ends[index] - words.starts[index] != 2 or words.starts[index] != words.ends[index - 1]:
        return []
    if index > 1 and words.ends[index - 2] == words.starts[index - 1]:
        return []
    number, near_now = match.number("NUM"), context.published
    if context.last is not None and context.narrative:
        return one(match, "DATE", f"{context.last[0] // 100}{number:02d}")
    if near_now is not None and 2000 + number <= near_now.year + 5:
        return one(match, "DATE", f"20{number:02d}")
    return one(match, "DATE", f"19{number:02d}")


def year_span(context: Context, match: Match) -> list[Found]:
    """ "1997-98", "1775-1780": two expressions."""
    words, index = context.words, match.bound["YEAR2" if match.has("YEAR2") else "NUM2"][1]
    first, last = match.number("YEAR"), match.number("YEAR2")
    if not last:
        last = first - first % 100 + match.number("NUM2")
        if words.ends[index] - words.starts[index] != 2 or words.starts[index] != words.ends[index - 1]:
            return year(context, match, index - 1)
    slash = words.low[index - 1] == "/"
    if not first < last <= first + (1 if slash else 100) or (match.has("NUM2") and last > first + 30):
        return year(context, match, index - 1)
    return [(match.start, index - 1, "DATE", f"{first}"), (index, match.end, "DATE", f"{last}")]


def decade(context: Context, match: Match) -> list[Found]:
    """ "the 1980s", "the '80s", "the eighties"."""
    words = context.words
    if match.has("DECADE"):
        low = words.low[match.start : match.end]
        return one(match, "DATE", match.text("DECADE")) if len(low) > 1 else []
    number = match.number("DECADES") or match.number("NUM")
    if number % 10:
        return []
    if match.has("YEAR"):  # "the 1980's"
        number = match.number("YEAR")
        index = match.bound["YEAR"][1]
        if number % 10 == 0 and index > match.start:
            return one(match, "DATE", f"{number // 10}")
        return year(context, match, index + 1)
    if number >= 1000 and number % 100 == 0 and number < 2000:  # "the 1800s"
        return one(match, "DATE", f"{number // 100}")
    if number >= 1000:
        return one(match, "DATE", f"{number // 10}")
    if number < 20 or (match.end - match.start == 1 and number < 50):
        return []
    before = words.low[match.start - 1] if match.start else ""
    if before in context.lexicon.possessive:
        return []
    return one(match, "DATE", f"19{number // 10}")


def century(context: Context, match: Match) -> list[Found]:
    """ "the 20th century"."""
    del context
    number = match.number("ORD") - 1
    if not 0 <= number <= 30:
        return []
    return one(match, "DATE", f"{'BC' if match.text('BC') == 'B' else ''}{number:02d}")


ACTIONS: dict[str, Action] = {
    "date": full_date, "span": day_span, "months": month_span, "iso": iso, "numeric": numeric,
    "month": bare_month, "nthday": nth_day, "year": year, "bcyear": bc_year, "shortyear": short_year,
    "years": year_span, "decade": decade, "century": century,
}  # fmt: skip
