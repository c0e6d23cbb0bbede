"""Stories and briefs as items: what is shown of them, and the place in an article behind each."""

from __future__ import annotations

from digest.model import DateFact, NextStep, Participant
from digest.output import card_rows, digest_phrases, phrases
from digest.output.links import web
from digest.tui.plain import MUTED, content, joined, line, own, within
from digest.tui.widgets.items import Item, Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from textual.content import Content

    from digest.model import Article, Brief, Conflict, FactCard, Merged, Span, Story
    from digest.output.card_rows import Row

    Fact = Participant | DateFact | NextStep

MOST = 7  # facts of a kind before the rest is folded
_HEADINGS = {"Participants": "Who", "Dates": "When"}  # what a narrow column has in place of a page's
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
    is_of_one = len({side.article for side in conflict.sides}) == 1
    yield heading("≠ Conflict" if is_of_one else "≠ Sources differ", phrases.conflict(conflict))
    for side in conflict.sides:
        number = f" [{numbers.get(side.article, '?')}]  " if numbers else "  "
        shown = joined(
            line(side.span.text, "bold $warning"),
            own(number, "$accent"),
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
    cards = {brief.article.id: brief.card for brief in story.briefs}
    kinds = (("Who", story.participants), ("When", story.dates), ("What next", story.next_steps))
    items: list[Item] = []
    for name, merged in kinds:
        rows = []
        for one in merged:
            where = sorted({numbers[t.article] for t in one.told if t.article in numbers})
            rows.append(_merged(one, cards.get(one.article), "".join(f" [{n}]" for n in where[:4])))
        items += _section(name, rows)
    return tuple(items) or (Item(shown=line("No facts were found.", MUTED)),)


def brief_card(brief: Brief) -> tuple[Item, ...]:
    """Who, what was, is ahead and has no date in one article, after what it contradicts itself on."""
    items = [item for conflict in brief.card.conflicts for item in _conflict(conflict, {})]
    for name, rows in card_rows.sections(brief):
        items += _section(_HEADINGS.get(name, name), [_row(row, brief.article.id) for row in rows])
    if note := card_rows.note(brief):
        items.append(Item(shown=line(note, MUTED)))
    return tuple(items)


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


def _merged(one: Merged, card: FactCard | None, numbers: str) -> Item:
    span, about = _parts(one.fact, card)
    shown = joined(_named(one.fact, span, about), own(numbers, "$accent"))
    return _standing(shown, span, one.article, within(one.fact.sentence, span, "reverse"))


def _row(row: Row, article: str) -> Item:
    sentences = [within(sentence, row.words, "reverse") for sentence in row.told]
    item = _standing(_named(row.fact, row.words, row.about), row.words, article, joined(*sentences, by="\n"))
    when = row.fact.when if isinstance(row.fact, NextStep) else None
    return item.__replace__(time=Target(article, when.start, when.end)) if when else item


def _named(fact: Fact, span: Span, about: str) -> Content:
    shown = joined(own(f"{_sign(fact)} ", "$accent"), line(span.text, "bold"))
    return joined(shown, "\n  ", line(about, MUTED)) if about else shown


def _standing(shown: Content, span: Span, article: str, behind: Content) -> Item:
    return Item(shown=shown, target=Target(article, span.start, span.end), behind=behind, words=span.text)


def _parts(fact: Fact, card: FactCard | None) -> tuple[Span, str]:
    if isinstance(fact, DateFact):
        return fact.text, phrases.value(fact)
    if isinstance(fact, NextStep):
        return fact.what, phrases.step(fact, card)
    return fact.name, phrases.about(fact)


def _sign(fact: Fact) -> str:
    if isinstance(fact, Participant):
        return _SIGNS.get(fact.kind, "●")
    return "◷" if isinstance(fact, DateFact) else "→"
