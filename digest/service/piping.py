"""Giving a text to a command of the reader's."""

from __future__ import annotations

from digest.errors import OutputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST_WAIT = 30  # seconds
_MOST_SAID = 300  # characters of what the command complains


def pipe(command: Sequence[str], text: str, *, seconds: float = LONGEST_WAIT) -> None:
    """Give a text to a command, a list of arguments and never a shell; OutputError with the reason when it fails."""
    import subprocess
    import tempfile

    if not command or not command[0]:
        raise OutputError("there is no command to give it to")
    name = command[0]
    # What it says goes into a file: a program that stays behind to own the clipboard keeps a pipe open for ever.
    with tempfile.TemporaryFile() as said:
        try:
            done = subprocess.run(  # noqa: S603 (the reader's own command)
                list(command), input=text.encode(), stdout=subprocess.DEVNULL, stderr=said, timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise OutputError(f"{name}: took longer than {seconds:g} seconds") from error
        except (OSError, ValueError) as error:
            raise OutputError(f"{name}: {(getattr(error, 'strerror', None) or str(error)).lower()}") from error
        if done.returncode:
            said.seek(0)
            raise OutputError(f"{name}: {_reason(said.read(4 * _MOST_SAID)) or f'status {done.returncode}'}")


def _reason(body: bytes) -> str:
    from digest.text.clean import clean

    return clean(body.decode("utf-8", "replace"), one_line=True)[:_MOST_SAID]
