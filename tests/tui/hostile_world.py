"""A reader's world in which every word of a stranger is meant to do harm, and what is looked for in what is drawn.

`WORD` stands inside escape sequences: where it is seen in a sequence that reaches a terminal, a stranger wrote that.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import product
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from textual import events

from digest.archive import Archive
from digest.model import Article, FeedState
from digest.service.desk import Desk
from digest.sources.feeds import parse
from digest.text.clean import clean
from digest.tui.app import DigestApp
from tests.tui.world import NOW

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from textual.app import App
    from textual.pilot import Pilot
    from textual.strip import Strip

WORD = "zqpwnd"

_MARKUP = (
    "[red]A[/red]", "[/nope]", "[/]", "[bold", "]", "[", "[]", "[[", "[[x]]", "\\[", "\\\\[b]x[/b]", "[/x] [bold]y",
    "[@click=app.quit]B[/]", "[@click=app.bell()]B[/]", "[@click=screen.dismiss]", "[@click='app.exit(\"x\")']q[/]",
    f"[link=http://{WORD}.invalid]C[/link]", f"[link=javascript:{WORD}]C[/link]", f"[link='file:///etc/{WORD}']C[/]",
    "[on red]x", "[$primary on $error]x[/]", "$primary", "$text-muted 65%", "[not a style]x[/not a style]",
    "[b][i][u]nested[/b][/i][/u]", "[#ff0000]x[/#ff0000]", "[rgb(300,0,0)]x[/]", "[x=]", "[=x]", "[a=b c='d]e",
    "[blink reverse]", "[auto on auto]x", ":smile: :warning:", "{x} {0} %s %(x)s ${HOME}", "&lt;b&gt; &amp; &#27;",
)  # fmt: skip
_SEQUENCES = (
    f"\x1b]52;c;{WORD}\x07", f"\x1b]0;{WORD}\x07", f"\x1b]8;;http://{WORD}.invalid/\x07bank\x1b]8;;\x07",
    f"\x1b]8;;javascript:{WORD}\x1b\\x\x1b]8;;\x1b\\", "\x1b[2J\x1b[H", "\x1b[31mred\x1b[0m", "\x1b[?1049l", "\x1b[6n",
    f"\x1bP$q{WORD}\x1b\\", f"\x1b_{WORD}\x1b\\", f"\x1b^{WORD}\x1b\\", f"\x1bX{WORD}\x1b\\", "\x1bc", "\x1b(0lqk",
    f"\x9d52;c;{WORD}\x9c", f"\x90q{WORD}\x9c", "\x9b2J", "\x9b31m", "\x85next\x84", "\x1b", "a\x1b", "\x1b[", "\x1b]",
    f"\x1b]1337;File=name={WORD}:\x07", f"\x1b]9;{WORD}\x07", f"\x1b]777;notify;{WORD};x\x07", "\x1b\x1b[31m[31m",
    f"\x1b]\x1b]0;{WORD}\x07\x07", "\x00", "A\x00B", "\x07\x08\x7f", "x\x08\x08\x08y", "\x0e\x0f", "\x05\x04\x1a",
)  # fmt: skip
_SIGNS = (
    "invoice\u202egnp.exe", "\u2066x\u2069\u200f", "\u202a\u202b\u202d\u202c", "\u061cx\u200e",
    "pay\u200bpal\u2060\ufeff",
    "tag\U000e0041\U000e0042\U000e007f", "soft\u00adhyphen", "\u034f\u180e\ufff9x\ufffa\ufffb",
    "\ufdd0\uffff\U0010ffff",
    "".join(sign + "\u0301\u0316\u0335" * 13 for sign in "zalgo"), "\u0301" * 400, "e" + "\u20dd" * 50, "\u200d" * 60,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea\U0001f1e9", "\u2764\ufe0f\ufe0f\ufe0f",
    "\ufe0f",
    "日本語の見出しです。", "ｱｲｳ ﷽ ½", "שלום עולם", "مرحبا بالعالم", "\u0915\u094d\u200d\u0937", "한국어\u3164x",
    "\ud800", "x\udc00y\udfff", "\ud83d", "one\ntwo\r\n\tthree\u2028four\u2029five", "\n\n\n", "\v\f\x1c\x1d\x1e\x1f",
    "w" * 10_000, "w\u0301" * 3_000, "語" * 2_000, "\U000f0000\ue000", "\u2800\u3000\u00a0x", "ﬁ\ufb06 \u0130\u1e9e",
)  # fmt: skip
_QUERIES = (
    "Robert'); DROP TABLE articles;--", '"', '"" NEAR(a b) * ^ col: AND OR NOT', "from:", "tag:[/x]",
    "after:[@click=x]",
    "javascript:alert(1)", f"data:text/html,{WORD}", "file:///etc/passwd", "--help", "../../../etc/passwd", "~root",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "`code` | pipe |\n---",
    "$(touch pwned) `touch pwned`; |", "'''\n[evil]\nadmin = true\n\"\"\"", "%00%1b]0;x%07", "\\u001b[31m", "CON", "..",
)  # fmt: skip
STRINGS = (*_MARKUP, *_SEQUENCES, *_SIGNS, *_QUERIES)

_BIDI = {0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)}
FORBIDDEN = frozenset(
    map(chr, (*range(0x20), *range(0x7F, 0xA0), *_BIDI, 0x200B, *range(0xD800, 0xE000), *range(0xE0000, 0xE0080)))
)


# Building it


def batched(strings: Sequence[str], size: int) -> list[Sequence[str]]:
    """The strings, so many at a time."""
    return [strings[at : at + size] for at in range(0, len(strings), size)]


def desk_of(
    home: Path,
    strings: Sequence[str],
    *,
    size: int = 1,
    feeds: int = 0,
    more: Mapping[str, bytes] | None = None,
    now: datetime = NOW,
) -> Desk:
    """A desk over the strings, `size` of them in an article, each told by two feeds; `feeds` more are named after them.

    `more` are feeds by address, taken in as they are.
    """
    chunks = batched(strings, size)
    first, second = "https://first.example/feed.json", "https://second.example/feed.json"
    read = {first: _feed(chunks, now, again=False), second: _feed(chunks, now, again=True), **(more or {})}
    named = list(enumerate(batched(strings, max(1, len(strings) // feeds)) if feeds else ()))
    with Archive.open(str(home / "archive.sqlite3")) as archive:
        for url, body in read.items():
            found = parse(body, url=url, now=now)
            archive.record(FeedState(url=url, title=found.title, last_success=now), found.articles, seen_at=now)
        archive.record(FeedState(url=_RAW, title="Raw"), _raw(chunks, now), seen_at=now)
        for number, some in named:
            archive.record(_failing(number, _told(some), now), (), seen_at=now)
    (home / "feeds.toml").write_text(
        "".join(_subscription(url, ("all",), "") for url in (*read, _RAW))
        + "".join(_subscription(_named(number), some, mark(number) + _told(some)) for number, some in named),
        encoding="utf-8",
        errors="replace",
    )
    (home / "digest.toml").write_text(
        f"[daily]\nstories = 500\ntopics = [{', '.join(_quoted(some) for some in strings[:80] if some.strip())}]\n"
        f"after = [{_quoted('true')}, {_quoted(_told(strings[:40]))}]\n"
        f"[screen]\nbrowser = [{_quoted('true')}, {_quoted(_told(strings[:60]))}]\n",
        encoding="utf-8",
    )
    return Desk(
        archive_file=str(home / "archive.sqlite3"),
        feeds_file=str(home / "feeds.toml"),
        settings_file=str(home / "digest.toml"),
        now=lambda: now,
    )


def mark(number: int) -> str:
    """A word that says which article, or feed, is seen."""
    return f"q{number:03}x "


def _feed(chunks: Iterable[Sequence[str]], now: datetime, *, again: bool) -> bytes:
    """A JSON feed, which carries every character there is, lone surrogates and NUL as well."""
    items = [_item(number, some, now, again=again) for number, some in enumerate(chunks)]
    title = f"Paper {WORD} [bold]\x1b]0;{WORD}\x07\u202e[/x] {'B' if again else 'A'}"
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": title, "language": "en", "items": items}
    return json.dumps(feed).encode()


def _item(number: int, some: Sequence[str], now: datetime, *, again: bool) -> dict[str, object]:
    told, place = _told(some), _place(number)
    said = [
        f"A ferry ran aground off Port {place} on Saturday, injuring {17 if again else 14} people, {some[0]} said.",
        f"The {place} Star, carrying {200 + number} passengers from {place}, struck a sandbank in thick fog.",
        *(some[::-1] if again else some),
        f"“{some[0]} is off the ship,” said Marta {place} {some[0]}, the director of the {place} Coast Guard.",
        *(f"The {place} Safety Board will open a public hearing on {one} {place} on 12 May." for one in some[:5]),
        f"Transport Minister Tomas {place} plans to visit {some[0]} Port {place} on Monday.",
    ]
    html = number % 3 == 2
    return {
        "id": told + str(number),
        "url": f"https://{place.lower()}.example/{told}" if number % 2 else told,
        "external_url": told,
        "title": f"{mark(number)}{told} off Port {place}" + (" injures 17" if again else ""),
        "content_html" if html else "content_text": "<p>".join(said) if html else "\n\n".join(said),
        "summary": told,
        "date_published": (now - timedelta(minutes=2 * number + again)).isoformat(),
        "authors": [{"name": one} for one in some[:3]],
        "tags": list(some[:9]),
        "attachments": [{"url": one, "mime_type": one} for one in ("https://a.example/" + told, *some)],
    }


def _raw(chunks: Sequence[Sequence[str]], now: datetime) -> list[Article]:
    """The same as no parser of ours would hand it on: as if another program had written into the archive."""
    return [
        Article(
            id=f"raw{number:05}",
            title=f"{mark(number)}{_told(some)}",
            text="\n\n".join(map(_storable, some)),
            source=_RAW,
            url=f"https://raw.example/{_told(some)}" if number % 2 else _told(some),
            published=now - timedelta(days=9, minutes=number),
            authors=tuple(map(_storable, some[:3])),
            tags=tuple(map(_storable, some[:5])),
            guid=str(number),
            enclosures=tuple(map(_storable, some)),
        )
        for number, some in enumerate(chunks)
    ]


_RAW = "https://raw.example/feed.json"


def _named(number: int) -> str:
    return f"https://feed{number:03}.example/rss"


def _failing(number: int, told: str, now: datetime) -> FeedState:
    kinds = ({"failures": 3, "error": told}, {"paused": told}, {"moved_to": told}, {})
    return FeedState(
        url=_named(number),
        title=mark(number) + told,
        last_tried=now,
        last_success=now - timedelta(days=number),
        **kinds[number % 4],
    )


def _subscription(url: str, tags: Iterable[str], title: str) -> str:
    usable = [_quoted(tag) for tag in tags if clean(tag, one_line=True) and not {",", "/"} & set(tag)]
    return f"[[feeds]]\nurl = {_quoted(url)}\ntitle = {_quoted(title)}\ntags = [{', '.join(usable)}]\n\n"


def _told(some: Sequence[str]) -> str:
    return _storable(" ".join(some))


def _storable(text: str) -> str:
    """Without lone surrogates, which neither SQLite nor TOML has."""
    return text.encode("utf-8", "ignore").decode()


def _quoted(text: str) -> str:
    return json.dumps(_storable(text), ensure_ascii=False).replace("\x7f", "\\u007f")


def _place(number: int) -> str:
    """A name of its own for each story, so that no two are taken for one."""
    return _PLACES[number % len(_PLACES)]


_PLACES = [
    "".join(parts).title()
    for parts in product(
        ("va", "ke", "so", "mi", "lu", "to", "ba"), ("r", "ld", "nk", "st"), ("o", "e", "a"),
        ("ven", "mar", "dic", "lop", "tas", "gul"),
    )
]  # fmt: skip


# What is drawn

_MARK = re.compile(r"\bq(\d{3})x\b")
_SCROLL_BARS = ("scroll_up", "scroll_down", "scroll_left", "scroll_right", "grab", "release")


def strips(app: App[None]) -> list[Strip]:
    """Every line of the screen as it is now."""
    return app.screen._compositor.render_strips()


def faults(app: App[None]) -> Iterator[str]:
    """What of a stranger's in the lines of the screen would act on a terminal or on a click."""
    for strip in strips(app):
        for segment in strip:
            if hidden := FORBIDDEN.intersection(segment.text):
                yield f"{sorted(map(hex, map(ord, hidden)))} in {segment.text[:60]!r}"
            if segment.control:
                yield f"control codes {segment.control!r}"
            style = segment.style
            if style is None:
                continue
            if style.link and urlsplit(style.link).scheme not in ("http", "https"):
                yield f"a link to {style.link!r}"
            for key, value in style.meta.items():
                if key.startswith("@") and value not in _SCROLL_BARS:
                    yield f"action {key}={value!r} on {segment.text[:60]!r}"


def shown(app: App[None]) -> str:
    """The characters of the screen."""
    return "\n".join(strip.text for strip in strips(app))


class Terminal:
    """A terminal that keeps every byte that digest writes to it."""

    def __init__(self, home: Path) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self._process = subprocess.Popen(
            [sys.executable, "-m", "digest"],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=home,
            start_new_session=True,
            env={
                **{name: value for name, value in os.environ.items() if name != "NO_COLOR"},
                "DIGEST_CONFIG": str(home / "digest.toml"),
                "DIGEST_DATA": str(home),
                "LANG": "C.UTF-8",
                "TERM": "xterm-256color",
                "PYTHONPATH": str(Path(__file__).parents[2]),
            },
        )
        os.close(slave)
        self.written = b""

    def press(self, keys: str, wanted: str) -> None:
        """Send keys, then read until what comes after them is drawn."""
        before = len(self.written)
        os.write(self._master, keys.encode())
        self.until(wanted, since=before)

    def until(self, wanted: str, *, since: int = 0) -> None:
        """Read until a pattern is among the characters that were drawn, the sequences between them left out."""
        end = monotonic() + 60
        while not re.search(wanted, drawn := SEQUENCE.sub("", self.written[since:].decode("utf-8", "ignore"))):
            assert monotonic() < end, (wanted, drawn[-2_000:])
            assert self._read(), (wanted, drawn[-2_000:])  # the end, or nothing new

    def leave(self) -> str:
        """Quit, and return all that was written."""
        os.write(self._master, b"\x11")
        while self._read():
            pass
        assert self._process.wait(60) == 0
        return self.written.decode("utf-8")

    def close(self) -> None:
        """End it, whatever it is at."""
        self._process.kill()
        self._process.wait()
        os.close(self._master)

    def _read(self) -> bool:
        """Take what is there now or within a while; False at the end, or when nothing came."""
        if select.select([self._master], [], [], 60)[0]:
            try:
                more = os.read(self._master, 1 << 16)
            except OSError:  # how a Linux terminal says that nobody is at the other side
                return False
            self.written += more
            return bool(more)
        return False


SEQUENCE = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    r"|\x1b[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC, DCS, APC, PM, SOS
    r"|\x1b[ -/]*[0-Z\\^-~]"
)


class Watch:
    """Looks at every screen that is drawn, and notes which articles it was about."""

    def __init__(self, pilot: Pilot[None], app: DigestApp) -> None:
        self.pilot, self.app = pilot, app
        self.seen: set[int] = set()

    @classmethod
    @asynccontextmanager
    async def over(cls, desk: Desk, size: tuple[int, int] = (140, 45)) -> AsyncIterator[Watch]:
        """Open the screen over a desk."""
        app = DigestApp(desk)
        async with app.run_test(size=size) as pilot:
            watch = cls(pilot, app)
            await watch.look()
            yield watch

    async def look(self, *, may_fail: bool = False) -> str:
        """Wait for the screen and look at it; what was drawn."""
        await self._still()
        assert self.app.is_running
        found = list(faults(self.app))
        assert not found, found[:3]
        drawn = shown(self.app)
        assert may_fail or "internal error" not in drawn
        self.seen |= {int(number) for number in _MARK.findall(drawn)}
        return drawn

    async def press(self, *keys: str, may_fail: bool = False) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.app.post_message(events.Key(key, key if len(key) == 1 else None))
            await self.look(may_fail=may_fail)

    async def _still(self) -> None:
        """Wait for workers and messages, as `settled` does, but not for the processor to be idle, a thousand times."""
        for _ in range(3):
            await self.pilot._wait_for_screen()
            while busy := [w for w in self.app.workers if not w.is_finished]:
                await asyncio.gather(*(w.wait() for w in busy), return_exceptions=True)
                await self.pilot._wait_for_screen()

    async def paste(self, text: str) -> None:
        """Paste, as a terminal hands it on."""
        self.app.post_message(events.Paste(text))
        await self.look()

    async def walk(self, key: str, *, until: int) -> None:
        """Press a key until so many articles, or feeds, have been seen."""
        self.seen.clear()
        await self.look()
        for _ in range(4 * until):
            if len(self.seen) >= until:
                return
            await self.press(key)
        raise AssertionError(f"only {len(self.seen)} of {until} were seen")
