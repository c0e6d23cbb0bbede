"""A role read backwards from the name: "US President X", "the ministry's spokesman, X"."""

from __future__ import annotations

from digest.facts import lists
from digest.facts.role_phrases import inside, tail
from digest.facts.scene import ADJECTIVES, APOSTROPHES, ARTICLES, DASHES, OWNERS, Role

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digest.facts.scene import Range, Scene

_POINTERS = frozenset("that this these those each every".split())  # noqa: SIM905
_LONGEST_ACRONYM = 3
_COUNTS = frozenset("s ’ ' two three four five both several other another".split())  # noqa: SIM905
_REGIONS = frozenset("region state province city district county party government administration".split())  # noqa: SIM905


def before(scene: Scene, first: int) -> Role | None:
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
    if words[at] == "." and reading.lows[at - 1] in scene.abbreviations and not comma:
        at -= 1
    if not comma:
        at = _past_honours(scene, at)
    role = _title(scene, first, at, comma=comma)
    start = -1 if comma else _rank_begins(scene, role, at)
    return (_further(scene, start) or role) if start > 0 else role


def _past_honours(scene: Scene, at: int) -> int:
    """The token before "His Excellency" and the like."""
    lows, honours = scene.reading.lows, lists.sections("people/en")["honour"]
    if at > 1 and lows[at] in honours:
        at -= 1 + (lows[at - 1] in OWNERS)
    return at


def _rank_begins(scene: Scene, role: Role | None, at: int) -> int:
    """Where "Mr", "Dr." or "Lt. Gen." begins, which says less than a title in front of it; -1 where none stands."""
    people = lists.sections("people/en")
    lows = scene.reading.lows
    if role is None or role.role is None:
        return at if lows[at] in people["courtesy"] else -1
    if role.organisation or role.country or not all(lows[k] in people["rank"] for k in range(*role.role)):
        return -1
    return role.role[0]


def _further(scene: Scene, start: int) -> Role | None:
    """The title in front of a "Mr." or "Dr.": "Undersecretary for Education Mr. X", "the chairman, Dr X"."""
    at = _past_honours(scene, start - 1)
    comma = scene.reading.words[at] == ","
    role = _title(scene, start, at - 1 if comma else at, comma=comma)
    return role if role and role.role else None


def _title(scene: Scene, first: int, at: int, *, comma: bool) -> Role | None:
    """The title that ends at a token, for the name (or its courtesy title) that begins at `first`."""
    reading, words = scene.reading, scene.reading.words
    courtesy = lists.sections("people/en")["courtesy"]
    head, stop, country, body = _head_back(scene, at, comma=comma)
    if head < 0:
        return _owned(scene, first)
    if words[head].isupper() and len(words[head]) > _LONGEST_ACRONYM and words[first].isupper():
        return None  # "SHAH ALAM: Police say" is where, not who
    begin = _begin(scene, head)
    begin, owner_country, owner_body = _owner_back(scene, begin, head)
    if comma and not _opens_phrase(scene, begin, owner_country or owner_body):
        return None
    if reading.lows[head] in courtesy and stop == head + 1:
        return None
    if stop == head + 1:
        head = _before_rank(scene, begin, head)
        stop = head + 1
    if words[stop] == "." and reading.glued(stop) and reading.lows[head] in scene.abbreviations:
        stop += 1
    return Role((begin, stop), owner_body or body, owner_country or country)


def _before_rank(scene: Scene, begin: int, head: int) -> int:
    """The last word of the title in front of a rank: "Commander" of "Air Force Commander Lt. Gen. X"."""
    ranks = lists.sections("people/en")["rank"]
    lows = scene.reading.lows
    at = head
    while at > begin and lows[at] in ranks:
        at -= 1
    is_general = lows[head] != "general" or lows[head - 1] in ranks  # a "secretary general" is none
    return at if is_general and at < head and lows[at] not in ranks and scene.is_head(at) else head


def _owned(scene: Scene, first: int) -> Role | None:
    """Only the body or country whose a person is: "the BBC's Ana Silva", "Korea's Lee Min-ho"."""
    words = scene.reading.words
    if first < 3 or words[first - 1] != "s" or words[first - 2] not in APOSTROPHES:
        return None
    _, country, body = _owner_back(scene, first, first)
    return Role(None, body, country) if country or body else None


def _head_back(scene: Scene, at: int, *, comma: bool) -> tuple[int, int, Range | None, Range | None]:
    """The head noun of a role that ends at a token, where the role ends, and the names inside it."""
    reading = scene.reading
    lows = reading.lows
    if is_title(scene, at):
        return at, at + 1, None, None
    closing = scene.ending.get(at + 1)
    # The dot of "Velora Inc." is no end of a sentence.
    near = closing[0] - 1 if closing and closing[2] == "ORG" else at
    for k in range(near, max(at - 12, 0), -1):
        if lows[k] in {"of", "for", "to"} and is_title(scene, k - 1):
            stop, country, body = tail(scene, k)
            reached = max(stop, country[1] if country else 0, body[1] if body else 0)
            if lows[reached] in _REGIONS:
                reached += 1
            if reached >= at + 1 or (body and reading.words[at] == ")"):
                return k - 1, min(stop, at + 1), country, body
            return -1, 0, None, None
        if comma and lows[k] == "in" and lows[k - 1].endswith("s") and is_title(scene, k - 1):
            # "two presidents in the history of Chile, X and Y"
            found = scene.country_ends.get(at + 1)
            return k - 1, k, (found.first, found.stop) if found else None, None
        verb = lows[k] in scene.verbs and not reading.upper[k]
        if reading.words[k] in {",", ";", ":", "."} or verb or lows[k] in scene.relatives:
            break
        inside = lows[k] in scene.portfolio or lows[k] in scene.function or reading.upper[k] or comma
        if not inside:
            break
    return -1, 0, None, None


def is_title(scene: Scene, at: int) -> bool:
    """Whether a token is an office or an abbreviated title."""
    if at < 0 or _is_given(scene, at):
        return False
    return scene.is_head(at) or scene.reading.lows[at] in scene.abbreviations


def _is_given(scene: Scene, at: int) -> bool:
    """Whether a title word is a name here: "Sikandar Sultan Raja"."""
    reading = scene.reading
    if at < 1 or reading.lows[at] not in lists.sections("people/en")["given"] or not reading.upper[at - 1]:
        return False
    known = scene.country_ends.get(at)
    return not (known or reading.opens[at - 1] or scene.is_head(at - 1) or reading.lows[at - 1] in scene.modifiers)


def _begin(scene: Scene, head: int) -> int:
    """Where the modifiers of a head noun begin."""
    reading = scene.reading
    lows, words = reading.lows, reading.words
    at, strange = head, 0
    while at > 0:
        k = at - 1
        low = lows[k]
        country = scene.country_ends.get(at)
        dotted = words[k] == "." and k > 1 and lows[k - 1] in scene.abbreviations
        if (words[k] in {",", "."} and not dotted) or (country and country.kind != "institution"):
            break
        ends_name = scene.ending.get(at)
        several = ends_name and ends_name[1] - ends_name[0] > 1 and not scene.is_field(*ends_name[:2])
        if ends_name and ends_name[2] != "MISC" and (several or low not in scene.portfolio | scene.modifiers):
            break
        joined = lows[at] in ADJECTIVES or lows[at] == "and"
        plain_head = low in scene.heads and (reading.upper[k] or joined)
        if low.endswith("ed") and low in scene.modifiers and _is_verb_place(scene, k):
            break  # "a coup that briefly ousted President X"
        rank = low in scene.abbreviations and low in lists.sections("people/en")["rank"]  # "Lt Gen"
        if low in scene.modifiers or plain_head or rank or low in scene.portfolio - {"of"}:
            at = k
        elif words[k] in DASHES and reading.glued(k) and reading.glued(k + 1):
            at = k - 1
        elif low != "s" and words[k - 1] in APOSTROPHES and reading.glued(k) and reading.glued(k - 1):
            at = k - 2  # "Shi'ite"
        elif dotted:
            at = k - 1  # "Lt. Gen."
        elif _links(scene, k):
            at = k
        elif _is_plain_noun(scene, k) and strange < 2:
            at, strange = k, strange + 1
        else:
            break
    at = min(scene.past_years(at), head)
    while at < head and lows[at] in {"and", "of"}:
        at += 1
    # "Since that day presidents X and Y": a noun that is pointed at is none of the role's words.
    return head if strange and at and lows[at - 1] in _POINTERS else at


def _is_verb_place(scene: Scene, at: int) -> bool:
    """Whether what stands before a word makes it a verb: "to quit", "will oust", "briefly ousted"."""
    low = scene.reading.lows[at - 1] if at else ""
    if low.endswith("ly"):
        return low not in {"newly", "recently", "freshly", "democratically"}
    return low in lists.sections("people/en")["auxiliary"]


def _links(scene: Scene, at: int) -> bool:
    """Whether "and" or "of" holds two parts of a role together: "Secretary of State", "chair and founder"."""
    lows = scene.reading.lows
    if lows[at] == "and" and at:
        return lows[at - 1] in scene.heads or lows[at - 1] in scene.portfolio
    return lows[at] == "of" and is_title(scene, at - 1) and lows[at + 1] in scene.portfolio


def _is_plain_noun(scene: Scene, at: int) -> bool:
    """Whether a small-letter word may modify a role: "automotive analyst", not "told analyst"."""
    reading = scene.reading
    low = reading.lows[at]
    # A capital that opens the sentence says nothing: "Respiratory medicine expert".
    big = reading.upper[at] and not (reading.opens[at] and not reading.upper[at + 1] and at not in scene.starting)
    if not low.isalpha() or big or len(low) < 3 or _is_verb_place(scene, at):
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
        if stop >= 2 and reading.words[stop - 1] == "s" and reading.words[stop - 2] in APOSTROPHES:
            stop -= 2
        elif stop >= 1 and reading.words[stop - 1] in APOSTROPHES:
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
        country, body = inside(scene, begin, head)
    elif at > 0 and reading.lows[at - 1] in {"former", "then", "ex", "current"} and begin > at:
        # "former US Vice President": the modifier belongs to the role, and the country stands inside.
        begin = at - 1
    return begin, country, body


def _opens_phrase(scene: Scene, begin: int, owner: Range | None) -> bool:
    """Whether a role before a comma is a whole noun phrase, as an apposition needs."""
    before = scene.reading.lows[begin - 1] if begin else ""
    determined = before in ARTICLES or before in OWNERS or before in _COUNTS
    return bool(owner) or determined or scene.reading.opens[begin]
