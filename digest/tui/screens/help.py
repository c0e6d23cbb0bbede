"""Help: every action with its keys, to be searched and changed; how to write a query; where the files are."""

from __future__ import annotations

from textual.screen import Screen
from textual.widgets import Input, Static

from digest import paths
from digest.errors import UsageError
from digest.tui import actions, keys, working
from digest.tui.actions import ACTS, SCOPES, bindings
from digest.tui.commands import shown_keys
from digest.tui.plain import MUTED, joined, line
from digest.tui.widgets.foot import Foot
from digest.tui.widgets.items import Item, Items, Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual import events
    from textual.app import ComposeResult

    from digest.tui.actions import Act
    from digest.tui.app import DigestApp

QUERIES = (
    ("storm coast", "both words, in any form (storms)"),
    ('"north sea"', "these words one after the other"),
    ("econom*", "words that begin so"),
    ("-football", "not this word"),
    ("from:courier", "of a feed: part of its title or address"),
    ("tag:world", "of a feed with this tag"),
    ("after:2031-05-01", "published on that day or later"),
    ("before:2031-06-01", "published before that day"),
    ("is:unread", "also is:read, is:saved, is:hidden"),
)
BESIDES = (
    ("enter", "open, read or change what is under the cursor"),
    ("up down pgup pgdn", "move, as home and end do, and the mouse"),
    ("tab shift+tab", "to the next part of the screen, or the one before"),
    ("ctrl+p", "the palette: everything that can be done here, by name"),
)
_NAMES = 20  # cells of what queries and files are called


class HelpScreen(Screen[None]):
    """A line to type in over all that there is to know; the places one can be at now come first."""

    BINDINGS = bindings("help")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (150, "-broad")]

    def __init__(self) -> None:
        super().__init__()
        self._here: frozenset[str] = frozenset()

    @property
    def digest_app(self) -> DigestApp:
        """The application, by its own type."""
        return self.app  # type: ignore[return-value]

    def compose(self) -> ComposeResult:
        """What is typed, what fits it, what is under the cursor."""
        yield Input(placeholder="type what you look for; ↓ goes to the list, esc back", id="help-filter")
        yield Items(id="help-list")
        yield Static(id="help-about")
        yield Foot()

    def on_mount(self) -> None:
        """Note where the reader comes from."""
        below = self.app.screen_stack[-2:][0]
        ids = (active.binding.id or "" for active in below.active_bindings.values())
        self._here = frozenset(id_.partition(".")[0] for id_ in ids) - {"app", "help", ""}
        self.query_one(Input).focus()

    # Showing

    @property
    def act(self) -> Act | None:
        """The action under the cursor; None on a line about queries or files."""
        item = self.query_one(Items).item
        return keys.act(item.target.article) if item and item.target else None

    def _present(self) -> dict[str, str]:
        return keys.defaults() | dict(self.digest_app.desk.settings.keys)

    def _show(self) -> None:
        wanted, items = self.query_one(Input).value.casefold().split(), self.query_one(Items)
        rows: list[Item] = []
        for title, group in self._groups():
            fitting = [item for item, said in group if all(word in f"{title} {said}".casefold() for word in wanted)]
            if fitting:
                rows += [Item(shown=line(title, "bold $accent")), *fitting]
        items.show(rows or [Item(shown=line("Nothing fits.", MUTED))])
        self._show_about()

    def _groups(self) -> Iterable[tuple[str, list[tuple[Item, str]]]]:
        """Headings, each with what stands under it and the words by which that is found."""
        present, width = self._present(), self.query_one(Items).size.width - 3
        for scope in sorted(SCOPES, key=lambda scope: (scope not in self._here, scope != "app")):  # stable
            here = " (here)" if scope in self._here else ""
            yield f"{SCOPES[scope]}{here}", [_of_act(act, present[act.id], width) for act in ACTS if act.scope == scope]
        yield "Besides", [_plain(key, about, width, words=key) for key, about in BESIDES]
        yield "Queries", [_plain(query, about, width, words=query) for query, about in QUERIES]
        desk = self.digest_app.desk
        files = {"settings": desk.settings_file, "feeds": desk.feeds_file, "archive": desk.archive_file}
        yield "Files", [_plain(name, (path := paths.shown(full)), width, words=path) for name, full in files.items()]

    def _show_about(self) -> None:
        act, about = self.act, self.query_one("#help-about", Static)
        about.display = act is not None
        if act:
            own = shown_keys(act.keys)
            changed = "" if self._present()[act.id] == act.keys else f", by default {own}"
            about.update(
                joined(
                    joined(line(act.title, "bold"), ": ", line(act.help)),
                    line(f"called {act.id} in [keys] of digest.toml{changed}", MUTED),
                    by="\n",
                )
            )

    def on_input_changed(self, event: Input.Changed) -> None:
        """Show what fits."""
        event.stop()
        self.query_one(Items).highlighted = None
        self._show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Into the list."""
        event.stop()
        self.query_one(Items).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Show it at this width."""
        self.call_after_refresh(self._show)

    def on_items_highlighted(self, event: Items.Highlighted) -> None:
        """Say it in full."""
        event.stop()
        self._show_about()

    def on_items_chosen(self, event: Items.Chosen) -> None:
        """Change its keys."""
        event.stop()
        self.action_change()

    def on_items_copied(self, event: Items.Copied) -> None:
        """Copy it as the settings have it."""
        event.stop()
        self.digest_app.copy(event.words)

    # Actions

    def action_close(self) -> None:
        """Back."""
        self.dismiss()

    def action_filter(self) -> None:
        """To the typed words."""
        self.query_one(Input).focus()

    def action_list(self) -> None:
        """From the typed words to the list, and back."""
        items = self.query_one(Items)
        (self.query_one(Input) if items.has_focus else items).focus()

    def action_change(self) -> None:
        """Ask for other keys."""
        act = self.act
        if act is None:
            return
        present = self._present()[act.id]
        self.digest_app.ask(
            f"Keys of “{act.title}” ({SCOPES[act.scope]}), parted by commas",
            lambda typed: self._change(act, typed.replace(" ", "")),
            value=present,
            check=lambda typed: self._wrong(act, typed),
        )

    def action_reset(self) -> None:
        """Give the action its own keys again."""
        act = self.act
        if act and self._present()[act.id] != act.keys:
            self._change(act, act.keys)

    def _wrong(self, act: Act, typed: str) -> str:
        try:
            keys.check(typed)
        except UsageError as error:
            return str(error)
        present = self._present()
        others = keys.clashing(typed, act, present)
        return f"{SCOPES[others[0].scope]} has it for “{others[0].title}”" if others else ""

    def _change(self, act: Act, wanted: str) -> None:
        app, before = self.digest_app, self._present()[act.id]

        def write(typed: str) -> None:
            app.desk.change(f"keys.{act.id}", typed)

        def undo() -> None:  # in a thread
            write(before)
            app.call_later(apply)

        def apply() -> None:
            app.set_keymap(actions.keymap(app.desk.settings.keys))
            if self.is_running:
                self._show()

        def done(_: None) -> None:
            apply()
            app.did(f"{act.title}: {shown_keys(wanted)}", undo)

        working.run(self, lambda: write(wanted), done, group="change-keys", exclusive=False)


def _of_act(act: Act, present: str, width: int) -> tuple[Item, str]:
    known, wide = shown_keys(present), width >= 90
    said = joined(
        "  ",
        line(known, "bold").truncate(18 if wide else 12, ellipsis=True, pad=True),
        line(act.title).truncate(16 if wide else 14, ellipsis=True, pad=True),
        line(act.help, MUTED),
        by=" ",
    ).truncate(max(1, width), ellipsis=True)
    item = Item(shown=said, target=Target(act.id), words=f'"{act.id}" = "{present}"')
    return item, f"{known} {act.title} {act.help} {act.id}"


def _plain(name: str, about: str, width: int, *, words: str) -> tuple[Item, str]:
    cells = (line(name, "bold").truncate(_NAMES, ellipsis=True, pad=True), line(about, MUTED))
    return Item(shown=joined("  ", *cells, by=" "), target=Target(""), words=words), f"{name} {about}"
