"""What every view inside the main screen is."""

from __future__ import annotations

from textual.containers import Container

TYPE_CHECKING = False
if TYPE_CHECKING:
    from textual.widget import Widget

    from digest.tui.app import DigestApp


class Pane(Container):
    """A view: it reads itself anew when what it shows has changed, and says what has the focus first and its note."""

    note = ""  # what the bar at the top says beside the names of the views

    @property
    def digest_app(self) -> DigestApp:
        """The application, by its own type."""
        return self.app  # type: ignore[return-value]

    def reload(self) -> None:
        """Read what is shown anew; called when it is first shown and when the archive or the feeds have changed."""

    def first_focus(self) -> Widget | None:
        """What has the focus when the view is shown."""
        return next((w for w in self.query("*") if w.focusable), None)

    def leave(self) -> bool:
        """Go back one step inside the view; False when there is none."""
        return False
