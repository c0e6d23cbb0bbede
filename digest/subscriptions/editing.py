"""Editing a feeds file: comments, order and layout stay. Only home of tomlkit, which only edits pay for."""

from __future__ import annotations

import os

from digest.errors import OutputError, SettingsError
from digest.subscriptions.reading import from_text, read_text
from digest.subscriptions.sources import normal
from digest.text.clean import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from digest.model import Subscription


class FeedsFile:
    """A feeds file being edited: changes are made in memory, then written whole or not at all."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._before = read_text(path)
        self._text = self._before
        self.feeds = from_text(self._text, path).feeds

    def add(self, feeds: Iterable[Subscription]) -> tuple[Subscription, ...]:
        """Append feeds; those that are there already come back."""
        known = {normal(feed.url) for feed in self.feeds}
        fresh: list[Subscription] = []
        refused: list[Subscription] = []
        for feed in feeds:
            (refused if normal(feed.url) in known else fresh).append(feed)
            known.add(normal(feed.url))
        if fresh:
            self._change((*self.feeds, *fresh), self._appended(fresh))
        return tuple(refused)

    def remove(self, places: Iterable[int]) -> None:
        """Take feeds out by their places; comments between the others stay."""
        import tomlkit

        gone = set(places)
        document, tables = self._parsed()
        body = document.body
        at = next((i for i, (key, _) in enumerate(body) if key is not None and key.key == "feeds"), len(body))
        comments: list[Any] = []
        for place in sorted(gone, reverse=True):
            # The comments at a table's end head the next one, so they go to what stands before this one.
            trailing = [] if isinstance(tables, tomlkit.items.Array) else _without_trailing(tables[place])
            if place:
                _body(tables[place - 1]).extend(trailing)
            else:
                comments = trailing
            del tables[place]
        if not tables:
            document.pop("feeds", None)
        body[at:at] = comments
        self._change([feed for i, feed in enumerate(self.feeds) if i not in gone], document.as_string())

    def retitle(self, place: int, title: str) -> None:
        """Give a feed another title."""
        self._set(place, title=clean(title, one_line=True))

    def retag(self, place: int, tags: Sequence[str]) -> None:
        """Give a feed other tags."""
        self._set(place, tags=tuple(tags))

    def readdress(self, place: int, url: str) -> None:
        """Give a feed another address, as when it has moved."""
        self._set(place, url=url)

    def save(self) -> None:
        """Write the file if something changed; a new one is readable by its owner alone."""
        if self._text == self._before:
            return
        from digest.output import write

        if read_text(self.path) != self._before:
            raise SettingsError(f"{self.path}: changed by someone else meanwhile; nothing was written, try again")
        write.make_folder(os.path.dirname(os.path.abspath(self.path)))
        is_new = not os.path.lexists(self.path)
        if is_new:
            _make_private(self.path)
        try:
            write.whole(self.path, self._text)
        except OutputError:
            if is_new:
                os.unlink(self.path)
            raise
        self._before = self._text

    def _set(self, place: int, **changes: Any) -> None:
        document, tables = self._parsed()
        table = tables[place]
        trailing = _without_trailing(table)
        for key, value in changes.items():
            table[key] = list(value) if isinstance(value, tuple) else value
        _body(table).extend(trailing)
        feed = self.feeds[place].__replace__(**changes)
        self._change([*self.feeds[:place], feed, *self.feeds[place + 1 :]], document.as_string())

    def _parsed(self) -> tuple[Any, Any]:
        import tomlkit  # only edits pay for it

        try:
            document = tomlkit.parse(self._text)
        except (ValueError, RecursionError) as error:  # where it is stricter than tomllib
            raise self._uneditable() from error
        return document, document.get("feeds", [])

    def _appended(self, feeds: Sequence[Subscription]) -> str:
        if _is_inline(self._text):
            document, tables = self._parsed()
            for feed in feeds:
                tables.append(_inline(_table(feed)))
            return str(document.as_string())
        parts = [self._text.rstrip() + "\n"] if self._text.strip() else []
        for feed in feeds:
            pairs = [f"{key} = {_value(value)}\n" for key, value in _table(feed).items()]
            parts.append("".join(["[[feeds]]\n", *pairs]))
        return "\n".join(parts)

    def _change(self, feeds: Sequence[Subscription], text: str) -> None:
        """Take the new text if it says exactly what it should: nobody's file may suffer from a rare layout."""
        try:
            same = from_text(text, self.path).feeds == tuple(feeds)
        except SettingsError:
            same = False
        if not same:
            raise self._uneditable()
        self.feeds, self._text = tuple(feeds), text

    def _uneditable(self) -> SettingsError:
        return SettingsError(f"{self.path}: its layout can't be edited safely; please make this change by hand")


def _make_private(path: str) -> None:
    """Make an empty file that its owner alone may read; what is written over it keeps that mode."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise OutputError(f"{path}: {(error.strerror or str(error)).lower()}") from error


def _is_inline(text: str) -> bool:
    """Whether the feeds are one list, `feeds = [{…}, {…}]`, to which no `[[feeds]]` may be added."""
    import tomllib

    try:
        tomllib.loads(f"{text}\n[[feeds]]\n")
    except ValueError:
        return True
    return False


def _body(table: Any) -> list[Any]:
    """The keys, comments and blank lines of a table, in their order; tomlkit has no other way to move comments."""
    body: list[Any] = table.value.body
    return body


def _without_trailing(table: Any) -> list[Any]:
    """Take the comments and blank lines off a table's end: they belong to what follows."""
    body = _body(table)
    end = len(body)
    while end and body[end - 1][0] is None:
        end -= 1
    trailing = body[end:]
    del body[end:]
    return trailing


def _value(value: Any) -> str:
    import tomlkit

    return str((_inline(value) if isinstance(value, dict) else tomlkit.item(value)).as_string())


def _inline(pairs: dict[str, Any]) -> Any:
    import tomlkit

    table = tomlkit.inline_table()
    table.update(pairs)
    return table


def _table(feed: Subscription) -> dict[str, Any]:
    """The keys that differ from their defaults, the address first."""
    table: dict[str, Any] = {"url": feed.url}
    if feed.title:
        table["title"] = feed.title
    if feed.tags:
        table["tags"] = list(feed.tags)
    if feed.full_text:
        table["full_text"] = True
    if feed.headers:
        table["headers"] = dict(feed.headers)
    for key in ("user", "password"):
        if getattr(feed, key):
            table[key] = getattr(feed, key)
    return table
