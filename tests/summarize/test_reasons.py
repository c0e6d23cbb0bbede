"""Why a sentence was chosen."""

from __future__ import annotations

import pytest

from digest import pipeline
from digest.registry import SUMMARIZERS
from digest.summarize import reasons
from digest.summarize.choose import Budget
from digest.text.sentences import split

TEXT = (
    "The harbour of Port Ellery opened again on Monday. "
    "Mayor Ann Bell said that the harbour was badly damaged. "
    "Engineers will inspect the harbour on 3 May."
)


@pytest.mark.parametrize("method", SUMMARIZERS.names())
def test_every_method_says_why(method: str) -> None:
    made = pipeline.summarize(split(TEXT), length=Budget(sentences=3), method=method, explain=True)
    assert len(made.sentences) == 3
    assert all(sentence.why and all(sentence.why) for sentence in made.sentences)
    made = pipeline.summarize(split(TEXT), length=Budget(sentences=3), method=method)
    assert not any(sentence.why for sentence in made.sentences)


def test_the_reasons_name_place_title_and_common_words() -> None:
    assert reasons.in_general(split(TEXT), title="A mayor and an engineer") == (
        ("opens the article", "words said often: harbour"),
        ("sentence 2 of 3", "words of the title: mayor", "words said often: harbour"),
        ("sentence 3 of 3", "words said often: harbour"),
    )
