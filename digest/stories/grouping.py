"""Which articles tell of one event: pairs that share rare words, compared, then joined with care.

Tuned for precision: that two newsrooms report one thing is a claim, and a false one is worse than a story told twice.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain, islice, product
from math import fsum

from digest.stories import wording
from digest.stories.likeness import Batch
from digest.stories.linkage import Linkage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from digest.model import Article

    Pair = tuple[int, int]

TELLING = 40  # of an article's heaviest words are looked up
SHARED = 2  # of them must be another's too
COMMONEST = 500  # articles with one word; a word with more leads nowhere
LOOKED_AT = 300  # places in lists that one article looks up, so that time grows with the articles alone
UNLIKE = 0.04  # a pair below is as good as none
SHORTEST_COPY = 100  # characters; the same few words under two articles, "UPDATE:", make no story
LONGEST_NOTICE = 2_000  # characters of a text that several articles have and that may be their pages' alone
# A short text of so many telling words goes to a group that has so much of their weight, in doublings and as a share,
# where no other group has more than this share of that.
BRIEF, EVIDENCE, CONTAINED, RUNNER_UP = 30, 18.0, 0.33, 0.7
NAMED = 0.5  # of its names are theirs too: two quakes differ in little else
ASKED = 50  # articles of a group, so that a huge one costs no more
SUBSTANTIAL = 0.5  # of the longest text


def group(
    articles: Sequence[Article], *, together: Iterable[tuple[str, str]] = (), apart: Iterable[tuple[str, str]] = ()
) -> tuple[tuple[int, ...], ...]:
    """Group articles that tell of one event: positions, each once, in a group the best first.

    `together` and `apart` are pairs of article ids that the reader joined or parted; where they contradict each other,
    parting counts. An article without a text stays alone. The order of the articles makes no difference.
    """
    order = sorted(range(len(articles)), key=lambda n: _identity(articles[n]))
    joined, parted = list(together), list(apart)
    hollow = _hollow(articles)
    copies = _copies(articles, order, {articles[n].id for n in hollow}.union(*parted))
    distinct = [of[0] for of in copies]
    batch = Batch([articles[n].__replace__(text="") if n in hollow else articles[n] for n in distinct])
    alike = {pair: likeness for pair in _candidates(batch) if (likeness := batch.likeness(*pair)) > UNLIKE}
    linkage = Linkage(len(distinct), alike)
    places: dict[str, list[int]] = {}
    for place, of in enumerate(copies):
        for n in of:
            places.setdefault(articles[n].id, []).append(place)
    linkage.part(_placed(parted, places))
    linkage.join(_placed(joined, places))
    linkage.grow()
    linkage.join(_attached(batch, linkage.groups(), alike))
    groups = [_best_first(articles, [n for place in of for n in copies[place]]) for of in linkage.groups()]
    return tuple(sorted(groups, key=min))


def _hollow(articles: Sequence[Article]) -> set[int]:
    """The articles whose text others have as well and is a notice of their pages, which says nothing of an event."""
    same: dict[str, list[int]] = {}
    for n, article in enumerate(articles):
        if SHORTEST_COPY <= len(article.text) <= LONGEST_NOTICE:
            same.setdefault(article.text, []).append(n)
    return {n for text, of in same.items() if len(of) > 1 and wording.is_notice(text) for n in of}


def _copies(articles: Sequence[Article], order: Iterable[int], parted: set[str]) -> list[list[int]]:
    """The articles in order, those that say the same on one day as one, so that copies cost nothing."""
    seen: dict[Hashable, list[int]] = {}
    for n in order:
        article = articles[n]
        day = article.published and article.published.toordinal()
        alone = n if article.id in parted or len(article.text.strip()) < SHORTEST_COPY else None
        seen.setdefault((article.title, article.text, day, alone), []).append(n)
    return list(seen.values())


def _candidates(batch: Batch) -> Iterator[Pair]:
    """Pairs that share rare words, each once."""
    lists: dict[str, list[int]] = {}
    spread = batch.spread
    for n, bag in enumerate(batch.bags):
        telling = [word for word in islice(bag, TELLING) if 1 < spread[word] <= COMMONEST]
        telling.sort(key=lambda word: (spread[word], word))
        found: list[list[int]] = []
        left = LOOKED_AT
        for word in telling:
            others = lists.setdefault(word, [])
            if len(others) <= left:
                left -= len(others)
                found.append(others)
        shared = Counter(chain.from_iterable(found))
        yield from [(other, n) for other, count in shared.items() if count >= SHARED]
        for word in telling:
            lists[word].append(n)


def _attached(batch: Batch, groups: Sequence[Sequence[int]], alike: Iterable[Pair]) -> list[Pair]:
    """Short texts that stayed alone, each with one of the group that stands out as having what is telling in them.

    A cosine asks as much of the long text as of the short one, whose every word may stand in the long.
    """
    of = {n: number for number, members in enumerate(groups) for n in members}
    short = {members[0] for members in groups if len(members) == 1 and 0 < len(batch.bags[members[0]]) <= BRIEF}
    around: dict[int, set[int]] = {}
    for one, other in alike:
        for n, near in ((one, other), (other, one)):
            if n in short:
                around.setdefault(n, set()).add(of[near])
    found: list[Pair] = []
    for n, numbers in sorted(around.items()):
        scores = sorted([(-_explained(batch, n, groups[number][:ASKED]), number) for number in numbers])
        best, second = -scores[0][0], -scores[1][0] if len(scores) > 1 else 0.0
        enough = max(EVIDENCE, CONTAINED * _explained(batch, n, (n,)))
        group = groups[scores[0][1]]
        named = [name for name in batch.names[n] if any(name in batch.bags[m] for m in group[:ASKED])]
        if best >= enough and second <= RUNNER_UP * best and len(named) >= NAMED * len(batch.names[n]):
            found.append((n, group[0]))
    return found


def _explained(batch: Batch, article: int, group: Sequence[int]) -> float:
    """How much of what an article tells the articles of a group say too, in doublings."""
    bags = [batch.bags[n] for n in group]
    return fsum([batch.weight(article, word) for word in batch.bags[article] if any(word in bag for bag in bags)])


def _placed(pairs: Iterable[tuple[str, str]], places: dict[str, list[int]]) -> Iterator[Pair]:
    for one, other in pairs:
        yield from product(places.get(one, ()), places.get(other, ()))


def _best_first(articles: Sequence[Article], group: list[int]) -> tuple[int, ...]:
    """The earliest of those that say much, then the others."""
    enough = SUBSTANTIAL * max(len(articles[n].text) for n in group)

    def worth(n: int) -> tuple[bool, float, int, tuple[str, ...]]:
        article = articles[n]
        when = article.published.timestamp() if article.published else float("inf")
        return (len(article.text) < enough, when, -len(article.text), _identity(article))

    return tuple(sorted(group, key=worth))


def _identity(article: Article) -> tuple[str, ...]:
    return (article.id, article.source, article.title, article.text)
