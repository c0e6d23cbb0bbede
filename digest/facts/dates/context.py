"""What a relative date leans on: publication day, the dates read so far, and the tense around it."""

from __future__ import annotations

from digest.facts.dates import reckoning

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from digest.facts.dates.lexicon import Lexicon
    from digest.facts.dates.matching import Words

_REACH = 14
# A bare year this far from the year under discussion is an aside.
_ASIDE = 2
# A cue after the date says less than one before it.
_RIGHT = 0.6
# "by", "until" right before a date look ahead unless a verb says otherwise.
_TOWARDS = 0.5
# "said on Sunday that it will": what another clause says counts for less.
_CLAUSE = 3
# "a strike for Friday" looks ahead, but "scheduled for Friday was called off" looks back.
_MEANT = 1.5
# "Tuesday's declaration" has been made unless something says otherwise.
_GENITIVE = 0.3
_APOSTROPHES = frozenset("'’")
_BREAK = "\n"
_STOPS = frozenset(".!?;\n")


class Context:
    """Publication day, the last date read, and the words around each expression."""

    __slots__ = ("day", "fresh", "last", "leaned", "lexicon", "narrative", "published", "quarter", "why", "words")

    def __init__(self, words: Words, lexicon: Lexicon, published: date | None) -> None:
        self.words = words
        self.lexicon = lexicon
        self.published = published
        self.narrative = False
        self.quarter = ""
        self.fresh = True
        self.day: tuple[int, int, int] | None = None
        self.last: tuple[int, int, int] | None = None
        self.leaned: str | None = None
        self.why = ""  # the word that told where the clause looks, with its direction

    def today(self) -> date | None:
        """Return publication day, noting that the value rests on it."""
        if self.published is not None:
            self.leaned = self.published.isoformat()
        return self.published

    def speaking_day(self, index: int) -> date | None:
        """Return the day that "today" means at a word: in a quotation the day it was said."""
        today = self.today()
        if today is None or self.day is None or not self._is_quoted(index):
            return today
        said = reckoning.day(*self.day)
        if said is not None and 0 < (today - said).days <= 3:
            self.leaned = said.isoformat()
            return said
        return today

    def _is_quoted(self, index: int) -> bool:
        low = self.words.low
        straight = 0
        for at in range(index - 1, max(-1, index - 80), -1):
            word = low[at]
            if word == _BREAK:
                break
            if word == "“":
                return True
            if word == "”":
                return False
            straight += word == '"'
        return straight % 2 == 1

    def talked_about(self) -> tuple[int, int, int] | None:
        """Return the last date read (0 for a missing month or day), or else publication day."""
        if self.last is not None:
            year, month, number = self.last
            self.leaned = f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{number:02d}" if number else "")
            return self.last
        base = self.today()
        return None if base is None else (base.year, base.month, base.day)

    def day_talked_about(self) -> date | None:
        """Return the last full date read, or else publication day."""
        if self.last is not None and self.last[2]:
            found = self.talked_about()
            return None if found is None else reckoning.day(*found)
        return None if self.narrative else self.today()

    def remember(self, value: str) -> None:
        """Note the date just read."""
        value = value.partition("T")[0]
        parts = value.split("-")
        if not (len(parts[0]) == 4 and parts[0].isdigit()):
            return
        year, month, number = int(parts[0]), 0, 0
        if len(parts) > 1 and parts[1].isdigit():
            month = int(parts[1])
            if len(parts) > 2 and parts[2].isdigit():
                number = int(parts[2])
        elif len(parts) == 2 and parts[1][:1] == "W" and parts[1][1:].isdigit():
            span = reckoning.edtf(value)
            month = int(span[5:7]) if span else 0
        if number:
            self.day = (year, month, number)
        aside = self.last is not None and self.last[1] and not month and abs(year - self.last[0]) > _ASIDE
        if not (self.narrative and aside and not self.fresh):
            self.last = (year, month, number)
        self.fresh = False

    def direction(self, start: int, end: int, *, is_weekday: bool = False) -> int:
        """Say whether the clause around the words looks ahead (1), back (-1) or neither (0)."""
        low = self.words.low
        best, result = self._first_guess(start, end, is_weekday=is_weekday)
        cue = low[start - 1] if best and result > 0 else ""
        for step, first in ((-1, start - 1), (1, end)):
            index, distance = first, 1.0
            while 0 <= index < len(low) and distance < _REACH:
                word = low[index]
                if word in _STOPS and not self._is_abbreviation(index):
                    break
                if word == ",":
                    distance += 2
                elif word in self.lexicon.clauses or (word in self.lexicon.links and self._opens_clause(index + 1)):
                    distance += _CLAUSE
                weight, sign = self._cue(index, word, is_weekday=is_weekday)
                if sign:
                    score = (weight if step < 0 else _RIGHT * weight) / distance
                    if score > best:
                        best, result, cue = score, sign, word
                index += step
                distance += 1
        looks = "looks ahead" if result > 0 else "looks back"
        self.why = f"{looks}, by “{cue}”" if cue else f"{looks}, as news does" if result <= 0 else looks
        return result

    def _first_guess(self, start: int, end: int, *, is_weekday: bool) -> tuple[float, int]:
        """Judge by the words right beside a date, and how strongly: "by Friday", "a strike for Friday"."""
        low = self.words.low
        before = low[start - 1] if start else ""
        if before in self.lexicon.towards:
            return _TOWARDS, 1
        if is_weekday and before in self.lexicon.meant and not self._is_genitive(end):
            return _MEANT, 1
        return (_GENITIVE, -1) if is_weekday and self._is_genitive(end) else (0.0, 0)

    def _is_genitive(self, end: int) -> bool:
        low = self.words.low
        return low[end + 1 : end + 2] == ["s"] and low[end] in _APOSTROPHES

    def _opens_clause(self, index: int) -> bool:
        """ "and will", "and said", but not "bread and butter"."""
        return index < len(self.words.low) and self._cue(index, self.words.low[index])[1] != 0

    def _is_abbreviation(self, index: int) -> bool:
        """A full stop after one letter ("U.S."), or before a word in small letters, ends nothing."""
        words = self.words
        if words.low[index] != ".":
            return False
        if index + 1 < len(words.low) and words.text[words.starts[index + 1]].islower():
            return True
        return index > 0 and len(words.low[index - 1]) == 1 and words.low[index - 1].isalpha()

    def _cue(self, index: int, word: str, *, is_weekday: bool = False) -> tuple[int, int]:
        """Return how much a word says about the clause's time, and whether it looks ahead (1) or back (-1)."""
        low, lexicon = self.words.low, self.lexicon
        if word == "to" and index and (low[index - 1] in lexicon.commit or low[index - 1] in lexicon.put_off):
            return 3, 1
        if is_weekday and word.endswith("ing") and index and low[index - 1] in lexicon.doing:
            return 2, 1  # "is meeting on Friday", but what "is growing" may have begun last June
        if word in lexicon.afters and index + 1 < len(low) and low[index + 1].endswith("ing"):
            return 3, -1
        cue = lexicon.cues.get(word) or self._ending(index, word)
        if cue[1] and self.words.is_capital(index) and not self.words.is_sentence_start(index):
            return 0, 0  # a name: "Will", "Met Office"
        if cue[1] < 0 and index and low[index - 1] in lexicon.passive:
            return 0, 0
        if cue[1] > 0 and index and low[index - 1] == "to":
            return 0, 0  # "forced them to close": the verb before tells when
        return cue

    def _ending(self, index: int, word: str) -> tuple[int, int]:
        """ "opened", not "United", "succeed" or "hundred"."""
        if len(word) > 4 and self.words.classes[index] is None and not self.words.is_capital(index):
            for ending, cue in self.lexicon.endings:
                if word.endswith(ending):
                    return cue
        return 0, 0
