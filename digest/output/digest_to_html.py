"""A day as one HTML page that asks for nothing: no script, no image, no font; only home of jinja2.

The template escapes every value, and the page's Content-Security-Policy forbids all but that one style sheet.
"""

from __future__ import annotations

from functools import cache

from digest.output import PLAIN, Style
from digest.output.digest_page import page

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from jinja2 import Environment

    from digest.model import Digest

FACTS_AT_ONCE = 6  # of a kind in one story; the rest is folded


def render(digest: Digest, style: Style = PLAIN, *, titles: Mapping[str, str] = {}) -> str:
    """One HTML document."""
    return filled("digest.html.j2", page=page(digest, titles), scores=style.scores, at_once=FACTS_AT_ONCE)


def filled(name: str, **values: Any) -> str:
    """Fill a template of the package, with its style sheet."""
    from markupsafe import Markup

    environment, sheet, sheet_hash = _parts()
    return environment.get_template(name).render(
        **values,
        style=Markup(sheet),  # noqa: S704 - ours, from the package
        style_hash=Markup(sheet_hash),  # noqa: S704
    )


@cache
def _parts() -> tuple[Environment, str, str]:
    """Return where the templates are, the style sheet and its hash."""
    from base64 import b64encode
    from hashlib import sha256
    from pathlib import Path

    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = Path(__file__).with_name("templates")
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    sheet = (folder / "digest.css").read_text(encoding="utf-8")
    hashed = "sha256-" + b64encode(sha256(sheet.encode()).digest()).decode("ascii")
    return environment, sheet, hashed
