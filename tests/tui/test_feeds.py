"""Feeds on the screen: their health, and what can be done with them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from textual.widgets import Input, Static

from digest.tui.app import DigestApp
from digest.tui.feed_lines import row
from digest.tui.panes.feeds import FeedsPane
from digest.tui.widgets.items import Items
from tests.tui.world import BROKEN, COURIER, settled

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from digest.service.desk import Desk


async def opened(pilot: Pilot[None]) -> FeedsPane:
    await settled(pilot)
    await pilot.press("5")
    await settled(pilot)
    return pilot.app.screen.query_one(FeedsPane)


def lines(pane: FeedsPane) -> list[str]:
    return [item.shown.plain for item in pane.query_one(Items).items]


def said(pane: FeedsPane, id_: str) -> str:
    return str(pane.query_one(id_, Static).visual)


async def answer(pilot: Pilot[None], text: str) -> None:
    pilot.app.screen.query_one(Input).value = text
    await pilot.press("enter")
    await settled(pilot)


async def test_a_failing_feed_stands_first_with_a_sign_and_its_error_in_full(app: DigestApp, desk: Desk) -> None:
    (Path(desk.feeds_file)).open("a").write(f'[[feeds]]\nurl = "{BROKEN}"\ntitle = "Broken Times"\n') if BROKEN not in Path(
        desk.feeds_file
    ).read_text() else None
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await opened(pilot)
        first = lines(pane)[0]
        assert first.startswith("Broken Times")
        assert "! failing 4 days" in first
        assert "answered 503 Service Unavailable" in said(pane, "#feed-details")
        assert BROKEN in said(pane, "#feed-details")
        assert "1 in need" in pane.note
