"""The palette: every action that has a key here and now, and nothing that has none."""

from __future__ import annotations

from functools import partial

from textual.command import DiscoveryHit, Hit, Provider

from digest.tui.actions import ACTS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.binding import ActiveBinding
    from textual.command import Hits
    from textual.dom import DOMNode


_LAST = {"app": 1, "main": 1, "list": 2, "passages": 2}  # what belongs to the view comes first
_PLACES = {act.id: place for place, act in enumerate(sorted(ACTS, key=lambda act: _LAST.get(act.scope, 0)))}


class Actions(Provider):
    """The actions that work on the screen the palette was opened over."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for title, about, node, action in self._actions():
            yield DiscoveryHit(title, partial(self._run, node, action), help=about)

    async def search(self, query: str) -> Hits:
        """Those whose title or help the typed letters fit."""
        matcher = self.matcher(query)
        for title, about, node, action in self._actions():
            score = max(matcher.match(title), matcher.match(f"{title} {about}") * 0.9)
            if score > 0:
                shown = matcher.highlight(title)
                yield Hit(score, shown, partial(self._run, node, action), text=title, help=about)

    async def _run(self, node: DOMNode, action: str) -> None:
        await self.app.run_action(action, node)

    def _actions(self) -> Iterator[tuple[str, str, DOMNode, str]]:
        """What can be done, each once; moving about comes last, since nobody needs a palette for it."""
        found: dict[str, ActiveBinding] = {}
        for active in self.screen.active_bindings.values():
            if active.binding.id and active.binding.description and active.enabled:
                found.setdefault(active.binding.action, active)
        for active in sorted(found.values(), key=lambda one: _PLACES.get(one.binding.id or "", len(_PLACES))):
            yield active.binding.description, active.binding.tooltip, active.node, active.binding.action


def shown_keys(keys: str) -> str:
    """Keys as people know them.

    >>> shown_keys("question_mark,ctrl+z")
    '? ctrl+z'
    """
    names = {
        "question_mark": "?",
        "comma": ",",
        "slash": "/",
        "plus": "+",
        "minus": "-",
        "equals_sign": "=",
        "vertical_line": "|",
        "escape": "esc",
    }
    return " ".join(names.get(key, key) for key in keys.split(","))
