"""Feeds: what is followed, how it does, and what can be done with it."""

from __future__ import annotations

import os

from textual.widgets import Static

from digest.errors import DigestError
from digest.model import Problem
from digest.tui import working
from digest.tui.actions import bindings
from digest.tui.feed_lines import details, heading, is_in_need, name, row
from digest.tui.panes.pane import Pane
from digest.tui.plain import MUTED, content, joined, line
from digest.tui.widgets.items import Item, Items, Target
from digest.tui.widgets.shelves import Shelves

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import TypeVar

    from textual import events
    from textual.app import ComposeResult
    from textual.content import Content
    from textual.widget import Widget

    from digest.model import Subscription
    from digest.service.desk import Desk
    from digest.service.subscriptions import Health, Imported

    T = TypeVar("T")
    Undo = Callable[[], object] | None  # what takes it back; None where there is nothing to take back
    Read = tuple[tuple[Health, ...], tuple[Problem, ...], Mapping[str, tuple[int, int]]]

_MOST_PROBLEMS = 3  # that are shown; the others are counted


class FirstSteps(Static, can_focus=True):
    """What to do without feeds; it has the focus in place of the list, so that the view's keys work."""


class FeedsPane(Pane):
    """The feeds, those in need first, and the one under the cursor in full."""

    BINDINGS = bindings("feeds")

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._healths: list[Health] = []
        self._counts: Mapping[str, tuple[int, int]] = {}

    def compose(self) -> ComposeResult:
        """What is wrong with their file, the list under its heading, the feed under the cursor."""
        yield Static(id="feed-problems")
        yield Static(id="feed-heading")
        yield Items(id="feed-list")
        yield Static(id="feed-details")
        yield FirstSteps(_first_steps(), id="feed-empty")

    def reload(self) -> None:
        """Read the feeds and their health anew."""
        desk = self.digest_app.desk
        working.run(self, lambda: _read(desk), self._show, group="feeds")

    def first_focus(self) -> Widget | None:
        """The list, or what to do without one."""
        return self.query_one(FirstSteps if self.has_class("-empty") else Items)

    @property
    def health(self) -> Health | None:
        """The feed under the cursor."""
        item = self.query_one(Items).item
        return next((h for h in self._healths if item and item.target and h.feed.url == item.target.article), None)

    # Showing

    def _show(self, read: Read) -> None:
        healths, problems, self._counts = read
        self._healths = sorted(healths, key=lambda health: not is_in_need(health))  # stable: else in their file's order
        had_focus = self.display and self.screen.focused in {None, *self.query("*")}
        self.set_class(not healths, "-empty")
        if had_focus and (target := self.first_focus()):
            target.focus()
        shown = self.query_one("#feed-problems", Static)
        shown.display = bool(problems)
        shown.update(_problems(problems))
        self._fill()
        failing = sum(is_in_need(health) for health in healths)
        self.note = f"{len(healths):,} feed{'s' * (len(healths) != 1)}" + (f", {failing:,} in need" if failing else "")
        self.screen.show_note()  # type: ignore[attr-defined]

    def _fill(self) -> None:
        """Draw the lines at the present width; the cursor stays on its feed."""
        items, chosen, now = self.query_one(Items), self.health, self.digest_app.desk.now()
        width = items.size.width - 3  # padding, and the scroll bar that may come
        self.query_one("#feed-heading", Static).update(heading(width))
        items.show(
            Item(
                shown=row(health, self._counts.get(health.feed.url, (0, 0)), now, width),
                target=Target(health.feed.url),
                words=health.feed.url,
            )
            for health in self._healths
        )
        urls = [health.feed.url for health in self._healths]
        if chosen and chosen.feed.url in urls:
            items.highlighted = urls.index(chosen.feed.url)
        self._show_details()

    def _show_details(self) -> None:
        health, shown = self.health, self.query_one("#feed-details", Static)
        shown.display = health is not None
        if health:
            shown.update(details(health, self.digest_app.desk.now()))

    def on_resize(self, event: events.Resize) -> None:
        """Draw the lines at the new width."""
        self.call_after_refresh(self._fill)

    def on_items_highlighted(self, event: Items.Highlighted) -> None:
        """Show the feed in full."""
        event.stop()
        self._show_details()

    async def on_items_chosen(self, event: Items.Chosen) -> None:
        """Go to the feed's articles."""
        event.stop()
        url, app = event.item.target.article if event.item.target else "", self.digest_app
        held = app.state.get("articles")
        # Where that view is not made yet, it begins at the shelf that the state names.
        app.state["articles"] = (held if isinstance(held, dict) else {}) | {"tag": "", "feed": url}
        await app.main.action_show("articles")
        shelves = app.main.pane.query_one(Shelves)
        shelves.highlighted = next((i for i, s in enumerate(shelves.shelves) if s.feed_url == url), shelves.highlighted)

    def on_items_copied(self, event: Items.Copied) -> None:
        """Copy the feed's address."""
        event.stop()
        self.digest_app.copy(event.words)

    # Actions

    def action_refresh(self) -> None:
        """Ask this feed."""
        if self.health:
            self.digest_app.refresh_feeds([self.health.feed.url])

    def action_rename(self) -> None:
        """Give the feed another title."""
        health, desk = self.health, self.digest_app.desk
        if health is None:
            return
        url, before = health.feed.url, name(health)

        def given(title: str) -> None:
            self._do(
                lambda: desk.rename(url, title),
                lambda feed: (f"{before[:60]} is now {feed.title[:60]}", lambda: desk.rename(url, before)),
            )

        self.digest_app.ask(f"Another title for {url}", given, value=before)

    def action_tag(self) -> None:
        """Change the feed's tags."""
        health, desk = self.health, self.digest_app.desk
        if health is None:
            return
        url, before = health.feed.url, health.feed.tags

        def wrong(text: str) -> str:
            odd = [word for word in text.split() if word[0] not in "+-" or len(word) == 1]
            tag = odd[0].strip("+-") or "tag" if odd else ""
            return f"{odd[0]}: write +{tag} to add a tag, -{tag} to take it off" if odd else ""

        def changed(feed: Subscription) -> tuple[str, Undo]:
            back = [f"+{tag}" for tag in before if tag not in feed.tags]
            back += [f"-{tag}" for tag in feed.tags if tag not in before]
            said = f"{name(health)[:60]}: {', '.join(feed.tags) or 'no tags'}"
            return said, lambda: desk.retag(url, back)

        self.digest_app.ask(
            f"Tags of {name(health)[:60]} ({', '.join(before) or 'none'})",
            lambda text: self._do(lambda: desk.retag(url, text.split()), changed),
            hint="+asia -world",
            check=wrong,
        )

    def action_remove(self) -> None:
        """Stop following the feed."""
        health, desk = self.health, self.digest_app.desk
        if health is None:
            return
        url = health.feed.url
        self._do(
            lambda: desk.remove(url),
            lambda feed: (f"{name(health)[:60]} is followed no more", lambda: desk.restore_feed(feed)),
        )

    def action_import_opml(self) -> None:
        """Follow the feeds of an OPML file."""
        app, desk = self.digest_app, self.digest_app.desk

        def done(result: Imported) -> tuple[str, Undo]:
            for problem in result.problems[:_MOST_PROBLEMS]:
                app.say(f"{problem.where}: {problem.what}", problem=True)
            more = len(result.problems) - _MOST_PROBLEMS
            known = f", {result.duplicates} there already" if result.duplicates else ""
            lost = f", {more} more problems" if more > 0 else ""
            feeds = f"{len(result.added)} feed{'s' * (len(result.added) != 1)}"
            urls = [feed.url for feed in result.added]
            undo = (lambda: [desk.remove(url) for url in urls]) if urls else None
            return f"{feeds} added{known}{lost}", undo

        app.ask(
            "Follow the feeds of which OPML file?",
            lambda path: self._do(lambda: desk.import_opml(path.strip()), done),
            hint="subscriptions.opml",
            paths=True,
        )

    def action_export_opml(self) -> None:
        """Write the feeds as OPML."""
        app, desk = self.digest_app, self.digest_app.desk

        def given(path: str) -> None:
            working.run(
                self,
                lambda: desk.export_opml(path.strip()),
                lambda written: app.say(f"saved: {written}"),
                group="export",
                exclusive=False,
            )

        app.ask("Write the feeds as OPML to", given, value=_free("feeds", "opml"), paths=True)

    def action_starter(self) -> None:
        """Begin with the list that comes with the program."""
        app, desk = self.digest_app, self.digest_app.desk

        def started(number: int) -> None:
            app.say(f"{number} feeds are followed now; R asks them for what is new")
            app.changed()

        working.run(self, desk.start, started, group="change-feeds", exclusive=False)

    def _do(self, job: Callable[[], T], told: Callable[[T], tuple[str, Undo]]) -> None:
        """Change something in a thread, then say it, with what takes it back."""

        def done(result: T) -> None:
            said, undo = told(result)
            if undo:
                self.digest_app.did(said, undo)
            else:
                self.digest_app.say(said)
            self.digest_app.changed()

        working.run(self, job, done, group="change-feeds", exclusive=False)


def _read(desk: Desk) -> Read:
    """The feeds with their health, what is wrong with their file, and by address the unread articles and all."""
    try:
        healths, problems = desk.feeds()
    except DigestError as error:  # the file can't be used: said above the list for as long as that is so
        return (), (Problem("feeds", str(error), "subscriptions"),), {}
    return healths, problems, desk.unread()


def _problems(problems: Sequence[Problem]) -> Content:
    shown = [line(f"! {one.where}: {one.what}", "bold $error") for one in problems[:_MOST_PROBLEMS]]
    more = len(problems) - _MOST_PROBLEMS
    return joined(*shown, *([line(f"  and {more:,} more", MUTED)] if more > 0 else []), by="\n")


def _first_steps() -> Content:
    keys = {
        "a": "follow a feed: the address of a feed or a site, a feed file or a folder",
        "i": "take the feeds of an OPML file, as other readers write it",
        "F2": "begin with the list of feeds that comes with digest",
    }
    rows = [
        joined(f"{'':{4 - len(key)}}", line(key, "bold $accent"), "  ", content(text)) for key, text in keys.items()
    ]
    return joined(line("No feeds yet.", "bold"), line(""), *rows, by="\n")


def _free(stem: str, ending: str) -> str:
    """A name in the working folder where nothing is yet."""
    number, path = 1, f"{stem}.{ending}"
    while os.path.lexists(path):
        number += 1
        path = f"{stem}-{number}.{ending}"
    return path
