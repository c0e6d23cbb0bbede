"""What is read out where there is no screen: a line a fact, each whole in itself, in plain words."""

from __future__ import annotations

from digest.output import card_rows, digest_phrases, phrases
from digest.output.digest_page import facts_shown
from digest.output.links import host
from digest.tui.spark import age

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime, tzinfo

    from digest.archive.listing import Row
    from digest.archive.search import Found
    from digest.model import AgendaItem, Article, Brief, Story
    from digest.output.digest_page import Fact, Shown
    from digest.service.desk import Day
    from digest.service.fetching import Outcome
    from digest.service.subscriptions import Health

MOST_FACTS = 8  # of a kind


def headline(story: Story, *, is_read: bool) -> str:
    """A story in a list."""
    about = [digest_phrases.told_by(story, len({brief.article.source for brief in story.briefs}))]
    differs = "sources differ" if len(story.briefs) > 1 else "conflict"
    about += [differs] * bool(story.conflicts) + ["read"] * is_read
    return f"{story.headline or '(untitled)'} ({'; '.join(about)})"


def row(one: Row, zone: tzinfo | None) -> str:
    """An article in a list."""
    marks = ["unread"] * (not one.read) + ["kept"] * one.saved + ["hidden"] * one.hidden
    about = [one.feed or host(one.source) or one.source, moment(one.published_or_seen, zone), *marks]
    return f"{one.title or '(untitled)'} ({'; '.join(about)})"


def found(one: Found, titles: Mapping[str, str]) -> str:
    """An article that a search found, with the piece of its text where the hits are."""
    article = one.kept.article
    return f"{article.title or '(untitled)'} ({outlet(article, titles)}): {one.snippet}"


def due(item: AgendaItem) -> str:
    """A next step in a list."""
    step = item.step
    about = "; ".join(part for part in (step.who.text if step.who else "", step.status.replace("_", " ")) if part)
    return f"{digest_phrases.when(item.date)}: {step.what.text} ({about})"


def day(one: Day) -> str:
    """A day that has a digest."""
    return f"{digest_phrases.day_name(one.day)}: {digest_phrases.counted(one.articles, 'article')} (day {one.day})"


def feed(health: Health, titles: Mapping[str, str], counts: Mapping[str, tuple[int, int]], now: datetime) -> str:
    """A feed, how much of it is unread, and how it does."""
    url, state = health.feed.url, health.state
    unread, total = counts.get(url, (0, 0))
    if state is None or state.last_tried is None:
        said = "not asked yet"
    elif state.paused:
        said = f"paused: {state.paused}"
    elif state.error:
        said = f"failing: {state.error}"
    else:
        ago = age(state.last_success, now) if state.last_success else ""
        said = f"asked {ago} ago" if ago not in ("", "now") else "asked now"
    return f"{titles.get(url) or health.feed.title or url} ({unread} unread of {total}; {said})"


def outcome(one: Outcome) -> str:
    """How asking a feed ended."""
    said = {"new": f"{one.new} new", "failed": f"failed: {one.problem}", "moved": f"moved to {one.moved_to}"}
    return f"{one.title or one.url}: {said.get(one.kind, one.kind)}"


def story(shown: Shown) -> Iterator[str]:
    """A story read out."""
    yield f"Story {shown.number}: {shown.headline}"
    yield shown.account
    for quote in shown.summary:
        yield f"{quote.text}{_numbers((quote.number,))}"
    for name, facts in shown.cards:
        if facts:
            yield ""
            yield f"{name}:"
            yield from map(_fact, facts_shown(facts, MOST_FACTS))
            if len(facts) > MOST_FACTS:
                yield f"and {len(facts) - MOST_FACTS} more"
    for clash in shown.clashes:
        yield ""
        yield f"{'Sources differ on' if len(shown.sources) > 1 else 'Conflict:'} {clash.about}:"
        for side in clash.sides:
            by = f"{side.quote.outlet or 'another article'}{_numbers((side.quote.number,))}"
            yield f"{side.words}, says {by}: {side.quote.text}"
    if shown.joined:
        yield ""
        yield f"Why this is one story: {shown.joined}"
    yield ""
    yield "Sources (a and the number reads one):"
    for source in shown.sources:
        copy = "the same text as another's" if source.is_reprint else ""
        about = "; ".join(part for part in (source.outlet, source.day, copy) if part)
        yield f"[{source.number}] {source.title} ({about})"


def _fact(fact: Fact) -> str:
    return f"{fact.name}{': ' if fact.about else ''}{fact.about}{_numbers(fact.numbers)}"


def _numbers(numbers: Iterable[int]) -> str:
    return "".join(f" [{number}]" for number in numbers if number)


def brief(one: Brief, titles: Mapping[str, str], zone: tzinfo | None) -> Iterator[str]:
    """An article read out: its summary and its facts."""
    article = one.article
    yield f"Article: {article.title or phrases.untitled(article)}"
    about = [outlet(article, titles)]
    if article.published:
        about.append(moment(article.published, zone))
    if article.authors:
        about.append(f"by {', '.join(article.authors)}")
    yield "; ".join(about)
    if article.url:
        yield article.url
    if one.summary.note:
        yield f"Note: {one.summary.note}"
    yield ""
    yield "Summary:" if one.summary.sentences else "It came without a text." if not article.text else "No summary."
    for sentence in one.summary.sentences:
        yield sentence.text
    for name, rows in card_rows.sections(one):
        yield ""
        yield f"{name}:"
        for row in rows:
            yield f"{row.words.text}: {row.about}" if row.about else row.words.text
    if note := card_rows.note(one):
        yield ""
        yield note
    for clash in card_rows.clashes(one.card.conflicts):
        yield ""
        yield f"Conflict: {clash.about}"
        for words, said in clash.sides:
            yield f"{words.text}: {said.text}"


def step(item: AgendaItem) -> Iterator[str]:
    """A next step read out, with the sentence that says so."""
    yield due(item)
    yield item.step.sentence.text
    yield f"Said in: {item.title or '(untitled)'}" + (f" ({host(item.url)})" if host(item.url) else "")
    yield "a reads the article"


def outlet(article: Article, titles: Mapping[str, str]) -> str:
    """Who published it."""
    return titles.get(article.source) or host(article.url) or host(article.source) or phrases.untitled(article)


def moment(at: datetime, zone: tzinfo | None) -> str:
    """A day and a time where the reader is."""
    there = at.astimezone(zone)
    return f"{digest_phrases.day_name(there.date().isoformat())}, {there:%H:%M}"
