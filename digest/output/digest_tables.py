"""The saved form of a day (schema 1) as plain tables: the same keys in TOML and in JSON.

`articles` of a story are as `digest summarize` saves them. What a story adds (its summary, merged facts, conflicts)
names the article that each verbatim text is from by id. `from_digest_tables.py` reads it back.
"""

from __future__ import annotations

from digest import __version__
from digest.output import tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from digest.model import AgendaItem, Digest, Ledger, Merged, Noted, Story

KIND = "daily"
NOT_READ = "none"  # the method of an article that a story lists without having read it closely
COUNTS = (
    *("feeds", "feeds_new", "feeds_unchanged", "feeds_failed", "feeds_waiting", "undated"),
    *("seen", "older", "kept", "printed", "merged", "noted"),
)


def to_tables(digest: Digest, *, titles: Mapping[str, str] = {}, hashes: Mapping[str, str] = {}) -> dict[str, Any]:
    """Return the root table of a saved day: `titles` are those of the feeds, by address.

    `hashes` has text_sha256 by id for articles whose text is not at hand.
    """
    feeds = {brief.article.source for story in digest.stories for brief in story.briefs}
    feeds |= {noted.feed for noted in digest.noted}
    return {
        "schema": tables.SCHEMA,
        "generator": f"digest {__version__}",
        "kind": KIND,
        "day": digest.day,
        "made_at": digest.made_at.isoformat(),
    } | tables.present(
        {
            "since": digest.since.isoformat() if digest.since else None,
            "until": digest.until.isoformat(),
            "ledger": _ledger(digest.ledger),
            "outlets": [{"feed": feed, "title": titles[feed]} for feed in sorted(feeds) if titles.get(feed)],
            "stories": [_story(story, hashes) for story in digest.stories],
            "agenda": [_agenda_item(item) for item in digest.agenda],
            "noted": [_noted(noted) for noted in digest.noted],
            "problems": [{"where": p.where, "what": p.what, "stage": p.stage} for p in digest.problems],
        }
    )


def _story(story: Story, hashes: Mapping[str, str]) -> dict[str, Any]:
    return {"id": story.id, "headline": story.headline} | tables.present(
        {
            "why": list(story.why),
            "independent": story.independent,
            "reprints": list(story.reprints),
            "score": round(story.score, 4),
            "articles": [
                table | ({"text_sha256": hashes[table["id"]]} if table["id"] in hashes else {})
                for table in map(tables.of_brief, story.briefs)
            ],
            "summary": [
                {"text": s.text, "at": [s.start, s.end], "article": s.article, "score": round(s.score, 4)}
                | ({"focus": list(s.focus)} if s.focus else {})
                for s in story.summary
            ],
            "participants": [tables.participant(m.fact) | _tellings(m) for m in story.participants],  # type: ignore[arg-type]
            "dates": [tables.date(m.fact) | _tellings(m) for m in story.dates],  # type: ignore[arg-type]
            "next_steps": [tables.next_step(m.fact) | _tellings(m) for m in story.next_steps],  # type: ignore[arg-type]
            "conflicts": [tables.conflict(conflict) for conflict in story.conflicts],
        }
    )


def _tellings(merged: Merged) -> dict[str, Any]:
    return tables.present({"article": merged.article, "told": [tables.told(told) for told in merged.told]})


def _agenda_item(item: AgendaItem) -> dict[str, Any]:
    return {"date": item.date} | tables.present(
        {
            "title": item.title,
            "url": item.url,
            "article": item.article,
            "story": item.story,
            "step": tables.next_step(item.step),
        }
    )


def _noted(noted: Noted) -> dict[str, Any]:
    return {"id": noted.id, "title": noted.title} | tables.present(
        {
            "feed": noted.feed,
            "url": noted.url,
            "published": noted.published.isoformat() if noted.published else None,
            "topic": noted.topic,
        }
    )


def _ledger(ledger: Ledger) -> dict[str, Any]:
    return {name: getattr(ledger, name) for name in COUNTS} | tables.present(
        {
            "muted": [{"rule": rule, "articles": count} for rule, count in ledger.muted],
            "failing": [{"feed": feed, "days": days, "why": why} for feed, days, why in ledger.failing],
        }
    )
