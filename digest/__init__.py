"""The news digest that can be checked: verbatim summaries and fact cards, offline.

>>> import digest
>>> brief = digest.brief("Rain fell on Monday. Two roads closed. They will open on 3 May 2031.", limit=1)
>>> brief.card.dates[-1].value
'2031-05-03'
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from digest.errors import DigestError as DigestError
    from digest.model import Article as Article
    from digest.model import Brief as Brief
    from digest.model import FactCard as FactCard
    from digest.model import Summary as Summary
    from digest.pipeline import brief_text as brief

__version__ = "0.1.0"
__all__ = ["Article", "Brief", "DigestError", "FactCard", "Summary", "__version__", "brief"]

_HOMES = {
    "brief": ("digest.pipeline", "brief_text"),
    "Article": ("digest.model", "Article"),
    "Brief": ("digest.model", "Brief"),
    "FactCard": ("digest.model", "FactCard"),
    "Summary": ("digest.model", "Summary"),
    "DigestError": ("digest.errors", "DigestError"),
}


def __getattr__(name: str) -> Any:
    """Find a public name in its home on first use, so that importing the package costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
