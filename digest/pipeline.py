"""The pure steps in order: Article → Brief."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from digest import registry
from digest.errors import UsageError
from digest.facts import card
from digest.model import Article, Brief, ScoredSentence, Summary
from digest.summarize.choose import Budget, budget, candidates, choose
from digest.text import layout, sentences

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model import Sentence

DEFAULT_METHOD = "ranked"


def brief(article: Article, *, length: Budget | None = None, method: str = DEFAULT_METHOD) -> Brief:
    """Summarize an article and fill its card."""
    split = sentences.split(article.text, article.language)
    summary = summarize(split, length=length or Budget(), method=method, title=article.title, language=article.language)
    return Brief(article, summary, card.fill(article, split))


def summarize(
    split: Sequence[Sentence], *, length: Budget, method: str, title: str = "", language: str = "en"
) -> Summary:
    """Choose sentences by a method; where it finds nothing, the lead, with a note that says so."""
    rank = registry.SUMMARIZERS.get(method)
    wanted = length.sentences_of(len(split)) if split else 0
    places = candidates(split, title=title, at_least=wanted)
    offered = [split[i] for i in places]
    ranking = rank(offered, title=title, language=language) if offered else ()
    note = ""
    if offered and not ranking:
        note = f"{method} found nothing to rank here; these are the opening sentences"
        method, ranking = "lead", registry.SUMMARIZERS.get("lead")(offered, title=title, language=language)
    elif len(ranking) < len({s.text for s in offered}):
        note = f"{method} ranked only the first {len(ranking):,} of {len(offered):,} sentences"
    chosen = choose(ranking, offered, Budget(sentences=wanted, words=length.words))
    picked = [(offered[c.position], c.score) for c in chosen]
    return Summary(
        tuple(ScoredSentence(s.text, s.start, s.end, s.paragraph, score) for s, score in picked), method, note
    )


def brief_text(
    text: str,
    title: str | None = None,
    published: str | date | datetime | None = None,
    limit: int | str = 3,
    method: str = DEFAULT_METHOD,
    language: str | None = None,
) -> Brief:
    """Summarize a text and fill its card; spans point into `brief.article.text`, the text cleaned.

    `published` is a date, a time or an ISO 8601 string; without it, relative dates stay unresolved. `limit` is a
    number of sentences or a percentage ("20%"). `language` is ISO 639-1, detected when None. Raises UsageError for
    a method, limit or date that can't be used.
    """
    text = layout.unwrap(text)
    made = article(text, source="-", title=title, published=published_at(published), language=language)
    return brief(made, length=budget(limit), method=method)


def article(
    text: str,
    *,
    source: str,
    title: str | None = None,
    url: str | None = None,
    published: datetime | None = None,
    authors: Sequence[str] = (),
    language: str | None = None,
) -> Article:
    """Make an article of raw text: cleaned, with the headline for a title and the language detected where not given."""
    from digest.text import language as languages
    from digest.text.clean import clean
    from digest.text.fingerprint import sha256

    text = clean(text)
    return Article(
        id=sha256(text)[:16],
        title=clean(title, one_line=True) if title is not None else layout.headline(text),
        text=text,
        source=source if source.isprintable() else clean(source, one_line=True),
        url=url,
        published=published,
        authors=tuple(name for name in (clean(a, one_line=True) for a in authors) if name),
        language=language or languages.detect(text),
    )


def published_at(value: str | date | datetime | None) -> datetime | None:
    """Read a publication date or time as an aware UTC time; a time without zone is taken as UTC.

    >>> published_at("2026-11-24").isoformat()
    '2026-11-24T00:00:00+00:00'
    """
    if value is None:
        return None
    if isinstance(value, str):
        value = _parsed(value)
    if not isinstance(value, datetime):
        value = datetime.combine(value, time(), tzinfo=UTC)
    try:
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)
    except OverflowError:  # the first or last day of the calendar in another zone
        raise UsageError(f"published: {value.isoformat()} is outside the calendar") from None


def _parsed(value: str) -> datetime:
    try:
        return datetime.fromisoformat(value.strip())
    except ValueError:
        raise UsageError(f"published: expected a date such as 2026-11-24, not {value[:40]!r}") from None
