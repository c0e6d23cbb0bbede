"""The reader: an article, what was found in it, and what can be done with it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from textual.widgets import OptionList, Static

from digest.model import Article
from digest.tui.screens.reader import ReaderScreen
from digest.tui.widgets.items import Items, Target
from digest.tui.widgets.links import Links, links
from digest.tui.widgets.passages import Passages
from tests.tui.world import settled

if TYPE_CHECKING:
    import pytest
    from textual.pilot import Pilot

    from digest.service.desk import Desk
    from digest.tui.app import DigestApp


def ids(desk: Desk, count: int = 4) -> list[str]:
    return [row.id for row in desk.articles(offset=0, limit=count)]


async def opened(pilot: Pilot[None], app: DigestApp, *, place: int = 0, target: Target | None = None) -> ReaderScreen:
    await settled(pilot)
    app.read(ids(app.desk), place, target)
    await settled(pilot)
    assert isinstance(app.screen, ReaderScreen)
    return app.screen


async def pressed(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def said(screen: ReaderScreen, id_: str) -> str:
    return str(screen.query_one(id_, Static).visual)


def is_read(desk: Desk, id_: str) -> bool:
    return desk.article(id_).read


async def test_the_article_is_shown_with_its_feed_authors_summary_and_card(app: DigestApp) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        screen = await opened(pilot, app)
        assert said(screen, "#reader-title") == "Ferry runs aground off Port Ellery, 14 hurt"
        assert "1/4  Valdora Courier · Sat 03 May 2031" in said(screen, "#reader-about")
        assert "Nora Falk" in said(screen, "#reader-about")
        assert screen.query_one(Passages).text.startswith("A passenger ferry ran aground")
        shown = "\n".join(item.shown.plain for item in screen.query_one(Items).items)
        assert "Marta Lindqvist" in shown
        assert "SUMMARY" in shown


async def test_enter_on_a_fact_goes_to_its_place_and_tab_comes_back_to_it(app: DigestApp) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        screen = await opened(pilot, app)
        await pressed(pilot, "tab", "G", "k", "enter")
        item = screen.query_one(Items).item
        assert item
        assert item.target
        assert screen.query_one(Passages).focus_span == (item.target.start, item.target.end)
        assert screen.query_one(Passages).has_focus
        await pressed(pilot, "tab")
        assert screen.query_one(Items).has_focus
        assert screen.query_one(Items).item == item
        assert item.behind
        assert said(screen, "#reader-behind") == item.behind.plain


async def test_stepping_through_the_marks_moves_the_card_along(app: DigestApp) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        screen = await opened(pilot, app)
        found = set()
        for _ in range(8):
            await pressed(pilot, "n")
            item = screen.query_one(Items).item
            if item and item.target and screen.query_one(Passages).focus_span == (item.target.start, item.target.end):
                found.add(item.words)
        assert len(found) > 2


async def test_it_opens_at_the_place_asked_for(app: DigestApp) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        id_ = ids(app.desk)[1]
        text = app.desk.article(id_).article.text
        start = text.index("Marta")
        screen = await opened(pilot, app, place=1, target=Target(id_, start, start + 5))
        assert screen.query_one(Passages).focus_span == (start, start + 5)


async def test_opening_marks_as_read_and_closing_says_so_once_and_it_can_be_taken_back(
    app: DigestApp, desk: Desk
) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        await opened(pilot, app)
        await pressed(pilot, "J")
        first, second, third = ids(desk, 3)
        assert [is_read(desk, id_) for id_ in (first, second, third)] == [True, True, False]
        await pressed(pilot, "q")
        assert not isinstance(app.screen, ReaderScreen)
        assert [note.message for note in app._notifications] == ["2 articles read (ctrl+z takes it back)"]
        await pressed(pilot, "ctrl+z")
        assert not is_read(desk, first)
        assert not is_read(desk, second)


async def test_unread_keep_and_hide_are_marks_that_can_be_taken_back(app: DigestApp, desk: Desk) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        screen = await opened(pilot, app)
        first = ids(desk, 1)[0]
        await pressed(pilot, "U")
        assert not is_read(desk, first)
        assert "unread" in said(screen, "#reader-about")
        await pressed(pilot, "m")
        assert desk.article(first).saved
        assert "★ kept" in said(screen, "#reader-about")
        await pressed(pilot, "d")
        assert desk.article(first).hidden
        assert said(screen, "#reader-title").startswith("Astrid Nyholm")
        await pressed(pilot, "ctrl+z", "ctrl+z")
        assert not desk.article(first).hidden
        assert not desk.article(first).saved


async def test_the_summary_grows_and_shrinks_in_place(app: DigestApp) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        screen = await opened(pilot, app)
        assert screen.brief
        count = len(screen.brief.summary.sentences)
        await pressed(pilot, "minus")
        assert len(screen.brief.summary.sentences) == count - 1
        await pressed(pilot, "plus", "plus")
        assert len(screen.brief.summary.sentences) == count + 1
        assert app.length == count + 1


async def test_the_method_can_be_changed(app: DigestApp) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        screen = await opened(pilot, app)
        await pressed(pilot, "t")
        options = app.screen.query_one(OptionList)
        lead = next(
            at for at in range(options.option_count) if str(options.get_option_at_index(at).prompt).startswith("lead")
        )
        options.highlighted = lead
        await pressed(pilot, "enter")
        assert app.method == "lead"
        assert screen.brief
        assert screen.brief.summary.method == "lead"


async def test_the_last_article_says_that_it_is_the_last(app: DigestApp) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        screen = await opened(pilot, app, place=3)
        await pressed(pilot, "J")
        assert "4/4" in said(screen, "#reader-about")
        assert "this is the last article" in [note.message for note in app._notifications]
        await pressed(pilot, "K")
        assert "3/4" in said(screen, "#reader-about")


async def test_the_card_can_be_hidden_and_stays_so(app: DigestApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await opened(pilot, app)
        assert screen.query_one("#reader-card").display
        await pressed(pilot, "tab", "c")
        assert not screen.query_one("#reader-card").display
        assert screen.query_one(Passages).has_focus
        await pressed(pilot, "q")
        screen = await opened(pilot, app)
        assert not screen.query_one("#reader-card").display
        await pressed(pilot, "tab")
        assert screen.query_one("#reader-card").display
        assert screen.query_one(Items).has_focus


async def test_links_are_opened_by_number(app: DigestApp, monkeypatch: pytest.MonkeyPatch) -> None:
    gone_to: list[str] = []
    monkeypatch.setattr(app, "open_url", lambda url, **_: gone_to.append(url))
    async with app.run_test(size=(120, 30)) as pilot:
        await opened(pilot, app)
        await pressed(pilot, "L", "1")
        assert isinstance(app.screen, ReaderScreen)
        assert gone_to == ["https://courier.example/0"]
        await pressed(pilot, "b")
        assert gone_to == ["https://courier.example/0"] * 2


async def test_a_number_of_two_digits_waits_for_the_second(app: DigestApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        chosen: list[str | None] = []
        app.push_screen(Links([f"https://a.example/{n}" for n in range(1, 13)]), chosen.append)
        await pressed(pilot, "1")
        assert chosen == []
        await pressed(pilot, "2")
        assert chosen == ["https://a.example/12"]


async def test_copy_takes_the_title_from_the_text_and_the_words_from_the_card(app: DigestApp) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        screen = await opened(pilot, app)
        await pressed(pilot, "y")
        assert app.clipboard == "Ferry runs aground off Port Ellery, 14 hurt\nhttps://courier.example/0"
        await pressed(pilot, "tab", "y")
        assert screen.query_one(Items).item
        assert app.clipboard == screen.query_one(Items).item.words  # type: ignore[union-attr]


async def test_what_is_not_in_the_archive_is_read_but_not_marked(app: DigestApp, desk: Desk) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        app.read_briefs([desk.paste("A tram stopped on a bridge.\n\nNobody was hurt, Ada Brunn said.")])
        await settled(pilot)
        await pressed(pilot, "m")
        assert "this article is not in the archive" in [note.message for note in app._notifications]
        await pressed(pilot, "plus", "q")
        assert not isinstance(app.screen, ReaderScreen)


async def test_a_card_is_grouped_by_time_and_shows_what_the_article_contradicts_itself_on(app: DigestApp) -> None:
    text = (
        "The envoys met on Tuesday to prepare the upcoming rescue talks expected later this year.\n\n"
        "They plan to hold their next dialogue in the first half of 2033. The mayor plans to raise the toll."
    )
    published = datetime(2031, 10, 2, tzinfo=UTC)
    async with app.run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        app.read_briefs([app.desk.brief(Article(id="1", title="Envoys", text=text, source="-", published=published))])
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ReaderScreen)
        items = screen.query_one(Items).items
        assert [item.shown.plain.split("  ")[0] for item in items if item.is_heading and item.shown.plain] == [
            "SUMMARY",
            "≠ CONFLICT",
            "PAST",
            "AHEAD",
            "AHEAD, UNDATED",
        ]
        sides = [item for item in items if item.shown.plain.startswith(("later this year", "in the first half"))]
        assert [item.shown.plain.split("  ")[0] for item in sides] == ["later this year", "in the first half of 2033"]
        screen.query_one(Items).focus()
        screen.query_one(Items).highlighted = items.index(sides[1])
        await settled(pilot)
        assert said(screen, "#reader-behind") == "They plan to hold their next dialogue in the first half of 2033."
        found = screen.query_one(Passages).focus_span
        assert found
        assert text[found[0] : found[1]] == "in the first half of 2033"


async def test_the_time_of_a_next_step_leads_to_the_step(app: DigestApp) -> None:
    text = "The harbour opened again.\n\nThe board will open a hearing on 12 May 2033."
    async with app.run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        app.read_briefs([app.desk.brief(Article(id="1", title="Harbour", text=text, source="-"))])
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ReaderScreen)
        stood_on = {}
        for _ in range(8):
            await pressed(pilot, "n")
            found, item = screen.query_one(Passages).focus_span, screen.query_one(Items).item
            assert found
            assert item
            stood_on[text[found[0] : found[1]]] = item.words
        assert stood_on["12 May 2033"] == stood_on["open a hearing"] == "open a hearing"


async def test_an_article_that_is_gone_is_told_in_its_place(app: DigestApp) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        app.read(["nowhere"])
        await pressed(pilot, "J", "s", "L", "plus", "m", "tab", "q")
        assert any("no article has this id" in note.message for note in app._notifications)


async def test_an_article_without_text_says_so_and_how_to_go_on(app: DigestApp) -> None:
    made = Article(id="1", title="Only a title", text="", source="-", url="https://a.example/1")
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.read_briefs([app.desk.brief(made)])
        await settled(pilot)
        head = app.screen.query_one(Passages)._head.plain
        assert "without a text" in head
        assert "b opens it in the browser" in head


async def test_strangers_markup_and_control_signs_are_only_text(app: DigestApp, desk: Desk) -> None:
    hostile = "[/b] [@click=app.quit]x[/] \x1b]0;owned\x07 \u202egnitset"
    async with app.run_test(size=(120, 30)) as pilot:
        await settled(pilot)
        made = Article(id="1", title=hostile, text=f"{hostile}\n\n{hostile} said.", source=hostile, authors=(hostile,))
        app.read_briefs([desk.brief(made)])
        await settled(pilot)
        screen = app.screen
        assert isinstance(screen, ReaderScreen)
        facts = "".join(item.shown.plain for item in screen.query_one(Items).items)
        assert not {"\x1b", "\x07", "\u202e"} & set(facts)
        assert "[/b] [@click=app.quit]x[/]" in said(screen, "#reader-title")
        assert not {"\x1b", "\x07", "\u202e"} & set(said(screen, "#reader-title") + said(screen, "#reader-about"))
        assert not {"\x1b", "\x07", "\u202e"} & set(screen.query_one(Passages).text)


def test_links_are_web_addresses_only_each_once() -> None:
    article = Article(
        id="1",
        title="",
        text="At http://a.example/x, http://a.example/x and javascript:alert(1); see (https://b.example/y).",
        source="-",
        url="file:///etc/passwd",
        enclosures=("https://a.example/sound.mp3", "mailto:x@y.example"),
    )
    assert links(article) == ("https://a.example/sound.mp3", "http://a.example/x", "https://b.example/y")
