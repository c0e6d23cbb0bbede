"""The saved form as JSON."""

from __future__ import annotations

import json

from digest.output import PLAIN, Style, tables

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model import Brief


def render(briefs: Sequence[Brief], style: Style = PLAIN) -> str:
    """One JSON object, indented, ending in a newline."""
    return json.dumps(tables.of_briefs(briefs), ensure_ascii=False, indent=2) + "\n"
