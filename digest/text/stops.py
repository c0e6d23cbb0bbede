"""Whether a stop ends its sentence, judged by the words around it."""

from __future__ import annotations

from digest.text import wordlists

_OPENERS = "\"'“‘„‚«‹([{¿¡—–-*_•"
_QUOTES = "\"'”’»›“‘«‹"
_CLOSING = _QUOTES + ")]}"
_WIDE = "。！？｡"
_LOUD = frozenset("!?؟‼⁇⁈⁉")
# Particles that carry a quotation on ("「はい。」と述べた"), and verbs of saying soon after one in Chinese.
_JAPANESE_PARTICLES = "とがをのには、，っ"
_CHINESE_SAYING = "说說道问問称稱喊答"
# Languages that write an ordinal number as a figure and a full stop ("am 3. Mai").
ORDINALS = frozenset(
    ("bs", "cs", "da", "de", "et", "fi", "fo", "hr", "hu", "is",
     "lb", "lv", "nb", "nn", "no", "pl", "sk", "sl", "sr", "tr")
)  # fmt: skip
_ROMAN = frozenset("IVXLC")
_REACH = 40  # no abbreviation and no opening word is longer


def is_end(text: str, start: int, stop: int, after: int, end: int, language: str) -> bool:
    """Tell whether the stops in `text[stop:after]` end the sentence from `start`; its line ends at `end`."""
    mark = text[stop:after]
    if mark[0] in _WIDE:
        return _ends_wide(text, mark, after)
    if mark[0] in "।॥۔។။":
        return text[after] not in ",;:)"
    if not text[after].isspace():
        return _is_run_together(text, start, stop, after, end, language)
    following = _following(text, after, end)
    if not following:  # only signs follow: they stay with their sentence
        return False
    first = following[0]
    if first in ",;:)]}%" or (first.islower() and not following[1:2].isupper()):
        return False
    core = mark.rstrip(_CLOSING + " \u00a0\u202f")
    before = text[max(start, stop - _REACH) : stop].split()
    joined = bool(before) and not text[stop - 1].isspace()
    if core != ".":
        return _ends_loud(before if joined else [], mark, core, following, language)
    return not joined or _ends_plain(before, mark, following, language)


def _following(text: str, after: int, end: int) -> str:
    """Return what follows, without blanks and opening quotation marks."""
    following = text[after : min(after + _REACH, end)].lstrip()
    while following and following[0] in _OPENERS:
        following = following.lstrip(_OPENERS).lstrip()
    return following


def _is_run_together(text: str, start: int, stop: int, after: int, end: int, language: str) -> bool:
    """Tell whether a blank is missing: "It rained.The sun", which "Node.Js" and "U.S.A" are not."""
    if "\u3040" <= text[after] < "\ua000":
        return text[after - 1] in "!?"
    first, second = text[after], text[after + 1 : after + 2]
    if not first.isupper() or second.isupper() or not text[max(start, stop - 2) : stop].islower():
        return False
    before = text[max(start, stop - _REACH) : stop].split()[-1].strip(_OPENERS + _CLOSING)
    return before.isalpha() and _opens(text[after : min(after + _REACH, end)], language)


def _ends_wide(text: str, mark: str, after: int) -> bool:
    if mark[-1] in _WIDE:
        return text[after] not in _WIDE
    if text[after] in _JAPANESE_PARTICLES:
        return False
    saying = text[after : after + 6]
    return not (mark[0] in "！？" and any(sign in saying for sign in _CHINESE_SAYING))


def _ends_loud(before: list[str], mark: str, core: str, following: str, language: str) -> bool:
    """Judge "!", "?" and runs of dots; `before` is empty where a blank precedes them."""
    if _LOUD.isdisjoint(core):
        if before and before[-1][-1] in "[(":  # "[...]" marks an omission, not an end
            return False
        # An ellipsis set off by blanks is a pause, above all before "I".
        return bool(before) or core.count(".") > 3 or not following.startswith(("I ", "I'", "I’"))
    if before and _bare(before[-1]) + core in wordlists.section("always", language):
        return False
    if mark[-1] in _QUOTES:
        said = wordlists.section("said", language)
        if any(word.strip(".,:") in said for word in following.split()[:4]):  # “No!” Mayor Brandt said
            return _opens(following, language)
    return True


def _ends_plain(before: list[str], mark: str, following: str, language: str) -> bool:
    """Judge one full stop by the word it is attached to and the next one."""
    word = _bare(before[-1])
    if not word:
        return True
    if word.isdecimal():
        return len(word) > 3 or language not in ORDINALS or _opens(following, language)
    if len(word) == 1 and following[1:2] == "." and following[0].isalpha():  # "J. K.", "z. B."
        return False
    use = _use(before, word, language)
    if use == "always":
        return False
    if use == "number":
        return not _is_number(following)
    if use == "time":
        return len(before) > 3 and _ends_time(following, language)  # "At 5 a.m. Mr. Brown left"
    if use == "either":
        if mark[1:2] in (")", "]"):  # "Brown (D-Calif.) Republicans" goes on
            return False
        return _opens(following, language)
    return True


def _ends_time(following: str, language: str) -> bool:
    """Tell whether what follows "p.m." is no day, month, figure or time zone."""
    name = following.split(None, 1)[0].strip(".,;:")
    is_zone = name.isupper() and len(name) > 1
    return name[:1].isalpha() and not is_zone and name not in wordlists.section("after time", language)


def _use(before: list[str], word: str, language: str) -> str:
    """Return how an abbreviation is used, "" for a whole word."""
    known = wordlists.abbreviations(language)
    if len(before) > 1 and (pair := f"{_bare(before[-2])} {word}") in known:
        return known[pair]
    if word in known:
        return known[word]
    if len(word) == 1:
        return _use_of_letter(before, word, known)
    tail = word.replace("’", "-").replace("'", "-").rpartition("-")[2]  # "l'on. Rossi"
    for form in (word.lower(), tail, tail.lower()):
        if form in known:
            return known[form]
    parts = word.split(".")
    if len(parts) > 1 and all(part.isalpha() and len(part) < 3 for part in parts):  # "U.S", "Ph.D"
        return "either"
    return "either" if language in ORDINALS and len(word) < 6 and _ROMAN.issuperset(word) else ""


def _use_of_letter(before: list[str], letter: str, known: dict[str, str]) -> str:
    if letter.islower():
        return known.get(letter, "")
    if not letter.isalpha() or "\u3040" <= letter < "\ua000":
        return ""
    # "I" after a small word is the pronoun ("you and I."), else any capital is an initial.
    return "" if letter == "I" and len(before) > 1 and before[-2].islower() else "either"


def _opens(following: str, language: str) -> bool:
    """Tell whether the next word is one that opens sentences rather than goes on with a name."""
    word = following.split(None, 1)[0].replace("’", "'").partition("'")[0].strip(".,;:!?" + _CLOSING)
    if len(word) > 1 and word.isupper():
        return False
    word = word.lower()
    return word in wordlists.stop_words(language) or word in wordlists.section("opens", language)


def _is_number(following: str) -> bool:
    word = following.split(None, 1)[0].strip(".,;:" + _CLOSING)
    return following[0].isdecimal() or (word not in ("", "I") and _ROMAN.issuperset(word))


def _bare(word: str) -> str:
    return word.strip(_OPENERS + _CLOSING + ",;:")
