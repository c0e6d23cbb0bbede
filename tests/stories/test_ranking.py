"""What many report comes first, but what the reader asked for and quiet feeds are heard too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.model import Article
from digest.stories.ranking import rank, score, topics_in

NOW = datetime(2031, 5, 14, 18, tzinfo=UTC)


def article(name: str, title: str = "", text: str = "", *, hours: float | None = 6, source: str = "") -> Article:
    published = None if hours is None else NOW - timedelta(hours=hours)
    return Article(id=name, title=title, text=text, source=source or name, published=published)


def test_more_independent_reports_weigh_more_but_less_and_less() -> None:
    story = [article("a"), article("b"), article("c")]
    one, two, three = (score(story, independent=count, now=NOW) for count in (1, 2, 3))
    assert one < two < three
    assert two - one > three - two


def test_reprints_weigh_less_than_reports() -> None:
    copies = [article(str(n)) for n in range(4)]
    assert score(copies, independent=1, now=NOW) < score(copies[:2], independent=2, now=NOW)


def test_the_newer_of_two_is_first_and_what_has_no_date_counts_as_a_day_old() -> None:
    stories = [[article("a", hours=30)], [article("b", hours=1)], [article("c", hours=None)]]
    assert rank(stories, independent=[1, 1, 1], now=NOW) == (1, 2, 0)


def test_a_topic_raises_a_story_most_in_a_title_and_can_be_shown() -> None:
    plain = [article("a", "Ferry aground", "Nobody was hurt.")]
    text = [article("a", "Ferry aground", "The port of Rotterdam sent a tug.")]
    title = [article("a", "Rotterdam sends a tug", "")]
    scores = [score(story, independent=1, now=NOW, topics=["rotterdam"]) for story in (plain, text, title)]
    assert scores == sorted(set(scores))
    assert topics_in(text, ["Rotterdam", "port of rotterdam", "Rotter", "tugs", ""]) == (
        "Rotterdam",
        "port of rotterdam",
        "tugs",
    )


def test_many_topics_do_not_drown_the_news() -> None:
    story = [article("a", "Ferry tug port")]
    few = score(story, independent=1, now=NOW, topics=["ferry", "tug"])
    assert score(story, independent=1, now=NOW, topics=["ferry", "tug", "port"]) == few


def test_a_quiet_feed_is_not_drowned_by_a_busy_one() -> None:
    sizes = {"agency": 120, "weekly": 1}
    stories = [[article(f"a{n}", source="agency", hours=1)] for n in range(3)] + [[article("w", source="weekly")]]
    assert rank(stories, independent=[1] * 4, now=NOW, feed_sizes=sizes)[0] == 3


def test_ties_are_broken_by_id() -> None:
    assert rank([[article("b")], [article("a")]], independent=[1, 1], now=NOW) == (1, 0)
    with pytest.raises(ValueError, match="zip"):
        rank([[article("b")]], independent=[], now=NOW)


@given(st.lists(st.tuples(st.text(), st.text()), max_size=4), st.lists(st.text(), max_size=3), st.integers(0, 9))
def test_any_story_has_a_score(told: list[tuple[str, str]], topics: list[str], independent: int) -> None:
    story = [article(str(n), *one) for n, one in enumerate(told)]
    assert score(story, independent=independent, now=NOW, topics=topics, feed_sizes={"0": 0}) >= 0
