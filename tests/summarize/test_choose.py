"""From a ranking to a summary."""

from __future__ import annotations

from digest.summarize import Ranked
from digest.summarize.choose import Budget, budget, candidates, choose
from digest.text.sentences import split

TEXT = (
    "Storm closes harbour\n"
    "A storm closed the harbour of Port Ellery on Monday.\n"
    "A storm closed the harbour of Port Ellery on Monday night.\n"
    "Ferries will sail again on Friday."
)


def test_a_repetition_is_left_out() -> None:
    sentences = split(TEXT)
    ranking = [Ranked(i, 1.0) for i in (1, 2, 3)]
    assert [c.position for c in choose(ranking, sentences, Budget(sentences=2))] == [1, 3]


def test_a_word_budget_skips_what_does_not_fit_but_is_never_empty() -> None:
    sentences = split(TEXT)
    ranking = [Ranked(i, 1.0) for i in (1, 3)]
    assert [c.position for c in choose(ranking, sentences, budget(words=5))] == [1]
    assert [c.position for c in choose(ranking, sentences, budget(words=16))] == [1, 3]


def test_the_title_is_no_candidate_and_headings_only_when_little_else_is_there() -> None:
    sentences = split(TEXT)
    assert candidates(sentences, title="Storm closes harbour", at_least=3) == (1, 2, 3)
    assert candidates(split("Alpha\nBeta\nGamma"), title="Alpha", at_least=2) == (1, 2)
    assert candidates(split("Alpha"), title="Alpha", at_least=1) == (0,)
