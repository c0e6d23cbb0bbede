"""The line at the bottom: the keys that work here."""

from __future__ import annotations

from textual.widgets import Footer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from textual.screen import Screen


class Foot(Footer):
    """A footer that is made anew only when it would say something else: a view is changed in half the time."""

    def __init__(self) -> None:
        super().__init__(show_command_palette=False)
        self._said: tuple[object, ...] = ()

    def bindings_changed(self, screen: Screen[object]) -> None:
        """Other keys may work now."""
        if not (self.is_attached and screen is self.screen and screen.app.app_focus):
            return
        said = tuple(
            (key.key, key.action, key.description, on) for _, key, on, _ in screen.active_bindings.values() if key.show
        )
        if said != self._said:
            self._said = said
            super().bindings_changed(screen)
