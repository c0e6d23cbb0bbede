"""The pure steps in order: Article → Brief."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from digest import registry
from digest.errors import UsageError
from digest.facts import card
from digest.model import Article, Brief, ScoredSentence, Summary
from digest.summarize.choose import Budget, budget, candidates, choose
from digest.text import layout, sentences, words

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model import Sentence
    from digest.summarize import Ranked

DEFAULT_METHOD = "ranked"


def brief(
    article: Article,
    *,
    length: Budget | None = None,
    method: str = DEFAULT_METHOD,
    focus: Sequence[str] = (),
    explain: bool = False,
) -> Brief:
    """Summarize an article and fill its card."""
    split = sentences.split(article.text, article.language)
    summary = summarize(
        split,
        length=length or Budget(),
        method=method,
        title=article.title,
        language=article.language,
        focus=focus,
        explain=explain,
    )
    return Brief(article, summary, card.fill(article, split))


def summarize(
    split: Sequence[Sentence],
    *,
    length: Budget,
    method: str,
    title: str = "",
    language: str = "en",
    focus: Sequence[str] = (),
    explain: bool = False,
) -> Summary:
    """Choose sentences by a method; where it can't rank, the lead, with a note that says so.

    Sentences with the words of `focus` are raised; with `explain` each sentence says what spoke for it.
    """
    wanted = length.sentences_of(len(split)) if split else 0
    places = candidates(split, title=title, at_least=1 if length.auto else wanted)
    offered = [split[i] for i in places]
    ranking, method, note = _ranking(offered, method, title, language)
    if focus:
        from digest.summarize.focus import found, raised

        ranking = raised(ranking, offered, focus, language)
    length = length if length.auto else Budget(sentences=wanted, words=length.words)
    chosen = choose(ranking, offered, length, language)
    reasons: Sequence[tuple[str, ...]] = ()
    if explain:
        from digest.summarize import reasons as all_reasons

        reasons = all_reasons.of(offered, method, title=title, language=language)
    picked = []
    for one in chosen:
        text, start, end, paragraph = (s := offered[one.position]).text, s.start, s.end, s.paragraph
        raised_by = found(text, focus, language) if focus else ()
        why = reasons[one.position] if explain else ()
        picked.append(ScoredSentence(text, start, end, paragraph, one.score, raised_by, why))
    return Summary(tuple(picked), method, note)


def _ranking(
    offered: Sequence[Sentence], method: str, title: str, language: str
) -> tuple[tuple[Ranked, ...], str, str]:
    """The ranking, the method that made it, and a note where that is not the one asked for or not all were ranked."""
    rank = registry.SUMMARIZERS.get(method)
    if not offered:
        return (), method, ""
    note = ""
    ranking: tuple[Ranked, ...] = ()
    if method == DEFAULT_METHOD and not words.stop_words(language):
        note = f"no list of small words for the language {language!r}"
    else:
        ranking = rank(offered, title=title, language=language)
        if not ranking:
            note = f"{method} found nothing to rank here"
    if note:
        lead = registry.SUMMARIZERS.get("lead")
        return lead(offered, title=title, language=language), "lead", f"{note}; these are the opening sentences"
    if len(ranking) < len({s.text for s in offered}):
        note = f"{method} ranked only the first {len(ranking):,} of {len(offered):,} sentences"
    return ranking, method, note


def brief_text(
    text: str,
    title: str | None = None,
    published: str | date | datetime | None = None,
    limit: int | str = 3,
    method: str = DEFAULT_METHOD,
    language: str | None = None,
    focus: Sequence[str] = (),
    explain: bool = False,
) -> Brief:
    """Summarize a text and fill its card; spans point into `brief.article.text`, the text cleaned.

    `published` is a date, a time or an ISO 8601 string; without it, relative dates stay unresolved. `limit` is a
    number of sentences, a percentage ("20%") or "auto": as many as the text deserves. `language` is ISO 639-1, detected
    when None. Sentences with the words of `focus` are raised, `explain` says why each was chosen. Raises UsageError for
    a method, limit or date that can't be used.
    """
    text = layout.unwrap(text)
    made = article(text, source="-", title=title, published=published_at(published), language=language)
    return brief(made, length=budget(limit), method=method, focus=focus, explain=explain)


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
