"""Stories and briefs as items: what is shown of them, and the place in an article behind each."""

from __future__ import annotations

from digest.model import DateFact, NextStep, Participant
from digest.output import digest_phrases, phrases
from digest.output.links import web
from digest.tui.plain import MUTED, content, joined, line, own, within
from digest.tui.widgets.items import Item, Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from digest.model import Article, Brief, Conflict, FactCard, Span, Story

    Fact = Participant | DateFact | NextStep

MOST = 7  # facts of a kind before the rest is folded
_SIGNS = {"person": "●", "organisation": "■", "country": "◆"}


def heading(text: str, note: str = "") -> Item:
    """A line that parts what is above from what is below."""
    return Item(shown=joined(line(text.upper(), "bold $primary"), own("  "), line(note, MUTED)))


def _blank() -> Item:
    return Item(shown=own(""))


def story_items(story: Story, titles: Mapping[str, str]) -> tuple[Item, ...]:
    """Headline, summary with its sources, what sources differ on, why it is one story, and the sources."""
    numbers = {brief.article.id: n for n, brief in enumerate(story.briefs, 1)}
    items = [
        Item(shown=line(story.headline or "(untitled)", "bold")),
        Item(shown=line(_account(story), MUTED)),
        _blank(),
    ]
    for sentence in story.summary:
        shown = joined(content(sentence.text), own(f" [{numbers.get(sentence.article, '?')}]", "$accent"))
        items.append(
            Item(
                shown=shown,
                target=Target(sentence.article, sentence.start, sentence.end),
                behind=content(sentence.text),
                words=sentence.text,
            )
        )
        items.append(_blank())
    for conflict in story.conflicts:
        items += _conflict(conflict, numbers)
    if len(story.briefs) > 1 and story.why:
        items += [heading("Why one story"), Item(shown=line(", ".join(story.why))), _blank()]
    items.append(heading("Sources", f"{story.independent} independent" if len(story.briefs) > 1 else ""))
    items += [
        _source(brief.article, numbers[brief.article.id], titles, is_copy=brief.article.id in story.reprints)
        for brief in story.briefs
    ]
    return tuple(items)


def _account(story: Story) -> str:
    return digest_phrases.told_by(story, len({brief.article.source for brief in story.briefs}))


def _conflict(conflict: Conflict, numbers: Mapping[str, int]) -> Iterator[Item]:
    yield heading("≠ Sources differ", f"{conflict.about} ({conflict.kind})" if conflict.about else conflict.kind)
    for side in conflict.sides:
        shown = joined(
            line(side.span.text, "bold $warning"),
            own(f" [{numbers.get(side.article, '?')}]  ", "$accent"),
            within(side.sentence, side.span, "bold"),
        )
        yield Item(
            shown=shown,
            target=Target(side.article, side.span.start, side.span.end),
            behind=within(side.sentence, side.span, "reverse"),
            words=side.sentence.text,
        )
    yield _blank()


def _source(article: Article, number: int, titles: Mapping[str, str], *, is_copy: bool) -> Item:
    about = [titles.get(article.source) or article.source]
    if article.published:
        about.append(f"{article.published:%d %b %H:%M}")
    if is_copy:
        about.append("the same text as another's")
    shown = joined(
        own(f"[{number}] ", "$accent"),
        line(article.title or phrases.untitled(article)),
        "\n    ",
        line(" · ".join(about), MUTED),
    )
    return Item(shown=shown, target=Target(article.id), url=web(article.url) or "", words=article.url or article.title)


def story_card(story: Story) -> tuple[Item, ...]:
    """Who, when and what next over all articles of a story."""
    numbers = {brief.article.id: n for n, brief in enumerate(story.briefs, 1)}
    kinds = (("Who", story.participants), ("When", story.dates), ("What next", story.next_steps))
    items: list[Item] = []
    for name, merged in kinds:
        rows = []
        for one in merged:
            where = sorted({numbers[t.article] for t in one.told if t.article in numbers})
            rows.append(_fact(one.fact, one.article, "".join(f" [{n}]" for n in where[:4])))
        items += _section(name, rows)
    return tuple(items) or (Item(shown=line("No facts were found.", MUTED)),)


def brief_card(card: FactCard, article: str) -> tuple[Item, ...]:
    """Who, when and what next of one article."""
    kinds: Sequence[tuple[str, Iterable[Fact]]] = (
        ("Who", card.participants),
        ("When", phrases.different_dates(card.dates)),
        ("What next", card.next_steps),
    )
    items: list[Item] = []
    for name, facts in kinds:
        items += _section(name, [_fact(fact, article, "") for fact in facts])
    return tuple(items) or (Item(shown=line("No facts were found.", MUTED)),)


def summary_items(brief: Brief) -> tuple[Item, ...]:
    """The sentences of an article's summary."""
    items = [heading("Summary", brief.summary.method)]
    if brief.summary.note:
        items.append(Item(shown=line(brief.summary.note, "$warning")))
    items += [
        Item(
            shown=content(s.text),
            target=Target(brief.article.id, s.start, s.end),
            behind=content(s.text),
            words=s.text,
        )
        for s in brief.summary.sentences
    ]
    return (*items, _blank())


def _section(name: str, rows: Sequence[Item]) -> list[Item]:
    if not rows:
        return []
    if len(rows) <= MOST + 1:
        return [heading(name), *rows, _blank()]
    rest = tuple(rows[MOST:])
    more = Item(shown=own(f"… {len(rest)} more", MUTED), rest=rest)
    return [heading(name, str(len(rows))), *rows[:MOST], more, _blank()]


def _fact(fact: Fact, article: str, numbers: str) -> Item:
    span, sign, about = _parts(fact)
    shown = joined(own(f"{sign} ", "$accent"), line(span.text, "bold"))
    if about:
        shown = joined(shown, "\n  ", line(about, MUTED))
    if numbers:
        shown = joined(shown, own(numbers, "$accent"))
    return Item(
        shown=shown,
        target=Target(article, span.start, span.end),
        behind=within(fact.sentence, span, "reverse"),
        words=span.text,
    )


def _parts(fact: Fact) -> tuple[Span, str, str]:
    if isinstance(fact, DateFact):
        return fact.text, "◷", phrases.value(fact)
    if isinstance(fact, NextStep):
        return fact.what, "→", phrases.step(fact)
    return fact.name, _SIGNS.get(fact.kind, "●"), phrases.about(fact)
