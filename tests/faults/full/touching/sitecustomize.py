"""Notes what a process opens, connects to and starts; and makes every `.test` host a public one served here.

The interpreter imports this at its start in every process that has this folder in its PYTHONPATH.
"""

from __future__ import annotations

import os
import socket
import sys

_LOG = os.open(os.environ["DIGEST_TOUCHED"], os.O_WRONLY | os.O_APPEND)
_PUBLIC = "93.184.216.34"
_EVENTS = {"open": "open", "sqlite3.connect": "open", "subprocess.Popen": "start", "socket.connect": "connect"}
_EVENTS |= {"os.system": "start", "os.exec": "start", "os.posix_spawn": "start", "webbrowser.open": "browse"}
_EVENTS |= {"os.rename": "rename", "os.remove": "remove", "urllib.Request": "ask", "ftplib.connect": "ask"}


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event not in _EVENTS:
        return
    subject = arguments[1] if event == "socket.connect" else arguments[0]
    if isinstance(subject, tuple):
        subject = f"{subject[0]} {subject[1]}"
    elif event == "socket.connect":
        subject = "unix"
    elif isinstance(subject, int):
        return  # a descriptor, opened before
    elif isinstance(subject, (str, bytes, os.PathLike)):
        subject = os.fsdecode(subject)
    os.write(_LOG, f"{_EVENTS[event]} {subject}\n".encode("utf-8", "replace"))


sys.addaudithook(_note)


class _Diverted(socket.socket):
    def connect(self, place: tuple[str, int]) -> None:
        super().connect(("127.0.0.1", place[1]) if place[0] == _PUBLIC else place)


def _look_up(host: str, port: int, **asked: object) -> object:
    if host.endswith(".test"):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (_PUBLIC, port))]
    return _REAL_LOOK_UP(host, port, **asked)


_REAL_LOOK_UP = socket.getaddrinfo
# Before anything of ours is imported, so that ours finds these in their place.
socket.getaddrinfo = _look_up  # type: ignore[assignment]
socket.socket = _Diverted  # type: ignore[misc]
