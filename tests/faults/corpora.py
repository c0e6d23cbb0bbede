"""Inputs that others wrote, from the data beside the repository: seeds by kind, and strings that do harm."""

from __future__ import annotations

import json
import tarfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "hostile"
_SETS_OF_ITEMS = {"blns", "xss", "commonmark", "html5lib"}


def is_here() -> bool:
    """Whether the data is beside this checkout."""
    return FOLDER.is_dir()


@cache
def files() -> dict[str, list[bytes]]:
    """Every file of the corpora by the kind that it is read as."""
    found: dict[str, list[bytes]] = {
        kind: [] for kind in ("feed", "opml", "settings", "subscriptions", "html", "markdown")
    }
    for archive in sorted(FOLDER.glob("*.tar.gz")):
        name = archive.name.partition(".")[0]
        if name in _SETS_OF_ITEMS:
            continue
        for path, body in _members(archive):
            if name == "toml-test":
                if path.endswith(".toml"):
                    found["settings"].append(body)
                    found["subscriptions"].append(body)
            elif path.endswith(".opml") or b"<opml" in body[:2_000]:
                found["opml"].append(body)
            elif path.endswith((".html", ".htm")):
                found["html"].append(body)
            else:
                found["feed"].append(body)
    raising = json.loads((FOLDER / "feedparser-6.0.14-raising.json").read_text(encoding="utf-8"))
    found["feed"] += [body.encode("latin-1") for body in _texts(raising) if "<" in body]
    found["markdown"] += [item["markdown"].encode() for item in items("commonmark") if isinstance(item, dict)]
    for item in items("html5lib"):
        if isinstance(item, dict) and isinstance(item.get("input"), str):
            found["html"].append(item["input"].encode("utf-8", "surrogatepass"))
    return found


@cache
def strings() -> tuple[str, ...]:
    """The naughty strings and those of cross-site scripting."""
    return tuple(text for name in ("blns", "xss") for text in items(name) if isinstance(text, str))


def items(name: str) -> list[object]:
    """The items of a set that is lists of them."""
    found = []
    for path, body in _members(FOLDER / f"{name}.tar.gz"):
        if path.endswith(".json"):
            listed = json.loads(body)
            found += [one["v"] if isinstance(one, dict) and "v" in one else one for one in listed]
    return found


def _members(archive: Path) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(archive) as opened:
        for member in opened:
            stream = opened.extractfile(member) if member.isfile() else None
            if stream is not None:
                yield member.name, stream.read()


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, (list, tuple, dict)):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts(part)
