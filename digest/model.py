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
    guid: str = ""
    enclosures: tuple[str, ...] = ()


class ScoredSentence(Value):
    """A sentence of a summary; scores compare only within one summary, in [0, 1] where the method allows.

    `focus` holds the reader's words that raised it, `why` what else spoke for it, where that was asked.
    """

    text: str
    start: int
    end: int
    paragraph: int
    score: float
    focus: tuple[str, ...] = ()
    why: tuple[str, ...] = ()


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

    `status` is scheduled, planned, expected, proposed, undecided, postponed, cancelled or ruled_out. `score` says how
    surely this is a concrete step that was announced, from 0 to 1, by a small fitted model (see
    `facts/next_steps/score.py`): it orders steps.
    """

    what: Span
    who: Span | None = None
    when: Span | None = None
    date: str | None = None
    status: str
    sentence: Span
    score: float = 0.0


class Told(Value):
    """Where something is said: the article's id, the words, and the sentence they stand in."""

    article: str
    span: Span
    sentence: Span


class Conflict(Value):
    """Different values for one thing, side by side: `about` says what it is, in words of the articles."""

    kind: str
    about: str
    sides: tuple[Told, ...]


class FactCard(Value):
    """Who, when and what next, each fact a span of the article; `conflicts` is where it contradicts itself."""

    participants: tuple[Participant, ...] = ()
    dates: tuple[DateFact, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


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


class ParsedFeed(Value, kw_only=True):
    """What a feed said; `problems` tells what could not be read of it."""

    title: str = ""
    site: str = ""
    articles: tuple[Article, ...] = ()
    problems: tuple[Problem, ...] = ()
    language: str = ""


class Subscription(Value, kw_only=True):
    """A source that the reader follows: a feed's address, a feed file or a folder of articles.

    `headers` are pairs of name and value; a value, user or password "$NAME" is taken from the environment.
    """

    url: str
    title: str = ""
    tags: tuple[str, ...] = ()
    full_text: bool = False
    headers: tuple[tuple[str, str], ...] = ()
    user: str = ""
    password: str = ""


class FeedState(Value, kw_only=True):
    """What is remembered of a source between fetches; times are aware UTC."""

    url: str
    title: str = ""
    etag: str = ""
    modified: str = ""
    body_hash: str = ""
    not_before: datetime | None = None
    paused: str = ""
    moved_to: str = ""
    moved_since: datetime | None = None
    failures: int = 0
    error: str = ""
    last_tried: datetime | None = None
    last_success: datetime | None = None


class Exchange(Value, kw_only=True):
    """How asking one address ended: `error` is "" when the answer can be used, `status` 0 when there was none.

    `permanent_url` is where permanent redirects alone led, "" when nowhere; `retry_after` is in seconds.
    """

    url: str
    status: int = 0
    body: bytes = b""
    media_type: str = ""
    charset: str | None = None
    etag: str = ""
    modified: str = ""
    final_url: str = ""
    permanent_url: str = ""
    retry_after: float | None = None
    error: str = ""


class StorySentence(Value):
    """A sentence of a story's summary, the article that it is from, and the reader's words that raised it."""

    article: str
    text: str
    start: int
    end: int
    score: float
    focus: tuple[str, ...] = ()


class Merged(Value):
    """A fact that several articles of a story tell: the best telling, its article, and every article that has it."""

    fact: Participant | DateFact | NextStep
    article: str
    told: tuple[Told, ...]


class Story(Value, kw_only=True):
    """One event and the articles that tell it, the best first.

    `why` holds the names, dates and rare words that joined them, `independent` how many are not reprints of another,
    `reprints` the ids of those that are.
    """

    id: str
    headline: str
    briefs: tuple[Brief, ...]
    summary: tuple[StorySentence, ...] = ()
    participants: tuple[Merged, ...] = ()
    dates: tuple[Merged, ...] = ()
    next_steps: tuple[Merged, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    why: tuple[str, ...] = ()
    independent: int = 1
    reprints: tuple[str, ...] = ()
    score: float = 0.0


class Noted(Value, kw_only=True):
    """An article that a digest only names, under one of the reader's topics or a tag of its feed where it has one."""

    id: str
    title: str
    feed: str
    url: str | None = None
    published: datetime | None = None
    topic: str = ""


class AgendaItem(Value, kw_only=True):
    """A dated next step ahead: its EDTF date, what, who, and where it is said."""

    date: str
    step: NextStep
    article: str
    title: str
    url: str | None = None
    story: str = ""


class Ledger(Value, kw_only=True):
    """What was looked at.

    feeds = new + unchanged + failed + waiting; seen = kept + older + all of muted; kept = printed + noted. `muted`
    counts articles by rule, `failing` names feeds with the days they have failed and why.
    """

    feeds: int = 0
    feeds_new: int = 0
    feeds_unchanged: int = 0
    feeds_failed: int = 0
    feeds_waiting: int = 0
    undated: int = 0
    seen: int = 0
    kept: int = 0
    older: int = 0
    printed: int = 0
    merged: int = 0
    noted: int = 0
    muted: tuple[tuple[str, int], ...] = ()
    failing: tuple[tuple[str, int, str], ...] = ()


class Digest(Value, kw_only=True):
    """The page of one day: what came after `since` up to `until`; `day` is an ISO date in the reader's zone."""

    day: str
    made_at: datetime
    since: datetime | None
    until: datetime
    stories: tuple[Story, ...] = ()
    noted: tuple[Noted, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    ledger: Ledger = Ledger()
    problems: tuple[Problem, ...] = ()
