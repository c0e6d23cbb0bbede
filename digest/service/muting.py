"""What the mute and keep rules do with the articles that are there."""

from __future__ import annotations

from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from digest.archive import Archive
    from digest.model import Article, Subscription
    from digest.rules import Rule, Rules

_AT_ONCE = 500  # articles in memory


class Effect(Value):
    """One rule and the articles it muted, or kept from being muted."""

    rule: Rule
    articles: tuple[Shown, ...]


class Shown(Value):
    """As much of an article as a list of rules shows."""

    id: str
    title: str
    source: str
    at: datetime


class Trial(Value):
    """What all rules would have done to so many articles; an article counts for the one rule that decided."""

    articles: int
    effects: tuple[Effect, ...]

    def count(self, action: str) -> int:
        """How many articles rules of one action decided."""
        return sum(len(effect.articles) for effect in self.effects if effect.rule.action == action)


def trial(rules: Rules, archive: Archive, feeds: Sequence[Subscription], *, since: datetime) -> Trial:
    """Ask the rules about every article since a time."""
    titles = {url: state.title for url, state in archive.states().items()}
    titles.update({feed.url: feed.title for feed in feeds if feed.title})
    tags = {feed.url: feed.tags for feed in feeds}
    decided: dict[str, list[Shown]] = {rule.name: [] for rule in rules.rules}
    count = 0
    for article, seen in _articles(archive, since):
        count += 1
        rule = rules.decide(article, titles.get(article.source, ""), tags.get(article.source, ())).rule
        if rule:
            decided[rule].append(Shown(article.id, article.title, article.source, article.published or seen))
    return Trial(count, tuple(Effect(rule, tuple(decided[rule.name])) for rule in rules.rules))


def _articles(archive: Archive, since: datetime) -> Iterator[tuple[Article, datetime]]:
    from digest.archive.search import Query

    query, offset = Query(after=since), 0
    while page := archive.page(query, limit=_AT_ONCE, offset=offset):
        yield from ((kept.article, kept.first_seen) for kept in page)
        offset += len(page)
