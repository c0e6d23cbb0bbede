"""What pages carry besides their article: bylines, stamps, captions, credits, pleas, buttons, links.

Summaries leave it out. Precision counts for more than finding all of it: a sentence of news that is taken for
furniture is lost to the reader.
"""

from __future__ import annotations

import os
from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model import Sentence

_DASHES = "-–—|"
_EDGES = ".,;:!?'\"()[]{}<>*_|/\\-–—•·©»«›‹…“”‘’ \t"
_QUOTES = "\"'“‘«"
_STOPS = frozenset(".?!\"'”’")
_WORD_LISTS = ("words", "agencies", "joining", "months", "weekdays", "contact", "shown", "made", "networks", "asking")
_BY = frozenset(("by", "von", "par", "por", "di", "door"))
_ARROWS = "←→↑↓▶►✕×·#"
_SHORT = 12  # words: a line of names, buttons or credits has no more
_LABEL = 4  # words: what is no longer is hardly a sentence
_BLOCK = 4  # sentences: a caption, a plea or a legal line has no more
_PICTURES = ("photo:", "photograph:", "image:", "picture:", "credit:", "illustration:", "ap photo", "file photo")
_HEAD = 160  # characters: bylines, labels and buttons are no longer
_LONGEST = 2000  # characters: beyond, it is no line of a page


def is_furniture(text: str) -> bool:
    """Whether a sentence belongs to the page, not to what it reports.

    >>> [is_furniture(s) for s in ("Scroll down for video", "By Ann Bell", "(AP Photo/Li Wei)", "By noon it rained.")]
    [True, True, True, False]
    """
    folded = text[:_LONGEST].casefold()
    if "’" in folded:
        folded = folded.replace("’", "'")
    words = folded.split()
    if not words:
        return True
    quoted = text[0] in _QUOTES  # "Sorry, we failed them," she said.
    if (not quoted and (_opens(folded, words) or _asks_to_follow(words))) or _has_phrase(folded):
        return True
    if len(words) <= _SHORT and folded.strip(_EDGES + _ARROWS) in _lists()["lines"]:
        return True
    if (len(text) <= _HEAD and _is_line(text, words)) or _is_cut_off(text):
        return True
    return _is_caption(text, words) or ("@" in folded and _is_contact(words))


def places(sentences: Sequence[Sentence]) -> frozenset[int]:
    """The positions of furniture: what is by its own words, and what stands with it in a caption, plea or block.

    >>> from digest.text.sentences import split
    >>> page = split("By Ann Bell\\n\\nIt rained.\\n\\nA ferry in the rain. Photograph: Li Wei/Acme")
    >>> [page[n].text for n in sorted(places(page))]
    ['By Ann Bell', 'A ferry in the rain.', 'Photograph: Li Wei/Acme']
    """
    found = {n for n, sentence in enumerate(sentences) if is_furniture(sentence.text)}
    blocks: list[list[int]] = []
    for n, sentence in enumerate(sentences):
        if blocks and sentences[blocks[-1][0]].paragraph == sentence.paragraph:
            blocks[-1].append(n)
        else:
            blocks.append([n])
    if not found or len(blocks) < 2:
        return frozenset(found)
    for block in blocks:
        first, last = sentences[block[0]].text, sentences[block[-1]].text
        plea = block[0] in found and first[-1] in ".?!" and len(first.split()) > 3
        if 1 < len(block) <= _BLOCK and (plea or (block[-1] in found and _is_under_picture(last))):
            found.update(block)
    for here, block in enumerate(blocks):
        before = here and blocks[here - 1][-1] in found
        after = here + 1 < len(blocks) and blocks[here + 1][0] in found
        if not (before or after) or len(block) > 2:
            continue
        is_between = bool(before and after) and len(block) == 1
        found.update(n for n in block if _is_loose(sentences[n].text, is_between=is_between))
    return frozenset(found)


def _is_under_picture(text: str) -> bool:
    """Whether a piece of furniture says whose a picture is, so that what stands before it is a caption."""
    folded = text.casefold()
    if folded.strip(_EDGES).startswith(_PICTURES) or folded.endswith(" caption"):
        return True
    return (
        "/" in text and "://" not in text and not any(map(str.isdigit, text))
    )  # "(Playboy/Time, 1985)" tells a source


def _is_loose(text: str, *, is_between: bool) -> bool:
    """Whether a piece belongs to the furniture beside it: names alone, and between furniture any short label."""
    words = text.split()
    if text[-1] in _STOPS:
        return text[-1] == "." and len(words) < _LABEL and _are_names(words)  # "Ann Bell ."
    return len(words) <= _LABEL + is_between and (is_between or _are_names(words))


def _opens(folded: str, words: list[str]) -> bool:
    """Whether a phrase of furniture begins the sentence, after any bullet, bracket or dash."""
    sections = ("begins",) if folded[-1] in _STOPS and len(words) > _LABEL else ("begins", "heads")
    return any(_starts(folded, words, section) for section in sections)


def _asks_to_follow(words: list[str]) -> bool:
    """Whether a sentence asks to follow somebody on a network: "Follow the port on Facebook"."""
    if len(words) > 2 * _SHORT or words[0] not in _lists()["asking"]:
        return False
    return not _lists()["networks"].isdisjoint(word.strip(_EDGES) for word in words)


def _starts(folded: str, words: list[str], section: str) -> bool:
    first = words[0].strip(_EDGES)
    if not first and len(words) > 1:
        first = words[1].strip(_EDGES)
    if not first:
        return False
    rows = _begins(section, first[0])
    place = folded.find(first)
    at = rows.find("\n" + first)
    while at >= 0:
        end = rows.find("\n", at + 1)
        if folded.startswith(rows[at + 1 : end], place):
            return True
        at = rows.find("\n" + first, end)
    return False


def _has_phrase(folded: str) -> bool:
    for hint, phrases in _contains():
        if hint in folded:
            for phrase in phrases:
                if phrase in folded:
                    return True
    return False


def _is_cut_off(text: str) -> bool:
    """Whether a teaser breaks off: "Police continue..."."""
    if not text.endswith(("...", "…", "[…]")):
        return False
    # Speech may trail off, and what is left out of it stands after a blank or a stop.
    if text.count('"') % 2 or text.count("“") != text.count("”") or " '" in text or "‘" in text:
        return False
    return text.rstrip(".…[]")[-1:].isalnum()


def _is_line(text: str, words: list[str]) -> bool:
    """Whether a short text is a line of names, numbers or buttons rather than a sentence."""
    if len(words) > _SHORT + 4:  # some may be signs alone
        return False
    if len(words) > 6 and text[0].isalpha() and text[-1] in _STOPS and words[0] != "by":
        return False
    words = [bare for word in words if (bare := word.strip(_EDGES))]
    if not any(map(str.isalpha, text)):
        return True
    if not words or len(words) > _SHORT:
        return not words
    text = text.strip()
    if ("://" in text and len(words) <= _SHORT - 2) or text.count("|") > 1:
        return True  # "Permalink https://…", "Reprints | Subscribe | Help"
    if text[-1:] == "|" or text[0] == "©" or (text[0] == "[" and text[-1] == "]"):
        return True  # "CAIRO |", "[See the pictures]"
    if text[-1] == ":" and text[0].isupper() and (len(words) <= 2 or text.isupper()):
        return True  # "ALSO:", "ANN BELL, HOST:"
    if words[0] in _BY and len(words) > 1 and _are_names(text.split()[1:]):
        return True
    if words[-1] == "contributed" and len(words) > 2 and _are_names(text.split()[:-1]):
        return True  # "The Acme Star's Ann Bell contributed."
    if "reported" in words[1:4] and _are_names([part for part in text.split() if part != "reported"]):
        return True  # "Bell reported from Oslo."
    row = _lists()["words"]
    if "by" in words[1:] and _are_names(text.split()[words.index("by") + 1 :]):
        words = words[: words.index("by")]  # "May 5, 2031 10:54 am by Ann Bell"
        row = row | _lists()["made"]
    dated = words[1:] if len(words) > 1 and len(words[0]) > 2 and text.split()[0].strip(_EDGES).isupper() else words
    return all(word[0].isdigit() or word in row for word in dated) or _is_credit(text, words)


def _is_credit(text: str, words: list[str]) -> bool:
    """Whether a line says only whose picture or report it is: "REUTERS/Li Wei", "(Ann Bell)", "PARIS (AFP) —"."""
    agencies = _lists()["agencies"]
    parts = text.split()
    bracketed = text[0] == "(" and text.rstrip(".")[-1:] == ")" and text.count("(") == 1
    agency = any(part in agencies for word in words for part in word.split("/"))
    if bracketed and (agency or len(words) > 1) and _are_names(parts):
        return True
    if agency and "/" in text and _are_names(parts):
        return True
    dateline = parts[0].strip(_EDGES).isupper() and len(parts[0].strip(_EDGES)) > 2
    return dateline and len(words) <= 6 and text[-1] in _DASHES + ")" and _are_names(parts)


def _are_names(parts: list[str]) -> bool:
    """Whether every word is written as a name is, but for the small words between."""
    joining = _lists()["joining"]
    named = False
    for part in parts:
        word = part.strip(_EDGES)
        if not word or word in joining:
            continue
        if not (word[0].isupper() or word[0].isdigit() or "@" in word or word[0] == "#"):
            return False
        named = True
    return named or not parts or not any(map(str.isalpha, parts[0]))


def _is_caption(text: str, words: list[str]) -> bool:
    """Whether a sentence is dated as agencies date their pictures: "…, Norway, Friday, May 2, 2014."."""
    if len(words) < 5:
        return False
    if words[0] == "in" and words[1] == "this":
        head = [word.strip(_EDGES) for word in words[2:12]]
        if not _lists()["shown"].isdisjoint(head):
            return True
    lists = _lists()
    for at, word in enumerate(words[4:-2], 4) if "day, " in text else ():
        # In news text it is "on Friday, May 2", and seldom with the year.
        day = word[-1] == "," and words[at - 1][-1] == "," and word[:-1] in lists["weekdays"]
        if day and words[at + 1].strip(_EDGES) in lists["months"] and any(map(_is_year, words[at + 2 : at + 4])):
            return True
    if not _is_year(words[-1]) or words[-3].strip(_EDGES) not in lists["months"]:
        return False
    # "in Paris, France March 25, 2015.": in news text a preposition or a comma stands before the month.
    return words[-2].strip(_EDGES).isdigit() and words[-4].isalpha() and text.split()[-4][0].isupper()


def _is_year(word: str) -> bool:
    year = word.strip(_EDGES)
    return len(year) == 4 and year.isascii() and year.isdigit()


def _is_contact(words: list[str]) -> bool:
    """Whether a sentence with an "@" gives an address to write to, or signs a message: "— Ann Bell (@bell) May 21"."""
    if len(words) <= 2 or (len(words) <= _SHORT and any(word.startswith("(@") for word in words)):
        return True
    bare = [word.strip(_EDGES) for word in words]
    return any("@" in word[1:-3] for word in bare) and not _lists()["contact"].isdisjoint(bare)


@cache
def _lists() -> dict[str, frozenset[str]]:
    """The sets of words of the data file."""
    lists = {name: frozenset(_sections()[name].split()) for name in _WORD_LISTS}
    return lists | {"lines": frozenset(_sections()["lines"].split("\n"))}


@cache
def _begins(section: str, letter: str) -> str:
    """The phrases that begin furniture, from the first with a letter to the last with it."""
    rows = _sections()[section]
    first, last = rows.find("\n" + letter), rows.rfind("\n" + letter)
    return rows[first : rows.find("\n", last + 1) + 1] if first >= 0 else ""


@cache
def _contains() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The phrases that furniture has, by a piece of text that they share."""
    rows = (row.partition(": ") for row in _sections()["has"].split("\n") if row)
    return tuple((piece, tuple(phrases.split(" | ")) if found else (piece,)) for piece, found, phrases in rows)


@cache
def _sections() -> dict[str, str]:
    """What stands under each heading, from line break to line break."""
    with open(os.path.join(os.path.dirname(__file__), "data", "furniture.txt"), encoding="utf-8") as file:
        parts = file.read().split("\n[")[1:]
    split = (part.partition("]") for part in parts)
    return {name: body.partition("\n#")[0] + "\n" for name, _, body in split}
