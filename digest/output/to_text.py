"""Text to be read: wrapped and coloured on a terminal, a plain line a fact in a pipe."""

from __future__ import annotations

from digest.output import PLAIN, Style, card_rows, phrases
from digest.output.lines import BOLD, DIM, YELLOW, Lines, one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from digest.model import Brief


def render(briefs: Sequence[Brief], style: Style = PLAIN) -> str:
    """Title, summary and card of each article, a blank line between articles."""
    lines = Lines(style)
    return "\n".join("".join(f"{line}\n" for line in _brief(brief, lines, style.scores)) for brief in briefs)


def _brief(brief: Brief, lines: Lines, scores: bool) -> Iterator[str]:
    article, summary = brief.article, brief.summary
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
    yield from _card(brief, lines)


def _card(brief: Brief, lines: Lines) -> Iterator[str]:
    for heading, rows in card_rows.sections(brief):
        yield from lines.heading(heading)
        for row in rows:
            yield from lines.row(row.words.text, row.about)
    if note := card_rows.note(brief):
        yield from ("", lines.painted(note, DIM))
    yield from clashes(brief, lines)


def clashes(brief: Brief, lines: Lines) -> Iterator[str]:
    """Yield where an article contradicts itself, both sides quoted."""
    for clash in card_rows.clashes(brief.card.conflicts):
        yield ""
        yield from lines.block(one_line(f"Conflict: {clash.about}"), paint=YELLOW)
        for words, sentence in clash.sides:
            yield from lines.row(words.text, f"“{one_line(sentence.text)}”")
