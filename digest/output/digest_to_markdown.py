"""A day as a Markdown page: each sentence and fact names its source, each source is a link.

Everything that comes from an article is escaped: it can't become a heading, a link, an image or HTML.
"""

from __future__ import annotations

from digest.output import PLAIN, Style
from digest.output.digest_page import facts_shown, page, steps_shown
from digest.output.to_markdown import escape

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from digest.model import Digest
    from digest.output.digest_page import Due, Fact, Page, Quote, Shown, Source

MOST_FACTS = 8  # of a kind in one story; the page for browsers and the saved form have them all
MOST_DUE = 30  # steps of the agenda, the surest ones; `digest agenda` has them all as well


def render(digest: Digest, style: Style = PLAIN, *, titles: Mapping[str, str] = {}) -> str:
    """One Markdown document."""
    written = "\n".join(_page(page(digest, titles), style))
    return written.replace("\n\n\n", "\n\n").rstrip("\n") + "\n"


def _page(shown: Page, style: Style) -> Iterator[str]:
    yield f"# {escape(shown.title)}"
    yield ""
    yield escape(shown.account)
    if shown.stories:
        yield from _heading("Top stories")
    for story in shown.stories:
        yield from _story(story, style)
    if shown.agenda:
        yield from _heading("Agenda")
        for due in steps_shown(shown.agenda, MOST_DUE):
            yield from _due(due)
        if len(shown.agenda) > MOST_DUE:
            yield f"and {len(shown.agenda) - MOST_DUE} less sure"
    if shown.topics:
        yield from _heading("By topic")
        for topic, sources in shown.topics:
            yield f"**{escape(topic)}**"
            yield ""
            yield from (f"- {_source(source)}" for source in sources)
            yield ""
    if shown.noted:
        yield from _heading("Also noted")
        for source in shown.noted:
            yield f"- {_source(source)}"
    for heading, rows in (("Problems", shown.problems), ("What was looked at", shown.ledger)):
        if rows:
            yield from _heading(heading)
            yield from (f"- {escape(row)}" for row in rows)


def _heading(text: str) -> Iterator[str]:
    yield from ("", f"## {text}", "")


def _story(story: Shown, style: Style) -> Iterator[str]:
    yield f"### {story.number}\\. {escape(story.headline)}"
    yield ""
    yield escape(story.account) + (f"; joined by {escape(story.joined)}" if story.joined else "")
    yield ""
    for quote in story.summary:
        score = f" ({quote.score:.2f})" if style.scores else ""
        focus = f" *({escape(quote.focus)})*" if quote.focus else ""
        yield f"- {escape(quote.text)}{_numbers((quote.number,))}{focus}{score}"
    yield ""
    for heading, facts in story.cards:
        yield from _facts(heading, facts)
    if story.clashes:
        yield "**Conflicts**"
        yield ""
    for clash in story.clashes:
        yield f"- {escape(clash.about)}"
        for side in clash.sides:
            yield f"  - **{escape(side.words)}** — {_by(side.quote)}"
            yield ""
            yield f"    > {escape(side.quote.text)}"
            yield ""
    yield "**Sources**"
    yield ""
    for source in story.sources:
        yield f"- {_source(source)}"
    yield ""


def _facts(heading: str, facts: tuple[Fact, ...]) -> Iterator[str]:
    if not facts:
        return
    yield f"**{heading}**"
    yield ""
    for fact in facts_shown(facts, MOST_FACTS):
        about = f" — {escape(fact.about)}" if fact.about else ""
        yield f"- **{escape(fact.name)}**{about}{_numbers(fact.numbers)}"
    if len(facts) > MOST_FACTS:
        yield f"- and {len(facts) - MOST_FACTS} more"
    yield ""


def _due(due: Due) -> Iterator[str]:
    about = f"; {escape(due.about)}" if due.about else ""
    yield f"- **{escape(due.day)}** — {escape(due.what)}{about}"
    yield ""
    yield f"  > {escape(due.sentence)}"
    yield ""
    if due.title or due.url:
        yield f"  {_link(due.title or due.url or '', due.url)}"
        yield ""


def _source(source: Source) -> str:
    number = f"[{source.number}] " if source.number else ""
    copy = "the same text as another's" if source.is_reprint else ""
    about = [escape(part) for part in (source.outlet, source.day, copy) if part]
    return number + " · ".join([_link(source.title, source.url), *about])


def _by(quote: Quote) -> str:
    return f"{escape(quote.outlet)}{_numbers((quote.number,))}" if quote.number else "another article"


def _numbers(numbers: tuple[int, ...]) -> str:
    """The numbers of sources, plain: their links stand once, in the story's list, so that the page reads well as it is.

    Nothing of an article can define what they would refer to, since its brackets are escaped.
    """
    return "".join(f" [{number}]" for number in numbers if number)


def _link(text: str, url: str | None) -> str:
    return f"[{escape(text)}](<{url}>)" if url else escape(text)
