"""Which language a text is in."""

from __future__ import annotations

from digest.text import wordlists

_SAMPLE = 5_000
_LATIN = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "tr")
# Where the letters of these blocks are the most, the script decides or narrows the choice.
_BLOCKS = (
    ("cyrillic", "\u0400", "\u052f"),
    ("arabic", "\u0600", "\u06ff"),
    ("devanagari", "\u0900", "\u097f"),
    ("kana", "\u3041", "\u30ff"),
    ("han", "\u3400", "\u9fff"),
    ("hangul", "\uac00", "\ud7a3"),
    ("hangul", "\u1100", "\u11ff"),
)
_UKRAINIAN, _RUSSIAN = frozenset("іїєґ"), frozenset("ыэё")
_OTHER_CYRILLIC = frozenset("ўјњљџћђѓќѕқғңөұүһәҳ")
_NOT_ARABIC = frozenset("پچژگکیٹڈڑںےۇەېۆ")


def detect(text: str) -> str:
    """Return the ISO 639-1 code of the text's language; "en" for a text without letters.

    >>> detect("The minister said that the talks would go on until the end of the week.")
    'en'
    """
    sample = text[:_SAMPLE]
    letters = [c for c in sample.lower() if c.isalpha()]
    if not letters:
        return "en"
    beyond_latin = [c for c in letters if c > "\u036f"]
    if 2 * len(beyond_latin) > len(letters):
        return _by_script(beyond_latin, sample)
    return _by_stop_words(sample) or _by_library(sample)


def _by_script(letters: list[str], sample: str) -> str:
    counts = {name: 0 for name, _, _ in _BLOCKS}
    for name, first, last in _BLOCKS:
        counts[name] += sum(first <= c <= last for c in letters)
    east = counts["kana"] + counts["han"] + counts["hangul"]
    if 2 * east > len(letters):
        if counts["hangul"] >= counts["han"] + counts["kana"]:
            return "ko"
        return "ja" if 20 * counts["kana"] > east else "zh"
    found = set(letters)
    if counts["devanagari"] * 2 > len(letters) and _share(_tokens(sample), "hi") >= 0.15:
        return "hi"
    if counts["arabic"] * 2 > len(letters) and not found & _NOT_ARABIC:
        return "ar"
    if counts["cyrillic"] * 2 > len(letters) and not found & _OTHER_CYRILLIC:
        if found & _UKRAINIAN and not found & _RUSSIAN:
            return "uk"
        if found & _RUSSIAN and not found & _UKRAINIAN:
            return "ru"
    return _by_library(sample)


def _by_stop_words(sample: str) -> str:
    """Return the language whose function words are plainly the most, else ""."""
    tokens = _tokens(sample)
    # An English text of some length needs no comparison, and so no other list.
    if len(tokens) >= 12 and _share(tokens, "en") >= 0.3 and 30 * tokens.count("the") >= len(tokens):
        return "en"
    shares = sorted(((_share(tokens, language), language) for language in _LATIN), reverse=True)
    (best, language), (second, _) = shares[:2]
    return language if len(tokens) >= 4 and best >= 0.25 and best >= 1.6 * second else ""


def _tokens(sample: str) -> list[str]:
    words = (word.strip(".,;:!?\"()[]«»“”„‘’'…–—-।") for word in sample.lower().replace("’", "'").split())
    return [word for word in words if word and not word[0].isdecimal()]


def _share(tokens: list[str], language: str) -> float:
    stops = wordlists.stop_words(language)
    return sum(token in stops for token in tokens) / max(1, len(tokens))


def _by_library(sample: str) -> str:
    # It loads numpy and a model, which only texts that are not plain need.
    import py3langid  # type: ignore[import-untyped]

    return str(py3langid.classify(sample.encode("utf-8", "ignore").decode("utf-8"))[0])
