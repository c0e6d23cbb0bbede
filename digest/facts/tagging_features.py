"""What the tagger looks at: each token near a capital, with its neighbours, its run, and its other mentions."""

from __future__ import annotations

from collections import Counter
from functools import cache

from digest.facts import lists, tagging_known
from digest.facts.tagging_known import word as _known

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.facts.kinds import Piece
    from digest.facts.reading import Reading

HYPHENS = frozenset("-‐‑")
# How far from a capital a token is still looked at; further off, no name begins or ends.
MARGIN = 2
# A sequence is cut where it gets longer, so that a text of nothing but capitals stays within memory.
LONGEST = 200
# Past so many tokens, which is a book, the rules' names stand as they are.
MOST = 40_000
_STOPS = frozenset(".!?…\n")


def sequences(reading: Reading, pieces: list[Piece]) -> Iterator[tuple[int, int, list[list[str]]]]:
    """Yield the stretches that may hold names: first token, the token after the last, and each token's features.

    `pieces` are the names that the rules found; the tagger learns when to believe them.
    """
    features = _Features(reading, [piece for piece in pieces if piece[1] <= MOST])
    for first, stop in stretches(reading):
        yield first, stop, [features.of(at) for at in range(first, stop)]


def stretches(reading: Reading) -> list[tuple[int, int]]:
    """Where a sentence has capitals or country words, with a margin."""
    count = min(len(reading.tokens), MOST)
    near = bytearray(count + 1)
    for at in range(count):
        if reading.upper[at]:
            for k in range(max(0, at - MARGIN), min(count, at + MARGIN + 1)):
                near[k] = 1
    found = []
    begin = -1
    for at in range(count + 1):
        ends = begin >= 0 and (
            not near[at] or at - begin >= LONGEST or (reading.opens[at] and reading.words[at - 1] in _STOPS)
        )
        if ends:
            found.append((begin, at))
            begin = -1
        if near[at] and begin < 0:
            begin = at
    return found


class _Features:
    """The features of the tokens of one text; what depends on the word alone is made once a word."""

    def __init__(self, reading: Reading, pieces: list[Piece]) -> None:
        self.reading = reading
        self.here: dict[str, list[str]] = {}
        self.beside: dict[str, tuple[list[str], list[str], list[str], list[str]]] = {}
        self.rules = _rule_tags(reading, pieces)
        self.runs = _runs(reading, pieces)
        self.segments = _segments(reading)
        self.elsewhere = _elsewhere(reading, pieces)
        self.around = _around(reading)
        self.known = tagging_known.names(reading.words[:MOST], reading.upper[:MOST])
        self.countries = [""] * (len(reading.tokens) + 1)
        for found in reading.countries.values():
            for at in range(found.first, found.stop):
                self.countries[at] = ("B" if at == found.first else "I") + found.kind[:2]

    def of(self, at: int) -> list[str]:
        """The features of one token."""
        reading, rules = self.reading, self.rules
        words, opens = reading.words, reading.opens
        word = words[at]
        here = self.here.get(word)
        if here is None:
            here = self.here[word] = _own(word)
        count = len(rules) - 1
        before = words[at - 1] if at else "^"
        after = words[at + 1] or "$"
        left, right = self._beside(before), self._beside(after)
        rule, rule_before, rule_after = rules[at], rules[at - 1] if at else "^", rules[at + 1]
        items = [
            *here,
            *left[0],
            *right[1],
            *(self._beside(words[at - 2])[2] if at > 1 else ()),
            *(self._beside(words[at + 2])[3] if at + 2 <= count and words[at + 1] else ()),
            "r0=" + rule,
            f"r={rule_before}|{rule}|{rule_after}",
            f"ra={rule}|{rule_after}",
            f"rw={rule}|{word}",
            self.elsewhere.get(word, "e=?"),
        ]
        if reading.upper[at]:
            items.append(f"ro={rule}|{opens[at]:d}{reading.headline[at]:d}")
            items.append(f"er={rule}|{self.elsewhere.get(word, '')}")
        elif word.isalpha():
            items.append("lower")
        if opens[at]:
            items.append("opens")
        if reading.glued(at):
            items.append("glued")
        if self.countries[at]:
            items.append("c0=" + self.countries[at])
        if self.countries[at - 1 if at else count]:
            items.append("c-=" + self.countries[at - 1])
        if self.countries[at + 1 if at < count else count]:
            items.append("c+=" + self.countries[at + 1])
        items.extend(_known_names(self.known, at, rule))
        items.extend(_known_words(before, word, after, rule))
        items.extend(self.runs.get(at, ()))
        items.extend(self.segments.get(at, ()))
        items.extend(self.around.get(word, ()))
        return items

    def _beside(self, word: str) -> tuple[list[str], list[str], list[str], list[str]]:
        made = self.beside.get(word)
        if made is None:
            low, kind = word.lower(), "/".join(_classes(word)) or _shape(word)
            made = self.beside[word] = (
                [f"-w={low}", f"-k={kind}"],
                [f"+w={low}", f"+k={kind}"],
                [f"-2w={low}", f"-2k={kind}"],
                [f"+2w={low}", f"+2k={kind}"],
            )
        return made


def _known_names(known: dict[int, str], at: int, rule: str) -> Iterator[str]:
    """The known names of which a token and its neighbours are part."""
    if at in known:
        yield "g0=" + known[at]
        yield f"gr={known[at]}|{rule}"
    if at - 1 in known:
        yield "g-=" + known[at - 1]
    if at + 1 in known:
        yield "g+=" + known[at + 1]


def _known_words(before: str, word: str, after: str, rule: str) -> Iterator[str]:
    """What a word and its neighbours mostly were in other texts, if they have a capital."""
    left = _known(before) if before[0].isupper() else ""
    right = _known(after) if after[0].isupper() else ""
    if left:
        yield "v-=" + left
    if right:
        yield "v+=" + right
    if word[0].isupper():
        here = _known(word)
        yield "v0=" + here
        yield f"vr={here}|{rule}"
        if left:
            yield f"vw={left}|{here}"
        if right:
            yield f"vv={here}|{right}"
    elif left and right:
        yield f"vj={word}|{left}|{right}"


def _own(word: str) -> list[str]:
    low = word.lower()
    items = ["w=" + word if len(word) < 25 else "w=long", "s=" + _shape(word)]
    if word[0].isalpha() and word[0].isupper():
        items += [f"p3={low[:3]}", f"x3={low[-3:]}", f"x2={low[-2:]}", f"x4={low[-4:]}"]
    items += ["k=" + name for name in _classes(word)]
    return items


_OF_NAMES = (
    "organisation", "of-organisation", "firm", "place", "of-place", "region", "direction", "event", "misc", "suffix",
    "calendar", "opener",
)  # fmt: skip
_OF_NAMES_LOW = ("particle", "in", "said", "function")
_OF_PEOPLE = ("head", "abbreviation", "courtesy", "modifier", "portfolio", "act")


@cache
def _classes(word: str) -> list[str]:
    """The word lists that hold a word."""
    names, people, low = lists.sections("names/en"), lists.sections("people/en"), word.lower()
    found = [name for name in _OF_NAMES_LOW if low in names[name]]
    found += [name for name in _OF_PEOPLE if low in people[name]]
    if word[:1].isupper():
        found += [name for name in _OF_NAMES if word in names[name] or low in names[name]]
        found += [name for name in ("first_names", "surnames", "places", "organisations") if word in lists.names(name)]
    return found


def _shape(word: str) -> str:
    """The cut of a word: "Xx", "XX", "X", "x", "9", or the sign itself."""
    if word.isalpha():
        if word[0].islower():
            return "x"
        if word.isupper():
            return f"X{min(len(word), 5)}"
        return "Xx" if word[1:].islower() else "XxX"
    if word.isdigit():
        return f"9{min(len(word), 5)}"
    return word if len(word) == 1 else "mixed"


def _rule_tags(reading: Reading, pieces: list[Piece]) -> list[str]:
    tags = ["O"] * (len(reading.tokens) + 1)
    for first, stop, kind in pieces:
        tags[first] = "B" + kind[0]
        for at in range(first + 1, stop):
            tags[at] = "I" + kind[0]
    return tags


def _runs(reading: Reading, pieces: list[Piece]) -> dict[int, list[str]]:
    """Features of each token of a name the rules found: the name's length, last word, and what stands around it."""
    items: dict[int, list[str]] = {}
    words, lows = reading.words, reading.lows
    for first, stop, kind in pieces:
        last = stop - 1
        while last > first and words[last] == ".":
            last -= 1
        size = min(stop - first, 6)
        before, after = lows[first - 1] if first else "^", lows[stop] or "$"
        tail = "/".join(_classes(words[last])) or _shape(words[last])
        shared = [
            f"ul={words[last]}",
            f"uk={kind[0]}{tail}",
            f"ub={kind[0]}|{before}",
            f"ua={kind[0]}|{after}",
            f"uf={words[first]}",
        ]
        for at in range(first, stop):
            place = "B" if at == first else "I"
            items[at] = [f"un={place}{kind[0]}{size}|{min(at - first, 4)}", *(place + item for item in shared)]
    return items


_LINKS = frozenset("of for and & the in de du des".split())  # noqa: SIM905


def _segments(reading: Reading) -> dict[int, list[str]]:
    """For each token of a row of capitals, the row's ends; for "of", "and" and the like, the rows on both sides."""
    items: dict[int, list[str]] = {}
    rows: list[tuple[int, int]] = []
    upper, words, count = reading.upper, reading.words, min(len(reading.tokens), MOST)
    at = 0
    while at < count:
        if not upper[at]:
            at += 1
            continue
        stop = at + 1
        while stop < count and (upper[stop] or (words[stop] in "-&’'." and reading.glued(stop) and upper[stop + 1])):
            stop += 1
        rows.append((at, stop))
        at = stop
    before: dict[int, str] = {}
    for number, (first, stop) in enumerate(rows):
        last = words[stop - 1]
        kind = _kind(last)
        size = min(stop - first, 5)
        mark = f"{kind}{size}"
        for k in range(first, stop):
            items[k] = [f"sl={mark}", f"sp={min(k - first, 3)}|{min(stop - 1 - k, 3)}", f"sf={_kind(words[first])}"]
            if number in before:
                items[k].append(before[number])
        if number + 1 < len(rows):
            second, end = rows[number + 1]
            between = [word for word in words[stop:second] if word in _LINKS]
            if second - stop <= 2 and len(between) == second - stop:
                link = "+".join(between)
                after = _kind(words[end - 1])
                for k in range(first, stop):
                    items[k] += [f"sn={link}|{after}", f"snw={link}|{last}"]
                for k in range(stop, second):
                    items[k] = [f"sm={link}|{kind}|{after}", f"sml={link}|{last}", f"smr={link}|{words[end - 1]}"]
                before[number + 1] = f"sb={link}|{kind}"
    return items


def _around(reading: Reading) -> dict[str, list[str]]:
    """What stands beside a word with a capital wherever it is in the text: verbs of saying, titles, "in", "the"."""
    names, people = lists.sections("names/en"), lists.sections("people/en")
    said, places, titles = names["said"], names["in"], people["head"] | people["abbreviation"] | people["courtesy"]
    seen: dict[str, set[str]] = {}
    lows, words = reading.lows, reading.words
    for at, upper in enumerate(reading.upper[:MOST]):
        if not upper:
            continue
        before, after = lows[at - 1] if at else "", lows[at + 1]
        signs = seen.setdefault(words[at], set())
        if after in said:
            signs.add("d=said")
        elif after in titles:
            signs.add("d=body")
        elif words[at + 1] and words[at + 1] in "'’":
            signs.add("d=own")
        if before in places:
            signs.add("d=in")
        elif before in titles:
            signs.add("d=title")
        elif before in said:
            signs.add("d=after")
        elif before == "the" or before == "of" or before == "by" or before == "(":
            signs.add("d=" + before)
    return {word: sorted(signs) for word, signs in seen.items() if signs}


def _kind(word: str) -> str:
    return "/".join(_classes(word)) or _shape(word)


def _elsewhere(reading: Reading, pieces: list[Piece]) -> dict[str, str]:
    """What a capitalised word is at its other places: seen in small letters, and the rules' commonest type of it."""
    votes: dict[str, Counter[str]] = {}
    lone: dict[str, int] = {}
    for first, stop, kind in pieces:
        for at in range(first, stop):
            word = reading.words[at]
            if reading.upper[at]:
                votes.setdefault(word, Counter())[kind] += 1
                lone[word] = lone.get(word, 0) + (stop - first == 1)
    found = {}
    for word, counts in votes.items():
        kind, most = counts.most_common(1)[0]
        total = sum(counts.values())
        lower = word.lower() in reading.lower_words
        sure = "=" if most == total else "~"
        alone = "l" if lone[word] == total else ("m" if lone[word] else "n")
        found[word] = f"e={kind[0]}{sure}{min(total, 3)}{alone}{lower:d}"
    return found
