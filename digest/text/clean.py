"""Text from strangers made safe to show: nothing invisible, nothing that acts on a terminal."""

from __future__ import annotations

import re

TITLE_LIMIT = 1_000
MARKS_IN_A_ROW = 4

_DROPPED = (
    *range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0),  # C0, DEL, C1
    0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x200C), *range(0x200E, 0x2010),  # soft hyphen, marks, bidi
    *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF, *range(0xFFF9, 0xFFFC),
    *range(0xFDD0, 0xFDF0), *range(0xFFFE, 0x110000, 0x10000), *range(0xFFFF, 0x110000, 0x10000),  # noncharacters
    *range(0xE0000, 0xE0080),  # the TAG block
)  # fmt: skip
# What may act on a terminal or turn the order of a line, beyond line breaks and tabs.
_ACTING = frozenset(
    map(chr, (
        *range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F),
        *range(0x2066, 0x206A), 0xFEFF, *range(0xE0000, 0xE0080),
    ))
)  # fmt: skip
_BLANKS = (0x09, 0x0B, 0x0C, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
_LIGATURES = dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
_TABLE = {**dict.fromkeys(_DROPPED), **dict.fromkeys(_BLANKS, " "), **_LIGATURES}
_TABLE_SIGNS = frozenset(map(chr, _TABLE))

# Marks are the only part of writing that is neither a word character nor a blank, so a long run of
# them is inside a match; the function then counts.
_MANY_SIGNS = r"[^\w\s\x00-\u02ff]{5,}"
_ESCAPE_OPENERS = "\x1b\x90\x9b\x9d"
_ESCAPES = (
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor
    r"|(?:\x1b[\]PX^_]|[\x90\x9d])[^\x07\x1b\x90\x9c\x9d\n]*(?:\x07|\x1b\\|\x9c)"  # OSC, DCS …
    r"|\x1b[ -/]+[0-~]"  # character sets
)


def clean(text: str, *, one_line: bool = False) -> str:
    r"""Return the text without control, bidi and other invisible characters and with single blanks.

    Line breaks stay (never more than one empty line), unless `one_line`, which also cuts at
    `TITLE_LIMIT` characters. Line and paragraph separators (U+2028/9), form feeds and tabs are
    blanks. Joiners stay: Persian, Hindi and emoji need them. A second call changes nothing.

    >>> clean("e\u0301\u00a0 \x1b[31mred\x1b[0m\t\ufb01n\r\n\n\n\nal")
    'é red fin\n\nal'
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if any(opener in text for opener in _ESCAPE_OPENERS):
        text = re.sub(_ESCAPES, "", text)
    if not text.isascii():
        text = _clean_beyond_ascii(text)
    elif not text.isprintable():
        text = text.translate(_TABLE)
    return _tidy_blanks(text, one_line)


def harmless(text: str, *, colours: bool = False, wide: str = "") -> str:
    r"""Return the text with what could act on a terminal written out, as JSON and TOML escape it in a text.

    It is the last look at an output, whose texts are clean long since; with `colours` our own colours stay. Beyond
    U+FFFF TOML wants the format `wide`, JSON two surrogates.

    >>> print(harmless('{"a": "\x9b2J"}'))
    {"a": "\u009b2J"}
    """
    acting = _ACTING.intersection(text)
    if colours and "\x1b" in acting:
        parts = re.split("(\x1b\\[[0-9;]{0,40}m)", text)
        parts[::2] = [harmless(part, wide=wide) for part in parts[::2]]
        return "".join(parts)
    for sign in acting - {"\r"}:
        text = text.replace(sign, _written_out(ord(sign), wide))
    return re.sub("\r(?!\n)", r"\\r", text) if "\r" in acting else text  # calendars end their lines in both


def _written_out(code: int, wide: str) -> str:
    if code <= 0xFFFF:
        return f"\\u{code:04x}"
    code -= 0x10000
    return wide.format(code + 0x10000) if wide else f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"


def _clean_beyond_ascii(text: str) -> str:
    signs = set(text)
    for sign in signs & _TABLE_SIGNS:  # a replacement or three cost less than to look every character up
        text = text.replace(sign, _TABLE[ord(sign)] or "")
    if not any(_is_composable(sign) for sign in signs):
        return text
    import unicodedata  # only texts that need it pay for it

    text = text.encode("utf-8", "ignore").decode("utf-8")  # lone surrogates
    text = _cap_marks(text)  # before NFC, which takes quadratic time on a long run of marks
    if not unicodedata.is_normalized("NFC", text):
        text = _cap_marks(unicodedata.normalize("NFC", text))
    return text


def _is_composable(sign: str) -> bool:
    """Whether a sign may be a mark, a surrogate or not in NFC; no Latin letter, punctuation or currency sign is."""
    return sign > "\u02ff" and not "\u2000" <= sign <= "\u206f" and not "\u20a0" <= sign <= "\u20bf"


def _cap_marks(text: str) -> str:
    """Keep at most `MARKS_IN_A_ROW` combining marks on one letter."""
    import unicodedata

    def cap(run: re.Match[str]) -> str:
        kept, row = [], 0
        for sign in run[0]:
            row = row + 1 if unicodedata.category(sign) in ("Mn", "Me", "Mc") else 0
            if row <= MARKS_IN_A_ROW:
                kept.append(sign)
        return "".join(kept)

    return re.sub(_MANY_SIGNS, cap, text)


def _tidy_blanks(text: str, one_line: bool) -> str:
    if one_line:
        text = text.replace("\n", " ")
    if "  " in text:
        text = re.sub(" {2,}", " ", text)
    if "\n" in text:
        text = text.replace(" \n", "\n").replace("\n ", "\n")
        if "\n\n\n" in text:
            text = re.sub("\n{3,}", "\n\n", text)
    text = text.strip(" \n")
    return text[:TITLE_LIMIT].rstrip() if one_line else text
