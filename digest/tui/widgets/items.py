"""A column of things to stand on: sentences, facts, sources; each knows the place in an article that it is from."""

from __future__ import annotations

from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from digest.tui.actions import bindings
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.content import Content


class Target(Value):
    """A place in an article; no place when the whole article is meant."""

    article: str
    start: int = 0
    end: int = 0


class Item(Value, kw_only=True):
    """A line or two that is shown; without a target or a rest it is a heading, which nobody can stand on.

    `rest` is what takes its place when it is chosen, `behind` is the sentence that proves it, `url` a web address it
    leads to, `words` what copying takes, `time` the place of words that it has no line of its own for.
    """

    shown: Content
    target: Target | None = None
    behind: Content | None = None
    url: str = ""
    words: str = ""
    rest: tuple[Item, ...] = ()
    time: Target | None = None

    @property
    def is_heading(self) -> bool:
        """Whether it only parts what is above from what is below."""
        return self.target is None and not self.rest


class Items(OptionList):
    """Shows items and says which one is highlighted or chosen."""

    BINDINGS = [*bindings("list"), *bindings("items")]

    class Highlighted(Message):
        """An item is under the cursor."""

        def __init__(self, items: Items, item: Item) -> None:
            super().__init__()
            self.items, self.item = items, item

        @property
        def control(self) -> Items:
            """The list that it is in."""
            return self.items

    class Chosen(Message):
        """An item was entered or clicked."""

        def __init__(self, items: Items, item: Item) -> None:
            super().__init__()
            self.items, self.item = items, item

        @property
        def control(self) -> Items:
            """The list that it is in."""
            return self.items

    class Copied(Message):
        """The words of an item are wanted elsewhere."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes, markup=False)
        self._items: list[Item] = []

    def show(self, items: Iterable[Item]) -> None:
        """Show other items; the cursor stays where it was when there is still something."""
        place = self.highlighted
        self._items = list(items)
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options(Option(item.shown, disabled=item.is_heading) for item in self._items)
        usable = [i for i, item in enumerate(self._items) if not item.is_heading]
        if usable:
            self.highlighted = place if place in usable else usable[0]

    @property
    def item(self) -> Item | None:
        """The item under the cursor."""
        return self._items[self.highlighted] if self.highlighted is not None and self._items else None

    @property
    def items(self) -> tuple[Item, ...]:
        """All that is shown."""
        return tuple(self._items)

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say it in our own words."""
        event.stop()
        if event.option_index < len(self._items):
            self.post_message(self.Highlighted(self, self._items[event.option_index]))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Unfold it, or say it in our own words."""
        event.stop()
        place = event.option_index
        if place >= len(self._items):
            return
        item = self._items[place]
        if item.rest:
            self.show((*self._items[:place], *item.rest, *self._items[place + 1 :]))
        else:
            self.post_message(self.Chosen(self, item))

    def action_copy(self) -> None:
        """Copy what is highlighted."""
        if self.item:
            self.post_message(self.Copied(self.item.words or self.item.shown.plain))
