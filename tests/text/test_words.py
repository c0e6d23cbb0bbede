"""Words as a summarizer counts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.wordlists import LANGUAGES
from digest.text.words import content_words, count, stop_words, words


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("$3.5bn, 40% and COVID-19!", "en", "$3.5bn 40% and covid-19"),
        (
            "The U.S.-led talks; the U.S. didn't go — don’t ask",
            "en",
            "the u.s.-led talks the u.s. didn't go don't ask",
        ),
        ("at 9:30 on 24/7, 1,234.5 and/or AT&T", "en", "at 9:30 on 24/7 1,234.5 and or at&t"),
        ("a.b@example.org (co-op) 'quoted'", "en", "a.b@example.org co-op quoted"),
        ("L'Europe n’a qu'un aujourd'hui", "fr", "l europe n a qu un aujourd'hui"),
        ("Dell'Italia", "it", "dell italia"),
        ("Der Straßenbau", "de", "der strassenbau"),
        ("हिन्दी में", "hi", "हिन्दी में"),
        ("東京都で2人", "ja", "東京 京都 都で 2 人"),
        ("한국은 오늘", "ko", "한국은 오늘"),
        ("", "en", ""),
    ],
)
def test_figures_names_and_contractions_are_single_words(text, language, expected):
    assert words(text, language) == tuple(expected.split())


def test_content_words_leave_out_what_every_text_has():
    assert content_words("The council of the town has voted.", "en") == ("council", "town", "voted")
    assert content_words("我们的城市", "zh") == ("城市",)
    assert content_words("the town", "xx") == ("the", "town")


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_has_its_list_of_lower_case_stop_words(language):
    found = stop_words(language)
    assert 80 <= len(found) <= 300
    assert all(word == word.lower().strip() and " " not in word for word in found)


def test_an_unknown_language_has_no_stop_words():
    assert stop_words("xx") == stop_words("") == stop_words("../en") == frozenset()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nearly 40% — or $3.5bn — was spent.", 6),
        ("東京都で", 2),
        ("東", 1),
        ("ABC 東京", 2),
        (" \n", 0),
        ("สวัสดี", 2),
    ],
)
def test_counting_words(text, expected):
    assert count(text) == expected


@given(st.text(), st.one_of(st.sampled_from(sorted(LANGUAGES)), st.text(max_size=5)))
def test_any_text_has_words_without_blanks(text, language):
    found = words(text, language)
    assert all(word and not any(sign.isspace() for sign in word) for word in found)
    assert set(content_words(text, language)) <= set(found)
    assert 0 <= count(text) <= len(text)
