"""What the screen costs: CPU until the first stories are seen, and how long after a key its frame is there.

    python tests/bench/screen.py [--archive FOLDER] [--feeds N] [--keys N]

`digest` runs on a terminal of its own (100 x 30) over an archive of 100,000 generated articles, 500 of which came since
the last digest. FOLDER keeps that archive for the next time. A key's frame is the first that was drawn to its end after
the key and shows titles: this terminal says that it can hold back what is drawn until a frame is complete, so each
says where it ends. The keys are then pressed again while N feeds are fetched, made and served on the loopback by
../shared/bench, and for some seconds after, when the day is made anew; without that folder only at rest.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import random
import re
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
import urllib.request
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import accumulate, cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING

from digest.archive import Archive
from digest.model import Article, FeedState
from digest.service.desk import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BENCH = Path(__file__).resolve().parents[2].parent / "shared" / "bench"
DIGEST = Path(sys.executable).parent / "digest"
ARTICLES, FRESH, EACH = 100_000, 500, 200
COLUMNS, ROWS = 100, 30
MARK = "Quillon"  # stands in every title, and nowhere else
_COMMON = (
    "the of to and a in is that for on with as was by at it from be are an this have has not which or but were he his "
    "they said their its will one more who been had would there about when out up people year after"
)
COMMON = _COMMON.split()
WORDS = [*COMMON, *(f"wa{i}" for i in range(len(COMMON), 40_000))]
WEIGHTS = list(accumulate(1 / (rank + 3) for rank in range(len(WORDS))))
KEYS = {"j": b"j", "k": b"k", "page down": b"\x1b[6~", "page up": b"\x1b[5~", "1": b"1", "2": b"2"}
TODAY_KEYS = ["j"] * 8 + ["k"] * 4
ARTICLE_KEYS = ["j"] * 8 + ["k"] * 4 + ["page down"] * 6 + ["page up"] * 2
ROUND = [*TODAY_KEYS, "2", *ARTICLE_KEYS, "1"]
FRAME_END, CAN_HOLD_FRAMES = b"\x1b[?2026l", b"\x1b[?2026;2$y"
ESCAPE = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[PX^_\]][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[@-Z\\-_]")
BETWEEN, PATIENCE = 0.06, 5.0  # seconds: from one key to the next, and until a key is given up
AFTER = 8.0  # seconds of keys after a refresh


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--archive", metavar="FOLDER", help="keep the archive here, and take it from here")
    parser.add_argument("--feeds", metavar="N", type=int, default=500)
    parser.add_argument("--keys", metavar="N", type=int, default=200, help="how many are pressed at rest")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kept = Path(options.archive) if options.archive else folder / "kept"
        if not (kept / "base.sqlite3").exists():
            _make(kept)
        _fill(kept, folder / "home")
        for _ in range(3):
            _first_paint(folder / "home", "made now")
        _desk(folder / "home", datetime.now(UTC)).write_today()
        for _ in range(3):
            _first_paint(folder / "home", "as written")
        _at_rest(folder / "home", options.keys)
        if BENCH.is_dir():
            with _feeds(folder, options.feeds):
                _while_fetching(folder / "home")
        else:
            print("while fetching: skipped, for there is no generator and server beside the repository")


# What is measured


def _first_paint(home: Path, how: str) -> None:
    with _Screen(home) as screen:
        screen.read_until(lambda seen: MARK.encode() in seen, 30)
        cpu, wall = screen.cpu(), time.perf_counter() - screen.started
        screen.rest(1.0)
        print(
            f"first stories, {how:<11}{cpu:6.3f} s CPU ({_verdict(cpu, 0.6)}), {wall:.3f} s wall;"
            f" {screen.cpu():.3f} s CPU in all",
            flush=True,
        )


def _at_rest(home: Path, keys: int) -> None:
    with _Screen(home) as screen:
        screen.read_until(lambda seen: MARK.encode() in seen, 30)
        screen.rest(1.5)
        _table("at rest", [(key, screen.press(key)) for key in islice(cycle(ROUND), keys)])


def _while_fetching(home: Path) -> None:
    with _Screen(home) as screen:
        screen.read_until(lambda seen: MARK.encode() in seen, 30)
        screen.rest(1.5)
        before = screen.cpu()
        os.write(screen.terminal, b"R")
        began, ended = time.perf_counter(), 0.0
        during: list[tuple[str, float]] = []
        after: list[tuple[str, float]] = []
        for key in cycle(ROUND):
            took = screen.press(key)
            (after if ended else during).append((key, took))
            now = time.perf_counter()
            if not ended and re.search(rb"\d+ feeds?, \d+ new", ESCAPE.sub(b"", screen.seen)):
                ended = now
                print(f"fetched in {ended - began:.1f} s wall, {screen.cpu() - before:.1f} s CPU with the keys")
            if (ended and now - ended > AFTER) or now - began > 180:
                break
        _table("while feeds are fetched", during)
        _table(f"for {AFTER:.0f} s after that", after)


def _table(title: str, pressed: Sequence[tuple[str, float]]) -> None:
    print(f"{title:<28}{'keys':>6}{'p50':>8}{'p95':>8}{'max':>8}  ms from a key to its frame")
    for name in KEYS:
        if took := [1000 * seconds for key, seconds in pressed if key == name]:
            print(f"  {name:<26}{_figures(took)}")
    took = [1000 * seconds for _, seconds in pressed]
    if took:
        print(f"  {'all':<26}{_figures(took)}  ({_verdict(_percentile(took, 95), 50)})", flush=True)


def _figures(took: Sequence[float]) -> str:
    return f"{len(took):>6}{statistics.median(took):>8.1f}{_percentile(took, 95):>8.1f}{max(took):>8.1f}"


def _percentile(values: Sequence[float], percent: int) -> float:
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, len(ranked) * percent // 100)]


def _verdict(value: float, goal: float) -> str:
    return f"goal: <= {goal:g}{'' if value <= goal else ', MISSED'}"


class _Screen:
    """`digest` on a terminal that says it can hold back frames."""

    def __init__(self, home: Path) -> None:
        environment = {n: v for n, v in os.environ.items() if n not in ("PYTHONDONTWRITEBYTECODE", "COLUMNS", "LINES")}
        environment |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "TERM_PROGRAM": ""}
        environment |= {"DIGEST_DATA": str(home), "DIGEST_CONFIG": str(home / "digest.toml")}
        (home / "screen.json").unlink(missing_ok=True)  # it begins at Today
        self.seen = b""  # since the last key
        self.started = time.perf_counter()
        self.process, self.terminal = pty.fork()
        if not self.process:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
            os.execve(DIGEST, [str(DIGEST)], environment)

    def __enter__(self) -> _Screen:
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self.process, signal.SIGTERM)
        deadline = time.perf_counter() + 3
        while os.waitpid(self.process, os.WNOHANG) == (0, 0):
            self._read(0.05)
            if time.perf_counter() > deadline:
                os.kill(self.process, signal.SIGKILL)
        os.close(self.terminal)

    def cpu(self) -> float:
        """The seconds of all its threads, also those that have ended."""
        return time.clock_gettime((~self.process << 3) | 2)  # as clock_getcpuclockid(3) has it on Linux

    def _read(self, seconds: float) -> bool:
        """Take what comes within the time; whether anything did."""
        if not select.select([self.terminal], [], [], max(0.0, seconds))[0]:
            return False
        try:
            data = os.read(self.terminal, 1 << 16)
        except OSError:  # it has ended
            time.sleep(seconds)
            return False
        if b"\x1b[?2026$p" in data:
            os.write(self.terminal, CAN_HOLD_FRAMES)
        self.seen += data
        return True

    def read_until(self, is_there: object, seconds: float) -> None:
        """Read until what came since the last key is what is waited for."""
        deadline = time.perf_counter() + seconds
        while not is_there(self.seen):  # type: ignore[operator]
            if time.perf_counter() > deadline:
                shown = ESCAPE.sub(b"", self.seen).decode(errors="replace")
                raise SystemExit(f"no stories within {seconds} s; the screen says:\n{shown[-2000:]}")
            self._read(0.5)

    def rest(self, seconds: float) -> None:
        """Let it do what it has to."""
        deadline = time.perf_counter() + seconds
        while (left := deadline - time.perf_counter()) > 0:
            self._read(left)

    def press(self, key: str) -> float:
        """Press a key; the seconds until its frame was there, then a while of rest."""
        self.seen = b""
        at = time.perf_counter()
        os.write(self.terminal, KEYS[key])
        took = PATIENCE
        while time.perf_counter() - at < PATIENCE:
            if self._read(0.01) and _has_frame(self.seen):
                took = time.perf_counter() - at
                break
        self.rest(BETWEEN)
        return took


def _has_frame(seen: bytes) -> bool:
    """Whether a frame with titles has been drawn to its end."""
    mark = seen.find(MARK.encode())
    return mark >= 0 and seen.find(FRAME_END, mark) >= 0


# What is measured over


def _make(kept: Path) -> None:
    """The old articles, with a digest of yesterday that is about all of them."""
    kept.mkdir(parents=True, exist_ok=True)
    part, chance = kept / "part.sqlite3", random.Random(7)
    part.unlink(missing_ok=True)
    now = datetime.now(UTC)
    with Archive.open(str(part)) as archive:
        for first in range(0, (ARTICLES - FRESH) // EACH, 20):
            with archive.batch():
                for feed in range(first, min(first + 20, (ARTICLES - FRESH) // EACH)):
                    articles = [_old(feed * EACH + i, feed, chance, now) for i in range(EACH)]
                    archive.record(_state(feed), articles, seen_at=now - timedelta(days=5))
    feeds = kept / "feeds.toml"
    feeds.write_text("".join(f'[[feeds]]\nurl = "{_state(n).url}"\n' for n in range(100)), encoding="utf-8")
    _settle(kept)
    part.rename(kept / "archive.sqlite3")  # as a home has it
    _desk(kept, now - timedelta(days=1)).write_today()
    (kept / "archive.sqlite3").rename(kept / "base.sqlite3")


def _desk(home: Path, now: datetime) -> Desk:
    names = {"archive_file": "archive.sqlite3", "feeds_file": "feeds.toml", "settings_file": "digest.toml"}
    return Desk(**{name: str(home / file) for name, file in names.items()}, now=lambda: now)


def _settle(home: Path) -> None:
    (home / "digest.toml").write_text(f'[daily]\nfolder = "{home / "digests"}"\n', encoding="utf-8")


def _fill(kept: Path, home: Path) -> None:
    """A copy of it with what came today."""
    home.mkdir()
    shutil.copy(kept / "base.sqlite3", home / "archive.sqlite3")
    shutil.copy(kept / "feeds.toml", home / "feeds.toml")
    _settle(home)
    chance, now = random.Random(11), datetime.now(UTC)
    by_feed: dict[int, list[Article]] = {}
    number, event = 0, 0
    while number < FRESH:
        said = _Event(event, chance)
        for _ in range(min(FRESH - number, chance.choice((1, 1, 1, 2, 3, 6)))):
            feed = chance.randrange(100)
            by_feed.setdefault(feed, []).append(said.told(number, feed, now - timedelta(minutes=chance.randrange(900))))
            number += 1
        event += 1
    with Archive.open(str(home / "archive.sqlite3")) as archive, archive.batch():
        for feed, articles in by_feed.items():
            archive.record(_state(feed), articles, seen_at=now)


def _state(feed: int) -> FeedState:
    return FeedState(url=f"https://feed{feed}.example/rss", title=f"Feed {feed}")


def _old(number: int, feed: int, chance: random.Random, now: datetime) -> Article:
    words = chance.choices(WORDS, cum_weights=WEIGHTS, k=270)
    text = ". ".join(" ".join(words[i : i + 18]).capitalize() for i in range(9, len(words), 18)) + "."
    return _article(number, feed, " ".join(words[:6]), text, now - timedelta(days=5, minutes=(number * 7919) % 500_000))


def _article(number: int, feed: int, title: str, text: str, at: datetime) -> Article:
    return Article(
        id="",
        title=f"{MARK} {number} {title}",
        text=text,
        source=_state(feed).url,
        url=f"https://feed{feed}.example/2026/{number}",
        guid=f"{feed}-{number}-{at:%Y%m%d}",
        published=at,
    )


class _Event:
    """Something that happened, and its tellings: the same names and numbers, other words."""

    def __init__(self, number: int, chance: random.Random) -> None:
        self._chance = chance
        self._person, self._place, self._body = (self._name() for _ in range(3))
        self._subject = f"wa{2000 + number * 5}"
        self._about = [f"wa{2000 + number * 5 + i}" for i in range(5)] + chance.choices(WORDS[200:2000], k=6)
        self._count = chance.randrange(10, 900)

    def _name(self) -> str:
        syllables = ("ka", "lor", "min", "ter", "vas", "sol", "den", "rik", "pan", "nel")
        return " ".join("".join(self._chance.choices(syllables, k=3)).capitalize() for _ in range(2))

    def told(self, number: int, feed: int, at: datetime) -> Article:
        person, place, body, chance = self._person, self._place, self._body, self._chance
        sentences = [
            f"{person}, the director of the {body} Council, said on Tuesday that {self._count} people were moved",
            f"The council in {place} will vote on the {self._subject} on {chance.randrange(1, 28)} December",
            *(self._sentence() for _ in range(14)),
            f"{self._count + chance.choice((0, 0, 3))} people were hurt near {place}, the {body} Council said",
            f"A hearing on the {self._subject} is expected next month, {person} said",
        ]
        title = f"{self._subject} {self._about[1]} in {place}: {self._count} moved"
        return _article(ARTICLES + number, feed, title, ".\n\n".join(sentences) + ".", at)

    def _sentence(self) -> str:
        chance = self._chance
        words = [chance.choice(COMMON if chance.random() < 0.5 else self._about) for _ in range(16)]
        return " ".join(words).capitalize()


@contextmanager
def _feeds(folder: Path, number: int) -> Iterator[None]:
    """Feeds on the loopback, followed in the place of those before."""
    if number < 1:
        yield
        return
    made, urls = folder / "feeds", folder / "urls"
    generator = [sys.executable, str(BENCH / "gen_feeds.py"), str(made), "--feeds", str(number)]
    subprocess.run(generator, check=True, stdout=subprocess.DEVNULL)
    serve = [sys.executable, str(BENCH / "feed_server.py"), str(made), "--port", "8793", "--urls", str(urls)]
    with subprocess.Popen(serve, stdout=subprocess.DEVNULL) as server:
        try:
            _wait_for(urls)
            listed = "".join(f'[[feeds]]\nurl = "{url}"\n' for url in urls.read_text().split())
            (folder / "home" / "feeds.toml").write_text(listed, encoding="utf-8")
            yield
        finally:
            server.terminate()


def _wait_for(urls: Path) -> None:
    for _ in range(600):
        if urls.exists() and urls.read_text().strip():
            try:
                urllib.request.urlopen("http://127.0.0.1:8793/stats", timeout=1).close()
            except OSError:
                pass
            else:
                return
        time.sleep(0.1)
    raise SystemExit("the feed server did not start")


if __name__ == "__main__":
    main()
