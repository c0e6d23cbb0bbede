"""A card in the order of time, and why it says what it says."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from digest.facts import card
from digest.facts.explain import explain
from digest.facts.next_steps.score import score
from digest.model import Article, FactCard, NextStep, Span
from digest.text import sentences

DAY = datetime(2031, 3, 6, tzinfo=UTC)
TEXT = (
    "The bridge closed on Tuesday. The city will open a new bridge in June. "
    "The mayor plans to raise the toll. On Monday the council will vote on the budget. "
    "The city plans to open a new bridge."
)


def filled(text: str, published: datetime | None = DAY) -> FactCard:
    """Fill the card of a text published on a day."""
    return card.fill(Article(id="x", title="", text=text, source="-", published=published), sentences.split(text))


def test_dated_steps_stand_by_date_and_the_rest_apart() -> None:
    made = card.grouped(filled(TEXT), DAY)
    assert [fact.value for fact in made.past] == ["2031-03-04"]
    assert [one.step.date for one in made.ahead] == ["2031-03-10", "2031-06"]
    assert [one.step.what.text for one in made.undated] == ["raise the toll"]


def test_a_date_of_no_step_is_past_later_or_open_and_stands_once() -> None:
    made = card.grouped(
        filled("They met on Tuesday. The fair of May 2031 is a big one. On Tuesday it rained. It began at the time."),
        DAY,
    )
    assert [fact.value for fact in made.past] == ["2031-03-04"]
    assert [fact.value for fact in made.later] == ["2031-05"]
    unknown = card.grouped(filled("They met on Tuesday. On Tuesday it rained.", None), None)
    assert [fact.text.text for fact in unknown.open] == ["Tuesday"]


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


def test_a_card_holds_what_the_article_contradicts_itself_on() -> None:
    made = filled(
        "The ministers prepared the upcoming rescue talks expected later this year. "
        "They plan to hold their next dialogue in the first half of 2033."
    )
    assert [side.article for side in made.conflicts[0].sides] == ["x", "x"]
    assert filled(TEXT).conflicts == ()


def test_a_step_set_for_a_day_by_somebody_scores_above_a_foresight_or_a_wish() -> None:
    made = filled(
        "The council will hold its hearing on 12 March 2031. Prices are expected to fall. "
        "A talk about a tunnel may follow."
    )
    scores = {step.what.text: step.score for step in made.next_steps}
    assert max(scores, key=scores.__getitem__) == "hold its hearing"


@given(
    st.sampled_from(("scheduled", "planned", "expected", "proposed", "undecided", "postponed", "ruled_out", "other")),
    st.sampled_from(("event", "to", "modal", "")),
    st.sampled_from((None, "2031", "2031-05-03", "2031-05-03T12:00", "2031-05-03/2031-05-04", "")),
    st.booleans(),
)
def test_scores_are_parts_of_one_and_more_said_is_never_less(
    status: str, frame: str, date: str | None, acts: bool
) -> None:
    said = Span("x", 0, 1)
    bare = NextStep(what=said, status=status, sentence=said)
    full = bare.__replace__(who=said if acts else None, when=said if date is not None else None, date=date)
    assert 0 <= score(bare, frame) <= score(full, frame) <= 1


@given(st.text(), st.sampled_from((None, DAY)))
def test_any_text_is_explained_in_reading_order(text: str, published: datetime | None) -> None:
    said = explain(text, published)
    assert [span.start for span, _ in said] == sorted(span.start for span, _ in said)
    assert all(text[span.start : span.end] == span.text and why for span, why in said)
