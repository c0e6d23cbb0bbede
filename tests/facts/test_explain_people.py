"""Why a participant is on the card as it is, in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.facts import people
from digest.facts.explain import explain
from digest.text import sentences

PIECES = ("Ana", "Silva", ",", "who", "is", "the", "mayor", "of", "Lima", "(", "said", ".", "US", "as", "and")


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        ("French Foreign Minister Ana Silva spoke.", "Ana Silva",
         "role: title before the name; country: in front of the role; country code: words of the country"),
        ("Ana Silva, deputy mayor of Lima, spoke.", "Ana Silva",
         "role: apposition after the name; country: behind the role; country code: words of the country"),
        ("Ana Silva, who is the mayor of Lima, spoke.", "Ana Silva", "role: “who is” after the name"),
        ("Ana Silva was elected as governor.", "Ana Silva", "role: “was elected as” after the name"),
        ("Peruvian senators Ana Silva and Ivo Berg agreed.", "Ivo Berg", "role: title before a list of names"),
        ("The company's spokesman, Ivo Berg, spoke.", "Ivo Berg", "role: description before the name, with a comma"),
        ("Ana Silva, a lawyer, came. Silva left.", "Ana Silva",
         "name: rules and model, 2 mentions; forms: “Silva” (surname of the full name)"),
        ("The Velora Science Foundation (VSF) said it.", "Velora Science Foundation",
         "forms: “VSF” (short for the full name)"),
        ("Chile announced new rules on Monday.", "Chile", "name: country table, with a verb of acting"),
    ],
)  # fmt: skip
def test_each_field_is_explained_by_its_cue(text: str, name: str, wanted: str) -> None:
    (why,) = [why for span, why in explain(text) if span.text == name and why.startswith("name")]
    assert wanted in why


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))
def test_every_participant_is_explained_at_its_name(text: str) -> None:
    said = sorted((span.start, span.end) for span, why in explain(text) if why.startswith("name: "))
    assert said == sorted((one.name.start, one.name.end) for one in people.find(text, sentences.split(text)))


def test_in_a_language_whose_names_are_not_read_nobody_is_explained() -> None:
    assert explain("Kanzler Olaf Scholz sprach mit Ana Silva.", language="de") == ()
