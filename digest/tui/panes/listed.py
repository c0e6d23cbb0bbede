"""What the articles and the search have in common: a paged list of articles, and what can be done with them."""

from __future__ import annotations

from digest.errors import DigestError
from digest.tui import working
from digest.tui.actions import bindings
from digest.tui.listing import Entry, Ids, Listing, first_line, next_unread, origin
from digest.tui.panes.pane import Pane
from digest.tui.widgets.paged_list import PAGE, PagedList

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.content import Content
    from textual.widget import Widget

    from digest.archive.library import Kept
    from digest.archive.listing import Marks
    from digest.model import Article, Brief
    from digest.service.desk import Desk
    from digest.tui.widgets.paged_list import Row

_HELD = 20 * PAGE  # entries that are remembered


class Loaded:
    """A part of a list as it is now."""

    def __init__(self, count: int, offset: int, entries: Sequence[Entry]) -> None:
        self.count, self.offset, self.entries = count, offset, entries


class ListedPane(Pane):
    """A list of articles; the panes that are made of it say which, and what else there is to see."""

    BINDINGS = bindings("articles")

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.listing = Listing()
        self._ids: dict[int, str] = {}
        self._entries: dict[str, Entry] = {}

    @property
    def articles(self) -> PagedList:
        """The list."""
        return self.query_one(PagedList)

    def first_focus(self) -> Widget | None:
        """The list."""
        return self.articles

    # What each pane has its own way of

    def entries(self, desk: Desk, listing: Listing, offset: int, limit: int) -> list[Entry]:
        """Some of what is listed; called in a thread."""
        return [Entry(row) for row in listing.rows(desk, offset, limit)]

    def second_line(self, entry: Entry) -> Content:
        """What stands under the title."""
        return origin(entry, self.digest_app.desk.now())

    def counted(self, count: int) -> None:
        """Say how many there are."""

    def hits(self, article: Article) -> Sequence[tuple[int, int]]:
        """What the reader is to mark in an article, apart from what is found in it."""
        return ()

    def refused(self, problem: str) -> None:
        """Say what is wrong with the query."""
        self.digest_app.say(problem, problem=True)

    # The list

    def list_anew(self, listing: Listing) -> None:
        """List other articles, from the first."""
        self.listing = listing
        self._load(0, PAGE, self._begin)

    def list_again(self) -> None:
        """List the same as they are now, and stay in place."""
        page = max(0, self.articles.highlighted // PAGE - 1)
        self._load(page * PAGE, 3 * PAGE, self._go_on)

    def _load(self, offset: int, limit: int, then: Callable[[Loaded], None]) -> None:
        desk, listing = self.digest_app.desk, self.listing

        def job() -> Loaded | str:
            try:
                return Loaded(listing.count(desk), offset, self.entries(desk, listing, offset, limit))
            except DigestError as error:
                return str(error)

        def done(loaded: Loaded | str) -> None:
            if isinstance(loaded, str):
                self.refused(loaded)
            else:
                then(loaded)

        working.run(self, job, done, group="list")

    def _begin(self, loaded: Loaded) -> None:
        self._ids, self._entries = {}, {}
        self.articles.begin(loaded.count)
        self._take(loaded.offset, loaded.entries)
        self.counted(loaded.count)

    def _go_on(self, loaded: Loaded) -> None:
        """Nothing is drawn between dropping the rows and filling them in: the list does not flicker."""
        articles = self.articles
        standing, place = articles.highlighted_id, articles.highlighted
        self._ids, self._entries = {}, {}
        articles.forget(loaded.count)
        self._take(loaded.offset, loaded.entries)
        moved = next((at for at, id_ in self._ids.items() if id_ == standing), place) - place
        if moved:
            articles.scroll_to(y=articles.scroll_offset.y + 2 * moved, animate=False, force=True)
            articles.highlighted = place + moved
        self.counted(loaded.count)

    def on_paged_list_wanted(self, event: PagedList.Wanted) -> None:
        """Read a page."""
        event.stop()
        desk, listing = self.digest_app.desk, self.listing
        offset, limit, edition = event.offset, event.limit, event.edition
        working.run(
            self,
            lambda: self.entries(desk, listing, offset, limit),
            lambda entries: self._take(offset, entries, edition=edition),
            group="page",
            exclusive=False,
        )

    def _take(self, offset: int, entries: Sequence[Entry], *, edition: int | None = None) -> None:
        if len(self._entries) > _HELD:
            near = {at: id_ for at, id_ in self._ids.items() if abs(at - offset) < _HELD // 2}
            self._ids, self._entries = near, {id_: self._entries[id_] for id_ in near.values()}
        for at, entry in enumerate(entries, offset):
            self._ids[at], self._entries[entry.row.id] = entry.row.id, entry
        self.articles.fill(offset, [self._row(entry) for entry in entries], edition=edition)

    def _row(self, entry: Entry) -> Row:
        return entry.row.id, first_line(entry), self.second_line(entry)

    def on_paged_list_chosen(self, event: PagedList.Chosen) -> None:
        """Read it, among those around it."""
        from digest.tui.screens.reader import ReaderScreen

        event.stop()
        app, first, last = self.digest_app, event.index, event.index
        while first - 1 in self._ids:
            first -= 1
        while last + 1 in self._ids:
            last += 1
        known = [self._ids.get(at, event.id) for at in range(first, last + 1)]
        ids = Ids(app.desk, self.listing, self.articles.count, first, known)

        def closed(id_: str | None) -> None:
            if id_ and id_ in ids and "is:unread" not in self.listing.query:
                self.articles.highlighted = ids.place(id_)

        app.push_screen(ReaderScreen(ids, place=event.index, hits=self.hits), closed)

    # What is chosen

    def _chosen(self) -> list[str]:
        """The articles that are selected, in their order, else the one under the cursor."""
        articles = self.articles
        if articles.marked:
            places = {id_: at for at, id_ in self._ids.items()}
            return sorted(articles.marked, key=lambda id_: (places.get(id_, articles.count), id_))
        return [articles.highlighted_id] if articles.highlighted_id else []

    def _has_all(self, ids: Sequence[str], mark: str) -> bool:
        return all(id_ in self._entries and getattr(self._entries[id_].row, mark) for id_ in ids)

    def _with_article(self, then: Callable[[Article], object]) -> None:
        """Hand over the article under the cursor, whole."""
        id_, desk = self.articles.highlighted_id, self.digest_app.desk
        if id_:

            def found(kept: Kept) -> None:
                then(kept.article)

            working.run(self, lambda: desk.article(id_), found, group="article")

    # Actions

    def action_select(self) -> None:
        """Select the article, or no longer, and go on to the next."""
        if self.articles.highlighted_id:
            self.articles.toggle(self.articles.highlighted_id)
            self.articles.action_cursor_down()

    def action_mark_read(self) -> None:
        """Mark read, or unread where they are."""
        is_read = self._has_all(self._chosen(), "read")
        self._mark("marked unread" if is_read else "marked read", read=not is_read)

    def action_keep(self) -> None:
        """Keep, or no longer."""
        is_kept = self._has_all(self._chosen(), "saved")
        self._mark("no longer kept" if is_kept else "kept", saved=not is_kept)

    def action_hide(self) -> None:
        """Hide, or show again."""
        is_hidden = self._has_all(self._chosen(), "hidden")
        self._mark("shown again" if is_hidden else "hidden", hidden=not is_hidden)

    def _mark(self, label: str, **marks: bool) -> None:
        ids, desk = self._chosen(), self.digest_app.desk
        if not ids:
            return
        title = self._entries[ids[0]].row.title[:60] if len(ids) == 1 and ids[0] in self._entries else ""
        said = f"{title or _several(len(ids))}: {label}"
        for id_ in ids:  # at once; the list as it then is comes after
            if entry := self._entries.get(id_):
                changed = entry.__replace__(row=entry.row.__replace__(**marks))
                self._entries[id_] = changed
                self.articles.update(*self._row(changed))
        if self.articles.marked:
            self.articles.unmark()
        working.run(
            self,
            lambda: desk.mark(ids, **marks),
            lambda before: self._marked(said, before),
            group="mark",
            exclusive=False,
        )

    def _marked(self, said: str, before: Marks) -> None:
        app = self.digest_app
        app.did(said, lambda: app.desk.restore(before))
        app.changed()

    def action_read_all(self) -> None:
        """Mark all that is listed as read."""
        self._mark_listed("marked read", read=True)

    def action_hide_all(self) -> None:
        """Hide all that is listed."""
        self._mark_listed("hidden", hidden=True)

    def _mark_listed(self, label: str, **marks: bool) -> None:
        desk, listing = self.digest_app.desk, self.listing

        def job() -> Marks:
            return desk.mark_found(listing.query, feed_url=listing.feed_url, tag=listing.tag, **marks)

        def done(before: Marks) -> None:
            if before.before:
                self._marked(f"{_several(len(before.before))}: {label}", before)
            else:
                self.digest_app.say(f"all of them are {label.removeprefix('marked ')} already")

        if self.articles.count:
            working.run(self, job, done, group="mark", exclusive=False)

    def action_next_unread(self) -> None:
        """To the next article that is not read."""
        desk, listing, place = self.digest_app.desk, self.listing, self.articles.highlighted

        def found(at: int | None) -> None:
            if at is None:
                self.digest_app.say("everything in this list is read")
            else:
                self.articles.highlighted = at

        if self.articles.count:
            working.run(self, lambda: next_unread(desk, listing, place), found, group="next")

    def action_save(self) -> None:
        """Save the article with its summary and card, or all that are selected."""
        app, ids = self.digest_app, self._chosen()
        length, method = str(app.length) if app.length else "", app.method

        def job() -> list[Brief]:
            return [app.desk.brief(app.desk.article(id_).article, sentences=length, method=method) for id_ in ids]

        def done(briefs: list[Brief]) -> None:
            if len(briefs) == 1:
                app.save(briefs[0], briefs[0].article.title)
            else:
                app.save(briefs, _several(len(briefs)))

        if ids:
            working.run(self, job, done, group="save")

    def action_browse(self) -> None:
        """Open it in the browser."""
        self._with_article(lambda article: self.digest_app.browse(article.url))

    def action_copy(self) -> None:
        """Copy title and address."""
        self._with_article(lambda a: self.digest_app.copy("\n".join(part for part in (a.title, a.url) if part)))

    def action_pipe(self) -> None:
        """Hand the text to a command."""
        self._with_article(lambda article: self.digest_app.pipe(f"{article.title}\n\n{article.text}\n"))


def _several(count: int) -> str:
    return f"{count:,} article{'s' * (count != 1)}"
