"""The summary of a story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest import pipeline
from digest.stories.summary import summarize
from digest.summarize.furniture import is_furniture
from digest.text import words

if TYPE_CHECKING:
    from digest.model import Brief

ECHO = (
    "A ferry with 80 people on board sank off Port Ellery on Friday.\n"
    "Scroll down for video.\n"
    "Divers searched the wreck through the night for survivors.\n"
    "The owner of the ferry had been fined for overloading it in March.\n"
)
HERALD = (
    "By Ann Bell\n"
    "On Friday a ferry with 80 people on board sank off Port Ellery.\n"
    "The harbour master closed the strait to all other ships.\n"
    "Schools in the town stayed shut while families waited for news.\n"
)


def brief(text: str, title: str = "Ferry sinks") -> Brief:
    return pipeline.brief(pipeline.article(text, source="-", title=title, language="en"))


def test_articles_take_turns_and_repeat_nothing() -> None:
    echo, herald = brief(ECHO), brief(HERALD)
    told = summarize([echo, herald], limit=4)
    assert {one.article for one in told} == {echo.article.id, herald.article.id}
    assert sum("80 people on board" in one.text for one in told) == 1
    assert len(told) == 4


def test_no_furniture_is_printed() -> None:
    assert not any(is_furniture(one.text) for one in summarize([brief(ECHO), brief(HERALD)], limit=10))


def test_sentences_stand_in_reading_order_within_their_article() -> None:
    told = summarize([brief(ECHO), brief(HERALD)], limit=6)
    places = [(one.article, one.start) for one in told]
    for article in {one.article for one in told}:
        of_one = [start for name, start in places if name == article]
        assert of_one == sorted(of_one)


def test_one_article_gives_its_own_summary() -> None:
    echo = brief(ECHO)
    assert [one.text for one in summarize([echo])] == [s.text for s in echo.summary.sentences]
    assert summarize([]) == ()


def test_a_word_limit_holds_after_the_first_sentence() -> None:
    told = summarize([brief(ECHO), brief(HERALD)], limit=0, words_limit=30)
    assert sum(words.count(one.text) for one in told) <= 30
    assert len(summarize([brief(ECHO), brief(HERALD)], limit=0, words_limit=3)) == 1


def test_the_words_of_the_reader_raise_a_sentence_and_are_named() -> None:
    plain = summarize([brief(ECHO), brief(HERALD)], limit=2)
    word = next(w for w in brief(ECHO).article.text.split()[-12:] if w.isalpha() and len(w) > 5)
    raised = summarize([brief(ECHO), brief(HERALD)], limit=4, focus=(word,))
    assert not any(one.focus for one in plain)
    assert any(one.focus == (word,) and word in one.text for one in raised)
