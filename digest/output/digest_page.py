"""A day as it is shown: what every readable form says, in plain unescaped strings; each form escapes and lays out.

Numbers are those of a story's articles, counted from 1: a sentence, a fact or a side of a conflict names its source.
"""

from __future__ import annotations

from digest.model import DateFact, NextStep
from digest.output import digest_phrases, links, phrases
from digest.output.digest_phrases import plain
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from digest.model import Article, Brief, Conflict, Digest, FactCard, Merged, Noted, Participant, Span, Story, Told


class Source(Value):
    """An article of a story, or one that is only named; `url` is None where it can't be a link."""

    number: int
    outlet: str
    title: str
    day: str
    url: str | None
    language: str
    is_reprint: bool


class Quote(Value):
    """A verbatim sentence and the number of its article, 0 when the story has no such article."""

    text: str
    number: int
    outlet: str
    language: str
    score: float = 0.0
    focus: str = ""


class Fact(Value):
    """A fact, what is said about it, the articles that tell it, the sentences behind it, and a step's score."""

    name: str
    about: str
    numbers: tuple[int, ...]
    quotes: tuple[Quote, ...]
    score: float = 0.0


class Side(Value):
    """One side of a conflict."""

    words: str
    quote: Quote


class Clash(Value):
    """What sources differ on."""

    about: str
    sides: tuple[Side, ...]


class Shown(Value, kw_only=True):
    """A story; `account` says by how many it is told, `joined` what its articles have in common."""

    number: int
    headline: str
    language: str
    account: str
    joined: str
    summary: tuple[Quote, ...]
    cards: tuple[tuple[str, tuple[Fact, ...]], ...]
    clashes: tuple[Clash, ...]
    sources: tuple[Source, ...]


class Due(Value, kw_only=True):
    """A next step that is ahead; `story` is the number of its story on the page, 0 for none, `score` the step's."""

    day: str
    what: str
    about: str
    sentence: str
    title: str
    url: str | None
    story: int
    score: float = 0.0


class Page(Value, kw_only=True):
    """The whole page; `account` is its one line about itself, `ledger` one line a count."""

    day: str
    title: str
    account: str
    stories: tuple[Shown, ...]
    agenda: tuple[Due, ...]
    topics: tuple[tuple[str, tuple[Source, ...]], ...]
    noted: tuple[Source, ...]
    problems: tuple[str, ...]
    ledger: tuple[str, ...]


def page(digest: Digest, titles: Mapping[str, str]) -> Page:
    """Put a day in the words that are shown."""
    number_of = {story.id: number for number, story in enumerate(digest.stories, 1)}
    cards = {brief.article.id: brief.card for story in digest.stories for brief in story.briefs}
    return Page(
        day=plain(digest.day),
        title=plain(digest_phrases.day_name(digest.day)),
        account=digest_phrases.account(digest),
        stories=tuple(_Teller(story, number, titles).shown() for number, story in enumerate(digest.stories, 1)),
        agenda=tuple(
            Due(
                day=plain(digest_phrases.when(item.date)),
                what=plain(item.step.what.text),
                about=plain(phrases.step(item.step, cards.get(item.article))),
                sentence=plain(item.step.sentence.text),
                title=plain(item.title),
                url=links.web(item.url),
                story=number_of.get(item.story, 0),
                score=item.step.score,
            )
            for item in sorted(digest.agenda, key=lambda item: item.date)
        ),
        topics=tuple(
            (plain(topic), tuple(_named(n, titles) for n in digest.noted if n.topic == topic))
            for topic in dict.fromkeys(n.topic for n in digest.noted if n.topic)
        ),
        noted=tuple(_named(n, titles) for n in digest.noted if not n.topic),
        problems=tuple(plain(f"{p.where}: {p.what}" + (f" ({p.stage})" if p.stage else "")) for p in digest.problems),
        ledger=tuple(plain(row) for row in digest_phrases.ledger(digest)),
    )


def facts_shown(facts: Sequence[Fact], most: int) -> tuple[Fact, ...]:
    """Return the facts that most articles tell, of those the surest, in their order, where there are too many."""
    worth = [(len(fact.numbers), fact.score) for fact in facts]
    return tuple(facts[n] for n in _best(worth, most))


def steps_shown(agenda: Sequence[Due], most: int) -> tuple[Due, ...]:
    """Return the surest steps of an agenda, in its order, where there are too many."""
    return tuple(agenda[n] for n in _best([due.score for due in agenda], most))


def _best(worth: Sequence[Any], most: int) -> list[int]:
    """The places of the best, in order; of equals the first."""
    return sorted(sorted(range(len(worth)), key=worth.__getitem__, reverse=True)[:most])


def _named(noted: Noted, titles: Mapping[str, str]) -> Source:
    return Source(
        0,
        _outlet(noted.feed, noted.url, titles),
        plain(noted.title or noted.url or noted.feed),
        f"{noted.published:%Y-%m-%d}" if noted.published else "",
        links.web(noted.url),
        "",
        False,
    )


class _Teller:
    """Turns one story into what is shown of it."""

    def __init__(self, story: Story, number: int, titles: Mapping[str, str]) -> None:
        self._story, self._number, self._titles = story, number, titles
        self._articles = {brief.article.id: (i, brief.article) for i, brief in enumerate(story.briefs, 1)}
        self._cards = {brief.article.id: brief.card for brief in story.briefs}

    def shown(self) -> Shown:
        story = self._story
        best = story.briefs[0].article if story.briefs else None
        headline = story.headline or (_title(story.briefs[0]) if story.briefs else story.id)
        sources = tuple(self._source(brief) for brief in story.briefs)
        return Shown(
            number=self._number,
            headline=plain(headline),
            language=best.language if best else "",
            account=digest_phrases.told_by(story, len({source.outlet for source in sources})),
            joined=plain(", ".join(story.why)) if len(story.briefs) > 1 else "",
            summary=tuple(
                self._quote(s.article, s.text, s.score).__replace__(focus=plain(", ".join(s.focus)))
                for s in story.summary
            ),
            cards=(
                ("Participants", self._facts(story.participants)),
                ("Dates", self._facts(story.dates)),
                ("Next steps", self._facts(story.next_steps)),
            ),
            clashes=tuple(self._clash(conflict) for conflict in story.conflicts),
            sources=sources,
        )

    def _source(self, brief: Brief) -> Source:
        article = brief.article
        return Source(
            self._articles[article.id][0],
            self._outlet(article),
            plain(_title(brief)),
            f"{article.published:%Y-%m-%d}" if article.published else "",
            links.web(article.url),
            article.language,
            article.id in self._story.reprints,
        )

    def _outlet(self, article: Article) -> str:
        return _outlet(article.source, article.url, self._titles)

    def _quote(self, article_id: str, text: str, score: float = 0.0) -> Quote:
        number, article = self._articles.get(article_id, (0, None))
        if article is None:
            return Quote(plain(text), 0, "", "", score)
        return Quote(plain(text), number, self._outlet(article), article.language, score)

    def _facts(self, facts: Iterable[Merged]) -> tuple[Fact, ...]:
        return tuple(self._fact(merged) for merged in facts)

    def _fact(self, merged: Merged) -> Fact:
        name, about = _name_and_about(merged.fact, self._cards.get(merged.article))
        told = [(merged.article, merged.fact.sentence.text), *((t.article, t.sentence.text) for t in merged.told)]
        quotes = tuple(self._quote(article, text) for article, text in dict.fromkeys(told))
        numbers = tuple(sorted({q.number for q in quotes if q.number}))
        score = merged.fact.score if isinstance(merged.fact, NextStep) else 0.0
        return Fact(plain(name), plain(about), numbers, quotes, score)

    def _clash(self, conflict: Conflict) -> Clash:
        sides = tuple(Side(plain(side.span.text), self._said(side)) for side in conflict.sides)
        return Clash(plain(phrases.conflict(conflict)), sides)

    def _said(self, told: Told) -> Quote:
        return self._quote(told.article, told.sentence.text)


def _title(brief: Brief) -> str:
    """The title, or what the article begins with; an address says nothing to a reader."""
    opening = next((sentence.text for sentence in brief.summary.sentences), "")
    return brief.article.title or opening or brief.article.url or phrases.untitled(brief.article)


def _name_and_about(fact: Participant | DateFact | NextStep, card: FactCard | None) -> tuple[str, str]:
    if isinstance(fact, DateFact):
        return fact.text.text, phrases.value(fact)
    if isinstance(fact, NextStep):
        return fact.what.text, phrases.step(fact, card)
    name: Span = fact.name
    return name.text, phrases.about(fact)


def _outlet(source: str, url: str | None, titles: Mapping[str, str]) -> str:
    named = titles.get(source) or links.host(url) or links.host(source)
    return plain(named or ("Standard input" if source == "-" else source))
