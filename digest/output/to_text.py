"""Text to be read: wrapped and coloured on a terminal, a plain line a fact in a pipe."""

from __future__ import annotations

from digest.output import PLAIN, Style, phrases

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from digest.model import Brief

_BOLD, _DIM, _CYAN, _YELLOW, _RESET = "\033[1m", "\033[2m", "\033[36m", "\033[33m", "\033[0m"
WIDEST = 96  # longer lines are hard to read, however wide the terminal


def render(briefs: Sequence[Brief], style: Style = PLAIN) -> str:
    """Title, summary and card of each article, a blank line between articles."""
    page = _Page(style)
    return "\n".join("".join(f"{line}\n" for line in page.brief(brief)) for brief in briefs)


class _Page:
    """Lays out briefs in one style."""

    def __init__(self, style: Style) -> None:
        self._width = min(style.width, WIDEST) if style.width else None
        self._colour = style.colour
        self._scores = style.scores

    def brief(self, brief: Brief) -> Iterator[str]:
        """Every line of one article."""
        article, summary, card = brief.article, brief.summary, brief.card
        yield from self._block(article.title or phrases.untitled(article), paint=_BOLD)
        if article.title:
            yield from self._block(phrases.origin(article), paint=_DIM)
        if summary.note:
            yield from self._block(f"Note: {summary.note}.", paint=_YELLOW)
        yield ""
        for sentence in summary.sentences:
            score = f" [{sentence.score:.2f}]" if self._scores else ""
            yield from self._block(_one_line(sentence.text) + score, first="  ", rest="  ")
        yield from self._section("Participants", [(p.name.text, phrases.about(p)) for p in card.participants])
        yield from self._section(
            "Dates", [(d.text.text, phrases.value(d)) for d in phrases.different_dates(card.dates)]
        )
        yield from self._section("Next steps", [(n.what.text, phrases.step(n)) for n in card.next_steps])

    def _section(self, heading: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
        yield ""
        yield self._painted(heading, _BOLD + _CYAN)
        empty = True
        for name, about in rows:
            empty = False
            yield from self._row(_one_line(name), _one_line(about))
        if empty:
            yield self._painted("  none found", _DIM)

    def _row(self, name: str, about: str) -> Iterator[str]:
        lines = self._lines(f"{name} — {about}" if about else name, first="  ", rest="    ")
        if self._colour and lines and lines[0].startswith(f"  {name}"):
            lines[0] = f"  {self._painted(name, _BOLD)}{lines[0][2 + len(name) :]}"
        yield from lines

    def _block(self, text: str, *, first: str = "", rest: str = "", paint: str = "") -> Iterator[str]:
        for line in self._lines(text, first=first, rest=rest):
            yield self._painted(line, paint)

    def _lines(self, text: str, *, first: str, rest: str) -> list[str]:
        if self._width is None:
            return [first + text]
        from digest.output.wrap import wrap  # not needed in a pipe

        return wrap(text, self._width, first=first, rest=rest)

    def _painted(self, text: str, paint: str) -> str:
        return f"{paint}{text}{_RESET}" if self._colour and paint else text


def _one_line(text: str) -> str:
    return " ".join(text.split())
