"""The application: wiring, keys that work everywhere, and work that outlives a screen."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from threading import Event, Lock

from textual import events
from textual.app import App, SystemCommand
from textual.message import Message

from digest.errors import DigestError
from digest.text.clean import clean
from digest.tui import actions, themes, working
from digest.tui.actions import bindings
from digest.tui.commands import Actions
from digest.tui.screens.main import MainScreen
from digest.tui.widgets.bar import RefreshLine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    from textual.screen import Screen

    from digest.model import Brief, Digest, Story
    from digest.service.desk import Desk
    from digest.service.fetching import Outcome
    from digest.tui.widgets.items import Target

FORMS = {
    "markdown": ("md", "Markdown, to read"),
    "toml": ("toml", "TOML, which `digest verify` re-checks"),
    "json": ("json", "JSON, for programs"),
    "html": ("html", "HTML, for a browser"),
    "text": ("txt", "plain text"),
}
_MOST_UNDO = 200
_MOST_SAID = 3
_MOST_COPIED = 100_000  # characters that a terminal is asked to take


class DigestApp(App[None]):
    """The news digest that can be checked."""

    TITLE = "digest"
    CSS_PATH = "app.tcss"
    BINDINGS = bindings("app")
    COMMANDS = {Actions}
    ENABLE_COMMAND_PALETTE = True
    NOTIFICATION_TIMEOUT = 4

    class Arrived(Message):
        """Feeds have answered since the last time this was said."""

    def __init__(self, desk: Desk, *, places: Sequence[str] = ()) -> None:
        super().__init__()
        self.desk = desk
        self.state: dict[str, Any] = desk.remembered()
        self.length = 0
        self.method = ""
        self._places = list(places)
        self._undo: list[tuple[str, Callable[[], object]]] = []
        self._stop = Event()
        self._lock = Lock()
        self._outcomes: list[Outcome] = []
        self._is_refreshing = False
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.set_keymap(actions.keymap(desk.settings.keys))

    def get_default_screen(self) -> Screen[Any]:
        """The main screen, at the view it was left with."""
        return MainScreen(str(self.state.get("view", "today")))

    async def on_event(self, event: events.Event) -> None:
        """Hand events on, a pasted text without what it may hide: fields write to the terminal what is in them."""
        if isinstance(event, events.Paste):
            event.text = clean(event.text)
        await super().on_event(event)

    def on_mount(self) -> None:
        """Put on the reader's theme; read what was named on the command line."""
        wanted = self.desk.settings.screen_theme
        self.theme = wanted if wanted in self.available_themes else themes.DEFAULT
        if self._places:
            self._read_places(self._places)

    @property
    def main(self) -> MainScreen:
        """The main screen, whatever lies over it."""
        return next(screen for screen in self.screen_stack if isinstance(screen, MainScreen))

    # What views and screens ask for

    def say(self, text: str, *, problem: bool = False) -> None:
        """A line that goes away by itself; only the last few stay, so that they never cover what is read."""
        if len(self._notifications) >= _MOST_SAID:
            self.clear_notifications()
        self.notify(clean(text, one_line=True), severity="error" if problem else "information", markup=False)

    def did(self, label: str, undo: Callable[[], object]) -> None:
        """Something was changed, and can be taken back."""
        self._undo = [*self._undo[-_MOST_UNDO:], (label, undo)]
        self.say(f"{label} (ctrl+z takes it back)")

    def changed(self) -> None:
        """What is in the archive, among the feeds or in the settings is other than before."""
        self.main.changed()

    def read(self, ids: Sequence[str], place: int = 0, target: Target | None = None) -> None:
        """Open articles of the archive in the reader, at one of them."""
        from digest.tui.screens.reader import ReaderScreen

        if ids:
            self.push_screen(ReaderScreen(list(ids), place=place, target=target))

    def read_briefs(self, briefs: Sequence[Brief], place: int = 0) -> None:
        """Open briefs that are at hand in the reader."""
        from digest.tui.screens.reader import ReaderScreen

        if briefs:
            self.push_screen(ReaderScreen(briefs=tuple(briefs), place=place))

    def ask(
        self,
        question: str,
        then: Callable[[str], object],
        *,
        value: str = "",
        hint: str = "",
        paths: bool = False,
        check: Callable[[str], str] = lambda text: "",
    ) -> None:
        """Ask for a line; `then` has it unless the reader left it."""
        from digest.tui.widgets.prompt import Ask

        def answered(answer: str | None) -> None:
            if answer is not None and answer.strip():
                then(answer)

        self.push_screen(Ask(question, value=value, hint=hint, paths=paths, check=check), answered)

    def choose(
        self, question: str, options: Sequence[tuple[str, str]], then: Callable[[str], object], *, value: str = ""
    ) -> None:
        """Ask for one of a few; `then` has its value unless the reader left it."""
        from digest.tui.widgets.prompt import Choose

        def answered(answer: str | None) -> None:
            if answer is not None:
                then(answer)

        self.push_screen(Choose(question, options, value=value), answered)

    def choose_method(self, then: Callable[[], object]) -> None:
        """Ask how sentences are to be chosen."""
        from digest.registry import SUMMARIZERS

        def chosen(name: str) -> None:
            self.method = name
            then()

        options = [(name, f"{name:<12} {SUMMARIZERS.about(name)}") for name in SUMMARIZERS.names()]
        present = self.method or self.desk.settings.summarize_method
        self.choose("How are sentences chosen?", options, chosen, value=present)

    def save(self, what: Brief | Sequence[Brief] | Story | Digest, title: str) -> None:
        """Ask in which form and where, and save it."""

        def formed(form: str) -> None:
            working.run(
                self, lambda: self.desk.offer(title, form), lambda path: self._save_at(what, form, path), group="offer"
            )

        self.state.setdefault("form", "markdown")
        options = [(form, f"{form:<10} {about}") for form, (_, about) in FORMS.items()]
        self.choose("Save as", options, formed, value=self.state["form"])

    def _save_at(self, what: Brief | Sequence[Brief] | Story | Digest, form: str, path: str) -> None:
        def placed(wanted: str) -> None:
            self.state["form"] = form
            working.run(
                self,
                lambda: self.desk.save(what, form, os.path.expanduser(wanted)),
                lambda done: self.say(f"saved: {done}"),
                group="save",
                exclusive=False,
            )

        self.ask("Save to", placed, value=path, paths=True)

    def browse(self, url: str | None) -> None:
        """Open a web address in the browser; nothing else is ever opened."""
        from digest.output.links import web

        usable = web(url)
        if usable is None:
            self.say("this has no web address", problem=True)
            return
        command = self.desk.settings.screen_browser
        if command:
            arguments = [part.replace("{url}", usable) for part in command]
            arguments = arguments if "{url}" in " ".join(command) else [*arguments, usable]
            working.run(self, lambda: self.desk.pipe(arguments, ""), lambda done: None, group="browse")
        else:
            self.open_url(usable)
        self.say(f"opened {usable}")

    def copy(self, text: str) -> None:
        """Put a text on the clipboard, through the terminal."""
        said = clean(text)[:_MOST_COPIED]
        self.copy_to_clipboard(said)
        self.say(f"copied {len(said):,} characters")

    def pipe(self, text: str) -> None:
        """Ask for a command and hand it a text; a list of arguments, never a shell."""
        import shlex

        def wrong(line: str) -> str:
            try:
                return "" if shlex.split(line) else "name a command"
            except ValueError as error:
                return str(error).lower()

        def given(line: str) -> None:
            self.state["pipe"] = line
            command = shlex.split(line)
            working.run(
                self,
                lambda: self.desk.pipe(command, text),
                lambda done: self.say(f"handed to {command[0]}"),
                group="pipe",
                exclusive=False,
            )

        self.ask("Hand it to (no shell)", given, value=str(self.state.get("pipe", "")), hint="wc -w", check=wrong)

    # Refreshing

    def refresh_feeds(self, urls: Sequence[str] = ()) -> None:
        """Ask feeds for what is new, all or these, beside everything else."""
        if self._is_refreshing:
            self.say("a refresh is under way (X stops it)")
            return
        self._is_refreshing = True
        self._stop.clear()
        self.main.query_one(RefreshLine).begin(len(urls))
        self.run_worker(lambda: self._refresh(tuple(urls)), thread=True, group="refresh", exit_on_error=False)

    def _refresh(self, urls: tuple[str, ...]) -> None:
        """Runs in a thread: touches nothing but messages and what the lock guards."""

        def told(outcome: Outcome) -> None:
            with self._lock:
                is_first = not self._outcomes
                self._outcomes.append(outcome)
            if is_first:  # the screen takes all that has come by then
                self.post_message(self.Arrived())

        def begun(count: int) -> None:
            self.call_later(self.main.query_one(RefreshLine).begin, count)

        problem = ""
        try:
            self.desk.refresh(urls, begun=begun, told=told, stopped=self._stop.is_set)
        except DigestError as error:
            problem = str(error)
        except Exception as error:
            problem = f"internal error ({type(error).__name__}: {error}); please report it"
        self.call_later(self._refreshed, problem)

    def on_digest_app_arrived(self) -> None:
        """Show each feed that has answered."""
        with self._lock:
            outcomes, self._outcomes = self._outcomes, []
        self.main.query_one(RefreshLine).arrived(outcomes)

    def _refreshed(self, problem: str) -> None:
        self.on_digest_app_arrived()
        self._is_refreshing = False
        feeds, new, failed = self.main.query_one(RefreshLine).end()
        if problem:
            self.say(problem, problem=True)
        else:
            stopped = "stopped: " if self._stop.is_set() else ""
            said = f"{stopped}{feeds} feed{'s' * (feeds != 1)}, {new} new article{'s' * (new != 1)}"
            self.say(f"{said}, {failed} failed (5 says why)" if failed else said, problem=False)
        self.changed()

    # Actions

    def action_refresh_all(self) -> None:
        """Ask every feed."""
        self.refresh_feeds()

    def action_cancel_refresh(self) -> None:
        """Stop asking."""
        if self._is_refreshing:
            self._stop.set()
            self.say("stopping; what has come stays")

    def action_help(self) -> None:
        """Every key."""
        from digest.tui.screens.help import HelpScreen

        self.push_screen(HelpScreen())

    def action_settings(self) -> None:
        """See and change digest.toml."""
        from digest.tui.screens.settings import SettingsScreen

        self.push_screen(SettingsScreen())

    def action_theme(self) -> None:
        """Choose the colours, and remember them."""

        def chosen(name: str) -> None:
            self.theme = name
            working.run(self, lambda: self.desk.change("screen.theme", name), lambda done: None, group="theme")

        names = sorted(self.available_themes, key=lambda name: (not name.startswith("digest-"), name))
        self.choose("Theme", [(name, name) for name in names if name != "textual-ansi"], chosen, value=self.theme)

    def action_undo(self) -> None:
        """Take the last change back."""
        if not self._undo:
            self.say("there is nothing to take back")
            return
        label, undo = self._undo.pop()

        def undone(done: object) -> None:
            self.say(f"taken back: {label}")
            self.changed()

        working.run(self, undo, undone, group="undo", exclusive=False)

    def action_open(self) -> None:
        """Ask for a file, a folder or an address, and read it."""
        self.ask(
            "Read which file, folder or address?",
            lambda place: self._read_places([place.strip()]),
            value=str(self.state.get("folder", "")),
            paths=True,
        )

    def action_samples(self) -> None:
        """Read the sample articles."""
        working.run(self, self.desk.samples, self._read_places, group="open")

    def _read_places(self, places: Sequence[str]) -> None:
        def opened(result: tuple[tuple[Brief, ...], tuple[Any, ...]]) -> None:
            briefs, problems = result
            for problem in problems[:3]:
                self.say(f"{problem.where}: {problem.what}", problem=True)
            if len(problems) > 3:
                self.say(f"and {len(problems) - 3} more that can't be read", problem=True)
            self.read_briefs(briefs)

        folder = os.path.dirname(places[0]) if places else ""
        if folder:
            self.state["folder"] = folder + "/"
        working.run(self, lambda: self.desk.open(places), opened, group="open")

    def action_paste(self) -> None:
        """Ask for a text, and read it."""
        from digest.tui.widgets.prompt import AskText

        def typed(text: str | None) -> None:
            if text and text.strip():
                working.run(self, lambda: self.desk.paste(text), lambda brief: self.read_briefs([brief]), group="open")

        self.push_screen(AskText("Paste or type the text of an article"), typed)

    def action_add_feed(self) -> None:
        """Ask for a feed, look at it, and follow it."""

        def given(place: str) -> None:
            self.say(f"asking {place.strip()} …")
            working.run(self, lambda: self.desk.add(place.strip()), added, group="add", exclusive=False)

        def added(found: Any) -> None:
            if found.problem:
                self.say(f"{found.asked}: {found.problem}", problem=True)
                return
            self.did(f"following {found.title or found.url}", lambda: self.desk.remove(found.url))
            self.changed()
            self.refresh_feeds([found.url])

        self.ask("Follow which feed, site, feed file or folder?", given, hint="https://…", paths=True)

    def exit(self, *arguments: Any, **options: Any) -> None:
        """Remember where the reader was, and leave."""
        self._stop.set()
        with suppress(DigestError, StopIteration):  # else the next start is at the first view
            self.desk.remember(self.state | self._present())
        super().exit(*arguments, **options)

    def _present(self) -> dict[str, Any]:
        from digest.tui.widgets.story_list import StoryList

        found: dict[str, Any] = {"view": self.main.view}
        for stories in self.main.query("#today StoryList").results(StoryList):
            found["story"] = stories.story.id if stories.story else ""
        return found

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """None but ours: every entry of the palette has a key, and every key an entry."""
        return ()


def run(desk: Desk, places: Sequence[str] = ()) -> int:
    """Open the screen and stay until the reader leaves."""
    sys.setswitchinterval(0.001)  # a key is answered at once, whatever the threads are at
    app = DigestApp(desk, places=places)
    app.run()
    return app.return_code or 0
