"""Why an exchange gave nothing, in one short line without a word of the server's."""

from __future__ import annotations

import errno
import os
import ssl
from http import HTTPStatus

import aiohttp
from aiohttp import http_exceptions

from digest.text.clean import clean


class Failed(Exception):  # noqa: N818 - an outcome of one exchange, turned into an Exchange at once
    """An exchange that ends without a usable answer."""

    def __init__(self, what: str, *, status: int = 0, retry_after: float | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.status = status
        self.retry_after = retry_after


def about(status: int) -> str:
    """Say what the server answered, in the standard's words: its own could hold anything.

    >>> about(404), about(999)
    ('the server answered 404 Not Found', 'the server answered 999')
    """
    try:
        return f"the server answered {status} {HTTPStatus(status).phrase}"
    except ValueError:
        return f"the server answered {status}"


def why(error: BaseException) -> str:
    """Turn what aiohttp, TLS or the system raised into one line."""
    for kind, what in _WORDS:
        if isinstance(error, kind):
            return what
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return f"the certificate is not accepted ({_tls(error.certificate_error)})"
    if isinstance(error, aiohttp.ClientSSLError):
        return f"no secure connection ({_tls(error.os_error)})"
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return f"the proxy answered {error.status}"
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return f"can't connect to the proxy ({_system(error.os_error)})"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return f"can't find the host ({_system(error.os_error)})"
    if isinstance(error, aiohttp.ClientConnectorError):
        return f"can't connect ({_system(error.os_error)})"
    if isinstance(error, aiohttp.ClientResponseError):
        return "the answer is not sound HTTP"
    if isinstance(error, OSError):
        return _system(error)
    return f"can't be asked ({type(error).__name__})"


_WORDS: tuple[tuple[type[BaseException], str], ...] = (
    (aiohttp.ClientPayloadError, "the answer breaks off or is not what its head says"),
    (http_exceptions.HttpProcessingError, "the answer is not sound HTTP"),
    (aiohttp.ServerDisconnectedError, "the server closed the connection without a whole answer"),
    (aiohttp.NonHttpUrlClientError, "not a web address"),
    (aiohttp.InvalidURL, "not a web address"),
    (ConnectionResetError, "the server broke the connection"),
    (UnicodeError, "not a web address"),
)


def _system(error: BaseException) -> str:
    number = getattr(error, "errno", None) or 0
    if number in errno.errorcode:  # asyncio puts the address in the text
        return os.strerror(number).lower()
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return clean(str(said), one_line=True)[:120].lower()


def _tls(error: BaseException) -> str:
    said = getattr(error, "verify_message", "") or (error.reason if isinstance(error, ssl.SSLError) else "")
    return clean(str(said or type(error).__name__), one_line=True)[:120].lower().replace("_", " ")
