"""The line at the top, which names the views, and the line that a refresh tells itself in."""

from __future__ import annotations

from textual.containers import Horizontal
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from digest.tui.plain import MUTED, joined, line, own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.content import Content

    from digest.service.fetching import Outcome


class Tab(Static):
    """The name of a view and its key."""

    class Chosen(Message):
        """It was clicked."""

        def __init__(self, view: str) -> None:
            super().__init__()
            self.view = view

    def __init__(self, view: str, key: str, title: str) -> None:
        super().__init__(joined(line(key, MUTED), " ", line(title)), id=f"tab-{view}")
        self.view = view

    def on_click(self, event: events.Click) -> None:
        """Say so."""
        event.stop()
        self.post_message(self.Chosen(self.view))


class Bar(Horizontal):
    """Names of views, then a note."""

    view: reactive[str] = reactive("")
    note: reactive[str] = reactive("")

    def __init__(self, tabs: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self._tabs = tabs

    def compose(self) -> ComposeResult:
        """A tab each, and the note."""
        for view, key, title in self._tabs:
            yield Tab(view, key, title)
        yield Static(id="note")

    def watch_view(self, view: str) -> None:
        """Show which one it is."""
        for tab in self.query(Tab):
            tab.set_class(tab.view == view, "-shown")

    def watch_note(self, note: str) -> None:
        """Show the note."""
        if self.is_mounted:
            self.query_one("#note", Static).update(line(note), layout=False)


class RefreshLine(Static):
    """How a refresh is getting on: a bar, counts, and each feed as it arrives."""

    def __init__(self) -> None:
        super().__init__(id="refresh-line")
        self._total = self._done = self._failed = self._new = 0

    def begin(self, total: int) -> None:
        """Start with so many feeds ahead."""
        self._total, self._done, self._failed, self._new = total, 0, 0, 0
        self.add_class("-running")
        self._draw(line("asking …"))

    def arrived(self, outcomes: Sequence[Outcome]) -> None:
        """Some feeds have answered."""
        for outcome in outcomes:
            self._done += 1
            self._failed += outcome.kind == "failed"
            self._new += outcome.new
        if outcomes:
            last = outcomes[-1]
            said = {"new": f"{last.new} new", "failed": last.problem}.get(last.kind, last.kind)
            self._draw(joined(line(last.title), ": ", line(said, "$error" if last.kind == "failed" else MUTED)))

    def end(self) -> tuple[int, int, int]:
        """It is over: feeds, new articles, failures."""
        self.remove_class("-running")
        return self._done, self._new, self._failed

    def _draw(self, last: Content) -> None:
        full = round(16 * self._done / self._total) if self._total else 0
        counts = [f"{self._done}/{self._total}"]
        if self._new:
            counts.append(f"{self._new} new")
        failed = own(f" · {self._failed} failed", "$error") if self._failed else ""
        bar = joined(own("━" * full, "$success"), own("─" * (16 - full), MUTED))
        self.update(joined(bar, f" {' · '.join(counts)}", failed, "  ", last), layout=False)  # a line stays a line
