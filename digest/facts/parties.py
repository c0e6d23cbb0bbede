"""Countries and organisations that act in a text, as against those that are only places or topics."""

from __future__ import annotations

from digest.facts import lists
from digest.facts.scene import DASHES, REACH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.facts.countries import Found
    from digest.facts.scene import Range, Scene

_SKIP = frozenset("also has have had now then jointly both later again recently not never".split())  # noqa: SIM905
# With these a capital speaks for its country only beside another: "Seoul is cold".
_CAPITAL_VERBS_NEED_PAIR = frozenset("is are was were has have had will would".split())  # noqa: SIM905


def countries(scene: Scene) -> dict[str, list[Range]]:
    """Return the countries that act, by code, each with the token ranges where it does."""
    acting: dict[str, list[Range]] = {}
    found = sorted(scene.countries.values())
    number = 0
    while number < len(found):
        chain = _chain(scene, found, number)
        number += len(chain)
        if chain and _acts(scene, chain):
            for member in chain:
                if member.code:
                    acting.setdefault(member.code, []).append((member.first, member.stop))
        elif not chain:
            number += 1
    return acting


def _chain(scene: Scene, found: list[Found], number: int) -> list[Found]:
    """The list "X, Y and Z" of countries that begins with a found one; empty where it is no bare country."""
    chain: list[Found] = []
    reading = scene.reading
    while number < len(found):
        here = found[number]
        if here.kind not in {"name", "capital"} or not _is_bare(scene, here.first, here.stop):
            break
        chain.append(here)
        at = here.stop
        while reading.lows[at] in {",", "and", "the", "&", "or"}:
            at += 1
        number += 1
        if at == here.stop or number >= len(found) or found[number].first != at:
            break
    return chain


def _is_bare(scene: Scene, first: int, stop: int) -> bool:
    """Whether a country word is a name of its own, not part of "Bank of Japan" or "US-led"."""
    reading = scene.reading
    name = scene.starting.get(first)
    if name is None or name[1] != stop:
        return False
    if reading.words[stop] in {"-", "'", "’"} and reading.glued(stop):
        return False
    return not (first and reading.words[first - 1] == "-" and reading.glued(first))


def _acts(scene: Scene, chain: list[Found]) -> bool:
    """Whether a verb of acting follows and nothing before makes it a place."""
    reading = scene.reading
    act = lists.sections("people/en")["act"]
    before = chain[0].first - 1
    while before >= 0 and reading.lows[before] in {"the", "both"}:
        before -= 1
    low = reading.lows[before] if before >= 0 else ""
    if low == "between" and len(chain) > 1:
        return all(member.kind == "name" for member in chain)
    if low in lists.sections("people/en")["not-subject"] and not reading.opens[chain[0].first]:
        return False
    at = _to_verb(scene, chain[-1].stop)
    # After two countries nearly any past tense is an act: "Beijing and Washington traded accusations".
    several = len(chain) > 1 and reading.lows[at].endswith("ed")
    if reading.upper[at] or not (several or reading.lows[at] in act):
        return False
    capitals = [member for member in chain if member.kind == "capital"]
    if not capitals:
        return True
    # "Seoul is cold": a capital alone speaks for its country only with a verb of saying or doing.
    return len(capitals) == len(chain) and (reading.lows[at] not in _CAPITAL_VERBS_NEED_PAIR or len(chain) > 1)


def _to_verb(scene: Scene, at: int) -> int:
    """Past what may stand between a subject and its verb: "on Monday", "also", "jointly"."""
    lows, upper = scene.reading.lows, scene.reading.upper
    if lows[at] == "on" and lows[at + 1] in lists.sections("names/en")["calendar"]:
        at += 2
    while lows[at] in _SKIP or (lows[at].endswith("ly") and not upper[at]):
        at += 1
    return at


def country_mentions(scene: Scene, code: str) -> list[Range]:
    """Every place where the text names a country outright."""
    return [
        (found.first, found.stop) for found in scene.countries.values() if found.code == code and found.kind == "name"
    ]


def organisations(scene: Scene) -> list[list[Range]]:
    """Return organisations that act or come up again, each with all its mentions."""
    reading = scene.reading
    groups: dict[str, list[Range]] = {}
    short = _acronyms(scene)
    for first, stop, kind in scene.names:
        if kind != "ORG":
            continue
        phrase = reading.between(first, stop)
        groups.setdefault(short.get(phrase, phrase), []).append((first, stop))
    _join_short_forms(groups)
    return [spans for spans in groups.values() if len(spans) > 1 or any(_body_acts(scene, *span) for span in spans)]


def country_before(scene: Scene, first: int) -> Found | None:
    """The country in front of a body: "Japan's Ministry of Defense", "the Japanese carrier ANA", "Peru-based ANA"."""
    words = scene.reading.words
    stop = first
    if stop > 2 and words[stop - 1] == "based" and words[stop - 2] in DASHES:
        stop -= 2
    if stop and words[stop - 1] == "(":
        stop -= 1
    if stop >= 2 and words[stop - 1] == "s" and words[stop - 2] in {"'", "’"}:
        stop -= 2
    return scene.country_ends.get(stop)


def home_of(scene: Scene, body: Range) -> str | None:
    """The country of a body that any of its mentions gives, in front of the name or within it."""
    reading = scene.reading
    phrase = reading.between(*body)
    full = _acronyms(scene).get(phrase, phrase)
    codes: set[str] = set()
    for first, stop, kind in scene.names:
        if kind != "ORG" or reading.between(first, stop) not in {phrase, full}:
            continue
        front = country_before(scene, first)
        if front and front.code and front.kind != "institution":
            codes.add(front.code)
        codes.update(_within(scene, first, stop))
        codes.update(_described(scene, stop))
    return codes.pop() if len(codes) == 1 else None


def _within(scene: Scene, first: int, stop: int) -> Iterator[str]:
    """The countries in a body's own name: the "New York Times" is no body of New York, the "University of Lima" is."""
    for at in range(first, stop):
        found = scene.countries.get(at)
        if found and found.code and (found.kind in {"name", "demonym"} or scene.reading.lows[at - 1] == "of"):
            yield found.code


def _described(scene: Scene, at: int) -> Iterator[str]:
    """The country of what is said of a body behind it: "Velora, the main union in Peru", "Velora, a Peruvian bank"."""
    lows = scene.reading.lows
    if lows[at] != "," or lows[at + 1] not in {"a", "an", "the"}:
        return
    for k in range(at + 2, min(at + 2 + REACH, len(scene.reading.tokens))):
        found = scene.countries.get(k)
        if found and found.kind in {"name", "demonym"}:
            if found.code and (found.kind == "demonym" or lows[k - 1] in {"in", "of"}):
                yield found.code
            return
        if not lows[k].isalpha() or lows[k] in {"who", "which", "that"}:
            return


def _acronyms(scene: Scene) -> dict[str, str]:
    """The full name of each acronym that the text explains, on either side of the bracket."""
    reading = scene.reading
    full: dict[str, str] = {}
    for first, stop, kind in scene.names:
        if kind != "ORG" or first < 2 or reading.words[first - 1] != "(" or reading.words[stop] != ")":
            continue
        before = scene.ending.get(first - 1)
        if before is None:
            continue
        outer, inner = reading.between(before[0], before[1]), reading.between(first, stop)
        if before[2] == "ORG" or _initials(outer, inner):
            full[inner] = outer
        if _initials(inner, outer) or (outer.isupper() and len(outer) < 7 and " " in inner):
            full[outer] = inner
    return full


def _initials(phrase: str, short: str) -> bool:
    """Whether a short form is made of the first letters of a phrase: "DTT" of "Defense Trilateral Talks"."""
    letters = [word[0] for word in phrase.replace("-", " ").split() if word[0].isupper()]
    return len(short) > 1 and short.isupper() and short.replace(".", "") == "".join(letters)


def _join_short_forms(groups: dict[str, list[Range]]) -> None:
    """Put "Apple" under "Apple Inc." and a bare "Ministry" nowhere else than under itself."""
    firms = lists.sections("names/en")["firm"]
    for phrase in list(groups):
        head, _, last = phrase.rpartition(" ")
        if head and last.rstrip(".") in firms and head in groups:
            groups[phrase].extend(groups.pop(head))
            groups[phrase].sort()


def _body_acts(scene: Scene, first: int, stop: int) -> bool:
    reading = scene.reading
    before = reading.lows[first - 1] if first else ""
    if before == "the" and first > 1:
        before = reading.lows[first - 2]
    if before == "by":
        return True
    if before in lists.sections("people/en")["not-subject"] and not reading.opens[first]:
        return False
    at = stop
    if reading.words[at] == "(" and reading.words[at + 2 : at + 3] == [")"]:
        at += 3
    at = _to_verb(scene, at)
    return reading.lows[at] in lists.sections("people/en")["act"] and not reading.upper[at]
