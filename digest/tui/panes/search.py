"""Search: a line to type a query in, and what it finds, with the words in their place."""

from __future__ import annotations

import re
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input, Static

from digest.archive.listing import Row
from digest.text.clean import clean
from digest.tui.listing import Entry, Listing, origin, piece
from digest.tui.panes.articles import HINT, wrong
from digest.tui.panes.listed import ListedPane
from digest.tui.plain import joined, line
from digest.tui.widgets.paged_list import PagedList

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.app import ComposeResult
    from textual.content import Content
    from textual.widget import Widget

    from digest.archive.search import Found
    from digest.model import Article
    from digest.service.desk import Desk

_REMEMBERED = 50
_MOST_HITS = 1_000
_SYNTAX = (
    'words, "a phrase", econom*, -without · from:feed tag:name after:2031-05-01 before: is:unread/read/saved/hidden'
)


class QueryLine(Input):
    """Takes a query; up and down go through those before it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "older", "Query before", show=False, tooltip="The query before"),
        Binding("down", "newer", "Next query", show=False, tooltip="The query after, at last the results"),
        Binding("escape", "leave", "Results", show=False, tooltip="To the results"),
    ]

    class Left(Message):
        """The reader wants to get on to the results."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(placeholder=HINT, id=id)
        self.past: list[str] = []  # the newest last
        self._place = 0
        self._draft = ""

    def remember(self, query: str) -> None:
        """Keep a query as the newest."""
        self.past = [*(one for one in self.past if one != query), query][-_REMEMBERED:]
        self._place = 0

    def action_older(self) -> None:
        """The query before."""
        self._go(1)

    def action_newer(self) -> None:
        """The query after; after the newest, to the results."""
        if self._place:
            self._go(-1)
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """To the results."""
        self.post_message(self.Left())

    def _go(self, step: int) -> None:
        if not self._place:
            self._draft = self.value
        self._place = max(0, min(len(self.past), self._place + step))
        self.value = self.past[-self._place] if self._place else self._draft
        self.cursor_position = len(self.value)


class SearchPane(ListedPane):
    """Articles by what is in them."""

    def compose(self) -> ComposeResult:
        """The query, what is wrong with it or how it is written, the results."""
        yield QueryLine(id="query")
        yield Static(id="query-help")
        yield PagedList(id="results", row_height=2)

    def on_mount(self) -> None:
        """Nothing is searched for yet."""
        past = self.digest_app.state.get("queries")
        if isinstance(past, list):
            self.query_one(QueryLine).past = [clean(one, one_line=True) for one in past if isinstance(one, str)][
                -_REMEMBERED:
            ]
        self._say(_SYNTAX)

    def reload(self) -> None:
        """Search again, staying in place."""
        if self.listing.query:
            self.list_again()

    def first_focus(self) -> Widget | None:
        """The query."""
        return self.query_one(QueryLine)

    def _say(self, text: str, *, problem: bool = False) -> None:
        said = self.query_one("#query-help", Static)
        said.set_class(problem, "-wrong")
        said.update(line(text))

    # Searching

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say what is wrong with it, as far as it is typed."""
        event.stop()
        problem = wrong(event.value) if event.value.strip() and not event.value.endswith(":") else ""
        self._say(problem or _SYNTAX, problem=bool(problem))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Search."""
        event.stop()
        query = " ".join(event.value.split())
        if not query:
            return
        if problem := wrong(query):
            self._say(problem, problem=True)
            return
        line_ = self.query_one(QueryLine)
        line_.remember(query)
        self.digest_app.state["queries"] = line_.past
        self.list_anew(Listing(query=query))
        self.articles.focus()

    def on_query_line_left(self, event: QueryLine.Left) -> None:
        """To the results; where there are none, back to the day."""
        event.stop()
        if self.articles.count:
            self.articles.focus()
        else:
            self.call_later(self.digest_app.main.action_show, "today")

    def refused(self, problem: str) -> None:
        """Say it under the query, and go back there."""
        self._say(problem, problem=True)
        self.query_one(QueryLine).focus()

    def counted(self, count: int) -> None:
        """Say how many were found."""
        found = f"{count:,} article{'s' * (count != 1)}"
        self._say(f"{found} for {self.listing.query}" if count else f"nothing found for {self.listing.query}")
        self.note = found
        if self.digest_app.main.pane is self:
            self.digest_app.main.show_note()
            if not count and self.articles.has_focus:
                self.query_one(QueryLine).focus()

    def entries(self, desk: Desk, listing: Listing, offset: int, limit: int) -> list[Entry]:
        """Each with its snippet."""
        results = desk.find(listing.query, limit=limit, offset=offset)
        return [_entry(found, results.titles) for found in results.found]

    def second_line(self, entry: Entry) -> Content:
        """The snippet with its hits, then where it is from."""
        about = origin(entry, self.digest_app.desk.now())
        return joined(about, "  ", piece(entry)) if entry.snippet else about

    def hits(self, article: Article) -> Sequence[tuple[int, int]]:
        """Every place where the words that were found stand."""
        entry = self._entries.get(article.id)
        forms = {entry.snippet[first:last] for first, last in entry.hits} if entry else set()
        return places(article.text, forms)

    # Actions

    def action_panel(self, step: int) -> None:
        """To the results, or to the query."""
        (self.query_one(QueryLine) if step < 0 else self.articles).focus()

    def action_filter(self) -> None:
        """Change the query."""
        self.query_one(QueryLine).focus()

    def action_unread_only(self) -> None:
        """Find only what is not read, or all again."""
        words = self.listing.query.split()
        if not words:
            return
        parts = [word for word in words if word != "is:unread"]
        query = " ".join(parts if len(parts) < len(words) else [*parts, "is:unread"])
        if query:
            self.query_one(QueryLine).value = query
            self.list_anew(Listing(query=query))

    def action_refresh(self) -> None:
        """Ask every feed for what is new."""
        self.digest_app.refresh_feeds()

    def leave(self) -> bool:
        """From the results to the query."""
        if self.articles.has_focus:
            self.query_one(QueryLine).focus()
            return True
        return False


def _entry(found: Found, titles: Mapping[str, str]) -> Entry:
    kept, article = found.kept, found.kept.article
    feed, at = titles.get(article.source, ""), article.published or kept.first_seen
    row = Row(article.id, article.title, feed, article.source, at, kept.read, kept.saved, kept.hidden)
    return Entry(row, found.snippet, tuple((first - found.start, last - found.start) for first, last in found.hits))


def places(text: str, forms: set[str]) -> tuple[tuple[int, int], ...]:
    """Return where words or phrases stand in a text, whatever their case.

    >>> places("Storms: a storm, stormy.", {"storm", "Storms"})
    ((0, 6), (10, 15))
    """
    wanted = [re.escape(form) for form in sorted(forms, key=len, reverse=True) if form.strip()]
    if not wanted:
        return ()
    found = []
    for hit in re.finditer(rf"(?<!\w)(?:{'|'.join(wanted)})(?!\w)", text, re.IGNORECASE):
        found.append(hit.span())
        if len(found) == _MOST_HITS:
            break
    return tuple(found)
