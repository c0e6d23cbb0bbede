"""What every reader of a format gives: a feed and its entries as they were written, nothing cleaned yet."""

from __future__ import annotations

HTML, TEXT, XHTML = "html", "text", "xhtml"  # how a text is to be read; in a TEXT, markup is still looked for


class Entry:
    """One entry; `texts` are its own words, `asides` what is said of its pictures and sounds."""

    __slots__ = (
        "asides",
        "authors",
        "base",
        "created",
        "enclosures",
        "guid",
        "language",
        "link",
        "published",
        "tags",
        "texts",
        "title",
        "updated",
    )

    def __init__(self, base: str = "", language: str = "") -> None:
        self.guid = self.link = ""
        self.title: tuple[str, str] = ("", TEXT)
        self.texts: list[tuple[str, str]] = []
        self.asides: list[tuple[str, str]] = []
        self.published = self.updated = self.created = ""
        self.authors: list[str] = []
        self.tags: list[str] = []
        self.enclosures: list[str] = []
        self.language = language
        self.base = base


class Document:
    """A feed; `cut_off` says that it ended before its end, `broken` what is wrong with it otherwise."""

    __slots__ = ("base", "broken", "cut_off", "entries", "is_feed", "language", "link", "title")

    def __init__(self) -> None:
        self.title: tuple[str, str] = ("", TEXT)
        self.link = self.language = self.base = self.broken = ""
        self.entries: list[Entry] = []
        self.cut_off = False
        self.is_feed = True


class NotAFeedError(Exception):
    """The bytes are no feed; the message says what they are."""


class UnusualError(Exception):
    """Something that the quick reading leaves to the reference; `is_fault` when the XML is not well formed."""

    def __init__(self, what: str, *, is_fault: bool = False) -> None:
        super().__init__(what)
        self.is_fault = is_fault
