"""Articles and search: lists of any length, what can be done with them, and the queries behind them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from unicodedata import category

from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import Input, OptionList, Static

from digest.archive import Archive
from digest.model import FeedState
from digest.tui.app import DigestApp
from digest.tui.listing import Entry, Ids, Listing, first_line, next_unread, piece
from digest.tui.panes.articles import ArticlesPane
from digest.tui.panes.search import QueryLine, SearchPane, places
from digest.tui.screens.reader import ReaderScreen
from digest.tui.widgets.paged_list import PagedList
from digest.tui.widgets.passages import Passages
from digest.tui.widgets.shelves import Shelves
from tests.tui.world import COURIER, GAZETTE, NOW, TITLES, article, settled

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from textual.pilot import Pilot

    from digest.service.desk import Desk


async def pressed(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def opened(pilot: Pilot[None]) -> ArticlesPane:
    await settled(pilot)
    await pressed(pilot, "2")
    return pilot.app.screen.query_one(ArticlesPane)


async def searched(pilot: Pilot[None], query: str) -> SearchPane:
    await settled(pilot)
    await pressed(pilot, "slash")
    pane = pilot.app.screen.query_one(SearchPane)
    pane.query_one(QueryLine).value = query
    await pressed(pilot, "enter")
    return pane


async def answered(pilot: Pilot[None], text: str) -> None:
    pilot.app.screen.query_one(Input).value = text
    await pressed(pilot, "enter")


def shown(pane: ArticlesPane | SearchPane) -> list[str]:
    rows = pane.query_one(PagedList)._rows
    return [rows[at][1].plain for at in sorted(rows)]


def shelves(pane: ArticlesPane) -> list[tuple[str, int]]:
    return [(shelf.title, shelf.unread) for shelf in pane.query_one(Shelves).shelves]


def notes(app: DigestApp) -> list[str]:
    return [note.message for note in app._notifications]


def filled(desk: Desk, count: int) -> None:
    with Archive.open(desk.archive_file) as archive:
        more = [article(COURIER, f"Item {n}", f"Text {n}.", hours=100 + n / 100, number=1000 + n) for n in range(count)]
        state = FeedState(url=COURIER, title=TITLES[COURIER], last_tried=NOW, last_success=NOW)
        archive.record(state, more, seen_at=NOW)


async def test_all_articles_are_listed_with_their_feeds_and_how_many_are_unread(app: DigestApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await opened(pilot)
        assert len(shown(pane)) == desk.count()
        assert shown(pane)[0] == "● Ferry runs aground off Port Ellery, 14 hurt"
        assert shelves(pane)[:3] == [
            ("All", desk.count()),
            ("news", desk.count(tag="news")),
            ("sea", desk.count(tag="sea")),
        ]
        assert ("Harbour Gazette", 5) in shelves(pane)


async def test_the_shelf_under_the_cursor_is_listed_and_remembered(app: DigestApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await opened(pilot)
        await pressed(pilot, "h", "j", "j")
        assert len(shown(pane)) == desk.count(tag="sea")
        await pressed(pilot, "l")
        assert pane.query_one(PagedList).has_focus
    desk.remember(app.state)
    again = DigestApp(desk)
    async with again.run_test(size=(100, 30)) as pilot:
        assert len(shown(await opened(pilot))) == desk.count(tag="sea")


async def test_where_it_is_narrow_the_feeds_make_room_for_the_list(app: DigestApp) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        pane = await opened(pilot)
        assert not pane.query_one(Shelves).display
        await pressed(pilot, "h")
        assert pane.query_one(Shelves).has_focus
        await pressed(pilot, "j", "enter")
        assert not pane.query_one(Shelves).display
        assert pane.query_one(PagedList).has_focus


async def test_marking_changes_the_row_and_the_counts_in_place_and_is_taken_back(app: DigestApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await opened(pilot)
        total = desk.count()
        await pressed(pilot, "j", "j", "N", "m")
        articles = pane.query_one(PagedList)
        assert articles.highlighted == 2
        assert shown(pane)[2] == "  ★ Passengers evacuated as ferry strikes sandbank off Port Ellery"
        assert shelves(pane)[0] == ("All", total - 1)
        await pressed(pilot, "ctrl+z", "ctrl+z")
        assert shown(pane)[2].startswith("● Passengers")
        assert articles.highlighted == 2
        assert shelves(pane)[0] == ("All", total)


async def test_what_is_hidden_leaves_the_list_and_comes_back(app: DigestApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await opened(pilot)
        before = shown(pane)
        await pressed(pilot, "j", "d")
        assert shown(pane) == [before[0], *before[2:]]
        assert pane.query_one(PagedList).highlighted == 1
        await pressed(pilot, "u")
        assert shown(pane) == before


async def test_several_are_marked_at_once(app: DigestApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await opened(pilot)
        await pressed(pilot, "v", "v", "N")
        assert desk.count("is:read") == 2
        assert pane.query_one(PagedList).marked == set()
        assert "2 articles: marked read (ctrl+z takes it back)" in notes(app)
        await pressed(pilot, "ctrl+z")
        assert desk.count("is:read") == 0


async def test_everything_listed_is_marked_and_nothing_else(app: DigestApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await opened(pilot)
        await pressed(pilot, "f")
        await answered(pilot, "ferry")
        assert len(shown(pane)) == 3
        await pressed(pilot, "A")
        assert desk.count("is:read") == 3
        await pressed(pilot, "D")
        assert shown(pane) == []
        assert desk.count("is:hidden") == 3
        await pressed(pilot, "ctrl+z", "ctrl+z")
        assert desk.count("is:hidden") == desk.count("is:read") == 0
        assert len(shown(pane)) == 3


async def test_a_filter_with_a_mistake_is_refused_where_it_is_typed(app: DigestApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await opened(pilot)
        await pressed(pilot, "f")
        await answered(pilot, "is:odd")
        assert "unknown state" in str(app.screen.query_one("#hint", Static).visual)
        await answered(pilot, "heron")
        assert len(shown(pane)) == 1
        assert "heron" in pane.note
        await pressed(pilot, "f")
        await answered(pilot, "")
        assert len(shown(pane)) == desk.count()


async def test_unread_only_leaves_out_what_is_read(app: DigestApp, desk: Desk) -> None:
    desk.mark([row.id for row in desk.articles(offset=0, limit=5)], read=True)
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await opened(pilot)
        await pressed(pilot, "U")
        assert len(shown(pane)) == desk.count() - 5
        await pressed(pilot, "U")
        assert len(shown(pane)) == desk.count()


async def test_the_next_unread_article_is_found_beyond_the_pages_that_are_there(app: DigestApp, desk: Desk) -> None:
    filled(desk, 900)
    desk.mark_found(read=True)
    last = desk.articles(offset=800, limit=1)[0].id
    desk.mark([last], read=False)
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await opened(pilot)
        await pressed(pilot, "n")
        assert pane.query_one(PagedList).highlighted_id == last
        await pressed(pilot, "N", "n")
        assert "everything in this list is read" in notes(app)


async def test_new_articles_above_move_the_cursor_with_its_article(app: DigestApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await opened(pilot)
        await pressed(pilot, "j", "j")
        standing = pane.query_one(PagedList).highlighted_id
        with Archive.open(desk.archive_file) as archive:
            fresh = [article(GAZETTE, f"Fresh {n}", "Text.", hours=0.1, number=700 + n) for n in range(3)]
            archive.record(FeedState(url=GAZETTE, last_tried=NOW, last_success=NOW), fresh, seen_at=NOW)
        app.changed()
        await settled(pilot)
        assert pane.query_one(PagedList).highlighted_id == standing
        assert pane.query_one(PagedList).highlighted == 5


async def test_the_reader_steps_on_through_the_list_beyond_what_is_loaded(app: DigestApp, desk: Desk) -> None:
    filled(desk, 500)
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await opened(pilot)
        pane.query_one(PagedList).highlighted = 299
        await settled(pilot)
        await pressed(pilot, "enter", "J", "J")
        screen = app.screen
        assert isinstance(screen, ReaderScreen)
        assert screen.article
        assert screen.article.id == desk.articles(offset=301, limit=1)[0].id
        await pressed(pilot, "q")
        assert pane.query_one(PagedList).highlighted == 301


async def test_stepping_through_what_is_unread_leaves_none_out(desk: Desk) -> None:
    filled(desk, 250)
    listing = Listing(query="is:unread")
    whole = [row.id for row in listing.rows(desk, 0, 1000)]
    ids = Ids(desk, listing, len(whole), 0, whole[:100])
    found = []
    for place in range(len(whole)):
        found.append(ids[place])
        desk.mark([ids[place]], read=True)
    assert found == whole
    assert next_unread(desk, Listing(), 0) is None


def test_ids_before_those_that_are_known_are_read_too(desk: Desk) -> None:
    filled(desk, 250)
    whole = [row.id for row in desk.articles(offset=0, limit=1000)]
    ids = Ids(desk, Listing(), len(whole), 150, whole[150:160])
    assert [ids[place] for place in range(149, -1, -1)] == whole[149::-1]
    assert ids[200] == whole[200]


async def test_one_or_several_are_saved_with_their_summaries(app: DigestApp, desk: Desk, tmp_path: Path) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        await opened(pilot)
        await pressed(pilot, "v", "v", "s")
        options = app.screen.query_one(OptionList)
        options.highlighted = next(
            at for at in range(options.option_count) if str(options.get_option_at_index(at).prompt).startswith("json")
        )
        await pressed(pilot, "enter")
        await answered(pilot, str(tmp_path / "two.json"))
        text = (tmp_path / "two.json").read_text(encoding="utf-8")
        assert json.loads(text)
        assert "Ferry runs aground" in text
        assert "Astrid Nyholm ferry grounds" in text


async def test_title_and_address_are_copied_and_opened(app: DigestApp, monkeypatch: pytest.MonkeyPatch) -> None:
    gone_to: list[str] = []
    monkeypatch.setattr(app, "open_url", lambda url, **_: gone_to.append(url))
    async with app.run_test(size=(100, 30)) as pilot:
        await opened(pilot)
        await pressed(pilot, "y", "b")
        assert app.clipboard == "Ferry runs aground off Port Ellery, 14 hurt\nhttps://courier.example/0"
        assert gone_to == ["https://courier.example/0"]


async def test_the_chosen_feed_is_the_one_refreshed(app: DigestApp, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(app, "refresh_feeds", lambda urls=(): asked.append(list(urls)))
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await opened(pilot)
        await pressed(pilot, "r", "h", "j", "j", "r")
        place = [shelf.feed_url for shelf in pane.query_one(Shelves).shelves].index(COURIER)
        pane.query_one(Shelves).highlighted = place
        await settled(pilot)
        await pressed(pilot, "r")
        assert asked == [[], [GAZETTE], [COURIER]]


async def test_an_empty_archive_says_what_to_press(empty_desk: Desk) -> None:
    app = DigestApp(empty_desk)
    async with app.run_test(size=(80, 24)) as pilot:
        pane = await opened(pilot)
        said = str(pane.query_one("#no-articles", Static).visual)
        assert "add a feed" in said
        await pressed(pilot, *"jkgGnNmdvsbyAD", "enter", "|")
        assert notes(app) == []


async def test_a_search_shows_pieces_with_their_hits_and_the_reader_marks_them(app: DigestApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await searched(pilot, "sandbank")
        assert len(shown(pane)) == 3
        assert pane.query_one(PagedList).has_focus
        for id_, _, second in pane.query_one(PagedList)._rows.values():  # type: ignore[misc]
            hits = [second.plain[span.start : span.end] for span in second.spans if "underline" in str(span.style)]
            assert "sandbank" in hits, id_
        await pressed(pilot, "enter")
        text = app.screen.query_one(Passages)
        assert text.focus_span
        assert text.text[slice(*text.focus_span)] == "sandbank"


async def test_a_query_with_a_mistake_is_told_under_it(app: DigestApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await searched(pilot, "after:yesterday")
        assert "expected a date" in str(pane.query_one("#query-help", Static).visual)
        assert pane.query_one(QueryLine).has_focus
        await pressed(pilot, "ctrl+u", "enter", "escape")
        assert app.is_running


async def test_queries_are_remembered(app: DigestApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        for query in ("ferry", "heron"):
            await searched(pilot, query)
        pane = app.screen.query_one(SearchPane)
        await pressed(pilot, "f", "up")
        line = pane.query_one(QueryLine)
        assert line.value == "heron"
        await pressed(pilot, "up")
        assert line.value == "ferry"
        await pressed(pilot, "down", "down")
        assert line.value == "heron"
        await pressed(pilot, "down")
        assert pane.query_one(PagedList).has_focus
    desk.remember(app.state)
    again = DigestApp(desk)
    async with again.run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await pressed(pilot, "slash", "up")
        assert again.screen.query_one(QueryLine).value == "heron"


async def test_nothing_found_is_said_and_the_query_can_be_left(app: DigestApp) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await searched(pilot, "zebra")
        assert "nothing found" in str(pane.query_one("#query-help", Static).visual)
        assert pane.query_one(QueryLine).has_focus
        await pressed(pilot, "escape")
        assert app.main.view == "today"


async def test_marks_work_on_results(app: DigestApp, desk: Desk) -> None:
    async with app.run_test(size=(100, 30)) as pilot:
        pane = await searched(pilot, "sandbank")
        await pressed(pilot, "m", "A")
        assert desk.count("is:saved") == 1
        assert desk.count("is:read") == 3
        await pressed(pilot, "U")
        assert shown(pane) == []


@given(text=st.text(), forms=st.sets(st.text(min_size=1), max_size=5))
def test_hits_are_spans_of_the_text_in_order(text: str, forms: set[str]) -> None:
    found = places(text, forms)
    assert all(0 <= first < last <= len(text) for first, last in found)
    assert list(found) == sorted(found)


@given(title=st.text(), snippet=st.text(), start=st.integers(0, 50), length=st.integers(1, 50))
def test_a_line_of_strangers_text_has_nothing_that_acts(title: str, snippet: str, start: int, length: int) -> None:
    from digest.archive.listing import Row

    row = Row("1", title, "", "", NOW, False, True, True)
    end = min(start + length, len(snippet))
    entry = Entry(row, snippet, ((start, end),) if start < end else ())
    for content in (first_line(entry), piece(entry)):
        signs = {sign for sign in content.plain if sign < "\ue000"} - {"\u200c", "\u200d"}
        assert not {sign for sign in signs if category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}
