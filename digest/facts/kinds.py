"""What a capitalised run is: cut into a title, a country and a name, and each name given its type."""

from __future__ import annotations

from digest.facts import lists

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digest.facts.reading import Reading

# First token, the token after the last, type; type "" for a name that its own words don't settle.
Piece = tuple[int, int, str]

_BY_COUNTRY = {"name": "LOC", "capital": "LOC", "place": "LOC", "demonym": "MISC", "institution": "ORG"}
_PARTY_ADJECTIVES = frozenset({"Republican", "Democratic", "Democrat"})
_SHORT_STATES = frozenset({"US", "UK", "EU", "UN"})


def cut(reading: Reading, first: int, stop: int) -> list[Piece]:
    """Cut a run into its names."""
    first, stop = _trim(reading, first, stop)
    if first >= stop:
        return []
    country = reading.countries.get(first)
    if country and country.stop == stop:
        adjective = reading.words[first] in lists.sections("names/en")["misc"]
        return [(first, stop, "MISC" if adjective else _BY_COUNTRY[country.kind])]
    whole = _known_whole(reading, first, stop)
    if whole:
        return [(first, stop, whole)]
    head = _title_head(reading, first, stop)
    if head >= 0:
        return _around_title(reading, first, head, stop)
    kind = _by_head(reading, first, stop)
    if reading.words[first] in _PARTY_ADJECTIVES and reading.words[stop - 1] != "Party":
        return [(first, first + 1, "MISC"), *cut(reading, first + 1, stop)]
    if country and _parts_from(reading, country.stop, stop, country.kind, kind):
        rest = cut(reading, country.stop, stop)
        return [(first, country.stop, _BY_COUNTRY[country.kind]), *rest]
    if kind:
        return [(first, stop, kind)]
    return [(first, stop, _person_or_nothing(reading, first, stop))]


def without_title(reading: Reading, first: int, stop: int) -> list[Piece] | None:
    """The names around a title that a name took in ("State Department Spokesperson"), or None where it has none."""
    head = _title_head(reading, first, stop)
    if head < 0 or reading.words[stop - 1] in lists.sections("names/en")["organisation"]:
        return None  # "National Executive Committee"
    after = reading.words[head + 1]
    if head + 1 < stop and not after.isalnum() and after not in {".", ","}:
        return None  # "Secretary-General"
    if head > first and reading.words[first] in lists.names("first_names"):
        return None  # "Ahmed Shah Massoud"
    if head == stop - 1 and {"of", "for"} & set(reading.words[first:head]):
        return None  # "Union of Concerned Scientists"
    return _around_title(reading, first, head, stop)


def is_place(reading: Reading, first: int, stop: int) -> bool:
    """Whether a name's own words make it a place, without what stands around it."""
    return "LOC" in {_known_whole(reading, first, stop), _by_head(reading, first, stop)}


def _trim(reading: Reading, first: int, stop: int) -> tuple[int, int]:
    """Leave out what only opens the sentence: "Former", "Local", "Two"."""
    names = lists.sections("names/en")
    words = reading.words
    while first < stop and first not in reading.countries:
        low = reading.lows[first]
        opener = low in names["opener"] and (reading.opens[first] or stop - first == 1)
        rest_is_name = _known_whole(reading, first, stop) or _by_head(reading, first, stop)
        if not (
            low in names["function"]
            and words[first] not in lists.names("first_names")
            and words[first] not in lists.names("organisations")
        ) and (not opener or (stop - first > 1 and rest_is_name)):
            break
        first += 1
    while stop > first and words[stop - 1] in "-&.’'" and words[stop - 2] not in _DOTTED:
        stop -= 1
    return first, stop


_DOTTED = frozenset({"Inc", "Corp", "Ltd", "Co", "Jr", "Sr", "Bros"}) | frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _known_whole(reading: Reading, first: int, stop: int) -> str:
    """The type of a name that stands in a list as it is."""
    phrase = reading.between(first, stop)
    if phrase in lists.names("organisations"):
        return "ORG"
    if stop - first == 1 and reading.words[first] in lists.sections("names/en")["region"]:
        return "LOC"
    return "LOC" if phrase in lists.names("places") else ""


def _title_head(reading: Reading, first: int, stop: int) -> int:
    """The last word of a title inside the run ("President" in "US President Donald Trump"), or -1."""
    people, first_names = lists.sections("people/en"), lists.names("first_names")
    heads, short = people["head"], people["abbreviation"]
    of_bodies, not_titles = lists.sections("names/en")["of-organisation"], lists.sections("names/en")["misc"]
    not_titles = not_titles - {"MP", "MPs", "CEO", "CFO", "COO"}
    for at in range(stop - 1, first - 1, -1):
        low = reading.lows[at]
        if (low not in heads and low not in short) or reading.words[at] in not_titles:
            continue
        if at + 1 < stop and reading.words[at + 1] in lists.sections("names/en")["suffix"]:
            continue
        if low == "general" and at + 1 < stop and reading.words[at + 1] in of_bodies | {"Motors", "Electric", "Mills"}:
            continue
        if at == stop - 1 and at > first and reading.words[at - 1] in first_names:
            continue  # "Stephen King" is nobody's title
        if at + 1 < stop and reading.lows[at + 1] in {"and", "&"}:
            continue
        if at > first and reading.words[at - 1] in {"-", "‑"} and reading.glued(at) and at == stop - 1:
            continue  # "Sharm El-Sheikh"
        if at > first and reading.words[at - 1] in {"of", "for", "and"}:
            continue  # "Department of Justice"
        return at
    return -1


_TIME_OF_OFFICE = frozenset("former then acting current interim late outgoing incoming".split())  # noqa: SIM905


def _around_title(reading: Reading, first: int, head: int, stop: int) -> list[Piece]:
    """The body before a title and the person after it."""
    people = lists.sections("people/en")
    after = head + 1
    if reading.words[after] == "." and after < stop:
        after += 1
    if after < stop and reading.lows[after] in {"of", "for"}:
        after = _past_portfolio(reading, after, stop)
    before = head
    while before > first and (
        reading.lows[before - 1] in people["portfolio"]
        or reading.lows[before - 1] in _TIME_OF_OFFICE
        or reading.lows[before - 1] in people["head"]
        or reading.words[before - 1] in {"-", ".", "and", "&"}
        or reading.lows[before - 1] in people["abbreviation"]
    ):
        if (before - 1) in reading.countries or _ends_country_at(reading, first, before):
            break
        before -= 1
    pieces = cut(reading, first, before) if before > first else []
    if len(pieces) == 1 and after < stop and not pieces[0][2]:
        pieces = [(pieces[0][0], pieces[0][1], "ORG")]  # "Apple CEO Tim Cook"
    if after < stop:
        kind = _known_whole(reading, after, stop) or _by_head(reading, after, stop)
        place = reading.countries.get(after)
        if reading.lows[head + 1] in {"of", "for"}:
            pieces.extend(cut(reading, after, stop))
        elif kind == "ORG" and not place:
            pieces.append((after, stop, "ORG"))
        else:
            pieces.append((after, stop, "PER"))
    return pieces


def _ends_country_at(reading: Reading, first: int, stop: int) -> bool:
    found = (reading.countries.get(k) for k in range(max(first, stop - 6), stop))
    return any(country is not None and country.stop == stop for country in found)


def _past_portfolio(reading: Reading, at: int, stop: int) -> int:
    """The token after "of State" or "of Foreign Affairs" in a title, where the person's name begins."""
    people = lists.sections("people/en")
    k = at + 1
    if reading.lows[k] == "the":
        k += 1
    begin = k
    while k < stop and (reading.lows[k] in people["portfolio"] or reading.lows[k] in {"and", "&"}):
        k += 1
    country = reading.countries.get(k)
    if k == begin and country:
        return country.stop
    return k


_BEFORE_OF = (("of-organisation", "ORG"), ("of-place", "LOC"), ("event", "MISC"))
_PLACE_FIRST = frozenset({"Mount", "Lake", "Fort", "Cape", "Port", "Camp", "Saint", "San", "Santa", "St"})


def _by_head(reading: Reading, first: int, stop: int) -> str:
    """The type that a head word gives: "... University", "Ministry of ...", "Lake ...", "... Treaty"."""
    names = lists.sections("names/en")
    words = reading.words
    last, opening = words[stop - 1], words[first]
    if last == "." and stop - first > 1:
        last = words[stop - 2]
    inner = words[first + 1 : stop]
    alone = stop - first == 1
    before_of = [words[at] for at in range(first, stop - 1) if words[at + 1] in {"of", "for"}]
    for word in before_of:
        for section, kind in _BEFORE_OF:
            if word in names[section]:
                return kind
    if last in names["firm"] and not alone:
        return "ORG"
    if alone:
        return "MISC" if last in names["misc"] else ""
    if stop - first == 2 and _is_given_name(reading, first):
        return ""  # "Jim Press", "Nicola Bridge"
    if last in names["organisation"]:
        return "ORG"
    if last in names["event"]:
        return "MISC"
    if opening in _PLACE_FIRST and len(inner) <= 3:
        person = opening in {"Saint", "St", "San"} and words[first + 1] in lists.names("first_names")
        return "" if person else "LOC"
    if last in names["place"] and opening not in lists.names("first_names"):
        return "LOC"
    if opening in names["direction"] and (first + 1 in reading.countries or inner[-1] in names["region"]):
        return "LOC"
    return "ORG" if any(word in names["organisation"] for word in inner[:-1]) and len(inner) > 1 else ""


def _is_given_name(reading: Reading, at: int) -> bool:
    """Whether a word is a first name and not also a place, as "Sydney" and "Jordan" are."""
    word = reading.words[at]
    known = word in lists.names("first_names") and at not in reading.countries
    return known and (at == 0 or reading.lows[at - 1] != "the")


GENERIC = frozenset({"Ministry", "Department", "Government", "Foreign", "Defense", "Defence", "Interior", "State"})


def _parts_from(reading: Reading, at: int, stop: int, kind: str, whole: str) -> bool:
    """Whether a country word in front is a name of its own and not part of the longer one."""
    rest = reading.words[at:stop]
    if whole == "MISC" or not rest:
        return kind == "demonym" and len(rest) > 1
    if whole in {"ORG", "LOC"}:
        begins_short = reading.words[at - 1] in _SHORT_STATES or reading.words[at - 1] == "."
        generic = rest[0] in GENERIC
        return (begins_short or generic) and len(rest) > 1 and kind in {"name", "demonym"}
    return kind in {"name", "demonym"} or len(rest) > 1


def _person_or_nothing(reading: Reading, first: int, stop: int) -> str:
    """PER for what looks like a full name; "" leaves it to what stands around."""
    names = lists.sections("names/en")
    words = [w for w in reading.words[first:stop] if w not in {"-", "‐", "‑", "'", "’", "."}]
    if len(words) == 1:
        word = words[0]
        if word in names["misc"] or word in names["event"]:
            return "MISC"
        if 2 <= len(word) <= 6 and word.isupper() and word not in names["suffix"] and not reading.headline[first]:
            return "ORG"
        return ""
    if any(len(w) > 1 and w.isupper() for w in words[:-1]) != words[-1].isupper() and not reading.headline[first]:
        return "ORG"  # "Royalty RE": part of it in capitals
    if len(words) > 6 or any(w in {"of", "for", "and", "&"} or w.isdigit() for w in words):
        return ""
    if words[0] in lists.names("first_names"):
        return "PER"
    if any(w.lower() in names["particle"] and w.islower() for w in words[1:-1]):
        return "PER"
    # "Jong-un", "Kyung-seok": a given name that goes on in small letters after the hyphen.
    if any(reading.words[k] in {"-", "‑"} and not reading.upper[k + 1] for k in range(first + 1, stop - 1)):
        return "PER"
    initial = any(len(w) == 1 and w.isupper() for w in words[:-1])
    return "PER" if initial and len(words[-1]) > 2 else ""
