"""Help: every action of every place, with the keys that it has now."""

from __future__ import annotations

import pkgutil
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import ModalScreen
from textual.widgets import Input, Static

import digest.tui
from digest import paths
from digest.errors import SettingsError
from digest.tui import keys
from digest.tui.actions import ACTS, SCOPES, keymap
from digest.tui.app import DigestApp
from digest.tui.screens.help import HelpScreen
from digest.tui.widgets.items import Items
from tests.tui.world import settled

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from digest.service.desk import Desk

# Where a question is asked, keys are those of the question itself, which stand under it, and of the line to type in.
PROMPTS = (ModalScreen, Input)
# Keys that our widgets have from textual: moving, choosing, the palette. Help names them under "Besides".
TEXTUALS = {
    *("enter", "up", "down", "left", "right", "pageup", "pagedown", "home", "end", "tab", "shift+tab"),
    *("ctrl+home", "ctrl+end", "ctrl+left", "ctrl+right", "ctrl+pageup", "ctrl+pagedown"),
    *(
        "space",
        "shift+up",
        "shift+down",
        "shift+left",
        "shift+right",
        "ctrl+c",
        "super+c",
        "ctrl+q",
        "ctrl+p",
        "escape",
    ),
    *("ctrl+i", "f1"),
}


# Enter, where textual has no binding of its own for it.
CHOOSING = {"list.choose"}


def nodes() -> dict[type[DOMNode], list[Binding]]:
    """Our classes that are used as they are, with the bindings that they and their parents among ours have."""
    ours = {
        kind
        for module in pkgutil.walk_packages(digest.tui.__path__, "digest.tui.")
        for kind in vars(import_module(module.name)).values()
        if isinstance(kind, type) and issubclass(kind, DOMNode) and kind.__module__.startswith("digest.tui.")
    }
    used = [kind for kind in ours if not any(issubclass(other, kind) for other in ours - {kind})]
    bound = {
        kind: [b for parent in kind.__mro__ if parent in ours for b in parent.__dict__.get("BINDINGS", ())]
        for kind in used
    }
    return {kind: bindings for kind, bindings in bound.items() if bindings}


def action_of(binding: Binding) -> str:
    return f"action_{binding.action.partition('(')[0]}"


def test_every_action_is_a_method_of_what_binds_its_key() -> None:
    bound = set()
    for kind, bindings in nodes().items():
        for binding in bindings:
            assert hasattr(kind, action_of(binding)), f"{kind.__name__}: {binding.id or binding.key}"
            bound.add(binding.id)
    assert {act.id for act in ACTS} <= bound


def test_no_key_is_bound_that_the_table_does_not_have() -> None:
    known = {act.id: act.keys for act in ACTS}
    for kind, bindings in nodes().items():
        if not issubclass(kind, PROMPTS):
            assert [b for b in bindings if b.id not in known.keys() | CHOOSING] == [], kind.__name__
            for id_ in {b.id for b in bindings} & known.keys():
                bound = {key for b in bindings if b.id == id_ for key in b.key.split(",")}
                assert set(known[id_].split(",")) <= bound, (kind.__name__, id_)


def test_what_textual_binds_besides_is_known() -> None:
    for kind in nodes():
        if issubclass(kind, PROMPTS):
            continue
        theirs = {
            key.strip()
            for parent in kind.__mro__
            if parent.__module__.startswith("textual.")
            for binding in parent.__dict__.get("BINDINGS", ())
            for key in (binding.key if isinstance(binding, Binding) else binding[0]).split(",")
        }
        assert theirs <= TEXTUALS, (kind.__name__, theirs - TEXTUALS)


@pytest.mark.parametrize("scope", SCOPES)
def test_no_two_actions_of_a_place_share_a_key(scope: str) -> None:
    used = Counter(key for act in ACTS if act.scope == scope for key in act.keys.split(","))
    assert [key for key, times in used.items() if times > 1] == []


def test_ids_are_unique_their_places_are_named_and_their_keys_are_keys() -> None:
    assert len({act.id for act in ACTS}) == len(ACTS)
    assert {act.scope for act in ACTS} <= set(SCOPES)
    for act in ACTS:
        keys.check(act.keys)


def test_keys_for_an_action_that_is_none_are_refused() -> None:
    with pytest.raises(SettingsError, match=r"unknown action 'today.sav' \(nearest: today.save;"):
        keymap([("today.sav", "S")])


# The screen


async def opened(pilot: Pilot[None], *pressed: str) -> HelpScreen:
    await settled(pilot)
    await pilot.press(*pressed, "question_mark")
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, HelpScreen)
    return screen


def text(screen: HelpScreen) -> list[str]:
    return [item.shown.plain for item in screen.query_one(Items).items]


async def test_every_action_is_there_those_of_the_present_place_first(app: DigestApp) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        screen = await opened(pilot, "5")
        lines = text(screen)
        for act in ACTS:
            assert any(act.title in line and act.help in line for line in lines), act.id
        headings = [item.shown.plain for item in screen.query_one(Items).items if item.target is None]
        assert headings.index("Feeds (here)") < headings.index("Everywhere") < headings.index("Reader")
        assert headings[-3:] == ["Besides", "Queries", "Files"]
        for path in (app.desk.settings_file, app.desk.feeds_file, app.desk.archive_file):
            assert any(paths.shown(path) in line for line in lines)


async def test_typing_leaves_what_has_all_the_words(app: DigestApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press(*"opml write")
        await settled(pilot)
        assert [line.split()[:2] for line in text(screen)] == [["Feeds"], ["x", "Export"]]
        await pilot.press(*"qqq")
        await settled(pilot)
        assert text(screen) == ["Nothing fits."]
        assert not screen.query_one("#help-about").display


async def test_down_goes_to_the_list_where_j_and_k_move_and_q_leaves(app: DigestApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        await pilot.press("down")
        items = screen.query_one(Items)
        assert items.has_focus
        first = items.highlighted
        await pilot.press("j", "j", "k")
        assert items.highlighted == first + 1
        await pilot.press("slash")
        assert screen.query_one(Input).has_focus
        await pilot.press("enter", "q")
        await settled(pilot)
        assert not isinstance(app.screen, HelpScreen)


async def test_escape_leaves_while_typing(app: DigestApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await opened(pilot)
        await pilot.press("q", "escape")
        await settled(pilot)
        assert not isinstance(app.screen, HelpScreen)


async def test_the_readers_own_keys_are_shown(desk: Desk) -> None:
    Path(desk.settings_file).write_text('[keys]\n"feeds.export-opml" = "E,f5"\n', encoding="utf-8")
    app = DigestApp(
        type(desk)(archive_file=desk.archive_file, feeds_file=desk.feeds_file, settings_file=desk.settings_file)
    )
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await opened(pilot)
        await pilot.press(*"export-opml", "down")
        await settled(pilot)
        assert any(line.split()[:3] == ["E", "f5", "Export"] for line in text(screen))
        assert "feeds.export-opml" in str(screen.query_one("#help-about", Static).visual)
        assert "by default x" in str(screen.query_one("#help-about", Static).visual)


async def test_an_action_gets_other_keys_and_its_own_again(app: DigestApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await opened(pilot, "5")
        await pilot.press(*"feeds.export", "down", "enter")
        await settled(pilot)
        await answer(pilot, "t")
        assert "has it for “Tags”" in str(app.screen.query_one("#hint", Static).visual)
        await answer(pilot, "crtl+x")
        assert "is no key" in str(app.screen.query_one("#hint", Static).visual)
        await answer(pilot, "z, f6")
        assert app.screen is screen
        assert dict(app.desk.settings.keys) == {"feeds.export-opml": "z,f6"}
        assert any(line.split()[:2] == ["z", "f6"] for line in text(screen))
        await pilot.press("escape")
        await settled(pilot)
        assert {b.binding.id for k, b in app.screen.active_bindings.items() if k in {"z", "f6"}} == {
            "feeds.export-opml"
        }
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert app.screen.active_bindings["x"].binding.id == "feeds.export-opml"
        await pilot.press("question_mark", *"feeds.export", "down", "d")  # nothing to give back: says nothing
        await settled(pilot)
        assert dict(app.desk.settings.keys) == {"feeds.export-opml": "x"}


async def answer(pilot: Pilot[None], typed: str) -> None:
    pilot.app.screen.query_one(Input).value = typed
    await pilot.press("enter")
    await settled(pilot)
