"""The agenda is drawn by weeks and days, and what is vaguer than a day after those it may mean."""

from __future__ import annotations

import asyncio
import unicodedata
from datetime import date
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App

from digest.model import AgendaItem, NextStep, Span
from digest.tui.widgets.timeline import Timeline, drawn, in_order

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual.pilot import Pilot

TODAY = date(2031, 11, 25)  # a Tuesday
ANY_TEXT = st.text(st.characters(codec=None), max_size=60)
BIDI = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def item(day: str, what: str, who: str = "", status: str = "scheduled", title: str = "A title") -> AgendaItem:
    said = Span(what, 0, len(what))
    step = NextStep(what=said, who=Span(who, 0, len(who)) if who else None, status=status, sentence=said, date=day)
    return AgendaItem(date=day, step=step, article=what, title=title)


ITEMS = (
    item("2031", "some time this year"),
    item("2031-11", "some time in November", status="expected"),
    item("2031-11-25T14:00", "meet in Oslo", "The council"),
    item("2031-11-25T14:00", "speak to the press", "Its chair"),
    item("2031-11-28/2031-11-30", "gather", status="planned"),
    item("2031-12-24", "vote", status="cancelled"),
    item("soon", "nobody knows", status="undecided"),
)


class Shown(App[None]):
    def __init__(self, items: Sequence[AgendaItem]) -> None:
        super().__init__()
        self.shown, self.items = Timeline(), items
        self.seen: list[tuple[str, str]] = []

    def compose(self) -> Any:
        yield self.shown

    def on_mount(self) -> None:
        self.shown.show(self.items, TODAY)
        self.shown.focus()

    def on_timeline_highlighted(self, message: Timeline.Highlighted) -> None:
        self.seen.append(("highlighted", message.item.step.what.text))

    def on_timeline_chosen(self, message: Timeline.Chosen) -> None:
        self.seen.append(("chosen", message.item.step.what.text))


def run(
    items: Sequence[AgendaItem],
    script: Callable[[Shown, Pilot[None]], Awaitable[None]],
    size: tuple[int, int] = (80, 20),
) -> None:
    async def play() -> None:
        app = Shown(items)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await script(app, pilot)

    asyncio.run(play())


def text_of(items: Sequence[AgendaItem], width: int = 70) -> list[str]:
    return ["".join(text for text, _ in line.pieces).rstrip() for line in drawn(in_order(items, TODAY), TODAY, width)]


def test_the_agenda_is_drawn_as_weeks_with_the_vague_after_the_exact() -> None:
    assert text_of(ITEMS) == [
        "Week 48 · 24–30 November · this week",
        "●─ Tue 25  14:00 meet in Oslo",
        "│                The council · scheduled · A title",
        "●─               speak to the press",
        "│                Its chair · scheduled · A title",
        "●─ Fri 28–30     gather",
        "│                planned · A title",
        "┆",
        "November 2031 · no day given",
        "○─               some time in November",
        "│                expected · A title",
        "│",
        "Week 52 · 22–28 December",
        "×─ Wed 24        vote",
        "│                cancelled · A title",
        "┆",
        "2031 · no month given",
        "●─               some time this year",
        "│                scheduled · A title",
        "┆",
        "Some time",
        "○─               nobody knows",
        "│                undecided · A title",
    ]


def test_weeks_without_anything_are_a_gap() -> None:
    assert "┆  3 weeks without anything" in text_of([item("2031-11-25", "one"), item("2031-12-24", "two")])


def test_what_has_begun_stands_under_today() -> None:
    assert text_of([item("2031-11-20/2031-11-27", "the talks go on")])[0].startswith("Week 48")


def test_the_keys_move_and_choose() -> None:
    async def script(app: Shown, pilot: Pilot[None]) -> None:
        await pilot.press("j", "enter", "G", "j", "enter", "g", "k", "pagedown", "pageup")
        await pilot.pause()
        said = [what for kind, what in app.seen if kind == "chosen"]
        assert said == ["speak to the press", "nobody knows"]
        assert app.seen[0] == ("highlighted", "meet in Oslo")
        assert app.shown.highlighted == 0
        assert "Week 48" in app.shown.render_line(0).text

    run(ITEMS, script, (80, 10))


def test_a_click_chooses_and_what_is_highlighted_stays_so_when_items_come() -> None:
    async def script(app: Shown, pilot: Pilot[None]) -> None:
        await pilot.click(Timeline, offset=(20, 3))
        await pilot.pause()
        assert app.seen[-1] == ("chosen", "speak to the press")
        app.shown.show((*ITEMS, item("2031-11-25", "first of all")), TODAY)
        found = app.shown.highlighted_item
        assert found is not None
        assert found.step.what.text == "speak to the press"

    run(ITEMS, script)


def test_an_empty_agenda_takes_every_key() -> None:
    async def script(app: Shown, pilot: Pilot[None]) -> None:
        await pilot.press("j", "k", "g", "G", "enter", "pagedown", "pageup")
        assert app.shown.highlighted_item is None

    run((), script)


DATES = st.one_of(
    st.dates().map(str),
    st.sampled_from(
        ["2031", "2031-12?", "203X", "2031-22", "9999-12-31", "0001-01-01/0001-01-02", "2031-12-01T09:30Z"]
    ),
    ANY_TEXT,
)
STATUSES = st.sampled_from(["scheduled", "expected", "ruled_out", "?"])


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.builds(item, DATES, ANY_TEXT.map(lambda t: t * 5), ANY_TEXT, STATUSES, ANY_TEXT), max_size=8),
    st.integers(10, 120),
)
def test_any_text_fills_its_lines_and_carries_no_control(items: list[AgendaItem], width: int) -> None:
    async def script(app: Shown, pilot: Pilot[None]) -> None:
        await pilot.press("j")
        for y in range(app.shown.size.height):
            strip = app.shown.render_line(y)
            assert sum(cell_len(segment.text) for segment in strip) == strip.cell_length == app.shown.size.width
            assert not any(unicodedata.category(sign) in ("Cc", "Cs") or sign in BIDI for sign in strip.text)
        await pilot.press("G", "k", "enter")

    run(items, script, (width, 60))
