"""One text laid out for the fact finders: its tokens, where sentences and headlines are, its country words."""

from __future__ import annotations

from digest.facts import countries, lists
from digest.text.tokens import tokenize

_QUOTES = frozenset("\"'“”‘’«»„()[]—–-*•")
_STOPS = frozenset(".!?…:;")


class Reading:
    """A text's tokens and what can be said of each without knowing its neighbours' meaning."""

    def __init__(self, text: str, language: str = "en") -> None:
        self.text = text
        self.language = language
        self.tokens = tokenize(text)
        self.words = [token.text for token in self.tokens]
        self.lows = [word.lower() for word in self.words]
        self.upper = [word[0].isupper() for word in self.words]
        # A token after the last, so that looking one ahead needs no test.
        self.words.append("")
        self.lows.append("")
        self.upper.append(False)
        self.opens = self._openings()
        self.headline = self._headlines()
        self.countries = {found.first: found for found in countries.find(self.words[:-1])}
        self.body_names = self._body_names() if any(self.headline) else frozenset[str]()
        self.lower_words = frozenset(w for w, big in zip(self.words, self.upper, strict=True) if not big)

    def glued(self, at: int) -> bool:
        """Whether a token touches the one before it."""
        tokens = self.tokens
        return 0 < at < len(tokens) and tokens[at].start == tokens[at - 1].end

    def between(self, first: int, stop: int) -> str:
        """The text from one token up to another, which is left out."""
        return self.text[self.tokens[first].start : self.tokens[stop - 1].end]

    def _openings(self) -> list[bool]:
        """Where a capital says nothing, for a sentence, line or quotation begins there."""
        short = lists.sections("names/en")["abbreviation"]
        opens = []
        opening, last_end = True, 0
        text, words = self.text, self.words
        for at, token in enumerate(self.tokens):
            word = token.text
            if last_end and token.start > last_end and "\n" in text[last_end : token.start]:
                opening = True
            opens.append(opening)
            if word in _STOPS:
                before = words[at - 1] if at else ""
                opening = word != "." or not (before in short or (len(before) == 1 and before.isupper()))
            elif word not in _QUOTES:
                opening = False
            elif word in "\"“«‘'" and not self.glued(at):
                opening = True
            last_end = token.end
        opens.append(False)
        return opens

    def _headlines(self) -> list[bool]:
        """Which tokens stand in a line where nearly every word has a capital."""
        flags: list[bool] = []
        begin = 0
        count = len(self.tokens)
        for at in range(1, count + 1):
            new_line = at == count or "\n" in self.text[self.tokens[at - 1].end : self.tokens[at].start]
            if new_line:
                flags.extend([self._is_headline(begin, at)] * (at - begin))
                begin = at
        flags.append(False)
        return flags

    def _body_names(self) -> frozenset[str]:
        """The words that have a capital within a sentence outside headlines."""
        flags = zip(self.words, self.upper, self.opens, self.headline, strict=True)
        return frozenset(word for word, upper, opens, loud in flags if upper and not opens and not loud)

    def _is_headline(self, begin: int, stop: int) -> bool:
        if not 4 <= stop - begin <= 40 or self.words[stop - 1] == ".":
            return False
        long = [at for at in range(begin, stop) if len(self.words[at]) > 3 and self.words[at].isalpha()]
        return len(long) > 3 and sum(self.upper[at] for at in long) * 10 >= len(long) * 8
