"""The main screen: the names of the views at the top, one view, the line of a refresh, the footer."""

from __future__ import annotations

import gc
from importlib import import_module

from textual.screen import Screen
from textual.widgets import ContentSwitcher

from digest.tui.actions import bindings
from digest.tui.panes.pane import Pane
from digest.tui.widgets.bar import Bar, RefreshLine, Tab
from digest.tui.widgets.foot import Foot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from textual.app import ComposeResult

# Imported when first shown: every start pays for what it imports.
VIEWS = {
    "today": ("1", "Today", "digest.tui.panes.today", "TodayPane"),
    "articles": ("2", "Articles", "digest.tui.panes.articles", "ArticlesPane"),
    "agenda": ("3", "Agenda", "digest.tui.panes.agenda", "AgendaPane"),
    "digests": ("4", "Digests", "digest.tui.panes.digests", "DigestsPane"),
    "feeds": ("5", "Feeds", "digest.tui.panes.feeds", "FeedsPane"),
    "search": ("/", "Search", "digest.tui.panes.search", "SearchPane"),
}


_QUIET = 1.5  # seconds after the start


class MainScreen(Screen[None]):
    """Shows one view at a time; each is made when it is first asked for."""

    BINDINGS = bindings("main")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (150, "-broad")]

    def __init__(self, view: str = "today") -> None:
        super().__init__()
        self._first = view if view in VIEWS else "today"
        self._stale: set[str] = set()

    def compose(self) -> ComposeResult:
        """Bar, view, refresh line, footer."""
        yield Bar([(view, key, title) for view, (key, title, _, _) in VIEWS.items()])
        yield ContentSwitcher(id="views")
        yield RefreshLine()
        yield Foot()

    async def on_mount(self) -> None:
        """Show the first view."""
        await self.action_show(self._first)
        self.set_timer(_QUIET, self._warm_up)

    def _warm_up(self) -> None:
        """Import what the other views need while nobody waits for it; what is there by now is no garbage."""

        def load() -> None:
            for _, _, module, _ in VIEWS.values():
                import_module(module)
            import_module("digest.tui.screens.reader")
            gc.freeze()

        self.run_worker(load, thread=True, group="warm-up", exit_on_error=False)

    @property
    def view(self) -> str:
        """The view that is shown."""
        return self.query_one(ContentSwitcher).current or self._first

    @property
    def pane(self) -> Pane:
        """The view that is shown, itself."""
        return self.query_one(f"#{self.view}", Pane)

    async def action_show(self, view: str) -> None:
        """Show a view, made now if it has not been before."""
        switcher = self.query_one(ContentSwitcher)
        if not switcher.query(f"#{view}"):
            _, _, module, name = VIEWS[view]
            pane = getattr(import_module(module), name)(id=view)
            await switcher.add_content(pane, set_current=True)
            pane.reload()
        else:
            switcher.current = view
            if view in self._stale:
                self.pane.reload()
        self._stale.discard(view)
        self.query_one(Bar).view = view
        if target := self.pane.first_focus():
            target.focus()
        self.show_note()

    async def action_search(self) -> None:
        """Show the search."""
        await self.action_show("search")

    def action_leave(self) -> None:
        """Back one step in the view, else leave."""
        if not self.pane.leave():
            self.app.exit()

    def action_back(self) -> None:
        """Back one step in the view."""
        self.pane.leave()

    def changed(self) -> None:
        """What is shown may have changed: read it anew, the other views when they are next shown."""
        self._stale = {pane.id for pane in self.query(Pane) if pane.id and pane.id != self.view}
        self.pane.reload()

    def show_note(self) -> None:
        """Show the view's note; where nothing has the focus, as when a view was empty until now, the view gets it."""
        self.query_one(Bar).note = self.pane.note
        self.call_after_refresh(self._give_focus)

    def _give_focus(self) -> None:
        target = None if self.focused in self.focus_chain else self.pane.first_focus()
        if target:
            target.focus()

    async def on_tab_chosen(self, event: Tab.Chosen) -> None:
        """A name was clicked."""
        await self.action_show(event.view)
