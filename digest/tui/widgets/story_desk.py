"""A day at work: its stories, the story under the cursor, its card; side by side, or stacked where it is narrow."""

from __future__ import annotations

from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Static

from digest.tui import tellings
from digest.tui.plain import MUTED, content, joined, line, own
from digest.tui.widgets.items import Items, Target
from digest.tui.widgets.story_list import StoryList

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult
    from textual.content import Content

    from digest.model import Article, Story
    from digest.service.desk import Page


class StoryDesk(Horizontal):
    """Shows a page; says which place in which article is to be read."""

    class Read(Message):
        """An article of a story is to be read, at a place."""

        def __init__(self, story: Story, target: Target | None) -> None:
            super().__init__()
            self.story, self.target = story, target

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.page: Page | None = None
        self._shown: Story | None = None

    def compose(self) -> ComposeResult:
        """List, story, card; the empty state lies over them."""
        yield StoryList(id="stories")
        with Vertical(id="story-and-card"):
            yield Items(id="story")
            with Vertical(id="card-side"):
                yield Items(id="card")
                yield Static(id="behind")
        yield Static(id="empty")

    def on_mount(self) -> None:
        """Name the panels."""
        for panel, title in (("#stories", "Stories"), ("#story", "Story"), ("#card", "Card"), ("#behind", "Said in")):
            self.query_one(panel).border_title = title

    def show(self, page: Page, *, read: Iterable[str] = (), empty: Content | None = None) -> None:
        """Show a day; `empty` is what is said when it has no story."""
        self.page = page
        self._shown = None
        has_stories = bool(page.digest.stories)
        self.set_class(not has_stories, "-empty")
        self.query_one("#empty", Static).update(empty or line("No stories on this day.", MUTED))
        self.query_one(StoryList).show(page.digest.stories, until=page.digest.until, titles=page.titles, read=read)
        if not has_stories:
            self.query_one("#story", Items).show(())
            self.query_one("#card", Items).show(())
            self.query_one("#behind", Static).update("")

    @property
    def story(self) -> Story | None:
        """The story under the cursor."""
        return self.query_one(StoryList).story

    def replace(self, story: Story) -> None:
        """Show another telling of a story."""
        self.query_one(StoryList).replace(story)
        if self.story and self.story.id == story.id:
            self._show_story(story)

    def panel(self, step: int) -> bool:
        """Move the focus so many panels on; False when there is none. Where it is narrow, one is shown at a time."""
        panels = [self.query_one("#stories"), self.query_one("#story"), self.query_one("#card")]
        at = next((i for i, panel in enumerate(panels) if panel.has_focus), 0)
        to = max(0, min(len(panels) - 1, at + step))
        self.set_class(to == 1, "-at-story")
        self.set_class(to == 2, "-at-card")
        self.screen.set_focus(panels[to])  # at once: the next key is for it
        return to != at

    def on_story_list_highlighted(self, event: StoryList.Highlighted) -> None:
        """Show the story under the cursor."""
        event.stop()
        self.call_after_refresh(self._show_highlighted)  # the list moves at once, however long a story takes to lay out

    def _show_highlighted(self) -> None:
        if self.story and self.story is not self._shown:
            self._show_story(self.story)

    def on_story_list_chosen(self, event: StoryList.Chosen) -> None:
        """Go into the story."""
        event.stop()
        self.panel(1)

    def on_items_highlighted(self, event: Items.Highlighted) -> None:
        """Show the sentence behind what is under the cursor."""
        event.stop()
        if event.items.has_focus:
            self._show_behind(event.item.behind, event.item.target)

    def on_descendant_focus(self) -> None:
        """The sentence behind goes with the panel that has the focus."""
        for items in self.query(Items):
            if items.has_focus and items.item:
                self._show_behind(items.item.behind, items.item.target)

    def on_items_chosen(self, event: Items.Chosen) -> None:
        """Read it where it stands."""
        event.stop()
        if self.story:
            self.post_message(self.Read(self.story, event.item.target))

    def _show_story(self, story: Story) -> None:
        assert self.page
        self._shown = story
        self.query_one("#story", Items).show(tellings.story_items(story, self.page.titles))
        card = self.query_one("#card", Items)
        card.show(tellings.story_card(story))
        if card.item:
            self._show_behind(card.item.behind, card.item.target)
        else:
            self.query_one("#behind", Static).update("")

    def _show_behind(self, behind: Content | None, target: Target | None) -> None:
        shown = self.query_one("#behind", Static)
        article = self._article(target.article) if target else None
        if behind is None or article is None:
            shown.update("")
            return
        assert self.page
        source = self.page.titles.get(article.source) or article.source
        opened, closed = ("", "") if behind.plain[:1] in "“\"'‘«„" else ("“", "”")
        shown.update(joined(opened, behind, f"{closed}\n", line(f"{source} · {article.title}", MUTED)))

    def _article(self, id_: str) -> Article | None:
        story = self.story
        return next((b.article for b in story.briefs if b.article.id == id_), None) if story else None


def first_steps(*, has_feeds: bool, has_articles: bool) -> Content:
    """What a reader can do when there is nothing to read."""
    keys = {
        "a": "add a feed: the address of a feed or a site, a feed file or a folder",
        "F2": "begin with the list of feeds that comes with digest (view 5)",
        "o": "open a file or a folder of articles",
        "F1": "read the sample articles, without any network",
        "R": "ask the feeds for what is new",
        "?": "every key",
    }
    if has_feeds:
        del keys["F2"]
    else:
        del keys["R"]
    if has_articles:
        said = "Nothing new since the last digest."
    else:
        said = "Nothing has been read yet." if has_feeds else "Welcome."
    rows = [joined(own(f"{key:>4}", "bold $accent"), "  ", content(text)) for key, text in keys.items()]
    return joined(line(said, "bold"), own(""), *rows, by="\n")
