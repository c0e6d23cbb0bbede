"""Re-checks a saved digest against its sources: every verbatim text at its place, every derived value.

What it says is a path into the file (`articles[0].participants[2].role`), what the file has, and what the source has.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from digest.errors import SavedFormError
from digest.facts import card
from digest.model import Brief, Summary
from digest.output import tables
from digest.text import sentences
from digest.text.fingerprint import sha256

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from digest.model import Article

MOST_BYTES = 64 * 1024 * 1024
_SHOWN = 80  # characters of a text that differs
_FACTS = ("participants", "dates", "next_steps")


class Mismatch(NamedTuple):
    """Where the saved digest differs from its source."""

    where: str
    saved: str
    source: str

    def __str__(self) -> str:
        return f"{self.where}: saved {self.saved}, the source has {self.source}"


class Check(NamedTuple):
    """What was checked: articles, verbatim texts, whether derived values were made again, and what differs."""

    articles: int
    spans: int
    derived: bool
    mismatches: tuple[Mismatch, ...]


def load(path: str) -> dict[str, Any]:
    """Read a saved digest, TOML or JSON; SavedFormError when it is not one."""
    try:
        with Path(path).open("rb") as stream:
            body = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise SavedFormError(f"{path}: {(error.strerror or str(error)).lower()}") from error
    except ValueError as error:
        raise SavedFormError(f"{path}: not a usable file name") from error
    if len(body) > MOST_BYTES:
        raise SavedFormError(f"{path}: larger than {MOST_BYTES // 2**20} MiB")
    saved = _parse(body, path)
    if not isinstance(saved, dict) or "schema" not in saved or not isinstance(saved.get("articles"), list):
        raise SavedFormError(f"{path}: not a saved digest (no schema and articles in it)")
    if saved["schema"] != tables.SCHEMA:
        raise SavedFormError(f"{path}: schema {saved['schema']!r}; this version reads schema {tables.SCHEMA}")
    if not all(isinstance(article, dict) and isinstance(article.get("source"), str) for article in saved["articles"]):
        raise SavedFormError(f"{path}: not a saved digest (an article has no source)")
    return saved


def check(saved: dict[str, Any], read: Callable[[dict[str, Any]], Article]) -> Check:
    """Compare every article with its source; `read` returns the article that a saved table names."""
    mismatches: list[Mismatch] = []
    spans = 0
    derived = saved.get("generator") == tables.of_briefs(())["generator"]
    for number, table in enumerate(saved["articles"]):
        article = read(table)
        where = f"articles[{number}]"
        found = list(_spans(table, where))
        spans += len(found)
        mismatches += [m for path, text, at in found if (m := _differs(path, text, at, article.text))]
        if not mismatches and table.get("text_sha256") != (now := sha256(article.text)):
            mismatches.append(Mismatch(f"{where}.text_sha256", str(table.get("text_sha256")), now))
        if not mismatches and derived:
            mismatches += _derived(table, article, where)
    return Check(len(saved["articles"]), spans, derived, tuple(mismatches))


def _parse(body: bytes, path: str) -> Any:
    try:
        text = body.decode("utf-8-sig")
        if text.lstrip().startswith("{"):
            return json.loads(text)
        import tomllib

        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # both decoders' errors are ValueErrors
        raise SavedFormError(f"{path}: neither TOML nor JSON ({' '.join(str(error).split())[:120]})") from error


def _spans(table: dict[str, Any], where: str) -> Iterator[tuple[str, Any, Any]]:
    """Every verbatim text of an article's table: its path, the text, and its place."""
    for list_name in ("summary", *_FACTS):
        rows = table.get(list_name, [])
        for i, row in enumerate(rows if isinstance(rows, list) else [rows]):
            path = f"{where}.{list_name}[{i}]"
            if not isinstance(row, dict):
                yield path, row, None
                continue
            for key, at in row.items():
                if key == "at":
                    yield f"{path}.text", row.get("text"), at
                elif key.endswith("_at"):
                    yield f"{path}.{key[:-3]}", row.get(key[:-3]), at
            if list_name in {"summary", "dates"} and "at" not in row:
                yield f"{path}.text", row.get("text"), None


def _differs(path: str, text: Any, at: Any, source: str) -> Mismatch | None:
    if not (isinstance(at, list) and len(at) == 2 and all(type(n) is int for n in at)):
        return Mismatch(path, repr(text)[:200], "no place to look (expected two whole numbers)")
    start, end = at
    there = source[start:end] if 0 <= start <= end <= len(source) else ""
    if text == there:
        return None
    return Mismatch(path, *_around_difference(text, there))


def _around_difference(text: Any, there: str) -> tuple[str, str]:
    """Both texts, cut to where they begin to differ."""
    if not isinstance(text, str):
        return repr(text)[:_SHOWN], repr(there[:_SHOWN])
    same = next((i for i, (a, b) in enumerate(zip(text, there, strict=False)) if a != b), min(len(text), len(there)))
    begin = max(0, same - _SHOWN // 3)
    more = "…" if begin else ""
    return repr(more + text[begin : begin + _SHOWN]), repr(more + there[begin : begin + _SHOWN])


def _derived(table: dict[str, Any], article: Article, where: str) -> Iterator[Mismatch]:
    """Values that are not verbatim (codes, EDTF, kinds, statuses) are made again and compared."""
    facts = card.fill(article, sentences.split(article.text, article.language))
    fresh = tables.of_brief(Brief(article, Summary((), ""), facts))
    for name in _FACTS:
        old, new = table.get(name, []), fresh.get(name, [])
        for i, (one, other) in enumerate(zip(old, new, strict=False)):
            for key in dict.fromkeys((*one, *other)):
                if one.get(key) != other.get(key):
                    yield Mismatch(f"{where}.{name}[{i}].{key}", repr(one.get(key))[:200], repr(other.get(key))[:200])
        if len(old) != len(new):
            yield Mismatch(f"{where}.{name}", f"{len(old)} facts", f"{len(new)}")
