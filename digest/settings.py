"""The reader's settings: defaults here, changed by `digest.toml`, changed again by options.

`config/digest.toml` holds every setting with its default; a test keeps it equal to `Settings()`.
"""

from __future__ import annotations

from digest.errors import SettingsError, UnknownNameError, UsageError
from digest.registry import RENDERERS, SUMMARIZERS
from digest.summarize import choose
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

LONGEST_WAIT = 600  # seconds


class Settings(Value):
    """One field a setting, `<section>_<key>`."""

    summarize_method: str = "ranked"
    summarize_sentences: str = "3"
    summarize_words: int = 0
    summarize_format: str = "text"
    summarize_language: str = "auto"
    pages_seconds: float = 20.0


def load(path: str) -> Settings:
    """Read a settings file; an absent one gives the defaults, SettingsError names file and key."""
    try:
        with open(path, "rb") as stream:
            body = stream.read()
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    import tomllib

    try:
        tables = tomllib.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise SettingsError(f"{path}: not TOML 1.0 ({' '.join(str(error).split())[:120]})") from error
    return from_tables(tables, str(path))


def from_tables(tables: dict[str, Any], where: str) -> Settings:
    """Check every key and value of a settings file's tables."""
    values: dict[str, Any] = {}
    sections = {name.partition("_")[0] for name in Settings._fields}
    for section, table in tables.items():
        if section not in sections or not isinstance(table, dict):
            raise SettingsError(f"{where}: {UnknownNameError('section', section, sorted(sections))}")
        keys = [n.partition("_")[2] for n in Settings._fields if n.startswith(f"{section}_")]
        for key, value in table.items():
            if key not in keys:
                raise SettingsError(f"{where}: [{section}] {UnknownNameError('key', key, keys)}")
            try:
                values[f"{section}_{key}"] = _CHECKS[f"{section}_{key}"](value)
            except UsageError as error:
                raise SettingsError(f"{where}: [{section}] {key}: {error}") from error
    return Settings(**values)


def language(value: Any) -> str:
    """A two-letter language code, or "auto"."""
    code = _text(value).lower()
    if code == "auto" or (len(code) == 2 and code.isascii() and code.isalpha()):
        return code
    raise UsageError(f'expected a two-letter code such as "en", or "auto", not {code[:40]!r}')


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise UsageError(f"expected a text in quotes, not {value!r}"[:200])
    return value


def _method(value: Any) -> str:
    SUMMARIZERS.about(_text(value))
    return str(value)


def _format(value: Any) -> str:
    RENDERERS.about(_text(value))
    return str(value)


def _sentences(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise UsageError(f'expected a count such as 3 or a percentage such as "20%", not {value!r}'[:200])
    choose.budget(value)
    return str(value)


def _words(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise UsageError(f"expected a whole number, 0 for no limit, not {value!r}"[:200])
    return value


def _seconds(value: Any) -> float:
    if type(value) not in {int, float} or not 0 < value <= LONGEST_WAIT:
        raise UsageError(f"expected seconds, at most {LONGEST_WAIT}, not {value!r}"[:200])
    return float(value)


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "summarize_method": _method,
    "summarize_sentences": _sentences,
    "summarize_words": _words,
    "summarize_format": _format,
    "summarize_language": language,
    "pages_seconds": _seconds,
}
