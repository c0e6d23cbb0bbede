"""The summary of a story: its articles take turns, each giving its best sentence that says something new."""

from __future__ import annotations

from collections import Counter
from math import sqrt

from digest.model import StorySentence
from digest.summarize import ranked
from digest.summarize.choose import candidates
from digest.summarize.focus import found, raised
from digest.summarize.furniture import is_furniture
from digest.text import sentences, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.model import Brief, Sentence

ALIKE = 0.6  # cosine of content words above which a sentence repeats one taken
SHARED_RUNS = 0.35  # share of a sentence's runs of three words that another may have
LEAST_WORDS = 6  # a shorter sentence says little out of its place
_FIRST = 60  # ranked sentences of one article that are tried: no summary needs more


def summarize(
    briefs: Sequence[Brief], *, limit: int = 5, words_limit: int = 0, focus: Sequence[str] = ()
) -> tuple[StorySentence, ...]:
    """Choose sentences from several articles, best first; grouped by article, in reading order within each.

    `limit` counts sentences and `words_limit` words; 0 is no limit. Sentences with the words of `focus` are raised. One
    article gives its own summary.
    """
    if not briefs:
        return ()
    if len(briefs) == 1:
        return _own(briefs[0])
    queues: list[Iterator[tuple[Sentence, float]] | None] = [None] * len(briefs)
    taken: list[tuple[int, Sentence, float]] = []
    marks: list[_Marks] = []
    room = words_limit
    open_queues = list(range(len(briefs)))
    while open_queues and not (limit and len(taken) >= limit):
        for number in tuple(open_queues):
            queue = queues[number] = queues[number] or _ranked(briefs[number], focus)
            new = _next_new(queue, briefs[number].article.language, marks, room if words_limit and taken else 0)
            if new is None:
                open_queues.remove(number)
                continue
            sentence, score, mark = new
            taken.append((number, sentence, score))
            marks.append(mark)
            room -= words.count(sentence.text)
            if (limit and len(taken) >= limit) or (words_limit and room < LEAST_WORDS):
                open_queues.clear()
                break
    if not taken:
        return _own(briefs[0])
    taken.sort(key=lambda one: (one[0], one[1].start))
    return tuple(
        StorySentence(article.id, s.text, s.start, s.end, score, found(s.text, focus, article.language))
        for n, s, score in taken
        for article in (briefs[n].article,)
    )


def _own(brief: Brief) -> tuple[StorySentence, ...]:
    return tuple(
        StorySentence(brief.article.id, s.text, s.start, s.end, s.score, s.focus) for s in brief.summary.sentences
    )


def _ranked(brief: Brief, focus: Sequence[str]) -> Iterator[tuple[Sentence, float]]:
    """The sentences of an article that may be printed, best first."""
    article = brief.article
    split = sentences.split(article.text, article.language)
    offered = [split[i] for i in candidates(split, title=article.title, at_least=1)]
    offered = [sentence for sentence in offered if not is_furniture(sentence.text)]  # a page of nothing else
    ranking = ranked.rank(offered, title=article.title, language=article.language)
    for one in raised(ranking, offered, focus, article.language)[:_FIRST]:
        yield offered[one.position], one.score


# The content words of a sentence with their number, the length of that vector, its runs of three words.
_Marks = tuple[Counter[str], float, frozenset[tuple[str, ...]]]


def _next_new(
    queue: Iterator[tuple[Sentence, float]], language: str, marks: Sequence[_Marks], room: int
) -> tuple[Sentence, float, _Marks] | None:
    """The next sentence that fits and repeats nothing; None when there is none."""
    for sentence, score in queue:
        if marks and words.count(sentence.text) < LEAST_WORDS:
            continue
        if room and words.count(sentence.text) > room:
            continue
        mark = _marks(sentence.text, language)
        if not any(_repeats(mark, other) for other in marks):
            return sentence, score, mark
    return None


def _marks(text: str, language: str) -> _Marks:
    bag = Counter(words.content_words(text, language))
    parts = words.words(text, language)
    return bag, sqrt(sum(n * n for n in bag.values())), frozenset(zip(parts, parts[1:], parts[2:], strict=False))


def _repeats(one: _Marks, other: _Marks) -> bool:
    if one[1] and other[1]:
        dot = sum(n * other[0][word] for word, n in one[0].items())
        if dot > ALIKE * one[1] * other[1]:
            return True
    elif one[0] == other[0] and one[2] == other[2]:
        return True
    shorter = min(len(one[2]), len(other[2]))
    return bool(shorter) and len(one[2] & other[2]) > SHARED_RUNS * shorter
