"""A card in the order of time, and why it says what it says."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from digest.facts import card
from digest.facts.explain import explain
from digest.model import Article, FactCard
from digest.text import sentences

DAY = datetime(2031, 3, 6, tzinfo=UTC)
TEXT = (
    "The bridge closed on Tuesday. The city will open a new bridge in June. "
    "The mayor plans to raise the toll. On Monday the council will vote on the budget. "
    "The city plans to open a new bridge."
)


def filled(text: str) -> FactCard:
    """Fill the card of a text published on DAY."""
    return card.fill(Article(id="x", title="", text=text, source="-", published=DAY), sentences.split(text))


def test_dated_steps_stand_by_date_and_the_rest_apart() -> None:
    made = card.grouped(filled(TEXT), DAY)
    assert [fact.value for fact in made.past] == ["2031-03-04"]
    assert [one.step.date for one in made.ahead] == ["2031-03-10", "2031-06"]
    assert [one.step.what.text for one in made.undated] == ["raise the toll"]


def test_mentions_of_one_event_are_merged_and_both_are_quoted() -> None:
    bridge = card.grouped(filled(TEXT), DAY).ahead[-1]
    assert bridge.step.what.text == "open a new bridge"
    assert [span.text for span in bridge.told] == [
        "The city will open a new bridge in June.",
        "The city plans to open a new bridge.",
    ]


def test_a_step_called_off_is_not_merged_with_the_plan() -> None:
    made = filled("The union plans a long strike in May. The union has called off its long strike.")
    assert len(card.merged(made.next_steps)) == 2


def test_a_date_is_explained_by_pattern_anchor_and_direction() -> None:
    said = {span.text: why for span, why in explain(TEXT, DAY)}
    assert said["Tuesday"] == (
        "pattern “weekday”; 2031-03-04, from the publication date 2031-03-06; looks back, by “closed”"
    )
    assert "looks ahead, by “will”" in said["Monday"]


def test_a_step_is_explained_by_cue_and_status() -> None:
    said = {span.text: why for span, why in explain(TEXT, DAY)}
    assert said["raise the toll"] == "cue “plans”: somebody means to act; planned: an agent intends it"


def test_without_a_publication_date_nothing_settles_a_weekday() -> None:
    ((_, why),) = explain("They met on Tuesday.")
    assert why.startswith("pattern “weekday”; XXXX-WXX-2")


@given(st.text(), st.sampled_from((None, DAY)))
def test_any_text_is_explained_in_reading_order(text: str, published: datetime | None) -> None:
    said = explain(text, published)
    assert [span.start for span, _ in said] == sorted(span.start for span, _ in said)
    assert all(text[span.start : span.end] == span.text and why for span, why in said)
