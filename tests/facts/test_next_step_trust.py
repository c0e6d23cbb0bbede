"""What a reader can trust of a step: who acts is a clean name, when is its own time, and talk is no step."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.facts import dates, next_steps
from digest.facts.next_steps.score import LEAST, score, signs, weights
from digest.model import NextStep, Span
from digest.text import sentences

PUBLISHED = date(2031, 3, 5)


def steps(text: str, least: float = 0.0) -> list[tuple[NextStep, str]]:
    """Find the steps of a text with the kinds of their frames."""
    split = sentences.split(text)
    found = dates.find(text, split, published=PUBLISHED)
    explained = next_steps.explained(text, split, dates=found, published=PUBLISHED, least=least)
    return [(step, frame) for step, _, frame in explained]


def who(text: str) -> str | None:
    ((step, _),) = steps(text)
    return step.who.text if step.who else None


def when(text: str) -> str | None:
    ((step, _),) = steps(text)
    return step.when.text if step.when else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Officials in Cork said the council will sell the old mill.", "the council"),
        ("Ann Lee thinks the board will sell the old mill.", "the board"),
        ("The head of the harbour police will leave in May.", "The head of the harbour police"),
        ("About 700 people will be moved to Cork in May.", "700 people"),
        ("Parliament itself will move to Cork in May.", "Parliament itself"),
    ],
)
def test_who_acts_begins_where_its_own_clause_does(text: str, name: str) -> None:
    assert who(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "Call the desk on weekdays and we will answer in May.",
        "Crowds queuing for bread and everything will return in May.",
        "At the same time Cork is considering a ban on fires.",
        "The crew finished a mast that they spent the winter building and will test in May.",
        "The mayor ended her speech with a friendly promise to reopen the baths in May.",
    ],
)
def test_words_that_are_no_clean_name_are_not_shown_as_who_acts(text: str) -> None:
    shown = {step.who.text for step, _ in steps(text) if step.who}
    assert shown <= {"The crew", "The mayor"}


@pytest.mark.parametrize(
    "text",
    [
        "The firm, which has stood in Cork for 220 years, agreed to sell its mill.",
        "Cork plans to sell the mill, which burned in 2029.",
        "The firm will raise its 2031 dividend by a tenth.",
        "On Wednesday a judge told Ann Lee that she will get the house.",
    ],
)
def test_a_time_of_another_clause_is_not_that_of_the_step(text: str) -> None:
    assert when(text) is None


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Cork will sell the mill in May.", "in May"),
        ("In May Cork will sell the mill.", "In May"),
        ("The mill will be sold by the end of 2032.", "by the end of 2032"),
    ],
)
def test_a_time_of_its_own_stays(text: str, time: str) -> None:
    assert when(text) == time


@pytest.mark.parametrize(
    "text",
    [
        '"I guess you will see what that means," she said.',
        "The best way to ensure people will have good lives is to be kind.",
        "A lack of sleep will affect how children feel.",
    ],
)
def test_talk_rules_and_effects_are_no_steps(text: str) -> None:
    assert next_steps.find(text, sentences.split(text), published=PUBLISHED) == ()


def test_a_doubtful_step_is_found_where_it_is_asked_for_and_scores_low() -> None:
    ((loose, frame),) = steps("A lack of sleep will affect how children feel.")
    assert loose.score == score(loose, frame) < LEAST
    ((firm, frame),) = steps("The city council will vote on the budget on 12 March 2031.")
    assert firm.score == score(firm, frame) > 0.8


def test_what_may_not_read_as_a_verb_is_no_step() -> None:
    assert not [step for step, _ in steps("The farm lives on postponed payments of the state.")]
    assert [step.status for step, _ in steps("She will no doubt return to Cork in May.")] != ["ruled_out"]


def test_no_sign_of_who_or_when_speaks_against_a_step() -> None:
    assert all(weights().get(sign, 0.0) >= 0 for sign in ("who", "who acts", "who named", "a time", "a date", "a day"))


@given(st.text(min_size=1), st.integers(0, 50), st.text(max_size=9), st.sampled_from(("", "modal", "event")))
def test_any_words_have_signs_and_a_score(text: str, start: int, name: str, frame: str) -> None:
    said = Span(text[start:] or text, start, start + len(text[start:] or text))
    step = NextStep(what=said, who=Span(name, 0, len(name)), status="planned", sentence=Span(text, 0, len(text)))
    assert 0 <= score(step, frame) <= 1
    assert f"cue {frame}" in set(signs(step, frame))


@given(
    st.lists(st.sampled_from(("the court", "will rule", "on May 3", "that", ",", "said", "its", "2031", "plans to")))
)
def test_spans_stay_exact_in_any_order_of_words(words: list[str]) -> None:
    text = " ".join(words)
    for step, _ in steps(text):
        for span in (step.what, step.who, step.when):
            assert span is None or text[span.start : span.end] == span.text
