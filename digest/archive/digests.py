"""Saved digests: one a day and form."""

from __future__ import annotations

from digest.archive.schema import DamagedRowError
from digest.archive.times import loaded, stored
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from sqlite3 import Connection


class Saved(Value):
    """A digest as it was made: its day (ISO), its form (toml, markdown …), when, and its whole text."""

    day: str
    form: str
    made_at: datetime
    body: str


RANGE = "range"  # the form under which a day has which articles its digest is about
_BEGUN = ("", "begun")  # kept as the digest of no day, so that it is no day's form
_OURS = frozenset([RANGE, _BEGUN[1]])  # not for people, so that what can't be read of it is damage


def save(connection: Connection, digest: Saved, *, replace: bool) -> bool:
    """Store a digest; False, and nothing changed, when its day has one of that form and it is not to be replaced."""
    conflict = "UPDATE SET made_at = excluded.made_at, body = excluded.body" if replace else "NOTHING"
    done = connection.execute(
        f"INSERT INTO digests (day, form, made_at, body) VALUES (?, ?, ?, ?) ON CONFLICT (day, form) DO {conflict}",  # noqa: S608
        (digest.day, digest.form, stored(digest.made_at), digest.body),
    )
    return done.rowcount > 0


def get(connection: Connection, day: str, form: str) -> Saved | None:
    """The digest of a day in a form."""
    row = connection.execute(
        "SELECT day, form, made_at, body FROM digests WHERE day = ? AND form = ?", (day, form)
    ).fetchone()
    if row and type(row[3]) is not str:
        raise DamagedRowError(f"{day}: its digest is no text")
    if row and form in _OURS and not _is_range(row[3]):
        raise DamagedRowError(f"{day}: what its digest is about can't be read")
    return Saved(row[0], row[1], loaded(row[2]), row[3]) if row else None


def _is_range(body: str) -> bool:
    from digest.archive.told import through  # which needs json

    return through(body) is not None


def all_of(connection: Connection) -> tuple[tuple[str, str, datetime], ...]:
    """Day, form and time of every saved digest, the newest day first."""
    rows = connection.execute("SELECT day, form, made_at FROM digests WHERE day <> '' ORDER BY day DESC, form")
    return tuple((day, form, loaded(at)) for day, form, at in rows)


def begin(connection: Connection, body: str, made_at: datetime) -> None:
    """Note what is about to be written, in place of what was noted before."""
    save(connection, Saved(*_BEGUN, made_at, body), replace=True)


def begun(connection: Connection) -> str:
    """What was noted and has not come to its end, or ""."""
    saved = get(connection, *_BEGUN)
    return saved.body if saved else ""


def end(connection: Connection) -> None:
    """Forget what was noted: it is done."""
    connection.execute("DELETE FROM digests WHERE day = ? AND form = ?", _BEGUN)
