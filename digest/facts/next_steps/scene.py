"""A sentence ready for matching: its words, its time phrases and the cues of its language."""

from __future__ import annotations

TYPE_CHECKING = False  # the import of typing costs more than this module
if TYPE_CHECKING:
    from digest.facts.next_steps.cues import Cues
    from digest.facts.next_steps.when import Time
    from digest.facts.next_steps.words import Words

Range = tuple[int, int]  # first word, word after the last
_INVERTED = frozenset(("should", "were", "had"))  # "Should it rain, the match will be off"
_QUOTES = frozenset('"“”«»')
_FINAL = frozenset('.!?:;"”')
Step = tuple[Range, Range | None, str, int]  # what, who, status, and the word where the search goes on


class Scene:
    """A sentence with small questions about its words; a place outside it is in no set."""

    __slots__ = ("conditions", "cue", "cues", "floor", "low", "sets", "size", "times", "words")

    def __init__(self, words: Words, times: list[Time], cues: Cues) -> None:
        self.words, self.times, self.cues = words, times, cues
        self.low, self.sets, self.size = words.low, cues.words, words.size
        self.cue = (0, 0, "")  # the words that opened the last step, and the kind of their frame
        self.floor = 0  # where the step before ended: what lies before it is told
        conditional = self.sets["if"]
        self.conditions = [i for i, word in enumerate(self.low) if word in conditional]
        if self.size and self.low[0] in _INVERTED:
            self.conditions.insert(0, 0)

    def word(self, i: int) -> str:
        """Return word i, empty outside the sentence."""
        return self.words.word(i)

    def has(self, i: int, name: str) -> bool:
        """Tell whether word i is in the set of that name."""
        return 0 <= i < self.size and self.low[i] in self.sets[name]

    def any_in(self, name: str, first: int, stop: int) -> bool:
        """Tell whether a word from `first` to before `stop` is in the set of that name."""
        return not self.sets[name].isdisjoint(self.low[max(first, 0) : stop])

    def is_capital(self, i: int) -> bool:
        """Tell whether word i is written with a capital."""
        return self.words.is_capital(i)

    def is_pronoun(self, span: Range) -> bool:
        """Tell whether a range of words is a single pronoun."""
        return span[1] - span[0] == 1 and self.low[span[0]] in self.sets["pronoun"]

    def skip_adverbs(self, i: int) -> int:
        """Step forward over adverbs."""
        adverbs = self.sets["adverb"]
        while i < self.size and (self.low[i] in adverbs or (self.low[i] == "doubt" and self.low[i - 1] == "no")):
            i += 1
        return i

    @property
    def is_quoted(self) -> bool:
        """Tell whether there are quotation marks."""
        return not _QUOTES.isdisjoint(self.low)

    @property
    def is_headline(self) -> bool:
        """Tell a short line without a full stop."""
        return 0 < self.size <= 18 and self.low[-1] not in _FINAL

    def is_verb(self, i: int) -> bool:
        """Tell whether word i can be a plain verb after "to" or "will"."""
        word = self.word(i)
        if (
            not word[:1].isalpha()
            or word[-2:-1].isdigit()
            or self._is_plural(word)
            or self.is_capital(i)
            or (word.endswith("ing") and len(word) > 5)
        ):
            return False
        sets = self.sets
        return not (
            word in sets["determiner"]
            or word in sets["preposition"]
            or word in sets["conjunction"]
            or word in sets["pronoun"]
        )

    def is_perfect(self, i: int) -> bool:
        """Tell "have been" and "have killed", which look back."""
        after = self.word(self.skip_adverbs(i + 1))
        return self.word(i) == "have" and (after == "been" or after.endswith("ed"))

    def _is_plural(self, word: str) -> bool:
        """Tell a noun like "reporters" in "talks to reporters"."""
        return word.endswith("s") and not word.endswith(("ss", "us", "as")) and len(word) > 4

    def ahead(self, first: int, stop: int) -> bool:
        """Tell whether a time phrase that begins in first..stop is not past."""
        return any(first <= time[0] < stop and time[3] >= 0 for time in self.times)

    def surely_ahead(self, first: int, stop: int) -> bool:
        """Tell whether a time phrase that begins in first..stop lies after publication."""
        return any(first <= time[0] < stop and time[3] > 0 for time in self.times)

    def not_before(self, first: int, stop: int) -> bool:
        """Tell whether "until" or "before" a time ahead follows: "will not open before May" will open."""
        starts = self.sets["not before"]
        return any(first <= time[0] < stop and time[3] >= 0 and self.low[time[0]] in starts for time in self.times)

    def only_past(self, first: int, stop: int) -> bool:
        """Tell whether there are time phrases in first..stop, all of them past."""
        inside = [time for time in self.times if first <= time[0] < stop]
        if not inside or max(time[3] for time in inside) >= 0:
            return False
        # "will lose the medal that she won in May": the past time is of another clause.
        return any(not self.any_in("own clause", first + 1, time[0]) for time in inside)

    def is_history(self, group: list[str]) -> bool:
        """Tell whether the rest of the sentence, whose verb has this group, tells of what was long ago."""
        if not self.sets["present"].isdisjoint(group):
            return False
        inside = [time[3] for time in self.times if time[0] >= self.floor]
        return bool(inside) and min(inside) == -2 and max(inside) < 0

    def is_reported(self, i: int) -> bool:
        """Tell whether a verb of saying stands before word i."""
        return self.any_in("reporting", i - 25, i)

    def is_conditional(self, i: int) -> bool:
        """Tell whether an "if" stands before word i or follows without a comma."""
        for place in self.conditions:
            if i - 30 <= place < i:
                return True
            if place > i and self.low[place] not in ("whether", "unless"):
                return not any(mark in (",", ";", ":") for mark in self.low[i:place])
        return False
