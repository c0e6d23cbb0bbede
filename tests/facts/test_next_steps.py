"""What comes next, with who, when and how sure."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.facts import next_steps
from digest.facts.next_steps import cues
from digest.model import DateFact, NextStep, Sentence, Span
from digest.text import sentences

STATUSES = {
    "scheduled",
    "planned",
    "expected",
    "proposed",
    "undecided",
    "postponed",
    "cancelled",
    "ruled_out",
}

ARTICLE = """\
Chile, Peru and Ecuador gathered in Lima this week to improve rescue work at sea. Officials met at the naval \
academy on Monday and Tuesday. The gathering aimed to prepare for the upcoming Pacific Rescue Summit expected \
later this year.
The last Pacific Rescue Summit took place in Quito on March 3, 2022. They agreed to share radar data and train \
more crews. The three navies plan to hold their next joint exercise in the second half of 2024.
Organizers have not yet settled the venue for the upcoming Pacific Rescue Summit. However, all three governments \
remain committed to close cooperation at sea."""


def found(
    text: str, dates: tuple[DateFact, ...] = (), published: date | None = date(2031, 3, 5)
) -> tuple[NextStep, ...]:
    """Find the steps of a text cut into sentences."""
    return next_steps.find(text, sentences.split(text), dates=dates, published=published)


def only(text: str) -> tuple[str, str, str | None, str | None]:
    """Give the status, what, who and when of the one step of a text."""
    (step,) = found(text)
    return step.status, step.what.text, step.who and step.who.text, step.when and step.when.text


def dated(text: str, phrase: str, value: str | None, kind: str = "date") -> DateFact:
    """Mark a date in a text of one sentence."""
    start = text.index(phrase)
    return DateFact(
        text=Span(phrase, start, start + len(phrase)),
        value=value,
        kind=kind,
        sentence=Span(text, 0, len(text)),
    )


def test_an_article_about_talks_gives_what_is_expected_agreed_planned_and_undecided() -> None:
    steps = [
        (s.status, s.what.text, s.who and s.who.text, s.when and s.when.text) for s in found(ARTICLE, published=None)
    ]
    assert steps == [
        ("expected", "the upcoming Pacific Rescue Summit", None, "later this year"),
        ("planned", "share radar data and train more crews", None, None),
        ("planned", "hold their next joint exercise", "The three navies", "in the second half of 2024"),
        ("undecided", "the venue for the upcoming Pacific Rescue Summit", "Organizers", None),
    ]


def test_the_date_of_a_step_is_the_value_of_the_date_that_its_when_covers() -> None:
    text = "The three navies plan to hold their next joint exercise in the second half of 2024."
    date_fact = dated(text, "the second half of 2024", "2024-07/2024-12")
    (step,) = found(text, (date_fact,), date(2024, 2, 1))
    assert step.when is not None
    assert (step.when.text, step.date) == ("in the second half of 2024", "2024-07/2024-12")


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("The court is to hear the appeal.", ("planned", "hear the appeal", "The court", None)),
        (
            "The talks are scheduled for next Monday.",
            ("scheduled", "The talks", None, "for next Monday"),
        ),
        (
            "Norway intends to close the mine by the end of June.",
            ("planned", "close the mine", "Norway", "by the end of June"),
        ),
        ("The mayor said he would sell the stadium.", ("planned", "sell the stadium", "The mayor", None)),
        ("The premier said she will not run again.", ("ruled_out", "run again", "The premier", None)),
        ("The union has called off its strike.", ("cancelled", "its strike", "The union", None)),
        ("The launch has been postponed.", ("postponed", "The launch", None, None)),
        ("The city is considering a ban on cars.", ("undecided", "a ban on cars", "The city", None)),
        ("A date has yet to be announced.", ("undecided", "A date", None, None)),
        ("The minister proposed a tax on sugar.", ("proposed", "a tax on sugar", "The minister", None)),
        (
            "The king ordered the army to leave the capital.",
            ("planned", "leave the capital", "the army", None),
        ),
        (
            "The bridge is expected to open to traffic in two weeks.",
            ("expected", "The bridge", None, "in two weeks"),
        ),
    ],
)
def test_each_frame_names_its_status_and_its_parts(text: str, step: tuple[str, str, str | None, str | None]) -> None:
    assert only(text) == step


@pytest.mark.parametrize(
    "text",
    [
        "If convicted, he would be sent to prison.",
        "The team would have played on Sunday.",
        "He had planned to retire.",
        "The goal is to protect the river.",
        "All sides remain committed to close cooperation.",
        "She was fined the next morning.",
        "The bakery is next to the station.",
        "The match was called off due to rain in 1998.",
        "The army was to blame.",
        "The lawyer read the will of the late duke.",
        "The road was closed due to works.",
        "",
    ],
)
def test_what_is_conditional_over_or_no_event_is_no_step(text: str) -> None:
    assert found(text) == ()


def test_a_plan_whose_date_has_passed_is_no_step() -> None:
    text = "The firm was to open a plant on Tuesday."
    past, ahead = (dated(text, "Tuesday", value) for value in ("2031-03-04", "2031-03-11"))
    assert found(text, (past,)) == ()
    assert [step.date for step in found(text, (ahead,))] == ["2031-03-11"]


def test_a_present_verb_tells_of_a_timetable_when_its_date_lies_ahead() -> None:
    text = "The fair opens in Turin on Friday."
    assert found(text) == ()
    (step,) = found(text, (dated(text, "Friday", "2031-03-07"),))
    assert (step.status, step.what.text, step.date) == ("scheduled", "opens in Turin", "2031-03-07")


def test_the_later_word_on_an_event_holds() -> None:
    (step,) = found("The second debate, which was slated for next Friday, has been cancelled.")
    assert (step.status, step.what.text) == ("cancelled", "The second debate")


def test_every_cue_has_one_of_the_eight_statuses() -> None:
    english = cues.load("en")
    assert english is not None
    assert {status for found in english.frames.values() for _, _, status in found} == cues.STATUSES


def test_other_languages_give_nothing_for_now() -> None:
    text = "Le sommet est prévu pour lundi."
    assert next_steps.find(text, sentences.split(text), language="fr") == ()
    assert next_steps.find(text, sentences.split(text), language="../en") == ()


def test_a_region_of_the_language_does_not_matter() -> None:
    text = "The court is to hear the appeal."
    assert next_steps.find(text, sentences.split(text), language="en-GB") == found(text)


CUES = [
    "The",
    "the",
    "court",
    "May",
    "14",
    "2031",
    "next",
    "week",
    "will",
    "'ll",
    "is",
    "was",
    "to",
    "be",
    "held",
    "not",
]
CUES += [
    "yet",
    "U.S.",
    "Inc",
    ".",
    ",",
    '"',
    "’s",
    "said",
    "that",
    "who",
    "plans",
    "due",
    "for",
    "upcoming",
    "talks",
]
CUES += [
    "if",
    "and",
    "expected",
    "announced",
    "on",
    "Friday",
    "(APEC)",
    "it",
    "has",
    "been",
    "postponed",
    "ordered",
]
NEWS = st.lists(st.sampled_from(CUES), max_size=60).map(" ".join)


@given(st.one_of(st.text(), NEWS), st.booleans())
def test_every_part_is_a_span_of_its_sentence(text: str, has_dates: bool) -> None:
    split = (Sentence(text, 0, len(text)),) if len(text) % 2 else sentences.split(text)
    dates = tuple(
        DateFact(
            text=Span(text[k : k + 5], k, min(k + 5, len(text))),
            value=value,
            kind="date",
            sentence=Span(text, 0, len(text)),
        )
        for k, value in zip(
            range(0, len(text), 9), ("2031-03-07", "196X", "2018-22", None, "2019", "x/-"), strict=False
        )
        if has_dates
    )
    steps = next_steps.find(text, split, dates=dates, published=date(2031, 3, 5))
    assert [step.sentence.start for step in steps] == sorted(step.sentence.start for step in steps)
    for step in steps:
        assert step.status in cues.STATUSES
        for span in (step.what, step.who, step.when, step.sentence):
            if span is not None:
                assert text[span.start : span.end] == span.text
                assert step.sentence.start <= span.start < span.end <= step.sentence.end


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Parliament will not move until 2032.", "scheduled"),
        ("The mayor said that the vote had been called off.", "cancelled"),
        ("The hospital promised not to use the ruling.", "ruled_out"),
        ("Dock workers will walk out on December 15 unless they are paid more.", "scheduled"),
        ("A new lander is under study.", "undecided"),
        ("The airline has options to buy six more jets by 2033.", "planned"),
    ],
)
def test_what_a_negation_a_condition_or_a_bare_infinitive_makes_of_a_step(text: str, status: str) -> None:
    marks = {"2032": "2032", "December 15": "2031-12-15", "2033": "2033"}
    (step,) = found(text, tuple(dated(text, phrase, value) for phrase, value in marks.items() if phrase in text))
    assert step.status == status


def test_a_clause_tells_when() -> None:
    (step,) = found("The chairman will step down once the sale is complete.")
    assert step.when is not None
    assert step.when.text == "once the sale is complete"


def test_a_detail_in_a_relative_clause_is_no_step_of_its_own() -> None:
    steps = found("The city will build a new hall, which will seat 900 people.")
    assert [step.what.text for step in steps] == ["build a new hall"]


@pytest.mark.parametrize(
    ("text", "status", "what"),
    [
        ("The mayor said that he had no intention of stepping down.", "ruled_out", "stepping down"),
        ("The widow has not said whether she will appeal.", "undecided", "appeal"),
        ("The union has not decided whether to strike.", "undecided", "strike"),
        ("It is unclear when the bridge will reopen.", "undecided", "reopen"),
        ("The airline said that it expected to break even.", "expected", "break even"),
        ("A ruling by the commission is pending.", "undecided", "A ruling by the commission"),
        ("A judge ordered a new trial for two men convicted of arson in 2026.", "planned", "a new trial for two men"),
        ("The two firms, which fell out in 2019, have yet to agree on a price.", "undecided", "agree on a price"),
        ("The runner will lose the medal that she won in 2029.", "planned", "lose the medal that she won"),
    ],
)
def test_more_ways_to_say_what_comes_next(text: str, status: str, what: str) -> None:
    marks = ("2026", "2019", "2029")
    (step,) = found(text, tuple(dated(text, mark, mark) for mark in marks if mark in text))
    assert step.status == status
    assert step.what.text.startswith(what)


@pytest.mark.parametrize(
    ("text", "phrase", "value"),
    [
        ("The prisoner must hand in his passport by March 12.", "March 12", "2031-03-12"),
        ("The firm has to find a buyer by March 12.", "March 12", "2031-03-12"),
        ("The club's next game is a friendly against Varn on March 12.", "March 12", "2031-03-12"),
        ("Campaigning officially opens on March 12.", "March 12", "2031-03-12"),
        ("The firm must find a buyer by the end of the year.", "the end of the year", "2031"),
    ],
)
def test_a_time_ahead_makes_a_duty_or_a_present_a_step(text: str, phrase: str, value: str) -> None:
    (step,) = found(text, (dated(text, phrase, value),))
    assert step.date == value


def test_a_plan_with_two_parts_makes_two_steps() -> None:
    steps = found("The airline plans to open a base in Porto and to drop its route to Narvik.")
    assert [step.what.text for step in steps] == ["open a base in Porto", "drop its route to Narvik"]


def test_an_event_that_is_off_is_one_step_whatever_was_said_of_it_before() -> None:
    text = "The mountain race, due to be run on March 9, has been called off."
    (step,) = found(text, (dated(text, "March 9", "2031-03-09"),))
    assert (step.status, step.what.text, step.date) == ("cancelled", "The mountain race", "2031-03-09")


def test_when_takes_in_what_bounds_it() -> None:
    text = "The road will not reopen until March 9 at the earliest."
    (step,) = found(text, (dated(text, "March 9", "2031-03-09"),))
    assert step.when is not None
    assert step.when.text == "until March 9 at the earliest"


@pytest.mark.parametrize(
    "text",
    [
        "The officer told the driver to stop the car.",
        "In order for this tool to work, it needs power.",
        "These patients were more likely to have surgery.",
        "They show places likely to flood.",
        "She left a path for hikers who plan to walk the whole way.",
        'She said: "They will push me to sell the farm."',
        'He said: "It will be fine."',
        "He broke in, threatening to burn the house.",
        "The author talks to reporters at his home.",
        "Rebels determined to topple the king fired at the palace.",
        "Sales rose in a bid to win the market.",
        "Should she appeal, the case would be heard in May.",
        "He refused to say which of his men would miss out.",
        "A drop of it was likely to have been put on the cloth.",
        "The count moved from the mid-600s to upper-700s.",
        "Signs of the illness would generally occur within minutes.",
        "No comment has been made by the firm.",
        "The owner had wanted the line to run until 2033.",
    ],
)
def test_talk_comparisons_and_tales_are_no_steps(text: str) -> None:
    assert found(text, tuple(dated(text, "2033", "2033") for _ in range("2033" in text))) == ()


def test_how_long_a_thing_takes_is_said_of_the_thing() -> None:
    text = "The county said that repairs would take until June."
    (step,) = found(text, (dated(text, "June", "2031-06"),))
    assert (step.what.text, step.date) == ("repairs", "2031-06")
