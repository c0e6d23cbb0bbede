"""The stories of a day, ranked."""

from __future__ import annotations

from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from digest.tui import spark
from digest.tui.actions import bindings
from digest.tui.plain import MUTED, joined, line, own

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from textual.content import Content

    from digest.model import Story


class StoryList(OptionList):
    """Headline, coverage over the last day, how many tell it, how old it is."""

    BINDINGS = bindings("list")

    class Highlighted(Message):
        """A story is under the cursor."""

        def __init__(self, story: Story) -> None:
            super().__init__()
            self.story = story

    class Chosen(Message):
        """A story was entered or clicked."""

        def __init__(self, story: Story) -> None:
            super().__init__()
            self.story = story

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, markup=False)
        self.stories: tuple[Story, ...] = ()
        self.selected: set[str] = set()
        self._until: datetime | None = None
        self._titles: Mapping[str, str] = {}
        self._read: frozenset[str] = frozenset()

    def show(
        self, stories: Sequence[Story], *, until: datetime, titles: Mapping[str, str], read: Iterable[str] = ()
    ) -> None:
        """Show other stories; the cursor stays on its story where that is still there."""
        standing = self.story.id if self.story else ""
        place = self.highlighted or 0
        self.stories, self._until, self._titles = tuple(stories), until, titles
        self._read = frozenset(read)
        self.selected &= {story.id for story in stories}
        with self.prevent(OptionList.OptionHighlighted):
            self.clear_options()
            self.add_options(Option(self._line(i, story)) for i, story in enumerate(self.stories))
        if self.stories:
            found = next((i for i, story in enumerate(self.stories) if story.id == standing), place)
            self.highlighted = min(found, len(self.stories) - 1)

    @property
    def story(self) -> Story | None:
        """The story under the cursor."""
        place = self.highlighted
        return self.stories[place] if place is not None and place < len(self.stories) else None

    def is_read(self, story: Story) -> bool:
        """Whether all its articles have been read."""
        return bool(story.briefs) and all(brief.article.id in self._read for brief in story.briefs)

    def toggle(self, story: Story) -> None:
        """Select a story, or no longer."""
        self.selected ^= {story.id}
        self._redraw(story)

    def replace(self, story: Story) -> None:
        """Show another telling of a story that is listed."""
        self.stories = tuple(story if known.id == story.id else known for known in self.stories)
        self._redraw(story)

    def _redraw(self, story: Story) -> None:
        for place, known in enumerate(self.stories):
            if known.id == story.id:
                self.replace_option_prompt_at_index(place, self._line(place, known))

    def _line(self, place: int, story: Story) -> Content:
        articles = [brief.article for brief in story.briefs]
        times = [a.published for a in articles if a.published]
        assert self._until
        outlets = len({a.source for a in articles})
        facts = [
            spark.coverage(times, self._until),
            f"{outlets} source{'s' * (outlets != 1)}",
            spark.age(max(times), self._until) if times else "undated",
        ]
        if story.conflicts:
            facts.append("≠ conflict")
        mark = "▌" if story.id in self.selected else " "
        headline = line(story.headline or "(untitled)", MUTED if self.is_read(story) else "bold")
        about = joined(own(f"{mark}{place + 1:>2} ", "$accent"), own(" · ".join(facts), MUTED))
        return joined(headline, about, by="\n")

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say it in our own words."""
        event.stop()
        if event.option_index < len(self.stories):
            self.post_message(self.Highlighted(self.stories[event.option_index]))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Say it in our own words."""
        event.stop()
        if event.option_index < len(self.stories):
            self.post_message(self.Chosen(self.stories[event.option_index]))
