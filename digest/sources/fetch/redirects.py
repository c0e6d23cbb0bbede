"""Where a redirect leads, and whose place that is."""

from __future__ import annotations

from yarl import URL

from digest.sources.fetch.failures import Failed

MOST_REDIRECTS = 5
NOT_AN_ADDRESS = "redirected to something that is not a web address"
LONGEST_URL = 8_000
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})


def address(url: str) -> URL:
    """Read an address that somebody wrote; Failed when it is not an http(s) one.

    >>> address("HTTPS://Example.org/a b#top").human_repr()
    'https://example.org/a b'
    """
    if len(url) > LONGEST_URL or not url.isprintable():
        raise Failed("not a web address")
    try:
        read = URL(url).with_fragment(None)
        if read.scheme not in ("http", "https") or not read.raw_host or not read.port:
            raise Failed("not a web address")
    except (ValueError, UnicodeError):
        raise Failed("not a web address") from None
    return read


def follow(here: URL, location: str) -> URL:
    """Return where a Location leads from here; Failed for what must not be followed."""
    if not location:
        raise Failed("redirected to nowhere")
    if " " in location or not location.isprintable() or len(location) > LONGEST_URL:
        raise Failed(NOT_AN_ADDRESS)
    try:
        read = URL(location)
        target = here.join(read).with_fragment(None)
        named = bool(target.raw_host and target.port) and (bool(read.raw_host) or not read.scheme)
    except (ValueError, UnicodeError):
        raise Failed(NOT_AN_ADDRESS) from None
    if target.scheme not in ("http", "https") or not named:
        raise Failed(NOT_AN_ADDRESS)
    if target.raw_user is not None or target.raw_password is not None:
        raise Failed("redirected to an address with a user and password in it")
    return target


def is_same_place(named: URL, here: URL) -> bool:
    """Tell whether `here` is the place that was named: the same host, port and scheme, or its move to https.

    >>> a = URL("http://example.org/feed")
    >>> [is_same_place(a, URL(b)) for b in ("http://example.org/x", "https://example.org/", "http://example.org:8080/")]
    [True, True, False]
    """
    if named.raw_host != here.raw_host:
        return False
    if named.scheme == here.scheme:
        return named.port == here.port
    return (named.scheme, named.port, here.scheme, here.port) == ("http", 80, "https", 443)


class Trail:
    """Follows a chain of redirects and remembers where the permanent ones alone led."""

    def __init__(self, start: URL) -> None:
        self.here = start
        self._permanent: URL | None = None
        self._only_permanent = True

    def step(self, status: int, location: str) -> None:
        """Go on to where a redirect points."""
        try:
            target = follow(self.here, location)
        except Failed as failed:
            raise Failed(failed.what, status=status) from None
        # A permanent step after a temporary one says nothing about the address that was asked;
        # and nobody's address is to lose its encryption for good.
        downgrade = self.here.scheme == "https" and target.scheme == "http"
        self._only_permanent = self._only_permanent and status in PERMANENT and not downgrade
        if self._only_permanent:
            self._permanent = target
        self.here = target

    @property
    def permanent_url(self) -> str:
        """Where permanent redirects alone led, "" when nowhere."""
        return str(self._permanent) if self._permanent else ""
