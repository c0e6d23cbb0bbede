"""Everything that carries briefs out: `render(briefs, style)` returns the whole text."""

from __future__ import annotations

from digest.values import Value


class Style(Value):
    """How to show a result: the width in terminal cells (None: a linear form), colour, and sentence scores."""

    width: int | None = None
    colour: bool = False
    scores: bool = False


PLAIN = Style()
