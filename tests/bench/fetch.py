"""Fetching 500 feeds: `digest fetch` against reader, newsboat and bare aiohttp on one local server, in one run.

    python tests/bench/fetch.py [FEEDS] [--reader PYTHON]

Feeds from ../shared/bench/gen_feeds.py, served on the loopback by feed_server.py with its mix of slow, moved, failing
and compressed ones. The first fetch has everything new, the second nothing. Equal work: each asks every feed once with
validators, keeps title, link, author, date and content of every entry in SQLite, makes the content safe to show, and
indexes it for search. That is what ours and reader do (reader with its search enabled). newsboat keeps the HTML as it
came and builds no index; aiohttp keeps nothing. PYTHON is an interpreter that has `reader` (and aiohttp); newsboat is
the one on the path. CPU is that of the process and its children; the peak is that of the whole tree.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

BENCH = Path(__file__).resolve().parents[2].parent / "shared" / "bench"
BIN = Path(sys.executable).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("feeds", nargs="?", type=int, default=500)
    parser.add_argument("--reader", metavar="PYTHON")
    options = parser.parse_args()
    if not BENCH.is_dir():
        print("skipped: no generator and server beside the repository")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generator = [sys.executable, str(BENCH / "gen_feeds.py"), str(folder / "feeds"), "--feeds", str(options.feeds)]
        subprocess.run(generator, check=True, stdout=subprocess.DEVNULL)
        urls = folder / "urls"
        serve = [sys.executable, str(BENCH / "feed_server.py"), str(folder / "feeds"), "--port", "8797"]
        serve += ["--urls", str(urls)]
        with subprocess.Popen(serve, stdout=subprocess.DEVNULL) as server:
            try:
                _wait_for(urls)
                _measure(folder, urls, options.reader)
            finally:
                server.terminate()


def _measure(folder: Path, urls: Path, reader: str | None) -> None:
    feeds = folder / "feeds.toml"
    feeds.write_text("".join(f'[[feeds]]\nurl = "{url}"\n' for url in urls.read_text().split()), encoding="utf-8")
    ours = [str(BIN / "digest"), "fetch", "-q", "--feeds", str(feeds), "--archive", str(folder / "ours" / "a.sqlite3")]
    commands = {"digest fetch": ours}
    peer = [str(BENCH / "peers" / "fetch_bench.py")]
    if reader:
        commands["reader"] = [reader, *peer, "reader", str(urls), str(folder / "db"), "32", "--add", "--fts"]
    if newsboat := shutil.which("newsboat"):
        config = folder / "newsboat.config"
        config.write_text("reload-threads 32\n", encoding="utf-8")
        files = ["-u", str(urls), "-c", str(folder / "nb.db"), "-C", str(config)]
        commands["newsboat"] = [newsboat, *files, "-x", "reload"]
    commands["bare aiohttp"] = [reader or sys.executable, *peer, "aiohttp-none", str(urls), str(folder / "bare"), "32"]
    figures = {}
    for round_ in ("first", "second"):
        for name, command in commands.items():
            figures[name, round_] = _run(command)
            cpu, wall, peak = figures[name, round_]
            print(f"{round_:<7} {name:<13} CPU {cpu:6.2f} s   wall {wall:6.2f} s   peak {peak:4.0f} MB", flush=True)
    for name in commands:
        if name != "digest fetch":
            first, second = (figures["digest fetch", r][0] / figures[name, r][0] for r in ("first", "second"))
            wall = figures["digest fetch", "first"][1] / figures[name, "first"][1]
            print(f"digest / {name}: CPU {first:.3f} first, {second:.2f} second; wall {wall:.3f} first")


def _run(command: list[str]) -> tuple[float, float, float]:
    """Run to the end: CPU and wall seconds, and the largest sum of memory of the tree in MB, looked at often."""
    environment = {n: v for n, v in os.environ.items() if n != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    peak, over = [0.0], threading.Event()

    def watch() -> None:
        while not over.wait(0.05):
            peak[0] = max(peak[0], _tree_megabytes(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0
    over.set()
    watcher.join()
    return used.ru_utime + used.ru_stime, time.perf_counter() - start, peak[0]


def _tree_megabytes(pid: int) -> float:
    total = 0
    try:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                total = int(line.split()[1])
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    threads = Path(f"/proc/{pid}/task")
    if threads.is_dir():
        for task in threads.iterdir():
            try:
                children += (task / "children").read_text().split()
            except OSError:
                continue
    return total / 1024 + sum(_tree_megabytes(int(child)) for child in set(children))


def _wait_for(urls: Path) -> None:
    for _ in range(600):
        if urls.exists() and urls.read_text().strip():
            try:
                urllib.request.urlopen("http://127.0.0.1:8797/stats", timeout=1).close()
            except OSError:
                pass
            else:
                return
        time.sleep(0.1)
    raise SystemExit("the feed server did not start")


if __name__ == "__main__":
    main()
