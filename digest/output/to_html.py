"""Articles as one HTML page that asks for nothing, with the sentence behind each fact.

The template escapes every value, and the page's Content-Security-Policy forbids all but its one style sheet.
"""

from __future__ import annotations

from digest.output import PLAIN, Style, card_rows, digest_phrases, digest_to_html, links, phrases
from digest.output.digest_phrases import plain
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model import Brief, ScoredSentence
    from digest.output.card_rows import Row


class _Fact(Value):
    """A fact, what is said about it, and the sentences behind it."""

    name: str
    about: str
    sentences: tuple[str, ...]


class _Clash(Value):
    """What an article contradicts itself on: each side's words and their sentence."""

    about: str
    sides: tuple[tuple[str, str], ...]


class _Shown(Value, kw_only=True):
    """An article in the words that are shown."""

    title: str
    language: str
    place: str
    url: str | None
    day: str
    note: str
    summary: tuple[ScoredSentence, ...]
    cards: tuple[tuple[str, tuple[_Fact, ...]], ...]
    lacking: str
    clashes: tuple[_Clash, ...]


def render(briefs: Sequence[Brief], style: Style = PLAIN) -> str:
    """One HTML document."""
    articles = [_shown(brief) for brief in briefs]
    title = articles[0].title if len(articles) == 1 else digest_phrases.counted(len(articles), "article")
    return digest_to_html.filled("articles.html.j2", title=title, articles=articles, scores=style.scores)


def _shown(brief: Brief) -> _Shown:
    article, summary = brief.article, brief.summary
    url = links.web(article.url)
    return _Shown(
        title=plain(article.title or phrases.untitled(article)),
        language=article.language,
        place=plain(links.host(url) or phrases.origin(article.__replace__(published=None))),
        url=url,
        day=f"{article.published:%Y-%m-%d}" if article.published else "",
        note=plain(summary.note),
        summary=tuple(sentence.__replace__(text=plain(sentence.text)) for sentence in summary.sentences),
        cards=tuple((heading, tuple(map(_fact, rows))) for heading, rows in card_rows.sections(brief)),
        lacking=card_rows.note(brief),
        clashes=tuple(
            _Clash(plain(one.about), tuple((plain(words.text), plain(said.text)) for words, said in one.sides))
            for one in card_rows.clashes(brief.card.conflicts)
        ),
    )


def _fact(row: Row) -> _Fact:
    return _Fact(plain(row.words.text), plain(row.about), tuple(plain(sentence.text) for sentence in row.told))
