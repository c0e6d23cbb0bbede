"""The digest of a day: which articles it is about, what of them is printed, and an account of all that was looked at.

A digest is about the articles that came into the archive after those of the digest before, by their numbers, which only
grow. So no article is in two digests or in none, whatever clocks, zones and missed days do.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

from digest import pipeline
from digest.errors import UsageError
from digest.model import (
    AgendaItem,
    Brief,
    Digest,
    FactCard,
    Ledger,
    NextStep,
    Noted,
    Summary,
)
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo
    from typing import Any

    from digest.archive import Archive
    from digest.archive.library import Kept
    from digest.model import Article, Problem, Story, Subscription
    from digest.rules import Rules
    from digest.service.updating import Update

RANGE = "range"  # the form under which the archive keeps what a day's digest is about
_HIDDEN = "hidden by you"
_WORDS_A_MINUTE = 220  # that people read
_MOST_BRIEFS = 10  # articles of one story that are read closely; the others are listed


class Taste(Value, kw_only=True):
    """What the reader wants of a digest; `minutes` (0: no limit) goes before `stories` where it is shorter."""

    stories: int = 12
    minutes: int = 0
    sentences: int = 3
    oldest_days: int = 3
    topics: tuple[str, ...] = ()
    method: str = pipeline.DEFAULT_METHOD


class Range(Value, kw_only=True):
    """What the digest of a day is about: articles after one number, through another, and how its feeds did."""

    day: str
    after: int
    through: int
    made_at: datetime
    since: datetime | None = None
    feeds: Mapping[str, Any] = {}


def committed(archive: Archive) -> tuple[Range, ...]:
    """What the digests so far were about, the oldest day first."""
    days = sorted(day for day, form, _ in archive.digests() if form == RANGE)
    return tuple(_loaded(archive, day) for day in days)


def to_make(
    archive: Archive, *, now: datetime, zone: tzinfo | None, day: str = "", since: datetime | None = None
) -> Range:
    """What the digest of a day is to be about: of today, or of a day that was missed or is to be made again."""
    if day:
        day = _day(day).isoformat()
    done = committed(archive)
    last = done[-1] if done else None
    today = now.astimezone(zone).date().isoformat()
    if not day:
        # A clock set back, or a zone further west, goes on with the last day rather than begin an earlier one.
        day = max(today, last.day) if last else today
    known = next((r for r in done if r.day == day), None)
    if known and known != last:
        return known
    if known:
        return known.__replace__(through=archive.highest() if day >= today or last is None else known.through)
    if day > today:
        raise UsageError(f"{day} has not come yet")
    if last and day < last.day:
        later = next(r.day for r in done if r.day > day)
        raise UsageError(f"there is no digest of {day}; what came then is in that of {later}")
    through = archive.highest() if day == today else archive.number_by(_end_of(day, zone))
    after = archive.number_by(since) if since else last.through if last else 0
    return Range(
        day=day,
        after=after,
        through=max(after, through),
        made_at=now,
        since=since or (last.made_at if last else None),
    )


def make(
    archive: Archive,
    about: Range,
    *,
    taste: Taste,
    rules: Rules,
    feeds: Sequence[Subscription],
    together: Sequence[tuple[str, str]] = (),
    apart: Sequence[tuple[str, str]] = (),
    problems: Sequence[Problem] = (),
) -> Digest:
    """Group, choose, read and tell; the same archive, range and settings give the same digest."""
    from digest.stories import grouping

    kept, counts = _sorted_out(archive, about, taste, rules, feeds)
    articles = [k.article for k in kept]
    groups = grouping.group(articles, together=together, apart=apart)
    ranked = _ranked([[articles[i] for i in group] for group in groups], about, taste)
    printed, rest = _chosen(ranked, taste)
    tags = {feed.url: feed.tags[0] for feed in feeds if feed.tags}
    return Digest(
        day=about.day,
        made_at=about.made_at,
        since=about.since,
        until=about.made_at,
        stories=tuple(printed),
        noted=tuple(_noted(group, taste.topics, tags) for group in rest),
        agenda=_agenda(printed, about.day),
        ledger=_ledger(kept, counts, printed, rest, about),
        problems=tuple(problems),
    )


def commit(archive: Archive, about: Range) -> None:
    """Remember what a digest was about, so that the next one begins after it."""
    body = {
        "after": about.after,
        "through": about.through,
        "since": about.since.isoformat() if about.since else None,
        "feeds": dict(about.feeds),
    }
    archive.save_digest(about.day, RANGE, json.dumps(body), made_at=about.made_at, replace=True)


def feed_figures(
    update: Update | None, archive: Archive, feeds: Sequence[Subscription], now: datetime
) -> dict[str, Any]:
    """How the feeds did, as a ledger wants it; without an update nothing was tried."""
    states = archive.states()
    kinds = Counter(outcome.kind for outcome in update.outcomes) if update else Counter[str]()
    titles = {feed.url: feed.title for feed in feeds}
    failing = []
    for url in sorted(titles):
        state = states.get(url)
        if state and state.error:
            since = state.last_success or now
            failing.append([titles[url] or state.title or url, max(0, (now - since).days), state.error])
    return {
        "feeds": sum(kinds.values()) or len(feeds),
        "new": kinds["new"],
        "unchanged": kinds["unchanged"],
        "failed": kinds["failed"],
        "waiting": kinds["waiting"] if update else len(feeds),
        "failing": failing,
    }


def _loaded(archive: Archive, day: str) -> Range:
    saved = archive.digest(day, RANGE)
    assert saved
    body = json.loads(saved.body)
    since = datetime.fromisoformat(body["since"]) if body["since"] else None
    return Range(
        day=day,
        after=body["after"],
        through=body["through"],
        made_at=saved.made_at,
        since=since,
        feeds=body["feeds"],
    )


def _end_of(day: str, zone: tzinfo | None) -> datetime:
    following = _day(day) + timedelta(days=1)
    # A time without zone is the system's own to `astimezone`.
    return datetime.combine(following, time(), tzinfo=zone).astimezone(UTC) - timedelta(microseconds=1)


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise UsageError(f"expected a day such as 2026-11-24, not {value[:40]!r}") from None


def _sorted_out(
    archive: Archive, about: Range, taste: Taste, rules: Rules, feeds: Sequence[Subscription]
) -> tuple[list[Kept], Counter[str]]:
    """What a digest may print, and how many articles each rule, or their age (""), kept out of it.

    A first digest may be about a whole archive, so what is too old is counted and never read.
    """
    followed = {feed.url: feed for feed in feeds}
    oldest = about.made_at - timedelta(days=taste.oldest_days)
    kept, counts = [], Counter[str]()
    hidden, older = archive.count_older(about.after, about.through, published_since=oldest)
    counts.update({_HIDDEN: hidden, "": older})
    for one in archive.between(about.after, about.through, published_since=oldest):
        article = one.article
        feed = followed.get(article.source)
        if one.hidden:
            counts[_HIDDEN] += 1
            continue
        decision = rules.decide(article, feed.title if feed else "", feed.tags if feed else ())
        if decision.muted:
            counts[decision.rule] += 1
            continue
        kept.append(one)
    return kept, counts


def _ranked(
    groups: list[list[Article]], about: Range, taste: Taste
) -> list[tuple[float, list[Article], tuple[tuple[int, ...], ...]]]:
    from digest.stories import ranking, reprints

    sizes = Counter(article.source for group in groups for article in group)
    ranked = []
    for group in groups:
        copies = reprints.reprints(group) if len(group) > 1 else ()
        independent = len(group) - sum(len(c) - 1 for c in copies)
        score = ranking.score(group, independent=independent, now=about.made_at, topics=taste.topics, feed_sizes=sizes)
        ranked.append((score, group, copies))
    return sorted(ranked, key=lambda r: (-r[0], r[1][0].id))


def _chosen(
    ranked: list[tuple[float, list[Article], tuple[tuple[int, ...], ...]]], taste: Taste
) -> tuple[list[Story], list[list[Article]]]:
    """Tell the first stories until there are enough or the reader's minutes are over; the rest is noted.

    What has no text can't be told, and is noted as well.
    """
    printed: list[Story] = []
    rest: list[list[Article]] = []
    words = 0
    most_words = taste.minutes * _WORDS_A_MINUTE
    for score, group, copies in ranked:
        is_full = len(printed) >= taste.stories or (most_words and words >= most_words)
        if is_full or not any(article.text for article in group):
            rest.append(group)
            continue
        story = told(group, copies, sentences=taste.sentences, method=taste.method, focus=taste.topics)
        story = story.__replace__(score=score)
        printed.append(story)
        words += sum(len(s.text.split()) for s in story.summary)
    return printed, rest


def told(
    group: Sequence[Article],
    copies: tuple[tuple[int, ...], ...],
    *,
    sentences: int,
    method: str,
    focus: Sequence[str] = (),
) -> Story:
    """Tell the story of a group of articles; `copies` are sets of their places that are copies of one text.

    Sentences with the words of `focus` are raised.
    """
    from digest.output.digest_tables import NOT_READ
    from digest.stories import telling, why
    from digest.summarize.choose import Budget

    length = Budget(sentences=sentences)
    close = [pipeline.brief(article, length=length, method=method, focus=focus) for article in group[:_MOST_BRIEFS]]
    far = [Brief(article, Summary((), NOT_READ), FactCard()) for article in group[_MOST_BRIEFS:]]
    story: Story = telling.tell(
        [*close, *far],
        story_id=min(article.id for article in group),
        why=why.why(group) if len(group) > 1 else (),
        reprints=copies,
        limit=sentences,
        focus=focus,
    )
    return story


def _noted(group: list[Article], topics: Sequence[str], tags: Mapping[str, str]) -> Noted:
    from digest.stories import ranking

    first = group[0]
    found = ranking.topics_in(group, topics) if topics else ()
    words = " ".join(first.text.split()[:16])
    return Noted(
        id=first.id,
        title=first.title or words or first.url or first.id,
        feed=first.source,
        url=first.url,
        published=first.published,
        topic=found[0] if found else tags.get(first.source, ""),
    )


def _agenda(stories: Sequence[Story], day: str) -> tuple[AgendaItem, ...]:
    """The dated next steps that lie ahead, by date."""
    items = []
    for story in stories:
        articles = {brief.article.id: brief.article for brief in story.briefs}
        for merged in story.next_steps:
            step = merged.fact
            if isinstance(step, NextStep) and step.date and last_day(step.date) >= day:
                article = articles[merged.article]
                items.append(
                    AgendaItem(
                        date=step.date,
                        step=step,
                        article=article.id,
                        title=article.title,
                        url=article.url,
                        story=story.id,
                    )
                )
    return tuple(sorted(items, key=lambda item: (item.date, item.article, item.step.what.start)))


def last_day(edtf: str) -> str:
    """The end of an EDTF date or span, as text that compares with days: a month ends after all its days."""
    end = edtf.rpartition("/")[2] or edtf
    return end if len(end) >= len("2026-11-24") else f"{end}~"


def _ledger(
    kept: Sequence[Kept],
    counts: Counter[str],
    printed: Sequence[Story],
    rest: Sequence[Sequence[Article]],
    about: Range,
) -> Ledger:
    in_stories = sum(len(story.briefs) for story in printed)
    feeds = about.feeds
    return Ledger(
        feeds=feeds.get("feeds", 0),
        feeds_new=feeds.get("new", 0),
        feeds_unchanged=feeds.get("unchanged", 0),
        feeds_failed=feeds.get("failed", 0),
        feeds_waiting=feeds.get("waiting", 0),
        undated=sum(one.article.published is None for one in kept),
        seen=len(kept) + counts.total(),
        kept=len(kept),
        older=counts[""],
        printed=in_stories,
        merged=in_stories - len(printed),
        noted=sum(len(group) for group in rest),
        muted=tuple(sorted((rule, count) for rule, count in counts.items() if rule and count)),
        failing=tuple((title, days, error) for title, days, error in feeds.get("failing", ())),
    )
