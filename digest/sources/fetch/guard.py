"""Which network address may be asked: no page and no redirect can send us into the user's own network.

The check is made on the address that is about to be connected to, after the name was looked up, so a name that leads
inside is refused as well. Connections that may lead anywhere (to the host that the user named, to the user's proxy)
and connections that may not are kept in two pools that never mix.

What the user wrote is the user's wish: a name of theirs may lead inside (a bridge at home), and so may its redirects
to the same host and port.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    SocketMaker = Callable[[tuple[Any, ...]], socket.socket]

_NAT64 = IPv6Network("64:ff9b::/96")
_GLOBAL_UNICAST = IPv6Network("2000::/3")
# Not counted as private by every Python this runs on.
_NOT_PUBLIC = tuple(
    map(ip_network, ("192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "100.64.0.0/10", "240.0.0.0/4", "3fff::/20"))
)


class InsideError(OSError):
    """An address that may not be asked."""


def is_public(address: str) -> bool:
    """Tell whether an address, written as a number, is on the public internet.

    IPv4 inside IPv6 (mapped, NAT64, 6to4) is judged by the IPv4 address.

    >>> [is_public(a) for a in ("93.184.216.34", "10.0.0.1", "::ffff:127.0.0.1", "2002:7f00:1::", "100.64.0.1")]
    [True, False, False, False, False]
    """
    try:
        found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, IPv6Address):
        inner = _inner(found)
        if inner is None and found not in _GLOBAL_UNICAST:
            return False
        found = inner or found
    if any(found in network for network in _NOT_PUBLIC if network.version == found.version):
        return False
    return found.is_global and not (found.is_multicast or found.is_reserved or found.is_unspecified)


def _inner(address: IPv6Address) -> IPv4Address | None:
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def is_plainly_inside(host: str) -> bool:
    """Tell whether a host is inside by its writing alone, for a proxy that looks names up itself.

    >>> [is_plainly_inside(h) for h in ("localhost", "127.1", "2130706433", "::1", "example.org")]
    [True, True, True, True, False]
    """
    host = host.strip("[]").rstrip(".").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not is_public(str(ip_address(host.partition("%")[0])))
    except ValueError:
        pass
    try:
        return not is_public(socket.inet_ntoa(socket.inet_aton(host)))  # 127.1, 0x7f000001, 2130706433
    except (OSError, ValueError):
        return False


def guarded(make: SocketMaker) -> SocketMaker:
    """Wrap what makes sockets so that it makes none to an address inside a network."""

    def checked(info: tuple[Any, ...]) -> socket.socket:
        if not is_public(str(info[4][0])):
            raise InsideError("inside this network")
        return make(info)

    return checked


def plain_socket(info: tuple[Any, ...]) -> socket.socket:
    """Make the socket for an address as getaddrinfo gives it."""
    return socket.socket(family=info[0], type=info[1], proto=info[2])
