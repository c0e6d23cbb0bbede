"""Who somebody is, from the words beside the name: an apposition, a title, or a linking verb.

All places are token numbers of a `Reading`. A wrong role is worse than none, so a head noun must
stand close to the name, with no finite verb between.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from digest.facts import kinds, lists

if TYPE_CHECKING:
    from digest.facts.reading import Reading

Range = tuple[int, int]

_APOSTROPHES = frozenset("'’")
_DASHES = frozenset("-‐‑")
_LONG_DASHES = frozenset("–—")
_ARTICLES = frozenset("the a an".split())
_OWNERS = frozenset("his her its their our my your whose".split())
_PREPOSITIONS = frozenset("of for at with from in to on under against".split())
_ENDS = frozenset(",;.)(:?!\"“”") | _LONG_DASHES
# How far from the name the head noun may stand, and how long a role may grow behind it.
_REACH, _TAIL = 8, 14


_ADJECTIVES = frozenset({"major", "general", "private"})
_COUNTS = frozenset("s ’ ' two three four five both several other another".split())
_REGIONS = frozenset("region state province city district county party government administration".split())
_TRADES = ("ologist", "journalist", "ographer", "spokesman", "spokeswoman")


class Role(NamedTuple):
    """What a text says of a person at one mention; a missing part is None."""

    role: Range | None
    organisation: Range | None = None
    country: Range | None = None


class Scene:
    """A reading with its names, found by their first token and by the token after their last."""

    def __init__(self, reading: Reading, names: list[tuple[int, int, str]]) -> None:
        self.reading = reading
        self.names = names
        self.starting = {first: (first, stop, kind) for first, stop, kind in names}
        self.ending = {stop: (first, stop, kind) for first, stop, kind in names}
        inside = {at for first, stop, kind in names if kind == "PER" for at in range(first, stop)}
        # "Paris Hilton" is nobody's capital.
        self.countries = {at: found for at, found in reading.countries.items() if at not in inside}
        self.country_ends = {found.stop: found for found in self.countries.values()}
        people = lists.sections("people/en")
        self.heads, self.modifiers = people["head"], people["modifier"]
        self.portfolio, self.verbs = people["portfolio"], people["verb"]
        self.abbreviations, self.relatives = people["abbreviation"], people["relative"]
        self.function = lists.sections("names/en")["function"]

    def is_head(self, at: int) -> bool:
        """Whether a token names an office, a trade or a relation."""
        low = self.reading.lows[at]
        if low in _ADJECTIVES:  # "its major rival" has no major in it
            before = self.reading.lows[at - 1] if at else ""
            return self.reading.upper[at] or before in self.heads or before in _DASHES
        if low == "law":
            return at > 1 and self.reading.lows[at - 2] == "in" and self.reading.glued(at)
        return low in self.heads or low.endswith(_TRADES)

    def organisation_at(self, at: int) -> Range | None:
        """The organisation that begins at a token."""
        name = self.starting.get(at)
        return (name[0], name[1]) if name and self.is_body(name) else None

    def is_body(self, name: tuple[int, int, str]) -> bool:
        """Whether a name beside a role is that of a body; a place that no list knows is one too."""
        first, stop, kind = name
        if kind != "LOC":
            return kind == "ORG"
        known = first in self.countries or stop in self.country_ends
        return not known and not kinds.is_place(self.reading, first, stop)

    def place_at(self, at: int) -> Range | None:
        """The country, people or place that begins at a token."""
        found = self.countries.get(at)
        if found and found.kind != "institution" and not self.organisation_at(at):
            return found.first, found.stop
        first, stop, kind = self.starting.get(at, (0, 0, ""))
        return (first, stop) if kind == "LOC" and not self.is_body((first, stop, kind)) else None

    def past_possessive(self, at: int) -> int:
        """The token after "'s" or a bare apostrophe, or `at` where there is none."""
        words = self.reading.words
        if words[at] in _APOSTROPHES and self.reading.glued(at):
            return at + 2 if words[at + 1] == "s" and self.reading.glued(at + 1) else at + 1
        return at


def of(scene: Scene, first: int, stop: int) -> Role | None:
    """The role given to the person named by tokens `first` to `stop`, or None."""
    front = _before(scene, first)
    back = _after(scene, first, stop)
    if front and back and front.role and back.role:
        # "Sen. X, the majority leader": the longer description says more than the title.
        plain = front.role[1] - front.role[0] <= 2 and not front.organisation and not front.country
        chosen, other = (back, front) if plain else (front, back)
        return chosen._replace(
            organisation=chosen.organisation or other.organisation, country=chosen.country or other.country
        )
    role = front or back
    if role and role.role and not role.organisation:
        return _from_sender(scene, first, role)
    if role is None or role.role is None:
        shared = _shared(scene, first)
        if shared:
            return shared._replace(country=role.country if role and role.country else shared.country)
    return role


def _shared(scene: Scene, first: int) -> Role | None:
    """The title in the plural that stands before a whole list: "senators A, B and C"."""
    lows = scene.reading.lows
    for _ in range(_REACH):
        at = first - 1
        while at > 0 and lows[at] in {"and", ","}:
            at -= 1
        name = scene.ending.get(at + 1)
        if at == first - 1 or name is None or name[2] != "PER":
            return None
        first = name[0]
        role = _before(scene, first)
        if role and role.role:
            plural = lows[role.role[1] - 1].endswith("s") or any(lows[k].endswith("rs") for k in range(*role.role))
            return role if plural else None
    return None


def _after(scene: Scene, first: int, stop: int) -> Role | None:
    """An apposition, a bracket, "who is ...", "is the ..." or "as the ..." after the name."""
    reading = scene.reading
    lows, words = reading.lows, reading.words
    at = stop
    if words[at] == ",":
        at = _past_age(scene, at + 1)
    elif words[at] == "(":
        at += 1
    elif words[at] in _LONG_DASHES or (words[at] == "-" and not reading.glued(at)):
        at += 1
    elif lows[at] in {"is", "was", "became", "remains", "as"}:
        return _phrase(scene, _past_article(scene, at + 1), linked=True)
    else:
        return _from_where(scene, at)
    if lows[at] == "who" and lows[at + 1] in {"is", "was", "served", "serves", "has"}:
        at += 2 + (lows[at + 2] in {"as", "been"})
    if lows[at] in {"of", "from"}:
        return _from_where(scene, at)
    return _phrase(scene, _past_article(scene, at), linked=False)


def _past_age(scene: Scene, at: int) -> int:
    words, lows = scene.reading.words, scene.reading.lows
    if lows[at] == "aged":
        at += 1
    if words[at].isdigit() and len(words[at]) <= 3 and words[at + 1] == ",":
        return at + 2
    return at


def _past_article(scene: Scene, at: int) -> int:
    lows = scene.reading.lows
    if lows[at] in {"then", "now", "currently", "also"} and lows[at + 1] in _ARTICLES:
        at += 1
    while lows[at] in _ARTICLES or lows[at] in _OWNERS:
        at += 1
    return at


def _from_where(scene: Scene, at: int) -> Role | None:
    """Only a body or a place: "Sabrina Bennoui of Reporters Without Borders"."""
    if scene.reading.lows[at] not in {"of", "from"}:
        return None
    at = _past_article(scene, at + 1)
    body = scene.organisation_at(at)
    if body:
        return Role(None, organisation=body)
    place = scene.place_at(at)
    return Role(None, country=place) if place else None


def _phrase(scene: Scene, at: int, *, linked: bool) -> Role | None:
    """The role that begins at a token, its body and country taken out where they stand at its ends."""
    reading = scene.reading
    lows, words = reading.lows, reading.words
    country, body = None, None
    at, country, body = _owner(scene, at)
    begin = at
    head = _head(scene, begin)
    if head < 0:
        return None
    if linked and lows[begin - 1] not in _ARTICLES | _OWNERS and words[begin - 1] not in {"s"} and not (
        lows[begin - 1] in {"as", "became"} or country
    ):
        return None
    stop, tail_country, tail_body = _tail(scene, head + 1)
    inner_country, inner_body = _inside(scene, begin, head)
    if begin >= stop:
        return None
    return Role((begin, stop), body or tail_body or inner_body, country or tail_country or inner_country)


def _owner(scene: Scene, at: int) -> tuple[int, Range | None, Range | None]:
    """Past "US", "South Korea's", "the GAO's" at the beginning of a role."""
    country, body = None, None
    for _ in range(2):
        organisation = scene.organisation_at(at) or _possessor(scene, at)
        place = scene.place_at(at)
        if organisation and organisation[1] - at < _REACH and not scene.is_head(at):
            body, after = organisation, organisation[1]
        elif place and not country:
            country, after = place, place[1]
        else:
            break
        after = scene.past_possessive(after)
        if scene.reading.words[after] in _DASHES and scene.reading.glued(after):
            return at, None, None  # "Japan-based"
        at = _past_article(scene, after)
    return at, country, body


def _possessor(scene: Scene, at: int) -> Range | None:
    """A name of any type with "'s" after it: "Saturn's general manager"."""
    _, stop, kind = scene.starting.get(at, (0, 0, "PER"))
    return (at, stop) if kind == "MISC" and scene.past_possessive(stop) > stop else None


def _head(scene: Scene, at: int) -> int:
    """The last word of the head noun of a role that begins at `at`, or -1."""
    reading = scene.reading
    lows, words = reading.lows, reading.words
    head = -1
    for k in range(at, min(at + _REACH, len(reading.tokens))):
        low = lows[k]
        name = scene.starting.get(k)
        if name and name[2] == "PER":
            break
        if scene.is_head(k):
            head = k
        elif words[k] in _DASHES and reading.glued(k):
            continue
        elif low == "and":
            hanging = words[k - 1] in _DASHES  # "photo- and videojournalist"
            if not hanging and (head < 0 or not _goes_on(scene, k + 1)):
                break
        elif head >= 0 and not ((low in scene.modifiers or reading.upper[k]) and _goes_on(scene, k + 1)):
            break
        elif words[k] in _ENDS or low in scene.relatives or low in _PREPOSITIONS:
            break
        elif low in scene.verbs and low not in scene.modifiers and low not in {"led", "lead"}:
            break
        elif low in scene.function and low not in {"then", "now", "one"}:
            break
    return head


def _goes_on(scene: Scene, at: int) -> bool:
    """Whether another head noun follows within two modifiers: "and [executive] chairman"."""
    for k in range(at, min(at + 3, len(scene.reading.tokens))):
        if scene.is_head(k) and k not in scene.starting:
            return True
        if scene.reading.lows[k] not in scene.modifiers and scene.reading.lows[k] not in scene.portfolio:
            return False
    return False


def _tail(scene: Scene, at: int) -> tuple[int, Range | None, Range | None]:
    """Where a role ends behind its head noun, and the country and body in its last phrase."""
    reading = scene.reading
    lows, words = reading.lows, reading.words
    calendar = lists.sections("names/en")["calendar"]
    limit = min(at + _TAIL, len(reading.tokens))
    k, kept = at, at
    while k < limit:
        low = lows[k]
        if words[k] in _DASHES and reading.glued(k):
            k += 1
            continue
        if words[k] in _ENDS or low in scene.relatives or low in calendar or words[k].isdigit():
            break
        if low in scene.verbs or low in _OWNERS or (low.endswith("ing") and lows[k - 1] not in _PREPOSITIONS):
            break
        if low == "to" and not (lows[k + 1] in _ARTICLES or reading.upper[k + 1]):
            break  # "president to head the company"
        if low in _PREPOSITIONS:
            inner = _past_article(scene, k + 1)
            country, body = _ending(scene, inner, low)
            if country or body:
                return k, country, body
            if inner in scene.starting and scene.starting[inner][2] == "PER":
                return k, None, None
            k = max(inner, k + 1)
            if low in {"in", "on", "with", "under", "against"} and lows[k - 1] not in scene.portfolio:
                return kept if kept > at else at, None, None
            kept = k
            continue
        if k == at and low != "and":
            break  # a role's head is followed by its complement, not by further nouns
        if low == "and" and not (lows[k + 1] in scene.portfolio or reading.lows[k + 1] in scene.modifiers):
            break
        if low in scene.function and low not in {"and", "the"} and not reading.upper[k]:
            break
        k += 1
        kept = k
    while k > at and (lows[k - 1] in _PREPOSITIONS or lows[k - 1] in _ARTICLES or lows[k - 1] == "and"):
        k -= 1
    return k, None, None


def _ending(scene: Scene, at: int, preposition: str) -> tuple[Range | None, Range | None]:
    """The country or the body that a preposition of a role leads to."""
    body = scene.organisation_at(at)
    place = scene.place_at(at)
    if place and not body:
        after = scene.past_possessive(place[1])
        organisation = scene.organisation_at(after)
        if organisation:
            return place, organisation
        known = at in scene.countries
        joined = scene.reading.words[place[1]] in _DASHES and scene.reading.glued(place[1])
        if joined or (preposition in {"for", "to", "on", "with", "against"} and not known):
            return None, None
        if known and scene.countries[at].kind == "demonym":
            lower_body = scene.reading.lows[place[1]].isalpha() and preposition in {"for", "of", "at"}
            return (place, (place[0], place[1] + 1)) if lower_body else (None, None)
        return place, None
    return None, body


def _inside(scene: Scene, begin: int, head: int) -> tuple[Range | None, Range | None]:
    """The country and the body named among a role's modifiers: "former US vice president"."""
    country, body = None, None
    for k in range(begin, head):
        body = body or scene.organisation_at(k)
        if k in scene.countries and not country:
            country = scene.place_at(k)
    return country, body


def _before(scene: Scene, first: int) -> Role | None:
    """A title in front of the name: "US President X", "the ministry's spokesman, X"."""
    reading = scene.reading
    words = reading.words
    at = first - 1
    if at < 0:
        return None
    if words[at] == ")" and at > 2 and words[at - 2] == "(":
        at -= 3  # "Member of parliament (MP) X"
    comma = words[at] == ","
    if comma:
        at -= 1
    courtesy = lists.sections("people/en")["courtesy"]
    if words[at] == "." and reading.lows[at - 1] in scene.abbreviations and not comma:
        at -= 1
    if reading.lows[at] in courtesy and not comma and at:
        at -= 1  # "Undersecretary for Education Mr. X"
    head, stop, country, body = _head_back(scene, at, comma=comma)
    if head < 0:
        return None
    begin = _begin(scene, head)
    begin, owner_country, owner_body = _owner_back(scene, begin, head)
    if comma and not _opens_phrase(scene, begin, owner_country or owner_body):
        return None
    if reading.lows[head] in courtesy and stop == head + 1:
        return None
    if words[stop] == "." and reading.glued(stop) and reading.lows[head] in scene.abbreviations:
        stop += 1
    return Role((begin, stop), owner_body or body, owner_country or country)


def _head_back(scene: Scene, at: int, *, comma: bool) -> tuple[int, int, Range | None, Range | None]:
    """The head noun of a role that ends at a token, where the role ends, and the names inside it."""
    reading = scene.reading
    lows = reading.lows
    if _is_title(scene, at):
        return at, at + 1, None, None
    for k in range(at, max(at - 10, 0), -1):
        if lows[k] in {"of", "for", "to"} and _is_title(scene, k - 1):
            stop, country, body = _tail(scene, k)
            reached = max(stop, country[1] if country else 0, body[1] if body else 0)
            if lows[reached] in _REGIONS:
                reached += 1
            if reached >= at + 1 or (body and reading.words[at] == ")"):
                return k - 1, min(stop, at + 1), country, body
            return -1, 0, None, None
        verb = lows[k] in scene.verbs and not reading.upper[k]
        if reading.words[k] in {",", ";", ":", "."} or verb or lows[k] in scene.relatives:
            break
        inside = lows[k] in scene.portfolio or lows[k] in scene.function or reading.upper[k] or comma
        if not inside:
            break
    return -1, 0, None, None


def _is_title(scene: Scene, at: int) -> bool:
    if at < 0:
        return False
    return scene.is_head(at) or scene.reading.lows[at] in scene.abbreviations


def _begin(scene: Scene, head: int) -> int:
    """Where the modifiers of a head noun begin."""
    reading = scene.reading
    lows, words = reading.lows, reading.words
    at, strange = head, 0
    while at > 0:
        k = at - 1
        low = lows[k]
        country = scene.country_ends.get(at)
        if words[k] in {",", "."} or (country and country.kind != "institution"):
            break
        ends_name = scene.ending.get(at)
        several = ends_name and ends_name[1] - ends_name[0] > 1
        if ends_name and ends_name[2] != "MISC" and (several or low not in scene.portfolio | scene.modifiers):
            break
        joined = lows[at] in _ADJECTIVES or lows[at] == "and"
        plain_head = low in scene.heads and (reading.upper[k] or joined)
        if low in scene.modifiers or plain_head or low in scene.portfolio - {"of"}:
            at = k
        elif words[k] in _DASHES and reading.glued(k) and reading.glued(k + 1):
            at = k - 1
        elif low == "and" and k and (lows[k - 1] in scene.heads or lows[k - 1] in scene.portfolio):
            at = k
        elif low == "of" and _is_title(scene, k - 1) and lows[at] in scene.portfolio:
            at = k
        elif _is_plain_noun(scene, k) and strange < 2:
            at, strange = k, strange + 1
        else:
            break
    while at < head and lows[at] in {"and", "of"}:
        at += 1
    return at


def _is_plain_noun(scene: Scene, at: int) -> bool:
    """Whether a small-letter word may modify a role: "automotive analyst", not "told analyst"."""
    low = scene.reading.lows[at]
    if not low.isalpha() or scene.reading.upper[at] or len(low) < 3:
        return False
    if low in scene.function or low in scene.verbs or low in scene.relatives or low in scene.heads:
        return False
    return not low.endswith(("ed", "ly", "ing", "ers", "ors"))


def _owner_back(scene: Scene, begin: int, head: int) -> tuple[int, Range | None, Range | None]:
    """The country and body in front of a role: "NBC News", "Japan's", "US State Department"."""
    reading = scene.reading
    country, body = None, None
    at = begin
    for _ in range(2):
        stop = at
        if stop >= 2 and reading.words[stop - 1] == "s" and reading.words[stop - 2] in _APOSTROPHES:
            stop -= 2
        elif stop >= 1 and reading.words[stop - 1] in _APOSTROPHES:
            stop -= 1
        elif stop >= 3 and reading.words[stop - 1] == ")" and reading.words[stop - 3] == "(":
            stop -= 3  # "World Health Organization (WHO) adviser"
        found = scene.country_ends.get(stop)
        name = scene.ending.get(stop)
        if found and not country and found.kind != "institution" and not (name and name[2] == "ORG"):
            country, at = (found.first, found.stop), found.first
        elif name and name[2] == "ORG" and not body:
            body, at = (name[0], name[1]), name[0]
        elif name and name[2] == "LOC" and not country:
            country, at = (name[0], name[1]), name[0]
        else:
            break
    if not country and not body:
        country, body = _inside(scene, begin, head)
    elif at > 0 and reading.lows[at - 1] in {"former", "then", "ex", "current"} and begin > at:
        # "former US Vice President": the modifier belongs to the role, and the country stands inside.
        begin = at - 1
    return begin, country, body


def _opens_phrase(scene: Scene, begin: int, owner: Range | None) -> bool:
    """Whether a role before a comma is a whole noun phrase, as an apposition needs."""
    before = scene.reading.lows[begin - 1] if begin else ""
    determined = before in _ARTICLES or before in _OWNERS or before in _COUNTS
    return bool(owner) or determined or scene.reading.opens[begin]


def _from_sender(scene: Scene, first: int, role: Role) -> Role:
    """Body and country of who sent the person: "Japan's Ministry of Defense sent X, director for ..."."""
    reading = scene.reading
    if first < 2 or reading.lows[first - 1] not in lists.sections("people/en")["sent"]:
        return role
    verb = first - 1
    while verb > 1 and reading.lows[verb - 1] in {"has", "had", "today", "yesterday", "also"}:
        verb -= 1
    body = scene.ending.get(verb)
    if not body:
        return role
    if body[2] != "ORG":
        found = scene.country_ends.get(verb)
        return role._replace(country=role.country or (found.first, found.stop)) if found else role
    stop = body[0]
    if stop >= 2 and reading.words[stop - 1] == "s" and reading.words[stop - 2] in _APOSTROPHES:
        stop -= 2
    found = scene.country_ends.get(stop)
    country = (found.first, found.stop) if found else None
    return role._replace(organisation=(body[0], body[1]), country=role.country or country)
