"""Articles: feeds and tags at the left, what is on the one under the cursor at the right."""

from __future__ import annotations

from textual.containers import Vertical
from textual.widgets import Static

from digest.errors import DigestError
from digest.tui import working
from digest.tui.listing import Listing
from digest.tui.panes.listed import ListedPane
from digest.tui.plain import joined, line
from digest.tui.widgets.paged_list import PagedList
from digest.tui.widgets.shelves import Shelf, Shelves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.content import Content

    from digest.service.desk import Desk

_UNREAD = "is:unread"
HINT = 'storm "north sea" -football from:gazette tag:news after:2031-05-01 is:saved'


class ArticlesPane(ListedPane):
    """All articles, by feed, tag and query."""

    def compose(self) -> ComposeResult:
        """Feeds and tags, the list; the empty state lies in its place."""
        yield Shelves(id="shelves")
        with Vertical(id="shelf"):
            yield PagedList(id="article-list", row_height=2)
            yield Static(id="no-articles")

    def on_mount(self) -> None:
        """List what was listed when digest was left."""
        self.query_one(Shelves).border_title = "Feeds"
        held = self.digest_app.state.get("articles")
        held = held if isinstance(held, dict) else {}
        texts = [value if isinstance(value := held.get(name), str) else "" for name in ("query", "tag", "feed")]
        self._query, self._shelf = texts[0], Shelf("", tag=texts[1], feed_url=texts[2])
        self._is_unread_only = held.get("unread") is True
        self._is_begun = False

    def reload(self) -> None:
        """Read feeds, counts and the list anew; the list stays in place."""
        desk = self.digest_app.desk
        working.run(self, lambda: _shelves(desk), self._show_shelves, group="shelves")
        if self._is_begun:
            self.list_again()

    def _show_shelves(self, shelves: list[Shelf]) -> None:
        known = {shelf.key: shelf for shelf in shelves}
        before = self._shelf.key
        self._shelf = known.get(self._shelf.key, shelves[0])
        self.query_one(Shelves).show(shelves, self._shelf.key)
        if not self._is_begun or before != self._shelf.key:
            self._is_begun = True
            self._list()

    # What is listed

    def _list(self) -> None:
        query = f"{self._query} {_UNREAD}" if self._is_unread_only else self._query
        shelf = self._shelf
        self.digest_app.state["articles"] = {
            "query": self._query,
            "tag": shelf.tag,
            "feed": shelf.feed_url,
            "unread": self._is_unread_only,
        }
        self.list_anew(Listing(query=query.strip(), tag=shelf.tag, feed_url=shelf.feed_url))

    def counted(self, count: int) -> None:
        """In the border and in the note; what to do where there are none."""
        shelf = self._shelf
        parts = [f"#{shelf.tag}" if shelf.tag else shelf.title]
        parts += ["unread only"] * self._is_unread_only + [self._query] * bool(self._query)
        title = line(" · ".join(parts))
        self.articles.border_title = title
        self.articles.border_subtitle = f"{count:,}"
        self.set_class(not count, "-empty")
        if not count:
            self.query_one("#no-articles", Static).update(self._empty())
        self.note = f"{title.plain} · {count:,}"
        if self.digest_app.main.pane is self:
            self.digest_app.main.show_note()

    def _empty(self) -> Content:
        keys = {"a": "add a feed", "R": "ask the feeds for what is new"}
        said = "No articles yet."
        if self._query or self._is_unread_only:
            said = "Nothing here that is not read." if not self._query else "Nothing is found."
            keys = {"f": "change the filter"} if self._query else {}
            keys |= {"U": "list what is read, too"} if self._is_unread_only else {}
        rows = [joined(line(f"{key:>3}", "bold $accent"), "  ", text) for key, text in keys.items()]
        return joined(line(said, "bold"), "", *rows, by="\n")

    def refused(self, problem: str) -> None:
        """A filter that can't be read, as one of an earlier version, is dropped."""
        super().refused(problem)
        if self._query:
            self._query = ""
            self._list()

    def on_shelves_highlighted(self, event: Shelves.Highlighted) -> None:
        """List what is on it."""
        event.stop()
        if event.shelf.key != self._shelf.key:
            self._shelf = event.shelf
            self._list()

    def on_shelves_chosen(self, event: Shelves.Chosen) -> None:
        """Go into it."""
        event.stop()
        self.action_panel(1)

    # Actions

    def action_panel(self, step: int) -> None:
        """To the list, or to the feeds."""
        self.set_class(step < 0, "-shelves-shown")
        self.call_after_refresh((self.query_one(Shelves) if step < 0 else self.articles).focus)

    def action_filter(self) -> None:
        """Ask for a query, and list what it finds."""
        from digest.tui.widgets.prompt import Ask

        def answered(query: str | None) -> None:
            if query is not None:
                self._query = " ".join(query.split())
                self._list()

        title = "List only what this finds (nothing: all)"
        self.app.push_screen(Ask(title, value=self._query, hint=HINT, check=wrong), answered)

    def action_unread_only(self) -> None:
        """List only what is not read, or all again."""
        self._is_unread_only = not self._is_unread_only
        self._list()

    def action_refresh(self) -> None:
        """Ask the feed, or those with the tag, for what is new."""
        app, shelf = self.digest_app, self._shelf
        if shelf.feed_url:
            app.refresh_feeds([shelf.feed_url])
        elif shelf.tag:

            def found(urls: list[str]) -> None:
                app.refresh_feeds(urls)

            working.run(self, lambda: [h.feed.url for h in app.desk.feeds(shelf.tag)[0]], found, group="tagged")
        else:
            app.refresh_feeds()

    def leave(self) -> bool:
        """From the feeds to the list, from a filter to all."""
        if self.query_one(Shelves).has_focus:
            self.action_panel(1)
        elif self._query:
            self._query = ""
            self._list()
        else:
            return False
        return True


def wrong(query: str) -> str:
    """What is wrong with a query, nothing when it can be used."""
    from digest.archive.search import parse_query

    try:
        parse_query(query)
    except DigestError as error:
        return str(error)
    return ""


def _shelves(desk: Desk) -> list[Shelf]:
    """All, the tags, the feeds that are followed or have articles; called in a thread."""
    unread, titles = desk.unread(), desk.titles()
    followed = [health.feed for health in desk.feeds()[0]]
    urls = dict.fromkeys([*(feed.url for feed in followed), *unread])
    feeds = [Shelf(titles.get(url) or url, unread.get(url, (0, 0))[0], "", url) for url in urls]
    tags = sorted({tag for feed in followed for tag in feed.tags}, key=str.casefold)
    tagged = [Shelf(tag, desk.count(_UNREAD, tag=tag), tag) for tag in tags]
    everything = Shelf("All", sum(fresh for fresh, _ in unread.values()))
    return [everything, *tagged, *sorted(feeds, key=lambda shelf: shelf.title.casefold())]
