"""Every method, over every kind of text, says something and never warns."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import pipeline
from digest.registry import SUMMARIZERS
from digest.summarize.choose import Budget
from digest.text import sentences

METHODS = SUMMARIZERS.names()
NEWS = (
    "The harbour of Port Ellery opened again on Monday after a storm that lasted three days. "
    "Mayor Ann Bell said that the north pier of the harbour was badly damaged by the storm. "
    "Engineers will inspect the pier on 3 May. Ferries carried 400 passengers before noon. "
    "The storm had closed the harbour and the coast road, and 40% of the boats in the harbour were lost. "
    "Repairs will cost $3.5bn, the ministry said."
)
DEGENERATE = {
    "one word": "Yes",
    "stop words": "The of and. To the of. And it is.",
    "emoji": "🙂🙂. 🎉! 🙂",
    "digits": "1 2 3. 4 5 6. 7 8 9.",
    "dots": ". . . ... !!! ???",
    "one letter": "a. b. c. d.",
    "equal sentences": "It rained. " * 50,
    "one endless word": "x" * 100_000,
    "no stops": "word " * 20_000,
    "Chinese read as English": "中国和日本的官员星期二在首尔会面。他们讨论了贸易。会谈将继续。",
    "many sentences": " ".join(
        f"Sentence number {i} tells of town {i * 7 % 101} and of river {i % 13}." for i in range(1250)
    ),
}


def _summary(text: str, method: str, *, count: int = 3, language: str = "en") -> list[str]:
    split = sentences.split(text, language)
    made = pipeline.summarize(split, length=Budget(sentences=count), method=method, language=language)
    assert [s.start for s in made.sentences] == sorted(s.start for s in made.sentences)
    assert all(text[s.start : s.end] == s.text for s in made.sentences)
    return [s.text for s in made.sentences]


@pytest.mark.parametrize("method", METHODS)
def test_news_gives_as_many_sentences_as_asked(method: str) -> None:
    assert len(_summary(NEWS, method, count=2)) == 2


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kind", DEGENERATE)
def test_degenerate_texts_give_a_summary_without_warnings(method: str, kind: str) -> None:
    assert _summary(DEGENERATE[kind], method)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Hafen wurde am 3. Mai geöffnet. Der Sturm hatte den Hafen beschädigt. Die Fähren fahren wieder."),
        ("ru", "Порт открылся в понедельник. Шторм повредил порт. Паромы снова ходят."),
        ("tr", "Liman pazartesi günü açıldı. Fırtına limana zarar verdi. Feribotlar yeniden çalışıyor."),
        ("hi", "बंदरगाह सोमवार को खुला। तूफान ने बंदरगाह को नुकसान पहुंचाया। नौकाएं फिर चल रही हैं।"),
        ("zh", "港口星期一重新开放。风暴损坏了港口。渡轮恢复运行。"),
        ("ar", "افتتح الميناء يوم الاثنين. ألحقت العاصفة أضرارا بالميناء. عادت العبارات إلى العمل."),
        ("xx", "Zorp blig nart. Zorp fon dril. Nart blig zorp fon."),
    ],
)
def test_every_language_that_we_split_works_with_every_method(method: str, language: str, text: str) -> None:
    assert len(_summary(text, method, count=2, language=language)) == 2


def test_an_empty_text_gives_an_empty_summary() -> None:
    for method in METHODS:
        assert _summary("", method) == []


def test_the_cap_of_a_graph_method_is_said() -> None:
    split = sentences.split(DEGENERATE["many sentences"])
    made = pipeline.summarize(split, length=Budget(), method="lexrank")
    assert made.note == "lexrank ranked only the first 300 of 1,250 sentences"


def test_a_method_that_finds_nothing_falls_back_to_the_lead_and_says_so() -> None:
    made = pipeline.summarize(sentences.split(DEGENERATE["stop words"]), length=Budget(sentences=1), method="textrank")
    assert made.method == "lead"
    assert made.note.startswith("textrank found nothing to rank here")


@pytest.mark.parametrize("method", METHODS)
def test_the_same_text_gives_the_same_summary(method: str) -> None:
    assert _summary(NEWS, method) == _summary(NEWS, method)


def test_figures_count_as_words() -> None:
    text = (
        "The $3.5bn plan of COVID-19 aid rose 40%. Rain fell. Snow fell. The $3.5bn plan of COVID-19 aid was cut 40%."
    )
    assert _summary(text, "luhn", count=1)[0].count("$3.5bn") == 1


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400), st.sampled_from(["ranked", "lead"]), st.integers(1, 5))
def test_a_summary_holds_only_sentences_of_its_text_in_order(text: str, method: str, count: int) -> None:
    split = sentences.split(text)
    made = pipeline.summarize(split, length=Budget(sentences=count), method=method)
    known = {(s.text, s.start, s.end) for s in split}
    assert all((s.text, s.start, s.end) in known for s in made.sentences)
    assert [s.start for s in made.sentences] == sorted({s.start for s in made.sentences})
    assert bool(made.sentences) == bool(split)
