"""Which stories come first, by one documented sum.

    score = log2(1 + independent)             reports that are no copies of each other
          + 0.25 · log2(1 + articles)         how much there is to read
          + 2^(-age / 24 h)                   age of the newest article; none known counts as a day
          + 1 for each of the reader's topics in a title, 0.5 in a text alone, 2 at most
          + 1 / √(articles of its quietest feed today)

The last term lets the one article of a weekly beside the hundred of an agency.
"""

from __future__ import annotations

from math import exp2, log2, sqrt

from digest.stories.likeness import keys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from digest.model import Article

SIZE = 0.25
DAY = 86_400.0  # seconds in which freshness halves
IN_TITLE, IN_TEXT, MOST_TOPICS = 1.0, 0.5, 2.0
QUIET = 1.0


def score(
    articles: Sequence[Article],
    *,
    independent: int,
    now: datetime,
    topics: Iterable[str] = (),
    feed_sizes: Mapping[str, int] | None = None,
) -> float:
    """How far up a story belongs; `feed_sizes` are articles of the day by `Article.source`."""
    sizes = [max(1, (feed_sizes or {}).get(article.source, 1)) for article in articles]
    wanted = sum(IN_TITLE if in_title else IN_TEXT for _, in_title in _found(articles, topics))
    return (
        log2(1 + max(0, independent))
        + SIZE * log2(1 + len(articles))
        + _freshness(articles, now)
        + min(MOST_TOPICS, wanted)
        + (QUIET / sqrt(min(sizes)) if sizes else 0.0)
    )


def rank(
    stories: Sequence[Sequence[Article]],
    *,
    independent: Sequence[int],
    now: datetime,
    topics: Iterable[str] = (),
    feed_sizes: Mapping[str, int] | None = None,
) -> tuple[int, ...]:
    """The positions of the stories, the one with the highest score first; `independent` goes with `stories`."""
    wanted = tuple(topics)
    scores = [
        score(articles, independent=count, now=now, topics=wanted, feed_sizes=feed_sizes)
        for articles, count in zip(stories, independent, strict=True)
    ]
    first = [min((article.id for article in articles), default="") for articles in stories]
    return tuple(sorted(range(len(stories)), key=lambda n: (-scores[n], first[n], n)))


def topics_in(articles: Iterable[Article], topics: Iterable[str]) -> tuple[str, ...]:
    """Which of the reader's topics raised a story, so that it can be shown."""
    return tuple(topic for topic, _ in _found(tuple(articles), topics))


def _found(articles: Sequence[Article], topics: Iterable[str]) -> list[tuple[str, bool]]:
    """Each topic that some article has as whole words, and whether a title has it."""
    wanted = {topic: _padded(topic) for topic in topics}
    if not any(words.strip() for words in wanted.values()):
        return []
    titles = [_padded(article.title) for article in articles]
    texts = [_padded(article.text) for article in articles]
    found = []
    for topic, words in wanted.items():
        if not words.strip():
            continue
        in_title = any(words in title for title in titles)
        if in_title or any(words in text for text in texts):
            found.append((topic, in_title))
    return found


def _padded(text: str) -> str:
    return f" {' '.join(keys(text))} "


def _freshness(articles: Sequence[Article], now: datetime) -> float:
    ages = [(now - article.published).total_seconds() for article in articles if article.published]
    return exp2(-max(0.0, min(ages, default=DAY)) / DAY)
