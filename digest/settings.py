"""The reader's settings: defaults here, changed by `digest.toml`, changed again by options.

`config/digest.toml` holds every setting with its default; a test keeps it equal to `Settings()`.
"""

from __future__ import annotations

from digest.errors import SettingsError, UnknownNameError, UsageError
from digest.registry import DIGEST_RENDERERS, RENDERERS, SUMMARIZERS
from digest.summarize import choose
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from digest.rules import Rule

LONGEST_WAIT = 600  # seconds
MOST_BYTES = 1024 * 1024  # of a settings file


class Settings(Value):
    """One field a setting, `<section>_<key>`; `keys` is `[keys]` in pairs, `rules` are the `[[rules]]` tables."""

    summarize_method: str = "ranked"
    summarize_sentences: str = "auto"
    summarize_words: int = 0
    summarize_focus: tuple[str, ...] = ()
    summarize_format: str = "text"
    summarize_language: str = "auto"
    pages_seconds: float = 20.0
    fetch_seconds: float = 20.0
    fetch_at_once: int = 32
    fetch_per_host: int = 4
    fetch_host_interval: float = 0.0
    fetch_workers: int = 1
    fetch_mention_after: int = 3
    archive_forget_after_days: int = 0
    archive_forget_above_megabytes: int = 0
    daily_folder: str = ""
    daily_formats: tuple[str, ...] = ("markdown", "toml")
    daily_zone: str = "local"
    daily_stories: int = 12
    daily_minutes: int = 0
    daily_sentences: int = 3
    daily_oldest_days: int = 3
    daily_topics: tuple[str, ...] = ()
    daily_after: tuple[str, ...] = ()
    mail_host: str = ""
    mail_port: int = 587
    mail_tls: str = "starttls"
    mail_sender: str = ""
    mail_recipients: tuple[str, ...] = ()
    mail_user: str = ""
    mail_password: tuple[str, ...] = ()
    screen_theme: str = "digest-dark"
    screen_browser: tuple[str, ...] = ()
    keys: tuple[tuple[str, str], ...] = ()
    rules: tuple[Rule, ...] = ()


def load(path: str) -> Settings:
    """Read a settings file; an absent one gives the defaults, SettingsError names file and key."""
    try:
        with open(path, "rb") as stream:
            body = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return Settings()
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    from digest.text import toml

    if len(body) > MOST_BYTES:
        raise SettingsError(f"{path}: larger than {MOST_BYTES // 2**20} MiB")
    try:
        tables = toml.loads(body.decode("utf-8-sig"))
    except ValueError as error:
        raise SettingsError(f"{path}: not TOML 1.0 ({' '.join(str(error).split())[:120]})") from error
    return from_tables(tables, str(path))


def from_tables(tables: dict[str, Any], where: str) -> Settings:
    """Check every key and value of a settings file's tables."""
    values: dict[str, Any] = {}
    sections = {name.partition("_")[0] for name in _CHECKS} | {"keys", "rules"}
    for section, table in tables.items():
        if section == "rules":
            from digest import rules  # few have any

            values["rules"] = rules.checked(table, where)
            continue
        if section == "keys":
            values["keys"] = _keys(table, where)
            continue
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


def _keys(table: Any, where: str) -> tuple[tuple[str, str], ...]:
    """Keys by action id; an id in quotes is one key of TOML, one without (`today.save`) is a table in a table."""
    if not isinstance(table, dict):
        raise SettingsError(f"{where}: keys: expected a table such as [keys]")
    flat: dict[str, Any] = {}
    for name, value in table.items():
        flat.update(
            {f"{name}.{key}": keys for key, keys in value.items()} if isinstance(value, dict) else {name: value}
        )
    for name, value in flat.items():
        if not isinstance(value, str) or not all(key.strip() for key in value.split(",")):
            raise SettingsError(f'{where}: [keys] {name[:80]}: expected keys such as "S" or "ctrl+s,f3"')
    return tuple((name, value.replace(" ", "")) for name, value in flat.items())


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
        raise UsageError(f'expected a count such as 3, a percentage such as "20%", or "auto", not {value!r}'[:200])
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


def _interval(value: Any) -> float:
    if type(value) not in {int, float} or not 0 <= value <= LONGEST_WAIT:
        raise UsageError(f"expected seconds, at most {LONGEST_WAIT}, not {value!r}"[:200])
    return float(value)


def _between(least: int, most: int) -> Callable[[Any], int]:
    def check(value: Any) -> int:
        if type(value) is not int or not least <= value <= most:
            raise UsageError(f"expected a whole number from {least} to {most:,}, not {value!r}"[:200])
        return value

    return check


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise UsageError(f'expected a list of texts such as ["one", "two"], not {value!r}'[:200])
    return tuple(value)


def _name(value: Any) -> str:
    name = _text(value)
    if not name.isascii() or not name.replace("-", "").replace("_", "").isalnum():
        raise UsageError(f'expected a name such as "digest-dark", not {name[:40]!r}')
    return name


def _formats(value: Any) -> tuple[str, ...]:
    formats = _texts(value)
    for name in formats:
        DIGEST_RENDERERS.about(name)
    return formats


def _one_of(*known: str) -> Callable[[Any], str]:
    def check(value: Any) -> str:
        if value not in known:
            raise UnknownNameError("value", str(value), known)
        return str(value)

    return check


def _secret(value: Any) -> tuple[str, ...]:
    """A variable of the environment, or a command that prints the secret: never the secret itself."""
    if value == "" or value == []:
        return ()
    if isinstance(value, str) and value.startswith("$") and len(value) > 1:
        return (value,)
    if isinstance(value, list):
        return _texts(value)
    raise UsageError('expected a variable such as "$MAIL_PASSWORD" or a command such as ["pass", "mail"]')


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "summarize_method": _method,
    "summarize_sentences": _sentences,
    "summarize_words": _words,
    "summarize_focus": _texts,
    "summarize_format": _format,
    "summarize_language": language,
    "pages_seconds": _seconds,
    "fetch_seconds": _seconds,
    "fetch_at_once": _between(1, 256),
    "fetch_per_host": _between(1, 32),
    "fetch_host_interval": _interval,
    "fetch_workers": _between(1, 16),
    "fetch_mention_after": _between(1, 1000),
    "archive_forget_after_days": _between(0, 100_000),
    "archive_forget_above_megabytes": _between(0, 1_000_000),
    "daily_folder": _text,
    "daily_formats": _formats,
    "daily_zone": _text,
    "daily_stories": _between(1, 1000),
    "daily_minutes": _between(0, 1000),
    "daily_sentences": _between(1, 20),
    "daily_oldest_days": _between(1, 100_000),
    "daily_topics": _texts,
    "daily_after": _texts,
    "mail_host": _text,
    "mail_port": _between(1, 65535),
    "mail_tls": _one_of("starttls", "tls", "none"),
    "mail_sender": _text,
    "mail_recipients": _texts,
    "mail_user": _text,
    "mail_password": _secret,
    "screen_theme": _name,
    "screen_browser": _texts,
}
