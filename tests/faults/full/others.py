"""The same server's feeds through other readers, under the same limits: who ends by itself, in time and in memory.

They are asked as a user would ask them, with their own limit of time set to ours; nothing of theirs is counted as a
failure of ours. `newsboat` and `r2e` (rss2email) are looked for in the PATH.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from endpoints import AT_ONCE, LONGEST, MOST_MEMORY, _watch
from figure import Figure

from tests.faults import servers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

KILLED_AFTER = 60.0
CEILING = 3 << 30  # of address space, for the machine's sake


def figures(at: Path) -> Iterator[Figure]:
    """A figure for each reader that is installed."""
    for name, prepare in READERS.items():
        figure = Figure(f"hostile endpoints, {name}", "endpoints")
        if not shutil.which(prepare[0]) or not servers.is_here():
            figure.skipped = "it is not installed, or there is no server"
            yield figure
            continue
        yield _all(figure, at / prepare[0], prepare[1])


def _all(figure: Figure, at: Path, prepare: Callable[[Path, str], Sequence[Sequence[str]]]) -> Figure:
    module = servers.module()
    with module.HostileServer() as server, ThreadPoolExecutor(AT_ONCE) as pool:
        server.httpd.socket.listen(128)

        def run(path: str) -> str:
            home = at / path.strip("/")
            home.mkdir(parents=True)
            return _run(home, prepare(home, server.url(path)))

        said = dict(zip(module.ENDPOINTS, pool.map(run, module.ENDPOINTS), strict=True))
        hits = server.hits("/secret")
    for path, wrong in said.items():
        figure.add(path, [], **{re.sub(r"\W+", "_", wrong.partition(" ")[0]): 1} if wrong else {"survived": 1})
    figure.notes = [f"{path}: {wrong}" for path, wrong in said.items() if wrong] + [f"/secret was asked {hits} times"]
    return figure.done()


def _run(home: Path, commands: Sequence[Sequence[str]]) -> str:
    """Run the commands; what was over a limit in the last of them."""
    environment = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)}
    wrong = ""
    for command in commands:
        began = time.monotonic()
        with (home / "said.log").open("wb") as said:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                env=environment,
                cwd=home,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (CEILING, CEILING)),
            )
            most = [0]
            watcher = threading.Thread(target=_watch, args=(process, most))
            watcher.start()
            try:
                process.wait(KILLED_AFTER)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            watcher.join()
        seconds = time.monotonic() - began
        log = (home / "said.log").read_text(encoding="utf-8", errors="replace")
        over = [f"time {seconds:.0f} s"] if seconds > LONGEST else []
        over += [f"memory {most[0] >> 20} MiB"] if most[0] > MOST_MEMORY else []
        if not over and process.returncode < 0:
            over = [f"crash, signal {-process.returncode}"]
        if not over and "Traceback" in log:
            over = [f"traceback {log.strip().splitlines()[-1][:80]}"]
        wrong = ", ".join(over)
    return wrong


def _newsboat(home: Path, url: str) -> list[list[str]]:
    (home / "urls").write_text(f"{url}\n", encoding="utf-8")
    (home / "config").write_text("download-timeout 20\ndownload-retries 1\n", encoding="utf-8")
    own = ["-u", str(home / "urls"), "-C", str(home / "config"), "-c", str(home / "cache.db")]
    return [["newsboat", *own, "-x", "reload"]]


def _rss2email(home: Path, url: str) -> list[list[str]]:
    own = ["r2e", "-c", str(home / "r2e.cfg"), "-d", str(home / "r2e.json")]
    (home / "r2e.cfg").write_text("[DEFAULT]\nto = a@a.example\nfeed-timeout = 20\n", encoding="utf-8")
    return [[*own, "add", "f", url], [*own, "run", "--no-send"]]


READERS: dict[str, tuple[str, Callable[[Path, str], list[list[str]]]]] = {
    "newsboat": ("newsboat", _newsboat),
    "rss2email": ("r2e", _rss2email),
}
