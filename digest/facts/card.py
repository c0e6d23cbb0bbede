"""Gathers who, when and what next into one card."""

from __future__ import annotations

from digest.facts import dates, next_steps, people
from digest.model import FactCard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model import Article, Sentence


def fill(article: Article, sentences: Sequence[Sentence]) -> FactCard:
    """Find the facts of one article; each is a span of its text."""
    text, language, published = article.text, article.language, article.published
    found = dates.find(text, sentences, published=published, language=language)
    return FactCard(
        participants=people.find(text, sentences, language=language),
        dates=tuple(fact for fact in found if fact.kind in {"date", "time"}),
        next_steps=next_steps.find(text, sentences, dates=found, published=published, language=language),
    )
