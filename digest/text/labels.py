"""Labels that stand before a sentence on its line: datelines ("LONDON (Reuters) —"), buttons ("CLOSE"), notices."""

from __future__ import annotations

import os
from functools import cache

_DASHES = frozenset(("-", "--", "–", "—", "―"))
_HEAD = 120  # characters: no label is longer
_MOST_WORDS = 6  # of a dateline
_FEWEST_WORDS = 4  # of what follows, so that it is a sentence
_MOST_LABELS = 4  # one after the other


def end(text: str, start: int, stop: int) -> int:
    """Return where the sentence in start..stop begins after its labels, or `start`.

    >>> line = "OSLO (AP) — The council met on Tuesday."
    >>> line[end(line, 0, len(line)) :]
    'The council met on Tuesday.'
    """
    at = start
    for _ in range(_MOST_LABELS):
        found = _label_end(text, at, stop)
        if found == at:
            break
        at = found
    return at


def _label_end(text: str, start: int, stop: int) -> int:
    if start >= stop or not (text[start].isupper() or text[start] == "("):
        return start
    head = text[start : min(stop, start + _HEAD)]
    capitals = [word.rstrip(":") for word in head.split()[:_MOST_WORDS] if word.isupper()]
    if capitals and not set(capitals).isdisjoint(_lists()["captions"]):
        return start
    for after in (_dateline(head), _notice(head), _capitals(head)):
        while after and after < len(head) and head[after].isspace():
            after += 1
        if after and _opens_sentence(text, start + after, stop):
            return start + after
    return start


def _opens_sentence(text: str, at: int, stop: int) -> bool:
    if at >= stop:
        return False
    first = text[at].lstrip("\"“'‘(") or text[at + 1 : at + 2]
    return bool(first) and (first.isupper() or first.isdigit()) and len(text[at : at + _HEAD].split()) >= _FEWEST_WORDS


def _dateline(head: str) -> int:
    """Return the end of "LONDON —", "NEW YORK (AP) —", "Oslo, Norway (CNN) —" or "(CNN)", else 0."""
    at = 0
    is_place = is_agency = False
    for words, word in enumerate(head.split()[: _MOST_WORDS + 3]):
        at = head.index(word, at)
        if word in _DASHES:
            return at + len(word) if is_place or is_agency else 0
        if is_agency:
            return at  # "(CNN) The court"
        bare = word.strip(",.")
        if is_place and (bare.isdigit() or (word[0] == "/" and word[-1] == "/" and len(word) > 2)):
            at += len(word)  # "OSLO, May 5, 2031 /PRNewswire/ --"
            continue
        if word[0] == "(":
            close = head.find(")", at)
            # Before a dash even a name that we don't know is a source: "(Port Echo) — The council".
            named = close > 0 and head[at + 1 : close].istitle() and head[close + 1 :].split(None, 1)[:1]
            is_agency = close > 0 and (_is_agency(head[at + 1 : close]) or bool(named and named[0] in _DASHES))
            if not is_agency:
                return 0
            at = close + 1
            if head[at : at + 1] in _DASHES and head[at : at + 1]:
                return at + 1
            rest = head[at:].split(None, 1)
            if rest and rest[0] in _DASHES:
                return head.index(rest[0], at) + len(rest[0])
            return 0 if rest and _is_capitals(rest[0].strip(",:")) else at  # "WILLIAM (BILL) BELL"
        if not bare[:1].isupper():
            return 0
        is_place = (words == 0 and _is_capitals(bare)) or is_place
        at += len(word)
    return 0


def _is_capitals(word: str) -> bool:
    return word.isupper() and len(word) > 1 and word.replace("-", "").replace(".", "").replace("'", "").isalpha()


def _is_agency(name: str) -> bool:
    return (_is_capitals(name) and len(name) <= 12) or name in _lists()["agencies"]


def _notice(head: str) -> int:
    """Return the end of the buttons and notices of the list that open a line, else 0."""
    at = end = 0
    while True:
        found = [label for label in _lists()["labels"] if head.startswith(label, at)]
        if not found or not head[at + len(found[0]) : at + len(found[0]) + 1].isspace():
            return end
        end = at + len(found[0])
        at = end + len(head[end:]) - len(head[end:].lstrip())


def _capitals(head: str) -> int:
    """Return the end of capitals before a sentence that opens with a small word: "LIVE COVERAGE The court", else 0."""
    words = head.split()
    count = next((n for n, word in enumerate(words) if len(word) < 2 or not _is_capitals(word)), 0)
    if not 0 < count <= _MOST_WORDS or count + 2 > len(words) or words[count] not in _lists()["opening"]:
        return 0
    if len("".join(words[:count])) < 4 or words[count + 1][:1].isupper():
        return 0  # "ABBA The Movie"
    return head.index(words[count - 1]) + len(words[count - 1])


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    with open(os.path.join(os.path.dirname(__file__), "data", "labels.txt"), encoding="utf-8") as file:
        parts = [part.partition("]") for part in ("\n" + file.read()).split("\n[")[1:]]
    rows = {name: [row for row in body.split("\n") if row and row[0] != "#"] for name, _, body in parts}
    for name in ("captions", "opening"):
        rows[name] = " ".join(rows[name]).split()
    return {name: tuple(values) for name, values in rows.items()}
