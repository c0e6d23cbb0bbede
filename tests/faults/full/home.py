"""A reader's home for one run: feeds as files, an archive, a folder of digests; and what must hold of them."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from digest import cli, daily, settings
from digest.archive import Archive
from digest.errors import DigestError

if TYPE_CHECKING:
    from pathlib import Path

SENTENCES = (
    "The harbour of Port Ellery opened again on Monday. Engineers will inspect the pier on 3 December.",
    "Parliament in Oslo voted for the new budget by 88 to 81. The law takes effect in January.",
    "The old bridge over the river Ell was closed because two cables had worn through.",
    "A museum in Lisbon showed the letters of a sailor for the first time. Entry is free until 8 May.",
    "The rail company Nordbane said that night trains to Bergen will run again from Friday.",
    "Farmers of the Ellshire valley lost a third of their apples to frost, the county said.",
)
OWN = {"feeds.toml", "digest.toml", "archive.sqlite3", "archive.sqlite3-wal", "archive.sqlite3-shm"}
OWN |= {"archive.sqlite3.backup", "archive.sqlite3.backup-before", "stories.toml"}
OWN |= {"daily.lock", "update.lock", "digests", "temporary"}
STALE = 2 * 3600  # seconds after which what a killed run left is nobody's work any more
TIMEOUT = 120


class Home:
    """A folder in which `digest daily` runs, and what its feeds have ever said."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.archive = path / "archive.sqlite3"
        self.folder = path / "digests"
        self.titles: list[str] = []
        self.feeds: dict[str, list[tuple[str, str]]] = {"one": [], "two": []}
        (path / "temporary").mkdir(parents=True)
        tables = "".join(f'[[feeds]]\nurl = "{path / name}.xml"\n' for name in self.feeds)
        (path / "feeds.toml").write_text(tables, encoding="utf-8")
        (path / "digest.toml").write_text("", encoding="utf-8")

    # What the world says

    def publish(self, feed: str, count: int) -> None:
        """Let a feed say so many things more."""
        for _ in range(count):
            title = f"Report {len(self.titles):03}"
            self.titles.append(title)
            said = SENTENCES[len(self.titles) % len(SENTENCES)]
            self.feeds[feed].append((title, f"{said} This is number {len(self.titles)} of the reports."))
        self._write(feed)

    def edit(self, feed: str) -> None:
        """Let a feed say its first thing otherwise."""
        title, text = self.feeds[feed][0]
        self.feeds[feed][0] = (title, f"{text} An earlier version was shorter.")
        self._write(feed)

    def _write(self, feed: str) -> None:
        items = "".join(
            f"<item><title>{escape(title)}</title><guid>{escape(title)}</guid>"
            f"<description>{escape(text)}</description></item>"
            for title, text in self.feeds[feed]
        )
        document = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{feed}</title>{items}</channel></rss>'
        (self.path / f"{feed}.xml").write_text(document, encoding="utf-8")

    # Runs

    def environment(self, **more: str) -> dict[str, str]:
        """What a run finds: settings and temporary files of this home alone."""
        temporary = str(self.path / "temporary")
        mine = {"DIGEST_CONFIG": str(self.path / "digest.toml"), "TMPDIR": temporary, "SQLITE_TMPDIR": temporary}
        # Bytecode is compiled before: writing some would be other points each time.
        return {**os.environ, **mine, "HOME": str(self.path), "PYTHONDONTWRITEBYTECODE": "1", **more}

    def command(self, *before: str) -> list[str]:
        """`digest daily` in this home."""
        own = [sys.executable, "-m", "digest", "daily", "-q", "--feeds", str(self.path / "feeds.toml")]
        return [*before, *own, "--archive", str(self.archive), "--folder", str(self.folder)]

    def run(self, *before: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run it to its end, under whatever stands before it."""
        return subprocess.run(
            self.command(*before),
            capture_output=True,
            text=True,
            check=False,
            timeout=TIMEOUT,
            env=self.environment(**environment),
            cwd=self.path,
        )

    def run_at(self, now: datetime) -> None:
        """Make the digest of another time, in this process."""
        order = daily.Order(
            now=now,
            folder=str(self.folder),
            feeds_file=str(self.path / "feeds.toml"),
            archive_file=str(self.archive),
        )
        daily.run(order, settings.Settings())

    # States

    def save(self) -> None:
        """Keep the home as it is now, to begin from again."""
        shutil.rmtree(self._saved, ignore_errors=True)
        shutil.copytree(self.path, self._saved)

    def begin_again(self) -> None:
        """The home as it was saved."""
        _copy(self._saved, self.path)

    def keep(self) -> None:
        """Keep the state after a fault, for more than one way to go on."""
        _copy(self.path, self._kept)

    def go_back(self) -> None:
        """The state that was kept."""
        _copy(self._kept, self.path)

    @property
    def _saved(self) -> Path:
        return self.path.with_name(f"{self.path.name}.saved")

    @property
    def _kept(self) -> Path:
        return self.path.with_name(f"{self.path.name}.kept")

    def pages(self) -> dict[str, str]:
        """The digests in the folder, by file name."""
        if not self.folder.is_dir():
            return {}
        names = sorted(name for name in os.listdir(self.folder) if not name.startswith("."))
        return {name: (self.folder / name).read_text(encoding="utf-8", errors="replace") for name in names}

    def strays(self) -> list[str]:
        """Files that are nobody's."""
        own = OWN | {f"{feed}.xml" for feed in self.feeds}
        found = [name for name in os.listdir(self.path) if name not in own]
        if self.folder.is_dir():
            found += [name for name in os.listdir(self.folder) if name.startswith(".")]
        return sorted(found)

    def in_temporary(self) -> list[str]:
        """What was left in the folder for temporary files."""
        return sorted(os.listdir(self.path / "temporary"))

    def age(self) -> None:
        """Let two hours pass for what was left."""
        before = time.time() - STALE
        if self.folder.is_dir():
            for name in os.listdir(self.folder):
                if name.startswith("."):
                    os.utime(self.folder / name, (before, before))

    # What must hold

    def wrong(self, *, days: int | None = None) -> list[str]:
        """What does not hold: each article in exactly one digest, each digest whole and as the archive has it."""
        found: list[str] = []
        pages = self.pages()
        with contextlib.ExitStack() as stack:
            try:
                archive = stack.enter_context(Archive.open(str(self.archive)))
                found += archive.check()
                titles = sorted(kept.article.title for kept in archive.page(limit=-1))
                if titles != sorted(self.titles):
                    found.append(f"the archive has {len(titles)} articles of {len(self.titles)}")
                for name, body in pages.items():
                    saved = archive.digest(name[:10], {".md": "markdown", ".toml": "toml"}[name[10:]])
                    if saved is None or saved.body != body:
                        found.append(f"{name} is not what the archive has")
            except DigestError as error:
                return [*found, str(error)]
        found += self.not_whole(pages)
        for suffix in (".md", ".toml"):
            bodies = {name: body for name, body in pages.items() if name.endswith(suffix)}
            for title in self.titles:
                inside = [name for name, body in bodies.items() if title in body]
                if len(inside) != 1:
                    found.append(f"{title} is in {inside or f'no {suffix}'}")
            if days is not None and len(bodies) != days:
                found.append(f"{len(bodies)} digests {suffix}, not {days}")
        if strays := self.strays():
            found.append(f"left behind: {strays}")
        return found

    def not_whole(self, pages: dict[str, str]) -> list[str]:
        """Which of some pages are cut or do not pass `digest verify`."""
        found = []
        check = self.path.with_name("check.toml")
        for name, body in pages.items():
            if name.endswith(".md"):
                last = body.rstrip("\n").rpartition("\n")[2]
                if "## What was looked at" not in body or not last.startswith("- ") or not body.endswith("\n"):
                    found.append(f"{name} is cut")
                continue
            check.write_text(body, encoding="utf-8")
            said = io.StringIO()
            with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
                status = cli.main(["verify", str(check), "--archive", str(self.archive)])
            if status:
                found.append(f"{name} does not pass: {' '.join(said.getvalue().split())[:120]}")
        return found


def first_day(at: Path) -> Home:
    """Nothing is there yet but feeds."""
    home = Home(at / "first")
    home.publish("one", 3)
    home.publish("two", 2)
    home.save()
    return home


def next_day(at: Path) -> Home:
    """Yesterday has its digest; since then one article was edited and three came."""
    home = Home(at / "next")
    home.publish("one", 3)
    home.publish("two", 2)
    home.run_at(daily.now() - timedelta(days=1))
    home.edit("one")
    home.publish("one", 2)
    home.publish("two", 1)
    home.save()
    return home


def larger_day(at: Path) -> Home:
    """Today has its digest, and more has come since: its page is to be replaced by a larger one."""
    home = Home(at / "larger")
    home.publish("one", 3)
    home.run_at(daily.now())
    home.publish("one", 1)
    home.publish("two", 2)
    home.save()
    return home


STATES = {"first day": first_day, "next day": next_day, "same day, larger": larger_day}


def _copy(source: Path, target: Path) -> None:
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
