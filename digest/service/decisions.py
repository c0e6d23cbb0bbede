"""stories.toml: which articles the reader joined into one story or parted, in the order in which it was decided.

    [[decisions]]
    together = ["4f1c0a7be2d94a10", "91d2…"]

    [[decisions]]
    apart = ["4f1c0a7be2d94a10", "c07e…"]

Decisions are only added, and the last one taken back, so comments and layout stay; where two contradict each other, the
later one counts.
"""

from __future__ import annotations

import os
from itertools import combinations

from digest.errors import SettingsError, UnknownNameError, UsageError
from digest.subscriptions.reading import read_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    Pairs = tuple[tuple[str, str], ...]

TOGETHER, APART = "together", "apart"
MOST = 500  # articles of one decision, which are as many pairs as `MOST` squared


def load(path: str) -> tuple[Pairs, Pairs]:
    """The pairs of article ids that belong together and those that don't; none when there is no file."""
    return _from_text(read_text(path), path)


def join(path: str, ids: Iterable[str]) -> bool:
    """Keep that these articles tell one story; False when that was decided before."""
    return _decide(path, TOGETHER, ids)


def part(path: str, ids: Iterable[str]) -> bool:
    """Keep that no two of these articles tell one story; False when that was decided before."""
    return _decide(path, APART, ids)


def forget_last(path: str, kind: str, ids: Iterable[str]) -> None:
    """Take back the last decision, which must be this one; UsageError when another stands there."""
    from digest.output import write

    text, wanted = read_text(path), list(dict.fromkeys(ids))
    last = _appended("", kind, wanted)
    if not text.endswith(last):
        raise UsageError(f"{path}: its last decision is another one; please take this one out by hand")
    before = text.removesuffix(last).rstrip()
    write.whole(path, f"{before}\n" if before else "")


def _decide(path: str, kind: str, ids: Iterable[str]) -> bool:
    from digest.output import write

    wanted = list(dict.fromkeys(ids))
    try:
        _check(wanted)
    except UsageError as error:
        raise UsageError(f"articles: {error}") from None
    before = read_text(path)
    decided = _from_text(before, path)
    if set(_pairs(wanted)) <= set(decided[kind == APART]):
        return False
    text = _appended(before, kind, wanted)
    try:
        right = _from_text(text, path) == _with(decided, kind, wanted)
    except SettingsError:
        right = False
    if not right:  # such as decisions = [ … ], to which no table may be added
        raise SettingsError(f"{path}: its layout can't be edited safely; please add this decision by hand")
    write.make_folder(os.path.dirname(os.path.abspath(path)))
    write.whole(path, text)
    return True


def _appended(text: str, kind: str, ids: list[str]) -> str:
    import tomlkit  # only decisions pay for it

    document = tomlkit.document()
    table = tomlkit.table()
    table[kind] = ids
    tables = tomlkit.aot()
    tables.append(table)
    document["decisions"] = tables
    added = tomlkit.dumps(document)
    return f"{text.rstrip()}\n\n{added}" if text.strip() else added


def _from_text(text: str, path: str) -> tuple[Pairs, Pairs]:
    import tomllib

    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{path}: not TOML 1.0 ({' '.join(str(error).split())[:120]})") from error
    for key in tables:
        if key != "decisions":
            raise SettingsError(f"{path}: {UnknownNameError('key', key, ['decisions'])}")
    listed = tables.get("decisions", [])
    if not isinstance(listed, list) or not all(isinstance(table, dict) for table in listed):
        raise SettingsError(f"{path}: decisions: expected [[decisions]] tables")
    decided: tuple[Pairs, Pairs] = ((), ())
    for number, table in enumerate(listed, 1):
        kind, ids = _decision(table, f"{path}: decisions[{number}]")
        decided = _with(decided, kind, ids)
    return decided


def _decision(table: dict[str, Any], place: str) -> tuple[str, list[str]]:
    for key in table:
        if key not in (TOGETHER, APART):
            raise SettingsError(f"{place}: {UnknownNameError('key', key, [TOGETHER, APART])}")
    if len(table) != 1:
        raise SettingsError(f"{place}: expected one of together and apart")
    ((kind, ids),) = table.items()
    try:
        _check(ids)
    except UsageError as error:
        raise SettingsError(f"{place}.{kind}: {error}") from None
    return kind, list(dict.fromkeys(ids))


def _check(ids: Any) -> None:
    if not isinstance(ids, list) or not all(isinstance(name, str) and name.strip() for name in ids):
        raise UsageError('expected a list of article ids such as ["4f1c0a7be2d94a10", "91d2e05b6c3f7a88"]')
    if not 2 <= len(set(ids)) <= MOST:
        raise UsageError(f"expected from 2 to {MOST} different articles, not {len(set(ids))}")


def _with(decided: tuple[Pairs, Pairs], kind: str, ids: list[str]) -> tuple[Pairs, Pairs]:
    """The pairs after one more decision, which undoes what was said before of the same pairs."""
    pairs = _pairs(ids)
    fresh = set(pairs)
    together, apart = (tuple(pair for pair in known if pair not in fresh) for known in decided)
    return (together + pairs, apart) if kind == TOGETHER else (together, apart + pairs)


def _pairs(ids: list[str]) -> Pairs:
    return tuple(combinations(sorted(ids), 2))
