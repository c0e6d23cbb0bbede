"""What publishing software writes under an entry: "The post … appeared first on …", "Read more"."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_DEEPEST = 3  # paragraphs from the end that may be furniture


def without(text: str) -> str:
    """The text without furniture in its last paragraphs; a text that is nothing else stays.

    >>> without("It rained.\\n\\nThe post Rain appeared first on The Paper.")
    'It rained.'
    """
    paragraphs = text.rsplit("\n\n", _DEEPEST)
    kept = [p for p in paragraphs[1:] if len(p) > 500 or not _patterns().fullmatch(p)]
    if len(kept) == len(paragraphs) - 1:
        return text
    return "\n\n".join([paragraphs[0], *kept])


@cache
def _patterns() -> re.Pattern[str]:
    lines = Path(__file__).with_name("data").joinpath("furniture.txt").read_text(encoding="utf-8").splitlines()
    return re.compile("|".join(f"(?:{line})" for line in lines if line and not line.startswith("#")), re.IGNORECASE)
