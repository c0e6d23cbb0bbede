"""Text, Markdown and HTML files, folders of them, and standard input."""

from __future__ import annotations

import os
import stat

from digest import pipeline
from digest.errors import SourceError, UsageError
from digest.model import Problem
from digest.sources.decode import decode
from digest.text import layout
from digest.text.clean import clean
from digest.text.fingerprint import sha256
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from typing import BinaryIO

    from digest.model import Article

MOST_BYTES = 16 * 1024 * 1024  # an article is never this long; a longer file is something else
_PLAIN = frozenset({"", ".txt", ".text"})
_MARKDOWN = frozenset({".md", ".markdown", ".mdown"})
_HTML = frozenset({".html", ".htm", ".xhtml"})
SUFFIXES = (_PLAIN - {""}) | _MARKDOWN | _HTML


def walk(folder: str) -> Iterator[str]:
    """The article files of a folder and of those below it, by name; hidden ones and links out of it are left out."""
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and _suffix(name) in SUFFIXES:
                yield os.path.join(parent, name)


def read_folder(folder: str, paths: Iterable[str]) -> tuple[tuple[Article, ...], tuple[Problem, ...]]:
    """Read a folder's files as the articles of one source, each known by its place in the folder."""
    articles, problems = [], []
    for path in paths:
        try:
            made = read(path)
        except SourceError as error:
            problems.append(Problem(error.where, error.what, "read"))
            continue
        guid = clean(os.path.relpath(path, folder), one_line=True)
        articles.append(made.__replace__(id=sha256(f"{folder}\nguid:{guid}")[:16], source=folder, guid=guid))
    return tuple(articles), tuple(problems)


class Stated(Value):
    """What the caller knows about an article; it goes before what the file says."""

    title: str | None = None
    published: datetime | None = None
    language: str | None = None


NOTHING_STATED = Stated()


def read(path: str, stated: Stated = NOTHING_STATED) -> Article:
    """Read one file; SourceError says what is wrong with it."""
    return article(read_bytes(path), path, _suffix(path), stated)


def read_stream(stream: BinaryIO, stated: Stated = NOTHING_STATED) -> Article:
    """Read standard input; HTML is recognised by its first bytes."""
    body = _capped(stream, "-")
    return article(body, "-", ".html" if _looks_like_html(body) else ".txt", stated)


def article(
    body: bytes,
    source: str,
    suffix: str,
    stated: Stated = NOTHING_STATED,
    *,
    charset: str | None = None,
    url: str | None = None,
) -> Article:
    """Turn the bytes of a file or page into an article, by the kind that its suffix names."""
    authors: tuple[str, ...] = ()
    if suffix in _HTML:
        from digest.sources import pages

        page = pages.extract(decode(body, source, charset or _declared_charset(body)), url)
        text, found_title, found_day, authors, url = page
        if not text.strip():
            raise SourceError(source, "no article text found in this page")
    elif suffix in _MARKDOWN:
        from digest.sources import markdown

        note = markdown.extract(decode(body, source, charset))
        text, found_title, found_day = note.text, note.title, _stated_day(note.date)
    else:
        text, found_title, found_day = layout.unwrap(decode(body, source, charset)), None, None
    made = pipeline.article(
        text,
        source=source,
        title=stated.title if stated.title is not None else found_title,
        url=url,
        published=stated.published or found_day,
        authors=authors,
        language=stated.language,
    )
    if not made.text:
        raise SourceError(source, "no text in it")
    return made


def _suffix(path: str) -> str:
    return os.path.splitext(path)[1].lower()


def _stated_day(value: str | None) -> datetime | None:
    try:
        return pipeline.published_at(value)
    except UsageError:  # front matter may say anything; an unknown date is no failure
        return None


def read_bytes(path: str) -> bytes:
    """The bytes of a file, at most `MOST_BYTES`; SourceError says what is wrong."""
    try:
        # Not a Path: a name with a NUL or a lone surrogate must be an error of ours.
        mode = os.stat(path).st_mode
        if stat.S_ISDIR(mode):
            raise SourceError(path, "a folder, not a file")
        with open(path, "rb") as stream:
            return _capped(stream, path)
    except OSError as error:
        raise SourceError(path, (error.strerror or str(error)).lower()) from error
    except ValueError as error:
        raise SourceError(path, "not a usable file name") from error


def _capped(stream: BinaryIO, where: str) -> bytes:
    body = stream.read(MOST_BYTES + 1)
    if len(body) > MOST_BYTES:
        raise SourceError(where, f"larger than {MOST_BYTES // 2**20} MiB, the limit for one file")
    return body


def _looks_like_html(body: bytes) -> bool:
    head = body[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<?xml")) and b"<" in head[1:]


def _declared_charset(body: bytes) -> str | None:
    """The charset that a page's head names, in its first 1,024 bytes as the HTML standard has it."""
    head = body[:1024].lower()
    at = head.find(b"charset=")
    if at < 0:
        return None
    name = head[at + 8 :].lstrip(b"\"' ")
    return name[: next((i for i, c in enumerate(name) if chr(c) in "\"' ;>/\n"), len(name))].decode("ascii", "replace")
