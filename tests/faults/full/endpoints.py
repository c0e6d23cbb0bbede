"""Each endpoint of the hostile server in a run of its own: its time, its memory, and what was touched for its sake.

The server counts as a public host (`public.test`) where an endpoint points into the reader's own network; elsewhere it
is a host of theirs. Every process of a run tells what it opens, connects to and starts (see `touching.py`).
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from figure import Figure

from tests.faults import servers

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

HERE = Path(__file__).resolve().parent
MOST_MEMORY = 400 << 20  # of all processes of a run together
LONGEST, LONGEST_OF_FIFTY = 25.0, 60.0  # seconds
AT_ONCE = 3
PAGE = os.sysconf("SC_PAGE_SIZE")
STATUSES = {0, 1, 3}


class Run(NamedTuple):
    """What one run came to; `touched` are the lines of `touching.py`."""

    status: int
    said: str
    seconds: float
    memory: int
    touched: frozenset[str]

    def wrong(self, longest: float) -> list[str]:
        """Which limits it went over."""
        found = []
        if self.status not in STATUSES:
            found.append(f"status {self.status}: {self.said[-300:]!r}")
        if "Traceback" in self.said or "internal error" in self.said:
            found.append(self.said[-300:])
        if self.seconds > longest:
            found.append(f"took {self.seconds:.0f} s")
        if self.memory > MOST_MEMORY:
            found.append(f"took {self.memory >> 20} MiB")
        return found


def figures(at: Path) -> Iterator[Figure]:
    """A figure for the endpoints one by one, one for fifty feeds of which twenty hang, one for huge files."""
    if not servers.is_here():
        figure = Figure("hostile endpoints", "endpoints")
        figure.skipped = "the hostile server is not beside this checkout"
        yield figure
        return
    module = servers.module()
    with module.HostileServer() as server:
        server.httpd.socket.listen(128)
        yield _each(module, server, at / "endpoints")
        yield _fifty(server, at / "fifty")
    yield _huge(at / "huge")


def _each(module: Any, server: Any, at: Path) -> Figure:
    figure = Figure("hostile endpoints", "endpoints")
    usual = _fetch(at / "usual", [server.url("/ok")]).touched  # what any run opens
    server.reset()

    def run(path: str) -> Run:
        is_refused = module.ENDPOINTS[path]["expect"] == "refuse" or module.ENDPOINTS[path]["group"] == "redirect"
        host = f"http://public.test:{server.port}" if is_refused else server.url("")
        return _fetch(at / path.strip("/"), [host + path])

    with ThreadPoolExecutor(AT_ONCE) as pool:
        runs = dict(zip(module.ENDPOINTS, pool.map(run, module.ENDPOINTS), strict=True))
    for path, done in runs.items():
        figure.add(path, done.wrong(LONGEST) + _strange(done, usual, at / path.strip("/"), server.port))
    hits = server.hits("/secret")
    figure.add("/secret", [f"asked {hits} times"] if hits else [])
    slowest = max(runs, key=lambda path: runs[path].seconds)
    largest = max(runs, key=lambda path: runs[path].memory)
    figure.notes = [
        f"longest {runs[slowest].seconds:.1f} s ({slowest}), at most {LONGEST:g}",
        f"most memory {runs[largest].memory >> 20} MiB ({largest}), at most {MOST_MEMORY >> 20}",
        f"/secret was asked {hits} times",
    ]
    return figure.done()


def _strange(run: Run, usual: frozenset[str], home: Path, port: int) -> list[str]:
    """What was opened, asked or started that no sound feed makes us open, ask or start."""
    found = []
    for line in sorted(run.touched - usual):
        what, _, where = line.partition(" ")
        if what == "connect" and where in {f"127.0.0.1 {port}", "unix"}:
            continue
        if where == str(home) or where.startswith(f"{home}/"):
            continue
        if what == "open" and (where.startswith(("/proc/self/", sys.prefix, sys.base_prefix)) or _is_code(where)):
            continue
        found.append(line)
    return [f"touched {', '.join(found)[:300]}"] if found else []


def _is_code(path: str) -> bool:
    return path.endswith((".py", ".pyc", ".so")) or f"{HERE.parents[2]}/digest/" in path


def _fifty(server: Any, at: Path) -> Figure:
    figure = Figure("fifty feeds of which twenty hang", "runs")
    hosts = [f"http://host{number}.test:{server.port}" for number in range(50)]
    paths = ["/hang", "/hang-body", "/slow", "/slow-headers"]
    urls = [host + (paths[number % 4] if number < 20 else "/ok") for number, host in enumerate(hosts)]
    done = _fetch(at, urls)
    figure.add("fifty", done.wrong(LONGEST_OF_FIFTY))
    figure.notes = [f"{done.seconds:.1f} s, at most {LONGEST_OF_FIFTY:g}; {done.memory >> 20} MiB"]
    return figure.done()


def _huge(at: Path) -> Figure:
    figure = Figure("files of 1 GB", "commands")
    at.mkdir(parents=True)
    names = ("big.txt", "big.html", "big.md", "big.toml", "big.opml", "big.xml")
    for name in names:
        with (at / name).open("wb") as stream:  # sparse: it takes no room
            stream.write(b"A ferry ran aground on Monday.\n" * 1_000)
            stream.truncate(1 << 30)
    feed = at / "feeds.toml"
    feed.write_text(f'[[feeds]]\nurl = "{at / "big.xml"}"\n', encoding="utf-8")
    own = ["--feeds", str(feed), "--archive", str(at / "archive.sqlite3")]
    commands: dict[str, Sequence[str]] = {
        **{f"summarize {name}": ["summarize", str(at / name)] for name in names[:3]},
        "verify": ["verify", str(at / "big.toml")],
        "feeds import": ["feeds", "import", str(at / "big.opml"), "--feeds", str(at / "mine.toml")],
        "fetch": ["fetch", *own],
        "feeds file": ["feeds", "list", "--feeds", str(at / "big.toml")],
        "settings file": ["summarize", str(feed)],
    }
    for name, words in commands.items():
        more = {"DIGEST_CONFIG": str(at / "big.toml")} if name == "settings file" else {}
        done = _run(at, words, more)
        wrong = [w for w in done.wrong(LONGEST) if not w.startswith("status 2")]
        figure.add(name, wrong + ([] if done.status else ["took it for sound"]))
        figure.notes.append(f"{name}: status {done.status}, {done.seconds:.1f} s, {done.memory >> 20} MiB")
    return figure.done()


def _fetch(home: Path, urls: Sequence[str]) -> Run:
    home.mkdir(parents=True, exist_ok=True)
    (home / "feeds.toml").write_text("".join(f'[[feeds]]\nurl = "{url}"\n' for url in urls), encoding="utf-8")
    own = ["--feeds", str(home / "feeds.toml"), "--archive", str(home / "archive.sqlite3")]
    return _run(home, ["fetch", *own], {})


def _run(home: Path, words: Sequence[str], more: Mapping[str, str]) -> Run:
    log = home / "touched.log"
    log.write_bytes(b"")
    # `touching` holds a sitecustomize, which our workers find as well: they get our path.
    environment = {**os.environ, "HOME": str(home), "DIGEST_CONFIG": str(home / "digest.toml"), "TMPDIR": str(home)}
    environment |= {"PYTHONPATH": str(HERE / "touching"), "DIGEST_TOUCHED": str(log), **more}
    began = time.monotonic()
    said = home / "said.log"
    with said.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "digest", *words],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            env=environment,
            cwd=home,
        )
        most = [0]
        watcher = threading.Thread(target=_watch, args=(process, most))
        watcher.start()
        status = process.wait(timeout=300)
        seconds = time.monotonic() - began
        watcher.join()
    touched = frozenset(log.read_text(encoding="utf-8", errors="replace").splitlines())
    return Run(status, said.read_text(encoding="utf-8", errors="replace"), seconds, most[0], touched)


def _watch(process: subprocess.Popen[bytes], most: list[int]) -> None:
    """Note the largest sum of the memory of a process and all that it started."""
    while process.poll() is None:
        most[0] = max(most[0], sum(map(_resident, _family(process.pid))))
        time.sleep(0.02)


def _family(pid: int) -> list[int]:
    family = [pid]
    for parent in family:
        try:
            for task in os.listdir(f"/proc/{parent}/task"):
                children = Path(f"/proc/{parent}/task/{task}/children").read_text(encoding="ascii")
                family += map(int, children.split())
        except OSError:
            continue
    return family


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * PAGE
    except (OSError, IndexError, ValueError):
        return 0
