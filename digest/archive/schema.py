"""The archive's file: its tables, how it is opened, made and brought up to date, and what its failures mean."""

from __future__ import annotations

import os
import sqlite3
from time import monotonic, sleep

from digest.errors import ArchiveError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType

APPLICATION_ID = 0x64696765  # "dige"
WAIT = 5.0  # seconds for another process to finish writing
# What Python's sqlite3 raises over a damaged file; it decodes texts and even its messages strictly.
BROKEN = (sqlite3.Error, UnicodeError, OverflowError, MemoryError)
_PAUSE = 0.02
_PAGE_BYTES = 8192
_CACHE_KIB = 16_384
_JOURNAL_KIND = 18  # where a database's head says by which journal it is read and written

# What an article is known by (guid, link, text) is stored as 8-byte keys, so that the indexes stay small. The text
# lives apart from the rest: lists and filters then read a tenth of the file. New texts are put into the search index
# by `library`, many at a time: a trigger for that makes it flush after each, which doubles the time. A hash of 16 MB
# spares it another third, merging its parts later (16 of a size, not 4) a quarter.
_FIRST = """
CREATE TABLE feeds (
    number INTEGER PRIMARY KEY,
    url TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL DEFAULT '',
    etag TEXT NOT NULL DEFAULT '',
    modified TEXT NOT NULL DEFAULT '',
    body_hash TEXT NOT NULL DEFAULT '',
    not_before INTEGER,
    paused TEXT NOT NULL DEFAULT '',
    moved_to TEXT NOT NULL DEFAULT '',
    moved_since INTEGER,
    failures INTEGER NOT NULL DEFAULT 0,
    error TEXT NOT NULL DEFAULT '',
    last_tried INTEGER,
    last_success INTEGER
);
CREATE TABLE articles (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    feed INTEGER NOT NULL REFERENCES feeds,
    guid_key INTEGER,
    link_key INTEGER,
    text_key INTEGER NOT NULL,
    shown_at INTEGER NOT NULL,
    first_seen INTEGER NOT NULL,
    published INTEGER,
    revised_at INTEGER,
    read INTEGER NOT NULL DEFAULT 0,
    saved INTEGER NOT NULL DEFAULT 0,
    hidden INTEGER NOT NULL DEFAULT 0,
    revisions INTEGER NOT NULL DEFAULT 0,
    language TEXT NOT NULL,
    guid TEXT NOT NULL,
    url TEXT,
    authors TEXT NOT NULL,
    tags TEXT NOT NULL,
    enclosures TEXT NOT NULL
);
CREATE INDEX articles_shown_at ON articles (shown_at, feed, hidden, read);
CREATE INDEX articles_guid ON articles (feed, guid_key) WHERE guid_key IS NOT NULL;
CREATE INDEX articles_link ON articles (feed, link_key) WHERE link_key IS NOT NULL;
CREATE INDEX articles_text ON articles (feed, text_key) WHERE guid_key IS NULL OR link_key IS NULL;
CREATE INDEX articles_saved ON articles (shown_at) WHERE saved;
CREATE TABLE texts (
    number INTEGER PRIMARY KEY REFERENCES articles ON DELETE CASCADE,
    title TEXT NOT NULL,
    text TEXT NOT NULL
);
CREATE TABLE revisions (
    article INTEGER NOT NULL REFERENCES articles ON DELETE CASCADE,
    place INTEGER NOT NULL,
    replaced_at INTEGER NOT NULL,
    published INTEGER,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (article, place)
) WITHOUT ROWID;
CREATE TABLE forgotten (
    feed INTEGER NOT NULL REFERENCES feeds ON DELETE CASCADE,
    key INTEGER NOT NULL,
    PRIMARY KEY (feed, key)
) WITHOUT ROWID;
CREATE TABLE fetches (
    at INTEGER NOT NULL,
    feed TEXT NOT NULL,
    status INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    seconds REAL NOT NULL,
    new INTEGER NOT NULL,
    revised INTEGER NOT NULL,
    error TEXT NOT NULL
);
CREATE INDEX fetches_at ON fetches (at);
CREATE TABLE digests (
    day TEXT NOT NULL,
    form TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    body TEXT NOT NULL,
    PRIMARY KEY (day, form)
);
CREATE VIRTUAL TABLE words USING fts5 (
    title, text, content = 'texts', content_rowid = 'number', tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO words (words, rank) VALUES ('hashsize', 16777216);
INSERT INTO words (words, rank) VALUES ('automerge', 16);
CREATE TRIGGER texts_gone AFTER DELETE ON texts BEGIN
    INSERT INTO words (words, rowid, title, text) VALUES ('delete', old.number, old.title, old.text);
END;
CREATE TRIGGER texts_changed AFTER UPDATE ON texts BEGIN
    INSERT INTO words (words, rowid, title, text) VALUES ('delete', old.number, old.title, old.text);
    INSERT INTO words (rowid, title, text) VALUES (new.number, new.title, new.text);
END;
"""

# The n-th script leads from version n to n + 1. One that has been released is never edited: the next is added.
MIGRATIONS: tuple[str, ...] = (_FIRST,)

DAMAGED = "is damaged"
MARK = ".is-damaged"  # after the archive's name: damage was met in use, and is mended before the next one writes
_MEANINGS = {
    "SQLITE_BUSY": "is in use by another process",
    "SQLITE_LOCKED": "is in use by another process",
    "SQLITE_FULL": "can't be written: the disk is full",
    "SQLITE_READONLY": "can't be written: it is read-only",
    "SQLITE_PERM": "can't be opened: permission denied",
    "SQLITE_CANTOPEN": "can't be opened",
    "SQLITE_NOTADB": "is not a database",
    "SQLITE_CORRUPT": f"{DAMAGED}; the next `digest fetch` or `digest daily` mends it, or `digest archive recover` now",
    "SQLITE_IOERR": "can't be read or written: the disk reports an error",
    "SQLITE_TOOBIG": "can't hold a text of this size",
}


class DamagedError(ArchiveError):
    """An archive in which something can't be read any more."""


class DamagedRowError(ValueError):
    """A row that can be read and makes no sense."""


class Guard:
    """Turns what sqlite3 raises inside it into an ArchiveError of one line that names the file.

    Damage met in use (`marks`) is noted beside the archive, so that whoever opens it next to write mends it first.
    """

    def __init__(self, path: str, *, marks: bool = False) -> None:
        self._path = path
        self._marks = marks

    def __enter__(self) -> None:
        """Nothing to prepare."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Translate; other exceptions pass."""
        if isinstance(error, sqlite3.Error):
            if _is_damage(error):
                raise self._damaged(meaning(error)) from error
            raise ArchiveError(f"{self._path}: {meaning(error)}") from error
        if isinstance(error, UnicodeEncodeError):
            raise ArchiveError(f"{self._path}: can't hold a text that is not Unicode ({error.reason})") from error
        # Bytes that are no UTF-8 where a text was, or a number that is no time: the file was damaged in place.
        if isinstance(error, (UnicodeError, OverflowError, DamagedRowError)):
            raise self._damaged(_MEANINGS["SQLITE_CORRUPT"]) from error

    def _damaged(self, says: str) -> DamagedError:
        if self._marks:
            mark(self._path)
        return DamagedError(f"{self._path}: {says}")


def mark(path: str) -> None:
    """Note that an archive is damaged, where that can be noted."""
    try:
        os.close(os.open(path + MARK, os.O_CREAT | os.O_WRONLY, 0o600))
    except (OSError, ValueError):
        return


def _is_damage(error: sqlite3.Error) -> bool:
    name = str(getattr(error, "sqlite_errorname", ""))
    return name.startswith("SQLITE_CORRUPT") or name == "SQLITE_NOTADB" or "UTF-8" in str(error)


def meaning(error: sqlite3.Error) -> str:
    """What an error of SQLite's says to the user."""
    name = str(getattr(error, "sqlite_errorname", ""))
    for known, says in _MEANINGS.items():
        if name == known or name.startswith(f"{known}_"):
            return says
    if "UTF-8" in str(error):
        return _MEANINGS["SQLITE_CORRUPT"]
    return " ".join(str(error).split())[:200] or "can't be used"


def connect(path: str, *, read_only: bool, wait: float) -> sqlite3.Connection:
    """Open the archive at `path`, making or updating it unless `read_only`; ArchiveError says why not."""
    with Guard(path):
        connection = _open_to_read(path, wait) if read_only else _open_to_write(path, wait)
        try:
            _ready(connection, path, read_only=read_only, wait=wait)
        except BaseException:
            connection.close()
            raise
    return connection


def _open_to_write(path: str, wait: float) -> sqlite3.Connection:
    try:
        if folder := os.path.dirname(path):
            os.makedirs(folder, mode=0o700, exist_ok=True)
        # Made here, since SQLite would let others read it; its journals take over the mode.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | getattr(os, "O_CLOEXEC", 0), 0o600))
    except (OSError, ValueError) as error:
        raise ArchiveError(f"{path}: {str(getattr(error, 'strerror', None) or error).lower()}") from error
    connection = sqlite3.connect(path, timeout=wait, isolation_level=None)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    return connection


def _open_to_read(path: str, wait: float) -> sqlite3.Connection:
    must_exist(path)
    # It may write beside the file, which readers need for their locks, and tidies up there when it is the last.
    # Where nobody can write, no locks are needed.
    for options in ("mode=rw", "mode=ro&immutable=1"):
        connection = sqlite3.connect(f"{address(path)}?{options}", uri=True, timeout=wait, isolation_level=None)
        try:
            connection.execute("PRAGMA query_only = ON")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sqlite3.OperationalError:
            connection.close()
            if "immutable" in options or os.access(os.path.dirname(path) or ".", os.W_OK) or _has_journal(path):
                raise
            continue
        except BaseException:
            connection.close()
            raise
        return connection
    raise AssertionError("the last one returns or raises")


def must_exist(path: str) -> None:
    """Raise ArchiveError, with the reason, when there is no file to open."""
    try:
        os.stat(path)
    except FileNotFoundError:
        raise ArchiveError(f"{path}: there is no archive yet; `digest fetch` makes it") from None
    except (OSError, ValueError) as error:
        raise ArchiveError(f"{path}: {str(getattr(error, 'strerror', None) or error).lower()}") from error


def address(path: str) -> str:
    """The file as an address that SQLite reads options from."""
    whole = os.path.abspath(path)
    if os.name == "nt":
        whole = "/" + whole.replace("\\", "/")
    plain = b"/abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-~:"
    return "file:" + "".join(chr(byte) if byte in plain else f"%{byte:02X}" for byte in os.fsencode(whole))


def _has_journal(path: str) -> bool:
    try:
        return os.path.getsize(f"{path}-wal") > 0
    except OSError:
        return False


def _ready(connection: sqlite3.Connection, path: str, *, read_only: bool, wait: float) -> None:
    version, application, has_tables = _kind(connection)
    if version == len(MIGRATIONS) and application == APPLICATION_ID:
        if not read_only:
            _keep_journal(connection, wait)  # a restored backup has none yet
        return
    if application != APPLICATION_ID and has_tables:
        raise ArchiveError(f"{path}: a database, but not an archive of digest")
    if version > len(MIGRATIONS):
        raise ArchiveError(f"{path}: made by a newer version of digest (form {version}, this one: {len(MIGRATIONS)})")
    if read_only:
        raise ArchiveError(f"{path}: made by an older version of digest; any command that writes updates it")
    if version == 0:
        connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
        _keep_journal(connection, wait)
    else:
        copy(connection, f"{path}.form{version}.backup")
    _migrate(connection)


def _keep_journal(connection: sqlite3.Connection, wait: float) -> None:
    """Switch to the write-ahead journal; SQLite itself does not wait for others there."""
    until = monotonic() + wait
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if meaning(error) != _MEANINGS["SQLITE_BUSY"] or monotonic() > until:
                raise
            sleep(_PAUSE)
        else:
            return


def _migrate(connection: sqlite3.Connection) -> None:
    """Run what is missing in one transaction; another process may have been faster."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for script in MIGRATIONS[_kind(connection)[0] :]:
            for statement in _statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has undone it already
            connection.execute("ROLLBACK")
        raise


def _statements(script: str) -> list[str]:
    """A script's statements; `executescript` would commit before it begins."""
    found, gathered = [], ""
    for line in script.splitlines(keepends=True):
        gathered += line
        if sqlite3.complete_statement(gathered):
            found.append(gathered)
            gathered = ""
    return found


def _kind(connection: sqlite3.Connection) -> tuple[int, int, bool]:
    """Form, application and whether there are tables, at one moment: another process may be making the archive."""
    version, application, has_tables = connection.execute(
        "SELECT user_version, application_id, EXISTS (SELECT 1 FROM sqlite_master)"
        " FROM pragma_user_version, pragma_application_id"
    ).fetchone()
    return version, application, bool(has_tables)


def copy(connection: sqlite3.Connection, target: str) -> None:
    """Write a whole copy beside `target`, flush it and rename it there; other processes may go on writing."""
    temporary = f"{target}.{os.getpid()}.part"
    try:
        os.close(os.open(temporary, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            _copy_into(connection, temporary)
            os.replace(temporary, target)
        finally:
            for left in (temporary, f"{temporary}-journal", f"{temporary}-wal", f"{temporary}-shm"):
                if os.path.exists(left):
                    os.unlink(left)
        from digest.output import write  # copies are rare, an archive is opened often

        write.sync_folder(os.path.dirname(os.path.abspath(target)))
    except (OSError, ValueError) as error:
        raise ArchiveError(f"{target}: {str(getattr(error, 'strerror', None) or error).lower()}") from error
    except sqlite3.Error as error:
        raise ArchiveError(f"{target}: the copy failed ({meaning(error)})") from error


def _copy_into(connection: sqlite3.Connection, path: str) -> None:
    copied = sqlite3.connect(path, isolation_level=None)
    try:
        # Until it is renamed the copy is nobody's: it needs no journal, and leaves none when this process is killed.
        copied.execute("PRAGMA journal_mode = OFF")
        copied.execute("PRAGMA synchronous = OFF")
        connection.backup(copied)
    finally:
        copied.close()
    with open(path, "r+b") as stream:
        stream.seek(_JOURNAL_KIND)
        stream.write(b"\x01\x01")  # one file, with no write-ahead journal that could be left behind
        stream.flush()
        os.fsync(stream.fileno())
