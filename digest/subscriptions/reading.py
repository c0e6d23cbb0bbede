"""Reading a feeds file: each value checked, each error with file, feed and key."""

from __future__ import annotations

import os

from digest.errors import DigestError, SettingsError, UnknownNameError, UsageError
from digest.model import Problem, Subscription
from digest.subscriptions.sources import checked_text, normal, source, tag
from digest.text import toml
from digest.text.clean import clean
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

MOST_BYTES = 16 * 1024 * 1024  # some hundred thousand feeds
# These carry secrets, so their values come from the environment; those below are the connection's own.
_SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie"})
_OWN_HEADERS = frozenset({"host", "connection", "content-length", "transfer-encoding", "upgrade", "te", "trailer"})
_TOKEN_SIGNS = frozenset("!#$%&'*+-.^_`|~")


class Subscriptions(Value):
    """What a feeds file says; `problems` tells of feeds that are there twice, which count once."""

    feeds: tuple[Subscription, ...] = ()
    problems: tuple[Problem, ...] = ()


def load(path: str) -> Subscriptions:
    """Read a feeds file; an absent one is empty, SettingsError names file, feed and key."""
    said = from_text(read_text(path), path)
    once: dict[str, Subscription] = {}
    for feed in said.feeds:
        once.setdefault(normal(feed.url), feed)
    return Subscriptions(tuple(once.values()), said.problems)


def read_text(path: str) -> str:
    """The file as it stands, "" when there is none."""
    try:
        with open(path, "rb") as stream:
            body = stream.read(MOST_BYTES + 1)
        if len(body) > MOST_BYTES:
            raise SettingsError(f"{path}: larger than {MOST_BYTES // 2**20} MiB")
        return body.decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: not UTF-8, as TOML 1.0 asks") from error
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def from_text(text: str, path: str) -> Subscriptions:
    """Every feed of a file's text, those too that are there twice."""
    try:
        tables = toml.loads(text)
    except ValueError as error:
        raise SettingsError(f"{path}: not TOML 1.0 ({' '.join(str(error).split())[:120]})") from error
    for key in tables:
        if key != "feeds":
            raise SettingsError(f"{path}: {UnknownNameError('key', key, ['feeds'])}")
    listed = tables.get("feeds", [])
    if not isinstance(listed, list) or not all(isinstance(table, dict) for table in listed):
        raise SettingsError(f"{path}: feeds: expected [[feeds]] tables")
    folder = os.path.dirname(os.path.abspath(path))
    feeds, problems = [], []
    numbers: dict[str, int] = {}
    for number, table in enumerate(listed, 1):
        feed = _subscription(table, f"{path}: feeds[{number}]", folder)
        first = numbers.setdefault(normal(feed.url), number)
        if first != number:
            problems.append(Problem(path, f"feeds[{number}].url: the same as feeds[{first}].url", "subscriptions"))
        feeds.append(feed)
    return Subscriptions(tuple(feeds), tuple(problems))


def _subscription(table: dict[str, Any], place: str, folder: str) -> Subscription:
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in _CHECKS:
            raise SettingsError(f"{place}: {UnknownNameError('key', key, _CHECKS)}")
        try:
            values[key] = source(value, folder) if key == "url" else _CHECKS[key](value)
        except DigestError as error:
            raise SettingsError(f"{place}.{key}: {error}") from None
    if "url" not in values:
        raise SettingsError(f"{place}.url: missing")
    if "password" in values and "user" not in values:
        raise SettingsError(f"{place}.user: missing, since there is a password")
    return Subscription(**values)


def _title(value: Any) -> str:
    return clean(checked_text(value), one_line=True)


def _tags(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise UsageError(f'expected a list such as ["world", "science"], not {value!r}'[:200])
    return tuple(dict.fromkeys(map(tag, value)))


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise UsageError(f"expected true or false, not {value!r}"[:200])
    return value


def _headers(value: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(value, dict):
        raise UsageError('expected a table such as { "X-Key" = "$NAME" }')
    for name, said in value.items():
        if not name or not all((c.isascii() and c.isalnum()) or c in _TOKEN_SIGNS for c in name):
            raise UsageError(f"{name[:80]!r} is not the name of a header")
        if name.lower() in _OWN_HEADERS:
            raise UsageError(f"{name} can't be set: it is the connection's own")
        if not isinstance(said, str) or not said.isprintable() or not said.isascii():
            raise UsageError(f"{name}: expected a text of printable ASCII")
        if name.lower() in _SECRET_HEADERS and not is_variable(said):
            raise UsageError(f'{name}: expected "$NAME", a variable of the environment; no secret stands in this file')
    return tuple(value.items())


def is_variable(value: str) -> bool:
    """Whether a value names a variable of the environment: "$NAME".

    >>> is_variable("$NEWS_KEY"), is_variable("hunter2"), is_variable("$1")
    (True, False, False)
    """
    return value.startswith("$") and value.isascii() and value[1:].isidentifier()


def _user(value: Any) -> str:
    name = checked_text(value)
    if not name or ":" in name or not name.isprintable():
        raise UsageError('expected a user name, or "$NAME" for a variable of the environment')
    return name


def _password(value: Any) -> str:
    if not isinstance(value, str) or not is_variable(value):
        raise UsageError('expected "$NAME", a variable of the environment; no password stands in this file')
    return value


_CHECKS: dict[str, Callable[[Any], Any]] = {
    "url": source,
    "title": _title,
    "tags": _tags,
    "full_text": _flag,
    "headers": _headers,
    "user": _user,
    "password": _password,
}
