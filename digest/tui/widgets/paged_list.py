"""A list of any length that holds only the pages near what is seen, and asks for the others when they are."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from digest.tui.cells import cut, strip_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events

    Row = tuple[str, Content] | tuple[str, Content, Content]

PAGE = 100  # rows
_KEPT = 4  # pages on either side of what is seen
_STRIPS = 2_000  # drawn lines that are remembered


class PagedList(ScrollView, can_focus=True):
    """Rows of one or two lines; `Wanted` asks for those that are not there, `fill` brings them."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "cursor_down", "Down", show=False, id="list.down", tooltip="The next row"),
        Binding("k,up", "cursor_up", "Up", show=False, id="list.up", tooltip="The row before"),
        Binding("pagedown,ctrl+d", "page_down", "Page down", show=False, id="list.page-down", tooltip="A page on"),
        Binding("pageup,ctrl+u", "page_up", "Page up", show=False, id="list.page-up", tooltip="A page back"),
        Binding("g,home", "first", "First", show=False, id="list.first", tooltip="The first row"),
        Binding("G,end", "last", "Last", show=False, id="list.last", tooltip="The last row"),
        Binding("enter", "choose", "Open", show=False, id="list.choose", tooltip="Open this row"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "paged-list--row",
        "paged-list--second",
        "paged-list--highlighted",
        "paged-list--missing",
        "paged-list--mark",
    }
    DEFAULT_CSS = """
    PagedList {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        color: $foreground;
        & > .paged-list--second { color: $text-muted; }
        & > .paged-list--missing { color: $text-disabled; }
        & > .paged-list--mark { color: $text-accent; }
        & > .paged-list--highlighted {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .paged-list--highlighted {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
    }
    """

    highlighted: reactive[int] = reactive(0, repaint=False, init=False)
    """Which row the keys act on; 0 also where there is none."""

    class Wanted(Message):
        """These rows are seen, or soon will be, and are not there; answer with `fill`."""

        def __init__(self, paged_list: PagedList, offset: int, limit: int, edition: int) -> None:
            super().__init__()
            self.list, self.offset, self.limit, self.edition = paged_list, offset, limit, edition

        @property
        def control(self) -> PagedList:
            """The list that asks."""
            return self.list

    class Highlighted(Message):
        """Another row is highlighted, and its content is there."""

        def __init__(self, paged_list: PagedList, index: int, id: str) -> None:  # noqa: A002
            super().__init__()
            self.list, self.index, self.id = paged_list, index, id

        @property
        def control(self) -> PagedList:
            """The list of the row."""
            return self.list

    class Chosen(Highlighted):
        """A row was chosen with enter or a click."""

    def __init__(
        self,
        *,
        row_height: int = 1,
        name: str | None = None,
        id: str | None = None,  # noqa: A002
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.count = 0
        self.marked: set[str] = set()
        self._row_height = row_height
        self._edition = 0
        self._rows: dict[int, Row] = {}
        self._places: dict[str, int] = {}
        self._there: set[int] = set()
        self._under_way: set[int] = set()
        self._is_asking = False
        self._announced: str | None = None
        self._strips: dict[tuple[int, int, int], Strip] = {}

    @property
    def highlighted_id(self) -> str | None:
        """The id of the highlighted row, None while it is not there."""
        row = self._rows.get(self.highlighted)
        return row[0] if row else None

    def begin(self, count: int, *, at: int = 0) -> None:
        """Show a new list of so many rows, whose first page (or that of row `at`) is asked for; nothing is marked."""
        self.marked.clear()
        self._announced = None
        self.count = max(0, count)
        self.highlighted = at
        self._start_anew()
        if self.is_mounted:
            self.scroll_to(y=0, animate=False, force=True)
            self._see_highlighted()

    def forget(self, count: int | None = None) -> None:
        """Drop all pages and ask for those seen again, keeping the place; `count` when there are more or fewer now."""
        if count is not None:
            self.count = max(0, count)
            self.highlighted = min(self.highlighted, max(0, self.count - 1))
        self._start_anew()

    def fill(self, offset: int, rows: Sequence[Row], *, edition: int | None = None) -> None:
        """Take rows as they were asked for; those of an `edition` that has been dropped are left.

        What a page asked for lacks stays without content until `forget`.
        """
        if edition is not None and edition != self._edition:
            return
        pages = range(offset // PAGE, (offset + max(1, len(rows)) - 1) // PAGE + 1)
        self._there.update(pages)
        self._under_way.difference_update(pages)
        for index, row in enumerate(rows[: max(0, self.count - offset)], offset):
            self._rows[index] = row
            self._places[row[0]] = index
        self._drop_far_pages()
        self._strips.clear()
        self.refresh()
        self._announce()

    def update(self, id: str, first: Content, second: Content | None = None) -> None:  # noqa: A002
        """Replace what a row shows, if it is there."""
        index = self._places.get(id)
        if index is not None:
            self._rows[index] = (id, first) if second is None else (id, first, second)
            self._redraw(index)

    def toggle(self, id: str) -> None:  # noqa: A002
        """Mark a row, or take its mark away."""
        self.marked ^= {id}
        if id in self._places:
            self._redraw(self._places[id])

    def unmark(self) -> None:
        """Take all marks away."""
        self.marked.clear()
        self._strips.clear()
        self.refresh()

    def validate_highlighted(self, highlighted: int) -> int:
        """Keep to the rows that exist."""
        return max(0, min(highlighted, self.count - 1))

    def watch_highlighted(self, old: int, new: int) -> None:
        """Draw the two rows anew, and show the new one."""
        self._redraw(old)
        self._redraw(new)
        self._see_highlighted()
        self._announce()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Ask for what comes into view."""
        super().watch_scroll_y(old_value, new_value)
        self._ask_soon()

    def on_mount(self) -> None:
        """Ask for what was begun before."""
        super().on_mount()  # type: ignore[no-untyped-call]
        self._ask_soon()

    def on_resize(self) -> None:
        """Cut the lines anew, keep the highlighted row in view."""
        self._strips.clear()
        self._see_highlighted()
        self._ask_soon()

    def notify_style_update(self) -> None:
        """Draw in the new style."""
        super().notify_style_update()
        self._strips.clear()

    def on_click(self, event: events.Click) -> None:
        """Choose the row under the pointer."""
        index = (self.scroll_offset.y + event.y) // self._row_height
        if 0 <= index < self.count:
            self.highlighted = index
            self.action_choose()

    def action_cursor_down(self) -> None:
        """Highlight the next row."""
        self.highlighted += 1

    def action_cursor_up(self) -> None:
        """Highlight the row before."""
        self.highlighted -= 1

    def action_page_down(self) -> None:
        """Highlight the row a page on."""
        self.highlighted += self._rows_seen()

    def action_page_up(self) -> None:
        """Highlight the row a page back."""
        self.highlighted -= self._rows_seen()

    def action_first(self) -> None:
        """Highlight the first row."""
        self.highlighted = 0

    def action_last(self) -> None:
        """Highlight the last row."""
        self.highlighted = self.count - 1

    def action_choose(self) -> None:
        """Choose the highlighted row."""
        if (chosen := self.highlighted_id) is not None:
            self.post_message(self.Chosen(self, self.highlighted, chosen))

    def render_line(self, y: int) -> Strip:
        """Draw one line of what is seen."""
        index, part = divmod(self.scroll_offset.y + y, self._row_height)
        width = self.size.width
        if index >= self.count:
            return Strip.blank(width, self.get_visual_style("paged-list--row").rich_style)
        is_highlighted = index == self.highlighted
        key = (index, part, is_highlighted + 2 * self.has_focus)
        if key not in self._strips:
            if len(self._strips) > _STRIPS:
                self._strips.clear()
            self._strips[key] = self._draw(index, part, width, is_highlighted)
        return self._strips[key]

    def _draw(self, index: int, part: int, width: int, is_highlighted: bool) -> Strip:
        row = self._rows.get(index)
        looks = ["paged-list--row"]
        if row is None:
            looks.append("paged-list--missing")
        elif part:
            looks.append("paged-list--second")
        over = ["paged-list--highlighted"] * is_highlighted
        style = self.get_visual_style(*looks, *over)
        if row is None:
            content = Content("…" if part == 0 else "")
        else:
            content = row[1] if part == 0 else row[2] if len(row) > 2 else Content()
        is_marked = row is not None and row[0] in self.marked
        bar = self.get_visual_style("paged-list--row", *over, "paged-list--mark").rich_style
        pieces = [("▌" if is_marked else " ", bar)]
        pieces += [(text, look.rich_style) for text, look in cut(content, max(0, width - 2)).render(style, end="")]
        return strip_of(pieces, width, style.rich_style)

    def _redraw(self, index: int) -> None:
        for part in range(self._row_height):
            for look in range(4):
                self._strips.pop((index, part, look), None)
        self.refresh_lines(index * self._row_height, self._row_height)

    def _rows_seen(self) -> int:
        return max(1, self.size.height // self._row_height)

    def _see_highlighted(self) -> None:
        if not self.size.height:
            return
        top = self.highlighted * self._row_height
        last = top + self._row_height - self.size.height  # the lowest place from which the whole row is seen
        if (place := max(last, min(top, self.scroll_offset.y))) != self.scroll_offset.y:
            self.scroll_to(y=place, animate=False, force=True)

    def _announce(self) -> None:
        found = self.highlighted_id
        if found is not None and found != self._announced:
            self._announced = found
            self.post_message(self.Highlighted(self, self.highlighted, found))

    def _start_anew(self) -> None:
        self._edition += 1
        for held in (self._rows, self._places, self._there, self._under_way, self._strips):
            held.clear()
        self.virtual_size = Size(1, self.count * self._row_height)
        self.refresh()
        self._ask_soon()

    def _pages_near(self, rows: int) -> range:
        """The pages of what is seen and of so many rows before and after it."""
        first = self.scroll_offset.y // self._row_height
        last = min(self.count, first + self._rows_seen() + rows + 1) - 1
        return range(max(0, first - rows) // PAGE, last // PAGE + 1)

    def _drop_far_pages(self) -> None:
        near = self._pages_near(_KEPT * PAGE)
        for page in [page for page in self._there if page not in near]:
            self._there.discard(page)
            for index in range(page * PAGE, (page + 1) * PAGE):
                row = self._rows.pop(index, None)
                if row and self._places.get(row[0]) == index:
                    del self._places[row[0]]

    def _ask_soon(self) -> None:
        """Ask once for all that the messages under way bring into view."""
        if self.is_mounted and not self._is_asking:
            self._is_asking = True
            self.call_later(self._ask)

    def _ask(self) -> None:
        self._is_asking = False
        seen = self._pages_near(0)
        for pages in (seen, [page for page in self._pages_near(PAGE // 2) if page not in seen]):
            for page in pages:
                if page not in self._there and page not in self._under_way:
                    self._under_way.add(page)
                    limit = min(PAGE, self.count - page * PAGE)
                    self.post_message(self.Wanted(self, page * PAGE, limit, self._edition))
