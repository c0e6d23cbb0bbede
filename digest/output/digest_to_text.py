"""A day to be read: wrapped and coloured on a terminal, a plain line a fact in a pipe."""

from __future__ import annotations

from digest.output import PLAIN, Style
from digest.output.digest_page import facts_shown, page, steps_shown
from digest.output.lines import BOLD, DIM, YELLOW, Lines

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from digest.model import Digest
    from digest.output.digest_page import Fact, Page, Quote, Shown, Source

MOST_FACTS = 8  # of a kind in one story; the page for browsers and the saved form have them all
MOST_DUE = 30  # steps of the agenda, the surest ones; `digest agenda` has them all as well


def render(digest: Digest, style: Style = PLAIN, *, titles: Mapping[str, str] = {}) -> str:
    """Stories, agenda, what is only noted, and what was looked at."""
    layout = _Layout(style)
    return "".join(f"{line}\n" for line in layout.page(page(digest, titles)))


class _Layout:
    """Lays out a day in one style."""

    def __init__(self, style: Style) -> None:
        self._lines, self._scores = Lines(style), style.scores

    def page(self, shown: Page) -> Iterator[str]:
        """Yield every line."""
        lines = self._lines
        yield from lines.block(shown.title, paint=BOLD)
        yield from lines.block(shown.account, paint=DIM)
        for story in shown.stories:
            yield ""
            yield from self._story(story)
        if shown.agenda:
            yield from lines.heading("Agenda")
            for due in steps_shown(shown.agenda, MOST_DUE):
                yield from lines.row(due.day, "; ".join(part for part in (due.what, due.about) if part))
                yield from lines.block(f"“{due.sentence}”", first="    ", rest="    ", paint=DIM)
                yield from self._links(due.title, due.url, "    ")
            if len(shown.agenda) > MOST_DUE:
                yield lines.painted(f"  and {len(shown.agenda) - MOST_DUE} less sure", DIM)
        if shown.topics:
            yield from lines.heading("By topic")
            for topic, sources in shown.topics:
                yield from lines.block(topic, first="  ", rest="  ", paint=BOLD)
                for source in sources:
                    yield from self._source(source, "    ")
        if shown.noted:
            yield from lines.heading("Also noted")
            for source in shown.noted:
                yield from self._source(source)
        for heading, rows in (("Problems", shown.problems), ("What was looked at", shown.ledger)):
            if rows:
                yield from lines.heading(heading)
                for row in rows:
                    yield from lines.block(row, first="  ", rest="    ")

    def _story(self, story: Shown) -> Iterator[str]:
        lines = self._lines
        yield from lines.block(f"{story.number}. {story.headline}", rest="   ", paint=BOLD)
        joined = f"; joined by {story.joined}" if story.joined else ""
        yield from lines.block(story.account + joined, first="   ", rest="   ", paint=DIM)
        yield ""
        for quote in story.summary:
            score = f" [{quote.score:.2f}]" if self._scores else ""
            focus = f" [{quote.focus}]" if quote.focus else ""
            yield from lines.block(f"{quote.text}{_number(quote)}{focus}{score}", first="   ", rest="   ")
        for heading, facts in story.cards:
            yield from self._facts(heading, facts)
        for clash in story.clashes:
            yield ""
            yield from lines.block(f"Conflict: {clash.about}", first="   ", rest="   ", paint=YELLOW)
            for side in clash.sides:
                said = f"{_by(side.quote)}: “{side.quote.text}”"
                yield from lines.row(side.words, said, indent="   ")
        yield ""
        for source in story.sources:
            yield from self._source(source, indent="   ")

    def _facts(self, heading: str, facts: tuple[Fact, ...]) -> Iterator[str]:
        if not facts:
            return
        yield ""
        yield self._lines.painted(f"   {heading}", DIM)
        for fact in facts_shown(facts, MOST_FACTS):
            numbers = "".join(f" [{number}]" for number in fact.numbers)
            yield from self._lines.row(fact.name, f"{fact.about}{numbers}".strip(), indent="     ")
        if len(facts) > MOST_FACTS:
            yield self._lines.painted(f"     and {len(facts) - MOST_FACTS} more", DIM)

    def _source(self, source: Source, indent: str = "  ") -> Iterator[str]:
        number = f"[{source.number}] " if source.number else ""
        copy = "the same text as another's" if source.is_reprint else ""
        about = " · ".join(part for part in (source.outlet, source.day, copy) if part)
        yield from self._lines.row(f"{number}{source.title}", about, indent=indent)
        if source.url:
            yield from self._links("", source.url, f"{indent}    ")

    def _links(self, title: str, url: str | None, indent: str) -> Iterator[str]:
        if title:
            yield from self._lines.block(title, first=indent, rest=indent, paint=DIM)
        if url:
            yield indent + self._lines.painted(url, DIM)  # never wrapped: a broken link can't be followed


def _number(quote: Quote) -> str:
    return f" [{quote.number}]" if quote.number else ""


def _by(quote: Quote) -> str:
    return f"{quote.outlet} [{quote.number}]" if quote.number else "another article"
