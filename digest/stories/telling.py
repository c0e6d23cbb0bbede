"""From the articles of one event to its story: headline, summary, merged facts, conflicts."""

from __future__ import annotations

from digest.model import Story
from digest.stories import conflicts, merging, summary
from digest.summarize.furniture import is_furniture
from digest.text import labels
from digest.text.words import count

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model import Article, Brief

SUBSTANCE = 800  # words: among longer articles the earlier counts as the better
_LONGEST_HEADLINE = 40  # words
_SEPARATORS = (" - ", " – ", " — ", " | ", " :: ", " · ", " » ")
_OF_OUTLETS = frozenset(("the", "news", "online", "com", "uk", "us", "world"))


def tell(
    briefs: Sequence[Brief],
    *,
    story_id: str,
    why: Sequence[str] = (),
    reprints: Sequence[Sequence[int]] = (),
    limit: int = 5,
    focus: Sequence[str] = (),
    words: int = 0,
) -> Story:
    """Make a story of the briefs of one group; `reprints` are sets of their indexes that are copies of one text.

    Of each such set only the best counts as a source; the story lists them all. `limit` counts the summary's
    sentences and `words` its words, where not 0.
    """
    order = sorted(range(len(briefs)), key=lambda n: _worth(briefs[n]))
    copies = _copies(order, reprints)
    order.sort(key=lambda n: n in copies)
    best_first = tuple(briefs[n] for n in order)
    own = tuple(briefs[n] for n in order if n not in copies)
    merged = merging.merge(own)
    return Story(
        id=story_id,
        headline=_headline(own),
        briefs=best_first,
        summary=summary.summarize(own, limit=limit, words_limit=words, focus=focus),
        participants=merged.participants,
        dates=merged.dates,
        next_steps=merged.next_steps,
        conflicts=conflicts.find(own),
        why=tuple(why),
        independent=len(own),
        reprints=tuple(briefs[n].article.id for n in order if n in copies),
    )


def _worth(brief: Brief) -> tuple[bool, int, str, str]:
    """The order of briefs: with a summary, long, early."""
    article = brief.article
    published = article.published.isoformat() if article.published else "9999"
    return not brief.summary.sentences, -min(count(article.text), SUBSTANCE), published, article.id


def _copies(order: Sequence[int], reprints: Sequence[Sequence[int]]) -> frozenset[int]:
    """All but the best of each set of copies."""
    place = {n: at for at, n in enumerate(order)}
    copies: set[int] = set()
    for together in reprints:
        copies.update(sorted({n for n in together if n in place}, key=place.__getitem__)[1:])
    return frozenset(copies)


def _headline(briefs: Sequence[Brief]) -> str:
    """The first title that is a headline, else the first sentence of a summary."""
    for brief in briefs:
        title = _without_outlet(brief.article)
        title = title[labels.end(title, 0, len(title)) :]
        if is_headline(title):
            return title
    for brief in briefs:
        for sentence in brief.summary.sentences:
            return sentence.text
    return next((brief.article.title for brief in briefs if brief.article.title), "")


def is_headline(title: str) -> bool:
    """Whether a title says something: some words, no address, no furniture.

    >>> [is_headline(title) for title in ("Ferries sail again after the storm", "Untitled", "https://example.org/1")]
    [True, False, False]
    """
    length = count(title)
    return 3 <= length <= _LONGEST_HEADLINE and "://" not in title and not is_furniture(title)


def _without_outlet(article: Article) -> str:
    """The title up to the outlet's name, where an aggregator or site has put it behind: "Storm hits - The Echo"."""
    title = article.title
    host = "".join(c for c in _host(article.url) + " " + _host(article.source) if c.isalnum())
    for separator in _SEPARATORS:
        front, found, outlet = title.rpartition(separator)
        if not found or not host:
            continue
        parts = outlet.casefold().replace(".", " ").split()
        if parts and all(_letters(part) in host or part in _OF_OUTLETS for part in parts) and _named(parts, host):
            return front.rstrip()
    return title


def _named(parts: Sequence[str], host: str) -> bool:
    return any(part not in _OF_OUTLETS and len(_letters(part)) > 1 and _letters(part) in host for part in parts)


def _letters(part: str) -> str:
    return "".join(c for c in part if c.isalnum())


def _host(address: str | None) -> str:
    """The name of the machine in an address, "" for a path."""
    _, found, rest = (address or "").partition("://")
    return rest.partition("/")[0].casefold() if found else ""
