"""How alike two articles are: the words each opens with, weighed by how much a word tells of one event.

A word weighs by its rarity in the batch, for which a table of free text stands in as far as the batch is small, and by
how often the article says it. Two weighed bags compare by their cosine. What two texts contradict each other in, an
ordinal or a score, and the time between them lower it.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from functools import cache
from math import exp2, fsum, log2, sqrt

from digest.stories import wording
from digest.text import wordlists, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model import Article

    Bag = dict[str, float]

TABLE = os.path.join(os.path.dirname(__file__), "data", "en.txt")
STEPS = 4  # of the table to a doubling
# How rare a word is that the table lacks, in doublings, and how many articles the table counts for beside the batch.
UNSEEN, PRIOR = 14.0, 2_000
# In a language without a table the batch alone tells what is rare, so nothing stands in for it for long.
UNSEEN_ELSEWHERE, PRIOR_ELSEWHERE = 9.0, 50
OPENING = 3_000  # characters that are read: what is news stands at the top
TOP = 80  # words of the text that count twice: what the news is about
FEWEST = 4  # different words; less can't say what happened
MOST = 120  # of the heaviest words kept of an article
# Two articles that name so many each and none the same are hardly of one event, however alike they are told.
NAMES, OTHER_NAMES = 3, 0.25
NAMING = 4.5  # doublings: how rare a word with a capital must be to name one of many
NEAR, HALF = 1.5, 5.0  # days: so long nothing is lost; then, with each so many days, half
_WORD = re.compile(r"\w+")
# Written without signs that \w does not know, so that the quick way of finding words will do.
_PLAIN = frozenset(("en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr", "ru", "uk"))


def keys(text: str) -> list[str]:
    """The words of a text in the form in which they are compared.

    >>> keys("Two Storms hit Texas")
    ['two', 'storm', 'hit', 'texa']
    """
    return [key(word) for word in _WORD.findall(text)]


def key(word: str) -> str:
    """A word without the case and the "s" that tell a plural from a singular, the same for all forms that it joins."""
    low = word.lower()
    return low[:-1] if len(low) > 3 and low[-1] == "s" and low[-2] != "s" else low


class Batch:
    """Articles as weighed words: the heaviest first, none where an article says too little."""

    def __init__(self, articles: Sequence[Article]) -> None:
        sources = [article.source for article in articles]
        languages = [wordlists.code(article.language) for article in articles]
        titles = [wording.headline(article.title[:OPENING]) for article in articles]
        texts = wording.without_boilerplate(sources, titles, [article.text[:OPENING] for article in articles])
        titles = [wording.without_furniture(title) for title in titles]
        texts = [wording.without_furniture(text) for text in texts]
        forms = {language: _Forms(language) for language in set(languages)}
        counts = [_counted(*read, forms[read[2]]) for read in zip(titles, texts, languages, strict=True)]
        wording.drop_own_words(sources, counts)
        self.spread = Counter([word for counted in counts for word in counted])
        self._english = [code == "en" for code in languages]
        self._rarities = weights = {
            is_english: self._weights(is_english, len(articles)) for is_english in {c == "en" for c in languages}
        }
        self.names = [
            _names(text, forms[code], weights[code == "en"]) for text, code in zip(texts, languages, strict=True)
        ]
        self.bags = counts
        for n, code in enumerate(languages):  # one by one in the same list: a hundred thousand articles fill the memory
            counts[n] = _bag(counts[n], weights[code == "en"])
        self._days = [a.published.timestamp() / 86_400 if a.published else None for a in articles]
        self._slots = [wording.slots(title, text) for title, text in zip(titles, texts, strict=True)]

    def likeness(self, one: int, other: int) -> float:
        """How alike two articles are, from 0 to 1."""
        a, b = self.bags[one], self.bags[other]
        # Not `sum`: the order of a set changes from run to run, and with it the last digit.
        alike = fsum([a[word] * b[word] for word in a.keys() & b.keys()])
        alike *= wording.agreement(self._slots[one], self._slots[other])
        some, others = self.names[one], self.names[other]
        if min(len(some), len(others)) >= NAMES and some.isdisjoint(others):
            alike *= OTHER_NAMES
        first, last = self._days[one], self._days[other]
        if first is not None and last is not None and abs(first - last) > NEAR:
            alike *= exp2((NEAR - abs(first - last)) / HALF)
        return alike

    def weight(self, article: int, word: str) -> float:
        """How rare a word of an article is, in doublings."""
        return self._rarities[self._english[article]][word]

    def _weights(self, is_english: bool, articles: int) -> Bag:
        table, unseen, prior = (rarity(), UNSEEN, PRIOR) if is_english else ({}, UNSEEN_ELSEWHERE, PRIOR_ELSEWHERE)
        known, fresh, size = table.get, prior * exp2(-unseen), articles + prior
        expected = {doublings: prior * exp2(-doublings) for doublings in set(table.values())}
        expected[unseen] = fresh
        # An article itself says nothing of how rare its words are, hence the one less.
        return {word: log2(size / (seen - 1 + expected[known(word, unseen)])) for word, seen in self.spread.items()}


@cache
def rarity() -> Bag:
    """How rare each word of the background is: in how many texts it stands, as doublings down from all of them."""
    found: Bag = {}
    with open(TABLE, encoding="utf-8") as file:
        for line in file:
            steps, *listed = line.split()
            found.update(dict.fromkeys(listed, int(steps) / STEPS))
    return found


class _Forms(dict[str, str]):
    """The key of each word, looked up once: "" for words that tell nothing."""

    def __init__(self, language: str) -> None:
        self._stops = words.stop_words(language)

    def __missing__(self, word: str) -> str:
        form = key(word)
        telling = len(word) > 1 and form not in self._stops and word.lower() not in self._stops
        self[word] = form if telling else ""
        return self[word]


def _counted(title: str, text: str, language: str, forms: _Forms) -> Bag:
    """How much an article makes of each word: once for the title and the text, twice for the text's top."""
    find = _WORD.findall if language in _PLAIN else lambda said: words.words(said, language)
    said = find(text)
    if not said:
        return {}
    counts = Counter(said)
    for word in (*find(title), *said[:TOP]):
        counts[word] += 1
    counted: Bag = {}
    for word, count in counts.items():
        if form := forms[word]:
            counted[form] = counted.get(form, 0) + count
    return counted if len(counted) >= FEWEST else {}


def _names(text: str, forms: _Forms, weights: Bag) -> frozenset[str]:
    """The rare words with a capital that the text never writes small."""
    said = set(_WORD.findall(text))
    _, _, months, weekdays = wording.lists()
    other = {word.lower() for word in said if word[0].islower()} | months | weekdays
    found = {forms[word] for word in said if word[0].isupper() and word.lower() not in other}
    return frozenset([name for name in found if weights.get(name, 0.0) >= NAMING])


def _bag(counted: Bag, weights: Bag) -> Bag:
    """The heaviest words, their squares adding up to one."""
    weighed = [(-weights[word] * (1 + log2(count)), word) for word, count in counted.items()]
    weighed.sort()
    del weighed[MOST:]
    length = sqrt(sum([weight * weight for weight, _ in weighed])) or 1.0
    return {word: -weight / length for weight, word in weighed if weight < 0}
