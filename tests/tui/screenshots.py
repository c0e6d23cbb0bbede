"""The pictures of README.md: `python -m tests.tui.screenshots` (make screenshots) draws them anew from made-up news."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

from digest.tui.app import DigestApp
from tests.tui.world import desk_over, settled

FOLDER = Path(__file__).with_name("screenshots")
PICTURES = {
    "today": ((120, 34), ("l", "l", "j")),
    "reader": ((120, 34), ("l", "enter")),
    "agenda": ((100, 26), ("3",)),
}


async def draw(name: str, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    """Press keys, then keep what the screen shows."""
    with tempfile.TemporaryDirectory() as home:
        app = DigestApp(desk_over(Path(home)))
        async with app.run_test(size=size) as pilot:
            await settled(pilot)
            for key in keys:
                await pilot.press(key)
                await settled(pilot)
            picture = app.export_screenshot(title="digest")
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    os.environ["TEXTUAL_ANIMATIONS"] = "none"
    for each, (size, keys) in PICTURES.items():
        asyncio.run(draw(each, size, keys))
