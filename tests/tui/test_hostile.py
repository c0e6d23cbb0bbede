"""Nothing that a stranger writes is markup, an action, a link to anything but the web, or acts on the terminal."""

from __future__ import annotations

import io
import json
import sys
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input, TextArea

from digest.service.fetching import Outcome
from digest.tui import linear, working
from digest.tui.screens.reader import ReaderScreen
from digest.tui.widgets.bar import RefreshLine
from digest.tui.widgets.items import Items
from digest.tui.widgets.links import Links
from digest.tui.widgets.prompt import Ask, AskText, Choose
from digest.tui.widgets.shelves import Shelves
from tests.tui import hostile_world as world
from tests.tui.hostile_world import STRINGS, Watch, batched

if TYPE_CHECKING:
    from digest.service.desk import Desk

SHARED = Path(__file__).parents[2] / "../shared"


@pytest.fixture
def one_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A story for every string."""
    monkeypatch.chdir(tmp_path)
    return world.desk_of(tmp_path, STRINGS, feeds=40)


@pytest.fixture
def together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Nine strings in each article."""
    monkeypatch.chdir(tmp_path)
    return world.desk_of(tmp_path, STRINGS, size=9, feeds=20)


# The views


async def test_today_and_the_digests_of_past_days(one_each: Desk) -> None:
    async with Watch.over(one_each) as watch:
        await watch.walk("j", until=len(STRINGS) - 20)
        await watch.press("l", *"jjjjjjjj", "l", *"jjjjjjjj", "h", "h", "v", "j", "v", "plus", "g")
        await watch.press("W")
        assert one_each.days()
        await watch.press("4", "l")
        await watch.walk("ctrl+d", until=len(STRINGS) - 20)
        await watch.press("l", *"jjjj", "l", *"jjjj")


async def test_articles_by_feed_tag_and_filter(one_each: Desk) -> None:
    async with Watch.over(one_each) as watch:
        await watch.press("2")
        await watch.walk("ctrl+d", until=len(STRINGS))
        await watch.press("g", "m", "j", "N", "j", "d", "u", "v", "j", "v", "y")
        await watch.press("h")
        shelves = watch.app.query_one(Shelves)
        for _ in batched(shelves.shelves, 3):
            await watch.press("j")
        await watch.press("f")
        await watch.paste(STRINGS[0])
        await watch.press("enter")


async def test_the_agenda(one_each: Desk) -> None:
    async with Watch.over(one_each) as watch:
        await watch.press("3")
        await watch.walk("ctrl+d", until=len(STRINGS) - 40)
        await watch.press("g", *"jjjj", "s", "escape", "y", "enter", "q")


async def test_the_feeds_and_what_is_asked_about_them(one_each: Desk) -> None:
    async with Watch.over(one_each) as watch:
        await watch.press("5")
        feeds = watch.app.query_one("#feed-list", Items)
        for place in range(len(feeds.items)):
            await watch.press("j")
            if place % 4 == 0:
                await watch.press("e", "escape", "t", "escape")
        assert len(watch.seen) > 30
        await watch.press("g", "t")
        for text in STRINGS[:12]:
            await watch.paste(text)
            await watch.press("enter")
        await watch.press("escape", "d", "u")
        line = watch.app.query_one(RefreshLine)
        line.begin(len(STRINGS))
        for text in STRINGS:
            line.arrived([Outcome(url=text, title=text, kind="failed", problem=text)])
            await watch.look()


async def test_the_reader_its_card_and_its_links(together: Desk) -> None:
    async with Watch.over(together) as watch:
        ids = [row.id for row in together.articles(offset=0, limit=100)]
        watch.app.read(ids)
        for place, _ in enumerate(ids):
            if place % 3 == 0:
                await watch.press("L")
                if isinstance(watch.app.screen, Links):
                    await watch.press("escape")
                await watch.press("tab", "j", "tab")
            await watch.press("end", "J")
        assert isinstance(watch.app.screen, ReaderScreen)
        await watch.press("m", "U", "s", "enter", "escape", "vertical_line", "escape", "y", "q")


async def test_search_with_every_string_as_the_query(one_each: Desk) -> None:
    async with Watch.over(one_each) as watch:
        await watch.press("slash")
        line = watch.app.screen.query_one("#query", Input)
        for text in STRINGS:
            line.value = ""
            await watch.paste(text)
            await watch.press("enter")
            if not line.has_focus:
                await watch.press("slash")
        line.value = ""
        await watch.paste("ferry port")
        await watch.press("enter")
        assert watch.seen
        await watch.press("enter", "n", "q")


async def test_settings_and_help(together: Desk) -> None:
    async with Watch.over(together) as watch:
        await watch.press("comma")
        settings = watch.app.screen.query_one(Items)
        for _ in settings.items:
            await watch.press("j")
            if settings.item and "zqpwnd" in settings.item.words + settings.item.shown.plain:
                await watch.press("enter")
                if isinstance(watch.app.screen, Ask | Choose):
                    await watch.press("escape")
        await watch.press("q", "question_mark")
        for text in STRINGS:
            await watch.paste(text)
            watch.app.screen.query_one(Input).value = ""


# What lies over the views


async def test_toasts_problems_and_undo(together: Desk) -> None:
    def fail(text: str) -> None:
        raise ValueError(text)

    async with Watch.over(together) as watch:
        app = watch.app
        for some in batched(STRINGS, 6):
            app.clear_notifications()
            for text in some:
                app.say(text)
                app.say(text, problem=True)
                app.did(text, lambda: None)
                working.run(app, lambda text=text: fail(text), print, group="test", exclusive=False)  # type: ignore[misc]
            await watch.look(may_fail=True)
            app.clear_notifications()
            await watch.press("u", may_fail=True)


async def test_questions_with_their_values_hints_and_answers(together: Desk) -> None:
    async with Watch.over(together) as watch:
        app = watch.app
        for text in map(" ".join, batched(STRINGS, 4)):
            app.ask(text, print, value=text, hint=text, paths=True, check=lambda _, text=text: text or "no")  # type: ignore[misc]
            await watch.look()
            await watch.press("enter")
            app.screen.query_one(Input).value = ""
            await watch.look()
            await watch.paste(text)
            await watch.press("escape")
            app.choose(text, [(text, text), ("x", text)], print, value=text)
            await watch.press("j", "escape")


async def test_the_palette_and_a_pasted_text(together: Desk) -> None:
    async with Watch.over(together) as watch:
        app = watch.app
        await watch.press("ctrl+p")
        for some in batched(STRINGS, 4):
            await watch.paste(" ".join(some))
            app.screen.query_one(Input).value = ""
        await watch.press("escape")
        for some in batched(STRINGS, 20):
            await watch.press("P")
            assert isinstance(app.screen, AskText)
            await watch.paste("\n\n".join(some))
            assert "\n\n" in app.screen.query_one(TextArea).text
            await watch.press("ctrl+s")
            assert isinstance(app.screen, ReaderScreen)
            await watch.press("end", "q")


async def test_a_state_that_another_wrote(together: Desk, tmp_path: Path) -> None:
    told = " ".join(STRINGS[:60]).encode("utf-8", "ignore").decode()
    state = {
        **dict.fromkeys(("view", "story", "pipe", "folder", "form", "calendar", "card"), told),
        "queries": list(STRINGS),
        "articles": {"query": f'"{told}"', "tag": told, "feed": told, "unread": told},
    }
    together.remember({})
    [file] = [path for path in tmp_path.iterdir() if path.suffix == ".json"]
    file.write_text(json.dumps(state), encoding="utf-8")
    async with Watch.over(together) as watch:
        await watch.press("vertical_line", "escape", "o", "escape", "2", "f", "escape", "3", "s", "escape", "slash")
        for _ in range(50):
            await watch.press("up")


def test_lines_in_place_of_a_screen(together: Desk) -> None:
    typed = [
        "today",
        *map(str, range(1, 10)),
        "text",
        "article 2",
        "articles",
        "3",
        "text",
        "agenda",
        "1",
        "feeds",
        "1",
    ]
    typed += [
        "write",
        "digests",
        "1",
        "keep 1",
        "undo",
        "search ferry",
        "1",
        "calendar",
        "save day text",
        "open /nowhere",
    ]
    typed += [text.replace("\n", " ") for text in STRINGS]
    typed += [f"{name} {text}" for text in STRINGS for name in ("search", "articles", "day", "open ./", "save 1 ")]
    out = io.StringIO()
    lines = "".join(f"{line}\n\n" for line in typed).encode("utf-8", "ignore").decode()
    assert linear.run(together, io.StringIO(lines), out) == 0
    assert world.FORBIDDEN.intersection(out.getvalue()) == {"\n"}
    assert "internal (" not in out.getvalue()


# The terminal


def test_every_byte_that_a_terminal_gets(tmp_path: Path) -> None:
    world.desk_of(tmp_path, STRINGS, size=4, feeds=20, now=datetime.now(UTC))
    terminal = world.Terminal(tmp_path)
    try:
        terminal.until("q000x")
        terminal.press("jjjjll", "Said in")
        terminal.press("hh2", "All · 96")
        terminal.press("\r", "1/96")
        for place in range(2, 97):
            terminal.press("J", rf"\b{place}/96")
        terminal.press("q", r"\d+ articles? read")
        terminal.press("3", "next steps ahead")
        terminal.press("5", "feeds, ")
        terminal.press("e", "Another title for")
        pasted = "\u202ebidi\u2066 \x9d52;c;zqpwnd\x9c \U000e0041 [/x] [@click=app.quit]B[/]"  # terminals take ESC out
        terminal.press(f"\x1b[200~{pasted} pasted\x1b[201~", "pasted")
        terminal.press("\r", r"pasted[\s│]+https://feed")
        terminal.press("1", "Stories")
        terminal.press("W", "written: ")
        terminal.press("4", "q000x")
        terminal.press(",", "digest.toml")
        terminal.press("q?", "type what you look for")
        written = terminal.leave()
    finally:
        terminal.close()
    sequences = world.SEQUENCE.findall(written)
    assert len(sequences) > 1_000
    assert [sequence for sequence in sequences if world.WORD in sequence] == []
    commands = {sequence[2:5] for sequence in sequences if sequence.startswith("\x1b]")}
    assert commands <= {"22;"}  # the shape of the pointer; no link, title or clipboard
    left = world.SEQUENCE.sub("", written)
    assert world.WORD in left
    assert world.FORBIDDEN.intersection(left) <= set("\r\n\t\x08")


# Strings of others


def others() -> list[str]:
    found = []
    for name in ("blns", "xss"):
        path = SHARED / "data/hostile" / f"{name}.tar.gz"
        if not path.exists():
            return []
        with tarfile.open(path) as archive:
            for member in archive:
                if member.name.endswith(".items.json"):
                    found += [str(item["v"]) for item in json.load(archive.extractfile(member))]  # type: ignore[arg-type]
    return found


def attacks() -> dict[str, bytes]:
    """Feeds of the fault server that attack what is printed, by address."""
    folder = SHARED / "bench"
    if not (folder / "hostile_server.py").exists():
        return {}
    sys.path.insert(0, str(folder))
    try:
        import hostile_server  # type: ignore[import-not-found]
    finally:
        sys.path.remove(str(folder))
    import urllib.request

    found = {}
    with hostile_server.HostileServer() as server:
        for path, known in hostile_server.ENDPOINTS.items():
            if known["group"] in ("injection", "charset"):
                with urllib.request.urlopen(server.url(path)) as answer:
                    found[f"https://attack.example{path}"] = answer.read()
    return found


@pytest.mark.parametrize("part", range(3))
async def test_strings_of_others_in_every_view(part: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    strings = [text for text in others() if text.strip()][part::3]
    if not strings:
        pytest.skip("no ../shared/data/hostile beside the repository")
    monkeypatch.chdir(tmp_path)
    desk = world.desk_of(tmp_path, strings, size=50, feeds=70, more=attacks())
    count = len(batched(strings, 50))
    async with Watch.over(desk, size=(400, 120)) as watch:
        await watch.walk("j", until=count // 2)
        await watch.press("W", "4", "l")
        await watch.walk("ctrl+d", until=count // 2)
        await watch.press("2")
        await watch.walk("ctrl+d", until=count)
        await watch.press("3", "ctrl+d", "ctrl+d", "5")
        await watch.walk("j", until=70)
        ids = [row.id for row in desk.articles(offset=0, limit=10_000)]
        watch.app.read(ids)
        watch.seen.clear()
        for _ in ids:
            await watch.press("J")
        assert len(watch.seen) == count
        await watch.press("q", "slash")
        line = watch.app.screen.query_one("#query", Input)
        for text in map(" ".join, batched(strings, 20)):
            line.value = ""
            await watch.paste(text)
        watch.app.clear_notifications()
        for some in batched(strings, 20):
            watch.app.clear_notifications()
            for text in some:
                watch.app.say(text)
            await watch.look()
