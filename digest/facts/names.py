"""Names in running text by rules and word lists: persons, organisations, places and the rest."""

from __future__ import annotations

from digest.facts import kinds, lists, runs, tagging
from digest.facts.reading import Reading
from digest.model import Entity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digest.facts.kinds import Piece


def tag(text: str, language: str = "en") -> tuple[Entity, ...]:
    """Find the names of a text, in order, none overlapping.

    >>> text = "Ana Silva of the World Health Organization spoke in Lima."
    >>> [(text[e.start : e.end], e.type) for e in tag(text)]
    [('Ana Silva', 'PER'), ('World Health Organization', 'ORG'), ('Lima', 'LOC')]
    """
    reading = Reading(text, language)
    tokens = reading.tokens
    return tuple(Entity(tokens[first].start, tokens[stop - 1].end, kind) for first, stop, kind in find(reading))


def find(reading: Reading) -> list[Piece]:
    """Find the names as token ranges with a type: by rules, which the fitted tagger then corrects in English."""
    pieces = by_rules(reading)
    return tagging.correct(reading, pieces) if reading.language.startswith("en") else pieces


def by_rules(reading: Reading) -> list[Piece]:
    """Find the names by rules and word lists alone."""
    pieces: list[Piece] = []
    portfolio, heads = lists.sections("people/en")["portfolio"], lists.sections("people/en")["head"]
    for first, stop in runs.find(reading):
        if reading.lows[stop] in heads and not reading.upper[stop]:
            # "Senate Majority leader": the portfolio belongs to the title.
            while stop > first and reading.lows[stop - 1] in portfolio and reading.lows[stop - 2] not in {"of", "for"}:
                stop -= 1
        pieces.extend(kinds.cut(reading, first, stop))
    surnames, seen = _settled(reading, pieces)
    settled = []
    for first, stop, kind in pieces:
        kind = _repeat(reading, first, stop, kind, surnames, seen) or kind or _by_context(reading, first, stop)
        if kind and not _is_noise(reading, first, stop, kind):
            settled.append((first, stop, kind))
    return settled


def _settled(reading: Reading, pieces: list[Piece]) -> tuple[set[str], dict[str, str]]:
    """The surnames of full names, and the type of each name that its own words or a good context settle."""
    surnames: set[str] = set()
    likely: set[str] = set()
    votes: dict[str, dict[str, int]] = {}
    for first, stop, kind in pieces:
        sure = kind or _by_context(reading, first, stop, guess=False)
        if not sure:
            if stop - first > 1 and _by_context(reading, first, stop) == "PER":
                likely.update(_single_forms(reading, first, stop))
            continue
        phrase = reading.between(first, stop)
        counts = votes.setdefault(phrase, {})
        counts[sure] = counts.get(sure, 0) + 1
        if sure == "PER":
            surnames.update(_single_forms(reading, first, stop))
    types = {phrase: max(counts, key=counts.__getitem__) for phrase, counts in votes.items()}
    return surnames, dict.fromkeys(likely, "PER") | types


def _single_forms(reading: Reading, first: int, stop: int) -> list[str]:
    """The words by which a person is named again: the last part, or the first of "Kim Jong-un"."""
    parts = reading.between(first, stop).split()
    while len(parts) > 1 and parts[-1].rstrip(".") in lists.sections("names/en")["suffix"]:
        parts.pop()
    forms = [parts[-1]]
    if len(parts) > 1 and (len(parts[0]) <= 5 or parts[0] in lists.names("first_names")):
        forms.append(parts[0])
    return forms


def _repeat(reading: Reading, first: int, stop: int, kind: str, surnames: set[str], seen: dict[str, str]) -> str:
    """The type that the same name has elsewhere in the text."""
    phrase = reading.between(first, stop)
    if kind in {"", "ORG"} and " " not in phrase and phrase in surnames:
        return "PER"
    if kind:
        return ""
    return seen.get(phrase, "")


def _by_context(reading: Reading, first: int, stop: int, *, guess: bool = True) -> str:
    """The type that the words around a name give it; with `guess`, also a default."""
    names, people = lists.sections("names/en"), lists.sections("people/en")
    before = reading.lows[first - 1] if first else ""
    after = reading.lows[stop]
    words = [w for w in reading.words[first:stop] if w.isalpha()]
    if reading.headline[first] and guess:
        return ""
    if before in people["head"] or before in people["abbreviation"]:
        return "PER"
    single = len(words) == 1
    if before not in people["courtesy"] and len(words) <= 2 and _leads_to_role(reading, stop):
        return "ORG" if single or guess else ""
    if after in names["said"] and not single and before != "the":
        return "PER"
    if (
        after == ","
        and reading.words[stop + 1 : stop + 2]
        and reading.words[stop + 1].isdigit()
        and len(reading.words[stop + 1]) == 2
    ):
        return "PER"
    if single and before in {"said", "says"}:
        return "PER"
    described = after == "," and reading.lows[stop + 1 : stop + 2] in (["a"], ["an"], ["the"])
    if described and not single and before != "the" and _leads_to_role(reading, stop + 2):
        return "PER"
    if before in names["in"] and (single or (guess and len(words) == 2)):
        return "LOC"
    if not guess:
        return ""
    return _guess(reading, first, stop, words, before, after)


def _leads_to_role(reading: Reading, at: int) -> bool:
    """Whether a role follows as in "Apple's chief executive": then the name before it is a body's."""
    people = lists.sections("people/en")
    if reading.words[at] in {"'", "’"} and reading.lows[at + 1] == "s":
        at += 2
    for k in range(at, min(at + 4, len(reading.tokens))):
        if reading.words[k] in {"-", "‑"}:
            continue
        if reading.lows[k] in people["head"] and reading.lows[k] not in people["kin"]:
            return True
        if reading.lows[k] not in people["modifier"]:
            return False
    return False


def _guess(reading: Reading, first: int, stop: int, words: list[str], before: str, after: str) -> str:
    """The likeliest type of a name that nothing settles, "" where a capital is too little evidence."""
    names = lists.sections("names/en")
    if len(words) == 1:
        word = words[0]
        if reading.opens[first] and (word.lower() in reading.lower_words or len(word) < 3):
            return ""
        if word in lists.names("first_names"):
            return "PER"
        if after in names["said"] and not reading.opens[first]:
            return "PER"
        of_role = (
            before in {"of", "for", "at", "with"} and reading.lows[first - 2] in lists.sections("people/en")["head"]
        )
        return "ORG" if of_role else ""
    inner = [reading.countries[at].kind for at in range(first, stop) if at in reading.countries]
    if before == "the" or "name" in inner or "demonym" in inner:
        return "ORG"
    return "PER" if len(words) <= 3 else "ORG"


def _is_noise(reading: Reading, first: int, stop: int, kind: str) -> bool:
    """Whether a piece is no name after all: a lone letter, a role word, a word seen in small letters."""
    if kind == "PER" and reading.headline[first] and reading.words[first] not in lists.names("first_names"):
        # In a headline every word has a capital: believe only what the text below writes so too.
        return not any(reading.words[at] in reading.body_names for at in range(first, stop))
    if stop - first > 1:
        return False
    word, low = reading.words[first], reading.lows[first]
    if first in reading.countries:
        return False
    if len(word) == 1 or low in lists.sections("names/en")["calendar"]:
        return True
    names = lists.sections("names/en")
    if kind != "PER" and (word in names["organisation"] or word in names["place"] or word in names["event"]):
        return True  # "the Party", "the Act"
    return kind != "PER" and low in reading.lower_words and not word.isupper()
