"""The documents say what the program does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest.cli import COMMANDS
from digest.registry import RENDERERS, SUMMARIZERS

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., tuple[int, str, str]]

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_shows_what_make_demo_prints(digest: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    shown = re.search(r"<!-- demo -->\n```\n(.*?)```\n<!-- /demo -->", README, re.DOTALL)
    assert shown
    assert digest("summarize", "seeds/seoul-defense-talks.txt") == (0, shown[1], "")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_is_in_the_readme(digest: Run, command: str) -> None:
    status, out, _ = digest(command, "--help")
    assert status == 0
    assert f"digest {command}" in README
    actions = re.search(r"^  ACTION\n((?:    .*\n)+)", out, re.MULTILINE)
    for action in re.findall(r"^    ([a-z]+)", actions[1], re.MULTILINE) if actions else ():
        out += digest(command, action, "--help")[1]
        assert action in README, action
    for option in set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", out)) - {"--help"}:
        assert option in README, option


def test_every_method_and_format_is_in_the_readme() -> None:
    folded = README.lower().replace("sumbasic", "sum-basic")
    for name in (*SUMMARIZERS.names(), *RENDERERS.names()):
        assert name in folded, name


def test_help_names_every_command_and_every_exit_status(digest: Run) -> None:
    _, out, _ = digest("--help")
    for command in COMMANDS:
        assert command in out
    statuses = (
        "0 complete",
        "1 nothing",
        "2 usage",
        "3 some sources failed",
        "4 verify",
        "75 another run",
        "130 interrupted",
    )
    for status in statuses:
        assert status in " ".join(out.split())


def test_a_screen_without_a_terminal_and_an_unknown_command_are_usage_errors(digest: Run) -> None:
    status, out, err = digest()
    assert (status, out) == (2, "")
    assert "the screen needs a terminal" in err
    assert digest("sumarize")[0] == 2


def test_the_python_example_of_the_readme_works() -> None:
    block = re.search(r"```python\n(.*?)```", README, re.DOTALL)
    assert block
    names: dict[str, object] = {}
    exec(block[1], names)
    assert names["brief"].card.dates  # type: ignore[attr-defined]
