"""Eighty pages in the shapes that sites print: nothing of the page gets into a summary, no news is lost.

`tests/data/furniture/furniture.toml` says which pieces of each page belong to the page.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest import pipeline
from digest.summarize.choose import budget, candidates
from digest.summarize.furniture import places
from digest.text import sentences

if TYPE_CHECKING:
    from digest.model import Article

PAGES = Path(__file__).parents[1] / "data" / "furniture"
PIECES = {
    name: page["pieces"] for name, page in tomllib.loads((PAGES / "furniture.toml").read_text(encoding="utf-8")).items()
}


def _page(name: str) -> tuple[Article, list[tuple[int, int]]]:
    """The article of a page, and where its furniture stands."""
    article = pipeline.article((PAGES / f"{name}.txt").read_text(encoding="utf-8"), source="-")
    marked, at = [], 0
    for piece in PIECES[name]:
        start = article.text.index(piece, at)
        at = start + len(piece)
        marked.append((start, at))
    return article, marked


def _is_marked(start: int, end: int, marked: list[tuple[int, int]]) -> bool:
    return any(start < stop and begin < end for begin, stop in marked)


def test_there_are_eighty_pages_and_each_is_marked() -> None:
    assert sorted(path.stem for path in PAGES.glob("*.txt")) == sorted(PIECES)
    assert len(PIECES) == 80


@pytest.mark.parametrize("method", ["ranked", "lead"])
@pytest.mark.parametrize("name", PIECES)
def test_no_furniture_is_chosen(name: str, method: str) -> None:
    article, marked = _page(name)
    split = sentences.split(article.text, article.language)
    for length in ("1", "3", "5", "auto"):
        made = pipeline.summarize(
            split, length=budget(length), method=method, title=article.title, language=article.language
        )
        assert made.sentences
        assert [s.text for s in made.sentences if _is_marked(s.start, s.end, marked)] == []
        assert all(article.text[s.start : s.end] == s.text for s in made.sentences)


@pytest.mark.parametrize("name", PIECES)
def test_no_sentence_of_the_news_is_lost(name: str) -> None:
    article, marked = _page(name)
    split = sentences.split(article.text, article.language)
    offered = set(candidates(split, title=article.title, at_least=1))
    news = [n for n, s in enumerate(split) if not _is_marked(s.start, s.end, marked) and s.text[-1] in '.!?"']
    assert [split[n].text for n in news if n not in offered] == []


def test_most_furniture_is_known_even_where_it_could_not_be_chosen() -> None:
    known = total = 0
    for name in PIECES:
        article, marked = _page(name)
        split = sentences.split(article.text, article.language)
        found = places(split)
        for n, sentence in enumerate(split):
            if _is_marked(sentence.start, sentence.end, marked):
                total += 1
                known += n in found
    assert known / total > 0.9
