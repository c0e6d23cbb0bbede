"""Simple time phrases by their words, for what no date finder has marked."""

from __future__ import annotations

TYPE_CHECKING = False  # the import of typing costs more than this module
if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.facts.next_steps.words import Words


def time_end(words: Words, i: int, sets: Mapping[str, frozenset[str]]) -> int:
    """Return the end of a plain time phrase that begins at word i, or i."""
    word = words.low[i]
    if word[0].isdigit():
        return _number(words, i, sets)
    if word in sets["weekday"] or word in sets["tomorrow"]:
        return i if words.word(i - 1) == "as" else i + 1  # "as soon as"
    if word in sets["month"]:
        return _month(words, i, sets)
    if word in sets["later"] or word in sets["gone"]:
        return _relative(words, i, sets)
    if word in sets["determiner"] and word not in ("the", "this", "that"):
        return _span_of(words, i, sets)
    return i


def _number(words: Words, i: int, sets: Mapping[str, frozenset[str]]) -> int:
    """Read "14 June 2031", "in 2031" and "in 14 days"."""
    word = words.low[i]
    if len(word) <= 2 and words.word(i + 1) in sets["month"]:
        return _date_end(words, i + 2)
    if len(word) == 4 and word.isdigit() and word[:2] in ("19", "20") and words.word(i - 1) in sets["before a year"]:
        return i + 1
    return _span_of(words, i, sets)


def _span_of(words: Words, i: int, sets: Mapping[str, frozenset[str]]) -> int:
    """Read "in two weeks" and "within 14 days"."""
    unit = words.word(i + 1)
    is_span = words.word(i - 1) in ("in", "within") and unit in sets["unit"] and unit not in sets["season"]
    return i + 2 if is_span else i


def _month(words: Words, i: int, sets: Mapping[str, frozenset[str]]) -> int:
    """Read "June", "June 14" and "June 14, 2031", but not "March Madness"."""
    if not words.is_capital(i) or words.is_capital(i + 1):
        return i
    if words.low[i] == "May" and not words.word(i + 1).isdigit() and words.word(i - 1) not in sets["before a year"]:
        return i
    return _date_end(words, i + 1)


def _date_end(words: Words, k: int) -> int:
    """Step over the day and the year that may follow a month."""
    if words.word(k).isdigit() and len(words.low[k]) <= 2:
        k += 1
        if words.word(k) == "," and words.word(k + 1).isdigit() and len(words.low[k + 1]) == 4:
            return k + 2
    return k + 1 if words.word(k).isdigit() and len(words.low[k]) == 4 else k


def _relative(words: Words, i: int, sets: Mapping[str, frozenset[str]]) -> int:
    """Read "next week", "later this year", "last March" and "next four years"."""
    k = i + 1
    if words.low[i] in sets["later"]:
        while k < i + 4 and (words.word(k) in sets["later"] or words.word(k) in sets["determiner"]):
            k += 1
    word = words.word(k)
    if words.low[i] == "next" and words.word(i - 1) == "the" and words.word(i - 2) in sets["before an occasion"]:
        return _occasion_end(words, i, sets)
    return k + 1 if word in sets["unit"] or word in sets["weekday"] or word in sets["month"] else i


def _occasion_end(words: Words, i: int, sets: Mapping[str, frozenset[str]]) -> int:
    """Read "the next election" after "at" or "in": an occasion tells when."""
    end = i
    for k in range(i + 1, min(i + 5, words.size)):
        if words.low[k] in sets["noun of event"] or words.low[k] in sets["unit"]:
            end = k + 1
        elif not words.low[k][:1].isalpha() or words.low[k] in sets["preposition"]:
            break
    return end
