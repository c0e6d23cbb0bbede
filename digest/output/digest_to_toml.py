"""A day in the saved form, as TOML."""

from __future__ import annotations

from digest.output import PLAIN, Style, digest_tables, to_toml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.model import Digest


def render(digest: Digest, style: Style = PLAIN, *, titles: Mapping[str, str] = {}) -> str:
    """One TOML document."""
    return to_toml.written(digest_tables.to_tables(digest, titles=titles))
