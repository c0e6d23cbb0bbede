"""Find which patterns fit where in a text."""

from __future__ import annotations

from digest.text.tokens import tokenize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digest.facts.dates.lexicon import Choice, Classes, Element, Lexicon, Pattern, Value
    from digest.text.tokens import Token

    # Names of a word, of the next, and of the third where a hyphen stands between.
    Key = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...] | None]

_BREAK = "\n"
_SUFFIXES = {
    "st": "DAYTH", "nd": "DAYTH", "rd": "DAYTH", "th": "DAYTH", "er": "DAYTH",
    "s": "DECADES", "pm": "CLOCKPM", "am": "CLOCKPM",
}  # fmt: skip


class Words:
    """A text as parallel lists: the words in small letters, their classes (or None) and their places."""

    __slots__ = ("classes", "ends", "low", "starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.low: list[str] = []
        self.classes: list[Classes | None] = []
        self.starts: list[int] = []
        self.ends: list[int] = []

    def add(self, low: str, classes: Classes | None, start: int, end: int) -> None:
        """Append a word."""
        self.low.append(low)
        self.classes.append(classes)
        self.starts.append(start)
        self.ends.append(end)

    def is_capital(self, index: int) -> bool:
        """Say whether the word starts with a capital letter."""
        return self.text[self.starts[index]].isupper()

    def is_sentence_start(self, index: int) -> bool:
        """Say whether nothing but a sentence's end comes before the word."""
        return index <= 0 or self.low[index - 1] in '.!?\n:"“”'


class Match:
    """A pattern that fits: the words `start` to `end` (exclusive) and what its classes were bound to."""

    __slots__ = ("action", "bound", "end", "start")

    def __init__(self, action: str, start: int, end: int, bound: dict[str, tuple[Value, int]]) -> None:
        self.action = action
        self.start = start
        self.end = end
        self.bound = bound

    def number(self, name: str, default: int = 0) -> int:
        """Return the number a class was bound to."""
        value = self.bound[name][0] if name in self.bound else default
        return value if isinstance(value, int) else default

    def text(self, name: str) -> str:
        """Return the name a class was bound to, or an empty string."""
        return str(self.bound[name][0]) if name in self.bound else ""

    def has(self, name: str) -> bool:
        """Say whether a class was bound."""
        return name in self.bound


def read(text: str, lexicon: Lexicon) -> Words:
    """Cut a text into words and look up their classes; a blank line is a word of its own."""
    words = Words(text)
    tokens = tokenize(text)
    known, exact, phrases = lexicon.words, lexicon.exact, lexicon.phrases
    figures: dict[str, Classes | None] = {}  # the same few figures come again and again
    end = 0
    skip = 0
    for index, (word, start, stop) in enumerate(tokens):
        if skip:
            skip -= 1
            end = stop
            continue
        if start - end > 1 and text.count("\n", end, start) > 1:
            words.add(_BREAK, None, end, start)
        low = word.lower()
        if low in phrases and (found := _phrase(tokens, index, phrases[low])):
            size, classes = found
            skip = size - 1
            stop = tokens[index + skip].end
            words.add(text[start:stop].lower(), classes, start, stop)
        elif word[0].isdigit():
            if low not in figures:
                figures[low] = _digits(low)
            words.add(low, figures[low], start, stop)
        elif low[:2] == "fy" and low[2:].isdecimal() and stop - start in (4, 6):  # "FY2026", "FY26"
            number = int(low[2:])
            words.add(low, {"FYEAR": number if number >= 100 else 2000 + number}, start, stop)
        else:
            classes_or_none = known.get(low)
            if word in exact:
                classes_or_none = {**exact[word], **(classes_or_none or {})}
            words.add(low, classes_or_none, start, stop)
        end = stop
    return _join_numbers(words)


def _phrase(
    tokens: list[Token], index: int, entries: list[tuple[tuple[str, ...], Classes]]
) -> tuple[int, Classes] | None:
    for parts, classes in entries:
        if len(tokens) - index < len(parts):
            continue
        for offset, part in enumerate(parts):
            word = tokens[index + offset].text
            if word != part and (part != part.lower() or word.lower() != part):
                break
        else:
            return len(parts), classes
    return None


def _digits(low: str) -> Classes | None:
    size = 1
    while size < len(low) and low[size].isdigit():
        size += 1
    if size > 6 or not low[:size].isdecimal():
        return None
    value = int(low[:size])
    suffix = low[size:]
    if not suffix:
        classes: Classes = {"NUM": value}
        if size <= 2 and 1 <= value <= 31:
            classes["DAY"] = value
        elif size == 4:
            classes["CLOCK4"] = value
            if 1000 <= value < 2200:
                classes["YEAR"] = value
        return classes
    if suffix == "er" and size == 4 and value % 10 == 0:  # German "1990er"
        return {"DECADES": value}
    if suffix[0] == "h" and value <= 24 and (suffix == "h" or (len(suffix) == 3 and suffix[1:].isdecimal())):
        return {"CLOCKH": value * 100 + int(suffix[1:] or 0)}  # French "15h30"
    if suffix[0] == "t" and suffix[1:].isdecimal() and 1 <= value <= 31:
        return {"DAY": value}  # "2024-09-10T08:00"
    kind = _SUFFIXES.get(suffix)
    if kind == "DAYTH":
        return {"ORD": value, "DAY": value, "DAYTH": value} if 1 <= value <= 31 else {"ORD": value}
    if kind == "DECADES":
        return {"DECADES": value} if value % 10 == 0 and size in (2, 4) else None
    if kind == "CLOCKPM" and value <= 59:
        return {"CLOCKPM": value + (1200 if suffix == "pm" else 0)}
    return {kind: value} if kind else None


def _join_numbers(words: Words) -> Words:
    """Join "twenty-four", "a hundred", "nineteen ninety-six" into one word each."""
    joins: dict[int, tuple[int, Classes]] = {}
    classes, low = words.classes, words.low
    for index in range(len(low) - 2, -1, -1):
        first = classes[index]
        if first is None or not ("NUM" in first or "ONE" in first) or low[index][0].isdigit():
            continue
        after = index + 2 if low[index + 1] == "-" and index + 2 < len(low) else index + 1
        second = joins[after][1] if after in joins else classes[after]
        if second is None or low[after][0].isdigit():
            continue
        joined = _joined_number(first, second)
        if joined is not None:
            joins[index] = (joins.pop(after)[0] if after in joins else after, joined)
    if not joins:
        return words
    result = Words(words.text)
    until = -1
    for index in range(len(low)):
        if index <= until:
            continue
        if index in joins:
            until, joined = joins[index]
            start, end = words.starts[index], words.ends[until]
            result.add(words.text[start:end].lower(), joined, start, end)
        else:
            result.add(low[index], classes[index], words.starts[index], words.ends[index])
    return result


def _joined_number(first: Classes, second: Classes) -> Classes | None:
    key = "NUM" if "NUM" in second else "ORD"
    a, b = first.get("NUM", 1), second.get(key)
    if not (isinstance(a, int) and isinstance(b, int)):
        return None
    if 20 <= a < 100 and a % 10 == 0 and 1 <= b <= 9:
        return {key: a + b}
    if key == "NUM" and 1 <= a < 100 and b in (100, 1000):
        total = a * b
        return {"NUM": total, "YEAR": total} if 1000 <= total < 2200 and a > 1 else {"NUM": total}
    if key == "NUM" and "NUM" in first and a in (18, 19, 20) and 10 <= b < 100:
        return {"NUM": a * 100 + b, "YEAR": a * 100 + b}
    return None


_MOST = 25_000  # expressions of one text; a book of a megabyte has a few thousand


def matches(words: Words, lexicon: Lexicon) -> list[Match]:
    """Take the longest fitting pattern at each place, from left to right."""
    found: list[Match] = []
    low, size = words.low, len(words.low)
    patterns, literals = lexicon.patterns, lexicon.literals
    chosen: dict[Key, list[Pattern]] = {}
    index = taken = 0
    while index < size and len(found) < _MOST:
        if words.classes[index] is None and low[index] not in patterns:
            index += 1
            continue
        is_hyphen = index + 1 < size and low[index + 1] == "-"
        after = _names(words, index + 2, literals) if is_hyphen else None
        key = (_names(words, index, literals), _names(words, index + 1, literals), after)
        candidates = chosen.get(key)
        if candidates is None:
            candidates = chosen[key] = _candidates(key, patterns)
        best: tuple[int, dict[str, tuple[Value, int]], Pattern] | None = None
        for pattern in candidates:
            bound: dict[str, tuple[Value, int]] = {}
            stop = _fit(pattern[2], 0, index, words, bound)
            if stop > index and (best is None or stop > best[0]):
                best = (stop, bound, pattern)
        if best is None:
            index += 1
            continue
        stop, bound, (action, flags, *_) = best
        stop = _without_stop(words, index, stop)
        start = _reach_left(words, index, taken, flags, stop) if flags else index
        found.append(Match(action, start, stop, bound))
        index = taken = stop
    return found


def _names(words: Words, index: int, literals: set[str]) -> tuple[str, ...]:
    """Return the classes of a word, and itself where it is a word of a pattern; none after the last."""
    if index >= len(words.low):
        return ()
    classes, low = words.classes[index] or (), words.low[index]
    return (*classes, low) if low in literals else tuple(classes)


def _candidates(key: Key, patterns: dict[str, list[Pattern]]) -> list[Pattern]:
    """Choose the patterns that can fit by the first two words, and by the third after a hyphen."""
    names, following, after = key
    chosen = []
    for name in names:
        for pattern in patterns.get(name, ()):
            _, _, _, second, third = pattern
            is_second = second is None or not second.isdisjoint(following)
            if is_second and (after is None or third is None or not third.isdisjoint(after)):
                chosen.append(pattern)
    return chosen


def _without_stop(words: Words, start: int, stop: int) -> int:
    """Leave out a comma, or a full stop that ends the sentence and not an abbreviation."""
    while stop - 1 > start and words.low[stop - 1] in (",", "."):
        if words.low[stop - 1] == "." and "MABBR" in (words.classes[stop - 2] or {}):
            break
        stop -= 1
    return stop


def _fit(elements: tuple[Element, ...], at: int, index: int, words: Words, bound: dict[str, tuple[Value, int]]) -> int:
    """Return the word after the pattern's last, or -1."""
    size = len(words.low)
    while at < len(elements):
        choices, optional = elements[at]
        at += 1
        hit = _hit(choices, words, index) if index < size else None
        if hit is None:
            if optional:
                continue
            return -1
        key, value = hit
        if optional:
            kept = dict(bound)
            if key:
                bound[key] = (value, index)
            stop = _fit(elements, at, index + 1, words, bound)
            if stop >= 0:
                return stop
            bound.clear()
            bound.update(kept)
            continue
        if key:
            bound[key] = (value, index)
        index += 1
    return index


def _hit(choices: tuple[Choice, ...], words: Words, index: int) -> tuple[str, Value] | None:
    """Return the class a word answers to and its value, ("", "") for a literal, None for neither."""
    classes = words.classes[index]
    for is_class, name, wanted, key in choices:
        if is_class:
            if classes is not None and name in classes and (wanted is None or classes[name] == wanted):
                return key, classes[name]
        elif words.low[index] == name:
            return "", ""
    return None


def _reach_left(words: Words, index: int, floor: int, flags: frozenset[str], stop: int) -> int:
    """Take in "the", "early", "the end of", "about" before a match where its pattern allows them."""
    low, classes = words.low, words.classes

    def has(at: int, name: str) -> bool:
        return at >= floor and (found := classes[at]) is not None and name in found

    start = index
    # "the two-week truce": the article belongs to what is named by the hyphenated word.
    hyphenated = index + 1 < stop and "-" in low[index:stop] and has(index - 1, "THE")
    if "the" in flags and has(start - 1, "THE") and (not hyphenated or index + 3 < stop):
        start -= 1
    for flag, name in (("mod", "MOD"), ("apx", "APPROX")):
        if flag not in flags or (flag == "apx" and start < index):
            continue
        # "mid-August": the hyphen belongs to the modifier.
        if flag == "mod" and start - 2 >= floor and low[start - 1] == "-" and has(start - 2, name):
            start -= 1
        if has(start - 1, name):
            start -= 1
            if has(start - 1, name):
                start -= 1
            if has(start - 1, "THE"):
                start -= 1
    return start
