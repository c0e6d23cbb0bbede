"""The agenda shows what lies ahead, with the sentence that says so, and leaves as a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Static

from digest.model import AgendaItem, NextStep, Span
from digest.tui.app import DigestApp
from digest.tui.widgets.timeline import Timeline
from tests.tui.world import settled

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from digest.service.desk import Desk


def shown(app: DigestApp, name: str) -> str:
    return str(app.main.query_one(f"#agenda #{name}", Static).visual)


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


async def test_what_strangers_wrote_is_shown_as_it_is_and_does_nothing(
    app: DigestApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = Span("[red]Meet[/] [@click=app.quit]on 9 May[/] \x1b[2J", 0, 45)
    step = NextStep(
        what=said, when=Span(said.text[25:33], 25, 33), status="scheduled", sentence=said, date="2031-05-09"
    )
    item = AgendaItem(
        date=step.date or "", step=step, article="a", title="[b]T\x1b[31m\u202e", url="javascript:alert(1)"
    )
    monkeypatch.setattr(app.desk, "agenda", lambda: (item,))
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await to_agenda(pilot)
        assert "[red]Meet[/] [@click=app.quit]on 9 May[/]" in shown(app, "said")
        assert shown(app, "said-by").startswith("[b]T\n")
        await pilot.press("b")
        await settled(pilot)
        assert any("no web address" in notice.message for notice in app._notifications)
        await pilot.click("#said", offset=(25, 0))
        assert app.is_running


@pytest.mark.parametrize("size", [(80, 24), (160, 45)])
async def test_an_empty_agenda_says_what_can_be_done(empty_desk: Desk, size: tuple[int, int]) -> None:
    app = DigestApp(empty_desk)
    async with app.run_test(size=size) as pilot:
        await to_agenda(pilot)
        assert "Nothing is known to lie ahead" in shown(app, "nothing-ahead")
        assert app.main.query_one("#nothing-ahead").region.height > 2
        await pilot.press("s", "b", "y", "enter", "j")
        await settled(pilot)
