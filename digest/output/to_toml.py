"""The saved form as TOML; only home of tomli_w."""

from __future__ import annotations

import re

from digest.output import PLAIN, Style, tables
from digest.text.clean import harmless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from digest.model import Brief

# tomli_w writes one number a line. A pair of offsets reads better on one; a string can't look like this, since
# tomli_w writes strings on one line, in quotation marks.
_NUMBERS = re.compile(r" = \[[\d\s,\[\]]+\]$", re.MULTILINE)


def render(briefs: Sequence[Brief], style: Style = PLAIN) -> str:
    """One TOML document."""
    return written(tables.of_briefs(briefs))


def written(root: Mapping[str, Any]) -> str:
    """Write tables as TOML, offsets on one line."""
    import tomli_w

    # Its form has no tabs of its own, and escapes neither those of texts nor C1 controls.
    document = harmless(tomli_w.dumps(root), wide="\\U{:08x}").replace("\t", "\\t")
    return _NUMBERS.sub(lambda found: _one_line(found[0]), document)


def _one_line(numbers: str) -> str:
    together = "".join(numbers.split()).replace(",]", "]")
    return " = " + together.removeprefix("=").replace(",", ", ")
