"""Digests: the days that have one, and the stories of each as they were told then."""

from __future__ import annotations

from textual.binding import Binding
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from digest.errors import DigestError
from digest.model import Digest
from digest.output import digest_phrases
from digest.service.desk import Page
from digest.tui import working
from digest.tui.actions import bindings
from digest.tui.panes.pane import Pane
from digest.tui.plain import MUTED, joined, line, own
from digest.tui.widgets.story_desk import StoryDesk
from digest.tui.widgets.story_list import StoryList

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.binding import BindingType
    from textual.content import Content
    from textual.widget import Widget

    from digest.model import Story
    from digest.service.desk import Day, Desk
    from digest.tui.widgets.items import Items

# What can be done with a story whose day is over: it is as it was.
_KEPT = {f"today.{name}" for name in ("save", "save-day", "browse", "copy", "pipe", "panel-right", "panel-left")}


def _bindings() -> list[BindingType]:
    return [known for known in bindings("today") if isinstance(known, Binding) and known.id in _KEPT]


class DayList(OptionList):
    """The days, the newest first."""

    BINDINGS = bindings("list")

    class Highlighted(Message):
        """A day is under the cursor."""

        def __init__(self, day: Day) -> None:
            super().__init__()
            self.day = day

    class Chosen(Highlighted):
        """A day was entered or clicked."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self.days: tuple[Day, ...] = ()

    def show(self, days: Sequence[Day]) -> None:
        """Show other days; the cursor stays on its day where that is still there."""
        standing = self.day.day if self.day else ""
        self.days = tuple(days)
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options(Option(_day_line(day)) for day in self.days)
        if self.days:
            self.highlighted = next((i for i, day in enumerate(self.days) if day.day == standing), 0)

    @property
    def day(self) -> Day | None:
        """The day under the cursor."""
        place = self.highlighted
        return self.days[place] if place is not None and place < len(self.days) else None

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say it in our own words."""
        event.stop()
        if event.option_index < len(self.days):
            self.post_message(self.Highlighted(self.days[event.option_index]))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Say it in our own words."""
        event.stop()
        if event.option_index < len(self.days):
            self.post_message(self.Chosen(self.days[event.option_index]))


class DigestsPane(Pane):
    """The days beside the stories of one; a day is only read, and can be saved as a file."""

    BINDINGS = _bindings()

    def compose(self) -> ComposeResult:
        """Days and stories."""
        yield DayList(id="days")
        yield StoryDesk(id="past")

    def on_mount(self) -> None:
        """Name the days."""
        self.query_one(DayList).border_title = "Days"

    def reload(self) -> None:
        """Read anew which days there are."""
        working.run(self, self.digest_app.desk.days, self._show_days, group="days")

    def first_focus(self) -> Widget | None:
        """The days, also where a story was shown before."""
        self.query_one(StoryDesk).remove_class("-at-story", "-at-card")
        self._inside(False)
        return self.query_one(DayList)

    def leave(self) -> bool:
        """From the stories back to the days, one panel at a time."""
        if self.query_one(DayList).has_focus or not self.query("*:focus"):
            return False
        self.action_panel(-1)
        return True

    @property
    def story(self) -> Story | None:
        """The story under the cursor."""
        return self.query_one(StoryDesk).story

    # Showing

    def _show_days(self, days: tuple[Day, ...]) -> None:
        self.query_one(DayList).show(days)
        self._tell_note(digest_phrases.counted(len(days), "digest") if days else "")
        if not days:
            self._inside(False)
            self._show_page((_blank(self.digest_app.desk), _no_days()))

    def _tell_note(self, note: str) -> None:
        self.note = note
        if self.screen.view == self.id:  # type: ignore[attr-defined]
            self.screen.show_note()  # type: ignore[attr-defined]

    def on_day_list_highlighted(self, event: DayList.Highlighted) -> None:
        """Read the digest of the day."""
        event.stop()
        desk, day = self.digest_app.desk, event.day.day
        page = self.query_one(StoryDesk).page
        if page is None or page.digest.day != day or page.digest.made_at != event.day.made_at:
            working.run(self, lambda: _read(desk, day), self._show_page, group="page")

    def _show_page(self, read: tuple[Page, Content]) -> None:
        page, empty = read
        chosen = self.query_one(DayList).day
        if chosen is None or chosen.day == page.digest.day:
            self.query_one(StoryDesk).show(page, empty=empty)

    def on_day_list_chosen(self, event: DayList.Chosen) -> None:
        """Go to the day's stories."""
        event.stop()
        self.action_panel(1)

    def _inside(self, is_inside: bool) -> None:
        self.set_class(is_inside, "-inside")

    # What is chosen

    def on_story_desk_read(self, event: StoryDesk.Read) -> None:
        """Read the article that the place is in, among those of its story."""
        event.stop()
        ids = [brief.article.id for brief in event.story.briefs]
        place = ids.index(event.target.article) if event.target and event.target.article in ids else 0
        self.digest_app.read(ids, place, event.target)

    def on_items_copied(self, event: Items.Copied) -> None:
        """Copy it."""
        event.stop()
        self.digest_app.copy(event.words)

    # Actions

    def action_panel(self, step: int) -> None:
        """From the days into the stories and on, or back."""
        days, stories = self.query_one(DayList), self.query_one(StoryList)
        if not days.has_focus and not (stories.has_focus and step < 0):
            self.query_one(StoryDesk).panel(step)
        elif step > 0 and stories.stories:
            self._inside(True)
            stories.focus()
        elif step < 0:
            self._inside(False)
            days.focus()

    def action_save(self) -> None:
        """Save the story."""
        if self.story:
            self.digest_app.save(self.story, self.story.headline)

    def action_save_day(self) -> None:
        """Save the whole day."""
        page, chosen = self.query_one(StoryDesk).page, self.query_one(DayList).day
        if page and chosen and page.digest.day == chosen.day:
            self.digest_app.save(page.digest, f"digest of {page.digest.day}")

    def action_browse(self) -> None:
        """Open the best article in the browser."""
        if self.story and self.story.briefs:
            self.digest_app.browse(self.story.briefs[0].article.url)

    def action_copy(self) -> None:
        """Copy headline and summary."""
        if self.story:
            self.digest_app.copy(_words(self.story))

    def action_pipe(self) -> None:
        """Hand the story to a command."""
        if self.story:
            self.digest_app.pipe(_words(self.story) + "\n")


def _read(desk: Desk, day: str) -> tuple[Page, Content]:
    """The digest of a day and what is said where it has no stories, also that it can't be read."""
    try:
        return desk.page(day), line("No stories on this day.", MUTED)
    except DigestError as error:
        return _blank(desk, day), line(str(error), "$error")


def _blank(desk: Desk, day: str = "") -> Page:
    now = desk.now()
    return Page(Digest(day=day, made_at=now, since=None, until=now), {}, committed=True)


def _day_line(day: Day) -> Content:
    """A day and how much it is about: "Sat 3 May 2031 · 212 articles".

    The name is cut where the days of the week stay apart.
    """
    weekday, _, rest = digest_phrases.day_name(day.day).partition(" ")
    number, month, year = (*rest.split(" "), "", "")[:3]
    name = own(f"{weekday[:3]} {number:>2} {month[:3]} {year}", "bold") if month else line(day.day, "bold")
    return joined(name, own(f" · {digest_phrases.counted(day.articles, 'article')}", MUTED))


def _words(story: Story) -> str:
    return "\n".join([story.headline, *(sentence.text for sentence in story.summary)])


def _no_days() -> Content:
    rows = [
        line("No digest has been written yet.", "bold"),
        joined(line("1", "bold $accent"), "  the stories of today; W there writes its digest"),
        joined(line("R", "bold $accent"), "  ask the feeds for what is new"),
        line("`digest daily` does both; from a crontab, each day.", MUTED),
    ]
    return joined(*rows, by="\n")
