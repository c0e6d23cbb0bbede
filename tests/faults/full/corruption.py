"""Files damaged at random: nothing crashes, nothing is lost without a word, nothing is told twice.

A home has yesterday's digest; since then more has come. One of its files is damaged, then a reader's commands run. What
the archive and the digests hold afterwards is compared with what they would hold: where something is missing or other
than it was, a command must have said so. A text file of the reader's own that is still valid (a tag with another
letter, a list that ends earlier) says what it says: such trials are counted as `undetectable` where only settings or
decisions changed. A bit of a text that makes a letter small or a comma a full stop is not told either, as the search
index, by which texts are checked, does not see it: `untold case or sign` counts those.
"""

from __future__ import annotations

import contextlib
import io
import os
import random
from datetime import timedelta
from typing import TYPE_CHECKING

from figure import Figure
from home import Home

from digest import cli, daily
from digest.archive import Archive
from digest.errors import DigestError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = 8192
TARGETS = ("archive", "archive", "archive", "archive", "feeds.toml", "digest.toml", "stories.toml", "lock", "digest")
OWN = {"digest.toml", "stories.toml"}
SETTINGS = '[daily]\nstories = 40\nsentences = 2\n\n[[rules]]\naction = "mute"\nfield = "title"\nwords = ["golf"]\n'
TOLD = ("digest: ", "error ", "warning ", "note ")
MADE_ANEW = "made anew, the old one"
DAILY = ["daily", "-q"]
COMMANDS = (["doctor"], ["search", "report"], ["archive", "check"], ["feeds", "list"], DAILY)
AGAIN = (["doctor"], DAILY, ["doctor"])


def figures(at: Path, *, trials: int = 1000, first: int = 0) -> Iterator[Figure]:
    """The one figure, over so many seeds."""
    figure = Figure("corruption", "damaged files")
    world = World(at / "corruption")
    for seed in range(first, first + trials):
        complaints, counts = world.trial(seed)
        figure.add(f"seed {seed}", complaints, **counts)
    yield figure.done()


class World:
    """A home to damage, and what it holds when nobody does."""

    def __init__(self, at: Path) -> None:
        self.home = Home(at)
        for feed in self.home.feeds:
            self.home.publish(feed, 30)
        (at / "digest.toml").write_text(SETTINGS, encoding="utf-8")
        self.home.run_at(daily.now() - timedelta(days=1))
        self.home.edit("one")
        for feed in self.home.feeds:
            self.home.publish(feed, 4)
        ids = [kept.article.id for kept in self._archive().page(limit=2)]
        (at / "stories.toml").write_text(f'[[decisions]]\napart = ["{ids[0]}", "{ids[1]}"]\n', encoding="utf-8")
        self.home.save()
        usual = [self._run(command) for command in (*COMMANDS, *AGAIN)]
        self.statuses = [status for status, _ in usual]
        self.lines = {line for _, text in usual for line in text.splitlines()}
        texts, *rest = self._held()
        self.texts = texts
        self.whole = (texts, *rest)
        self.yesterday = min(self.whole[1])

    def trial(self, seed: int) -> tuple[list[str], dict[str, int]]:
        """One damage, and what is wrong with how it was met."""
        self.home.begin_again()
        chance = random.Random(seed)
        target = chance.choice(TARGETS)
        has_backup = chance.random() < 0.5
        if not has_backup:
            (self.home.path / "archive.sqlite3.backup").unlink()
        if chance.random() < 0.3:  # the feeds have dropped what was there before
            for feed in self.home.feeds:
                kept = self.home.feeds[feed]
                self.home.feeds[feed] = kept[:1] + kept[-4:]
                self.home._write(feed)
                self.home.feeds[feed] = kept
        path = self._path(target)
        kind = damage(path, chance)
        done = [self._run(command) for command in COMMANDS]
        held, twice = self._held(), self._twice()
        done += [self._run(command) for command in AGAIN]
        said = "".join(text for _, text in done)
        fresh = [line for line in said.splitlines() if line not in self.lines and line.startswith(TOLD)]
        told = bool(fresh) or [status for status, _ in done] != self.statuses
        wrong = _crashes(said)
        again = self._twice() - twice
        if again or (twice and MADE_ANEW in done[COMMANDS.index(DAILY)][1]):
            wrong.append(f"told twice after recovery: {sorted(twice | again)[:3]}")
        seen = self._as_the_index_sees(held[0])
        differs_in_signs = seen != held[0] and not told
        held = (seen, *held[1:])
        is_whole = held == self.whole
        counts = {kind: 1, target.replace(".", "_"): 1, "recovered": int(MADE_ANEW in said), "twice": len(twice)}
        counts |= {"as_if_nothing_were": int(is_whole), "told": int(told)}
        counts["untold_case_or_sign"] = int(differs_in_signs)
        if not is_whole and not told and target in OWN:
            counts["undetectable"] = 1
        elif not is_whole and not told:
            wrong.append(f"{target}, {kind}: silent: {self._difference(held)}")
        if wrong:
            wrong.append(f"[{target} {kind} backup={has_backup}]")
        return wrong, counts

    def _path(self, target: str) -> Path:
        at = self.home.path
        named = {"archive": "archive.sqlite3", "lock": "daily.lock", "digest": f"digests/{self.yesterday}.toml"}
        path: Path = at / named.get(target, target)
        return path

    def _archive(self) -> Archive:
        return Archive.open(str(self.home.archive), read_only=True)

    def _run(self, command: list[str]) -> tuple[int, str]:
        """One command in this home: its status, and all it said."""
        own = ["--feeds", str(self.home.path / "feeds.toml"), "--archive", str(self.home.archive)]
        match command[0]:
            case "daily":
                own += ["--folder", str(self.home.folder)]
            case "search" | "archive":
                own = own[2:]
        out = io.StringIO()
        before = dict(os.environ)
        mine = {"DIGEST_CONFIG": str(self.home.path / "digest.toml"), "DIGEST_DATA": str(self.home.path)}
        try:
            os.environ.update(mine)
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
                status = cli.main([*command, *own])
        finally:
            os.environ.clear()
            os.environ.update(before)
        return status, out.getvalue()

    def _held(self) -> tuple[dict[str, str], dict[str, str], dict[str, list[str]]]:
        """Texts by title, digests by day, and the days that tell each title."""
        texts: dict[str, str] = {}
        days: dict[str, str] = {}
        with contextlib.suppress(DigestError), self._archive() as archive:
            texts = {kept.article.title: kept.article.text for kept in archive.page(limit=-1)}
            days = {day: form for day, form, _ in archive.digests() if form == "range"}
        pages = {name: body for name, body in self.home.pages().items() if name.endswith(".md")}
        told = {title: [name for name, body in pages.items() if title in body] for title in self.home.titles}
        return texts, days, told

    def _twice(self) -> set[str]:
        return {title for title, days in self._held()[2].items() if len(days) > 1}

    def _as_the_index_sees(self, texts: dict[str, str]) -> dict[str, str]:
        """The texts, those as they were that differ in the case of letters and in signs alone: no index tells."""
        return {
            title: self.texts[title] if title in self.texts and _words(text) == _words(self.texts[title]) else text
            for title, text in texts.items()
        }

    def _difference(self, held: tuple[dict[str, str], dict[str, str], dict[str, list[str]]]) -> str:
        texts, days, told = (
            sorted(key for key in {*was, *now} if was.get(key) != now.get(key))[:4]  # type: ignore[attr-defined]
            for was, now in zip(self.whole, held, strict=True)
        )
        return f"texts {texts}, days {days}, told {told}"


def damage(path: Path, chance: random.Random) -> str:
    """Damage a file in one of the ways in which files are; says in which."""
    body = bytearray(path.read_bytes())
    size = len(body)
    kinds = ["flip", "flips", "cut", "zeros", "swap", "noise"]
    kind = chance.choice(kinds) if size else "noise"
    pages = max(1, size // PAGE)
    match kind:
        case "flip" | "flips":
            for _ in range(1 if kind == "flip" else chance.randrange(2, 60)):
                body[chance.randrange(size)] ^= 1 << chance.randrange(8)
        case "cut":
            body = body[: chance.randrange(size)]
        case "zeros" if size > PAGE:
            for _ in range(chance.randrange(1, 4)):
                start = chance.randrange(pages) * PAGE
                body[start : start + PAGE] = bytes(PAGE)
        case "swap" if size > 2 * PAGE:
            one, other = (place * PAGE for place in chance.sample(range(pages), 2))
            first, second = body[one : one + PAGE], body[other : other + PAGE]
            body[one : one + PAGE], body[other : other + PAGE] = second, first
        case _:
            start = chance.randrange(size + 1)
            body[start : start + 40] = chance.randbytes(chance.randrange(1, 40))
    path.write_bytes(body)
    return kind


def _words(text: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in text.casefold()).split()


def _crashes(said: str) -> list[str]:
    found = [line[:300] for line in said.splitlines() if "internal error" in line or "Traceback" in line]
    return found[:2]
