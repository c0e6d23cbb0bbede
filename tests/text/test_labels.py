"""A printed sentence begins where its sentence begins: labels before it stand alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text import labels, sentences

SENTENCE = "The council of Aldersund met again on Tuesday."


@pytest.mark.parametrize(
    "label",
    [
        "CLOSE", "Media playback is not supported on this device", "BERGEN --", "BERGEN —", "NEW HAVEN (AP) —",
        "BERGEN, Norway (Reuters) -", "Bergen, Norway (CNN) --", "(CNN)", "(CNN) --", "ST. ANNE —",
        "Skip in Skip x Embed x Share CLOSE", "LIVE COVERAGE", "Advertisement",
    ],
)  # fmt: skip
def test_a_label_is_no_part_of_the_sentence_after_it(label: str) -> None:
    found = [one.text for one in sentences.split(f"{label} {SENTENCE} It rained.")]
    assert found == [label, SENTENCE, "It rained."]


@pytest.mark.parametrize(
    "text",
    [
        "NATO said that the council had met again.", "Aldersund — The council met again on Tuesday.",
        "IT companies — and theirs alone — rose again.", "A NATO ship sank.",
        "ANN (NAN) BELL, MAYOR: The pier is open.",
        "The council (AP) met again on Tuesday.",
        "Ann Bell (CEO) said that the pier was open.", "FILE - In this May 3, 2031 photo Ann Bell waves.",
        "JUST WATCHED The pier of Aldersund opens again", "ABBA The Movie was shown again.",
        "NATO — which met again — waits.",
        "CLOSE the door before it rains again.", "BERGEN — It rained.", "BERGEN —", "(CNN)", "(", "",
    ],
)  # fmt: skip
def test_what_is_no_label_stays(text: str) -> None:
    assert [one.text for one in sentences.split(text)] == ([text] if text else [])


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200))
def test_any_text_is_cut_inside(text: str, one: int, other: int) -> None:
    start, stop = sorted((min(one, len(text)), min(other, len(text))))
    assert start <= labels.end(text, start, stop) <= stop


@given(
    st.lists(
        st.sampled_from(["(", ")", "(CNN)", "OSLO", "—", "--", "CLOSE", "The", "court", "FILE", ",", " ", "\u2028"])
    )
)
def test_any_row_of_labels_keeps_its_places(parts: list[str]) -> None:
    text = " ".join(parts)
    for sentence in sentences.split(text):
        assert text[sentence.start : sentence.end] == sentence.text != ""
