"""The fitted tagger: a linear-chain model that corrects the names the rules found."""

from __future__ import annotations

from digest.facts import kinds, lists, tagging_features, tagging_known, tagging_model, tagging_repairs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digest.facts.kinds import Piece
    from digest.facts.reading import Reading


# What people hold or hold to, whatever it is called: "Defense Trilateral Talks", "Kyoto Protocol".
_GATHERINGS = frozenset("Talks Summit Agreement Accord Accords Treaty Protocol Pact Dialogue Election".split())  # noqa: SIM905


def correct(reading: Reading, pieces: list[Piece]) -> list[Piece]:
    """Find the names anew, with those of the rules as evidence."""
    return tagging_repairs.agreed(reading, _settled(reading, decoded(reading, pieces), pieces))


def decoded(reading: Reading, pieces: list[Piece]) -> list[Piece]:
    """The names as the model alone has them."""
    tagger = tagging_model.opened()
    found: list[Piece] = []
    for first, _, features in tagging_features.sequences(reading, pieces):
        found.extend(spans(first, tagger.tag(features)))
    return found + [piece for piece in pieces if piece[1] > tagging_features.MOST]


def _settled(reading: Reading, found: list[Piece], pieces: list[Piece]) -> list[Piece]:
    """The model's names with titles taken out of them, and the persons whose titles the rules are sure of."""
    people = lists.sections("people/en")
    by_stop = {stop: (first, stop, kind) for first, stop, kind in pieces}
    by_first = {first: (first, stop, kind) for first, stop, kind in pieces}
    settled: list[Piece] = []
    for first, stop, kind in found:
        if _is_whole_body(reading, by_first.get(first), stop):
            settled.append(by_first[first])
            continue
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
        kind = _kind(reading, first, stop, kind, ruled)
        if first < stop:
            settled.append((first, stop, kind))
    taken = {at for first, stop, _ in settled for at in range(first, stop)}
    for first, stop, kind in pieces:
        # "Hardline clerics", "Family members": what opens a sentence may have its capital from there.
        common = reading.opens[first] and tagging_known.word(reading.words[first]).startswith("o")
        body = kind == "ORG" and not common and _before_role(reading, first, stop)
        sure = body or (kind == "PER" and _has_title(reading, first))
        country = reading.countries.get(first)
        named = country is not None and country.kind == "name" and bool(country.code) and country.stop == stop
        if (sure or named) and taken.isdisjoint(range(first, stop)):
            settled.append((first, stop, kind))
    settled.sort()
    return settled


def _kind(reading: Reading, first: int, stop: int, kind: str, ruled: Piece | None) -> str:
    """The model's type of a name, or that of the rules where a word behind or within the name bears them out."""
    if ruled is None or ruled[0] != first:
        return kind
    if ruled[2] == "ORG" and kind != "ORG" and _before_role(reading, first, stop):
        return "ORG"  # "Velora chief executive"
    if ruled == (first, stop, "MISC") and kind == "ORG" and reading.words[stop - 1] in _GATHERINGS:
        return "MISC"
    return kind


def _is_whole_body(reading: Reading, ruled: Piece | None, stop: int) -> bool:
    """Whether the rules' "Ministry of Health and Welfare" or "Bank of Peru" is all of what the model cut or mistook."""
    if ruled is None or ruled[2] != "ORG" or ruled[1] < stop or reading.lows[ruled[0] + 1] != "of":
        return False
    portfolio = lists.sections("people/en")["portfolio"]
    rest = (low in portfolio or low in {"and", "&", "of"} for low in reading.lows[stop : ruled[1]])
    return reading.words[ruled[0]] in lists.sections("names/en")["of-organisation"] and all(rest)


def _replaces(reading: Reading, first: int, ruled: Piece, kind: str) -> bool:
    """Whether the rules' shorter name is the better one: behind a portfolio, or one of two countries joined."""
    people = lists.sections("people/en")
    if ruled[2] == "PER":
        return all(low in people["portfolio"] or low in people["head"] for low in reading.lows[first : ruled[0]])
    if ruled[0] in reading.countries and reading.words[ruled[0] - 1] in tagging_features.HYPHENS:
        return first in reading.countries and reading.countries[ruled[0]].stop == ruled[1]
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
