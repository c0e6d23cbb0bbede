"""Articles as one HTML page that asks for nothing, with the sentence behind each fact.

The template escapes every value, and the page's Content-Security-Policy forbids all but its one style sheet.
"""

from __future__ import annotations

from digest.output import PLAIN, Style, digest_phrases, digest_to_html, links, phrases
from digest.output.digest_phrases import plain
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from digest.model import Brief, ScoredSentence, Span


class _Fact(Value):
    """A fact, what is said about it, and the sentence behind it."""

    name: str
    about: str
    sentence: str


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


def render(briefs: Sequence[Brief], style: Style = PLAIN) -> str:
    """One HTML document."""
    articles = [_shown(brief) for brief in briefs]
    title = articles[0].title if len(articles) == 1 else digest_phrases.counted(len(articles), "article")
    return digest_to_html.filled("articles.html.j2", title=title, articles=articles, scores=style.scores)


def _shown(brief: Brief) -> _Shown:
    article, summary, card = brief.article, brief.summary, brief.card
    dates = phrases.different_dates(card.dates)
    url = links.web(article.url)
    return _Shown(
        title=plain(article.title or phrases.untitled(article)),
        language=article.language,
        place=plain(links.host(url) or phrases.origin(article.__replace__(published=None))),
        url=url,
        day=f"{article.published:%Y-%m-%d}" if article.published else "",
        note=plain(summary.note),
        summary=tuple(sentence.__replace__(text=plain(sentence.text)) for sentence in summary.sentences),
        cards=(
            ("Participants", _facts((p.name, phrases.about(p), p.sentence) for p in card.participants)),
            ("Dates", _facts((d.text, phrases.value(d), d.sentence) for d in dates)),
            ("Next steps", _facts((n.what, phrases.step(n), n.sentence) for n in card.next_steps)),
        ),
    )


def _facts(rows: Iterable[tuple[Span, str, Span]]) -> tuple[_Fact, ...]:
    return tuple(_Fact(plain(name.text), plain(about), plain(sentence.text)) for name, about, sentence in rows)
