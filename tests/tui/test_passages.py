"""An article's text in readable lines, with its marks in place."""

from __future__ import annotations

import asyncio
import unicodedata
from typing import TYPE_CHECKING, Any

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.app import App
from textual.content import Content

from digest.tui.cells import wrapped
from digest.tui.widgets.passages import KINDS, WIDEST, Mark, Passages, flattened

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.pilot import Pilot

ANY_TEXT = st.text(st.characters(codec=None), max_size=300)
MARKS = st.lists(st.builds(Mark, st.integers(-5, 300), st.integers(-5, 300), st.sampled_from(KINDS)), max_size=12)
BIDI = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
STORY = "\n\n".join(f"Paragraph {n} tells what happened, and who was there when it did." for n in range(40))


class Shown(App[None]):
    def __init__(self, text: str = STORY, marks: tuple[Mark, ...] = (), head: str = "") -> None:
        super().__init__()
        self.shown = Passages()
        self.given = (text, marks, Content(head, strip_control_codes=False))
        self.first: Mark | None = None
        self.jumped: list[tuple[int, int]] = []

    def compose(self) -> Any:
        yield self.shown

    def on_mount(self) -> None:
        self.shown.show(*self.given)
        if self.first:
            self.shown.jump(self.first.start, self.first.end)
        self.shown.focus()

    def on_passages_jumped(self, message: Passages.Jumped) -> None:
        self.jumped.append((message.index, message.count))

    def lines(self) -> list[str]:
        return [self.shown.render_line(y).text.strip() for y in range(self.shown.size.height)]

    def styled(self, attribute: str) -> str:
        strips = [self.shown.render_line(y) for y in range(self.shown.size.height)]
        return "".join(s.text for strip in strips for s in strip if s.style and getattr(s.style, attribute))


def run(app: Shown, script: Callable[[Pilot[None]], Awaitable[None]], size: tuple[int, int] = (80, 20)) -> None:
    async def play() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await script(pilot)

    asyncio.run(play())


def span(words: str, kind: str = "person", text: str = STORY) -> Mark:
    start = text.index(words)
    return Mark(start, start + len(words), kind)


def test_marks_stand_out_without_colour() -> None:
    text = "Ann Lee met them on Monday. It rained."
    marks = (span("Ann Lee", "person", text), span("Monday", "date", text), Mark(0, 27, "summary"))
    app = Shown(text, marks, "The head")

    async def script(pilot: Pilot[None]) -> None:
        assert app.lines()[:2] == ["The head", "▎ " + text]
        assert app.styled("bold") == "Ann Lee"
        assert app.styled("underline") == "Monday"
        app.shown.jump(28, 30)
        assert app.styled("reverse") == "It"

    run(app, script)


def test_a_jump_brings_the_span_into_view_and_the_place_can_be_kept() -> None:
    app = Shown()

    async def script(pilot: Pilot[None]) -> None:
        mark = span("Paragraph 30")
        app.shown.jump(mark.start, mark.end)
        assert app.styled("reverse") == "Paragraph 30"
        at_top = app.shown.offset_at_top
        assert 0 < at_top <= mark.start
        await pilot.press("g")
        assert app.shown.offset_at_top == 0
        app.shown.reveal(at_top)
        assert app.shown.offset_at_top == at_top
        await pilot.resize_terminal(50, 20)
        await pilot.pause()
        starts = [start for start, _ in wrapped(STORY, app.shown._wrapped_at)]
        assert app.shown.offset_at_top == max(start for start in starts if start <= at_top)

    run(app, script)


def test_a_jump_before_the_first_layout_is_made_when_there_is_one() -> None:
    app = Shown()
    app.first = span("Paragraph 30")
    app.shown.show(STORY)  # not mounted yet: it is kept for later

    async def script(pilot: Pilot[None]) -> None:
        assert app.styled("reverse") == "Paragraph 30"

    run(app, script)


def test_the_keys_step_from_mark_to_mark_and_round() -> None:
    marks = tuple(span(f"Paragraph {n}") for n in (5, 20, 35))
    app = Shown(STORY, marks)

    async def script(pilot: Pilot[None]) -> None:
        for key, expected in zip("nnnnNN", (0, 1, 2, 0, 2, 1), strict=True):
            await pilot.press(key)
            await pilot.pause()
            assert app.jumped[-1] == (expected, 3)
            assert app.shown.focus_span == (marks[expected].start, marks[expected].end)
            assert app.styled("reverse") == f"Paragraph {(5, 20, 35)[expected]}"
        app.shown.mark((*marks, span("Paragraph 11", "hit")))
        await pilot.press("n", "n")
        await pilot.pause()
        assert app.jumped[-1] == (0, 1)

    run(app, script)


def test_keys_scroll_and_stop_at_the_ends() -> None:
    app = Shown()

    async def script(pilot: Pilot[None]) -> None:
        await pilot.press("j", "down", "k")
        assert app.shown.scroll_offset.y == 1
        await pilot.press("G", "j", "space")
        assert app.lines()[-1].startswith("Paragraph 39")
        await pilot.press("home", "k", "pageup")
        assert app.lines()[0].startswith("Paragraph 0")

    run(app, script)


def test_lines_are_of_a_length_that_reads_well_and_centred() -> None:
    app = Shown("word " * 200)

    async def script(pilot: Pilot[None]) -> None:
        strip = app.shown.render_line(0)
        assert cell_len(strip.text.strip()) <= WIDEST
        assert len(strip.text) - len(strip.text.lstrip()) > 10

    run(app, script, (120, 20))


def test_wide_signs_break_anywhere_but_not_before_a_stop() -> None:
    text = "新聞記者が集まる。" * 3
    assert [text[start:end] for start, end in wrapped(text, 16)] == [
        "新聞記者が集ま",
        "る。新聞記者が集",
        "まる。新聞記者が",
        "集まる。",
    ]


@given(ANY_TEXT, st.integers(1, 90))
def test_wrapping_leaves_out_nothing_but_blanks(text: str, width: int) -> None:
    lines = wrapped(text, width)
    end = 0
    for start, stop in lines:
        assert text[end:start] in ("", " ", "\n")
        assert start <= stop
        end = stop
    assert text[end:] in ("", " ")


@given(MARKS, st.integers(0, 300))
def test_every_offset_has_the_kinds_that_cover_it(marks: list[Mark], length: int) -> None:
    places, kinds = flattened(marks, length)
    now: tuple[str, ...] = ()
    changes = dict(zip(places, kinds, strict=True))
    for offset in range(length):
        now = changes.get(offset, now)
        covering = {mark.kind for mark in marks if max(0, mark.start) <= offset < mark.end}
        assert now == tuple(kind for kind in KINDS if kind in covering)


@settings(max_examples=25, deadline=None)
@given(ANY_TEXT, MARKS, ANY_TEXT, st.integers(10, 120), st.integers(-5, 320))
def test_any_text_fills_its_lines_and_carries_no_control(
    text: str, marks: list[Mark], head: str, width: int, place: int
) -> None:
    app = Shown(text, tuple(marks), head)

    async def script(pilot: Pilot[None]) -> None:
        app.shown.jump(place, place + 9)
        for y in range(app.shown.size.height):
            strip = app.shown.render_line(y)
            assert sum(cell_len(segment.text) for segment in strip) == strip.cell_length == app.shown.size.width
            assert not any(unicodedata.category(sign) in ("Cc", "Cs") or sign in BIDI for sign in strip.text)
        await pilot.press("n", "N", "G", "g")
        assert len(app.shown.text) == len(text)

    run(app, script, (width, 40))
