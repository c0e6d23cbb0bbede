"""Feeds: bytes of RSS, RDF, Atom or JSON Feed → articles.

One journey for every format: `prepare` makes safe text of the bytes, `fast` or `reference` or `json_feed` reads it into
plain entries, `entries` makes articles of those, with the help of `html_text`, `feed_dates` and `identity`. `workers`
does the same in processes with limits; `discovery` finds the feeds that a page names.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from digest.sources.feeds.discovery import discover as discover
    from digest.sources.feeds.reading import parse as parse
    from digest.sources.feeds.workers import Workers as Workers

__all__ = ["Workers", "discover", "parse"]

_HOMES = {
    "parse": "digest.sources.feeds.reading",
    "discover": "digest.sources.feeds.discovery",
    "Workers": "digest.sources.feeds.workers",
}


def __getattr__(name: str) -> Any:
    """Find a public name in its home on first use: a fetch where nothing changed parses nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
