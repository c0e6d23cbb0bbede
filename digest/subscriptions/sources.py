"""What may stand in a feeds file: addresses, paths, tags; and finding a feed by its name."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from digest.errors import UsageError
from digest.text.clean import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from digest.model import Subscription

WEB = ("http://", "https://")
_PORTS = {"http": 80, "https": 443}


def is_web(url: str) -> bool:
    """Whether a source is an address rather than a path."""
    return url.lower().startswith(WEB)


def normal(url: str) -> str:
    """An address in the form in which two that lead to the same place are equal; a path stays as it is.

    >>> normal("HTTP://News.Example:80#top"), normal("https://a.example/X?y")
    ('http://news.example/', 'https://a.example/X?y')
    """
    if not is_web(url):
        return url
    parts = urlsplit(url)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host.rstrip(".")
    port = "" if parts.port in {None, _PORTS[parts.scheme]} else f":{parts.port}"
    return parts._replace(netloc=host + port, path=parts.path or "/", fragment="").geturl()


def source(value: Any, folder: str = "") -> str:
    """Check an address or a path; a path is made absolute, counted from `folder`."""
    place = checked_text(value).strip()
    if not place or not place.isprintable():
        raise UsageError("expected an http(s) address or a path")
    scheme, colon, _ = place.partition(":")
    if not is_web(place):
        if colon and "/" not in scheme and len(scheme) > 1:  # one letter is a drive
            raise UsageError(f"expected an http(s) address or a path, not {place[:80]!r}")
        return os.path.normpath(os.path.join(os.path.abspath(folder or os.curdir), os.path.expanduser(place)))
    try:
        parts = urlsplit(place)
        valid = bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        valid = False
    if not valid or " " in place:
        raise UsageError(f"expected an http(s) address or a path, not {place[:80]!r}")
    if "@" in parts.netloc:
        # Not repeated in the message: what stands there may be a password.
        raise UsageError('the address holds a user or password; write user = "…" and password = "$NAME" instead')
    return place


def tag(value: Any) -> str:
    """Check one tag; a comma or slash would split it in the lists of other readers."""
    label = clean(checked_text(value), one_line=True)
    if not label or "," in label or "/" in label:
        raise UsageError(f"expected a tag without comma and slash, not {label[:80]!r}")
    return label


def find(feeds: Sequence[Subscription], name: str) -> int:
    """The place of the feed with this address or title; UsageError when none or several have it."""
    folded = name.casefold()
    same = [i for i, feed in enumerate(feeds) if name == feed.url or _key(name) == _key(feed.url)]
    same = same or [i for i, feed in enumerate(feeds) if folded == feed.title.casefold()]
    if len(same) > 1:
        raise UsageError(f"{len(same)} feeds are called {name!r}; use the address")
    if not same:
        raise _unknown(feeds, name)
    return same[0]


def _unknown(feeds: Sequence[Subscription], name: str) -> UsageError:
    from difflib import get_close_matches

    known = [known for feed in feeds for known in (feed.url, feed.title) if known]
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    return UsageError(f"no feed is called {name[:200]!r}" + (f" (nearest: {near[0]})" if near else ""))


def _key(name: str) -> str:
    try:
        return normal(source(name))
    except (UsageError, ValueError):
        return ""


def checked_text(value: Any) -> str:
    """A text, where a file could hold anything."""
    if not isinstance(value, str):
        raise UsageError(f"expected a text in quotes, not {type(value).__name__} {value!r}"[:200])
    return value
