"""What the ranking knows of each sentence: numbers, in time that grows with the text and no faster."""

from __future__ import annotations

import os
from functools import cache
from math import log, sqrt

from digest.text import words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model import Sentence

MOST_WORDS = 120  # of one sentence: a text without stops must not take quadratic time
STEM = 6  # characters by which words are the same: "talk", "talks"; "defend", "defended"
MOST_CHARACTERS = 2_000
VERY_SHORT = 6  # words
UNSPACED = 16  # characters to a piece between blanks: a script without blanks
KEYWORDS = 10
STEPS = 4  # of the walk from sentence to sentence by shared words

_QUOTES = '"“”«»'
_OPENING = "\"“«'‘"
_STOPS = frozenset(".!?…。！？।؟")
_CLOSERS = "\"'”’»)]}」』"
_MONEY = frozenset("$£€¥₹%")
_DIGITS = frozenset("0123456789")
# Where every noun has a capital, a capital is no sign of a name.
_CAPITAL_NOUNS = frozenset(("de", "lb"))
_EDGES = "\"'“”‘’«»().,;:!?-–—"
_SEEN = (
    "length", "word_length", "names", "numbers", "money", "quotes", "quote_first", "quote_last", "unstopped",
    "question", "commas", "colon", "back", "said", "self", "days", "ahead",
)  # fmt: skip

# Each ground, on which a sentence is judged, and the features that speak of it.
GROUNDS = {
    "place": "place_log place_part place_inverse place_first place_second place_third place_from_end"
    " opening_inverse opening_log",
    "length": "length length_log length_to_mean length_very_short content_share word_length commas rank_length",
    "centre": "centroid degree walk likeness_after frequency_mean frequency_sum keywords"
    " rank_centroid rank_walk rank_frequency",
    "before": "likeness_before",
    "opening": "likeness_first likeness_opening",
    "title": "likeness_title",
    "new": "new_share",
    "names": "names names_share",
    "figures": "numbers money",
    "quote": "quotes quote_first quote_last",
    "form": "unstopped question colon",
    "leaning": "back",
    "said": "said",
    "self": "self",
    "days": "days",
    "ahead": "ahead",
    "neighbours": "length_before length_after back_after quote_after quote_before",
}
NAMES = tuple(name for names in GROUNDS.values() for name in names.split())


def columns(sentences: Sequence[Sentence], *, title: str = "", language: str = "en") -> dict[str, list[float]]:
    """Each feature's values, one a sentence."""
    count = len(sentences)
    if not count:
        return {name: [] for name in NAMES}
    bags = [_bag(sentence.text, language) for sentence in sentences]
    made = _seen([sentence.text for sentence in sentences], language)
    made.update(_likeness(bags, _bag(title, language) if title else {}))
    lengths = made["length"]
    mean = max(1.0, sum(lengths) / count)
    made["length_log"] = logs = [log(1 + x) for x in lengths]
    made["length_to_mean"] = [x / mean for x in lengths]
    made["length_very_short"] = [float(x < VERY_SHORT) for x in lengths]
    made["content_share"] = [sum(bag.values()) / max(1.0, x) for bag, x in zip(bags, lengths, strict=True)]
    made["names_share"] = [x / max(1.0, y) for x, y in zip(made["names"], lengths, strict=True)]
    made["length_before"] = [0.0, *logs[:-1]]
    made["length_after"] = [*logs[1:], 0.0]
    for name in ("quote", "back"):
        values = made["quote_first" if name == "quote" else name]
        made[name + "_after"] = [*values[1:], 0.0]
        made[name + "_before"] = [0.0, *values[:-1]]
    for name, ranked in (("centroid",) * 2, ("walk",) * 2, ("frequency", "frequency_mean"), ("length",) * 2):
        made["rank_" + name] = _ranks(made[ranked])
    places = range(count)
    made["place_log"] = [log(1 + i) for i in places]
    made["place_part"] = [i / count for i in places]
    made["place_inverse"] = [1 / (1 + i) for i in places]
    made["place_from_end"] = [log(count - i) for i in places]
    for place, name in enumerate(("place_first", "place_second", "place_third")):
        made[name] = [float(i == place) for i in places]
    # Where a text opens with what it is about, its order tells more.
    opening = made["centroid"][0] - sum(made["centroid"]) / count
    made["opening_inverse"] = [opening * x for x in made["place_inverse"]]
    made["opening_log"] = [opening * x for x in made["place_log"]]
    return made


def _bag(text: str, language: str) -> dict[str, int]:
    """How often each content word stands in a text, words cut to what inflection leaves."""
    bag: dict[str, int] = {}
    for word in words.content_words(text, language)[:MOST_WORDS]:
        word = word[:STEM]
        bag[word] = bag.get(word, 0) + 1
    return bag


def _seen(texts: Sequence[str], language: str) -> dict[str, list[float]]:
    """What the sentences look like: their words, names, figures, quotation marks and, in English, their cues."""
    lists = _cues() if language == "en" else {}
    has_names = language not in _CAPITAL_NOUNS
    made: dict[str, list[float]] = {name: [] for name in _SEEN}
    put = [made[name].append for name in _SEEN]
    for text in texts:
        parts = text[:MOST_CHARACTERS].split()[:MOST_WORDS]
        names = figures = money = letters = 0
        cues = ""
        for part in parts:
            word = part.strip(_EDGES)
            if not word:
                continue
            letters += len(word)
            if word.isalpha():
                names += word[0].isupper()
                cues += lists.get(word.lower(), "")
                continue
            if word[-1] in _DIGITS or word[0] in _DIGITS:
                figures += 1
            elif word[0].isupper():
                names += 1
            if part[0] in _MONEY or word[-1] in _MONEY:
                money += 1
            elif "'" in word or "’" in word:
                cues += lists.get(word.lower().replace("’", "'"), "")
        first = parts[0].strip(_EDGES) if parts else ""
        names -= first[:1].isupper()
        count = len(parts)
        if len(text) > UNSPACED * count:
            count = min(MOST_WORDS, words.count(text[:MOST_CHARACTERS]))
        quotes = sum([text.count(mark) for mark in _QUOTES])
        end = text.rstrip(_CLOSERS)[-1:]
        row = (
            count, letters / max(1, len(parts)), names * has_names, min(figures, 5), min(money, 3), min(quotes, 4),
            text[:1] in _OPENING, text[-1:] in _QUOTES, end not in _STOPS, end == "?", min(text.count(","), 5),
            ":" in text, "b" in lists.get(first.lower().replace("’", "'"), ""), "s" in cues, "m" in cues,
            min(cues.count("d"), 2), "a" in cues,
        )  # fmt: skip
        for add, value in zip(put, row, strict=True):
            add(float(value))
    return made


def _likeness(bags: list[dict[str, int]], title: dict[str, int]) -> dict[str, list[float]]:
    """How alike each sentence is to the text, to its parts and to the title, by shared words."""
    count = len(bags)
    spread: dict[str, int] = {}
    total: dict[str, int] = {}
    for bag in bags:
        for word, n in bag.items():
            spread[word] = spread.get(word, 0) + 1
            total[word] = total.get(word, 0) + n
    weights = {word: log(1 + count / n) for word, n in spread.items()}
    vectors = [_unit({word: n * weights[word] for word, n in bag.items()}) for bag in bags]
    # Most words stand in one sentence alone and make it like itself only: kept out, they cost no time.
    shared = [{word: x for word, x in vector.items() if spread[word] > 1} for vector in vectors]
    alone = [max(0.0, 1 - _dot(vector, vector)) if full else 0.0 for vector, full in zip(shared, vectors, strict=True)]
    everything = _sum(shared)
    degree = [x + _dot(vector, everything) for x, vector in zip(alone, shared, strict=True)]
    norm = sqrt(sum(degree)) or 1.0
    opening = _unit(_sum(vectors[:3]))
    heading = _unit({word: n * weights[word] for word, n in title.items() if word in weights})
    top = sorted(total, key=lambda word: (-total[word], word))[:KEYWORDS]
    keys = frozenset(word for word in top if total[word] > 1)
    mass = {word: n * weights[word] for word, n in total.items()}
    sums = [sum([mass[word] for word in bag]) for bag in bags]
    means = [x / max(1, len(bag)) for x, bag in zip(sums, bags, strict=True)]
    highest, highest_mean = max(sums) or 1.0, max(means) or 1.0
    after, before, new = _around(shared, degree, [len(bag) for bag in bags])
    return {
        "centroid": [x / norm for x in degree],
        "degree": [(x - 1) / (count - 1) if x and count > 1 else 0.0 for x in degree],
        "walk": _walk(shared, alone, degree),
        "likeness_after": after,
        "likeness_before": before,
        "likeness_first": [_dot(vectors[0], vectors[0]), *[_dot(vector, shared[0]) for vector in shared[1:]]],
        "likeness_opening": [_dot(vector, opening) for vector in (*vectors[:3], *shared[3:])],
        "likeness_title": [_dot(vector, heading) if heading else 0.0 for vector in vectors],
        "frequency_mean": [x / highest_mean for x in means],
        "frequency_sum": [x / highest for x in sums],
        "keywords": [float(len(keys.intersection(bag))) for bag in bags],
        "new_share": new,
    }


def _norm(vector: dict[str, float]) -> float:
    return sqrt(sum([x * x for x in vector.values()]))


def _unit(vector: dict[str, float]) -> dict[str, float]:
    length = _norm(vector)
    return {word: x / length for word, x in vector.items()} if length else {}


def _sum(vectors: list[dict[str, float]]) -> dict[str, float]:
    total: dict[str, float] = {}
    for vector in vectors:
        for word, x in vector.items():
            total[word] = total.get(word, 0.0) + x
    return total


def _dot(one: dict[str, float], other: dict[str, float]) -> float:
    if len(other) < len(one):
        one, other = other, one
    get = other.get
    return sum([x * get(word, 0.0) for word, x in one.items()])


def _walk(shared: list[dict[str, float]], alone: list[float], degree: list[float]) -> list[float]:
    """LexRank (Erkan and Radev 2004) by way of the words: no table of all pairs; the mean is about 1."""
    ranks = [1.0] * len(shared)
    for _ in range(STEPS):
        spread: dict[str, float] = {}
        get = spread.get
        shares = [rank / all_ if all_ else 0.0 for rank, all_ in zip(ranks, degree, strict=True)]
        for vector, share in zip(shared, shares, strict=True):
            for word, x in vector.items():
                spread[word] = get(word, 0.0) + x * share
        ranks = [
            0.15 + 0.85 * (own * share + sum([x * spread[word] for word, x in vector.items()]))
            for own, share, vector in zip(alone, shares, shared, strict=True)
        ]
    return ranks


def _around(
    shared: list[dict[str, float]], degree: list[float], sizes: list[int]
) -> tuple[list[float], list[float], list[float]]:
    """The mean likeness to the sentences after and before, and the share of words that are new."""
    count = len(shared)
    seen: dict[str, float] = {}
    after, before, new = [], [], []
    for i, (vector, size) in enumerate(zip(shared, sizes, strict=True)):
        back = 0.0
        fresh = size - len(vector)
        for word, x in vector.items():
            old = seen.get(word)
            if old is None:
                fresh += 1
                seen[word] = x
            else:
                back += x * old
                seen[word] = old + x
        before.append(back / i if i else 0.0)
        after.append((degree[i] - back - 1) / (count - 1 - i) if size and i + 1 < count else 0.0)
        new.append(fresh / size if size else 0.0)
    return after, before, new


def _ranks(values: Sequence[float]) -> list[float]:
    """The place of each value from the highest, as a share; equal ones by their order."""
    values = [round(x, 9) for x in values]  # what differs by rounding alone is equal
    count = len(values)
    places = [0.0] * count
    for place, i in enumerate(sorted(range(count), key=lambda i: -values[i])):
        places[i] = place / count
    return places


@cache
def _cues() -> dict[str, str]:
    """Each word of the lists with the letters of the lists it is in."""
    letters = {"back": "b", "said": "s", "self": "m", "days": "d", "ahead": "a"}
    with open(os.path.join(os.path.dirname(__file__), "data", "ranker.cues.txt"), encoding="utf-8") as file:
        parts = file.read().split("\n[")[1:]
    found: dict[str, str] = {}
    for part in parts:
        name, _, body = part.partition("]")
        for line in body.split("\n"):
            for word in () if line.startswith("#") else line.split():
                found[word] = found.get(word, "") + letters[name]
    return found
