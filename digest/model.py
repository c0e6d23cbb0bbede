"""The vocabulary: every value that crosses a module boundary, frozen.

Offsets are code points into `Article.text`, the end exclusive, so that for each span printed
`article.text[span.start : span.end] == span.text`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Span:
    """A verbatim piece of an article's text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the number of the paragraph it stands in, counted from 0."""

    text: str
    start: int
    end: int
    paragraph: int = 0


@dataclass(frozen=True, slots=True)
class Entity:
    """A name found in running text; `type` is PER, ORG, LOC or MISC."""

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class Timex:
    """A time expression as TIMEX3 has it: `type` is DATE, TIME, DURATION or SET; `value` may be ""."""

    start: int
    end: int
    type: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What was read, already clean; `published` is an aware UTC time, `source` a path, "-" or an address."""

    id: str
    title: str
    text: str
    source: str
    url: str | None = None
    published: datetime | None = None
    authors: tuple[str, ...] = ()
    language: str = "en"
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence of a summary; scores compare only within one summary, in [0, 1] where the method allows."""

    text: str
    start: int
    end: int
    paragraph: int
    score: float


@dataclass(frozen=True, slots=True)
class Summary:
    """Sentences of one article in reading order; `note` says when the method asked for was not the one used."""

    sentences: tuple[ScoredSentence, ...]
    method: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """Who was involved; `kind` is person, organisation or country, `country_code` ISO 3166-1 alpha-2."""

    name: Span
    kind: str
    role: Span | None = None
    organisation: Span | None = None
    country: Span | None = None
    country_code: str | None = None
    mentions: tuple[Span, ...] = ()
    sentence: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class DateFact:
    """When: `value` is EDTF or None when the text does not settle it; `kind` is date, duration, set or time.

    `anchor` says what a relative date was resolved against, as an ISO date.
    """

    text: Span
    value: str | None
    kind: str
    anchor: str | None = None
    sentence: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What comes next; `date` is the EDTF value of `when`.

    `status` is scheduled, planned, expected, proposed, undecided, postponed, cancelled or ruled_out.
    """

    what: Span
    who: Span | None = None
    when: Span | None = None
    date: str | None = None
    status: str
    sentence: Span


@dataclass(frozen=True, slots=True)
class FactCard:
    """Who, when and what next, each fact a span of the article."""

    participants: tuple[Participant, ...] = ()
    dates: tuple[DateFact, ...] = ()
    next_steps: tuple[NextStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """One article with its summary and card."""

    article: Article
    summary: Summary
    card: FactCard = field(default_factory=FactCard)


@dataclass(frozen=True, slots=True)
class Problem:
    """A failure that did not stop the rest: where it happened, what it was, at which stage."""

    where: str
    what: str
    stage: str
