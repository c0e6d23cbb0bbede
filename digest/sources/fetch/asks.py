"""What to ask, within which limits, and what one page gave."""

from __future__ import annotations

from digest.values import Value

MIB = 1024 * 1024


class Ask(Value):
    """One address to ask; the validators are what the last answer gave.

    `headers`, `user` and `password` go to the address's own host only; a value "$NAME" is taken from the environment.
    `user_url` is the address that the user wrote, where it is not this one (an article's link): only its host may be
    inside the user's network. `types` are the media types to take, any when empty.

    >>> Ask("https://example.org/feed", user="me", password="$FEED_PASSWORD")
    Ask('https://example.org/feed', with credentials)
    """

    url: str
    etag: str = ""
    modified: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    user: str = ""
    password: str = ""
    user_url: str = ""
    types: tuple[str, ...] = ()

    def __repr__(self) -> str:
        secret = ", with credentials" if self.headers or self.user or self.password else ""
        return f"Ask({shown(self.url)!r}{secret})"


class Limits(Value):
    """The bounds of a run: seconds for one whole exchange, decoded bytes of one answer, exchanges at a time.

    `host_interval` is the least time in seconds between two first requests to one host.
    """

    seconds: float = 20.0
    most_bytes: int = 16 * MIB
    at_once: int = 32
    per_host: int = 4
    host_interval: float = 0.0


class Answer(Value):
    """One page: the address it came from in the end, the bytes, and how to read them."""

    url: str
    body: bytes
    suffix: str
    charset: str | None


def shown(url: str) -> str:
    """Return the address as it may be shown: without user and password.

    >>> shown("https://me:secret@example.org/feed?a=1")
    'https://example.org/feed?a=1'
    """
    scheme, slashes, rest = url.partition("//")
    place, mark, path = rest, "", ""
    for end, sign in enumerate(rest):
        if sign in "/?#\\":
            place, mark, path = rest[:end], sign, rest[end + 1 :]
            break
    return f"{scheme}{slashes}{place.rpartition('@')[2]}{mark}{path}"
