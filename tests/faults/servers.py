"""The fault server that lies beside the repository."""

from __future__ import annotations

import importlib.util
from functools import cache
from pathlib import Path
from typing import Any

SERVER = Path(__file__).resolve().parents[3] / "shared" / "bench" / "hostile_server.py"


def is_here() -> bool:
    """Whether it is beside this checkout."""
    return SERVER.exists()


@cache
def module() -> Any:
    """Its module, with `ENDPOINTS` and `HostileServer`."""
    spec = importlib.util.spec_from_file_location("hostile_server", SERVER)
    assert spec
    assert spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made
