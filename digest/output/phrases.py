"""The words that every readable output puts around facts, in one place."""

from __future__ import annotations

from bisect import bisect_left

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digest.model import Article, Conflict, DateFact, FactCard, NextStep, Participant


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


def step(n: NextStep, card: FactCard | None = None) -> str:
    """Who, when and in what state a next step is; its card tells what the date was resolved against, if anything."""
    who = n.who.text if n.who else ""
    when = n.when.text if n.when else ""
    if when and n.date:
        against = _anchor(n, card) if card else None
        when = f"{when} ({n.date}, from {against})" if against else f"{when} ({n.date})"
    return "; ".join(part for part in (n.status.replace("_", " "), who, when) if part)


def _anchor(n: NextStep, card: FactCard) -> str | None:
    """What the date of a step was resolved against, as an ISO date; None where its words say it themselves."""
    when = n.when
    if when is None or (n.date and n.date[:4] in when.text):  # "from 12 May to 14 May 2031": the year settles both
        return None
    dates = card.dates  # in reading order
    place = bisect_left(dates, when.start, key=lambda fact: fact.text.start)
    while place < len(dates) and dates[place].text.start < when.end:
        if dates[place].anchor:
            return dates[place].anchor
        place += 1
    return None


def conflict(c: Conflict) -> str:
    """What a conflict is about, and of which kind it is."""
    return f"{c.about} ({c.kind})" if c.about and c.kind else c.about or c.kind
