"""The one-shot path stays light: heavy libraries load only when something asks for them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = (
    "textual",
    "nltk",
    "sumy",
    "feedparser",
    "numpy",
    "asyncio",
    "aiohttp",
    "trafilatura",
    "lxml",
    "py3langid",
    "rich",
    "re2",
    "tomlkit",
    "pyexpat",
    "sqlite3",
)

_PROBE = """
import sys
from digest.cli import main
status = main(sys.argv[1:])
print("LOADED", *sorted({name.partition(".")[0] for name in sys.modules}), file=sys.stderr)
sys.exit(status)
"""


def _loaded(*arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", _PROBE, *arguments], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return set(done.stderr.split("LOADED", 1)[1].split())


@pytest.mark.parametrize("form", ["text", "markdown", "json", "toml"])
def test_summarize_loads_nothing_heavy(sample: Path, form: str) -> None:
    loaded = _loaded("summarize", str(sample), "-f", form)
    assert loaded.isdisjoint(HEAVY)
    assert "digest" in loaded


def test_importing_the_package_loads_none_of_its_modules() -> None:
    probe = "import sys, digest; print(*(name for name in sys.modules if name.startswith('digest')))"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["digest"]


def test_every_registered_name_leads_to_something() -> None:
    from digest.registry import RENDERERS, SUMMARIZERS

    for registry in (SUMMARIZERS, RENDERERS):
        for name in registry.names():
            assert callable(registry.get(name))
            assert registry.about(name)
