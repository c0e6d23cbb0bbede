"""The two promises over arbitrary Unicode: what is printed is a span of the text, a summary is its sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

import digest
from digest import pipeline
from digest.model import DateFact, Entity, NextStep, Participant, ScoredSentence, Sentence, Span, Timex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.model import Brief

_words = st.sampled_from(
    [
        "President",
        "Ann",
        "Bell",
        "of",
        "Norway",
        "said",
        "Tuesday",
        "that",
        "South",
        "Korea’s",
        "minister",
        "will",
        "meet",
        "“Osamu",
        "Ashizuka”",
        ",",
        "45,",
        "director",
        "of\n",
        "",
        "",
        "",
        "the",
        "U.S.",
        "Ministry",
        "of",
        "Defense",
        "on",
        "3",
        "May",
        "2031",
        ".",
        "next",
        "week",
        "?",
        "not",
        "yet",
        "finalized",
        "!",
        "Seoul's",
        "COVID-19",
        "$3.5bn",
        "40%",
        "the",
        "first",
        "half\n",
        "",
        "",
        "",
        "of",
        "2025",
        "later",
        "this",
        "year",
        "are",
        "expected",
        "to",
        "plan",
        "talks",
        "have",
        "been",
        "postponed",
        ";",
        "Mr.",
        "Li",
        "–",
        "(DTT)",
        "’s",
        "Kim’s",
        "10–14",
        "June",
        "北京",
        "٣",
        "é̈",
        "\n",
        "\n\n\n",
        "",
        "",
        "",
        "•",
        "1.",
        "a)",
        '"No!"',
        "she",
        "…",
        "😀",
        "12:30",
        "p.m.",
        "GMT",
        "Sept.",
        "2024-09-10",
        "every",
        "day",
        "two-day",
        "session",
        "agreed",
        "to",
        "would",
        "if",
    ]
)
_news = st.lists(_words, max_size=60).map(" ".join)
_text = st.one_of(st.text(max_size=300), _news, st.tuples(_news, st.text(max_size=60)).map("".join))
_languages = st.sampled_from([None, "en", "de", "fr", "es", "ja", "xx"])
_published = st.sampled_from([None, "2024-09-26", "2031-05-01T10:00:00+09:00"])


def spans(brief: Brief) -> Iterator[Span | Sentence | ScoredSentence]:
    """Everything in a brief that claims to stand in the text."""
    yield from brief.summary.sentences
    facts: tuple[Participant | DateFact | NextStep, ...] = (
        *brief.card.participants,
        *brief.card.dates,
        *brief.card.next_steps,
    )
    for fact in facts:
        for value in fact._asdict().values():
            if isinstance(value, Span):
                yield value
            if isinstance(value, tuple):
                yield from value
    for side in (side for conflict in brief.card.conflicts for side in conflict.sides):
        yield from (side.span, side.sentence)


@settings(max_examples=400, deadline=None)
@given(_text, _languages, _published)
def test_every_span_stands_in_the_text(text: str, language: str | None, published: str | None) -> None:
    brief = digest.brief(text, language=language, published=published)
    body = brief.article.text
    for span in spans(brief):
        assert body[span.start : span.end] == span.text
        assert span.text.strip()
    for fact in (*brief.card.participants, *brief.card.dates, *brief.card.next_steps):
        assert fact.sentence.text


@settings(max_examples=200, deadline=None)
@given(_text, st.sampled_from(["ranked", "lead"]), st.integers(1, 6))
def test_a_summary_is_sentences_of_its_article_in_reading_order(text: str, method: str, limit: int) -> None:
    brief = digest.brief(text, method=method, limit=limit)
    whole = {(s.start, s.end) for s in pipeline.sentences.split(brief.article.text, brief.article.language)}
    chosen = [(s.start, s.end) for s in brief.summary.sentences]
    assert set(chosen) <= whole
    assert chosen == sorted(set(chosen))
    assert len(chosen) <= limit
    assert bool(chosen) == bool(brief.article.text)


@settings(max_examples=200, deadline=None)
@given(_text, _languages, _published)
def test_the_measured_entry_points_stay_inside_the_text_and_in_order(
    text: str, language: str | None, published: str | None
) -> None:
    from digest.facts import dates, names
    from digest.text import sentences

    language = language or "en"
    found: tuple[Sentence | Entity | Timex, ...]
    for found in (
        sentences.split(text, language),
        names.tag(text, language),
        dates.timexes(text, published, language),
    ):
        end = 0
        for one in found:
            assert end <= one.start < one.end <= len(text)
            end = one.end


@settings(max_examples=100, deadline=None)
@given(_news, _published)
def test_statuses_kinds_and_codes_are_of_the_vocabulary(text: str, published: str | None) -> None:
    card = digest.brief(text, published=published, language="en").card
    assert {n.status for n in card.next_steps} <= {
        "scheduled", "planned", "expected", "proposed", "undecided", "postponed", "cancelled", "ruled_out",
    }  # fmt: skip
    assert {p.kind for p in card.participants} <= {"person", "organisation", "country"}
    assert {d.kind for d in card.dates} <= {"date", "time"}
    assert all(
        p.country_code is None or (len(p.country_code) == 2 and p.country_code.isupper()) for p in card.participants
    )
