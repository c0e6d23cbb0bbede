"""What the reader wants to hear about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import pipeline
from digest.summarize import Ranked, focus
from digest.summarize.choose import Budget
from digest.text.sentences import split

TEXT = (
    "The harbour of Port Ellery opened again on Monday after a storm that lasted three days. "
    "Mayor Ann Bell said that the north pier was badly damaged by the storm. "
    "Engineers will inspect the pier on 3 May. "
    "A school on the island of Hella teaches by radio."
)


def test_a_matching_sentence_is_raised_and_says_by_which_word() -> None:
    plain = pipeline.summarize(split(TEXT), length=Budget(sentences=2), method="lead")
    assert [s.focus for s in plain.sentences] == [(), ()]
    made = pipeline.summarize(split(TEXT), length=Budget(sentences=2), method="lead", focus=("Schools", "ferry"))
    assert [(s.text, s.focus) for s in made.sentences][1:] == [
        ("A school on the island of Hella teaches by radio.", ("Schools",))
    ]


def test_without_a_match_nothing_changes() -> None:
    plain = pipeline.summarize(split(TEXT), length=Budget(sentences=2), method="ranked")
    assert pipeline.summarize(split(TEXT), length=Budget(sentences=2), method="ranked", focus=("golf",)) == plain


@pytest.mark.parametrize(
    ("text", "phrase", "has"),
    [
        ("The North Sea was calm.", "north sea", True),
        ("North of the sea.", "north sea", False),
        ("Seaside towns.", "sea", False),
        ("Two cities.", "city", True),
        ("東京都で会談", "京都", True),
        ("東京都で会談", "都", True),
        ("Rain.", "!", False),
    ],
)
def test_words_match_whole_in_any_number_and_case(text: str, phrase: str, has: bool) -> None:
    assert bool(focus.found(text, (phrase,))) is has


@given(
    st.lists(st.floats(0, 1), max_size=5),
    st.lists(st.text(max_size=8), max_size=3),
)
def test_raising_keeps_every_sentence_and_the_highest_score(scores: list[float], wanted: list[str]) -> None:
    sentences = split("Rain fell. Snow fell. Hail fell. Wind blew. Sun shone.")
    ranking = [Ranked(n, score) for n, score in enumerate(scores)]
    raised = focus.raised(ranking, sentences, [*wanted, "snow"])
    assert sorted(one.position for one in raised) == list(range(len(scores)))
    assert [one.position for one in raised][:1] == [0][: len(scores)]
    assert 1 not in [one.position for one in raised][2 + len(wanted) :]
    assert max((one.score for one in raised), default=0) <= max(scores, default=0) + 0.0001


@given(st.text(max_size=60), st.text(max_size=20))
def test_any_words_can_be_asked_for(text: str, given_words: str) -> None:
    for phrase in focus.found(text, focus.wanted(given_words)):
        assert phrase in focus.wanted(given_words)
