"""Settings on the screen: what digest.toml says, changed in place."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, OptionList, Static

from digest import paths, settings
from digest.errors import UsageError
from digest.tui import keys
from digest.tui.screens.settings import SettingsScreen
from digest.tui.settings_rows import listed, read, shown
from digest.tui.widgets.items import Items
from tests.tui.world import settled

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from digest.service.desk import Desk
    from digest.tui.app import DigestApp

DEFAULTS = listed(settings.Settings(), keys.defaults())


async def opened(pilot: Pilot[None]) -> SettingsScreen:
    await settled(pilot)
    await press(pilot, "comma")
    screen = pilot.app.screen
    assert isinstance(screen, SettingsScreen)
    return screen


async def press(pilot: Pilot[None], *pressed: str) -> None:
    await pilot.press(*pressed)
    await settled(pilot)


async def answer(pilot: Pilot[None], typed: str) -> None:
    pilot.app.screen.query_one(Input).value = typed
    await press(pilot, "enter")


async def go_to(pilot: Pilot[None], screen: SettingsScreen, name: str) -> None:
    items = screen.query_one(Items)
    items.highlighted = next(i for i, item in enumerate(items.items) if item.target and item.target.article == name)
    await settled(pilot)


def row(screen: SettingsScreen, name: str) -> str:
    items = screen.query_one(Items).items
    return next(item.shown.plain for item in items if item.target and item.target.article == name)


def wrong(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one("#hint", Static).visual)


# The list


def test_every_setting_is_listed_with_what_the_shipped_file_says_of_it() -> None:
    assert [f"{s.section}_{s.key}" for s in DEFAULTS] == [
        name for name in settings.Settings._fields if name not in {"keys", "rules"}
    ]
    shipped = Path(paths.shipped("config/digest.toml")).read_text(encoding="utf-8")
    for setting in DEFAULTS:
        assert not setting.is_changed
        assert f"{setting.key} = {shown(setting.default)}" in shipped
        if setting.about:
            assert f" # {setting.about}\n" in shipped
    said = [line for line in shipped.splitlines() if " # " in line and not line.startswith("#")]
    assert len(said) == sum(bool(setting.about) for setting in DEFAULTS)


def test_what_is_shown_of_a_setting_is_read_back_as_it_is() -> None:
    for setting in DEFAULTS:
        assert tomllib.loads(f"x = {shown(setting.value)}")["x"] == setting.value
        assert read(setting, shown(setting.value)) == setting.value


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("daily.zone", "Europe/Berlin", "Europe/Berlin"),
        ("daily.folder", '""', ""),
        ("summarize.sentences", "20%", "20%"),
        ("daily.topics", '["space", "north sea"]', ["space", "north sea"]),
        ("mail.password", "$MAIL_PASSWORD", "$MAIL_PASSWORD"),
        ("mail.password", '["pass", "mail"]', ["pass", "mail"]),
        ("fetch.seconds", " 5 ", 5),
    ],
)
def test_a_text_needs_no_quotes(name: str, typed: str, value: object) -> None:
    setting = next(s for s in DEFAULTS if s.name == name)
    assert read(setting, typed) == value


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("daily.stories", "none", "not a value of TOML, as 12 is one"),
        ("daily.stories", "0", "expected a whole number from 1 to 1,000"),
        ("daily.topics", "[", r"not a value of TOML, as \[\] is one"),
        ("daily.formats", '["pdf"]', "unknown"),
        ("daily.formats", "[" * 100_000, "not a value of TOML"),
        ("mail.password", "hunter2", "expected a variable such as"),
        ("summarize.language", '"english', "not a value of TOML"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_reason(name: str, typed: str, says: str) -> None:
    setting = next(s for s in DEFAULTS if s.name == name)
    with pytest.raises(UsageError, match=f"^{says}"):
        read(setting, typed)


# The screen


async def test_the_file_is_named_and_every_setting_is_there(app: DigestApp, desk: Desk) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot)
        assert paths.shown(desk.settings_file) in str(screen.query_one("#settings-file", Static).visual).replace(
            "\n", ""
        )
        headings = [item.shown.plain for item in screen.query_one(Items).items if item.target is None]
        assert headings == [*(f"[{name}]" for name in dict.fromkeys(s.section for s in DEFAULTS)), "[[rules]]"]
        items = screen.query_one(Items)
        assert all(item.shown.cell_length <= items.size.width - 3 for item in items.items if item.target)
        assert "One of `digest summarize --list-methods`." in str(screen.query_one("#setting", Static).visual)


async def test_a_changed_value_is_written_marked_and_taken_back(app: DigestApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await opened(pilot)
        await go_to(pilot, screen, "daily.stories")
        await press(pilot, "enter")
        await answer(pilot, "many")
        assert wrong(pilot) == "not a value of TOML, as 12 is one"
        await answer(pilot, "0")
        assert wrong(pilot) == "expected a whole number from 1 to 1,000, not 0"
        await answer(pilot, "7")
        assert app.screen is screen
        text = Path(desk.settings_file).read_text(encoding="utf-8")
        assert "stories = 7            # at most so many stories" in text
        assert desk.settings.daily_stories == 7
        assert row(screen, "daily.stories").startswith("* stories")
        assert "the default is 12" in str(screen.query_one("#setting", Static).visual)
        await press(pilot, "ctrl+z")
        assert desk.settings.daily_stories == 12
        assert row(screen, "daily.stories").startswith("  stories")


async def test_d_gives_a_setting_its_default_again(app: DigestApp, desk: Desk) -> None:
    desk.change("daily.topics", ["space"])
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await opened(pilot)
        await go_to(pilot, screen, "daily.topics")
        assert '["space"]' in row(screen, "daily.topics")
        await press(pilot, "d")
        assert desk.settings.daily_topics == ()
        await press(pilot, "d")
        assert any("as by default" in toast.message for toast in app._notifications)


async def test_where_there_are_few_values_they_are_chosen(app: DigestApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await opened(pilot)
        for name, value in (("summarize.method", "lead"), ("summarize.format", "markdown"), ("mail.tls", "tls")):
            await go_to(pilot, screen, name)
            await press(pilot, "e", "j", "enter")
            assert getattr(desk.settings, name.replace(".", "_")) == value


async def test_a_theme_is_put_on_at_once_and_again_when_taken_back(app: DigestApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await opened(pilot)
        await go_to(pilot, screen, "screen.theme")
        await press(pilot, "enter")
        assert app.screen.query_one(OptionList).option_count > 3
        await press(pilot, "home", "enter")
        assert app.theme == desk.settings.screen_theme == "digest-contrast"
        await press(pilot, "ctrl+z")
        assert app.theme == desk.settings.screen_theme == "digest-dark"


async def test_a_zone_that_is_none_is_refused_in_the_prompt(app: DigestApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await opened(pilot)
        await go_to(pilot, screen, "daily.zone")
        await press(pilot, "enter")
        await answer(pilot, "Mars/Olympus")
        assert wrong(pilot) == "there is no zone 'Mars/Olympus'"
        await answer(pilot, "Asia/Seoul")
        assert desk.settings.daily_zone == "Asia/Seoul"


async def test_keys_that_are_set_are_listed_and_work_at_once_when_changed(app: DigestApp, desk: Desk) -> None:
    desk.change("keys.main.show-feeds", "f7")
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await opened(pilot)
        await go_to(pilot, screen, "keys.main.show-feeds")
        assert "Feeds" in row(screen, "keys.main.show-feeds")
        await press(pilot, "enter")
        await answer(pilot, "crtl+f")
        assert "is no key" in wrong(pilot)
        await answer(pilot, "f8")
        assert '"main.show-feeds" = "f8"' in Path(desk.settings_file).read_text(encoding="utf-8")
        await press(pilot, "q", "f8")
        assert app.main.view == "feeds"


async def test_a_file_that_was_broken_meanwhile_is_left_alone(app: DigestApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        screen = await opened(pilot)
        await go_to(pilot, screen, "daily.stories")
        Path(desk.settings_file).write_text("[/x]", encoding="utf-8")
        await press(pilot, "enter")
        await answer(pilot, "7")
        assert Path(desk.settings_file).read_text(encoding="utf-8") == "[/x]"
        assert any("not TOML 1.0" in toast.message for toast in app._notifications)
        assert desk.settings.daily_stories == 12


async def test_comma_q_and_escape_lead_back(app: DigestApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        for key in ("comma", "q", "escape"):
            await opened(pilot)
            await press(pilot, key)
            assert app.screen is app.main
