"""Where a name may begin and end: runs of capitalised tokens with what joins them."""

from __future__ import annotations

from digest.facts import lists

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.facts.reading import Reading

APOSTROPHES = frozenset("'’")
HYPHENS = frozenset("-‐‑")
# "US-led", "London-based": the part after the hyphen is a participle, not the end of a name.
_PARTICIPLES = ("ed", "ing", "led", "born", "wide", "style", "wing", "long", "era", "like", "run", "owned", "built")
# No name is longer; the bound keeps a text of nothing but capitals from taking quadratic time.
_LONGEST = 14


def find(reading: Reading) -> Iterator[tuple[int, int]]:
    """Yield first token and the token after the last for each run, left to right."""
    at, count = 0, len(reading.tokens)
    while at < count:
        if begins(reading, at):
            stop = _end(reading, at)
            yield at, stop
            at = stop
        else:
            at += 1


def begins(reading: Reading, at: int) -> bool:
    """Whether a name can begin at a token."""
    if at in reading.countries:
        return True
    if not reading.upper[at]:
        return False
    low = reading.lows[at]
    names = lists.sections("names/en")
    if len(low) == 1 and reading.words[at + 1] in HYPHENS and reading.glued(at + 1):
        return False  # "K-pop", "(R-Texas)"
    if low in names["calendar"]:
        # "Jan Egeland", "April Jones": a name, where no number follows and another capital does.
        first_name = reading.words[at] in lists.names("first_names") or low in {"jan", "april", "june"}
        return first_name and reading.upper[at + 1] and reading.lows[at + 1] not in names["function"]
    if low in names["function"]:
        if len(low) == 1:
            return False  # "A", "I"
        if reading.words[at].isupper() and reading.words[at] in lists.names("organisations"):
            return True  # "WHO"
        # "Will Smith", "Mark Jones": a first name that is also a small word.
        first_name = reading.words[at] in lists.names("first_names")
        after = reading.words[at + 1]
        return first_name and after.isalpha() and reading.upper[at + 1] and at + 1 not in reading.countries
    return True


def _end(reading: Reading, first: int) -> int:
    """The token after the run that begins at `first`."""
    at = _over_country(reading, first)
    while True:
        step = _step(reading, first, at)
        if not step or at - first > _LONGEST:
            return at
        at = _over_country(reading, at + step - 1) if at + step - 1 in reading.countries else at + step


def _over_country(reading: Reading, at: int) -> int:
    found = reading.countries.get(at)
    return found.stop if found else at + 1


def _step(reading: Reading, first: int, at: int) -> int:
    """How many tokens past `at` still belong to the run, 0 for none; `at` is the token after it so far."""
    word, low, last = reading.words[at], reading.lows[at], len(reading.tokens)
    if not word or _new_line(reading, at):
        return 0
    if reading.glued(at):
        return _glued_step(reading, first, at)
    if reading.upper[at]:
        return _capital_step(reading, at)
    names = lists.sections("names/en")
    if low in names["particle"] and low not in {"y", "e"}:
        ahead = 1 + (reading.lows[at + 1] in names["particle"])
        # "van der Leyen", "Abdul al-Hakim": the particle may be glued to the name by a hyphen.
        if reading.words[at + ahead] in HYPHENS:
            ahead += 1
        if at + ahead < len(reading.tokens) and reading.upper[at + ahead]:
            return ahead + 1
        return 0
    if low in {"of", "for", "&", "and"}:
        return _joined_step(reading, first, at)
    if low in {"d", "l", "dell"} and reading.words[at + 1] in APOSTROPHES and reading.upper[min(at + 2, last)]:
        return 3  # "Valéry Giscard d'Estaing"
    return 0


def _new_line(reading: Reading, at: int) -> bool:
    tokens = reading.tokens
    return at < len(tokens) and "\n" in reading.text[tokens[at - 1].end : tokens[at].start]


def _capital_step(reading: Reading, at: int) -> int:
    names = lists.sections("names/en")
    low = reading.lows[at]
    if reading.words[at - 1] == "." and reading.opens[at]:
        return 0
    if low in names["calendar"]:
        # "Theresa May" is a person, "in Paris May 5" is not.
        return int(low == "may" and reading.words[at - 1] in lists.names("first_names"))
    if low in names["function"] and low not in {"will", "first", "one"}:
        return int(reading.lows[at - 1] in names["particle"])  # "Tarik Al Said"
    return 1


def _glued_step(reading: Reading, first: int, at: int) -> int:
    word, before, after = reading.words[at], reading.words[at - 1], reading.words[at + 1]
    if word == "." and before in lists.sections("names/en")["abbreviation"]:
        return 1
    if not after or not reading.glued(at + 1):
        return int(word == "." and _is_initial(reading, at - 1))
    if word in HYPHENS and after[0].isalpha():
        if at - 1 in reading.countries or reading.upper[at + 1]:
            two_countries = _ends_country(reading, first, at) and at + 1 in reading.countries
            return 0 if two_countries or not reading.upper[at + 1] else 2
        is_word = before.isupper()  # "K-pop", "NATO-led"
        return 0 if is_word or after.endswith(_PARTICIPLES) else 2
    if word in APOSTROPHES and after[0].isupper() and len(before) <= 2:
        return 2
    if word in "&/" and reading.upper[at + 1] and word == "&":
        return 2
    if word == "." and _is_initial(reading, at - 1) and reading.upper[at + 1]:
        return 2
    return 0


def _ends_country(reading: Reading, first: int, at: int) -> bool:
    found = (reading.countries.get(k) for k in range(max(first, at - 6), at))
    return any(country is not None and country.stop == at for country in found)


def _is_initial(reading: Reading, at: int) -> bool:
    return len(reading.words[at]) == 1 and reading.upper[at]


def _joined_step(reading: Reading, first: int, at: int) -> int:
    """Over "of", "for" or "and" inside a name: "Bank of England", "Ministry of Health and Welfare"."""
    names = lists.sections("names/en")
    low = reading.lows[at]
    ahead = at + 1
    if reading.lows[ahead] == "the" and low in {"of", "for"}:
        ahead += 1
    if ahead >= len(reading.tokens) or not reading.upper[ahead] or reading.lows[ahead] in names["function"]:
        return 0
    if reading.lows[ahead] in names["calendar"]:
        return 0
    words = reading.words
    if low == "&":
        return 2
    if low == "and":
        inside = any(words[k] in {"of", "for"} for k in range(first + 1, at)) or words[at - 1] in {"Food", "Law"}
        alone = words[ahead] not in lists.names("first_names") and ahead not in reading.countries
        return 2 if inside and alone and reading.lows[ahead] not in lists.sections("people/en")["head"] else 0
    head = words[at - 1]
    wanted = names["of-organisation"] | names["of-place"]
    earlier = low == "for" and any(words[k] in names["of-organisation"] for k in range(first, at))
    if head in wanted or earlier or head in {"Bureau", "Centre", "Center", "Law", "Treaty", "Battle"}:
        return ahead - at + 1
    return 0
