"""Two times for one event ahead in one article are pointed out, both quoted."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.facts import card, conflicts
from digest.model import Article, Conflict
from digest.text import sentences

TALKS = (
    "The ministers met in Lima to prepare the upcoming rescue talks expected later this year. "
    "They said little. The three navies plan to hold their next dialogue in the first half of 2031."
)


def within(text: str, published: datetime | None = None) -> tuple[Conflict, ...]:
    """Find the conflicts of a text published on a day."""
    article = Article(id="x", title="", text=text, source="-", published=published)
    return conflicts.within(text, card.fill(article, sentences.split(text)), article="x")


@pytest.mark.parametrize("published", [None, datetime(2031, 9, 25, tzinfo=UTC), datetime(2030, 11, 4, tzinfo=UTC)])
def test_later_this_year_and_another_half_year_cannot_both_be_the_next_talks(published: datetime | None) -> None:
    (clash,) = within(TALKS, published)
    assert clash.kind == "date"
    assert [side.span.text for side in clash.sides] == ["later this year", "in the first half of 2031"]
    for side in clash.sides:
        assert side.article == "x"
        assert TALKS[side.span.start : side.span.end] == side.span.text
        assert side.span.text in side.sentence.text


def test_times_that_can_both_be_right_are_no_conflict() -> None:
    assert within(TALKS, datetime(2031, 1, 5, tzinfo=UTC)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "The next round of talks will be held in May. The next election is due in June.",
        "The next talks, planned for May, were postponed. The next talks will now be held in June 2031.",
        "Norway will open a port in May. Sweden will open a mine in June.",
        "The central bank will hold its next meeting on 18 June. The union will hold its next meeting on 24 July.",
        "The next election in Chile will be held in April. The next election in Peru will be held in June.",
        "Aldersund's next match is scheduled for 18 June. Vik's next match is scheduled for 24 July.",
        "",
    ],
)
def test_different_events_and_a_new_date_are_no_conflict(text: str) -> None:
    assert within(text, datetime(2031, 3, 5, tzinfo=UTC)) == ()


@pytest.mark.parametrize("loose", ["on Monday", "next year", "next month"])
def test_words_that_may_mean_the_date_are_no_conflict(loose: str) -> None:
    text = f"The next round of talks will be held {loose}. The next talks will be held in Oslo on 16 June 2031."
    assert within(text) == ()


@given(st.text())
def test_any_text_is_looked_through(text: str) -> None:
    for clash in within(text, datetime(2031, 3, 5, tzinfo=UTC)):
        assert all(text[side.span.start : side.span.end] == side.span.text for side in clash.sides)


@given(st.text(alphabet="0123456789X-/T~?", max_size=25))
def test_bounds_of_any_value_are_strings(value: str) -> None:
    first, last = conflicts.bounds(value)
    assert isinstance(first, str)
    assert isinstance(last, str)
