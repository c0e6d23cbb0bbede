"""Names in running text: where they begin and end, and of what type they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.facts import merging, names

PIECES = """
Ana Silva President Prime Minister Bank of the England U.S. US ' ’ s - – , . ( ) " “ ” said in
Kim Jong un van der Leyen O Neill Ministry Health and Inc Mr Sen WHO 45 Japan South Korean Lake Treaty
May former professor \n \n\n é İ ß 中国 ال
""".split(" ")  # noqa: SIM905


def tagged(text: str) -> list[tuple[str, str]]:
    return [(text[e.start : e.end], e.type) for e in names.tag(text)]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("They met President Ana Silva on Monday.", "Ana Silva", "PER"),
        ("They met Sen. Ruth Okoye today.", "Ruth Okoye", "PER"),
        ("It was signed by Woo Hyun-seok yesterday.", "Woo Hyun-seok", "PER"),
        ("It was signed by Ursula von der Heide.", "Ursula von der Heide", "PER"),
        ("It was signed by Mohammed bin Rashid.", "Mohammed bin Rashid", "PER"),
        ("It was signed by Sean O'Connor.", "Sean O'Connor", "PER"),
        ("It was signed by Sean O’Connor.", "Sean O’Connor", "PER"),
        ("It was signed by Jean-Pierre Moreau.", "Jean-Pierre Moreau", "PER"),
        ("It was signed by George W. Carver.", "George W. Carver", "PER"),
        ("The Ministry of Health and Welfare agreed.", "Ministry of Health and Welfare", "ORG"),
        ("She joined the University of Tartu.", "University of Tartu", "ORG"),
        ("She joined Velora Inc. last year.", "Velora Inc.", "ORG"),
        ("She left the Green Meadow Party.", "Green Meadow Party", "ORG"),
        ("They sailed across Lake Onega.", "Lake Onega", "LOC"),
        ("They flew to East Africa.", "East Africa", "LOC"),
        ("They flew to the United States.", "United States", "LOC"),
        ("They signed the Oak Hill Treaty.", "Oak Hill Treaty", "MISC"),
        ("The Norwegian press wrote about it.", "Norwegian", "MISC"),
        ("Velora chief executive Ana Silva spoke.", "Velora", "ORG"),
    ],
)
def test_a_name_is_found_whole_and_typed(text: str, name: str, kind: str) -> None:
    assert (name, kind) in tagged(text)


def test_titles_and_possessives_stay_outside() -> None:
    assert tagged("We heard US President Ana Silva’s speech.") == [("US", "LOC"), ("Ana Silva", "PER")]
    assert tagged("Japan’s Ministry of Defense agreed.") == [("Japan", "LOC"), ("Ministry of Defense", "ORG")]


def test_a_surname_alone_is_the_person_named_in_full_elsewhere() -> None:
    assert ("Quist", "PER") in tagged("Ana Quist arrived. Later Quist left again.")


def test_words_that_only_open_a_sentence_are_no_names() -> None:
    assert tagged("However, nothing moved. Officials waited. Local people slept.") == []


def test_dates_are_no_names() -> None:
    assert tagged("It opens on Monday, May 5, and closes in June.") == []


def test_two_countries_joined_by_a_hyphen_are_two() -> None:
    assert tagged("a director for Japan-US defense cooperation") == [("Japan", "LOC"), ("US", "LOC")]


def test_a_headline_gives_only_names_that_are_certain() -> None:
    found = tagged("Ministers Agree Broader Climate Package After Night Talks\nThe ministers met in Oslo.")
    assert [name for name, kind in found if kind == "PER"] == []


def test_other_languages_do_not_raise() -> None:
    assert names.tag("Der Kanzler traf sich in Berlin.", "de") is not None


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))
def test_any_text_gives_names_in_order_inside_it(text: str) -> None:
    last = 0
    for entity in names.tag(text):
        assert last <= entity.start < entity.end <= len(text)
        assert entity.type in {"PER", "ORG", "LOC", "MISC"}
        last = entity.end


def test_names_agree_over_initials_and_accents_but_not_over_given_names() -> None:
    parts = merging.parts
    assert merging.agree(parts("José Núñez"), parts("Jose Nunez"))
    assert merging.agree(parts("Ana María Silva"), parts("A. Silva"))
    assert not merging.agree(parts("Ana Silva"), parts("Eva Silva"))


def test_a_lone_surname_of_two_persons_belongs_to_neither() -> None:
    mentions = [(0, 2, "Ana Silva"), (3, 5, "Eva Silva"), (6, 7, "Silva"), (8, 9, "Ana")]
    assert merging.group(mentions) == [[(0, 2, "Ana Silva"), (8, 9, "Ana")], [(3, 5, "Eva Silva")]]
