"""Pictures of the views. They are compared only where textual is the one they were made with: each draws differently.

Look at a new picture before it is kept: `python -m pytest tests/tui/test_snapshots.py --snapshot-update`.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest

from digest.archive import Archive
from digest.model import FeedState
from digest.tui.app import DigestApp
from tests.tui.world import COURIER, NOW, TITLES, article, desk_over, settled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from textual.pilot import Pilot

    Compare = Callable[..., bool]

MADE_WITH = "8.2.8"
pytestmark = pytest.mark.skipif(
    version("textual") != MADE_WITH, reason=f"the pictures were made with textual {MADE_WITH}"
)

WIDE, NARROW, BROAD = (120, 34), (80, 24), (160, 40)
VIEWS = {
    "today": (WIDE, ()),
    "today-narrow": (NARROW, ()),
    "today-broad": (BROAD, ("l", "l")),
    "story-narrow": (NARROW, ("enter",)),
    "card-narrow": (NARROW, ("enter", "l", "j")),
    "conflicts": (WIDE, ("l", "j", "j", "j")),
    "articles": (WIDE, ("2",)),
    "articles-narrow": (NARROW, ("2",)),
    "reader": (WIDE, ("l", "enter")),
    "reader-narrow": (NARROW, ("enter", "enter")),
    "agenda": (WIDE, ("3",)),
    "agenda-narrow": (NARROW, ("3",)),
    "digests-empty": (WIDE, ("4",)),
    "feeds": (WIDE, ("5",)),
    "feeds-narrow": (NARROW, ("5",)),
    "search": (WIDE, ("slash", *"ferry", "enter")),
    "settings": (WIDE, ("comma",)),
    "help": (WIDE, ("question_mark",)),
    "save": (WIDE, ("s",)),
    "palette": (WIDE, ("ctrl+p",)),
}


def pressing(*keys: str) -> Callable[[Pilot[None]], object]:
    async def run(pilot: Pilot[None]) -> None:
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
            await settled(pilot)
        pilot.app.screen.set_focus(pilot.app.screen.focused)
        for cursor in pilot.app.screen.query("Input"):
            cursor.cursor_blink = False  # type: ignore[attr-defined]
        await settled(pilot)

    return run


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_looks_as_it_did(view: str, app: DigestApp, snap_compare: Compare) -> None:
    size, keys = VIEWS[view]
    assert snap_compare(app, run_before=pressing(*keys), terminal_size=size)


@pytest.mark.parametrize("theme", ["digest-dark", "digest-light", "digest-contrast"])
def test_a_theme_looks_as_it_did(theme: str, tmp_path: Path, monkeypatch, snap_compare: Compare) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "digest.toml").write_text(f'[screen]\ntheme = "{theme}"\n', encoding="utf-8")
    assert snap_compare(DigestApp(desk_over(tmp_path)), run_before=pressing("l", "l"), terminal_size=WIDE)


def test_without_colour_everything_can_be_told_apart(app: DigestApp, monkeypatch, snap_compare: Compare) -> None:  # type: ignore[no-untyped-def]
    from textual.filter import Monochrome

    app._filters.append(Monochrome())  # what NO_COLOR does at the start
    assert snap_compare(app, run_before=pressing("l", "enter"), terminal_size=WIDE)


def test_an_empty_archive_looks_as_it_did(empty_desk, snap_compare: Compare) -> None:  # type: ignore[no-untyped-def]
    assert snap_compare(DigestApp(empty_desk), run_before=pressing(), terminal_size=NARROW)


def test_the_first_moment_looks_as_it_did(app: DigestApp, monkeypatch, snap_compare: Compare) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("digest.tui.panes.today.TodayPane.reload", lambda self: None)
    assert snap_compare(app, run_before=pressing(), terminal_size=NARROW)


def test_a_refresh_under_way_looks_as_it_did(app: DigestApp, snap_compare: Compare) -> None:
    from digest.service.fetching import Outcome
    from digest.tui.widgets.bar import RefreshLine

    async def run(pilot: Pilot[None]) -> None:
        await settled(pilot)
        bar = app.main.query_one(RefreshLine)
        bar.begin(12)
        bar.arrived([Outcome(url="u", title="Valdora Courier", kind="new", new=7)] * 4)
        bar.arrived([Outcome(url="u", title="Broken Times", kind="failed", problem="answered 503")])
        await settled(pilot)

    assert snap_compare(app, run_before=run, terminal_size=WIDE)


SCRIPTS = {
    "right-to-left": (
        "العبّارة تجنح قرب الميناء وإصابة 14 شخصا",
        (
            "قال خفر السواحل إن عبّارة تقل 212 راكبا جنحت قرب الميناء صباح السبت.\n\n"
            "ستفتح لجنة السلامة جلسة استماع في 12 مايو."
        ),
    ),
    "east-asian": (
        "渡船在埃勒里港外搁浅，14人受伤",
        "海岸警卫队说，一艘载有212名乘客的渡船星期六早晨在埃勒里港外搁浅。\n\n海事安全委员会将于5月12日举行听证会。",
    ),
    "long-words": (
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3,
        "https://long.example/" + "a" * 400 + "\n\n" + "Rindfleischetikettierungsüberwachungsaufgaben" * 12,
    ),
}


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("opened", [False, True], ids=["list", "reader"])
def test_a_script_looks_as_it_did(
    script: str,
    opened: bool,
    tmp_path: Path,
    monkeypatch,  # type: ignore[no-untyped-def]
    snap_compare: Compare,
) -> None:
    monkeypatch.chdir(tmp_path)
    desk = desk_over(tmp_path, filled=False)
    title, text = SCRIPTS[script]
    with Archive.open(desk.archive_file) as archive:
        state = FeedState(url=COURIER, title=TITLES[COURIER])
        archive.record(state, [article(COURIER, title, text, hours=1, number=1)], seen_at=NOW)
    keys = ("2", "enter") if opened else ()
    assert snap_compare(DigestApp(desk), run_before=pressing(*keys), terminal_size=(100, 24))
