"""What articles can be listed by: all of them, a tag, a feed; each with how many are unread."""

from __future__ import annotations

from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from digest.tui.actions import bindings
from digest.tui.plain import joined, line
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.content import Content


class Shelf(Value):
    """Everything where there is neither tag nor address."""

    title: str
    unread: int = 0
    tag: str = ""
    feed_url: str = ""

    @property
    def key(self) -> tuple[str, str]:
        """What it is known by, whatever it is called."""
        return self.tag, self.feed_url


class Shelves(OptionList):
    """Lists shelves; says which one is under the cursor, and when it is gone into."""

    BINDINGS = bindings("list")

    class Highlighted(Message):
        """A shelf is under the cursor."""

        def __init__(self, shelf: Shelf) -> None:
            super().__init__()
            self.shelf = shelf

    class Chosen(Highlighted):
        """A shelf was entered or clicked."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self.shelves: tuple[Shelf, ...] = ()

    @property
    def shelf(self) -> Shelf | None:
        """The one under the cursor."""
        place = self.highlighted
        return self.shelves[place] if place is not None and place < len(self.shelves) else None

    def show(self, shelves: Sequence[Shelf], standing: tuple[str, str]) -> None:
        """Show these, the cursor on the one with a key; what is the same stays as it is drawn."""
        before, self.shelves = self.shelves, tuple(shelves)
        with self.prevent(OptionList.OptionHighlighted):
            if [shelf.key for shelf in before] == [shelf.key for shelf in shelves]:
                for place, (old, new) in enumerate(zip(before, shelves, strict=True)):
                    if old != new:
                        self.replace_option_prompt_at_index(place, _line(new))
            else:
                self.clear_options()
                self.add_options(Option(_line(shelf)) for shelf in shelves)
            keys = [shelf.key for shelf in shelves]
            self.highlighted = keys.index(standing) if standing in keys else 0

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say it in our own words."""
        event.stop()
        if event.option_index < len(self.shelves):
            self.post_message(self.Highlighted(self.shelves[event.option_index]))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Say it in our own words."""
        event.stop()
        if event.option_index < len(self.shelves):
            self.post_message(self.Chosen(self.shelves[event.option_index]))


def _line(shelf: Shelf) -> Content:
    count = f"{shelf.unread:>6,} " if shelf.unread else "     · "
    title = line(shelf.title, "bold" if shelf.unread else "")
    return joined(count, line("#", "$accent") if shelf.tag else "", title)
