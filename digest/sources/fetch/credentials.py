"""What a host may be told about the user: the headers of its feed, a user and password, and to whom they go.

Names of environment variables may appear in a message; values never do.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode

from digest.sources.fetch.failures import Failed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from netrc import netrc

    from yarl import URL

    from digest.sources.fetch.asks import Ask

_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
# What says how a message is framed, packed or kept is the client's own business.
_OURS = frozenset(
    {
        *("host", "connection", "keep-alive", "content-length", "transfer-encoding", "te", "trailer", "upgrade"),
        *("expect", "range", "if-range", "if-none-match", "if-modified-since", "accept-encoding"),
        *("proxy-authorization", "proxy-connection"),
    }
)
LONGEST_VALIDATOR = 1_024


def own_headers(ask: Ask, url: URL, passwords: netrc | None) -> dict[str, str]:
    """Return the headers that go to the host of `url` alone; Failed when one can't be sent."""
    headers = {}
    for name, value in ask.headers:
        if not _TOKEN.fullmatch(name) or name.lower() in _OURS:
            raise Failed(f"the header {name[:40]!a} can't be set for a feed")
        value = from_environment(value, f"the header {name}")
        if not is_field_value(value, 4_096):
            raise Failed(f"the header {name} has a value that can't be sent")
        headers[name.title()] = value  # as ours are written, so that it takes the place of ours
    pair = _user_and_password(ask, url, passwords)
    if pair and "Authorization" not in headers:
        headers["Authorization"] = "Basic " + b64encode(":".join(pair).encode("utf-8", "replace")).decode("ascii")
    return headers


def _user_and_password(ask: Ask, url: URL, passwords: netrc | None) -> tuple[str, str] | None:
    if ask.user or ask.password:
        return from_environment(ask.user, "the user"), from_environment(ask.password, "the password")
    if url.user is not None:
        return url.user, url.password or ""
    # Only a host's own entry: netrc's `default` would tell a password to everybody.
    entry = passwords.hosts.get(url.raw_host or "") if passwords else None
    return (entry[0] or "", entry[2] or "") if entry else None


def from_environment(value: str, what: str) -> str:
    """Return the value, or for "$NAME" that variable's; Failed names the variable when it is not set."""
    if not (value.startswith("$") and value[1:].isidentifier()):
        return value
    found = os.environ.get(value[1:])
    if found is None:
        raise Failed(f"{what} is to come from the environment variable {value[1:]}, which is not set")
    return found


def read_netrc() -> netrc | None:
    """Read the user's netrc file where there is a sound one."""
    from netrc import NetrcParseError, netrc

    try:
        return netrc(os.environ.get("NETRC") or None)
    except (OSError, NetrcParseError, UnicodeError):
        return None  # the server's 401 will say that credentials are missing


def is_field_value(value: str, longest: int) -> bool:
    """Tell whether a value can stand in a header: printable ASCII of some length.

    >>> is_field_value('W/"v1"', 1_024), is_field_value("a\\r\\nHost: b", 1_024), is_field_value("", 1_024)
    (True, False, False)
    """
    return 0 < len(value) <= longest and value.isascii() and value.isprintable()


def validator(value: str) -> str:
    """Return an ETag or Last-Modified as it may be kept and echoed, "" for one that is too long or not plain text."""
    value = value.strip()
    return value if is_field_value(value, LONGEST_VALIDATOR) else ""
