"""Agenda: what lies ahead, and the sentence that says so."""

from __future__ import annotations

import os

from textual.containers import Vertical
from textual.widgets import Static

from digest.output import digest_phrases, links
from digest.tui import working
from digest.tui.actions import bindings
from digest.tui.panes.pane import Pane
from digest.tui.plain import MUTED, content, joined, line, own, within
from digest.tui.widgets.items import Target
from digest.tui.widgets.timeline import Timeline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.content import Content
    from textual.widget import Widget

    from digest.model import AgendaItem

_CALENDAR = "agenda.ics"


class AgendaPane(Pane):
    """The dated next steps of all digests and of today's, week by week."""

    BINDINGS = bindings("agenda")

    def compose(self) -> ComposeResult:
        """The weeks over the sentence; what is said in their place where nothing is ahead."""
        yield Timeline(id="weeks")
        with Vertical(id="said-in"):
            yield Static(id="said")
            yield Static(id="said-by")
        yield Static("reading …", id="nothing-ahead")

    def on_mount(self) -> None:
        """Nothing is read yet."""
        self._items: tuple[AgendaItem, ...] = ()
        self.add_class("-empty")
        self.query_one("#said-in").border_title = "Said in"

    def reload(self) -> None:
        """Read what lies ahead anew."""
        working.run(self, self.digest_app.desk.agenda, self._show, group="agenda")

    def first_focus(self) -> Widget | None:
        """The weeks."""
        return self.query_one(Timeline)

    def _show(self, items: tuple[AgendaItem, ...]) -> None:
        had_focus = self.screen.focused in (None, *self.query("*"))
        self._items = items
        self.set_class(not items, "-empty")
        self.query_one("#nothing-ahead", Static).update(_nothing_ahead())
        weeks = self.query_one(Timeline)
        weeks.show(items, self.digest_app.desk.date())
        self._show_said(weeks.highlighted_item)
        self.note = f"{digest_phrases.counted(len(items), 'next step')} ahead" if items else ""
        if self.screen.view == self.id:  # type: ignore[attr-defined]
            self.screen.show_note()  # type: ignore[attr-defined]
            if items and had_focus:
                weeks.focus()  # it could not have the focus while it was hidden

    def _show_said(self, item: AgendaItem | None) -> None:
        self.query_one("#said", Static).update(_said(item) if item else "")
        self.query_one("#said-by", Static).update(_said_by(item) if item else "")

    def on_timeline_highlighted(self, event: Timeline.Highlighted) -> None:
        """Show the sentence behind it."""
        event.stop()
        self._show_said(event.item)

    def on_timeline_chosen(self, event: Timeline.Chosen) -> None:
        """Read its article, at the sentence."""
        event.stop()
        articles = list(dict.fromkeys(item.article for item in self._items))
        said = event.item.step.sentence
        place = articles.index(event.item.article)
        self.digest_app.read(articles, place, Target(event.item.article, said.start, said.end))

    # Actions

    def action_save(self) -> None:
        """Write a calendar file, where the reader wants it."""
        app, items = self.digest_app, self._items
        if not items:
            app.say("there is nothing ahead to save")
            return

        def placed(path: str) -> None:
            app.state["calendar"] = path
            working.run(app, lambda: app.desk.calendar(items, path), lambda vague: told(path, vague), group="calendar")

        def told(path: str, vague: Sequence[AgendaItem]) -> None:
            app.say(f"saved: {path}")
            if vague:
                app.say(_left_out(vague))

        value = str(app.state.get("calendar", "")) or os.path.join(os.path.curdir, _CALENDAR)
        app.ask("Save the calendar to", placed, value=value, paths=True)

    def action_browse(self) -> None:
        """Open the article behind it in the browser."""
        if item := self.query_one(Timeline).highlighted_item:
            self.digest_app.browse(item.url)

    def action_copy(self) -> None:
        """Copy the sentence behind it."""
        if item := self.query_one(Timeline).highlighted_item:
            self.digest_app.copy(item.step.sentence.text)


def _said(item: AgendaItem) -> Content:
    """The sentence, in which the time stands out where it is named, else what is to happen."""
    step = item.step
    return joined("“", within(step.sentence, step.when or step.what, "reverse"), "”")


def _said_by(item: AgendaItem) -> Content:
    about = " · ".join(part for part in (links.host(item.url), digest_phrases.when(item.date)) if part)
    return joined(line(item.title or "(untitled)"), "\n", line(about, MUTED))


def _left_out(vague: Sequence[AgendaItem]) -> str:
    """What the calendar lacks, and why."""
    named = ", ".join(f"{item.step.what.text} ({item.date})" for item in vague[:3])
    more = f" and {len(vague) - 3} more" if len(vague) > 3 else ""
    return f"not in the calendar, for their date is no day: {named}{more}"


def _nothing_ahead() -> Content:
    rows = [
        line("Nothing is known to lie ahead.", "bold"),
        content("The agenda has the dated next steps that articles name, in today's digest and all that were written."),
        joined(own("R", "bold $accent"), "  ask the feeds for what is new"),
        joined(own("1", "bold $accent"), "  the stories of today; W writes its digest"),
    ]
    return joined(*rows, by="\n")
