"""Countries by name, people, capital and institution, and the codes that the table gives them."""

from __future__ import annotations

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.facts import countries
from digest.text.tokens import tokenize

TERRITORIES = """
AI AQ AS AW AX BL BM BQ BV CC CW CX EH FK GF GG GP GS HM IM IO JE KY MF MP MQ MS NF NU PF PM PN RE SH SJ SX TC TF TK UM
VG VI WF YT
"""


def found(text: str) -> list[tuple[str, str, str]]:
    words = [token.text for token in tokenize(text)]
    return [(" ".join(words[f.first : f.stop]), f.kind, f.code) for f in countries.find(words)]


def codes() -> set[str]:
    return {code for word in countries._first_words() for entry in countries._entries(word) for code in entry[2]}


def test_every_code_is_a_real_one() -> None:
    known = {country.alpha_2 for country in pycountry.countries}
    # Kosovo's code is one that the standard leaves to its users.
    assert codes() - known == {"XK"}


def test_every_member_of_the_united_nations_is_there() -> None:
    territories = set(TERRITORIES.split())
    assert {country.alpha_2 for country in pycountry.countries} - codes() <= territories


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("the United States", "US"), ("U.S.", "US"), ("US", "US"), ("UK", "GB"), ("Scotland", "GB"), ("ROK", "KR"),
        ("DPRK", "KP"), ("Republic of Korea", "KR"), ("South Koreans", "KR"), ("Norwegians", "NO"), ("Dutch", "NL"),
        ("Frenchman", "FR"), ("Saudi", "SA"), ("the Kremlin", "RU"), ("Downing Street", "GB"), ("Pentagon", "US"),
        ("White House", "US"), ("DR Congo", "CD"), ("Côte d’Ivoire", "CI"), ("Türkiye", "TR"), ("Taipei", "TW"),
        ("NORTH KOREA", "KP"), ("Vatican", "VA"), ("Palestinian", "PS"), ("Kosovo", "XK"), ("Guinea-Bissau", "GW"),
    ],
)  # fmt: skip
def test_a_name_gives_its_code(name: str, code: str) -> None:
    assert countries.code_of(name) == code


@pytest.mark.parametrize(
    "name", ["Korean", "Korea", "Brussels", "Georgia", "Congo", "Dominican", "Senate", "the", "", "Zorbia"]
)
def test_a_word_of_several_places_or_of_none_gives_no_code(name: str) -> None:
    assert countries.code_of(name) is None


def test_the_longest_name_wins() -> None:
    assert found("Papua New Guinea and Guinea-Bissau") == [
        ("Papua New Guinea", "name", "PG"),
        ("Guinea - Bissau", "name", "GW"),
    ]


def test_an_open_word_is_settled_by_the_one_country_that_the_text_names_plainly() -> None:
    assert found("Korean envoys left Pyongyang")[0] == ("Korean", "demonym", "KP")
    assert found("Korean envoys from Seoul and Pyongyang")[0] == ("Korean", "demonym", "")
    assert found("Georgia held a vote in Tbilisi")[0] == ("Georgia", "name", "GE")
    assert found("Georgia held a vote")[0] == ("Georgia", "name", "")


def test_small_letters_are_no_country() -> None:
    assert found("join us for turkey with china plates") == []


PIECES = ["South", "Korea", "US", "U", ".", "S", "'", "’", "s", "Koreans", "the", "of", "NORTH", "Congo"]


@given(st.lists(st.text(min_size=1) | st.sampled_from(PIECES)))
def test_any_tokens_give_spans_in_order(words: list[str]) -> None:
    last = 0
    for item in countries.find(words):
        assert last <= item.first < item.stop <= len(words)
        last = item.stop
