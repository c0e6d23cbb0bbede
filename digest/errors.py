"""What can go wrong in a way that the user can meet, as one tree.

DigestError
├── UsageError            an argument or option that can't be used        exit 2
│   └── UnknownNameError  a name that nothing answers to; says the nearest
├── SettingsError         the settings file, with file and key            exit 2
├── SourceError           something that could not be read                a Problem, or exit 1
├── OutputError           something that could not be written             exit 1
├── SavedFormError        a file that is not a saved digest               exit 1
├── ArchiveError          an archive that can't be opened or written      exit 1
└── BusyError             another run is at work                          exit 75
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class DigestError(Exception):
    """A failure with a message for the user: one line that says what and where."""


class UsageError(DigestError):
    """An argument or option that can't be used."""


class UnknownNameError(UsageError):
    """A name that nothing answers to.

    >>> str(UnknownNameError("method", "lexrnk", ["lead", "lexrank"]))
    "unknown method 'lexrnk' (nearest: lexrank; known: lead, lexrank)"
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        from difflib import get_close_matches  # slow to import, and only needed here

        names = list(known)
        near = get_close_matches(name.lower(), names, n=1, cutoff=0.5)
        nearest = f"nearest: {near[0]}; " if near else ""
        super().__init__(f"unknown {kind} {name[:80]!r} ({nearest}known: {', '.join(names)})")


class SettingsError(DigestError):
    """A setting that can't be used; the message names file and key."""


class SourceError(DigestError):
    """Something that could not be read; `where` is the path or address as given."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where = where
        self.what = what


class OutputError(DigestError):
    """Something that could not be written."""


class SavedFormError(DigestError):
    """A file that is not a saved digest, or not one that this version reads."""


class ArchiveError(DigestError):
    """An archive that can't be opened, read or written; the message names the file."""


class BusyError(DigestError):
    """Another run holds the lock."""
