"""Every row of a damaged archive that can be read.

A row is taken as it is when each value is of its column's kind. Where one is not (a text that is no UTF-8, a time that
is none), the rest of the row is still worth having: such rows come apart, as `mended`, for where no backup has better.
"""

from __future__ import annotations

from digest.archive import pages
from digest.archive.schema import BROKEN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from sqlite3 import Connection

Row = tuple[object, ...]
# Each before those that refer to it.
TABLES = ("feeds", "articles", "texts", "revisions", "forgotten", "fetches", "digests")
_TIMES = frozenset(
    [
        *("not_before", "moved_since", "last_tried", "last_success", "shown_at", "first_seen"),
        *("published", "revised_at", "replaced_at", "at", "made_at"),
    ]
)
_AMBIGUOUS = "forgotten"  # an index has rows of its shape
_LAST_TIME = 253_402_300_799_999_999  # the end of the year 9999
# The search index's own settings have the shape of an index of ids.
_NO_IDS = frozenset(["version", "hashsize", "automerge", "crisismerge", "usermerge", "pgsz", "rank", "deletemerge"])
_KINDS: dict[str, tuple[type, ...]] = {"INTEGER": (int,), "TEXT": (str,), "REAL": (float, int)}


class Table:
    """A table's columns as the schema has them, and what its rows must be like."""

    def __init__(self, connection: Connection, name: str) -> None:
        columns = connection.execute(f"PRAGMA table_info({name})").fetchall()
        self.name = name
        self.columns = tuple(column[1] for column in columns)
        self.keys = tuple(column[1] for column in sorted(columns, key=lambda c: c[5]) if column[5])
        self.has_number = columns[0][1] == "number"  # its own number is the row's
        script = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
        self.has_rows = "WITHOUT ROWID" not in script
        self._kinds = [(_KINDS[c[2]], bool(c[3]) or bool(c[5]), c[1] in _TIMES) for c in columns]

    def fits(self, row: Row) -> bool:
        """Whether each value is of its column's kind."""
        return len(row) == len(self._kinds) and all(
            (not needed if value is None else isinstance(value, kinds))
            and not (is_time and isinstance(value, int) and not -_LAST_TIME // 4 < value <= _LAST_TIME)
            for value, (kinds, needed, is_time) in zip(row, self._kinds, strict=True)
        )

    def mended(self, row: Row) -> Row | None:
        """The row with what can't be right left out, or None when not even its keys are right."""
        values = []
        for value, name, (kinds, needed, _) in zip(row, self.columns, self._kinds, strict=True):
            if str in kinds and isinstance(value, bytes):
                value = value.decode("utf-8", "replace")
            is_right = isinstance(value, kinds) and not (
                name in _TIMES and isinstance(value, int) and not -_LAST_TIME // 4 < value <= _LAST_TIME
            )
            if not is_right and name in self.keys:
                return None
            empty: object = ("" if str in kinds else 0) if needed else None
            values.append(value if is_right else empty)
        return tuple(values)


class Salvage:
    """What one damaged file gives: `rows` what is sound, `mended` what is nearly so, `urls` and `ids` by its indexes.

    Its pages are read one by one, not along its trees: in a damaged one another table's page may hang, whose rows
    SQLite fills up with defaults. The trees only tell whether all of it was found.
    """

    def __init__(self, path: str, connection: Connection | None) -> None:
        self._path = path
        self._connection = connection
        self._counts: dict[str, int] = {}
        self.mended: dict[str, list[Row]] = {}
        self.urls: dict[int, str] = {}  # of feeds, by number
        self.ids: dict[int, str] = {}  # of articles, likewise
        if connection is not None:
            connection.text_factory = bytes

    def rows(self, tables: Iterable[Table]) -> Iterator[tuple[Table, Row]]:
        """Whatever stands in any page in use and has the shape of a table's row."""
        shapes = {(len(table.columns), table.has_rows): table for table in tables}
        for number, values in pages.records(self._path):
            if number is None and len(values) == 2 and isinstance(values[0], str) and isinstance(values[1], int):
                if values[0] not in _NO_IDS:
                    (self.urls if "/" in values[0] else self.ids)[values[1]] = values[0]
                continue
            table = shapes.get((len(values), number is not None))
            if table is None:
                continue
            row: Row = (number, *values[1:]) if table.has_number and values[0] is None else values
            if table.fits(row):
                self._counts[table.name] = self._counts.get(table.name, 0) + 1
                yield table, row
            elif (mended := table.mended(row)) is not None:
                self.mended.setdefault(table.name, []).append(mended)

    def is_whole(self, tables: Iterable[Table]) -> bool:
        """Whether each tree leads to as many rows as were found, and all of them are sound."""
        if self._connection is None or self.mended:
            return False
        try:
            for table in tables:
                walk = self._connection.execute(f"SELECT {', '.join(table.columns)} FROM {table.name} NOT INDEXED")  # noqa: S608
                if sum(1 for _ in walk) != self._counts.get(table.name, 0) and table.name != _AMBIGUOUS:
                    return False
        except BROKEN:
            return False
        return True

    def last_number(self) -> int:
        """The highest number that an article ever had, 0 when that can't be read."""
        for number, values in pages.records(self._path):
            if number is not None and len(values) == 2 and values[0] == "articles" and isinstance(values[1], int):
                return values[1]
        return 0
