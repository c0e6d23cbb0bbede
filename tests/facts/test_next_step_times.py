"""The time of day and the span that a next step is set for."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.facts import dates, next_steps
from digest.facts.next_steps import clock
from digest.text import sentences

PUBLISHED = date(2031, 3, 5)  # a Wednesday


def set_for(text: str) -> str | None:
    split = sentences.split(text)
    found = dates.find(text, split, published=PUBLISHED)
    (step,) = next_steps.find(text, split, dates=found, published=PUBLISHED)
    assert step.when is not None
    return step.date


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("on 26 November at 3 p.m.", "2031-11-26T15:00"),
        ("at noon on Friday", "2031-03-07T12:00"),
        ("tomorrow at 10 a.m.", "2031-03-06T10:00"),
        ("on Thursday at 15:00 GMT", "2031-03-06T15:00Z"),
        ("at 9:30 a.m. EST on Friday", "2031-03-07T09:30-05:00"),
        ("at 9:30 a.m. CST on Friday", "2031-03-07T09:30"),
        ("at 7 a.m. (0600 GMT) on Sunday", "2031-03-09T07:00+01:00"),
        ("at 8 p.m. (0000 GMT) on Sunday", "2031-03-09T20:00-04:00"),
        ("on Friday from 2 p.m. to 5 p.m.", "2031-03-07T14:00/2031-03-07T17:00"),
        ("from 10 to 14 June", "2031-06-10/2031-06-14"),
        ("from 3 May to 5 May", "2031-05-03/2031-05-05"),
    ],
)
def test_a_stated_time_is_kept_with_its_zone_if_it_has_one(words: str, value: str) -> None:
    assert set_for(f"The Aldersund fair is scheduled for {words}.") == value


@pytest.mark.parametrize(
    "words", ["at 3:30 on Friday", "at midnight on Friday", "on Friday morning", "late on Friday", "on Friday"]
)
def test_what_may_be_either_half_of_the_day_is_only_its_day(words: str) -> None:
    assert set_for(f"The Aldersund fair is scheduled for {words}.") == "2031-03-07"


def test_the_dates_of_a_card_stay_days() -> None:
    text = "The fair is scheduled for Friday at 3 p.m."
    assert [fact.value for fact in dates.find(text, sentences.split(text), published=PUBLISHED)] == ["2031-03-07"]


@pytest.mark.parametrize(
    "text",
    [
        "“We will do it,” said the mayor.", "“I will be there for them,” said Ann Bell.",
        "“You will pay a fine,” said the judge.", "“Anyone who commits a crime will be punished,” said the judge.",
        "“Whenever it rains, the pier will be closed,” said the mayor.",
    ],
)  # fmt: skip
def test_what_names_no_action_or_is_a_rule_is_no_step(text: str) -> None:
    assert next_steps.find(text, sentences.split(text), published=PUBLISHED) == ()


def test_a_promise_in_a_quotation_is_a_step() -> None:
    text = "“We will open the pier on Friday,” said the mayor."
    (step,) = next_steps.find(text, sentences.split(text), published=PUBLISHED)
    assert step.what.text == "open the pier"


@given(st.lists(st.sampled_from(
    ["Friday", "at", "3 p.m.", "15:00", "GMT", "(", ")", "from", "to", "and", "10", "June", "tomorrow", "midnight", ","]
), max_size=9))  # fmt: skip
def test_every_value_is_one_that_a_calendar_reads(words: list[str]) -> None:
    text = f"The fair will open {' '.join(words)}."
    split = sentences.split(text)
    found = dates.find(text, split, published=PUBLISHED)
    for step in next_steps.find(text, split, dates=found, published=PUBLISHED):
        for end in (step.date or "").split("/"):
            day, mark, time = end.partition("T")
            assert not mark or (len(day) == 10 and time[2] == ":" and len(time) in (5, 6, 11))
            assert clock.day_of(end) == day
