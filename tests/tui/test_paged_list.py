"""A list of any length holds only the pages near what is seen."""

from __future__ import annotations

import asyncio
import unicodedata
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App
from textual.content import Content

from digest.tui.cells import cut, printable, reach
from digest.tui.widgets.paged_list import PagedList

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

ANY_TEXT = st.text(st.characters(codec=None), max_size=80)
UNSAFE = ("Cc", "Cs")
BIDI = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def is_safe(text: str) -> bool:
    return not any(unicodedata.category(sign) in UNSAFE or sign in BIDI for sign in text)


class Shown(App[None]):
    """Answers what the list wants from memory, unless told to be slow."""

    def __init__(self, count: int, *, row_height: int = 1, answers: bool = True) -> None:
        super().__init__()
        self.shown = PagedList(row_height=row_height)
        self.count, self.answers = count, answers
        self.seen: list[Any] = []

    def compose(self) -> Any:
        yield self.shown

    def on_mount(self) -> None:
        self.shown.begin(self.count)
        self.shown.focus()

    def on_paged_list_wanted(self, message: PagedList.Wanted) -> None:
        self.seen.append(("wanted", message.offset, message.limit))
        if self.answers:
            self.bring(message.offset, message.limit)

    def on_paged_list_highlighted(self, message: PagedList.Highlighted) -> None:
        self.seen.append(("highlighted", message.index, message.id))

    def on_paged_list_chosen(self, message: PagedList.Chosen) -> None:
        self.seen.append(("chosen", message.index, message.id))

    def bring(self, offset: int, limit: int) -> None:
        rows = [(f"id{n}", Content(f"row {n}"), Content(f"more {n}")) for n in range(offset, offset + limit)]
        self.shown.fill(offset, rows)

    def lines(self) -> list[str]:
        return [self.shown.render_line(y).text.strip() for y in range(self.shown.size.height)]

    def wanted(self) -> list[tuple[int, int]]:
        return [(entry[1], entry[2]) for entry in self.seen if entry[0] == "wanted"]


def run(app: Shown, script: Callable[[Pilot[None]], Awaitable[None]]) -> None:
    async def play() -> None:
        async with app.run_test(size=(40, 20)) as pilot:
            await pilot.pause()
            await script(pilot)

    asyncio.run(play())


def test_a_list_asks_for_its_first_page_and_shows_it() -> None:
    app = Shown(100_000)

    async def script(pilot: Pilot[None]) -> None:
        assert app.seen == [("wanted", 0, 100), ("highlighted", 0, "id0")]
        assert app.lines()[:2] == ["row 0", "row 1"]

    run(app, script)


def test_a_page_is_asked_for_once_while_it_is_under_way_and_its_rows_are_dots() -> None:
    app = Shown(1_000, answers=False)

    async def script(pilot: Pilot[None]) -> None:
        await pilot.press("j", "j", "k", "j")
        await pilot.pause()
        assert app.wanted() == [(0, 100)]
        assert set(app.lines()) == {"…"}
        assert app.shown.highlighted == 2
        assert app.shown.highlighted_id is None
        app.bring(0, 100)
        await pilot.pause()
        assert app.seen[-1] == ("highlighted", 2, "id2")

    run(app, script)


def test_the_end_of_a_long_list_is_one_key_away_and_far_pages_are_dropped() -> None:
    app = Shown(100_000)

    async def script(pilot: Pilot[None]) -> None:
        await pilot.press("G")
        await pilot.pause()
        assert app.seen[-1] == ("highlighted", 99_999, "id99999")
        assert app.lines()[-1] == "row 99999"
        assert app.wanted()[1:] == [(99_900, 100)]
        await pilot.press("g")
        await pilot.pause()
        assert app.wanted()[2:] == [(0, 100)]
        for _ in range(100):
            await pilot.press("pagedown")
        await pilot.pause()
        assert len(app.shown._rows) <= 1_000
        assert app.lines()[-1] == f"row {app.shown.highlighted}"

    run(app, script)


def test_the_next_page_is_asked_for_before_it_is_seen() -> None:
    app = Shown(250)

    async def script(pilot: Pilot[None]) -> None:
        app.shown.highlighted = 60
        await pilot.pause()
        assert app.wanted() == [(0, 100), (100, 100)]
        app.shown.highlighted = 249
        await pilot.pause()
        assert app.wanted()[2:] == [(200, 50)]

    run(app, script)


def test_enter_and_a_click_choose() -> None:
    app = Shown(50, row_height=2)

    async def script(pilot: Pilot[None]) -> None:
        await pilot.press("j", "enter")
        assert app.seen[-1] == ("chosen", 1, "id1")
        await pilot.click(PagedList, offset=(5, 7))
        await pilot.pause()
        assert app.seen[-1] == ("chosen", 3, "id3")
        assert app.lines()[:4] == ["row 0", "more 0", "row 1", "more 1"]

    run(app, script)


def test_keys_keep_to_the_rows_and_an_empty_list_takes_them_all() -> None:
    keys = ("j", "k", "g", "G", "pagedown", "pageup", "enter", "k")
    for count in (0, 1, 3):
        app = Shown(count)

        async def script(pilot: Pilot[None], app: Shown = app, count: int = count) -> None:
            await pilot.press(*keys)
            assert 0 <= app.shown.highlighted <= max(0, count - 1)
            assert app.shown.highlighted_id == ("id0" if count else None) or count == 3

        run(app, script)


def test_keys_can_be_remapped_by_their_ids() -> None:
    app = Shown(9)

    async def script(pilot: Pilot[None]) -> None:
        app.set_keymap({"list.down": "x"})
        await pilot.press("x", "x", "j")
        assert app.shown.highlighted == 2

    run(app, script)


def test_marked_rows_show_a_bar_and_one_row_can_be_replaced() -> None:
    app = Shown(9)

    async def script(pilot: Pilot[None]) -> None:
        app.shown.toggle("id1")
        app.shown.update("id2", Content("another"))
        app.shown.update("id400", Content("not there"))
        assert app.lines()[:3] == ["row 0", "▌row 1", "another"]
        app.shown.toggle("id1")
        assert app.lines()[1] == "row 1"
        assert not app.shown.marked

    run(app, script)


def test_forgetting_keeps_the_place_and_rows_of_an_earlier_edition_are_left() -> None:
    app = Shown(300)

    async def script(pilot: Pilot[None]) -> None:
        app.shown.highlighted = 150
        await pilot.pause()
        before = app.lines()
        app.shown.forget()
        await pilot.pause()
        assert app.lines() == before
        app.answers = False
        app.shown.begin(300)
        app.shown.fill(0, [("old", Content("old"))], edition=1)
        assert app.lines()[0] == "…"
        app.shown.forget(3)
        assert app.shown.highlighted == 0

    run(app, script)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), min_size=1, max_size=20), st.integers(10, 120))
def test_any_text_fills_its_line_and_carries_no_control(texts: list[tuple[str, str]], width: int) -> None:
    app = Shown(len(texts), row_height=2, answers=False)

    async def play() -> None:
        async with app.run_test(size=(width, 24)) as pilot:
            await pilot.pause()
            contents = [[Content(text, strip_control_codes=False) for text in pair] for pair in texts]
            app.shown.fill(0, [(str(n), one, other) for n, (one, other) in enumerate(contents)])
            for y in range(app.shown.size.height):
                strip = app.shown.render_line(y)
                assert sum(cell_len(segment.text) for segment in strip) == strip.cell_length == app.shown.size.width
                assert is_safe(strip.text)

    asyncio.run(play())


@given(ANY_TEXT, st.integers(0, 60))
def test_what_is_cut_fits_and_is_a_beginning(text: str, width: int) -> None:
    said = cut(Content(text, strip_control_codes=False), width).plain
    assert cell_len(said) <= width
    assert printable(text).startswith(said.removesuffix("…") if said != printable(text) else said)


@given(st.text(st.sampled_from("a新é\u0301👩\u200d❤\ufe0f, "), max_size=40), st.integers(0, 20))
def test_no_character_is_cut_in_two(text: str, width: int) -> None:
    text = "a" + text
    end = reach(text, 0, len(text), width)
    assert 0 <= end <= len(text)
    assert end == len(text) or cell_len(text[end]) > 0
    assert cell_len(text[:end]) <= width
