"""Participants, dates and next steps over several articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest import pipeline
from digest.stories import merging, names
from digest.stories.spans_of_time import compatible, exclude

if TYPE_CHECKING:
    from digest.model import Brief, Merged


def brief(text: str, published: str = "2031-02-10") -> Brief:
    made = pipeline.article(
        text, source="-", title="", language="en", published=pipeline.published_at(published)
    )  # fmt: skip
    return pipeline.brief(made)


def named(merged: tuple[Merged, ...]) -> list[str]:
    return [one.fact.name.text for one in merged]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed Mursi", "Mohamed Morsi"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Kim Jong-un", "Kim Jong Un"),
        ("J. Bell", "Joanna Bell"),
        ("José Núñez", "Jose Nunez"),
        ("Jonas Gahr Støre", "Jonas Store"),
        ("Gerhard Müller", "Gerhard Mueller"),
        ("Thomas Jonsson", "Thomas Jonson"),
        ("Timothy D. Cook", "Tim Cook"),
        ("Bashar al-Assad", "al-Assad"),
        ("Robert Reed", "Bob Reed"),
    ],
)
def test_spellings_of_one_person(one: str, other: str) -> None:
    assert names.same_person(names.key(one), names.key(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("John Smith", "Mary Smith"),
        ("John Martin", "John Morton"),
        ("Ana Costa", "Ana Castro"),
        ("Kim Jong-un", "Kim Yo-jong"),
        ("Li Wei", "Li Na"),
    ],
)
def test_persons_who_stay_apart(one: str, other: str) -> None:
    assert not names.same_person(names.key(one), names.key(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("WHO", "World Health Organization"),
        ("U.N.", "UN"),
        ("Ministry of Defence", "Defense Ministry"),
        ("DTT", "Defense Trilateral Talks"),
        ("Velora", "Velora Inc."),
    ],
)
def test_names_of_one_organisation(one: str, other: str) -> None:
    assert names.same_organisation(names.key(one), names.key(other))


def test_a_person_stands_once_with_the_best_role_and_all_articles() -> None:
    one = brief("President Mohammed Mursi met the envoys in Cairo on Tuesday.")
    other = brief("The envoys met Mohamed Morsi. Mr. Morsi thanked them.")
    merged = merging.merge([other, one])
    persons = [m for m in merged.participants if m.fact.kind == "person"]
    assert len(persons) == 1
    assert persons[0].fact.role.text == "President"
    assert persons[0].article == one.article.id
    assert [told.article for told in persons[0].told] == [other.article.id, one.article.id]


def test_one_surname_of_two_persons_is_no_third() -> None:
    one = brief("Mayor John Smith and Judge Mary Smith opened the fair.")
    other = brief("Mary Smith, a judge, opened the fair. Mayor Smith spoke.")
    assert sorted(named(merging.merge([one, other]).participants)) == ["John Smith", "Mary Smith"]


def test_father_and_son_stay_apart_and_the_surname_is_the_father_s() -> None:
    texts = ["President Ivo Berg spoke.", "Ivo Berg Jr., a banker, left.", "President Berg returned."]
    told = {m.fact.name.text: len(m.told) for m in merging.merge([brief(text) for text in texts]).participants}
    assert told == {"Ivo Berg": 2, "Ivo Berg Jr.": 1}


def test_what_most_articles_tell_stands_first() -> None:
    texts = ["Mayor Ana Costa met Joe Cruz, a baker.", "Joe Cruz, a baker, spoke.", "The baker Joe Cruz left."]
    first = merging.merge([brief(text) for text in texts]).participants[0]
    assert first.fact.name.text == "Joe Cruz"
    assert len(first.told) == 3


def test_dates_of_one_value_are_one() -> None:
    one, other = brief("The fair opened on 3 February 2031."), brief("It opened on Feb. 3, 2031. It closed on Friday.")
    merged = merging.merge([one, other]).dates
    assert [len(m.told) for m in merged] == [2, 1]
    assert merged[0].fact.value == "2031-02-03"


def test_a_step_told_twice_is_one_and_a_step_of_another_date_is_not() -> None:
    one = brief("The trial of Ana Costa is scheduled to open on 4 March 2031.")
    same = brief("The trial of Costa will open in March 2031.")
    other = brief("The trial of Ana Costa is set to begin on 11 April 2031.")
    assert [len(m.told) for m in merging.merge([one, same]).next_steps] == [2]
    assert len(merging.merge([one, other]).next_steps) == 2


def test_dates_that_can_both_be_right() -> None:
    assert compatible("2031", "2031-03-04")
    assert compatible("2031-03-01/2031-03-07", "2031-03-04")
    assert not compatible("2031-03", "2031-04")
    assert exclude("2031-03", "2031-04")
    assert not exclude("2031-03-01/2031-03-07", "2031-03-05/2031-03-09")
    assert not exclude("2031-24", "2032-01")
    assert not exclude("nonsense", "2031-13-45")
