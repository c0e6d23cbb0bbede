"""Our own ranking: central and early sentences first, the same everywhere, in time that grows with the text."""

from __future__ import annotations

import math
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.summarize import features, ranked
from digest.text.sentences import split

ROOT = Path(__file__).parents[2]
NEWS = split(
    "The harbour of Port Ellery opened again on Monday after a storm that lasted three days. "
    "Mayor Ann Bell said that the north pier of the harbour was badly damaged by the storm. "
    '"I have never seen such waves," she said. '
    "Engineers will inspect the pier of the harbour on 3 May. "
    "The bakery in Mill Lane sells rolls. "
    "The storm had closed the harbour and the coast road, and 40% of the boats in the harbour were lost."
)
TITLE = "Storm-hit harbour of Port Ellery opens again"


def _scores(title: str = "", language: str = "en") -> dict[int, float]:
    return {one.position: one.score for one in ranked.rank(NEWS, title=title, language=language)}


def test_what_the_text_is_about_comes_before_what_it_is_not_about() -> None:
    scores = _scores()
    assert scores[0] > scores[4]
    assert scores[1] > scores[2]


def test_scores_fall_from_one_to_zero_in_the_order_of_the_ranking() -> None:
    ranking = ranked.rank(NEWS)
    scores = [one.score for one in ranking]
    assert sorted(one.position for one in ranking) == list(range(len(NEWS)))
    assert scores == sorted(scores, reverse=True)
    assert (scores[0], scores[-1]) == (1, 0)


def test_another_language_is_ranked_by_its_own_small_words() -> None:
    text = split(
        "Der Hafen von Ellerstadt ist seit Montag nach einem Sturm wieder offen. "
        "Die Bürgermeisterin sagte, der Sturm habe den Hafen und den Pier im Hafen schwer beschädigt. "
        "Eine Bäckerei in der Mühlgasse verkauft Brötchen. "
        "Der Sturm hatte den Hafen und die Straße am Pier drei Tage lang geschlossen.",
        "de",
    )
    scores = {one.position: one.score for one in ranked.rank(text, language="de")}
    assert scores[1] > scores[2]
    assert features.columns(text, language="de")["keywords"][2] == 0


def test_a_text_without_words_to_go_by_gives_the_lead() -> None:
    for text in ("The of and. To the of. And it is.", "!!! ??? ...", "🙂🙂. 🎉! 🙂"):
        sentences = split(text)
        assert [one.position for one in ranked.rank(sentences)] == list(range(len(sentences)))


def test_equal_sentences_are_ranked_by_their_order() -> None:
    positions = [one.position for one in ranked.rank(split("It rained in Port Ellery. " * 3))]
    assert sorted(positions) == [0, 1, 2]


def test_the_table_has_a_weight_for_every_feature_and_no_other() -> None:
    together, alone = ranked._weights()
    assert tuple(together) == tuple(alone) == features.NAMES
    assert all(math.isfinite(weight) for weight in (*together.values(), *alone.values()))


def test_every_feature_has_a_number_for_every_sentence() -> None:
    found = features.columns(NEWS, title=TITLE)
    assert set(features.NAMES) <= set(found)
    assert all(len(values) == len(NEWS) for values in found.values())


def test_likeness_to_the_title_is_measured() -> None:
    likeness = features.columns(NEWS, title=TITLE)["likeness_title"]
    assert likeness[0] == max(likeness)
    assert likeness[4] == 0


def test_each_sentence_says_what_speaks_for_it() -> None:
    reasons = ranked.explain(NEWS, title=TITLE)
    assert len(reasons) == len(NEWS)
    assert "opens the article" in reasons[0]
    assert any("harbour" in reason for reason in (*reasons[0], *reasons[5]))
    assert any(reason.startswith("against it: ") for reason in reasons[4])
    assert not any("{" in reason for sentence in reasons for reason in sentence)


def test_nothing_has_no_ranking_and_no_reasons() -> None:
    assert ranked.rank(()) == ranked.explain(()) == ()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=600), st.text(max_size=60), st.sampled_from(("en", "de", "ja", "xx", "")))
def test_any_text_is_ranked_whole_with_scores_from_zero_to_one(text: str, title: str, language: str) -> None:
    sentences = split(text, language)
    ranking = ranked.rank(sentences, title=title, language=language)
    assert sorted(one.position for one in ranking) == list(range(len(sentences)))
    assert all(0 <= one.score <= 1 for one in ranking)
    assert len(ranked.explain(sentences, title=title, language=language)) == len(sentences)


@pytest.mark.parametrize("piece", ["x", "word ", "a. ", "Ann met Bo. ", "中国。"])
def test_long_texts_are_ranked_whole(piece: str) -> None:
    sentences = split(piece * (200_000 // len(piece)))
    assert len(ranked.rank(sentences)) == len(sentences)


def test_the_hash_seed_and_the_locale_make_no_difference() -> None:
    program = (
        "import sys; from digest import pipeline\n"
        "made = pipeline.brief_text(sys.stdin.read(), limit='auto', focus=('pier',), explain=True)\n"
        "print(ascii(made))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            input="\n\n".join(s.text for s in NEWS), capture_output=True, text=True, check=True, cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "LC_ALL": place},
        ).stdout
        for seed, place in (("1", "C"), ("2", "C"), ("3", "de_DE.UTF-8"))
    }  # fmt: skip
    assert len(said) == 1
    assert "ScoredSentence" in said.pop()
