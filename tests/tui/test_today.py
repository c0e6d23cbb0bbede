"""Today: what is shown of the day, and what can be done with its stories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input, OptionList, Static

from digest.archive import Archive
from digest.cli import main
from digest.model import FeedState
from digest.service import desk as desk_
from digest.tui.panes.today import TodayPane
from digest.tui.widgets.items import Items
from digest.tui.widgets.prompt import Ask, Choose
from digest.tui.widgets.story_list import StoryList
from tests.tui.world import COURIER, NOW, TITLES, article, settled

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from digest.service.desk import Desk
    from digest.tui.app import DigestApp


def stories(app: DigestApp) -> StoryList:
    return app.main.query_one("#today").query_one(StoryList)


def shown(app: DigestApp, panel: str) -> str:
    return "\n".join(item.shown.plain for item in app.main.query_one("#today").query_one(panel, Items).items)


def behind(app: DigestApp) -> str:
    return str(app.main.query_one("#today").query_one("#behind", Static).render())


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def test_the_day_is_shown_with_its_best_story_open(app: DigestApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        first = stories(app).story
        assert first
        assert first.headline == "Ferry runs aground off Port Ellery, 14 hurt"
        assert "A passenger ferry ran aground off Port Ellery on Saturday morning" in shown(app, "#story")
        assert "SOURCES DIFFER" in shown(app, "#story")
        assert "WHY ONE STORY" in shown(app, "#story")
        assert "Harbour Gazette" in shown(app, "#story")
        card = shown(app, "#card")
        assert "Marta Lindqvist" in card
        assert "director, Valdora Coast Guard" in card
        assert "2031-05-12" in card


async def test_each_fact_shows_the_sentence_behind_it(app: DigestApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "l", "l")
        assert "said Marta Lindqvist, the director of the Valdora Coast Guard." in behind(app)
        assert "Valdora Courier" in behind(app)
        articles = {b.article.id: b.article.text for s in stories(app).stories for b in s.briefs}
        for panel in ("#story", "#card"):
            for item in app.main.query_one("#today").query_one(panel, Items).items:
                if item.target and item.target.end:
                    words = articles[item.target.article][item.target.start : item.target.end]
                    assert words in item.shown.plain or words == item.words


async def test_a_story_of_one_article_that_contradicts_itself_says_so(app: DigestApp, desk: Desk) -> None:
    text = (
        "Two chess clubs drew lots for the upcoming tournament expected later this year. "
        "They plan to hold their next tournament in the first half of 2033."
    )
    made = article(COURIER, "Chess clubs draw lots on a barge", text, hours=1, number=90)
    with Archive.open(desk.archive_file) as archive:
        archive.record(FeedState(url=COURIER, title=TITLES[COURIER]), [made], seen_at=NOW)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        place, found = next(
            (place, story) for place, story in enumerate(stories(app).stories) if story.headline == made.title
        )
        assert [side.span.text for side in found.conflicts[0].sides] == ["later this year", "in the first half of 2033"]
        stories(app).highlighted = place
        await settled(pilot)
        assert "≠ CONFLICT" in shown(app, "#story")
        assert "SOURCES DIFFER" not in shown(app, "#story")
        assert "in the first half of 2033 [1]" in shown(app, "#story")


async def test_moving_in_the_list_shows_another_story(app: DigestApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "j")
        assert "Valdora and Keston agreed on Friday to resume talks" in shown(app, "#story")
        await press(pilot, "G")
        assert stories(app).highlighted == len(stories(app).stories) - 1
        await press(pilot, "g")
        assert stories(app).highlighted == 0


async def test_a_fact_leads_to_its_place_in_the_article(app: DigestApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "l", "l", "j", "enter")
        assert type(app.screen).__name__ == "ReaderScreen"
        await press(pilot, "q")
        assert app.screen is app.main
        assert app.main.query_one("#today").query_one("#card", Items).has_focus


async def test_summaries_grow_and_shrink_live(app: DigestApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        assert stories(app).story
        before = len(stories(app).story.summary)  # type: ignore[union-attr]
        await press(pilot, "minus")
        assert len(stories(app).story.summary) == before - 1  # type: ignore[union-attr]
        await press(pilot, "plus", "plus")
        assert len(stories(app).story.summary) == before + 1  # type: ignore[union-attr]


async def test_the_method_is_switched_live(app: DigestApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "t")
        assert isinstance(app.screen, Choose)
        await press(pilot, "j", "enter")
        assert app.method == "lead"
        assert "A passenger ferry ran aground" in shown(app, "#story")


async def test_a_story_is_saved_and_the_file_verifies(app: DigestApp, tmp_path: Path, desk: Desk) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "s", "j", "enter")  # the second form is TOML
        assert isinstance(app.screen, Ask)
        path = app.screen.query_one(Input).value
        assert path.endswith("2031-05-03-ferry-runs-aground-off-port-ellery-14-hurt.toml")
        await press(pilot, "enter")
    saved = tmp_path / path
    assert saved.exists()
    assert main(["verify", str(saved), "--archive", desk.archive_file]) == 0


async def test_marks_can_be_taken_back(app: DigestApp, desk: Desk) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        count = desk.count("is:unread")
        await press(pilot, "N")
        assert desk.count("is:unread") == count - 3
        assert stories(app).is_read(stories(app).stories[0])
        await press(pilot, "N")
        assert desk.count("is:unread") == count
        await press(pilot, "m")
        assert desk.count("is:saved") == 3
        await press(pilot, "ctrl+z")
        assert desk.count("is:saved") == 0
        await press(pilot, "d")
        assert desk.count("is:hidden") == 3
        assert stories(app).stories[0].headline == "Valdora and Keston agree to resume river talks in June"
        await press(pilot, "u")
        assert desk.count("is:hidden") == 0
        assert stories(app).stories[0].headline.startswith("Ferry")


async def test_stories_are_split_and_merged_and_that_is_taken_back(app: DigestApp) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        count = len(stories(app).stories)
        await press(pilot, "C")
        assert all(len(story.briefs) < 3 for story in stories(app).stories)
        await press(pilot, "ctrl+z")
        assert (len(stories(app).stories), len(stories(app).stories[0].briefs)) == (count, 3)
        await press(pilot, "g", "v", "v", "M")
        assert max(len(story.briefs) for story in stories(app).stories) == 5
        await press(pilot, "ctrl+z")
        assert max(len(story.briefs) for story in stories(app).stories) == 3


async def test_writing_the_day_makes_it_the_digest_of_today(app: DigestApp, desk: Desk, tmp_path: Path) -> None:
    desk.settings = desk.settings.__replace__(daily_folder=str(tmp_path / "digests"))
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "W")
        assert sorted(p.name for p in (tmp_path / "digests").iterdir()) == ["2031-05-03.md", "2031-05-03.toml"]
        assert "Not written yet" not in str(app.main.query_one("#account", Static).render())
        assert desk.today().committed


async def test_copying_and_piping_take_the_story(app: DigestApp, tmp_path: Path) -> None:
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "y")
        assert app.clipboard.startswith("Ferry runs aground off Port Ellery, 14 hurt\nA passenger ferry")
        await press(pilot, "vertical_line")
        app.screen.query_one(Input).value = f"tee {tmp_path}/piped.txt"
        await press(pilot, "enter")
    assert (tmp_path / "piped.txt").read_text(encoding="utf-8").startswith("Ferry runs aground")


async def test_only_web_addresses_are_opened(app: DigestApp, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    opened: list[str] = []
    monkeypatch.setattr(app, "open_url", opened.append)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "b")
        app.browse("javascript:alert(1)")
        app.browse("file:///etc/passwd")
        app.browse(None)
        await settled(pilot)
    assert opened == ["https://courier.example/0"]


async def test_a_narrow_screen_shows_one_panel_at_a_time(app: DigestApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        pane = app.main.query_one("#today")
        assert [pane.query_one(name).display for name in ("#stories", "#story-and-card")] == [True, False]
        await press(pilot, "enter")
        assert pane.query_one("#story").has_focus
        await press(pilot, "l")
        assert pane.query_one("#card").has_focus
        await press(pilot, "q")
        assert pane.query_one("#stories").has_focus
        assert app.is_running


async def test_an_empty_archive_says_what_to_press(empty_desk: Desk) -> None:
    from digest.tui.app import DigestApp

    app = DigestApp(empty_desk)
    async with app.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        said = str(app.main.query_one("#empty", Static).render())
        assert "Welcome." in said
        assert "add a feed" in said
        await press(pilot, "f1")
        assert type(app.screen).__name__ == "ReaderScreen"


async def test_a_failure_of_a_worker_is_told_and_not_the_end(app: DigestApp, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    def broken(self: Desk, *args: object, **options: object) -> None:
        raise RuntimeError("out of [/order]")

    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        await settled(pilot)
        monkeypatch.setattr(desk_.Desk, "today", broken)
        app.changed()
        await settled(pilot)
        assert any("RuntimeError: out of [/order]" in note.message for note in app._notifications)
        assert isinstance(app.main.pane, TodayPane)
        assert app.main.query_one("#stories", OptionList).option_count


async def test_the_next_start_is_where_the_reader_left(app: DigestApp, desk: Desk) -> None:
    from digest.tui.app import DigestApp

    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        await press(pilot, "j", "3", "ctrl+q")
    again = DigestApp(desk)
    async with again.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        assert again.main.view == "agenda"
        await press(pilot, "1")
        assert stories(again).highlighted == 1


async def test_a_folded_card_unfolds_where_it_is(app: DigestApp, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("digest.tui.tellings.MOST", 2)
    async with app.run_test(size=(120, 36)) as pilot:
        await settled(pilot)
        card = app.main.query_one("#today").query_one("#card", Items)
        assert card.items[3].shown.plain == "… 3 more"
        await press(pilot, "l", "l", "j", "j", "enter")
        names = [item.shown.plain.split("\n")[0] for item in card.items]
        assert any("Jonas Brandt" in name for name in names)
        assert card.highlighted == 3
        assert app.screen is app.main
