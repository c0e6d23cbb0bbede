"""What lies ahead, drawn: weeks, their days, and what is said to happen on them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from digest.stories.spans_of_time import extent
from digest.tui.cells import cut, printable, strip_of, wrapped
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.style import Style
    from textual import events

    from digest.model import AgendaItem

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAY, _MONTH, _YEAR, _UNKNOWN = range(4)  # how exact a date is, the most exact first
_SIGNS = {"scheduled": "●", "planned": "●", "cancelled": "×", "ruled_out": "×"}
_OFF = ("cancelled", "ruled_out")
_MOST_LINES = 4  # of what one item says
_DATE_WIDTH = 14  # "Tue 24  14:00 "
_NARROW = 50  # cells; below it what is said stands under its date


class _Placed(Value):
    """An item and where it stands: on a day, or at the end of the month or the year that is all its date says."""

    day: date
    vagueness: int
    when: str
    item: AgendaItem


class _Line(Value):
    """One line: its pieces as (text, component), and the number of its item, -1 for heads and gaps."""

    pieces: tuple[tuple[str, str], ...]
    index: int = -1


def placed(item: AgendaItem, today: date) -> _Placed:
    """Say on which day an item stands and what is printed there as its date."""
    found = extent(item.date)
    if found is None:
        return _Placed(date.max, _UNKNOWN, "", item)
    first, last = found
    begin, _, end = item.date.partition("/")
    parts = begin.rstrip("~?%").partition("T")[0].count("-")
    doubt = "?" if item.date[-1:] in "~?%" else ""
    if parts == 2 and (last - first).days < 31:
        clock = begin.partition("T")[2][:5] if not end else ""
        said = f"{_WEEKDAYS[first.weekday()]} {first.day:>2}" + (f"–{last.day}" if last != first else "") + doubt
        return _Placed(min(last, max(first, today)), _DAY, f"{said}  {clock}".rstrip(), item)
    if (first.year, first.month) == (last.year, last.month):
        return _Placed(last, _MONTH, doubt, item)
    return _Placed(last, _YEAR, _named(first, last) + doubt, item)


def _named(first: date, last: date) -> str:
    """What a span of months is called under the head of its year, "" for the whole year."""
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return ""
    begin = _MONTHS[first.month - 1][:3] + (f" {first.year}" if first.year != last.year else "")
    return f"{begin}–{_MONTHS[last.month - 1][:3]}"


def in_order(items: Sequence[AgendaItem], today: date) -> tuple[_Placed, ...]:
    """Return the items as they are drawn, the vague ones after the days that they may mean."""
    found = [placed(item, today) for item in items]
    return tuple(sorted(found, key=lambda one: (one.day, one.vagueness, one.item.date, one.item.article)))


def _head(one: _Placed) -> tuple[int, int, int]:
    """What of an item stands in its head: the week, the month, the year."""
    if one.vagueness == _DAY:
        return (_DAY, *one.day.isocalendar()[:2])
    return (one.vagueness, one.day.year, one.day.month if one.vagueness == _MONTH else 0)


def _head_text(one: _Placed, today: date) -> str:
    if one.vagueness == _UNKNOWN:
        return "Some time"
    if one.vagueness == _YEAR:
        return f"{one.day.year} · no month given"
    if one.vagueness == _MONTH:
        return f"{_MONTHS[one.day.month - 1]} {one.day.year} · no day given"
    monday = _monday(one.day)
    sunday = monday + timedelta(days=6) if monday < date.max - timedelta(days=6) else date.max
    month = f" {_MONTHS[monday.month - 1]}" if monday.month != sunday.month else ""
    year = f" {sunday.year}" if sunday.year != today.year else ""
    said = f"Week {one.day.isocalendar()[1]} · {monday.day}{month}–{sunday.day} {_MONTHS[sunday.month - 1]}{year}"
    return said + {0: " · this week", 7: " · next week"}.get((monday - _monday(today)).days, "")


def _monday(day: date) -> date:
    return date.fromordinal(max(1, day.toordinal() - day.weekday()))


def drawn(items: Sequence[_Placed], today: date, width: int) -> Iterator[_Line]:
    """Yield the lines of the timeline: heads, gaps, and some lines for each item."""
    before: _Placed | None = None
    for index, one in enumerate(items):
        if before is None or _head(one) != _head(before):
            if before is not None:
                yield from _gap(before, one)
            yield _Line(((_head_text(one, today), "head"),))
            before = None
        is_same_day = before is not None and before.day == one.day and before.when == one.when
        yield from _item(index, one, is_same_day, one.vagueness == _DAY and one.day == today, width)
        before = one


def _gap(before: _Placed, after: _Placed) -> Iterator[_Line]:
    weeks = (_monday(after.day) - _monday(before.day)).days // 7
    if before.vagueness == after.vagueness == _DAY and weeks > 1:
        said = "a week" if weeks == 2 else f"{weeks - 1} weeks"
        yield _Line((("┆", "rail"),))
        yield _Line((("┆", "rail"), (f"  {said} without anything", "gap")))
        yield _Line((("┆", "rail"),))
    else:
        yield _Line((("│" if after.vagueness == _DAY else "┆", "rail"),))


def _item(index: int, one: _Placed, is_same_day: bool, is_today: bool, width: int) -> Iterator[_Line]:
    step = one.item.step
    sign = _SIGNS.get(step.status, "○")
    when = "" if is_same_day else one.when
    look = "off" if step.status in _OFF else "what"
    if width < _NARROW:
        indent = 3
        if when:
            yield _Line(((f"{sign}─ ", "sign"), (when, "today" if is_today else "date")), index)
            sign = ""
    else:
        indent = 3 + max(_DATE_WIDTH, cell_len(one.when) + 1)
    what = printable(step.what.text)
    lines = wrapped(what, max(1, width - indent))
    for number, (start, end) in enumerate(lines[:_MOST_LINES]):
        said = what[start:end] if number < _MOST_LINES - 1 or len(lines) <= _MOST_LINES else what[start:]
        rail = (f"{sign}─ ", "sign") if number == 0 and sign else ("│  ", "rail")
        date_text = when if number == 0 and width >= _NARROW else ""
        date_piece = (date_text.ljust(indent - 3), "today" if is_today else "date")
        yield _Line((rail, date_piece, (said, look)), index)
    pieces: list[tuple[str, str]] = [("│  ", "rail"), (" " * (indent - 3), "date")]
    if step.who:
        pieces += [(printable(step.who.text), "who"), (" · ", "source")]
    pieces += [(step.status.replace("_", " "), "status"), (" · ", "source"), (printable(one.item.title), "source")]
    yield _Line(tuple(pieces), index)


class Timeline(ScrollView, can_focus=True):
    """The agenda as a rail with a sign for each item; one is highlighted."""

    ALLOW_SELECT = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,down", "cursor_down", "Down", show=False, id="list.down", tooltip="The next item"),
        Binding("k,up", "cursor_up", "Up", show=False, id="list.up", tooltip="The item before"),
        Binding("pagedown,ctrl+d", "page_down", "Page down", show=False, id="list.page-down", tooltip="A page on"),
        Binding("pageup,ctrl+u", "page_up", "Page up", show=False, id="list.page-up", tooltip="A page back"),
        Binding("g,home", "first", "First", show=False, id="list.first", tooltip="The first item"),
        Binding("G,end", "last", "Last", show=False, id="list.last", tooltip="The last item"),
        Binding("enter", "choose", "Open", show=False, id="list.choose", tooltip="Open where it is said"),
    ]
    _LOOKS = ("head", "rail", "sign", "gap", "date", "today", "what", "off", "who", "status", "source")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"timeline--highlighted", *(f"timeline--{look}" for look in _LOOKS)}
    DEFAULT_CSS = """
    Timeline {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        color: $foreground;
        & > .timeline--head { color: $text-primary; text-style: bold; }
        & > .timeline--rail { color: $primary; }
        & > .timeline--sign { color: $primary; text-style: bold; }
        & > .timeline--gap { color: $text-muted; text-style: italic; }
        & > .timeline--date { color: $text-secondary; }
        & > .timeline--today { color: $text-accent; text-style: bold; }
        & > .timeline--off { color: $text-muted; text-style: strike; }
        & > .timeline--who { text-style: bold; }
        & > .timeline--status { color: $text-accent; }
        & > .timeline--source { color: $text-muted; }
        & > .timeline--highlighted {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
        }
        &:focus > .timeline--highlighted {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
        }
    }
    """

    highlighted: reactive[int] = reactive(0, repaint=False, init=False)
    """The number of the item that the keys act on, as they are drawn; 0 also where there is none."""

    class Highlighted(Message):
        """Another item is highlighted."""

        def __init__(self, timeline: Timeline, item: AgendaItem) -> None:
            super().__init__()
            self.timeline, self.item = timeline, item

        @property
        def control(self) -> Timeline:
            """The timeline of the item."""
            return self.timeline

    class Chosen(Highlighted):
        """An item was chosen with enter or a click."""

    def __init__(self, *, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(name=name, id=id, classes=classes)
        self._items: tuple[_Placed, ...] = ()
        self._today = date.min
        self._lines: list[_Line] = []
        self._extents: list[tuple[int, int]] = []
        self._drawn_at = 0

    @property
    def highlighted_item(self) -> AgendaItem | None:
        """The highlighted item, None when there are none."""
        return self._items[self.highlighted].item if self._items else None

    def show(self, items: Sequence[AgendaItem], today: date) -> None:
        """Draw what lies ahead of a day; an item that was highlighted stays so."""
        chosen = self.highlighted_item
        self._items, self._today = in_order(items, today), today
        again = [index for index, one in enumerate(self._items) if one.item == chosen]
        self._lay_out()
        self.highlighted = again[0] if again else 0
        self._see_highlighted()
        if self.highlighted_item not in (None, chosen):
            self._announce()

    def validate_highlighted(self, highlighted: int) -> int:
        """Keep to the items that exist."""
        return max(0, min(highlighted, len(self._items) - 1))

    def watch_highlighted(self, old: int, new: int) -> None:
        """Draw the two items anew, and show the new one."""
        for index in (old, new):
            if index < len(self._extents):
                first, last = self._extents[index]
                self.refresh_lines(first, last - first)
        self._see_highlighted()
        self._announce()

    def on_resize(self) -> None:
        """Wrap anew, the highlighted item in view."""
        if self.size.width != self._drawn_at:
            self._lay_out()
            self._see_highlighted()

    def on_click(self, event: events.Click) -> None:
        """Choose the item under the pointer."""
        line = self.scroll_offset.y + event.y
        if 0 <= line < len(self._lines) and (index := self._lines[line].index) >= 0:
            self.highlighted = index
            self.action_choose()

    def action_cursor_down(self) -> None:
        """Highlight the next item."""
        self.highlighted += 1

    def action_cursor_up(self) -> None:
        """Highlight the item before; at the first, show the head above it."""
        self.highlighted -= 1

    def action_page_down(self) -> None:
        """Highlight the item a page on."""
        self._highlight_near(self.size.height)

    def action_page_up(self) -> None:
        """Highlight the item a page back."""
        self._highlight_near(-self.size.height)

    def action_first(self) -> None:
        """Highlight the first item."""
        self.highlighted = 0

    def action_last(self) -> None:
        """Highlight the last item."""
        self.highlighted = len(self._items) - 1

    def action_choose(self) -> None:
        """Choose the highlighted item."""
        if (item := self.highlighted_item) is not None:
            self.post_message(self.Chosen(self, item))

    def render_line(self, y: int) -> Strip:
        """Draw one line of what is seen."""
        width, plain = self.size.width, self.visual_style.rich_style
        number = self.scroll_offset.y + y
        if number >= len(self._lines):
            return Strip.blank(width, plain)
        line = self._lines[number]
        over = ("timeline--highlighted",) * (line.index == self.highlighted)
        rest = self.get_visual_style(*over).rich_style if over else plain
        pieces: list[tuple[str, Style]] = []
        room = width
        for text, look in line.pieces:
            said = cut(Content(text, strip_control_codes=False), room).plain
            # The rail keeps its colour, so that the highlighted item is a bar beside it.
            is_rail = look in ("rail", "sign")
            style = self.get_visual_style(f"timeline--{look}", *(() if is_rail else over)).rich_style
            pieces.append((said, style))
            room -= cell_len(said)
            if said != text or room <= 0:
                break
        return strip_of(pieces, width, rest)

    def _lay_out(self) -> None:
        width = self._drawn_at = self.size.width
        if not width:
            return
        self._lines = list(drawn(self._items, self._today, width))
        extents: dict[int, tuple[int, int]] = {}
        for number, line in enumerate(self._lines):
            if line.index >= 0:
                extents[line.index] = (extents.get(line.index, (number,))[0], number + 1)
        self._extents = [extents[index] for index in range(len(self._items))]
        self.virtual_size = Size(1, len(self._lines))
        self.refresh()

    def _see_highlighted(self) -> None:
        if self.highlighted >= len(self._extents) or not self.size.height:
            return
        first, last = self._extents[self.highlighted]
        while first and self._lines[first - 1].index < 0 and last - first < self.size.height:
            first -= 1  # the head above it, and the gap
        if (place := min(first, max(last - self.size.height, self.scroll_offset.y))) != self.scroll_offset.y:
            self.scroll_to(y=place, animate=False, force=True)

    def _highlight_near(self, lines: int) -> None:
        if self.highlighted >= len(self._extents):
            return
        wanted = self._extents[self.highlighted][0] + lines
        near = [index for index, (first, _) in enumerate(self._extents) if (first <= wanted) == (lines > 0)]
        if lines > 0:
            self.highlighted = max(self.highlighted + 1, near[-1] if near else 0)
        else:
            self.highlighted = min(self.highlighted - 1, near[0] if near else 0)

    def _announce(self) -> None:
        if (item := self.highlighted_item) is not None:
            self.post_message(self.Highlighted(self, item))
