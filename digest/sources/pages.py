"""A web page → an article; only home of trafilatura."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime


class Page(NamedTuple):
    """What a page says: the main text, one paragraph a line, and what its head tells about it."""

    text: str
    title: str | None
    published: datetime | None
    authors: tuple[str, ...]
    url: str | None


def extract(html: str, url: str | None = None) -> Page:
    """Find the main text of a page (Barbaresi 2021); the text is "" when there is none."""
    import logging

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # its warnings are not for readers
    logging.getLogger("htmldate").addHandler(logging.NullHandler())
    from trafilatura import bare_extraction

    try:
        found = bare_extraction(
            html,
            url=url,
            fast=True,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
    except (ValueError, RecursionError, AttributeError, TypeError):
        found = None  # pages broken beyond what lxml and trafilatura expect
    if found is None or isinstance(found, dict):
        return Page("", None, None, (), url)
    text = "\n\n".join(line for line in (found.text or "").split("\n") if line.strip())
    authors = tuple(a.strip() for a in (found.author or "").split(";") if a.strip())
    return Page(text, found.title or None, _day(found.date), authors, url or _http(found.url))


def _day(value: str | None) -> datetime | None:
    from datetime import UTC, datetime

    try:
        return datetime.fromisoformat(value).replace(tzinfo=UTC) if value else None
    except ValueError:
        return None


def _http(url: str | None) -> str | None:
    return url if url and url.startswith(("http://", "https://")) else None
