"""The terms that explain a story stand in its articles as they are written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digest.model import Article
from digest.stories.why import MOST, why


def article(title: str, text: str) -> Article:
    return Article(id=title, title=title, text=text, source="-")


ONE = article(
    "Ferry runs aground off Corfu",
    "The ferry Astra ran aground off Corfu on 14 May with 310 people aboard. Captain Nikos Manolas was questioned. The"
    " salvage of the wreckage takes weeks.",
)
OTHER = article(
    "Ship hits rocks",
    "Fishing boats carried 310 passengers to Igoumenitsa on 14 May, after the Astra hit rocks near Corfu, said Nikos"
    " Manolas. The wreckage will stay.",
)


def test_names_come_before_numbers_and_dates_and_those_before_rare_words() -> None:
    assert why([ONE, OTHER]) == ("Nikos Manolas", "Astra", "Corfu", "310", "14 May", "wreckage")


def test_a_name_is_shown_whole_where_both_have_it_whole() -> None:
    assert "Manolas" not in why([ONE, OTHER])


def test_one_article_needs_no_reason() -> None:
    assert why([ONE]) == ()
    assert why([]) == ()


def test_articles_that_share_nothing_have_no_reason() -> None:
    assert why([ONE, article("Strike", "Dockers walked out in Rotterdam.")]) == ()


_WORDS = "Astra Corfu 14 May 310 the ran Nikos Manolas 6.1 wreckage . , ( — é Ünal İ"
_words = st.sampled_from([*_WORDS.split(), "\n"])
_text = st.one_of(st.text(), st.lists(_words, max_size=40).map(" ".join))


@given(st.lists(st.tuples(_text, _text), max_size=5))
def test_each_term_stands_in_two_articles_as_written(told: list[tuple[str, str]]) -> None:
    articles = [article(*one) for one in told]
    terms = why(articles)
    assert len(terms) <= MOST
    assert len(set(terms)) == len(terms)
    for term in terms:
        assert sum(term in one.title or term in one.text for one in articles) >= 2
