"""Cards alone, each fact with the sentence behind it."""

from __future__ import annotations

from digest.output import PLAIN, Style, phrases
from digest.output.lines import BOLD, DIM, Lines, one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.model import Brief, Span


def render(briefs: Sequence[Brief], style: Style = PLAIN) -> str:
    """Who, when and what next of each article, a blank line between articles."""
    lines = Lines(style)
    return "\n".join("".join(f"{line}\n" for line in _brief(brief, lines)) for brief in briefs)


def as_json(briefs: Sequence[Brief]) -> str:
    """The same in the saved form, without the summaries."""
    from digest.output import tables, to_json

    root = tables.of_briefs(briefs)
    for article in root["articles"]:
        article.pop("summary", None)
        article.pop("method", None)
    return to_json.written(root)


def _brief(brief: Brief, lines: Lines) -> Iterator[str]:
    article, card = brief.article, brief.card
    yield from lines.block(article.title or phrases.untitled(article), paint=BOLD)
    if article.title:
        yield from lines.block(phrases.origin(article), paint=DIM)
    dates = phrases.different_dates(card.dates)
    yield from _section(lines, "Participants", [(p.name, phrases.about(p), p.sentence) for p in card.participants])
    yield from _section(lines, "Dates", [(d.text, phrases.value(d), d.sentence) for d in dates])
    yield from _section(lines, "Next steps", [(n.what, phrases.step(n), n.sentence) for n in card.next_steps])


def _section(lines: Lines, heading: str, rows: Sequence[tuple[Span, str, Span]]) -> Iterator[str]:
    yield from lines.heading(heading)
    for fact, about, sentence in rows:
        yield from lines.row(fact.text, about)
        yield from lines.block(f"“{one_line(sentence.text)}”", first="      ", rest="      ", paint=DIM)
    if not rows:
        yield lines.painted("  none found", DIM)
