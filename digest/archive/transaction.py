"""All or nothing, also inside one another."""

from __future__ import annotations

from digest.archive.schema import Guard
from digest.errors import ArchiveError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from sqlite3 import Connection
    from types import TracebackType


class Transaction:
    """`with Transaction(…):` commits at its end or, when an exception leaves it, undoes what was done in it."""

    def __init__(self, connection: Connection, path: str) -> None:
        self._connection = connection
        self._path = path
        self._guard = Guard(path, marks=True)
        self._is_outer = True

    def __enter__(self) -> None:
        """Take the right to write, waiting for it if need be."""
        self._is_outer = not self._connection.in_transaction
        with self._guard:
            self._connection.execute("BEGIN IMMEDIATE" if self._is_outer else "SAVEPOINT inner_one")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Commit or undo; an error of SQLite's becomes an ArchiveError."""
        connection = self._connection
        with self._guard:
            if error is None:
                if not connection.in_transaction:  # SQLite undoes all of it by itself when a disk is full
                    raise ArchiveError(f"{self._path}: an earlier failure undid what was written with it")
                connection.execute("COMMIT" if self._is_outer else "RELEASE inner_one")
                return
        self._undo()
        self._guard.__exit__(kind, error, at)

    def _undo(self) -> None:
        if not self._connection.in_transaction:
            return
        with self._guard:
            if self._is_outer:
                self._connection.execute("ROLLBACK")
            else:
                self._connection.execute("ROLLBACK TO inner_one")
                self._connection.execute("RELEASE inner_one")
