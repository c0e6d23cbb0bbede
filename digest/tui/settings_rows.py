"""The settings as they are listed: the shipped file says which there are, in which order and what they mean."""

from __future__ import annotations

from digest import paths
from digest.errors import SettingsError, UsageError
from digest.settings import Settings, from_tables
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

KEYS = "keys"


class Setting(Value, kw_only=True):
    """One key of digest.toml: its value and its default as the file has them, and what the shipped file says of it."""

    section: str
    key: str
    value: Any
    default: Any
    about: str = ""

    @property
    def name(self) -> str:
        """As `Desk.change` has it."""
        return f"{self.section}.{self.key}"

    @property
    def is_changed(self) -> bool:
        """Whether it is other than the default."""
        return bool(self.value != self.default)


def listed(settings: Settings, own_keys: dict[str, str]) -> tuple[Setting, ...]:
    """Every setting with its value; of `[keys]` those that are set, whose defaults are `own_keys`."""
    import tomllib

    with open(paths.shipped("config/digest.toml"), encoding="utf-8") as stream:
        text = stream.read()
    comments = _comments(text)
    rows = []
    for section, table in tomllib.loads(text).items():
        for key, default in table.items():
            value = _as_written(getattr(settings, f"{section}_{key}"), default)
            about = comments.get((section, key), "")
            rows.append(Setting(section=section, key=key, value=value, default=default, about=about))
    for id_, keys in settings.keys:
        rows.append(Setting(section=KEYS, key=id_, value=keys, default=own_keys.get(id_, "")))
    return tuple(rows)


def shown(value: Any) -> str:
    """A value as TOML.

    >>> [shown(v) for v in ("a", 3, 2.5, True, ["x", "y"])]
    ['"a"', '3', '2.5', 'true', '["x", "y"]']
    """
    import json

    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(shown, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def read(setting: Setting, typed: str) -> Any:
    """What was typed for a setting, checked; UsageError says what is wrong. A text needs no quotes.

    >>> theme = Setting(section="screen", key="theme", value="nord", default="nord")
    >>> read(theme, "gruvbox"), read(theme, '"gruvbox"')
    ('gruvbox', 'gruvbox')
    >>> read(theme, "")
    Traceback (most recent call last):
    digest.errors.UsageError: expected a name such as "digest-dark", not ''
    """
    import tomllib

    typed = typed.strip()
    if isinstance(setting.default, str) and not typed.startswith(('"', "'", "[")):
        value: Any = typed
    else:
        try:
            value = tomllib.loads(f"value = {typed}")["value"]
        except (ValueError, RecursionError) as error:
            raise UsageError(f"not a value of TOML, as {shown(setting.default)} is one") from error
    where = "x"
    try:
        from_tables({setting.section: {setting.key: value}}, where)
    except SettingsError as error:
        raise UsageError(str(error).removeprefix(f"{where}: [{setting.section}] {setting.key}: ")) from error
    return value


def options(setting: Setting, themes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """What there is to choose from, each with what is shown of it; () where a value is typed."""
    from digest.registry import RENDERERS, SUMMARIZERS

    match setting.name:
        case "summarize.method":
            return tuple((name, f"{name:<12} {SUMMARIZERS.about(name)}") for name in SUMMARIZERS.names())
        case "summarize.format":
            return tuple((name, f"{name:<12} {RENDERERS.about(name)}") for name in RENDERERS.names())
        case "mail.tls":
            return (
                ("starttls", "starttls     begins in the clear and is encrypted before anything is said"),
                ("tls", "tls          encrypted from the start"),
                ("none", "none         in the clear, as for a server on this machine"),
            )
        case "screen.theme":
            return tuple((name, name) for name in themes)
    return ()


def _as_written(value: Any, default: Any) -> Any:
    """A value as the file has it: lists for tuples; a secret's variable alone, as it is written."""
    if not isinstance(value, tuple):
        return value
    if isinstance(default, str):
        return value[0] if len(value) == 1 and value[0].startswith("$") else list(value) or default
    return list(value)


def _comments(text: str) -> dict[tuple[str, str], str]:
    """By section and key, the comment behind a value; a test holds the shipped file to what is read here."""
    found, section = {}, ""
    for line in text.splitlines():
        if line.startswith("["):
            section = line.strip("[] ")
        elif " = " in line and not line.startswith("#"):
            found[section, line.partition(" = ")[0]] = line.partition(" # ")[2].strip()
    return found
