"""From single expressions to the card's dates: joint spans, EDTF values, the sentence of each."""

from __future__ import annotations

from datetime import date

from digest.facts.dates.reckoning import add_months, edtf
from digest.model import DateFact, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.facts.dates.reading import Reading
    from digest.model import Sentence

_KINDS = {"DATE": "date", "TIME": "time", "DURATION": "duration", "SET": "set"}
_DASHES = frozenset({"-", "–", "—"})
_TO = frozenset({"to", "through", "bis", "au", "al"})
_AND = frozenset({"and", "or", "&", "und", "oder", "et", "ou", "y", "o"})
_BETWEEN = ("between ", "zwischen ", "entre ")
_WEEKDAY = "XXXX-WXX-"


def facts(text: str, sentences: Sequence[Sentence], found: list[Reading]) -> Iterator[DateFact]:
    """Turn readings into facts, joining neighbours that name one span."""
    place = index = 0
    while index < len(found):
        first = found[index]
        index += 1
        while place < len(sentences) and sentences[place].end <= first.start:
            place += 1
        if place == len(sentences):
            return
        sentence = sentences[place]
        if first.start < sentence.start or first.end > sentence.end or is_vague(first):
            continue
        last, value = first, edtf(first.value) if first.type in ("DATE", "TIME") else None
        while index < len(found) and found[index].end <= sentence.end:
            joint = _joint(text, last, found[index], value, edtf(found[index].value))
            if joint is None:
                break
            value, last = joint[0], found[index]
            index += 1
        yield DateFact(
            text=Span(text[first.start : last.end], first.start, last.end),
            value=value,
            kind=_KINDS[first.type],
            anchor=first.anchor,
            sentence=Span(sentence.text, sentence.start, sentence.end),
        )


def is_vague(one: Reading) -> bool:
    """Say whether an expression fixes no date at all: "now", "recently", "the future"."""
    return one.value.endswith("_REF")


def _joint(text: str, first: Reading, second: Reading, one: str | None, other: str | None) -> tuple[str | None] | None:
    """Return the value of two expressions that are one span, wrapped; None when they are two facts."""
    if first.type != "DATE" or second.type != "DATE" or second.start - first.end > 12:
        return None
    link = text[first.end : second.start].strip().lower()
    if link in _DASHES:
        return (_from_to(one, other),) if _same_grain(one, other) else None
    same_pattern = first.action == second.action and first.action in ("span", "months")
    between = text[max(0, first.start - 8) : first.start].lower().endswith(_BETWEEN)
    if same_pattern and (link in _TO or link == "or" or between):
        return (_from_to(one, other),)
    if link in _AND and between and _same_grain(one, other):
        return (_from_to(one, other),)
    if link in _AND and _are_consecutive(first, second, one, other):
        return (_from_to(one, other),)
    return None


def _same_grain(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    return len(one) == len(other) and "/" not in one + other and one < other


def _from_to(one: str | None, other: str | None) -> str | None:
    if one is None or other is None:
        return None
    return f"{one.partition('/')[0]}/{other.rpartition('/')[2]}"


def _are_consecutive(first: Reading, second: Reading, one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        if not (first.value.startswith(_WEEKDAY) and second.value.startswith(_WEEKDAY)):
            return False
        return int(second.value[9:10]) == int(first.value[9:10]) % 7 + 1
    end = one.rpartition("/")[2]
    try:
        if len(end) == len(other) == 7 and first.action == "months":
            return add_months(int(end[:4]), int(end[5:]), 1) == (int(other[:4]), int(other[5:]))
        return len(end) == len(other) == 10 and (date.fromisoformat(other) - date.fromisoformat(end)).days == 1
    except ValueError:
        return False
