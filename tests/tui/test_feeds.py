"""Feeds on the screen: how they do, and what can be done with them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input, Static

from digest import subscriptions
from digest.archive import Archive
from digest.model import FeedState, Subscription
from digest.service.subscriptions import Health
from digest.tui.app import DigestApp
from digest.tui.feed_lines import condition, details, heading, row
from digest.tui.panes.feeds import FeedsPane
from digest.tui.widgets.items import Items
from digest.tui.widgets.shelves import Shelves
from tests.tui.world import BROKEN, COURIER, GAZETTE, NOW, TITLES, settled

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from digest.service.desk import Desk

OPML = '<opml version="2.0"><body><outline text="Isle" xmlUrl="https://isle.example/rss"/>{}</body></opml>'


async def opened(pilot: Pilot[None]) -> FeedsPane:
    await settled(pilot)
    await pilot.press("5")
    await settled(pilot)
    return pilot.app.screen.query_one(FeedsPane)


def titles(pane: FeedsPane) -> list[str]:
    return [item.shown.plain.split("  ")[0] for item in pane.query_one(Items).items]


def said(pane: FeedsPane, id_: str) -> str:
    return str(pane.query_one(id_, Static).visual)


def urls(desk: Desk) -> set[str]:
    return {feed.url for feed in subscriptions.load(desk.feeds_file).feeds}


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await settled(pilot)


async def answer(pilot: Pilot[None], text: str) -> None:
    pilot.app.screen.query_one(Input).value = text
    await press(pilot, "enter")


async def test_a_failing_feed_stands_first_with_a_sign_and_its_error_in_full(app: DigestApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        pane = await opened(pilot)
        assert "Broken Times" in titles(pane)[0]
        assert "! failing 4 days" in pane.query_one(Items).items[0].shown.plain
        assert "Failed 4 times in a row: answered 503 Service Unavailable" in said(pane, "#feed-details")
        assert BROKEN in said(pane, "#feed-details")
        assert pane.note == "4 feeds, 1 in need"
        assert "Unread/all" in said(pane, "#feed-heading")


async def test_lines_fit_at_every_width(app: DigestApp) -> None:
    for width in (80, 100, 160):
        async with DigestApp(app.desk).run_test(size=(width, 24)) as pilot:
            pane = await opened(pilot)
            items = pane.query_one(Items)
            assert all(item.shown.cell_length <= items.size.width - 3 for item in items.items)
            assert items.virtual_size.height == len(items.items)  # none is wrapped


async def test_a_feed_gets_another_title_and_its_old_one_again(app: DigestApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await opened(pilot)
        await press(pilot, "j", "e")
        await answer(pilot, "The [b]Courier[/x]")
        assert "The [b]Courier[/x]" in titles(pane)
        assert pane.health.feed.url == COURIER
        await press(pilot, "ctrl+z")
        assert titles(pane)[1] == TITLES[COURIER]


async def test_tags_are_added_and_taken_off_and_that_is_taken_back(app: DigestApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await opened(pilot)
        await press(pilot, "j", "t")
        await answer(pilot, "asia")
        assert "write +asia" in str(app.screen.query_one("#hint", Static).visual)
        await answer(pilot, "+asia -news")
        assert pane.health.feed.tags == ("asia",)
        await press(pilot, "u")
        assert pane.health.feed.tags == ("news",)


async def test_a_feed_is_removed_and_comes_back(app: DigestApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await opened(pilot)
        before = urls(desk)
        await press(pilot, "d")
        assert urls(desk) == before - {BROKEN}
        assert TITLES[BROKEN] not in titles(pane)
        await press(pilot, "ctrl+z")
        assert urls(desk) == before


async def test_opml_is_taken_in_without_what_is_there_already_and_given_out(
    app: DigestApp, desk: Desk, tmp_path: Path
) -> None:
    source = tmp_path / "mine.opml"
    source.write_text(OPML.format(f'<outline text="Courier" xmlUrl="{COURIER}"/>'), encoding="utf-8")
    async with app.run_test(size=(100, 30)) as pilot:
        await opened(pilot)
        before = urls(desk)
        await press(pilot, "i")
        await answer(pilot, str(source))
        assert urls(desk) == before | {"https://isle.example/rss"}
        await press(pilot, "x", "enter")
        assert "https://isle.example/rss" in (tmp_path / "feeds.opml").read_text(encoding="utf-8")
        await press(pilot, "x")
        assert app.screen.query_one(Input).value == "feeds-2.opml"
        await press(pilot, "escape", "ctrl+z")
        assert urls(desk) == before


async def test_a_file_that_cannot_be_read_changes_nothing(app: DigestApp, desk: Desk, tmp_path: Path) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await opened(pilot)
        before = urls(desk)
        await press(pilot, "i")
        await answer(pilot, str(tmp_path / "absent.opml"))
        assert urls(desk) == before
        assert any("no such file" in toast.message for toast in app._notifications)


async def test_only_the_feed_under_the_cursor_is_asked(app: DigestApp, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, ...]] = []
    monkeypatch.setattr(app, "refresh_feeds", lambda urls=(): asked.append(tuple(urls)))
    async with app.run_test(size=(100, 30)) as pilot:
        await opened(pilot)
        await press(pilot, "j", "r")
        assert asked == [(COURIER,)]


async def test_enter_leads_to_the_articles_of_the_feed(app: DigestApp) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        await opened(pilot)
        for title in (TITLES[COURIER], TITLES[GAZETTE]):  # the view is made at the first, and there at the second
            await press(pilot, "j", "enter")
            assert app.main.view == "articles"
            assert app.main.pane.query_one(Shelves).shelf.title == title
            await press(pilot, "5")


async def test_without_feeds_it_says_what_to_press_and_begins_with_the_starter_list(empty_desk: Desk) -> None:
    app = DigestApp(empty_desk)
    async with app.run_test(size=(80, 24)) as pilot:
        pane = await opened(pilot)
        assert pane.query_one("#feed-empty").display
        for key in ("a", "i", "F2"):
            assert f" {key} " in said(pane, "#feed-empty")
        await press(pilot, "r", "e", "t", "d")  # there is nothing to do it to
        assert app.screen is app.main
        await press(pilot, "f2")
        assert len(pane.query_one(Items).items) == len(urls(empty_desk)) > 3
        assert not pane.query_one("#feed-empty").display
        assert "? never asked" in pane.query_one(Items).items[0].shown.plain
        assert pane.query_one(Items).has_focus


async def test_a_file_that_cannot_be_used_is_told_above_the_list(app: DigestApp, desk: Desk) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        pane = await opened(pilot)
        Path(desk.feeds_file).write_text("[[feeds]]\nurl = [/x]\n", encoding="utf-8")
        pane.reload()
        await settled(pilot)
        assert "not TOML" in said(pane, "#feed-problems")
        assert pane.query_one("#feed-problems").display


async def test_feeds_that_are_there_twice_are_told_above_the_list(app: DigestApp, desk: Desk) -> None:
    with Path(desk.feeds_file).open("a", encoding="utf-8") as file:
        file.write(f'[[feeds]]\nurl = "{COURIER}"\n')
    async with app.run_test(size=(80, 24)) as pilot:
        pane = await opened(pilot)
        assert "the same as feeds[1].url" in said(pane, "#feed-problems")
        assert len(pane.query_one(Items).items) == len(TITLES)


async def test_hostile_titles_and_errors_are_text(app: DigestApp, desk: Desk) -> None:
    with Archive.open(desk.archive_file) as archive:
        archive.record(
            FeedState(url=BROKEN, failures=1, error="[@click=app.quit]x[/] \x1b]0;gone\x07 [/y]", last_tried=NOW),
            (),
            seen_at=NOW,
        )
    async with app.run_test(size=(80, 24)) as pilot:
        pane = await opened(pilot)
        assert "[@click=app.quit]x[/] [/y]" in said(pane, "#feed-details")


def state(**known: object) -> FeedState:
    return FeedState(**{"url": COURIER, "last_tried": NOW, "last_success": NOW, **known})


@pytest.mark.parametrize(
    ("known", "sign", "words"),
    [
        (None, "?", "never asked"),
        (state(), " ", "ok"),
        (state(paused="gone for good (410)", failures=3), "!", "paused"),
        (state(failures=2, last_success=None), "!", "failing 2 times"),
        (state(failures=2, last_success=NOW - timedelta(days=1)), "!", "failing 1 day"),
        (state(failures=2, last_success=NOW - timedelta(minutes=5)), "!", "failing 5 min"),
        (state(moved_to="https://new.example/"), ">", "moving"),
    ],
)
def test_each_condition_has_its_sign(known: FeedState | None, sign: str, words: str) -> None:
    assert condition(Health(Subscription(url=COURIER), known), NOW)[:2] == (sign, words)


@given(title=st.text(), tags=st.lists(st.text(), max_size=4), error=st.text(), width=st.integers(80, 200))
def test_any_text_fits_its_columns(title: str, tags: list[str], error: str, width: int) -> None:
    feed = Subscription(url="https://a.example/", title=title, tags=tuple(tags))
    health = Health(feed, state(failures=1, error=error, not_before=datetime(2032, 1, 1, tzinfo=UTC)), 1234.5)
    assert row(health, (12_345, 123_456), NOW, width).cell_length == heading(width).cell_length <= width
    assert "\x1b" not in details(health, NOW).plain
