"""Slow work beside the screen: in a thread, its result handed back to the screen, its failure told in one line."""

from __future__ import annotations

from digest.errors import DigestError
from digest.text.clean import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from textual.dom import DOMNode
    from textual.worker import Worker

    T = TypeVar("T")


def run(
    node: DOMNode, job: Callable[[], T], then: Callable[[T], object], *, group: str, exclusive: bool = True
) -> Worker[None]:
    """Do `job` in a thread that ends with `node`, then call `then` with its result where widgets may be touched.

    A later job of the group takes an earlier one's place: the result of that one is not wanted any more.
    """
    from textual.worker import get_current_worker

    def work() -> None:
        worker = get_current_worker()
        try:
            result = job()
        except DigestError as error:
            said = str(error)
        except Exception as error:
            said = f"internal error ({type(error).__name__}: {error}); please report it"
        else:
            if not worker.is_cancelled and node.is_running:
                node.call_later(then, result)
            return
        if not worker.is_cancelled and node.is_running:
            node.call_later(_tell, node, said)

    return node.run_worker(work, thread=True, exclusive=exclusive, group=group, exit_on_error=False)


def _tell(node: DOMNode, said: str) -> None:
    node.app.notify(clean(said, one_line=True), severity="error", markup=False)
