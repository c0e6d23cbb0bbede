"""A role read forwards: owner, modifiers, head noun, and where its complement ends."""

from __future__ import annotations

from digest.facts import lists
from digest.facts.scene import ARTICLES, DASHES, LONG_DASHES, OWNERS, REACH, Role

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digest.facts.scene import Range, Scene

_PREPOSITIONS = frozenset("of for at with from in to on under against".split())  # noqa: SIM905
_ENDS = frozenset(',;.)(:?!"“”') | LONG_DASHES
# How long a role may grow behind its head noun.
_TAIL = 14


def past_article(scene: Scene, at: int) -> int:
    """The token after articles and owners: "then the", "his"."""
    lows = scene.reading.lows
    if lows[at] in {"then", "now", "currently", "also"} and lows[at + 1] in ARTICLES:
        at += 1
    while lows[at] in ARTICLES or lows[at] in OWNERS:
        at += 1
    return at


def phrase(scene: Scene, at: int, *, linked: bool) -> Role | None:
    """The role that begins at a token, its body and country taken out where they stand at its ends."""
    lows = scene.reading.lows
    at, country, body = _owner(scene, _past_plain_owner(scene, scene.past_years(at)))
    begin = scene.past_years(at)
    head = _head(scene, begin)
    if head < 0:
        # "an Australian woman": no role, but where she is from.
        person = country and lows[begin] in {"man", "woman", "national", "citizen", "native"}
        return Role(None, country=country) if person else None
    led_in = lows[begin - 1]
    if linked and not country and led_in not in ARTICLES | OWNERS | {"s", "as", "became"}:
        return None
    stop, tail_country, tail_body = tail(scene, head + 1)
    if body and tail_body and not tail_country:
        if lows[stop] == "of":
            stop = tail_body[1]  # "a Manitoba NDP member of Parliament"
        else:
            body = tail_body  # "Americas director at Amnesty International"
    inner_country, inner_body = inside(scene, begin, head)
    if begin >= stop:
        return None
    return Role((begin, stop), body or tail_body or inner_body, country or tail_country or inner_country)


def _past_plain_owner(scene: Scene, at: int) -> int:
    """Past "the territory's", "the king's": whose the role is, in words that are no name."""
    reading = scene.reading
    for k in range(at, min(at + 3, len(reading.tokens))):
        if reading.upper[k] or not reading.words[k].isalpha() or reading.lows[k] in scene.function | _PREPOSITIONS:
            return at
        after = scene.past_possessive(k + 1)
        if after > k + 1:
            return past_article(scene, after)
    return at


def _owner(scene: Scene, at: int) -> tuple[int, Range | None, Range | None]:
    """Past "US", "South Korea's", "the GAO's" at the beginning of a role."""
    country, body = None, None
    for _ in range(2):
        organisation = scene.organisation_at(at) or _possessor(scene, at)
        place = scene.place_at(at)
        if organisation and organisation[1] - at < REACH and not scene.is_head(at):
            body, after = organisation, organisation[1]
        elif place and not country:
            country, after = place, place[1]
        else:
            break
        after = scene.past_possessive(after)
        if scene.reading.words[after] in DASHES and scene.reading.glued(after):
            return at, None, None  # "Japan-based"
        at = past_article(scene, after)
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
    for k in range(at, min(at + REACH, len(reading.tokens))):
        low = lows[k]
        name = scene.starting.get(k)
        if name and name[2] == "PER":
            break
        if scene.is_head(k):
            head = k
        elif words[k] in DASHES and reading.glued(k):
            continue
        elif low == "and":
            hanging = words[k - 1] in DASHES  # "photo- and videojournalist"
            if not hanging and (head < 0 or not _goes_on(scene, k + 1)):
                break
        elif head < 0:
            if _breaks_off(scene, k):
                break
        elif not ((low in scene.modifiers or reading.upper[k]) and _goes_on(scene, k + 1)):
            break
    return head


def _breaks_off(scene: Scene, at: int) -> bool:
    """Whether a token cannot stand among the modifiers of a role: punctuation, a verb, a small word."""
    low = scene.reading.lows[at]
    if scene.reading.words[at] in _ENDS or low in scene.relatives or low in _PREPOSITIONS:
        return True
    if low in scene.verbs and low not in scene.modifiers:
        return low not in {"led", "lead"}
    return low in scene.function and low not in {"then", "now", "one"}


def _goes_on(scene: Scene, at: int) -> bool:
    """Whether another head noun follows within two modifiers: "and [executive] chairman"."""
    for k in range(at, min(at + 3, len(scene.reading.tokens))):
        if scene.is_head(k) and k not in scene.starting:
            return True
        big = scene.reading.upper[k] and k not in scene.starting  # "Chief Wholesale Banking Officer"
        if not big and scene.reading.lows[k] not in scene.modifiers | scene.portfolio:
            return False
    return False


def tail(scene: Scene, at: int) -> tuple[int, Range | None, Range | None]:
    """Where a role ends behind its head noun, and the country and body in its last phrase."""
    reading = scene.reading
    lows, words = reading.lows, reading.words
    limit = min(at + _TAIL, len(reading.tokens))
    k, kept, led = at, at, -1
    while k < limit:
        low = lows[k]
        if words[k] in DASHES and reading.glued(k):
            k += 1
            continue
        if _ends_role(scene, k):
            break
        if low in _PREPOSITIONS:
            inner = past_article(scene, k + 1)
            country, body = _ending(scene, inner, low)
            if country or body:
                # "Ambassador to the Republic of Peru" is one to Peru.
                return (led if led >= 0 and low == "of" and lows[k - 1] in scene.realms else k), country, body
            if inner in scene.starting and scene.starting[inner][2] == "PER":
                return k, None, None
            k, led = max(inner, k + 1), k
            if low in {"in", "on", "with", "under", "against"} and lows[k - 1] not in scene.portfolio:
                return max(at, kept), None, None
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
    if k > at + 1 and words[k - 1] in DASHES:
        k -= 2  # "widow of Jamaican-born X"
    while k > at and (lows[k - 1] in _PREPOSITIONS or lows[k - 1] in ARTICLES or lows[k - 1] == "and"):
        k -= 1
    return k, None, None


def _ends_role(scene: Scene, at: int) -> bool:
    """Whether a role cannot go on with a token: a stop, a verb, a time, "to head the company"."""
    reading, low = scene.reading, scene.reading.lows[at]
    if reading.words[at] in _ENDS or reading.words[at].isdigit() or low in lists.sections("names/en")["calendar"]:
        return True
    if low in scene.relatives or low in scene.verbs or low in OWNERS:
        return True
    if low == "to":
        return not (reading.lows[at + 1] in ARTICLES or reading.upper[at + 1])
    return low.endswith("ing") and not reading.upper[at] and reading.lows[at - 1] not in _PREPOSITIONS


def _ending(scene: Scene, at: int, preposition: str) -> tuple[Range | None, Range | None]:
    """The country or the body that a preposition of a role leads to."""
    body = scene.organisation_at(at)
    place = scene.place_at(at)
    if (body or place) and scene.reading.lows[(body or place or (0, 0))[1]] in scene.subjects:
        return None, None  # "professor of South Asian studies"
    if place and not body:
        after = scene.past_possessive(place[1])
        organisation = scene.organisation_at(after)
        if organisation:
            return place, organisation
        known = at in scene.countries
        joined = scene.reading.words[place[1]] in DASHES and scene.reading.glued(place[1])
        if joined or (preposition in {"for", "to", "on", "with", "against"} and not known):
            return None, None
        if known and scene.countries[at].kind == "demonym":
            lower_body = scene.reading.lows[place[1]].isalpha() and preposition in {"for", "of", "at"}
            return (place, (place[0], place[1] + 1)) if lower_body else (None, None)
        return place, None
    return None, body


def inside(scene: Scene, begin: int, head: int) -> tuple[Range | None, Range | None]:
    """The country and the body named among a role's modifiers: "former US vice president"."""
    country, body = None, None
    for k in range(begin, head):
        body = body or scene.organisation_at(k)
        if k in scene.countries and not country:
            country = scene.place_at(k)
    return country, body
