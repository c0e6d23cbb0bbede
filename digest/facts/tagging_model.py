"""The model file of the tagger, opened with the one compiled library that reads it."""

from __future__ import annotations

import os
import sys
from functools import cache
from importlib import import_module
from types import ModuleType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pycrfsuite import Tagger

PATH = os.path.join(os.path.dirname(__file__), "data", "names", "en.crfsuite")


@cache
def opened() -> Tagger:
    """The fitted model, ready to tag."""
    tagger = _new()
    tagger.open(PATH)
    return tagger


class _Late(ModuleType):
    """A module that is imported when something of it is asked for."""

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        _take_out(self)
        return getattr(import_module(self.__name__), name)


def _take_out(module: ModuleType) -> None:
    if sys.modules.get(module.__name__) is module:
        del sys.modules[module.__name__]


def _new() -> Tagger:
    """A tagger of the library, imported without what only training and dumps use: three quarters of the import."""
    late = [_Late(name) for name in ("tempfile", "fractions") if name not in sys.modules]
    sys.modules.update((module.__name__, module) for module in late)
    try:
        from pycrfsuite import Tagger  # a compiled library that only English texts need
    finally:
        for module in late:
            _take_out(module)
    tagger: Tagger = Tagger()
    return tagger
