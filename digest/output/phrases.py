"""The words that every readable output puts around facts, in one place."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from digest.model import Article, DateFact, NextStep, Participant


def untitled(article: Article) -> str:
    """What stands for a title where there is none."""
    return article.source if article.source != "-" else "Standard input"


def origin(article: Article) -> str:
    """Where an article is from, and its day."""
    day = f"{article.published:%Y-%m-%d}" if article.published else ""
    place = article.url or ("standard input" if article.source == "-" else article.source)
    return " · ".join(part for part in (place, day) if part)


def about(p: Participant) -> str:
    """Role, organisation and country of a participant, each as the text has it."""
    parts = [span.text for span in (p.role, p.organisation, p.country) if span and span != p.name]
    if p.role and p.organisation and p.organisation.text in p.role.text:
        parts.remove(p.organisation.text)
    if p.country_code and p.country_code not in parts[-1:]:  # the text may say "US" itself
        parts = [*parts[:-1], f"{parts[-1]} ({p.country_code})"] if parts else [p.country_code]
    return ", ".join(parts)


def value(d: DateFact) -> str:
    """A date's EDTF value and what it was resolved against, that it is not settled, or "" where it says so itself."""
    if d.value is None:
        return "unresolved"
    if d.value == d.text.text:
        return ""
    return d.value if d.anchor is None else f"{d.value} (from {d.anchor})"


def different_dates(dates: Iterable[DateFact]) -> tuple[DateFact, ...]:
    """Each date once: "this week" said three times is one line."""
    first: dict[tuple[str, str | None], DateFact] = {}
    for fact in dates:
        first.setdefault((fact.text.text.casefold(), fact.value), fact)
    return tuple(first.values())


def step(n: NextStep) -> str:
    """Who, when and in what state a next step is."""
    who = n.who.text if n.who else ""
    when = n.when.text if n.when else ""
    if when and n.date:
        when = f"{when} ({n.date})"
    return "; ".join(part for part in (n.status.replace("_", " "), who, when) if part)
