"""Questions, at the bottom of the screen: a line to type, or one of a few to choose."""

from __future__ import annotations

import os

from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Label, OptionList, TextArea
from textual.widgets.option_list import Option

from digest.text.clean import clean
from digest.tui.plain import line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.app import ComposeResult


class Paths(Suggester):
    """Completes paths of files and folders; right or end takes what is offered."""

    def __init__(self) -> None:
        super().__init__(use_cache=False, case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The first path that begins so."""
        folder, start = os.path.split(os.path.expanduser(value))
        if not start:
            return None
        try:
            with os.scandir(folder or ".") as entries:
                found = sorted(
                    entry.name + ("/" if entry.is_dir() else "") for entry in entries if entry.name.startswith(start)
                )
        except OSError:
            return None
        usable = [name for name in found if clean(name, one_line=True) == name]
        return value + usable[0][len(start) :] if usable else None


class Ask(ModalScreen["str | None"]):
    """Asks for one line; esc is no answer."""

    BINDINGS = [Binding("escape", "leave", "Back", show=True)]

    def __init__(
        self,
        question: str,
        *,
        value: str = "",
        hint: str = "",
        paths: bool = False,
        check: Callable[[str], str] = lambda text: "",
    ) -> None:
        super().__init__()
        self._question, self._value, self._hint, self._check = question, value, hint, check
        self._suggester = Paths() if paths else None

    def compose(self) -> ComposeResult:
        """The question, the line, what is wrong with it."""
        with Vertical(id="prompt"):
            yield Label(line(self._question), id="question")
            value, hint = clean(self._value, one_line=True), clean(self._hint, one_line=True)
            yield Input(value, placeholder=hint, suggester=self._suggester, id="answer")
            complete = "   →: complete" if self._suggester else ""
            yield Label(Content(f"enter: do it   esc: leave it{complete}"), id="hint")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Answer, unless there is something wrong with it."""
        wrong = self._check(event.value)
        if wrong:
            hint = self.query_one("#hint", Label)
            hint.update(Content(clean(wrong, one_line=True)))
            hint.add_class("-wrong")
            return
        self.dismiss(event.value)

    def action_leave(self) -> None:
        """No answer."""
        self.dismiss(None)


class AskText(ModalScreen["str | None"]):
    """Asks for a text of many lines, as pasting gives it."""

    BINDINGS = [Binding("escape", "leave", "Back"), Binding("ctrl+s", "done", "Read it", priority=True)]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The question and the text."""
        with Vertical(id="prompt", classes="-tall"):
            yield Label(line(self._question), id="question")
            yield TextArea(id="answer")
            yield Label(Content("ctrl+s: read it   esc: leave it"), id="hint")

    def action_done(self) -> None:
        """Answer."""
        self.dismiss(self.query_one(TextArea).text)

    def action_leave(self) -> None:
        """No answer."""
        self.dismiss(None)


class Choose(ModalScreen["str | None"]):
    """Asks for one of a few; `options` are values with what is shown of each."""

    BINDINGS = [
        Binding("escape,q", "leave", "Back"),
        Binding("j", "down", show=False),
        Binding("k", "up", show=False),
    ]

    def __init__(self, question: str, options: Sequence[tuple[str, str]], *, value: str = "") -> None:
        super().__init__()
        self._question, self._options, self._value = question, list(options), value

    def compose(self) -> ComposeResult:
        """The question and the options."""
        with Vertical(id="prompt", classes="-choose"):
            yield Label(line(self._question), id="question")
            yield OptionList(*(Option(Content(clean(shown))) for _, shown in self._options), markup=False, id="options")

    def on_mount(self) -> None:
        """Begin at the present value."""
        values = [value for value, _ in self._options]
        self.query_one(OptionList).highlighted = values.index(self._value) if self._value in values else 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Answer."""
        self.dismiss(self._options[event.option_index][0])

    def action_down(self) -> None:
        """One down."""
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        """One up."""
        self.query_one(OptionList).action_cursor_up()

    def action_leave(self) -> None:
        """No answer."""
        self.dismiss(None)
