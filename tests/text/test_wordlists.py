"""The shipped lists are complete and say one thing about each word."""

import pytest

from digest.text import wordlists
from digest.text.wordlists import LANGUAGES

USES = ("always", "number", "either", "time")


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_an_abbreviation_has_one_use(language):
    entries = [entry for use in USES for entry in wordlists.section(use, language)]
    assert len(entries) >= 40
    assert len(entries) == len(set(entries)) == len(wordlists.abbreviations(language))
    assert not any(entry.endswith((".", " ")) for entry in entries)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_words_that_open_or_report_are_single_words_in_lower_case(language):
    for name in ("opens", "said"):
        assert all(word == word.lower() and " " not in word for word in wordlists.section(name, language))


def test_an_unknown_language_has_english_abbreviations():
    assert wordlists.abbreviations("xx") == wordlists.abbreviations("en")


def test_a_language_tag_is_cut_to_its_code():
    assert [wordlists.code(tag) for tag in ("en", "pt-BR", "zh_Hans_CN", " DE ", "")] == ["en", "pt", "zh", "de", ""]
