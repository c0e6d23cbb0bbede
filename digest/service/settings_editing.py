"""Changing one setting in the reader's `digest.toml`: comments, order and layout stay."""

from __future__ import annotations

import os

from digest import paths, settings
from digest.errors import SettingsError
from digest.subscriptions.reading import read_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from digest.settings import Settings


def change(path: str, key: str, value: Any) -> Settings:
    """Write one setting (`daily.stories`); nothing is written where it can't be used. The settings as they are then.

    An absent file is begun from the one that comes with the program.
    """
    from digest.output import write

    section, _, name = key.partition(".")
    value = list(value) if isinstance(value, tuple) else value
    before = read_text(path)
    tables = _tables(before, path)
    held = tables.get(section, {})
    if not name or not isinstance(held, dict):
        raise SettingsError(f"{path}: {key[:80]!r} is no setting; one is written as daily.stories")
    wanted = settings.from_tables(tables | {section: held | {name: value}}, path)
    text = _edited(before or _shipped(), path, section, name, value)
    if settings.from_tables(_tables(text, path), path) != wanted:
        raise SettingsError(f"{path}: its layout can't be edited safely; please make this change by hand")
    if text == before:
        return wanted
    if read_text(path) != before:
        raise SettingsError(f"{path}: changed by someone else meanwhile; nothing was written, try again")
    write.make_folder(os.path.dirname(os.path.abspath(path)))
    write.whole(path, text)
    return wanted


def _edited(text: str, path: str, section: str, name: str, value: Any) -> str:
    import tomlkit  # only edits pay for it

    try:
        document = tomlkit.parse(text)
        if section not in document:
            document[section] = tomlkit.table()
        document[section][name] = value
        return document.as_string()
    except (ValueError, RecursionError, tomlkit.exceptions.TOMLKitError) as error:  # where it is stricter than tomllib
        raise SettingsError(f"{path}: its layout can't be edited safely; please make this change by hand") from error


def _tables(text: str, path: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{path}: not TOML 1.0 ({' '.join(str(error).split())[:120]})") from error


def _shipped() -> str:
    return read_text(paths.shipped("config/digest.toml"))
