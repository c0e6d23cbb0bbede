"""The saved form (schema 1) as plain tables: the same keys in TOML and in JSON.

Each verbatim text is a plain string with its place beside it, `<field>_at = [start, end]` (`at` for the text of a
sentence or date itself), so that a person can read the file and `digest verify` can check it.
"""

from __future__ import annotations

from digest import __version__
from digest.text.fingerprint import sha256

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from digest.model import (
        Brief,
        Conflict,
        DateFact,
        NextStep,
        Participant,
        ScoredSentence,
        Sentence,
        Span,
        Told,
    )

SCHEMA = 1


def of_briefs(briefs: Sequence[Brief]) -> dict[str, Any]:
    """The root table of a file that `digest summarize` saves."""
    return {
        "schema": SCHEMA,
        "generator": f"digest {__version__}",
        "articles": [of_brief(brief) for brief in briefs],
    }


def of_brief(brief: Brief) -> dict[str, Any]:
    """One article with its summary and facts; absent values have no key."""
    article, summary, card = brief.article, brief.summary, brief.card
    return {"id": article.id, "title": article.title} | present(
        {
            "source": article.source,
            "url": article.url,
            "published": article.published.isoformat() if article.published else None,
            "authors": list(article.authors),
            "language": article.language,
            "text_sha256": sha256(article.text),
            "method": summary.method,
            "note": summary.note,
            "summary": [chosen(s) for s in summary.sentences],
            "participants": [participant(p) for p in card.participants],
            "dates": [date(d) for d in card.dates],
            "next_steps": [next_step(n) for n in card.next_steps],
            "conflicts": [conflict(c) for c in card.conflicts],
        }
    )


def chosen(s: ScoredSentence) -> dict[str, Any]:
    """A sentence of a summary, and what spoke for it."""
    return present(
        {
            "text": s.text,
            "at": [s.start, s.end],
            "score": round(s.score, 4),
            "focus": list(s.focus),
            "why": list(s.why),
        }
    )


def participant(p: Participant) -> dict[str, Any]:
    """Who, and what the text says they are."""
    return present(
        {
            **span("name", p.name),
            "kind": p.kind,
            **span("role", p.role),
            **span("organisation", p.organisation),
            **span("country", p.country),
            "country_code": p.country_code,
            "mentions": [[m.start, m.end] for m in p.mentions],
            **span("sentence", p.sentence),
        }
    )


def date(d: DateFact) -> dict[str, Any]:
    """When, and what that was resolved to."""
    return present(
        {
            "text": d.text.text,
            "at": [d.text.start, d.text.end],
            "value": d.value,
            "kind": d.kind,
            "anchor": d.anchor,
            **span("sentence", d.sentence),
        }
    )


def next_step(n: NextStep) -> dict[str, Any]:
    """What comes next, who does it, and when."""
    return present(
        {
            **span("what", n.what),
            **span("who", n.who),
            **span("when", n.when),
            "date": n.date,
            "status": n.status,
            "score": n.score or None,
            **span("sentence", n.sentence),
        }
    )


def conflict(c: Conflict) -> dict[str, Any]:
    """What tellings differ on, each side with its article."""
    return {"kind": c.kind, "about": c.about, "sides": [told(side) for side in c.sides]}


def told(t: Told) -> dict[str, Any]:
    """Where something is said: the article, the words and their sentence."""
    return {"article": t.article, "text": t.span.text, "at": [t.span.start, t.span.end], **span("sentence", t.sentence)}


def span(field: str, place: Span | Sentence | None) -> dict[str, Any]:
    """A verbatim text and its place, nothing for None."""
    return {} if place is None else {field: place.text, f"{field}_at": [place.start, place.end]}


def present(pairs: dict[str, Any]) -> dict[str, Any]:
    """The pairs that have a value: TOML knows no null."""
    return {key: value for key, value in pairs.items() if value not in (None, "") and value != []}
