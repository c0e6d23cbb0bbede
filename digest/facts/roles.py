"""Who somebody is, from the words beside the name: an apposition, a title, or a linking verb.

All places are token numbers of a `Reading`. A wrong role is worse than none, so a head noun must
stand close to the name, with no finite verb between.
"""

from __future__ import annotations

from digest.facts import lists
from digest.facts.role_phrases import past_article, phrase
from digest.facts.scene import APOSTROPHES, LONG_DASHES, REACH, Role
from digest.facts.titles import before

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digest.facts.scene import Scene


def of(scene: Scene, first: int, stop: int) -> Role | None:
    """The role given to the person named by tokens `first` to `stop`, or None."""
    front = before(scene, first)
    back = _after(scene, first, stop)
    if front and back and front.role and back.role:
        # "Sen. X, the majority leader": the longer description says more than the title.
        plain = front.role[1] - front.role[0] <= 2 and not front.organisation and not front.country
        chosen, other = (back, front) if plain else (front, back)
        return chosen._replace(
            organisation=chosen.organisation or other.organisation, country=chosen.country or other.country
        )
    role = front if front and front.role else back or front
    if front and back and role is front:
        # "Historian X of Y University": the title stands before, the body after.
        role = front._replace(
            organisation=front.organisation or back.organisation, country=front.country or back.country
        )
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
    for _ in range(REACH):
        at = first - 1
        while at > 0 and lows[at] in {"and", ","}:
            at -= 1
        name = scene.ending.get(at + 1)
        if at == first - 1 or name is None or name[2] != "PER":
            return None
        first = name[0]
        role = before(scene, first)
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
    elif words[at] == "(" or words[at] in LONG_DASHES or (words[at] == "-" and not reading.glued(at)):
        at += 1
    elif lows[at] in {"is", "was", "became", "remains", "as"}:
        return phrase(scene, past_article(scene, at + 1), linked=True) or _held(scene, at)
    else:
        return _held(scene, at) or _from_where(scene, at)
    if lows[at] == "whose":
        return None
    if lows[at : at + 2] == ["who", "will"] and lows[at + 2] in {"become", "be", "serve"}:
        at += 3 + (lows[at + 3] == "as")
    elif lows[at] == "who" and lows[at + 1] in {"is", "was", "served", "serves", "has"}:
        at += 2 + (lows[at + 2] in {"as", "been"})
    if lows[at] in {"of", "from"}:
        return _from_where(scene, at)
    return phrase(scene, past_article(scene, at), linked=False)


def _held(scene: Scene, at: int) -> Role | None:
    """A role that a verb gives or ends: "was forced to resign as foreign minister"."""
    lows = scene.reading.lows
    for k in range(at + 1, min(at + REACH, len(scene.reading.tokens))):
        if lows[k] == "as" and lows[k - 1] in lists.sections("people/en")["held"]:
            return phrase(scene, past_article(scene, k + 1), linked=False)
        if not lows[k].isalpha() or k in scene.starting:
            break
    return None


def _past_age(scene: Scene, at: int) -> int:
    words, lows = scene.reading.words, scene.reading.lows
    if lows[at] == "aged":
        at += 1
    if words[at].isdigit() and len(words[at]) <= 3 and words[at + 1] == ",":
        return at + 2
    return at


def _from_where(scene: Scene, at: int) -> Role | None:
    """Only a body or a place: "Sabrina Bennoui of Reporters Without Borders"."""
    if scene.reading.lows[at] not in {"of", "from"}:
        return None
    at = past_article(scene, at + 1)
    body = scene.organisation_at(at)
    if body:
        return Role(None, organisation=body)
    place = scene.place_at(at)
    return Role(None, country=place) if place else None


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
    if stop >= 2 and reading.words[stop - 1] == "s" and reading.words[stop - 2] in APOSTROPHES:
        stop -= 2
    found = scene.country_ends.get(stop)
    country = (found.first, found.stop) if found else None
    return role._replace(organisation=(body[0], body[1]), country=role.country or country)
