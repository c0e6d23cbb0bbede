"""Text to be read: wrapped and coloured on a terminal, a plain line a fact in a pipe."""

from __future__ import annotations

from digest.output import PLAIN, Style, phrases
from digest.output.lines import BOLD, DIM, YELLOW, Lines, one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from digest.model import Brief


def render(briefs: Sequence[Brief], style: Style = PLAIN) -> str:
    """Title, summary and card of each article, a blank line between articles."""
    lines = Lines(style)
    return "\n".join("".join(f"{line}\n" for line in _brief(brief, lines, style.scores)) for brief in briefs)


def _brief(brief: Brief, lines: Lines, scores: bool) -> Iterator[str]:
    article, summary, card = brief.article, brief.summary, brief.card
    yield from lines.block(article.title or phrases.untitled(article), paint=BOLD)
    if article.title:
        yield from lines.block(phrases.origin(article), paint=DIM)
    if summary.note:
        yield from lines.block(f"Note: {summary.note}.", paint=YELLOW)
    yield ""
    for sentence in summary.sentences:
        score = f" [{sentence.score:.2f}]" if scores else ""
        focus = f" [{', '.join(map(one_line, sentence.focus))}]" if sentence.focus else ""
        yield from lines.block(one_line(sentence.text) + focus + score, first="  ", rest="  ")
        if sentence.why:
            yield from lines.block(f"why: {'; '.join(sentence.why)}", first="    ", rest="    ", paint=DIM)
    dates = phrases.different_dates(card.dates)
    yield from _section(lines, "Participants", [(p.name.text, phrases.about(p)) for p in card.participants])
    yield from _section(lines, "Dates", [(d.text.text, phrases.value(d)) for d in dates])
    yield from _section(lines, "Next steps", [(n.what.text, phrases.step(n)) for n in card.next_steps])


def _section(lines: Lines, heading: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from lines.heading(heading)
    empty = True
    for name, about in rows:
        empty = False
        yield from lines.row(name, about)
    if empty:
        yield lines.painted("  none found", DIM)
