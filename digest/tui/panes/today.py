"""Today: the stories of the day, and what can be done with them."""

from __future__ import annotations

from textual.widgets import Static

from digest.output import digest_phrases
from digest.tui import working
from digest.tui.actions import bindings
from digest.tui.panes.pane import Pane
from digest.tui.plain import content
from digest.tui.widgets.story_desk import StoryDesk, first_steps
from digest.tui.widgets.story_list import StoryList

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult
    from textual.widget import Widget

    from digest.archive.listing import Marks
    from digest.model import Story
    from digest.service.desk import Desk, Page
    from digest.tui.widgets.items import Items


class TodayPane(Pane):
    """The page of today, live."""

    BINDINGS = bindings("today")

    def compose(self) -> ComposeResult:
        """The day's account over its stories."""
        yield Static(id="account")
        yield StoryDesk(id="desk")

    def on_mount(self) -> None:
        """Nothing is there yet."""
        self.query_one("#account", Static).update("reading …")

    def reload(self) -> None:
        """Read the day anew."""
        desk = self.digest_app.desk
        working.run(self, lambda: _read(desk), self._show, group="page")

    def first_focus(self) -> Widget | None:
        """The stories."""
        return self.query_one(StoryList)

    def leave(self) -> bool:
        """From the card or the story back to the stories."""
        return self.query_one(StoryDesk).panel(-2)

    def _show(self, read: tuple[Page, frozenset[str], bool, bool]) -> None:
        page, seen, has_feeds, has_articles = read
        digest = page.digest
        said = digest_phrases.account(digest)
        if not page.committed and digest.stories:
            said += " Not written yet (W)."
        self.query_one("#account", Static).update(content(said))
        self.note = digest_phrases.day_name(digest.day)
        empty = first_steps(has_feeds=has_feeds, has_articles=has_articles)
        self.query_one(StoryDesk).show(page, read=seen, empty=empty)
        self.screen.show_note()  # type: ignore[attr-defined]
        standing = self.digest_app.state.get("story")
        stories = self.query_one(StoryList)
        if standing and (at := next((i for i, s in enumerate(stories.stories) if s.id == standing), None)) is not None:
            stories.highlighted = at
            self.digest_app.state["story"] = ""

    # What is chosen

    @property
    def story(self) -> Story | None:
        """The story under the cursor."""
        return self.query_one(StoryDesk).story

    def on_story_desk_read(self, event: StoryDesk.Read) -> None:
        """Read the article that the place is in, among those of its story."""
        ids = [brief.article.id for brief in event.story.briefs]
        place = ids.index(event.target.article) if event.target and event.target.article in ids else 0
        self.digest_app.read(ids, place, event.target)

    def on_items_copied(self, event: Items.Copied) -> None:
        """Copy it."""
        event.stop()
        self.digest_app.copy(event.words)

    # Actions

    def action_panel(self, step: int) -> None:
        """To another panel."""
        self.query_one(StoryDesk).panel(step)

    def action_write(self) -> None:
        """Write today's digest."""
        app = self.digest_app

        def told(paths: tuple[str, ...]) -> None:
            app.say(f"written: {', '.join(paths)}")
            app.changed()

        working.run(self, app.desk.write_today, told, group="write", exclusive=False)

    def action_longer(self) -> None:
        """One sentence more."""
        self._tell(1)

    def action_shorter(self) -> None:
        """One sentence less."""
        self._tell(-1)

    def action_method(self) -> None:
        """Choose how sentences are chosen, and tell the story so."""
        self.digest_app.choose_method(lambda: self._tell(0))

    def _tell(self, more: int) -> None:
        app, story = self.digest_app, self.story
        if story is None:
            return
        app.length = max(1, min(12, (app.length or len(story.summary) or 3) + more))
        ids, length, method = [brief.article.id for brief in story.briefs], app.length, app.method

        def told(again: Story) -> None:
            self.query_one(StoryDesk).replace(again.__replace__(id=story.id, score=story.score))

        working.run(self, lambda: app.desk.tell(ids, sentences=length, method=method), told, group="tell")

    def action_save(self) -> None:
        """Save the story."""
        if self.story:
            self.digest_app.save(self.story, self.story.headline)

    def action_save_day(self) -> None:
        """Save the whole day."""
        page = self.query_one(StoryDesk).page
        if page:
            self.digest_app.save(page.digest, f"digest of {page.digest.day}")

    def action_mark_read(self) -> None:
        """Mark the story's articles read, or unread where they are."""
        story = self.story
        if story:
            is_read = story.id in self._read_stories()
            self._mark(story, "marked unread" if is_read else "marked read", read=not is_read)

    def _read_stories(self) -> set[str]:
        stories = self.query_one(StoryList)
        return {story.id for story in stories.stories if stories.is_read(story)}

    def action_keep(self) -> None:
        """Keep the story's articles."""
        if self.story:
            self._mark(self.story, "kept", saved=True)

    def action_hide(self) -> None:
        """Hide the story's articles."""
        if self.story:
            self._mark(self.story, "hidden", hidden=True)

    def _mark(self, story: Story, label: str, **marks: bool) -> None:
        app = self.digest_app
        ids = [brief.article.id for brief in story.briefs]

        def marked(before: Marks) -> None:
            app.did(f"{story.headline[:60]}: {label}", lambda: app.desk.restore(before))
            app.changed()

        working.run(self, lambda: app.desk.mark(ids, **marks), marked, group="mark", exclusive=False)

    def action_select(self) -> None:
        """Select the story, or no longer, and go on to the next."""
        stories = self.query_one(StoryList)
        if stories.story:
            stories.toggle(stories.story)
            stories.action_cursor_down()

    def action_merge(self) -> None:
        """Make one story of those selected."""
        stories = self.query_one(StoryList)
        chosen = [story for story in stories.stories if story.id in stories.selected]
        if len(chosen) < 2:
            self.digest_app.say("select two stories or more with v, then M makes one of them")
            return
        ids = [brief.article.id for story in chosen for brief in story.briefs]
        stories.selected.clear()
        desk = self.digest_app.desk
        self._decide(f"{len(chosen)} stories merged", lambda: desk.join(ids), lambda: desk.unjoin(ids))

    def action_split(self) -> None:
        """Part the story's articles."""
        story = self.story
        if story is None or len(story.briefs) < 2:
            self.digest_app.say("only a story of two articles or more can be split")
            return
        ids = [brief.article.id for brief in story.briefs]
        desk = self.digest_app.desk
        self._decide(f"split into {len(ids)}", lambda: desk.part(ids), lambda: desk.unpart(ids))

    def _decide(self, label: str, decide: Callable[[], bool], undo: Callable[[], object]) -> None:
        app = self.digest_app

        def decided(fresh: bool) -> None:
            if fresh:
                app.did(label, undo)
                app.changed()
            else:
                app.say("that was decided before")

        working.run(self, decide, decided, group="decide", exclusive=False)

    def action_browse(self) -> None:
        """Open the best article in the browser."""
        if self.story:
            self.digest_app.browse(self.story.briefs[0].article.url)

    def action_copy(self) -> None:
        """Copy headline and summary."""
        if self.story:
            self.digest_app.copy("\n".join([self.story.headline, *(s.text for s in self.story.summary)]))

    def action_pipe(self) -> None:
        """Hand the story to a command."""
        if self.story:
            self.digest_app.pipe("\n".join([self.story.headline, *(s.text for s in self.story.summary)]) + "\n")


def _read(desk: Desk) -> tuple[Page, frozenset[str], bool, bool]:
    """The page, which of its articles are read, and whether there are feeds and articles at all."""
    page = desk.today()
    ids = [brief.article.id for story in page.digest.stories for brief in story.briefs]
    if ids:
        return page, desk.read_among(ids), True, True
    feeds, _ = desk.feeds()
    return page, frozenset(), bool(feeds), bool(desk.days()) or desk.count() > 0
