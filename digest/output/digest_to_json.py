"""A day in the saved form, as JSON."""

from __future__ import annotations

from digest.output import PLAIN, Style, digest_tables, to_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from digest.model import Digest


def render(digest: Digest, style: Style = PLAIN, *, titles: Mapping[str, str] = {}) -> str:
    """One JSON object."""
    return to_json.written(digest_tables.to_tables(digest, titles=titles))
