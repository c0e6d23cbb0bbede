"""Strangers' text in the screen: cleaned, and never markup."""

from __future__ import annotations

from textual.content import Content

from digest.text.clean import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from digest.model import Span

MUTED = "$foreground 65%"  # what is less important, in every theme


def content(text: str, style: str = "") -> Content:
    """A text in one style, on as many lines as it has."""
    return Content.styled(clean(text), style) if style else Content(clean(text))


def line(text: str, style: str = "") -> Content:
    """A text on one line."""
    said = clean(text, one_line=True)
    return Content.styled(said, style) if style else Content(said)


def own(text: str, style: str = "") -> Content:
    """Our own words, as they are."""
    return Content.styled(text, style) if style else Content(text)


def joined(*pieces: Content | str, by: str = "") -> Content:
    """Pieces one after the other; a str is our own words."""
    parts = [piece if isinstance(piece, Content) else Content(piece) for piece in pieces]
    return Content(by).join(parts) if by else Content("").join(parts)


def within(sentence: Span, span: Span, style: str) -> Content:
    """A sentence in which one of its spans stands out."""
    said = content(sentence.text)
    first, last = span.start - sentence.start, span.end - sentence.start
    return said.stylize(style, first, last) if 0 <= first < last <= len(sentence.text) else said
