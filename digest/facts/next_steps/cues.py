"""The cue words of next steps, read from the data file of a language."""

from __future__ import annotations

import os
from functools import cache

from digest.text.wordlists import code

LANGUAGES = frozenset(("en",))

Cue = tuple[tuple[str, ...], str, str]  # the words, the kind of frame, the status of its steps

STATUSES = frozenset(
    ("scheduled", "planned", "expected", "proposed", "undecided", "postponed", "cancelled", "ruled_out")
)
_KINDS = frozenset(("to", "wish", "object", "noun", "event", "active", "release", "nominal", "unsettled"))
_TIME_OPENERS = ("weekday", "tomorrow", "month", "later", "gone", "determiner")
_VOWELS = frozenset("aeiou")


class Cues:
    """The frames of next steps by the first word of their cue, and sets of words by name."""

    __slots__ = ("frames", "happen", "language", "openers", "time_openers", "words", "zones")

    def __init__(self, source: str, language: str) -> None:
        self.language = language
        self.words: dict[str, frozenset[str]] = {}
        self.frames: dict[str, list[Cue]] = {}
        for name, phrases in _sections(source):
            kind, _, status = name.rpartition(" ")
            if kind not in _KINDS or status not in STATUSES:
                self.words[name] = frozenset(phrases)
                continue
            for phrase in phrases:
                words = tuple(phrase.split(" "))
                self.frames.setdefault(words[0], []).append((words, kind, status))
        for cues in self.frames.values():
            cues.sort(key=lambda cue: -len(cue[0]))
        zones = [name for name in self.words if name.startswith("zone ")]
        self.zones = {word: name.removeprefix("zone ") for name in zones for word in self.words[name]}
        # Most words open nothing: one look tells.
        self.openers = self.words["opener"].union(self.frames)
        self.time_openers = frozenset().union(*(self.words[name] for name in _TIME_OPENERS))
        self.happen: dict[str, list[list[str]]] = {}
        for phrase in self.words["happen"]:
            parts = phrase.split(" ")
            self.happen.setdefault(parts[0], []).append(parts)


@cache
def load(language: str) -> Cues | None:
    """Read the cues of a language, or None where there are none."""
    language = code(language)
    if language not in LANGUAGES:
        return None
    # Not pathlib, whose import costs as much as finding the steps of an article.
    folder = os.path.dirname(os.path.dirname(__file__))
    path = os.path.join(folder, "data", "next_steps", f"{language}.txt")
    with open(path, encoding="utf-8") as file:
        return Cues(file.read(), language)


def _sections(source: str) -> list[tuple[str, list[str]]]:
    sections: list[tuple[str, list[str]]] = []
    for line in source.splitlines():
        if line.startswith("["):
            sections.append((line.strip("[] "), []))
        elif line and not line.startswith("#"):
            for phrase in line.rstrip(", ").split(", "):
                if phrase.startswith("~"):
                    sections[-1][1].extend(forms(phrase[1:]))
                else:
                    sections[-1][1].append(phrase)
    return sections


def forms(verb: str) -> tuple[str, str, str, str]:
    """Spell out a regular verb, whose first word is the one that changes.

    >>> forms("plan"), forms("rely on")
    (('plan', 'plans', 'planned', 'planning'), ('rely on', 'relies on', 'relied on', 'relying on'))
    """
    head, gap, tail = verb.partition(" ")
    third, stem = head + "s", head
    if head.endswith(("s", "x", "z", "ch", "sh")):
        third = head + "es"
    past = head + "ed"
    if head.endswith("e"):
        stem = head[:-1]
        past = head + "d"
    elif head.endswith("y") and head[-2] not in _VOWELS:
        third, past = head[:-1] + "ies", head[:-1] + "ied"
    elif _doubles(head):
        stem = head + head[-1]
        past = stem + "ed"
    rest = gap + tail
    return (verb, third + rest, past + rest, stem + "ing" + rest)


def _doubles(verb: str) -> bool:
    # A short vowel and one consonant end a stressed syllable: "planned", "committed", not "ordered".
    if verb[-1] in "aeiouwxy" or verb[-2] not in _VOWELS or verb[-3] in _VOWELS:
        return False
    return verb.endswith("mit") or sum(letter in _VOWELS for letter in verb) == 1
