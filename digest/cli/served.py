"""The screen over HTTP: textual-serve runs a screen for each visitor, the page and who may ask for it are ours."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import sys
from pathlib import Path

from aiohttp import web
from textual_serve.server import Server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_PATIENCE = 5.0  # seconds that open screens have for leaving


def until_interrupted(
    command: str, *, host: str, port: int, names: Collection[str], listening: Callable[[], None]
) -> None:
    """Serve the command's screen, to requests that name this server by one of the names; by any when there are none."""
    server = Server(command, host=host, port=port, title="digest")
    with contextlib.redirect_stdout(sys.stderr):  # where textual-serve tells what a screen complained of
        web.run_app(
            _application(server, names),
            host=host,
            port=port,
            shutdown_timeout=_PATIENCE,
            access_log=None,
            print=lambda *_: listening(),
        )


def _application(server: Server, names: Collection[str]) -> web.Application:
    page = Path(__file__).with_name("served.html").read_text(encoding="utf-8")
    visits: set[asyncio.Task[web.WebSocketResponse]] = set()

    async def index(request: web.Request) -> web.Response:
        return web.Response(text=page, content_type="text/html", headers=_headers(page))

    async def visit(request: web.Request) -> web.StreamResponse:
        task = asyncio.ensure_future(server.handle_websocket(request))
        visits.add(task)
        task.add_done_callback(visits.discard)
        return await task

    async def end(application: web.Application) -> None:
        for task in visits:
            task.cancel()
        if visits:
            await asyncio.wait(visits, timeout=_PATIENCE)

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not _is_own(request, names):
            raise web.HTTPForbidden(text="digest serve answers only its own page.\n")
        return await handler(request)

    application = web.Application(middlewares=[guard])
    application.on_shutdown.append(end)
    application.add_routes(
        [
            web.get("/", index),
            web.get("/ws", visit),
            web.get("/download/{key}", server.handle_download),
            web.static("/static", server.statics_path),
        ]
    )
    return application


def _is_own(request: web.Request, names: Collection[str]) -> bool:
    """Whether this comes from our own page, asked for by a name that is ours.

    A browser lets the page of any site open a socket to this machine, and says in Origin whose page it was. A site may
    also have its own name lead here, so that its page and the socket agree; then Host has that name.
    """
    host = request.host.lower()
    name = host[1 : host.find("]")] if host.startswith("[") else host.partition(":")[0]
    if names and name not in names:
        return False
    origin = request.headers.get("Origin")
    return origin is None or origin.lower().partition("://")[2] == host


def _headers(page: str) -> dict[str, str]:
    script = page.partition("<script>")[2].partition("</script>")[0]
    hashed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'self' 'sha256-{hashed}'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
        "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "Cross-Origin-Opener-Policy": "same-origin",  # a page that is opened from here gets no hold on this one
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
