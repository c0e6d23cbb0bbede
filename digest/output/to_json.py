"""The saved form as JSON."""

from __future__ import annotations

import json

from digest.output import PLAIN, Style, tables
from digest.text.clean import harmless

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from digest.model import Brief


def render(briefs: Sequence[Brief], style: Style = PLAIN) -> str:
    """One JSON object, indented, ending in a newline."""
    return written(tables.of_briefs(briefs))


def written(root: Mapping[str, Any]) -> str:
    """Write tables as JSON."""
    return harmless(json.dumps(root, ensure_ascii=False, indent=2)) + "\n"
