"""What a program of ours makes of an input of each kind, and what must hold of it: a named result, or a complaint."""

from __future__ import annotations

import os
import tempfile
import tomllib
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from digest import pipeline, settings, subscriptions, verify
from digest.errors import DigestError
from digest.output import digest_to_toml, from_digest_tables, to_markdown, to_toml
from digest.sources import feeds, files, opml
from digest.text.clean import clean
from tests.faults.forbidden import found_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.model import Article

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
ADDRESS = "https://feeds.example/news.xml"


class BrokenError(AssertionError):
    """Something that must hold of every input does not."""


def result(kind: str, body: bytes) -> str:
    """Read an input; the name of what came of it. What is raised beside BrokenError is a traceback a user would see."""
    try:
        return READERS[kind](body)
    except DigestError as error:
        _must(not found_in(clean(str(error), one_line=True)), "an error that is not clean")
        return type(error).__name__


def _must(holds: object, what: str) -> None:
    if not holds:
        raise BrokenError(what)


def _feed(body: bytes) -> str:
    said = feeds.parse(body, url=ADDRESS, now=NOW)
    for article in said.articles:
        _clean(article)
    for problem in said.problems:
        # `parse` turns what its readers raise into a problem. A reader that raises is a fault all the same.
        _must(not problem.what.startswith("can't be read"), problem.what)
        _must(not found_in(problem.what), "a problem that is not clean")
    _must(not found_in(said.title), "a title that is not clean")
    _must(said.articles or said.problems or said.title is not None, "nothing")
    return said.problems[0].what if said.problems else "articles" if said.articles else "an empty feed"


def _clean(article: Article) -> None:
    for field in (article.title, article.guid, *article.authors, *article.tags):
        _must(clean(field, one_line=True) == field, "a field that is not clean")
    _must(clean(article.text) == article.text, "a text that is not clean")
    for address in (article.url, *article.enclosures):
        _must(address is None or address.startswith(("http://", "https://")), f"an address {address!r}")
        _must(not found_in(address or ""), "an address that is not clean")
    _must(article.published is None or 1990 <= article.published.year <= NOW.year + 1, f"dated {article.published}")


def _opml(body: bytes) -> str:
    listed = opml.read(body, "list.opml")
    for feed in listed.feeds:
        _must(feed.url.lower().startswith(("http://", "https://")) and feed.url.isprintable(), f"a source {feed.url!r}")
        _must(not found_in("".join((feed.title, *feed.tags))), "a title or tag that is not clean")
    for problem in listed.problems:
        _must(not found_in(clean(problem.what + problem.where, one_line=True)), "a problem that is not clean")
    again = opml.read(opml.render(listed.feeds, title=listed.title).encode(), "again.opml")
    _must(not again.problems, f"written out it is {again.problems}")
    _must({feed.url for feed in again.feeds} == {feed.url for feed in listed.feeds}, "lost in writing it out")
    return "feeds" if listed.feeds else "problems" if listed.problems else "an empty list"


@cache
def _folder() -> str:
    return tempfile.mkdtemp(prefix="digest-fuzz-")


def _kept(body: bytes, name: str) -> str:
    path = os.path.join(_folder(), f"{os.getpid()}-{name}")
    with open(path, "wb") as stream:
        stream.write(body)
    return path


def _settings(body: bytes) -> str:
    from digest.rules import Rules

    said = settings.load(_kept(body, "digest.toml"))
    Rules(said.rules).decide(pipeline.article(_TEXT, source="x", title="Ferry"))
    return "settings"


def _subscriptions(body: bytes) -> str:
    said = subscriptions.load(_kept(body, "feeds.toml"))
    _must(not found_in("".join(feed.title for feed in said.feeds)), "a title that is not clean")
    return "feeds" if said.feeds else "no feeds"


def _saved(body: bytes) -> str:
    saved = verify.load(_kept(body, "saved.toml"))
    if verify.is_day(saved):
        day = from_digest_tables.from_tables(saved)
        tomllib.loads(digest_to_toml.render(day, titles=from_digest_tables.titles(saved)))
    article = pipeline.article(_TEXT, source="x")
    check = verify.check(saved, lambda table: article)
    return "differs" if check.mismatches else "the same"


_TEXT = "The ferry Ell ran aground on Monday, the coast guard said. Minister Ada Brandt will visit on 3 December."


def _article(suffix: str) -> Callable[[bytes], str]:
    def read(body: bytes) -> str:
        article = files.article(body, "article", suffix)
        _must(clean(article.text) == article.text, "a text that is not clean")
        _must(clean(article.title, one_line=True) == article.title, "a title that is not clean")
        made = pipeline.brief(article)
        for span in (
            *made.summary.sentences,
            *(fact.sentence for fact in made.card.next_steps + made.card.participants),
        ):
            _must(article.text[span.start : span.end] == span.text, "a span that is not verbatim")
        toml = to_toml.render((made,))
        tomllib.loads(toml)
        _must(len(toml) < 20 * len(article.text) + 10_000_000, "an output out of all proportion")
        _must(not found_in(toml + to_markdown.render((made,))), "an output that is not clean")
        return "a summary" if made.summary.sentences else "no sentences"

    return read


READERS: dict[str, Callable[[bytes], str]] = {
    "feed": _feed,
    "opml": _opml,
    "settings": _settings,
    "subscriptions": _subscriptions,
    "saved": _saved,
    "text": _article(".txt"),
    "markdown": _article(".md"),
    "html": _article(".html"),
}
