"""The reader's settings, feeds and decisions, line by line, and the folders that everything is in."""

from __future__ import annotations

import os
import re
import shutil
import stat

from digest import paths, settings
from digest.errors import DigestError
from digest.service import decisions
from digest.service.doctor import ERROR, NOTE, OK, WARNING, Finding
from digest.service.today import decisions_file
from digest.subscriptions.reading import from_text, read_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from digest.service.doctor import Places

_LINE = re.compile(r"line (\d+)")
_TABLE = re.compile(r"(feeds|decisions|rules)\[(\d+)\]\.?(\w*)")
_KEY = re.compile(r"\[(\w+)\] (?:unknown key '([^']*)'|(\w+):)")
_SECTION = re.compile(r"unknown section '([^']*)'")
_LITTLE, _TOO_LITTLE = 200_000_000, 20_000_000  # bytes of a disk


def examine(at: Places) -> Iterator[Finding]:
    """Each file, then each folder."""
    yield from _file(at.settings, _settings_errors, "`digest config init` writes it with every setting explained")
    yield from _file(at.feeds, _feeds_errors, "`digest feeds init` begins with a dozen")
    yield from _file(decisions_file(at.feeds), _decisions_errors, "")
    folders = {os.path.abspath(at.digests): "digests", os.path.dirname(os.path.abspath(at.archive)): "the archive"}
    folders |= {os.path.dirname(os.path.abspath(name)): "settings" for name in (at.settings, at.feeds)}
    for folder, of in sorted(folders.items()):
        yield from _folder(folder, of)


def _file(path: str, errors: Any, absent: str) -> Iterator[Finding]:
    where = paths.shown(path)
    if os.path.islink(path) and not os.path.exists(path):
        yield Finding(ERROR, where, "a link that leads nowhere", "make the file it leads to, or remove the link")
        return
    try:
        text = read_text(path)
    except DigestError as error:
        yield Finding(ERROR, where, _without(str(error), path), "put back a copy of it, or write it anew")
        return
    if not os.path.lexists(path):
        if absent:
            yield Finding(NOTE, where, "is not there", absent)
        return
    found = list(errors(path, text))
    for said in found:
        line = _line_of(text, said)
        yield Finding(ERROR, f"{where}:{line}" if line else where, _without(said, path), "change this line")
    if not found:
        yield Finding(OK, where, "can be read")
    yield from _may_write(path, where)


def _without(said: str, path: str) -> str:
    return said.removeprefix(f"{path}: ")


def _settings_errors(path: str, text: str) -> Iterator[str]:
    """Everything that is wrong, key by key and rule by rule, where the program itself stops at the first."""
    import tomllib

    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        yield f"{path}: not TOML 1.0 ({' '.join(str(error).split())[:120]})"
        return
    for section, table in tables.items():
        if section == "rules" and isinstance(table, list):
            for number, rule in enumerate(table, 1):
                yield from (said.replace("rules[1]", f"rules[{number}]") for said in _refused({"rules": [rule]}, path))
        elif isinstance(table, dict) and section != "keys":
            if not table:
                yield from _refused({section: table}, path)
            for key, value in table.items():
                yield from _refused({section: {key: value}}, path)
        else:
            yield from _refused({section: table}, path)


def _refused(tables: dict[str, Any], path: str) -> Iterator[str]:
    try:
        settings.from_tables(tables, path)
    except DigestError as error:
        yield str(error)


def _feeds_errors(path: str, text: str) -> Iterator[str]:
    try:
        from_text(text, path)
    except DigestError as error:
        yield str(error)


def _decisions_errors(path: str, text: str) -> Iterator[str]:
    try:
        decisions.load(path)
    except DigestError as error:
        yield str(error)


def _line_of(text: str, said: str) -> int:
    """The line that a message is about, counted from 1, or 0 when it can't be told."""
    if "not TOML" in said and (found := _LINE.search(said)):
        return int(found[1])
    if found := _TABLE.search(said):
        return _nth(text, f"[[{found[1]}]]", int(found[2]), found[3] or _quoted(said))
    if found := _SECTION.search(said):
        return _nth(text, f"[{found[1]}]", 1, "") or _nth(text, "", 1, found[1])
    if found := _KEY.search(said):
        return _nth(text, f"[{found[1]}]", 1, found[2] or found[3])
    return 0


def _quoted(said: str) -> str:
    found = re.search(r"unknown key '([^']*)'", said)
    return found[1] if found else ""


def _nth(text: str, header: str, number: int, key: str) -> int:
    """The line of a key in the n-th table of a name, or of that table."""
    seen = 0 if header else 1
    at = 0
    for line, words in enumerate(text.splitlines(), 1):
        start = "".join(words.partition("#")[0].split())
        if header and start == header:
            seen += 1
            at = line if seen == number else at
        elif header and start.startswith("[") and seen == number:
            break
        elif seen == number and key and start.partition("=")[0].strip("\"'") == key:
            return line
    return at


def _folder(path: str, of: str) -> Iterator[Finding]:
    where = paths.shown(path)
    if not os.path.lexists(path):
        yield Finding(OK, where, f"is made when {of} need it" if of != "the archive" else "is made by `digest fetch`")
        return
    if os.path.islink(path):
        if not os.path.exists(path):
            yield Finding(ERROR, where, "a link that leads nowhere", "make the folder it leads to, or remove the link")
            return
        yield Finding(NOTE, where, f"a link to {paths.shown(os.path.realpath(path))}")
    if not os.path.isdir(path):
        yield Finding(ERROR, where, "is no folder", "move it away")
        return
    if not os.access(path, os.W_OK | os.X_OK):
        yield Finding(ERROR, where, f"you may not write to it, so {of} can't be kept", f"chmod u+rwx {where}")
        return
    yield from _may_write(path, where)
    yield _room(path, where)


def _may_write(path: str, where: str) -> Iterator[Finding]:
    """Who else may change it: settings name commands that are run."""
    try:
        about = os.stat(path)
    except OSError:
        return
    if os.name != "posix":
        return
    if about.st_uid not in {os.getuid(), 0}:
        yield Finding(WARNING, where, f"belongs to another user ({about.st_uid})", f"chown it, or set {_VARIABLES}")
    is_shared = bool(about.st_mode & stat.S_ISVTX)
    if about.st_mode & stat.S_IWOTH and not is_shared:
        yield Finding(WARNING, where, "everyone may write to it", f"chmod o-w {where}")
    elif about.st_mode & stat.S_IWGRP and not is_shared:
        yield Finding(NOTE, where, "its group may write to it", f"chmod g-w {where}")


_VARIABLES = "DIGEST_CONFIG and DIGEST_DATA"


def _room(path: str, where: str) -> Finding:
    try:
        usage = shutil.disk_usage(path)
    except OSError as error:
        return Finding(WARNING, where, f"its disk says nothing of its room ({error.strerror})")
    said = f"{usage.free / 1e6:,.0f} MB of its disk are free"
    if usage.free < _TOO_LITTLE:
        return Finding(ERROR, where, said, "make room, or let `digest archive forget` do so")
    if usage.free < _LITTLE:
        return Finding(WARNING, where, said, "make room, or let `digest archive forget` do so")
    return Finding(OK, where, said)
