"""The fitted tagger over the rules: what it corrects, what the rules keep, and why a card says what it says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.facts import cues, names, people, tagging, tagging_features, tagging_known, tagging_repairs
from digest.facts.reading import Reading
from digest.text import sentences

WORDS = """
Ana Silva of the Bank and for U.S. said in - ’ . , Minister Ministry Health former Kim Jong un \n é 中国
""".split(" ")  # noqa: SIM905


def tagged(text: str) -> list[tuple[str, str]]:
    return [(text[e.start : e.end], e.type) for e in names.tag(text)]


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("State Department Spokesperson Ana Silva spoke.", "Ana Silva", "PER"),
        ("They met Environment Minister Ana Silva in May.", "Ana Silva", "PER"),
        ("Secretary of Justice Eva Quist agreed.", "Eva Quist", "PER"),
        ("It was said by Velora analyst Ana Silva.", "Velora", "ORG"),
        ("The United Nations Human Rights Council met.", "United Nations Human Rights Council", "ORG"),
    ],
)
def test_titles_and_bodies_are_told_from_the_names_beside_them(text: str, name: str, kind: str) -> None:
    assert (name, kind) in tagged(text)


def test_a_name_has_one_type_through_a_text() -> None:
    text = "Ana Quist spoke. Quist left. In Quist they trust. Quist said so."
    assert {kind for name, kind in tagged(text) if name == "Quist"} == {"PER"}


def test_a_tag_that_goes_on_with_another_type_begins_a_name() -> None:
    assert tagging.spans(0, ["I-PER", "B-ORG", "I-PER", "I-PER"]) == [
        (0, 1, "PER"),
        (1, 2, "ORG"),
        (2, 4, "PER"),
    ]


@pytest.mark.parametrize(
    ("text", "found", "settled"),
    [
        ("The Free Sea League (FSL) met. FSL agreed.", ["Free Sea League ORG"], "FSL ORG"),
        ("The Free Sea League (FSL) met. FSL agreed.", ["Free Sea League ORG", "FSL MISC"], "FSL ORG"),
        ("The FSL (Free Sea League) met.", ["FSL ORG", "Free Sea League MISC"], "Free Sea League ORG"),
        ("The broad sea index (BSI) rose. BSI fell.", ["BSI ORG", "BSI ORG"], "BSI MISC"),
        ("It is known that GDP fell.", ["GDP ORG"], "GDP MISC"),
        ("Thai exports rose.", ["Thai LOC"], "Thai MISC"),
        ("Indigenous Australians voted.", ["Indigenous Australians ORG"], "Indigenous Australians MISC"),
    ],
)
def test_names_of_a_text_agree_with_what_it_explains(text: str, found: list[str], settled: str) -> None:
    reading = Reading(text)
    pieces, at = [], 0
    for name, kind in (item.rsplit(" ", 1) for item in found):
        words = name.split()
        at = reading.words.index(words[0], at)
        pieces.append((at, at + len(words), kind))
        at += len(words)
    last = tagging_repairs.agreed(reading, pieces)
    kinds = {f"{reading.between(first, stop)} {kind}" for first, stop, kind in last if stop > first}
    assert settled in kinds
    assert {kind for kind in kinds if kind.startswith(settled.rsplit(" ", 1)[0] + " ")} == {settled}


def test_known_names_are_found_longest_first_and_apart() -> None:
    words = "He left New York City for New York and Xyzzy".split()  # noqa: SIM905
    parts = tagging_known.names(words, [word[0].isupper() for word in words])
    assert [parts.get(at, "-")[0] for at in (2, 3, 4, 6, 7, 9)] == list("BIIBI-")


@given(st.lists(st.text(min_size=1) | st.sampled_from(WORDS[1:]), max_size=40))
def test_any_words_may_be_looked_up(words: list[str]) -> None:
    upper = [word[0].isupper() for word in words]
    assert all(upper[at] or part[0] == "I" for at, part in tagging_known.names(words, upper).items())
    assert all(tagging_known.word(word) for word in words)


@given(st.text() | st.lists(st.sampled_from(WORDS), max_size=80).map(" ".join))
def test_stretches_are_in_order_apart_and_bounded(text: str) -> None:
    reading = Reading(text)
    last = 0
    for first, stop, features in tagging_features.sequences(reading, names.by_rules(reading)):
        assert last <= first < stop <= len(reading.tokens)
        assert len(features) == stop - first <= tagging_features.LONGEST
        last = stop


@given(st.lists(st.sampled_from(WORDS), max_size=80).map(" ".join))
def test_every_participant_can_be_explained(text: str) -> None:
    split = sentences.split(text)
    explained = cues.explain(text, split)
    assert [participant for participant, _ in explained] == list(people.find(text, split))
    for participant, why in explained:
        assert why["name"]
        assert ("role" in why) == (participant.role is not None)
        assert ("country_code" in why) == (participant.country_code is not None)


def test_past_the_length_of_a_book_the_rules_stand() -> None:
    text = "They met. " * (tagging_features.MOST // 3) + "They met President Ana Silva."
    assert tagged(text)[-1] == ("Ana Silva", "PER")


def test_a_country_comes_from_another_mention_of_the_body() -> None:
    text = 'Japan\'s Velora Bank grew. Its rival left. "We grew," said Ana Silva, president of Velora Bank.'
    person = next(p for p in people.find(text, sentences.split(text)) if p.kind == "person")
    assert person.country_code == "JP"


@pytest.mark.parametrize(
    "body",
    [
        '"Good," said Ana Silva, a spokeswoman for Velora Bank, the main bank in Peru.',
        '"Good," said Ana Silva, a spokeswoman for Velora Bank, a Peruvian lender.',
        '"Good," said Ana Silva, a professor at the University of Cusco.',
    ],
)
def test_a_country_comes_from_what_is_said_of_the_body_or_from_its_place(body: str) -> None:
    person = next(p for p in people.find(body, sentences.split(body)) if p.kind == "person")
    assert person.country_code == "PE"


def test_a_body_is_at_home_where_it_is_based() -> None:
    text = "The deal was made by Peru-based Velora Bank. Velora Bank announced it on Monday."
    body = next(p for p in people.find(text, sentences.split(text)) if p.kind == "organisation")
    assert (body.name.text, body.country_code) == ("Velora Bank", "PE")


def test_an_office_is_of_the_only_country_in_its_sentence() -> None:
    text = "Peru and Chile traded. The Ukrainian envoy declined an offer of Prime Minister Ana Silva on Monday."
    person = next(p for p in people.find(text, sentences.split(text)) if p.kind == "person")
    assert person.country_code == "UA"


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("The Ann Bell, with 12 aboard, sank. Divers looked for Ann Bell on Monday.", []),
        ("The ferry Ann Bell ran aground off Port Ellery, said captain Otto Beck.", ["Otto Beck"]),
        ("The mayor of Port Ellery, Jonas Brandt, met the Ann Bell committee.", ["Jonas Brandt", "Ann Bell"]),
    ],
)
def test_ships_and_places_that_sound_like_people_are_none(text: str, people: list[str]) -> None:
    assert [text[e.start : e.end] for e in names.tag(text) if e.type == "PER"] == people


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("New Zealand rejoiced. President Ana Silva rang to say so.", None),  # New Zealand has none
        ("The United States waited. Defense Minister Ana Silva said no.", None),
        ("The war in Syria went on. The ambassador, Ana Silva, left.", None),
        ("Finland rejoiced. President Ana Silva rang to say so.", "FI"),
        ("Peru and Chile told Finland that President Ana Silva had left.", None),
    ],
)
def test_an_office_that_a_country_has_not_is_not_its(text: str, code: str | None) -> None:
    found = people.find(text, sentences.split(text))
    assert [one.country_code for one in found if one.kind == "person"] == [code]
