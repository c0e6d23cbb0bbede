"""Settings: every key of digest.toml with its value, its default and what it means, to be changed in place."""

from __future__ import annotations

import os

from textual.screen import Screen
from textual.widgets import Static

from digest import paths
from digest.errors import DigestError, UsageError
from digest.service.today import zone_of
from digest.text.clean import clean
from digest.tui import actions, keys, themes, working
from digest.tui.actions import bindings
from digest.tui.plain import MUTED, content, joined, line
from digest.tui.settings_rows import KEYS, Setting, listed, options, read, shown
from digest.tui.widgets.foot import Foot
from digest.tui.widgets.items import Item, Items, Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from textual import events
    from textual.app import ComposeResult

    from digest.tui.app import DigestApp

_HINTS = {
    "daily.formats": "markdown, toml, json, html, text",
    "daily.zone": 'local, or such as "Europe/Berlin"',
}
_CHANGED = "*"


class SettingsScreen(Screen[None]):
    """The file at the top, its settings by section, the one under the cursor in full below."""

    BINDINGS = bindings("settings")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (150, "-broad")]

    def __init__(self) -> None:
        super().__init__()
        self._settings: tuple[Setting, ...] = ()

    @property
    def digest_app(self) -> DigestApp:
        """The application, by its own type."""
        return self.app  # type: ignore[return-value]

    def compose(self) -> ComposeResult:
        """Where the file is, the settings, the one under the cursor."""
        yield Static(id="settings-file")
        yield Items(id="settings-list")
        yield Static(id="setting")
        yield Foot()

    def on_mount(self) -> None:
        """Show them."""
        self.query_one(Items).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Show them at this width."""
        self.call_after_refresh(self._show)

    @property
    def setting(self) -> Setting | None:
        """The setting under the cursor; None on the line of the rules."""
        item = self.query_one(Items).item
        return next((s for s in self._settings if item and item.target and s.name == item.target.article), None)

    def _show(self) -> None:
        desk, items = self.digest_app.desk, self.query_one(Items)
        path = desk.settings_file
        note = "" if os.path.exists(path) else "   not there yet: the first change makes it"
        self.query_one("#settings-file", Static).update(joined(line(paths.shown(path), "bold"), note))
        self._settings = listed(desk.settings, keys.defaults())
        standing = items.item.target.article if items.item and items.item.target else ""
        rows = self._rows(items.size.width - 3)
        items.show(rows)
        names = [item.target.article if item.target else "" for item in rows]
        if standing and standing in names:
            items.highlighted = names.index(standing)
        self._show_setting()

    def _rows(self, width: int) -> list[Item]:
        rows, section = [], ""
        for setting in self._settings:
            if setting.section != section:
                section = setting.section
                rows.append(Item(shown=line(f"[{section}]", "bold $accent")))
            rows.append(Item(shown=_row(setting, width), target=Target(setting.name), words=_assigned(setting)))
        rules = len(self.digest_app.desk.settings.rules)
        rows.append(Item(shown=line("[[rules]]", "bold $accent")))
        said = f"  {rules:,} rule{'s' * (rules != 1)}, to be changed in the file; `digest rules test` tries them"
        rows.append(Item(shown=joined(said), target=Target("rules"), words="[[rules]]"))
        return rows

    def _show_setting(self) -> None:
        setting, place = self.setting, self.query_one("#setting", Static)
        if setting is None:
            place.update(content("Rules hide articles (mute) or hold on to them (keep). They are tables of the file."))
            return
        default = f"the default is {shown(setting.default)}" if setting.is_changed else "as by default"
        about = _about(setting)
        place.update(
            joined(
                joined(line(_assigned(setting), "bold"), "   ", line(default, MUTED)),
                content(f"{about[:1].upper()}{about[1:]}." if about else ""),
                by="\n",
            )
        )

    def on_items_highlighted(self, event: Items.Highlighted) -> None:
        """Show it in full."""
        event.stop()
        self._show_setting()

    def on_items_chosen(self, event: Items.Chosen) -> None:
        """Change it."""
        event.stop()
        self.action_change()

    def on_items_copied(self, event: Items.Copied) -> None:
        """Copy it as the file has it."""
        event.stop()
        self.digest_app.copy(event.words)

    # Changing

    def action_change(self) -> None:
        """Choose or type another value."""
        setting, app = self.setting, self.digest_app
        if setting is None:
            app.say(f"rules are changed in {paths.shown(app.desk.settings_file)}")
            return
        question = f"{setting.name}{' — ' if _about(setting) else ''}{_about(setting)}"
        if chosen := options(setting, _themes(app)):
            app.choose(question, chosen, lambda value: self._change(setting, value), value=str(setting.value))
            return
        value = shown(setting.value)
        if clean(value, one_line=True) != value:
            app.say(
                f"too long to be changed here: please change it in {paths.shown(app.desk.settings_file)}", problem=True
            )
            return
        app.ask(
            question,
            lambda typed: self._change(setting, read(setting, typed)),
            value=value,
            hint=_HINTS.get(setting.name, ""),
            check=lambda typed: _wrong(setting, typed),
        )

    def action_reset(self) -> None:
        """Give it its default again."""
        setting = self.setting
        if setting and setting.is_changed:
            self._change(setting, setting.default)
        elif setting:
            self.digest_app.say(f"{setting.name} is as by default")

    def _change(self, setting: Setting, value: Any) -> None:
        app = self.digest_app

        def write(wanted: Any) -> None:
            app.desk.change(setting.name, wanted)

        def undo() -> None:  # in a thread
            write(setting.value)
            app.call_later(self._apply, setting)

        def done(_: None) -> None:
            self._apply(setting)
            app.did(f"{setting.name} = {shown(value)[:60]}", undo)
            app.changed()

        working.run(self, lambda: write(value), done, group="change-setting", exclusive=False)

    def _apply(self, setting: Setting) -> None:
        """What is to be seen at once."""
        app = self.digest_app
        if setting.name == "screen.theme":
            wanted = app.desk.settings.screen_theme
            app.theme = wanted if wanted in app.available_themes else themes.DEFAULT
        elif setting.section == KEYS:
            app.set_keymap(actions.keymap(app.desk.settings.keys))
        if self.is_running:
            self._show()

    def action_close(self) -> None:
        """Back."""
        self.dismiss()


def _themes(app: DigestApp) -> list[str]:
    """Our own first; without the one for terminals of 16 colours, which has no shades for our panels."""
    names = sorted(app.available_themes, key=lambda name: (not name.startswith("digest-"), name))
    return [name for name in names if not name.endswith("-ansi")]


def _wrong(setting: Setting, typed: str) -> str:
    """What is wrong with a typed value, or ""."""
    try:
        value = read(setting, typed)
        if setting.name == "daily.zone":
            zone_of(value)
        if setting.section == KEYS:
            keys.check(value)
    except UsageError as error:
        return str(error)
    except DigestError as error:
        return str(error).removeprefix("[daily] zone: ")
    return ""


def _about(setting: Setting) -> str:
    if setting.section != KEYS:
        return setting.about
    act = keys.act(setting.key)
    return f"keys for “{act.title}”: {act.help}" if act else ""


def _assigned(setting: Setting) -> str:
    key = f'"{setting.key}"' if "." in setting.key else setting.key
    return f"{key} = {shown(setting.value)}"


def _row(setting: Setting, width: int) -> Any:
    """Sign, key, value, meaning, on one line."""
    name, value = (24, 22) if width >= 90 else (22, 20)
    sign = _CHANGED if setting.is_changed else " "
    told = joined(
        sign, " ",
        line(setting.key).truncate(name, ellipsis=True, pad=True), "  ",
        line(shown(setting.value), "bold" if setting.is_changed else "").truncate(value, ellipsis=True, pad=True), "  ",
        line(_about(setting), MUTED),
    )  # fmt: skip
    return told.truncate(max(width, 1), ellipsis=True)
