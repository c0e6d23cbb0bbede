"""Saying and asking where there is no screen: a line at a time, a long list a part at a time."""

from __future__ import annotations

from digest.errors import DigestError
from digest.text.clean import clean

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any, TextIO

AT_ONCE = 20  # lines, then the reader is asked


class LeftError(Exception):
    """The reader has gone: the input is at its end, or they said so."""


class Talk:
    """The two streams; `listed` is what the numbers of the last list mean, `next` a command typed at "more?"."""

    def __init__(self, stdin: TextIO, stdout: TextIO) -> None:
        self._in, self._out = stdin, stdout
        if hasattr(stdin, "reconfigure"):
            stdin.reconfigure(errors="replace")
        self._encoding = getattr(stdout, "encoding", None) or "utf-8"
        self.listed: list[Any] = []
        self.next = ""

    def say(self, text: str) -> None:
        """One line, whatever was in it."""
        said = " ".join(clean(text).split())
        self._out.write(said.encode(self._encoding, "replace").decode(self._encoding) + "\n")
        self._out.flush()

    def asked(self, prompt: str) -> str:
        """A line typed after a prompt; LeftError at the end of the input."""
        self._out.write(prompt)
        self._out.flush()
        line = self._in.readline()
        if not line:
            self._out.write("\n")
            raise LeftError
        return line

    def tried(self, do: Callable[[str], None], line: str) -> None:
        """A failure is one line, and the sitting goes on."""
        try:
            do(line)
        except (LeftError, BrokenPipeError):
            raise
        except DigestError as error:
            self.say(f"Error: {error}")
        except Exception as error:
            self.say(f"Error: internal ({type(error).__name__}: {error}); please report it")

    def tell(self, lines: Iterable[str]) -> None:
        """Lines one after the other, some at a time; what is typed in between is the next command."""
        for number, line in enumerate(lines):
            if number and number % AT_ONCE == 0 and not self._goes_on():
                return
            self.say(line)

    def _goes_on(self) -> bool:
        self.next = self.asked("more? (enter) ").strip()
        if self.next in ("n", "no"):
            self.next = ""
            return False
        return not self.next

    def tell_list(self, pairs: Iterable[tuple[Any, str]], *, empty: str) -> None:
        """A list whose numbers mean its entries until there is another."""
        self.listed = []

        def lines() -> Iterator[str]:
            for one, line in pairs:
                self.listed.append(one)
                yield f"{len(self.listed)}. {line}"
            if not self.listed:
                yield empty

        self.tell(lines())
