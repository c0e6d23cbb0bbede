"""Keys of actions: the reader's own where there are any, and whether what was typed is a key."""

from __future__ import annotations

from digest.errors import UsageError
from digest.tui.actions import ACTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.tui.actions import Act

_MODIFIERS = ("ctrl+", "alt+", "shift+", "super+", "hyper+", "meta+")


def act(id_: str) -> Act | None:
    """The action with an id."""
    return next((act for act in ACTS if act.id == id_), None)


def defaults() -> dict[str, str]:
    """The keys that actions come with, by id."""
    return {act.id: act.keys for act in ACTS}


def check(keys: str) -> None:
    """UsageError names the first of some keys that is none.

    >>> check("S,ctrl+s,question_mark,?,f3,shift+tab")
    >>> check("S,crtl+s")
    Traceback (most recent call last):
    digest.errors.UsageError: 'crtl+s' is no key; keys are such as s, S, ctrl+s, f3, space, question_mark
    """
    from textual.keys import Keys

    known = {str(key.value) for key in Keys}
    for key in keys.split(","):
        bare = key.strip()
        while bare.startswith(_MODIFIERS):
            bare = bare.partition("+")[2]
        if len(bare) != 1 and bare not in known and _character(bare) is None:
            raise UsageError(f"{key[:40]!r} is no key; keys are such as s, S, ctrl+s, f3, space, question_mark")


def clashing(keys: str, act: Act, present: dict[str, str]) -> Sequence[Act]:
    """The other actions there, or everywhere, that have one of the keys that an action is to be given."""
    wanted = {_normal(key) for key in keys.split(",")} - {_normal(key) for key in present[act.id].split(",")}
    return [
        other
        for other in ACTS
        if other.id != act.id
        and (other.scope == act.scope or "app" in {other.scope, act.scope})
        and wanted & {_normal(key) for key in present.get(other.id, other.keys).split(",")}
    ]


def _normal(key: str) -> str:
    key = key.strip()
    return (_character(key) or key) if "+" not in key[:-1] else key


def _character(key: str) -> str | None:
    """The character that a name such as `slash` stands for."""
    from textual.keys import REPLACED_KEYS, key_to_character

    return key_to_character(REPLACED_KEYS.get(key, key))
