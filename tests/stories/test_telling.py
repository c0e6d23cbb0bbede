"""A story told from its articles."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import pipeline
from digest.model import Brief, Participant, ScoredSentence, Sentence, Span, Story
from digest.stories import names
from digest.stories.telling import is_headline, tell
from digest.text import sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ECHO = "A ferry sank off Port Ellery on Friday, killing 12 people. Divers searched the wreck. Mayor Ana Costa wept."
HERALD = "Friday's ferry disaster off Port Ellery left 19 people dead. Mayor Ana Costa ordered an inquiry at once."


def brief(text: str, title: str = "", source: str = "-", published: str | None = "2031-02-10", id: str = "") -> Brief:  # noqa: A002
    made = pipeline.article(
        text, source=source, title=title, language="en", published=pipeline.published_at(published)
    )  # fmt: skip
    return pipeline.brief(made.__replace__(id=id) if id else made)


def told(*briefs: Brief, reprints: Sequence[Sequence[int]] = ()) -> Story:
    return tell(briefs, story_id="x", reprints=reprints)


def test_copies_count_once_and_tell_nothing_twice() -> None:
    story = told(brief(ECHO, id="a"), brief(ECHO + " It rained.", id="b"), brief(HERALD, id="c"), reprints=[(0, 1)])
    assert story.independent == 2
    assert story.reprints == ("a",)
    assert [b.article.id for b in story.briefs] == ["b", "c", "a"]
    assert "a" not in {t.article for m in story.participants for t in m.told}
    assert len({s.text for s in story.summary}) == len(story.summary)


def test_the_headline_is_the_best_title_without_the_outlet() -> None:
    port = "https://news.portecho.example/feed"
    assert told(brief(ECHO, "Ferry sinks off Port Ellery - Port Echo", port)).headline == "Ferry sinks off Port Ellery"
    assert told(brief(ECHO, "Ferry sinks - what we know", port)).headline == "Ferry sinks - what we know"
    assert told(brief(ECHO, "Home")).headline.startswith("A ferry sank off Port Ellery")


@pytest.mark.parametrize("title", ["", "Untitled", "https://example.org/a b c", "Scroll down for video", "12 34 56"])
def test_a_title_that_says_nothing_is_no_headline(title: str) -> None:
    assert not is_headline(title)


def test_a_long_article_is_better_than_a_short_one_and_an_early_one_than_its_equal() -> None:
    short, long = brief(HERALD, id="a"), brief(ECHO, id="b")
    assert [b.article.id for b in told(short, long).briefs] == ["b", "a"]
    late, early = brief(ECHO, id="a", published="2031-02-11"), brief(ECHO, id="b", published="2031-02-10")
    assert [b.article.id for b in told(late, early).briefs] == ["b", "a"]


def test_articles_that_disagree_are_shown_side_by_side() -> None:
    conflict = told(brief(ECHO), brief(HERALD)).conflicts[0]
    assert conflict.kind == "number"
    assert {side.span.text for side in conflict.sides} == {"12 people", "19 people"}


_words = st.sampled_from(
    [
        "President",
        "Ana",
        "Costa",
        "of",
        "Norway",
        "said",
        "Tuesday",
        "that",
        "Prime",
        "Minister",
        "John",
        "Smith",
        "will",
        "meet",
        "Mary",
        "Smith",
        "on",
        "3",
        "May",
        "2031",
        ".\n",
        "",
        "",
        "",
        "At",
        "least",
        "twelve",
        "people",
        "were",
        "killed",
        "in",
        "Oslo",
        ".",
        "14",
        "dead",
        ";",
        "20",
        "injured",
        ".",
        "The",
        "talks",
        "are",
        "scheduled",
        "for",
        "June",
        "2031",
        ".",
        "the",
        "next\n",
        "",
        "",
        "",
        "dialogue",
        "is",
        "planned",
        "for",
        "2032",
        ".",
        "The",
        "WHO",
        "and",
        "the",
        "World",
        "Health",
        "Organization",
        "By",
        "Ann",
        "Bell",
        "\n",
        "(AP",
        "Photo)",
        "Read",
        "more:",
        "$",
        "4.5\n",
        "",
        "",
        "",
        "million",
        "40%",
        "dozens",
        "hundreds",
        "of",
        "é̈",
        "北京",
        "٣",
        "…",
        "“",
        "”",
        "J.",
        "Smith",
        "(",
        ")",
        "-",
        "—",
        "|",
        "😀",
        "U.S.",
        "Ministry",
        "of",
        "Defense",
        "Mohammed",
        "Mursi\n",
        "",
        "",
        "",
        "Mohamed",
        "Morsi",
        "trial",
        "of",
        "opens",
        "next",
        "week",
        "a",
        "an",
        "per",
    ]
)
_text = st.one_of(st.text(max_size=120), st.lists(_words, max_size=50).map(" ".join))
_articles = st.lists(st.tuples(_text, st.text(max_size=30), st.integers(1, 28)), min_size=1, max_size=5)


def _briefs(articles: list[tuple[str, str, int]]) -> list[Brief]:
    made = []
    for number, (text, title, day) in enumerate(articles):
        published = datetime(2031, 1, day, tzinfo=UTC) if day < 20 else None
        article = pipeline.article(text, source="-", title=title, language="en", published=published)
        made.append(pipeline.brief(article.__replace__(id=str(number))))
    return made


def _spans(story: Story) -> Iterator[tuple[str, Span | Sentence | ScoredSentence]]:
    for merged in (*story.participants, *story.dates, *story.next_steps):
        for value in merged.fact._asdict().values():
            if isinstance(value, Span):
                yield merged.article, value
            elif isinstance(value, tuple):
                yield from ((merged.article, span) for span in value)
    tellings = [t for m in (*story.participants, *story.dates, *story.next_steps) for t in m.told]
    for telling in (*tellings, *(side for conflict in story.conflicts for side in conflict.sides)):
        yield telling.article, telling.span
        yield telling.article, telling.sentence


@settings(max_examples=200, deadline=None)
@given(_articles, st.data())
def test_everything_printed_stands_in_its_article(articles: list[tuple[str, str, int]], data: st.DataObject) -> None:
    briefs = _briefs(articles)
    copies = data.draw(st.lists(st.sets(st.integers(0, len(briefs) - 1), min_size=2), max_size=1)) if briefs[1:] else []
    story = tell(briefs, story_id="x", reprints=[sorted(together) for together in copies])
    texts = {b.article.id: b.article.text for b in story.briefs}
    assert sorted(texts) == sorted(b.article.id for b in briefs)
    for article, span in _spans(story):
        assert texts[article][span.start : span.end] == span.text
    for one in story.summary:
        assert (one.start, one.end) in {(s.start, s.end) for s in sentences.split(texts[one.article], "en")}
        assert texts[one.article][one.start : one.end] == one.text
    for conflict in story.conflicts:
        assert len(conflict.sides) > 1
        assert any(conflict.about in text for text in texts.values())
    titles = [b.article.title for b in briefs]
    assert any(story.headline in text for text in (*titles, *texts.values()))
    assert story.independent + len(story.reprints) == len(briefs)
    for merged in (*story.participants, *story.dates, *story.next_steps):
        ids = [t.article for t in merged.told]
        assert merged.article in ids
        assert len(set(ids)) == len(ids)
        assert set(ids) <= set(texts) - set(story.reprints)


@settings(max_examples=200, deadline=None)
@given(_articles)
def test_no_person_stands_twice(articles: list[tuple[str, str, int]]) -> None:
    story = tell(_briefs(articles), story_id="x")
    keys = [
        names.key(m.fact.name.text)
        for m in story.participants
        if isinstance(m.fact, Participant) and m.fact.kind == "person"
    ]
    assert len(set(keys)) == len(keys)


@settings(max_examples=100, deadline=None)
@given(_articles, st.randoms())
def test_the_order_of_the_briefs_changes_nothing(articles: list[tuple[str, str, int]], random: object) -> None:
    briefs = _briefs(articles)
    shuffled = list(briefs)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert tell(shuffled, story_id="x") == tell(briefs, story_id="x")


def test_a_headline_begins_after_its_labels() -> None:
    labelled = brief("The ferry sailed again on Monday after a storm.", title="OSLO (AP) -- The ferry sails again")
    assert told(labelled).headline == "The ferry sails again"
