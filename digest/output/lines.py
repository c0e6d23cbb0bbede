"""Lines of text to be read: wrapped and coloured on a terminal, one line a block in a pipe."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.output import Style

BOLD, DIM, CYAN, YELLOW, RESET = "\033[1m", "\033[2m", "\033[36m", "\033[33m", "\033[0m"
WIDEST = 96  # longer lines are hard to read, however wide the terminal


class Lines:
    """Lays out blocks, headings and rows in one style."""

    def __init__(self, style: Style) -> None:
        self.width = min(style.width, WIDEST) if style.width else None
        self._colour = style.colour

    def block(self, text: str, *, first: str = "", rest: str = "", paint: str = "") -> Iterator[str]:
        """Yield a paragraph, its first line and the rest indented."""
        for line in self._wrapped(text, first=first, rest=rest):
            yield self.painted(line, paint)

    def heading(self, text: str) -> Iterator[str]:
        """Yield an empty line and a heading."""
        yield ""
        yield self.painted(text, BOLD + CYAN)

    def row(self, name: str, about: str, *, indent: str = "  ") -> Iterator[str]:
        """Yield a fact and what is said about it, the fact itself in bold."""
        name, about = one_line(name), one_line(about)
        lines = self._wrapped(f"{name} — {about}" if about else name, first=indent, rest=f"{indent}  ")
        if self._colour and lines[0].startswith(f"{indent}{name}"):
            lines[0] = f"{indent}{self.painted(name, BOLD)}{lines[0][len(indent) + len(name) :]}"
        yield from lines

    def painted(self, text: str, paint: str) -> str:
        """Return the text in a colour, where there are colours."""
        return f"{paint}{text}{RESET}" if self._colour and paint else text

    def _wrapped(self, text: str, *, first: str, rest: str) -> list[str]:
        if self.width is None:
            return [first + text]
        from digest.output.wrap import wrap  # not needed in a pipe

        return wrap(text, self.width, first=first, rest=rest)


def one_line(text: str) -> str:
    """Return the text with single blanks and no line breaks."""
    return " ".join(text.split())
