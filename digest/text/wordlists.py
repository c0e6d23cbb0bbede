"""The shipped lists of words, one file a language, read when first asked for."""

from __future__ import annotations

import os
from functools import cache, lru_cache

LANGUAGES = frozenset(("ar", "de", "en", "es", "fr", "hi", "it", "ja", "ko", "nl", "pl", "pt", "ru", "tr", "uk", "zh"))


def code(language: str) -> str:
    """Return the ISO 639-1 part of a language tag in lower case.

    >>> code("pt_BR"), code("EN")
    ('pt', 'en')
    """
    return language.replace("_", "-").partition("-")[0].strip().lower()


@lru_cache(64)
def abbreviations(language: str) -> dict[str, str]:
    """Return each abbreviation, without its last stop, and how it is used; unknown languages get English."""
    uses = ("either", "time", "number", "always")
    return {entry.removesuffix("."): use for use in uses for entry in section(use, language)}


def section(name: str, language: str) -> frozenset[str]:
    """Return one section of a language's list of abbreviations."""
    return _sections(language if language in LANGUAGES else "en").get(name, frozenset())


@lru_cache(64)
def stop_words(language: str) -> frozenset[str]:
    """Return the function words of a language, empty for an unknown one."""
    return frozenset(_entries("stopwords", language)) if language in LANGUAGES else frozenset()


@cache
def _sections(language: str) -> dict[str, frozenset[str]]:
    found: dict[str, list[str]] = {}
    name = ""
    for entry in _entries("abbreviations", language):
        if entry[0] == "[":
            name = entry[1:-1]
        else:
            found.setdefault(name, []).append(entry)
    return {name: frozenset(entries) for name, entries in found.items()}


def _entries(folder: str, language: str) -> list[str]:
    """Read a list: a comma or a new line ends an entry, "#" opens a comment."""
    # Not pathlib, whose import costs more than everything else here.
    path = os.path.join(os.path.dirname(__file__), "data", folder, f"{language}.txt")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    lines = [line.partition("#")[0] for line in text.splitlines()]
    return [entry for line in lines for entry in map(str.strip, line.split(",")) if entry]
