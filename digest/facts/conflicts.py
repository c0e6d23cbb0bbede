"""Where one article contradicts itself: two times for one event ahead."""

from __future__ import annotations

from digest.facts import next_steps
from digest.facts.next_steps import cues
from digest.model import Conflict, Sentence, Told
from digest.text.tokens import tokenize

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digest.facts.next_steps.cues import Cues
    from digest.model import DateFact, FactCard, NextStep

_MOST = 40  # dated steps of one article that are compared with each other
_MOST_SENTENCES = 200  # of one article that are looked through once more
_UNSETTLED = frozenset(("postponed", "cancelled", "undecided", "ruled_out"))
_SEASONS = {"21": ("03", "05"), "22": ("06", "08"), "23": ("09", "11"), "24": ("12", "02")}
Bounds = tuple[str, str]
# The kind of event a step names ("" for none), whether it is called the next, the names in it, who acts.
Event = tuple[str, bool, frozenset[str], frozenset[str]]


def within(text: str, card: FactCard, *, article: str = "", language: str = "en") -> tuple[Conflict, ...]:
    """Find the events ahead that an article gives two times for; `article` is the id that the sides bear.

    A time that is past already counts too: "later this year" and "the first half of 2031", written in autumn 2031.
    """
    words = cues.load(language)
    if words is None or not card.next_steps:
        return ()
    steps = _told(text, card, language, words.words["coming"])
    events = [_event(text, step, words) for step in steps]
    found = []
    used: set[int] = set()
    for one, step in enumerate(steps):
        if one in used:
            continue
        others = [
            other
            for other in range(one + 1, len(steps))
            if other not in used
            and step.sentence != steps[other].sentence
            and _is_one(events[one], events[other])
            and _differ(card, step, steps[other])
        ]
        if others:
            used.update(others)
            sides = [steps[n] for n in (one, *others)]
            told = tuple(Told(article, side.when, side.sentence) for side in sides if side.when)
            found.append(Conflict("date", step.what.text, told))
    return tuple(found)


def _told(text: str, card: FactCard, language: str, coming: frozenset[str]) -> list[NextStep]:
    """Return the steps with a time, and those that a reader on any day would take for steps.

    Only an event that is called the next of its kind is compared: most articles have no two sentences with such a word.
    """
    facts: tuple[DateFact | NextStep, ...] = (*card.dates, *card.next_steps)
    places = {fact.sentence.start: fact.sentence for fact in facts if _has_any(fact.sentence.text, coming)}
    if len(places) < 2:
        return []
    first = sorted(places.items())[:_MOST_SENTENCES]
    sentences = [Sentence(span.text, span.start, span.end) for _, span in first]
    steps = {step.what.start: step for step in card.next_steps if step.sentence.start in places}
    for step in next_steps.find(text, sentences, dates=card.dates, language=language):
        steps.setdefault(step.what.start, step)
    timed = [step for _, step in sorted(steps.items()) if step.when is not None and step.status not in _UNSETTLED]
    return timed[:_MOST]


def _has_any(sentence: str, words: frozenset[str]) -> bool:
    low = sentence.lower()
    return any(word in low for word in words)


def _event(text: str, step: NextStep, words: Cues) -> Event:
    before = text[max(step.sentence.start, step.what.start - 12) : step.what.start]
    said = [token.text for token in tokenize(before + step.what.text)]
    low = [word.lower() for word in said]
    kinds = [name for name, members in words.words.items() if name.startswith("kind ") and not members.isdisjoint(low)]
    actor = [token.text for token in tokenize(step.who.text if step.who else "")]
    small = words.words["determiner"] | words.words["coming"]
    return (
        kinds[0] if len(kinds) == 1 else "",
        not words.words["coming"].isdisjoint(low),
        frozenset(word for word in (*said, *actor) if word[0].isupper() and word.lower() not in small),
        frozenset(word.lower() for word in actor if word.lower() not in small),
    )


def _is_one(one: Event, other: Event) -> bool:
    """Two events that are each "the next" of one kind are the same event, unless other names or actors part them."""
    if not (one[0] and one[0] == other[0] and one[1] and other[1]):
        return False
    is_of_one_name = one[2] <= other[2] or other[2] <= one[2]
    return is_of_one_name and not (one[3] and other[3] and one[3].isdisjoint(other[3]))


def _differ(card: FactCard, one: NextStep, other: NextStep) -> bool:
    """Tell whether two times have no day in common, or one is "this year" and the other a year by its number."""
    if one.date is None or other.date is None:
        known, loose = (one, other) if one.date else (other, one)
        return known.date is not None and _is_this_year(loose) and _is_found(card, loose)
    first, second = _bounds(card, one), _bounds(card, other)
    return first[1] < second[0] or second[1] < first[0]


def _is_this_year(step: NextStep) -> bool:
    """Tell "later this year", for which nobody writes a number; "Monday" and "next year" may be any day or year."""
    return step.when is not None and "this year" in " ".join(step.when.text.lower().split())


def _is_found(card: FactCard, step: NextStep) -> bool:
    """Tell whether a step's time is a calendar date by its words, though nothing settles which."""
    when = step.when
    return when is not None and any(when.start <= fact.text.start < when.end for fact in card.dates)


def _bounds(card: FactCard, step: NextStep) -> Bounds:
    """Return the first and last day of a step's time: "later this year" begins on the day it is said."""
    first, last = bounds(step.date or "")
    when = step.when
    for fact in card.dates:
        if when and fact.anchor and when.start <= fact.text.start < when.end and "later" in when.text.lower():
            first = max(first, fact.anchor)
    return first, last


def bounds(value: str) -> Bounds:
    """Return the first and the last day of an EDTF value as strings that compare, not as days that exist.

    >>> bounds("2031-02"), bounds("2031-03-01/2031-03-04"), bounds("2031-24")
    (('2031-02-00', '2031-02-99'), ('2031-03-01', '2031-03-04'), ('2031-12-00', '2032-02-99'))
    """
    first, _, last = value.partition("/")
    return _end(first, 0) + "-00-00"[len(first[4:10]) :], _end(last or first, 1) + "-99-99"[
        len((last or first)[4:10]) :
    ]


def _end(value: str, end: int) -> str:
    value = value.partition("T")[0].rstrip("~?%").replace("X", "09"[end])
    if value[5:7] in _SEASONS and len(value) == len("2031-24"):
        year = value[:4]
        if end and value[5:7] == "24" and year.isdecimal():
            year = f"{int(year) + 1:04}"
        return f"{year}-{_SEASONS[value[5:7]][end]}"
    return value
