"""What the names of one text say of each other: one type for a name, and what a bracket explains."""

from __future__ import annotations

from digest.facts import lists

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digest.facts.kinds import Piece
    from digest.facts.reading import Reading


def agreed(reading: Reading, found: list[Piece]) -> list[Piece]:
    """The names of a text made to agree with each other."""
    return _one_type(reading, _explained(reading, _sorted_out(reading, found)))


def _sorted_out(reading: Reading, found: list[Piece]) -> list[Piece]:
    """No place is a people, as in "Thai exports", nor a body its plural, as in "Indigenous Australians"."""
    before_place = lists.sections("names/en")["before-place"]
    things = _things(reading, found)
    ends = {country.stop for country in reading.countries.values() if country.kind == "demonym"}
    settled = []
    for first, stop, kind in found:
        plural = reading.words[stop - 1].endswith("s")
        people = stop in ends and (kind == "LOC" or (kind == "ORG" and plural))
        numbered = kind == "PER" and any(word.isdigit() for word in reading.words[first:stop])
        if people or numbered or (kind == "PER" and reading.between(first, stop) in things):
            kind = "MISC"
        elif kind == "PER" and stop - first > 1 and reading.words[first] in before_place:
            kind = "LOC"
        settled.append((first, stop, kind))
    return settled


def _things(reading: Reading, found: list[Piece]) -> frozenset[str]:
    """Ships and prizes that bear a person's name: "The Ann Bell, with 12 aboard", but not "the Ann Bell story"."""
    words = lists.sections("names/en")
    names = set()
    for first, stop, kind in found:
        if kind == "PER" and stop - first > 1 and first:
            before, after = reading.lows[first - 1], reading.lows[stop]
            no_noun = not after.isalnum() or after in words["function"]
            if before in words["namesake"] or (before == "the" and no_noun):
                names.add(reading.between(first, stop))
    return frozenset(names)


def _explained(reading: Reading, found: list[Piece]) -> list[Piece]:
    """Acronyms with the type of what explains them: "Free Workers' Union (FWU)", "Gross Domestic Product (GDP)"."""
    types = _by_brackets(reading, found)
    settled = []
    for first, stop, kind in found:
        phrase = reading.between(first, stop)
        if kind == "ORG" and stop - first == 1 and _is_acronym(phrase) and phrase in lists.sections("names/en")["misc"]:
            kind = "MISC"
        settled.append((first, stop, types.get(phrase, kind)))
    bodies = {phrase for phrase, kind in types.items() if kind == "ORG"}
    if bodies:
        taken = {at for first, stop, _ in found for at in range(first, stop)}
        settled += [(at, at + 1, "ORG") for at, word in enumerate(reading.words) if word in bodies and at not in taken]
    return sorted(settled)


def _by_brackets(reading: Reading, found: list[Piece]) -> dict[str, str]:
    """The types that brackets give: a body's acronym is a body; that of a thing in small letters is none."""
    types: dict[str, str] = {}
    heads = lists.sections("people/en")["head"]
    by_first = {piece[0]: piece for piece in found}
    for first, stop, kind in found:
        if first > 1 and stop - first == 1 and kind != "PER" and _spells(reading, first):
            types[reading.words[first]] = "MISC"
        if reading.words[stop] != "(" or kind == "PER":
            continue
        inner = by_first.get(stop + 1, (stop + 1, stop + 2, ""))
        if inner[2] == "PER" or reading.words[inner[1] : inner[1] + 1] != [")"]:
            continue
        long, short, at = reading.between(first, stop), reading.between(inner[0], inner[1]), inner[0]
        if _is_acronym(long):
            long, short, at = short, long, first
        known = at in reading.countries or short.lower() in heads
        if len(short) < len(long) and _is_acronym(short) and not known and "ORG" in {kind, inner[2]}:
            types[short] = types[long] = "ORG"
    return types


def _spells(reading: Reading, at: int) -> bool:
    """Whether a bracket holds the first letters of words in small letters: "consumer price index (CPI)"."""
    word = reading.words[at]
    begin = at - 1 - len(word)
    if begin < 0 or reading.words[at - 1] != "(" or reading.words[at + 1] != ")" or len(word) < 2:
        return False
    before = reading.words[begin : at - 1]
    return word.isupper() and all(low[0] == letter.lower() for low, letter in zip(before, word, strict=True))


def _is_acronym(word: str) -> bool:
    """Whether a word is a short form such as "FWU" or "MpS"."""
    return word.isalpha() and 2 <= len(word) <= 6 and sum(letter.isupper() for letter in word) > 1


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
