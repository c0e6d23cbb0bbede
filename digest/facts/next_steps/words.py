"""A sentence as a row of words, so that frames can be matched by position."""

from __future__ import annotations

from digest.model import Span
from digest.text.tokens import tokenize

TYPE_CHECKING = False  # the import of typing costs more than this module
if TYPE_CHECKING:
    from digest.text.tokens import Token

_ENDINGS = frozenset(("s", "ll", "ve", "re", "d", "m"))
_ACRONYMS = frozenset(("US", "IT", "WHO"))  # not the pronouns
_SPECIAL = _ACRONYMS | {"May"}
_BEFORE_IS = frozenset(("it", "he", "she", "that", "there", "what", "who", "here", "where", "how"))


_OPENING = frozenset(("(", "[", "“", "‘", "-", "--", "–", "—", ",", ";", ":"))  # no phrase ends with one
_CLOSING = frozenset((")", "]", "”", "-", "--", "–", "—", ",", ";", ":", "."))  # or begins with one of these


class Words:
    """The words of one sentence in lower case, with their places in the text.

    What reads as one word is one: "high-level", "didn't", "U.S.", "7,200", "Inc."; "'s" and "'ll" stand
    alone, and "it's" is read as "it is".
    """

    __slots__ = ("end", "low", "size", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.low: list[str] = []
        self.start: list[int] = []
        self.end: list[int] = []
        tokens = tokenize(text, start, end)
        i, last = 0, len(tokens) - 1
        while i <= last:
            word, begin, stop = tokens[i]
            if word.isalpha() and i < last and tokens[i + 1].start > stop and word not in _SPECIAL:
                self.low.append(word.lower())  # most words need no more
                self.start.append(begin)
                self.end.append(stop)
                i += 1
            else:
                i = self._add(tokens, i)
        self.size = len(self.low)

    def _add(self, tokens: list[Token], i: int) -> int:
        """Add the word that begins at token i and return the token after it."""
        word, start, end = tokens[i]
        touches = bool(self.end) and self.end[-1] == start
        following = tokens[i + 1] if i + 1 < len(tokens) else None
        if word in "'’":
            low = "'" if touches and word != tokens[i - 1].text else '"'  # ''so'' quotes are also written
            if touches and following and following.start == end and following.text.lower() in _ENDINGS:
                low += following.text.lower()
                end = following.end
                i += 1
                if low == "'s" and self.low[-1] in _BEFORE_IS:
                    low = "is"
        elif word == "." and touches and following and not _is_full_stop(tokens, i):
            self.end[-1] = end
            return i + 1
        elif word[0].isalnum():
            last = _last_joined(tokens, i)
            end = tokens[last].end
            low = word.lower() if last == i else self.text[start:end].lower().replace("’", "'")
            i = last
            if word in _ACRONYMS:
                low = word
            elif word == "May" and (self.low or (following and following.text.isdigit())):
                low = "May"  # the month, not the verb
        else:
            low = '"' if word == "`" else word
        self.low.append(low)
        self.start.append(start)
        self.end.append(end)
        return i + 1

    def word(self, i: int) -> str:
        """Return word i, empty outside the sentence."""
        return self.low[i] if 0 <= i < self.size else ""

    def is_capital(self, i: int) -> bool:
        """Tell whether word i is written with a capital."""
        return 0 <= i < self.size and self.text[self.start[i]].isupper()

    def span(self, first: int, stop: int) -> Span | None:
        """Give the words from `first` to before `stop` as a span, without stray signs; None where there are none."""
        if not 0 <= first < stop <= len(self.low):
            return None
        while stop > first and self.low[stop - 1] in _OPENING:
            stop -= 1
        while first < stop and self.low[first] in _CLOSING:
            first += 1
        if first == stop:
            return None
        start, end = self.start[first], self.end[stop - 1]
        return Span(self.text[start:end], start, end)


def _is_full_stop(tokens: list[Token], i: int) -> bool:
    """Tell whether the dot at i ends a sentence: "was over. The", but not "Apple Inc. said" or "St. Ives"."""
    before, after = tokens[i - 1].text, tokens[i + 1].text
    return (after[0].isupper() and before[0].islower()) or after in "\"”’'"


def _last_joined(tokens: list[Token], i: int) -> int:
    """Return the last token of the word that begins at i."""
    first, size = i, len(tokens)
    while i + 2 < size and tokens[i + 1].start == tokens[i].end and tokens[i + 2].start == tokens[i + 1].end:
        before, mark, after = tokens[i].text, tokens[i + 1].text, tokens[i + 2].text
        if not (
            (mark == "-" and after[0].isalnum())
            or (mark in "'’" and after[0].isalnum() and after.lower() not in _ENDINGS)
            or (mark in ".," and before[-1].isdigit() and after[0].isdigit())
            or (mark == "." and len(before) == len(after) == 1 and before.isalpha() and after.isalpha())
        ):
            break
        i += 2
    # The last dot of "U.S." belongs to it.
    is_initials = i > first and tokens[i - 1].text == "." and tokens[i].text.isalpha()
    if is_initials and i + 1 < size and tokens[i + 1].text == "." and tokens[i + 1].start == tokens[i].end:
        return i + 1
    return i
