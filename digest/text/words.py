"""The words of a text as a summarizer counts them."""

from __future__ import annotations

import re
from functools import cache

from digest.text import wordlists

# Marks of Arabic, Hebrew and the Indian scripts are part of their words, which \w does not know.
_LETTER = (
    r"[\w\u0300-\u036f\u0483-\u0487\u05b0-\u05bd\u0610-\u061a\u064b-\u065f\u06d6-\u06dc"
    r"\u0900-\u0963\u0966-\u0dff\u0e31-\u0e4e\u1000-\u109f\u1780-\u17d3\u200c\u200d]"
)
# Composed text in these languages has no such marks; the class of all of them takes a millisecond to compile.
_MARKLESS = frozenset(("en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr", "ru", "uk"))
# Scripts written without blanks: Thai to Khmer, kana, Han.
_CJK = r"々\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_OTHERS = r"\u0e01-\u0eff\u1000-\u109f\u1780-\u17d3"
_ELIDING = frozenset(("fr", "it", "ca"))
_ELIDED = frozenset(
    ("l", "d", "j", "m", "n", "s", "t", "c", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu",
     "un", "dell", "all", "nell", "sull", "dall", "quest", "quell")
)  # fmt: skip


def words(text: str, language: str = "en") -> tuple[str, ...]:
    """Return the words in lower case, with the signs that belong to them.

    Scripts without blanks give pairs of neighbouring characters, which serve as words well enough
    to compare sentences.

    >>> words("The U.S.-led plan, don't forget, cost $3.5bn: 40% of COVID-19 aid.")
    ('the', 'u.s.-led', 'plan', "don't", 'forget', 'cost', '$3.5bn', '40%', 'of', 'covid-19', 'aid')
    >>> words("東京都で")
    ('東京', '京都', '都で')
    """
    language = wordlists.code(language)
    found = _word(language in _MARKLESS).findall(text.casefold().replace("’", "'").replace("‑", "-"))
    if language in _ELIDING:
        found = [part for word in found for part in _without_elision(word)]
    if text.isascii():
        return tuple(found)
    return tuple(part for word in found for part in ((word,) if max(word) < "\u0e00" else _pairs(word)))


def content_words(text: str, language: str = "en") -> tuple[str, ...]:
    """Return the words less the stop words; of pairs of characters those without a stop character."""
    stops = stop_words(language)
    return tuple(word for word in words(text, language) if word not in stops and not _has_stop(word, stops))


def stop_words(language: str) -> frozenset[str]:
    """Return a language's function words, empty for a language we have no list of."""
    return wordlists.stop_words(wordlists.code(language))


def count(text: str) -> int:
    """Count words for a length limit.

    A word is what stands between blanks and has a letter or digit. Where a script has no blanks,
    two characters of Chinese or Japanese count as a word, as do four of Thai, Lao, Burmese or Khmer.

    >>> count("Nearly 40% — or $3.5bn — was spent."), count("東京都で")
    (6, 2)
    """
    # Letters up to Hebrew and Arabic, and punctuation from U+2000 on, belong to scripts with blanks.
    if text.isascii() or all(c < "\u0e00" or "\u2000" <= c < "\u2e80" for c in text):
        return sum(any(map(str.isalnum, word)) for word in text.split())
    spaced = 0
    unspaced = 0
    for word in text.split():
        rest, others = re.subn(f"[{_OTHERS}]", "", word)
        rest, cjk = re.subn(f"[{_CJK}]", "", rest)
        unspaced += 2 * cjk + others
        spaced += any(map(str.isalnum, rest))
    return spaced + (unspaced + 3) // 4


@cache
def _word(markless: bool) -> re.Pattern[str]:
    letter = r"\w" if markless else _LETTER
    return re.compile(
        r"(?:[^\W\d_]\.){2,}(?:-?\w+)*"  # U.S., U.S.-led
        # don't, COVID-19, $3.5bn, 40%; a class of three and more signs beyond Latin 1 would be slow to compile
        rf"|[$£¥]?[€₹]?{letter}+(?:(?:['.&@-]|(?<=\d)[,:/](?=\d)){letter}+)*[%°]?"
    )


def _without_elision(word: str) -> tuple[str, ...]:
    article, apostrophe, noun = word.partition("'")
    return (article, noun) if apostrophe and article in _ELIDED else (word,)


def _pairs(word: str) -> list[str]:
    parts: list[str] = []
    for run in re.findall(f"[{_CJK}{_OTHERS}]+|[^{_CJK}{_OTHERS}]+", word):
        if not re.match(f"[{_CJK}{_OTHERS}]", run):
            parts.append(run)
        else:
            parts += [run[n : n + 2] for n in range(len(run) - 1)] or [run]
    return parts


def _has_stop(word: str, stops: frozenset[str]) -> bool:
    return len(word) == 2 and word[0] > "\u0e00" and (word[0] in stops or word[1] in stops)
