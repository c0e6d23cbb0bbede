"""As many sentences as a text deserves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digest import pipeline
from digest.summarize import Ranked, length
from digest.summarize.choose import AUTO, budget
from digest.text.sentences import split

DENSE = (
    "The harbour of Port Ellery opened again on Monday after a storm that lasted three days. "
    "Engineers will inspect the damaged north pier on 3 May and tell the ministry what repairs cost. "
    "Fishermen lost forty boats and ask for loans without interest until the autumn. "
    "The coast road stays closed because a bridge near Hella has fallen into the river. "
    "Schools on the islands teach by radio until the ferries have fuel. "
    "Insurers expect claims of two billion crowns, most of them from hotels. "
)
THIN = "The harbour of Port Ellery opened again on Monday. " + "".join(
    f"The harbour of Port Ellery, {who} said, opened again on Monday. "
    for who in ("she", "he", "they", "Bell", "Cruz", "Holm", "Lund", "Reed", "Dunn", "Berg")
)


def _count(text: str, method: str = "ranked") -> int:
    return len(pipeline.summarize(split(text), length=AUTO, method=method).sentences)


def test_a_text_that_says_much_gets_more_sentences_than_one_that_repeats_itself() -> None:
    assert _count(THIN) == 1
    assert _count(DENSE) >= 3


def test_it_is_never_more_than_half_of_a_text_nor_more_than_five() -> None:
    assert _count("Rain fell on Monday. Snow fell on Tuesday.") == 1
    assert _count("Rain fell on Monday.") == 1
    assert 1 <= _count(DENSE * 5) <= length.MOST
    assert _count("") == 0


def test_a_long_sentence_that_says_little_new_is_left_out() -> None:
    wordy = "Asked about it, they said as they had said before and will say whenever they are asked again: " * 3
    brief = split(DENSE)
    long = split(DENSE.replace("Fishermen", f"{wordy}fishermen"))
    assert length.enough([Ranked(n, 1.0) for n in range(6)], long) == 2
    assert length.enough([Ranked(n, 1.0) for n in range(6)], brief) > 2


def test_the_scale_of_the_scores_does_not_matter() -> None:
    sentences = split(DENSE)
    even = [Ranked(n, 1.0) for n in range(len(sentences))]
    steep = [Ranked(n, 0.01**n) for n in range(len(sentences))]
    assert length.enough(steep, sentences) == length.enough(even, sentences)


def test_words_are_a_limit_beside_it() -> None:
    made = pipeline.summarize(split(DENSE), length=budget("auto", 30), method="ranked")
    assert sum(len(s.text.split()) for s in made.sentences) <= 30


@given(st.text(max_size=300), st.lists(st.floats(allow_nan=False, allow_infinity=False), max_size=6))
def test_any_text_and_any_scores_have_a_length(text: str, scores: list[float]) -> None:
    sentences = split(text)
    best = [Ranked(n, score) for n, score in zip(range(len(sentences)), scores, strict=False)]
    assert min(1, len(best)) <= length.enough(best, sentences) <= len(best)
