"""Articles as a page for a browser: nothing of a stranger's acts in it, and every fact has its sentence."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import pipeline
from digest.output import Style, to_html

KNOWN = frozenset(
    (
        *("html", "head", "meta", "title", "style", "body", "header", "main", "nav", "article", "h1", "h3", "p"),
        *("ol", "ul", "li", "details", "summary", "blockquote", "a", "b", "bdi", "span", "time"),
        *("section", "h4", "div"),
    )
)
TEXT = (
    "The harbour of Port Ellery opened again on Monday after a storm. Mayor Ann Bell said the pier is lost. "
    "Engineers will inspect the pier on 3 December 2026."
)


class _Reader(HTMLParser):
    """Gathers a page's elements, attributes and words."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.links: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader


def _brief(text: str = TEXT, title: str = "The harbour", url: str | None = "https://news.example/a"):  # type: ignore[no-untyped-def]
    return pipeline.brief(pipeline.article(text, source="-", title=title, url=url))


def test_summary_facts_and_their_sentences_are_on_the_page() -> None:
    brief = _brief()
    words = "\n".join(_read(to_html.render([brief])).words)
    for sentence in brief.summary.sentences:
        assert sentence.text in words
    for fact in (*brief.card.participants, *brief.card.dates, *brief.card.next_steps):
        assert fact.sentence.text in words
    assert "news.example" in words


def test_several_articles_have_a_list_and_scores_where_asked() -> None:
    page = to_html.render([_brief(), _brief(title="Another")], Style(scores=True))
    assert {"#a1", "#a2"} <= set(_read(page).links)
    assert f"{_brief().summary.sentences[0].score:.2f}" in page
    assert "2 articles" in page


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", 'https://a.example/"onload="x', None])
def test_only_web_addresses_are_links(url: str | None) -> None:
    reader = _read(to_html.render([_brief(url=url)]))
    assert all(link.startswith(("#", "https://a.example/%22onload=%22x")) for link in reader.links)
    assert not any(name.startswith("on") for name in reader.names)


@settings(deadline=None)  # the first page reads the template
@given(st.text(max_size=60), st.text(max_size=200))
def test_no_text_becomes_an_element_or_attribute(title: str, text: str) -> None:
    brief = _brief(f"<script>alert(1)</script> {text} <img src=x onerror=y>.", f"{title}</title><script>")
    reader = _read(to_html.render([brief]))
    assert reader.tags <= KNOWN
    assert not any(name.startswith("on") or name == "src" for name in reader.names)


def test_no_article_is_a_page_too() -> None:
    assert "0 articles" in to_html.render([])
