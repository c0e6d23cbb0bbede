"""The fitted tagger: a linear-chain model that corrects the names the rules found."""

from __future__ import annotations

import os
from functools import cache

from digest.facts import kinds, lists, tagging_features

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pycrfsuite import Tagger

    from digest.facts.kinds import Piece
    from digest.facts.reading import Reading

MODEL = os.path.join(os.path.dirname(__file__), "data", "names", "en.crfsuite")


def correct(reading: Reading, pieces: list[Piece]) -> list[Piece]:
    """Find the names anew, with those of the rules as evidence."""
    return _one_type(reading, _settled(reading, decoded(reading, pieces), pieces))


def decoded(reading: Reading, pieces: list[Piece]) -> list[Piece]:
    """The names as the model alone has them."""
    tagger = _tagger()
    found: list[Piece] = []
    for first, _, features in tagging_features.sequences(reading, pieces):
        found.extend(spans(first, tagger.tag(features)))
    return found + [piece for piece in pieces if piece[1] > tagging_features.MOST]


def _settled(reading: Reading, found: list[Piece], pieces: list[Piece]) -> list[Piece]:
    """The model's names with titles taken out of them, and the persons whose titles the rules are sure of."""
    people = lists.sections("people/en")
    by_stop = {stop: (first, stop, kind) for first, stop, kind in pieces}
    settled: list[Piece] = []
    for first, stop, kind in found:
        ruled = by_stop.get(stop)
        if ruled and first < ruled[0] and _replaces(reading, first, ruled, kind):
            settled.extend(piece for piece in pieces if first <= piece[0] and piece[1] <= stop)
            continue
        cut = kinds.without_title(reading, first, stop) if kind in {"PER", "ORG"} else None
        if cut is not None and ruled and ruled[2] == "PER":
            settled.extend(piece for piece in pieces if first <= piece[0] and piece[1] <= stop)
            continue
        if cut is not None:
            settled.extend((begin, end, sort or "ORG") for begin, end, sort in cut)  # "Velora CEO"
            continue
        if reading.lows[stop] in people["head"] and not reading.upper[stop]:
            # "Senate Majority leader": the portfolio belongs to the title.
            while stop > first and reading.lows[stop - 1] in people["portfolio"] and stop - 1 not in reading.countries:
                if reading.lows[stop - 2] in {"of", "for"}:
                    break
                stop -= 1
        elif reading.lows[stop] in people["head"] and _is_portfolio(reading, first, stop):
            continue
        if ruled and ruled[0] == first and ruled[2] == "ORG" and kind != "ORG" and _before_role(reading, first, stop):
            kind = "ORG"  # "Velora chief executive"
        if first < stop:
            settled.append((first, stop, kind))
    taken = {at for first, stop, _ in settled for at in range(first, stop)}
    for first, stop, kind in pieces:
        sure = (kind == "PER" and _has_title(reading, first)) or (kind == "ORG" and _before_role(reading, first, stop))
        country = reading.countries.get(first)
        named = country is not None and country.kind == "name" and bool(country.code) and country.stop == stop
        if (sure or named) and taken.isdisjoint(range(first, stop)):
            settled.append((first, stop, kind))
    settled.sort()
    return settled


def _replaces(reading: Reading, first: int, ruled: Piece, kind: str) -> bool:
    """Whether the rules' shorter name is the better one: behind a portfolio, or one of two countries joined."""
    people = lists.sections("people/en")
    if ruled[2] == "PER":
        return all(low in people["portfolio"] or low in people["head"] for low in reading.lows[first : ruled[0]])
    if ruled[0] in reading.countries and reading.words[ruled[0] - 1] in tagging_features.HYPHENS:
        return first in reading.countries
    front = reading.countries.get(first)
    generic = reading.words[ruled[0]] in kinds.GENERIC
    return kind == ruled[2] == "ORG" and generic and front is not None and front.stop == ruled[0]


def _is_portfolio(reading: Reading, first: int, stop: int) -> bool:
    portfolio = lists.sections("people/en")["portfolio"]
    return first not in reading.countries and all(low in portfolio for low in reading.lows[first:stop])


def _before_role(reading: Reading, first: int, stop: int) -> bool:
    """Whether an office or trade in small letters follows, with at most one word before it."""
    people = lists.sections("people/en")
    if first in reading.countries:
        return False
    at = stop + (reading.lows[stop] in people["modifier"])
    return reading.lows[at] in people["head"] - people["kin"] and not reading.upper[at]


def _has_title(reading: Reading, first: int) -> bool:
    people = lists.sections("people/en")
    before = reading.lows[first - 1] if first else ""
    if before == "." and first > 1:
        return reading.lows[first - 2] in people["abbreviation"]
    return before in people["head"] or before in people["courtesy"]


def _one_type(reading: Reading, found: list[Piece]) -> list[Piece]:
    """One type for a name that the model gave several, the commonest; a person's surname alone is the person."""
    votes: dict[str, dict[str, int]] = {}
    surnames: set[str] = set()
    for first, stop, kind in found:
        counts = votes.setdefault(reading.between(first, stop), {})
        counts[kind] = counts.get(kind, 0) + 1
        if kind == "PER" and stop - first > 1:
            surnames.add(reading.words[stop - 1])
    settled = []
    for first, stop, kind in found:
        phrase = reading.between(first, stop)
        counts = votes[phrase]
        if len(counts) > 1:
            best = max(counts, key=counts.__getitem__)
            kind = best if counts[best] * 2 > sum(counts.values()) else kind
        if phrase in surnames and first not in reading.countries:
            kind = "PER"
        settled.append((first, stop, kind))
    return settled


def spans(first: int, tags: list[str]) -> list[Piece]:
    """The names that a row of tags ("B-PER", "I-PER", "O") marks, from a first token on.

    >>> spans(7, ["O", "B-PER", "I-PER", "B-LOC"])
    [(8, 10, 'PER'), (10, 11, 'LOC')]
    """
    found: list[Piece] = []
    begin, kind = -1, ""
    for at, tag in enumerate([*tags, "O"], first):
        if begin >= 0 and tag != "I-" + kind:
            found.append((begin, at, kind))
            begin = -1
        if begin < 0 and tag != "O":
            begin, kind = at, tag[2:]
    return found


@cache
def _tagger() -> Tagger:
    from pycrfsuite import Tagger  # a compiled library that only English texts need

    tagger = Tagger()
    tagger.open(MODEL)
    return tagger
