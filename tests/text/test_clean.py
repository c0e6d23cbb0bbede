"""Cleaning: what a terminal must never see goes, everything readable stays."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.clean import MARKS_IN_A_ROW, TITLE_LIMIT, clean

BIDI_AND_KIN = {
    *map(chr, [0x61C, 0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF, 0xAD, *range(0x202A, 0x202F)]),
    *map(chr, [*range(0x2060, 0x2070), *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080)]),
}
NASTY = st.sampled_from(
    [
        "\x1b[31m",
        "\x1b]0;t\x07",
        "\x1b]52;c;x\x1b\\",
        "\x9b1m",
        "\x1b",
        "[0m",
        "\r\n",
        "\r",
        " \n",
        "\t",
        "\u202e",
        "\u0301",
        "\u0344",
        "\u0958",
        "\u0323",
        "\ud800",
        "\udc00",
        "\ufb01",
        "\u00ad",
        "\u00a0",
        "\u2028",
        "\u3000",
        "e",
        "\u212b",
    ]
)
TEXTS = st.one_of(
    st.text(st.characters(), max_size=60),
    st.lists(st.one_of(NASTY, st.text(st.characters(), max_size=4)), max_size=40).map("".join),
)


def is_noncharacter(sign):
    return 0xFDD0 <= ord(sign) <= 0xFDEF or ord(sign) & 0xFFFE == 0xFFFE


@given(TEXTS, st.booleans())
def test_a_clean_text_holds_nothing_that_acts_or_hides(text, one_line):
    cleaned = clean(text, one_line=one_line)
    row = 0
    for sign in cleaned:
        category = unicodedata.category(sign)
        assert category not in ("Cc", "Cs", "Zl", "Zp") or (sign == "\n" and not one_line)
        assert not is_noncharacter(sign)
        assert sign not in BIDI_AND_KIN
        assert category != "Zs" or sign == " "
        row = row + 1 if category in ("Mn", "Mc", "Me") else 0
        assert row <= MARKS_IN_A_ROW
    assert unicodedata.is_normalized("NFC", cleaned)
    assert "  " not in cleaned
    assert "\n\n\n" not in cleaned
    assert not any(line != line.strip() for line in cleaned.split("\n"))


@given(TEXTS, st.booleans())
def test_cleaning_twice_changes_nothing(text, one_line):
    once = clean(text, one_line=one_line)
    assert clean(once, one_line=one_line) == once


@given(st.lists(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1)).map(" ".join))
def test_printable_ascii_with_single_blanks_is_left_alone(text):
    assert clean(text) == text


@pytest.mark.parametrize(
    ("dirty", "cleaned"),
    [
        ("\x1b[1;31mred\x1b[0m \x1b(Bplain", "red plain"),
        ("a\x1b]0;title\x07b\x1b]8;;http://x.example\x1b\\c", "abc"),
        ("\x9b31mred and \x9dtitle\x9crest", "red and rest"),
        ("an unended \x1b]0;title stays as text", "an unended ]0;title stays as text"),
        ("ef\ufb01cient co\u00adoperation o\ufb04ine", "efficient cooperation offline"),
        ("e\u0301te\u0301", "été"),
        ("one\r\ntwo\rthree\n\n\n\nfour  \n five", "one\ntwo\nthree\n\nfour\nfive"),
        ("a\u00a0b\u2009c\u3000d\u2028e\tf", "a b c d e f"),
        ("user\u202egpj.exe \u2066x\u2069", "usergpj.exe x"),
        ("می\u200cخواهم 👩\u200d🚀", "می\u200cخواهم 👩\u200d🚀"),
        ("z" + "\u0335" * 50, "z" + "\u0335" * MARKS_IN_A_ROW),
        ("\U000e0041tag\ufeff\ufffe\ufffa", "tag"),
        ("", ""),
    ],
)
def test_cleaning_by_example(dirty, cleaned):
    assert clean(dirty) == cleaned


def test_one_line_joins_lines_and_is_cut():
    assert clean("a title\n\nin two lines\n", one_line=True) == "a title in two lines"
    assert len(clean("word " * 1000, one_line=True)) <= TITLE_LIMIT
