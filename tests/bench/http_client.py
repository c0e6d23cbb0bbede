"""What asking 500 feeds costs: `fetch.many` against bare aiohttp on the same local server, CPU time, in one run.

    python tests/bench/http_client.py [RUNS]

Each run is a process of its own that asks every feed twice: first for the bodies, then with the validators it was
given, so that almost all are 304. Bare aiohttp is a session with default settings, 32 requests at a time, that follows
redirects and reads bodies; it checks no address, bounds no size and keeps no deadline per feed. Nothing is parsed.
Both must end with the same statuses and bodies. CPU is the process's own, the library's import included.
"""

from __future__ import annotations

import json
import os
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BENCH = Path(__file__).parents[2] / "../shared/bench"
FEEDS = 500
CLIENTS = ("bare", "many")


def main() -> None:
    if not (BENCH / "feed_server.py").exists():
        print("skipped: ../shared/bench/feed_server.py is not beside the repository")
        return
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, str(BENCH / "gen_feeds.py"), f"{folder}/feeds", "--feeds", str(FEEDS)],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        urls = f"{folder}/urls"
        command = [sys.executable, str(BENCH / "feed_server.py"), f"{folder}/feeds", f"--port={port}", f"--urls={urls}"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout
            server.stdout.readline()  # it serves now
            try:
                _report(_measure(urls, runs))
            finally:
                server.terminate()


def _measure(urls: str, runs: int) -> dict[str, list[dict[str, float]]]:
    found: dict[str, list[dict[str, float]]] = {client: [] for client in CLIENTS}
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    for number in range(runs + 1):
        works = {}
        for client in CLIENTS:
            command = [sys.executable, __file__, "--run", client, urls]
            done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120, env=environment)
            figures = json.loads(done.stdout)
            works[client] = figures.pop("work")
            if number:  # the first warms the caches
                found[client].append(figures)
        if works["bare"] != works["many"]:
            raise SystemExit(f"not the same work: {works}")
    print(f"{FEEDS} feeds, {runs} runs; statuses and bytes, first and second: {works['many']}")
    return found


def _report(found: dict[str, list[dict[str, float]]]) -> None:
    for client, figures in found.items():
        medians = {name: statistics.median(one[name] for one in figures) for name in figures[0]}
        print(
            "{}: CPU s: import {import:.3f}  first {first:.3f}  all-304 {again:.3f}  "
            "wall s: {first_wall:.2f} {again_wall:.2f}  peak RSS MB {rss:.0f}".format(client, **medians)
        )
    for what in ("first", "again"):
        pairs = list(zip(found["many"], found["bare"], strict=True))
        loop = [many[what] / bare[what] for many, bare in pairs]
        whole = [(many[what] + many["import"]) / (bare[what] + bare["import"]) for many, bare in pairs]
        print(
            f"many / bare, {what}: the run alone {statistics.median(loop):.2f} (worst {max(loop):.2f}), "
            f"with the import {statistics.median(whole):.2f}  (goal for all-304: <= 2)"
        )


def _run(client: str, place: str) -> None:
    urls = Path(place).read_text().split()
    start = time.process_time()
    ask = {"bare": _bare, "many": _many}[client]()
    figures: dict[str, object] = {"import": time.process_time() - start}
    validators: dict[str, tuple[str, str]] = {}
    work = []
    for what in ("first", "again"):
        start, wall = time.process_time(), time.monotonic()
        answers = ask(urls, validators)  # type: ignore[operator]
        figures |= {what: time.process_time() - start, f"{what}_wall": time.monotonic() - wall}
        statuses = sorted(status for status, *_ in answers.values())
        counts = {status: statuses.count(status) for status in sorted(set(statuses))}
        work.append([counts, sum(size for _, size, *_ in answers.values())])
        validators = {url: (etag, modified) for url, (status, _, etag, modified) in answers.items() if status == 200}
    figures["work"] = work
    figures["rss"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(figures))


def _many() -> object:
    from digest.sources import fetch

    many = fetch.many

    def ask(urls: list[str], known: dict[str, tuple[str, str]]) -> dict[str, tuple[int, int, str, str]]:
        found = {}

        def answered(it):  # type: ignore[no-untyped-def]
            found[it.url] = (it.status, len(it.body), it.etag, it.modified)

        asks = [fetch.Ask(url, *known.get(url, ())) for url in urls]
        many(asks, limits=fetch.Limits(per_host=32), answered=answered)
        return found

    return ask


def _bare() -> object:
    import asyncio

    import aiohttp

    async def run(urls: list[str], known: dict[str, tuple[str, str]]) -> dict[str, tuple[int, int, str, str]]:
        found, left = {}, list(reversed(urls))

        async def work(session: aiohttp.ClientSession) -> None:
            while left:
                url = left.pop()
                etag, modified = known.get(url, ("", ""))
                headers = {"If-None-Match": etag, "If-Modified-Since": modified} if etag or modified else {}
                async with session.get(url, headers=headers) as answer:
                    body = await answer.read() if answer.status == 200 else b""
                    sent = answer.headers
                    found[url] = (answer.status, len(body), sent.get("ETag", ""), sent.get("Last-Modified", ""))

        async with aiohttp.ClientSession() as session:
            await asyncio.gather(*[work(session) for _ in range(32)])
        return found

    return lambda urls, known: asyncio.run(run(urls, known))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        _run(*sys.argv[2:])
    else:
        main()
