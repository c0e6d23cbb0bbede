"""Nothing that a stranger writes is markup, an action, a link to anything but the web, or acts on the terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from textual import events
from textual.widgets import Input, TextArea

from digest.tui.app import DigestApp
from digest.tui.screens.reader import ReaderScreen
from digest.tui.widgets.items import Items
from digest.tui.widgets.links import Links
from digest.tui.widgets.paged_list import PagedList
from digest.tui.widgets.prompt import Ask, Choose
from digest.tui.widgets.story_list import StoryList
from digest.tui.widgets.timeline import Timeline
from tests.tui import hostile_world as world
from tests.tui.world import settled

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

    from digest.service.desk import Desk

_MARK = re.compile(r"\bq(\d{3})x\b")


class Watch:
    """Looks at every screen that is drawn and notes which articles it was about."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot, self.app = pilot, pilot.app
        self.seen: set[int] = set()

    async def look(self) -> str:
        await settled(self.pilot)
        assert self.app.is_running
        assert list(world.faults(self.app)) == []
        drawn = world.shown(self.app)
        assert "internal error" not in drawn
        self.seen |= {int(number) for number in _MARK.findall(drawn)}
        return drawn

    async def press(self, *keys: str) -> str:
        drawn = ""
        for key in keys:
            await self.pilot.press(key)
            drawn = await self.look()
        return drawn

    async def walk(self, count: int, key: str) -> None:
        """Press a key until so many articles, or feeds, have been seen."""
        self.seen.clear()
        await self.look()
        for _ in range(2 * count):
            if len(self.seen) == count:
                return
            await self.press(key)
        assert self.seen == set(range(count))


@pytest.fixture(scope="module")
def _home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("hostile")
    world.desk_of(home, world.STRINGS, feeds=40)
    return home


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.chdir(tmp_path)
    return world.desk_of(tmp_path, world.STRINGS, feeds=40)


async def test_probe(hostile: Desk) -> None:
    app = DigestApp(hostile)
    async with app.run_test(size=(140, 45)) as pilot:
        watch = Watch(pilot)
        import time
        t=time.time()
        print(await watch.look()); print(time.time()-t)
        for k in "2453":
            print(await watch.press(k)); print(time.time()-t)
        print(len(hostile.today().digest.stories), len(hostile.agenda()), hostile.count(), len(world.STRINGS), hostile.feeds()[1])
