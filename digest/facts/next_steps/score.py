"""How surely a step is a concrete one that was announced: what a page with room for few shows first.

The signs are read from the step and its sentence; their weights were fitted on judged steps of real articles
(`python -m digest.training steps`) and stand in `digest/facts/data/next_steps/score.txt`.
"""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from functools import cache, lru_cache
from math import exp

from digest.facts.next_steps.cues import load
from digest.facts.next_steps.words import Words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.facts.next_steps.cues import Cues
    from digest.model import NextStep, Span

# Not pathlib, whose import costs as much as finding the steps of an article.
TABLE = os.path.join(os.path.dirname(os.path.dirname(__file__)), "data", "next_steps", "score.txt")
LEAST = 0.33  # what scores less is most often no step: talk, a rule, a description
_DAY = len("2031-05-03")
_EARLY, _LATE = 1000, 5000  # characters into the article
_SHORT, _LONG = 1, 8  # words of a phrase
_NEAR = 5  # words before a phrase that hold its auxiliary
_CLAUSE = 12  # words before it that hold what its clause hangs on
_AROUND = 60  # words before and after it, by which a sentence without an end stays cheap
_FIRST_OR_SECOND = frozenset(("i", "we", "you", "me", "us", "my", "our", "your"))
_QUOTES = frozenset('"“”')
_PAST = frozenset(("was", "were", "had"))


def score(step: NextStep, frame: str) -> float:
    """Return how surely a step is a concrete one that was announced, in [0, 1]; `frame` is the kind of its cue.

    >>> from digest.model import NextStep, Span
    >>> text = "Norway will hold talks on 3 May."
    >>> bare = NextStep(what=Span("hold talks", 12, 22), status="planned", sentence=Span(text, 0, 32))
    >>> full = bare.__replace__(who=Span("Norway", 0, 6), when=Span("on 3 May", 23, 31), date="2031-05-03")
    >>> 0.3 < score(bare, "modal") < score(full, "modal")
    True
    """
    table = weights()
    total = table.get("start", 0.0) + sum(table.get(sign, 0.0) for sign in signs(step, frame))
    return round(1 / (1 + exp(-total)), 2)


@cache
def weights() -> dict[str, float]:
    """Read the weight of each sign."""
    with open(TABLE, encoding="utf-8") as file:
        rows = [line.rpartition(" ") for line in file if line[0] != "#"]
    return {name: float(weight) for name, _, weight in rows}


def signs(step: NextStep, frame: str) -> Iterator[str]:
    """Name what speaks for or against a step."""
    cues = load("en")
    if cues is None:
        return
    yield f"status {step.status}"
    yield f"cue {frame}"
    if step.when or step.date is not None:
        yield "a time"
    if step.date:
        yield "a date"
        if "/" not in step.date and len(step.date) >= _DAY:
            yield "a day"
    sentence = step.sentence
    if sentence.start < _EARLY:
        yield "early"
    elif sentence.start > _LATE:
        yield "late"
    if step.who:
        yield from _of_agent(step.who, sentence.start, cues)
    words = _words(sentence.text)
    first = bisect_right(words.end, step.what.start - sentence.start)
    stop = bisect_left(words.end, step.what.end - sentence.start) + 1
    if words.low[first : first + 1] == ["be"] and words.word(first + 1).endswith("ing"):
        first += 1  # "be meeting"
    if first < min(stop, words.size):
        before = words.low[max(0, first - _AROUND) : first]
        yield from _of_phrase(words.low[first:stop], before[-_NEAR:], cues.words)
        yield from _of_sentence(before, words.low[first : first + _AROUND], cues.words)


@lru_cache(1)
def _words(sentence: str) -> Words:
    """Keep the words of a sentence for its next step."""
    return Words(sentence, 0, len(sentence))


def _of_agent(who: Span, start: int, cues: Cues) -> Iterator[str]:
    """Tell a name and a body that acts from what "will" do something without acting: "the outcome"."""
    yield "who"
    if not cues.words["agent"].isdisjoint(who.text.lower().split()):
        yield "who acts"
    words = who.text.split()
    if not cues.words["outcome"].isdisjoint(who.text.lower().split()):
        yield "who is no one"
    if who.start == start or not cues.words["determiner"].isdisjoint(word.lower() for word in words[:1]):
        words = words[1:]  # a capital at the head of a sentence names nobody
    if any(word[0].isupper() for word in words):
        yield "who named"


def _of_phrase(what: list[str], before: list[str], sets: dict[str, frozenset[str]]) -> Iterator[str]:
    """Name the signs in the words of what comes, and in the few before them."""
    if what[0] in sets["stative"]:
        yield "stative"
    if what[0] == "be":
        yield "be"
    elif _is_deed(what[0], sets["deed"]):
        yield "deed"
    if not sets["noun of event"].isdisjoint(what):
        yield "event"
    if len(what) <= _SHORT:
        yield "short"
    elif len(what) >= _LONG:
        yield "long"
    for name in ("would", "wanting", "question"):
        if not sets[name].isdisjoint(before):
            yield name


def _is_deed(word: str, deeds: frozenset[str]) -> bool:
    """Tell whether a verb, plain or in "-ed" or "-ing", is one of `deeds`."""
    stem = word[:-3] if word.endswith("ing") else word[:-2] if word.endswith("ed") else ""
    return word in deeds or (bool(stem) and (stem in deeds or stem + "e" in deeds or stem[:-1] in deeds))


def _of_sentence(before: list[str], after: list[str], sets: dict[str, frozenset[str]]) -> Iterator[str]:
    """Name the signs in the sentence on both sides of where a phrase begins."""
    if not (_FIRST_OR_SECOND.isdisjoint(before) and _FIRST_OR_SECOND.isdisjoint(after)):
        yield "first or second person"
    marks = sum(word in _QUOTES for word in before)
    if marks % 2 or (marks == 0 and not _QUOTES.isdisjoint(after)):
        yield "quoted"
    if not sets["doubt"].isdisjoint(before[-_CLAUSE:]):
        yield "doubt"
    for name in ("if", "opinion", "announcing"):
        if not (sets[name].isdisjoint(before) and sets[name].isdisjoint(after)):
            yield f"with {name}"
    if not _PAST.isdisjoint(before):
        yield "past before"
