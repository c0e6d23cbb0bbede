"""The order of participants: the main ones first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.facts import people
from digest.text import sentences

WORDS = ("Ana", "Silva", "Ivo", "Berg", "said", "the", "mayor", "of", ",", ".", "Chile", "Velora", "Inc", "announced")


def order(text: str) -> list[str]:
    return [one.name.text for one in people.find(text, sentences.split(text))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # The subject of the lead before those whom it only names.
        ("A former adviser of President Ana Silva, Ivo Berg, was sentenced on Monday.", ["Ivo Berg", "Ana Silva"]),
        # Named in the lead before named later; a role before none.
        ("Ana Silva, a lawyer, spoke on Monday. The rain went on. Ivo Berg, a baker, left.", ["Ana Silva", "Ivo Berg"]),
        ("It rained. Ivo Berg came. So did the mayor, Ana Silva.", ["Ana Silva", "Ivo Berg"]),
        # Who comes up again before who is named once.
        (
            "It rained. The mayor, Ivo Berg, came. The lawyer, Ana Silva, came. Silva said no. Silva left.",
            ["Ana Silva", "Ivo Berg"],
        ),
    ],
)
def test_the_main_participants_stand_first(text: str, wanted: list[str]) -> None:
    assert order(text) == wanted


@given(st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
def test_whatever_follows_a_person_of_the_lead_stays_on_the_card(text: str) -> None:
    assert "Eva Lind" in order("Mayor Eva Lind of Lima opened the harbour on Monday. " + text)
