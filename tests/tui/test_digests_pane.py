"""The digests of past days are read as they were written, and saved as files."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Static

from digest.archive import Archive
from digest.model import FeedState
from digest.tui.app import DigestApp
from digest.tui.panes.digests import DayList, DigestsPane
from digest.tui.widgets.story_desk import StoryDesk
from digest.tui.widgets.story_list import StoryList
from tests.tui.world import COURIER, NOW, article, settled

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from digest.service.desk import Desk


@pytest.fixture
def two_days(desk: Desk) -> Desk:
    """A digest of the day, and one of the day after about one article more."""
    desk.write_today()
    later = NOW + timedelta(days=1)
    with Archive.open(desk.archive_file) as archive:
        new = article(
            COURIER,
            "Ellery bridge opens to traffic",
            "The bridge opened on Sunday, the mayor said.",
            hours=-20,
            number=90,
        )
        archive.record(FeedState(url=COURIER, title="Valdora Courier"), [new], seen_at=later)
    desk.now = lambda: later
    desk.write_today()
    return desk


async def to_digests(pilot: Pilot[None]) -> DigestsPane:
    await settled(pilot)
    await pilot.press("4")
    await settled(pilot)
    return pilot.app.screen.query_one(DigestsPane)


def headlines(pane: DigestsPane) -> list[str]:
    return [story.headline for story in pane.query_one(StoryList).stories]


def focused(app: DigestApp) -> str | None:
    return app.focused.id if app.focused else None


async def test_the_days_are_listed_the_newest_first_and_their_stories_are_shown(two_days: Desk) -> None:
    app = DigestApp(two_days)
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await to_digests(pilot)
        days = pane.query_one(DayList)
        said = [str(days.get_option_at_index(place).prompt) for place in range(days.option_count)]
        assert said == ["Sun  4 May 2031 · 1 article", "Sat  3 May 2031 · 15 articles"]
        assert headlines(pane) == ["Ellery bridge opens to traffic"]
        await pilot.press("j")
        await settled(pilot)
        assert len(headlines(pane)) == 12


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (160, 45)])
async def test_enter_goes_into_a_day_and_left_comes_back(two_days: Desk, size: tuple[int, int]) -> None:
    app = DigestApp(two_days)
    async with app.run_test(size=size) as pilot:
        pane = await to_digests(pilot)
        days = pane.query_one(DayList)
        assert focused(app) == "days"
        await pilot.press("j")
        await settled(pilot)
        await pilot.press("enter")
        assert focused(app) == "stories"
        await pilot.press("enter")
        await settled(pilot)
        assert focused(app) == "story"
        assert pane.query_one("#story").region.width > 20
        await pilot.press("left", "left")
        await settled(pilot)
        assert focused(app) == "days"
        assert days.region.width > 20


async def test_q_goes_back_a_panel_at_a_time_and_another_view_is_left_at_the_days(two_days: Desk) -> None:
    app = DigestApp(two_days)
    async with app.run_test(size=(80, 24)) as pilot:
        await to_digests(pilot)
        for key, panel in (
            ("enter", "stories"),
            ("enter", "story"),
            ("q", "stories"),
            ("q", "days"),
            ("enter", "stories"),
        ):
            await pilot.press(key)
            await settled(pilot)
            assert focused(app) == panel
        await pilot.press("enter", "1", "4", "j")
        await settled(pilot)
        assert focused(app) == "days"
        assert app.main.query_one("#digests StoryList").region.width > 20


async def test_a_sentence_of_a_past_story_is_read_where_it_stands(
    two_days: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = DigestApp(two_days)
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await to_digests(pilot)
        read = []
        monkeypatch.setattr(app, "read", lambda ids, place=0, target=None: read.append((ids[place], target)))
        await pilot.press("enter", "enter", "enter")
        await settled(pilot)
        ((id_, target),) = read
        story = pane.story
        assert story is not None
        assert target is not None
        text = two_days.article(id_).article.text
        assert text[target.start : target.end] == story.summary[0].text


async def test_the_whole_day_is_saved(two_days: Desk, tmp_path: Path) -> None:
    app = DigestApp(two_days)
    async with app.run_test(size=(100, 30)) as pilot:
        await to_digests(pilot)
        await pilot.press("S")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
    (saved,) = tmp_path.glob("*.md")
    assert "Ellery bridge opens to traffic" in saved.read_text(encoding="utf-8")


async def test_what_would_change_a_past_day_has_no_key_there(two_days: Desk) -> None:
    app = DigestApp(two_days)
    async with app.run_test(size=(100, 30)) as pilot:
        await to_digests(pilot)
        ids = {active.binding.id for active in app.screen.active_bindings.values()}
        assert "today.save-day" in ids
        assert not ids & {"today.merge", "today.split", "today.write", "today.hide", "today.longer"}


async def test_a_day_that_cannot_be_read_says_so_in_place_of_its_stories(two_days: Desk) -> None:
    with Archive.open(two_days.archive_file) as archive:
        archive.save_digest("2031-05-04", "toml", "nothing = [", made_at=NOW, replace=True)
    app = DigestApp(two_days)
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await to_digests(pilot)
        assert headlines(pane) == []
        assert "not TOML" in str(pane.query_one("#empty", Static).visual)
        await pilot.press("j")
        await settled(pilot)
        assert len(headlines(pane)) == 12


async def test_without_digests_it_says_how_there_come_to_be_some(empty_desk: Desk) -> None:
    app = DigestApp(empty_desk)
    async with app.run_test(size=(80, 24)) as pilot:
        pane = await to_digests(pilot)
        assert "No digest has been written yet." in str(pane.query_one("#empty", Static).visual)
        await pilot.press("enter", "l", "h", "s", "S", "y", "b", "j")
        await settled(pilot)
        assert pane.query_one(StoryDesk).story is None


async def test_a_day_written_while_it_is_shown_appears(desk: Desk) -> None:
    app = DigestApp(desk)
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await to_digests(pilot)
        assert pane.query_one(DayList).days == ()
        desk.write_today()
        app.changed()
        await settled(pilot)
        assert len(headlines(pane)) == 12
