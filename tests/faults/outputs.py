"""Everything that leaves the program for a home full of hostile texts: streams, files, letter; what is wrong in it."""

from __future__ import annotations

import contextlib
import io
import sys
from datetime import UTC, datetime
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

from digest import cli, daily, settings
from digest.archive import Archive
from digest.registry import DIGEST_RENDERERS, RENDERERS
from digest.service import mailing
from tests.faults.forbidden import found_in, kinds_in
from tests.tui.hostile_world import desk_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import pytest

FORMS = tuple(DIGEST_RENDERERS.names())
BRIEF_FORMS = tuple(RENDERERS.names())
STATUSES = {0, 1, 2, 3, 4}


def of_strings(
    home: Path, strings: Sequence[str], patch: pytest.MonkeyPatch, *, size: int = 1
) -> Iterator[tuple[str, bytes]]:
    """Make a home whose feeds, articles, authors and links are these strings; all that comes out of it."""
    desk_of(home, strings, size=size, feeds=min(12, len(strings)))
    yield from of_home(home, patch, words=[text for text in strings[:6] if text.strip() and not text.startswith("-")])


def of_feeds(home: Path, urls: Sequence[str], patch: pytest.MonkeyPatch) -> Iterator[tuple[str, bytes]]:
    """Fetch feeds into a new home; all that comes out of it, of the asking as well."""
    (home / "feeds.toml").write_text("".join(f'[[feeds]]\nurl = "{url}"\n' for url in urls), encoding="utf-8")
    (home / "digest.toml").write_text("[daily]\nstories = 500\n", encoding="utf-8")
    patch.setenv("DIGEST_CONFIG", str(home / "digest.toml"))
    own = ["--feeds", str(home / "feeds.toml"), "--archive", str(home / "archive.sqlite3")]
    yield from _ran(["fetch", *own])
    yield from _ran(["fetch", "--json", *own])
    yield from _ran(["feeds", "check", "--feeds", str(home / "feeds.toml")])
    yield from of_home(home, patch)


def of_home(home: Path, patch: pytest.MonkeyPatch, words: Sequence[str] = ("ferry",)) -> Iterator[tuple[str, bytes]]:
    """All that comes out of a home: each command's two streams, the pages it writes, the letter it would send."""
    patch.setenv("DIGEST_CONFIG", str(home / "digest.toml"))
    archive = ["--archive", str(home / "archive.sqlite3")]
    feeds = ["--feeds", str(home / "feeds.toml")]
    pages = home / "pages"
    forms = [part for form in FORMS for part in ("-f", form)]
    commands = [
        ["daily", "--no-fetch", "-v", *forms, *feeds, *archive, "--folder", str(pages)],
        ["feeds", "list", *feeds, *archive],
        ["feeds", "list", "--json", *feeds, *archive],
        ["feeds", "export", "-", *feeds],
        ["agenda", *archive],
        ["agenda", "--ics", *archive],
        ["search", "ferry", *archive],
        ["search", "ferry", "--json", *archive],
        ["export", *archive],
        *(
            ["export", "-f", form, "-o", str(home / f"export.{form}"), *archive]
            for form in ("json", "toml", "markdown")
        ),
        *(["search", "--", word] for word in words),
        *(["feeds", "rename", *feeds, "--", word, word] for word in words),
        *(["summarize", "--", word] for word in words),
        *(["show", *archive, "--", word] for word in words),
    ]
    for command in commands:
        yield from _ran(command)
    yield from _files(pages)
    yield from ((path.name, path.read_bytes()) for path in home.glob("export.*"))
    yield from _of_articles(home)
    yield "letter", _letter(home)


def _of_articles(home: Path) -> Iterator[tuple[str, bytes]]:
    """An article's text as a file of each kind, summarized in each form; and as the archive shows it."""
    archive = str(home / "archive.sqlite3")
    with Archive.open(archive, read_only=True) as opened:
        kept = opened.page(limit=60)
    for number, one in enumerate(kept):
        article = one.article
        yield from _ran(["show", article.id, "--archive", archive])
        if number < 8:
            for suffix in (".txt", ".md", ".html"):
                path = home / f"article{suffix}"
                path.write_text(f"{article.title}\n\n{article.text}", encoding="utf-8", errors="ignore")
                for form in BRIEF_FORMS:
                    yield from _ran(["summarize", str(path), "-f", form, "--title", article.title])


def _letter(home: Path) -> bytes:
    """The parts of the letter as they are read."""
    order = daily.Order(
        now=datetime.now(UTC), fetch=False, dry_run=True, feeds_file=str(home / "feeds.toml"),
        archive_file=str(home / "archive.sqlite3"), folder=str(home / "pages"),
    )  # fmt: skip
    made = daily.run(order, settings.load(str(home / "digest.toml")))
    heads = [story.headline for story in made.digest.stories]
    letter = mailing.Letter(
        sender="a@a.example",
        recipients=("b@b.example",),
        subject=" ".join(["Digest", *heads]),
        text=daily.rendered(made.digest, "text", made.titles),
        html=daily.rendered(made.digest, "html", made.titles),
    )
    message = message_from_bytes(mailing.compose(letter, at=order.now).as_bytes(), policy=policy.default)
    parts = [str(part.get_content()) for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join([*(f"{name}: {value}" for name, value in message.items()), *parts]).encode(
        "utf-8", "surrogatepass"
    )


def _ran(words: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    stdin, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(b""))
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                status = cli.main([*words])
            except SystemExit as end:
                status = int(end.code or 0)
    finally:
        sys.stdin = stdin
    name = " ".join(words[:2])[:40]
    for stream, kind in ((out, "stdout"), (err, "stderr")):
        stream.flush()
        yield f"{name} {kind}", stream.buffer.getvalue()  # type: ignore[attr-defined]
    yield f"{name} status", b"" if status in STATUSES else f"\x00 status {status}".encode()


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        yield path.name, path.read_bytes()


def wrong(name: str, body: bytes) -> str:
    """What an output holds that it must not; "" when it is clean."""
    text = body.decode("utf-8", "surrogateescape")
    if "internal error" in text or "Traceback (most recent" in text:
        return f"{name}: {text[-300:]}"
    if name.endswith(".ics") or "--ics" in name or "letter" in name:
        text = text.replace("\r\n", "\n")  # their formats' own line ends
    if name.startswith(("agenda", "search")) and name.endswith("stdout"):
        text = text.replace("\t", " ")  # between the columns
    if not found_in(text.replace("\n", "")):
        return ""
    return f"{name}: {', '.join(kinds_in(text)[:8])}"
