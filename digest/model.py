"""The vocabulary: every value that crosses a module boundary, frozen.

Offsets are code points into `Article.text`, the end exclusive, so that for each span printed
`article.text[span.start : span.end] == span.text`.
"""

from __future__ import annotations

from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime


class Span(Value):
    """A verbatim piece of an article's text."""

    text: str
    start: int
    end: int


class Sentence(Value):
    """A sentence and the number of the paragraph it stands in, counted from 0."""

    text: str
    start: int
    end: int
    paragraph: int = 0


class Entity(Value):
    """A name found in running text; `type` is PER, ORG, LOC or MISC."""

    start: int
    end: int
    type: str


class Timex(Value):
    """A time expression as TIMEX3 has it: `type` is DATE, TIME, DURATION or SET; `value` may be ""."""

    start: int
    end: int
    type: str
    value: str


class Article(Value, kw_only=True):
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


class ScoredSentence(Value):
    """A sentence of a summary; scores compare only within one summary, in [0, 1] where the method allows."""

    text: str
    start: int
    end: int
    paragraph: int
    score: float


class Summary(Value):
    """Sentences of one article in reading order; `note` says when the method asked for was not the one used."""

    sentences: tuple[ScoredSentence, ...]
    method: str
    note: str = ""


class Participant(Value, kw_only=True):
    """Who was involved; `kind` is person, organisation or country, `country_code` ISO 3166-1 alpha-2."""

    name: Span
    kind: str
    role: Span | None = None
    organisation: Span | None = None
    country: Span | None = None
    country_code: str | None = None
    mentions: tuple[Span, ...] = ()
    sentence: Span


class DateFact(Value, kw_only=True):
    """When: `value` is EDTF or None when the text does not settle it; `kind` is date, duration, set or time.

    `anchor` says what a relative date was resolved against, as an ISO date.
    """

    text: Span
    value: str | None
    kind: str
    anchor: str | None = None
    sentence: Span


class NextStep(Value, kw_only=True):
    """What comes next; `date` is the EDTF value of `when`.

    `status` is scheduled, planned, expected, proposed, undecided, postponed, cancelled or ruled_out.
    """

    what: Span
    who: Span | None = None
    when: Span | None = None
    date: str | None = None
    status: str
    sentence: Span


class FactCard(Value):
    """Who, when and what next, each fact a span of the article."""

    participants: tuple[Participant, ...] = ()
    dates: tuple[DateFact, ...] = ()
    next_steps: tuple[NextStep, ...] = ()


class Brief(Value):
    """One article with its summary and card."""

    article: Article
    summary: Summary
    card: FactCard


class Problem(Value):
    """A failure that did not stop the rest: where it happened, what it was, at which stage."""

    where: str
    what: str
    stage: str
