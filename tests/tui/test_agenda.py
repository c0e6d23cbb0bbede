"""The agenda shows what lies ahead, with the sentence that says so, and leaves as a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Static

from digest.tui.app import DigestApp
from digest.tui.widgets.timeline import Timeline
from tests.tui.world import settled

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from digest.service.desk import Desk


def shown(app: DigestApp, name: str) -> str:
    return app.main.query_one(f"#agenda #{name}", Static).visual.__str__()


async def to_agenda(pilot: Pilot[None]) -> Timeline:
    await settled(pilot)
    await pilot.press("3")
    await settled(pilot)
    return pilot.app.screen.query_one(Timeline)


async def test_the_agenda_says_what_lies_ahead_with_the_sentence_behind_it(app: DigestApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        weeks = await to_agenda(pilot)
        item = weeks.highlighted_item
        assert item is not None
        assert app.focused is weeks
        assert f"“{item.step.sentence.text}”" in shown(app, "said")
        assert item.title in shown(app, "said-by")
        assert "next steps ahead" in app.main.pane.note


async def test_another_item_shows_another_sentence(app: DigestApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        weeks = await to_agenda(pilot)
        first = weeks.highlighted_item
        await pilot.press("j", "j", "j")
        await settled(pilot)
        item = weeks.highlighted_item
        assert item not in (None, first)
        assert item is not None
        assert item.step.sentence.text in shown(app, "said")


async def test_enter_reads_the_article_at_the_sentence(app: DigestApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        weeks = await to_agenda(pilot)
        read = []
        monkeypatch.setattr(app, "read", lambda ids, place=0, target=None: read.append((ids[place], target)))
        item = weeks.highlighted_item
        assert item is not None
        await pilot.press("enter")
        await settled(pilot)
        ((article, target),) = read
        text = app.desk.article(article).article.text
        assert target is not None
        assert text[target.start : target.end] == item.step.sentence.text


async def test_the_agenda_is_written_as_a_calendar_and_what_has_no_day_is_told(app: DigestApp, tmp_path: Path) -> None:
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await to_agenda(pilot)
        await pilot.press("s")
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)
        written = (tmp_path / "agenda.ics").read_text(encoding="utf-8")
        assert written.startswith("BEGIN:VCALENDAR")
        assert "refloat the Astrid Nyholm" in written
        said = [notice.message for notice in app._notifications]
        assert any("saved: " in line for line in said)
        assert any(line.startswith("not in the calendar") and "(2031)" in line for line in said)


async def test_a_calendar_that_cannot_be_written_is_one_line(app: DigestApp) -> None:
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await to_agenda(pilot)
        await pilot.press("s")
        await settled(pilot)
        await pilot.press("ctrl+u", *"nowhere/a.ics", "enter")
        await settled(pilot)
        assert any("nowhere" in notice.message and notice.severity == "error" for notice in app._notifications)


async def test_the_sentence_is_copied(app: DigestApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        weeks = await to_agenda(pilot)
        copied: list[str] = []
        monkeypatch.setattr(app, "copy", copied.append)
        await pilot.press("y")
        assert weeks.highlighted_item
        assert copied == [weeks.highlighted_item.step.sentence.text]


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_an_empty_agenda_says_what_can_be_done(empty_desk: Desk, size: tuple[int, int]) -> None:
    app = DigestApp(empty_desk)
    async with app.run_test(size=size) as pilot:
        await to_agenda(pilot)
        assert "Nothing is known to lie ahead" in shown(app, "nothing-ahead")
        assert app.main.query_one("#nothing-ahead").region.height > 2
        await pilot.press("s", "b", "y", "enter", "j")
        await settled(pilot)
