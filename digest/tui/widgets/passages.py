"""An article's text in lines of a length that reads well, with what was found in it marked in place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import pairwise
from typing import ClassVar

from rich.cells import get_character_cell_size
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from digest.tui.cells import printable, strip_of, wrapped
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.style import Style

WIDEST = 88  # cells of text in a line
_BAR = 2  # cells at the left, for the bar of the summary
KINDS = ("summary", "date", "country", "organisation", "person", "next-step", "hit", "focus")  # the last wins


class Mark(Value):
    """A part of the text, by offsets, that stands out as `kind`, which is one of KINDS."""

    start: int
    end: int
    kind: str


def flattened(marks: Sequence[Mark], length: int) -> tuple[list[int], list[tuple[str, ...]]]:
    """Return the offsets at which what is marked changes, and the kinds from each on, in the order of KINDS.

    >>> flattened([Mark(0, 9, "summary"), Mark(4, 6, "person")], 20)
    ([0, 4, 6, 9], [('summary',), ('summary', 'person'), ('summary',), ()])
    """
    changes: dict[int, list[tuple[str, int]]] = {}
    for mark in marks:
        start, end = max(0, mark.start), min(length, mark.end)
        if start < end and mark.kind in KINDS:
            changes.setdefault(start, []).append((mark.kind, 1))
            changes.setdefault(end, []).append((mark.kind, -1))
    places = sorted(changes)
    open_marks = dict.fromkeys(KINDS, 0)
    kinds = []
    for place in places:
        for kind, more in changes[place]:
            open_marks[kind] += more
        kinds.append(tuple(kind for kind in KINDS if open_marks[kind]))
    return places, kinds


class Passages(ScrollView, can_focus=True):
    """A text with its marks; `jump` goes to one, `n` and `N` from one to the next."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "scroll_by(1)", "Down", show=False, id="passages.down", tooltip="A line on"),
        Binding("k,up", "scroll_by(-1)", "Up", show=False, id="passages.up", tooltip="A line back"),
        Binding("space,pagedown", "page(1)", "Page down", show=False, id="passages.page-down", tooltip="A page on"),
        Binding("pageup", "page(-1)", "Page up", show=False, id="passages.page-up", tooltip="A page back"),
        Binding("g,home", "first", "Top", show=False, id="passages.first", tooltip="To the top"),
        Binding("G,end", "last", "End", show=False, id="passages.last", tooltip="To the end"),
        Binding("n", "step(1)", "Next mark", show=False, id="passages.next", tooltip="To the next mark"),
        Binding("N", "step(-1)", "Mark before", show=False, id="passages.previous", tooltip="To the mark before"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"passages--bar", *(f"passages--{kind}" for kind in KINDS)}
    DEFAULT_CSS = """
    Passages {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        color: $foreground;
        & > .passages--bar { color: $primary; }
        & > .passages--person { color: $text-primary; text-style: bold; }
        & > .passages--organisation { color: $text-secondary; text-style: bold; }
        & > .passages--country { color: $text-accent; text-style: bold italic; }
        & > .passages--date { color: $text-success; text-style: underline; }
        & > .passages--next-step { color: $text-warning; text-style: underline italic; }
        & > .passages--hit { text-style: bold underline; background: $warning-muted; }
        & > .passages--focus { text-style: reverse; }
    }
    """

    class Jumped(Message):
        """A mark was jumped to, the `index`th (from 0) of so many between which the keys step."""

        def __init__(self, passages: Passages, mark: Mark, index: int, count: int) -> None:
            super().__init__()
            self.passages, self.mark, self.index, self.count = passages, mark, index, count

        @property
        def control(self) -> Passages:
            """The text."""
            return self.passages

    def __init__(
        self,
        *,
        centred: bool = True,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self._is_centred = centred
        self._text = ""
        self._head = Content()
        self._marks: Sequence[Mark] = ()
        self._places: list[int] = []
        self._kinds: list[tuple[str, ...]] = []
        self._steps: list[Mark] = []
        self._head_lines: list[tuple[int, int]] = []
        self._lines: list[tuple[int, int]] = []
        self._starts: list[int] = []
        self._wrapped_at = 0
        self._focus = (0, 0)
        self._once_wrapped: Callable[[], None] | None = None

    @property
    def text(self) -> str:
        """The text as it is shown, with the offsets of what was given."""
        return self._text

    @property
    def focus_span(self) -> tuple[int, int] | None:
        """The span that was jumped to last."""
        return self._focus if self._focus[0] < self._focus[1] else None

    @property
    def offset_at_top(self) -> int:
        """The offset of the first text that is seen, to come back to with `reveal`."""
        line = self.scroll_offset.y - len(self._head_lines)
        return self._lines[min(line, len(self._lines) - 1)][0] if self._lines and line > 0 else 0

    def show(self, text: str, marks: Sequence[Mark] = (), head: Content | None = None) -> None:
        """Show another text from its beginning, under a head that scrolls with it."""
        self._text = printable(text, lines=True)
        self._head = head or Content()
        self._focus = (0, 0)
        self._once_wrapped = None
        self.mark(marks)
        self._wrap()
        if self._wrapped_at:
            self.scroll_to(y=0, animate=False, force=True)

    def mark(self, marks: Sequence[Mark]) -> None:
        """Mark other parts of the same text; the place and the focus stay."""
        self._marks = marks
        self._places, self._kinds = flattened(marks, len(self._text))
        hits = [mark for mark in marks if mark.kind == "hit"]
        spans = {(mark.start, mark.end): mark for mark in hits or marks if mark.start < mark.end}
        self._steps = [spans[span] for span in sorted(spans)]
        self.refresh()

    def jump(self, start: int, end: int) -> None:
        """Bring a span into view and make it stand out."""
        self._focus = (start, end)
        self.refresh()
        self._when_wrapped(lambda: self._bring_into_view(start, end))

    def reveal(self, offset: int) -> None:
        """Scroll so that the line of an offset is the first; 0 is the very top."""
        self._when_wrapped(lambda: self.scroll_to(y=self._line_of(offset) if offset else 0, animate=False, force=True))

    def on_resize(self) -> None:
        """Wrap anew, the same text at the top."""
        if self._measure() == self._wrapped_at:
            return
        at_top = self.offset_at_top if self._wrapped_at else 0
        self._wrap()
        if self._once_wrapped:
            self._once_wrapped()
            self._once_wrapped = None
        elif at_top:
            self.reveal(at_top)

    def action_scroll_by(self, lines: int) -> None:
        """Scroll by lines."""
        self.scroll_to(y=self.scroll_offset.y + lines, animate=False, force=True)

    def action_page(self, pages: int) -> None:
        """Scroll by pages; two lines stay in view."""
        self.action_scroll_by(pages * max(1, self.size.height - 2))

    def action_first(self) -> None:
        """Go to the top."""
        self.scroll_to(y=0, animate=False, force=True)

    def action_last(self) -> None:
        """Go to the end."""
        self.scroll_to(y=self.virtual_size.height, animate=False, force=True)

    def action_step(self, direction: int) -> None:
        """Jump to the next mark, or the one before: between search hits where there are any, else between all marks."""
        if not self._steps:
            return
        spans = [(mark.start, mark.end) for mark in self._steps]
        at = self.focus_span or (self.offset_at_top, -1)
        index = bisect_right(spans, at) if direction > 0 else bisect_left(spans, at) - 1
        index %= len(spans)
        self.jump(*spans[index])
        self.post_message(self.Jumped(self, self._steps[index], index, len(spans)))

    def render_line(self, y: int) -> Strip:
        """Draw one line of what is seen."""
        base = self.visual_style
        width, plain = self.size.width, base.rich_style
        line = self.scroll_offset.y + y
        left = " " * self._left()
        if line < len(self._head_lines):
            start, end = self._head_lines[line]
            pieces = [(text, style.rich_style) for text, style in self._head[start:end].render(base, end="")]
            return strip_of([(left + " " * _BAR, plain), *pieces], width, plain)
        line -= len(self._head_lines)
        if line >= len(self._lines):
            return Strip.blank(width, plain)
        start, end = self._lines[line]
        found = list(self._pieces(start, end))
        has_bar = any("summary" in kinds for _, kinds in found)
        bar = self.get_visual_style("passages--bar").rich_style
        pieces = [(self._text[first:last], self._style(kinds)) for (first, last), kinds in found]
        return strip_of([(left, plain), ("▎ " if has_bar else " " * _BAR, bar), *pieces], width, plain)

    def _pieces(self, start: int, end: int) -> Iterator[tuple[tuple[int, int], tuple[str, ...]]]:
        """A line in pieces, each with the kinds of all of it."""
        first = bisect_right(self._places, start)
        last = bisect_left(self._places, end)
        edges = {place for place in self._focus if start < place < end}
        edges.update(self._places[first:last])
        edges = {place for place in edges if not self._is_within_character(place)}
        places = [start, *sorted(edges), end]
        for one, other in pairwise(places):
            index = bisect_right(self._places, one) - 1
            kinds = self._kinds[index] if index >= 0 else ()
            is_focus = self._focus[0] <= one < self._focus[1]
            yield (one, other), (*kinds, "focus") if is_focus and "focus" not in kinds else kinds

    def _is_within_character(self, place: int) -> bool:
        """Whether a style that begins here would cut a character in two: before a mark, or a joiner and its second."""
        sign = self._text[place]
        return (sign > "\u02ff" and get_character_cell_size(sign) == 0) or self._text[place - 1] == "\u200d"

    def _style(self, kinds: tuple[str, ...]) -> Style:
        names = [f"passages--{kind}" for kind in kinds]
        style = self.get_visual_style(*names).rich_style
        for name in names:  # visual styles know no "reverse"
            style += self.get_component_styles(name).text_style
        return style

    def _measure(self) -> int:
        return max(1, min(WIDEST, self.size.width - _BAR)) if self.size.width else 0

    def _left(self) -> int:
        return max(0, self.size.width - self._wrapped_at - _BAR) // 2 if self._is_centred else 0

    def _wrap(self) -> None:
        width = self._wrapped_at = self._measure()
        if not width:
            return
        said = printable(self._head.plain, lines=True)
        self._head = Content(said, list(self._head.spans), strip_control_codes=False)
        self._head_lines = wrapped(said, width) if said else []
        self._lines = wrapped(self._text, width) if self._text else []
        self._starts = [start for start, _ in self._lines]
        self.virtual_size = Size(1, len(self._head_lines) + len(self._lines))
        self.refresh()

    def _when_wrapped(self, then: Callable[[], None]) -> None:
        if self._wrapped_at:
            then()
        else:
            self._once_wrapped = then

    def _line_of(self, offset: int) -> int:
        return len(self._head_lines) + max(0, bisect_right(self._starts, offset) - 1)

    def _bring_into_view(self, start: int, end: int) -> None:
        first, last = self._line_of(start), self._line_of(max(start, end - 1))
        top, height = self.scroll_offset.y, self.size.height
        if not (top <= first and last < top + height):
            spare = max(0, height - (last - first + 1))
            self.scroll_to(y=first - spare // 3, animate=False, force=True)
