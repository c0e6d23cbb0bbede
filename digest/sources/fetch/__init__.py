"""Asks web addresses, many at once: one request each, bounded in time and size, and only where the user may be sent.

`get` is one page, `many` a run over feeds; both load aiohttp on first use.
"""

from __future__ import annotations

from digest.sources.fetch.asks import Answer, Ask, Limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from digest.sources.fetch.page import get as get
    from digest.sources.fetch.schedule import many as many

__all__ = ["Answer", "Ask", "Limits", "get", "many"]

_HOMES = {"get": "digest.sources.fetch.page", "many": "digest.sources.fetch.schedule"}


def __getattr__(name: str) -> Any:
    """Find `get` and `many` when somebody calls them."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return found
