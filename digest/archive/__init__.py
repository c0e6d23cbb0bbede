"""What the reader has: articles with their revisions, feeds, digests. One SQLite file, one `Archive`."""

from __future__ import annotations

from digest.archive import digests, feeds, library, listing, mending, schema, search, upkeep
from digest.archive.times import stored
from digest.archive.transaction import Transaction

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from sqlite3 import Connection
    from types import TracebackType
    from typing import Self

    from digest.archive.digests import Saved
    from digest.archive.feeds import Logged
    from digest.archive.library import Kept, Recorded, Version
    from digest.archive.listing import Marks, Row
    from digest.archive.search import Found, Query
    from digest.model import Article, FeedState

_NO_TAGS: Mapping[str, Sequence[str]] = {}


class Archive:
    """An open archive. Whatever goes wrong with it is an ArchiveError that names the file.

    Each method that writes is one transaction: all of it is on the disk when the method returns, or nothing is.
    `tagged` names the feeds that the reader has given a tag (in lower case), for queries with `tag:`.
    """

    def __init__(self, path: str, connection: Connection, *, marks: bool = True) -> None:
        self.path = path
        self._connection = connection
        self._guard = schema.Guard(path, marks=marks)
        self._may_back_up = False
        connection.create_function("casefold", 1, str.casefold, deterministic=True)

    @classmethod
    def open(cls, path: str, *, read_only: bool = False, wait: float = schema.WAIT) -> Self:
        """Open the archive, making it unless `read_only`; another process's write is waited for `wait` seconds.

        One that is damaged is made anew first, unless `read_only`: see `recovery`.
        """
        if not read_only:
            mending.before_opening(path)
        try:
            return cls(path, schema.connect(path, read_only=read_only, wait=wait))
        except schema.DamagedError:
            if read_only or not mending.is_ours(path):
                raise
        mending.mend(path)
        return cls(path, schema.connect(path, read_only=read_only, wait=wait))

    @classmethod
    def look_into(cls, path: str) -> Self:
        """Open it to look for damage, of which nothing is noted and nothing mended."""
        return cls(path, schema.connect(path, read_only=True, wait=schema.WAIT), marks=False)

    def __enter__(self) -> Self:
        """The archive itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close the file, after a new digest with a backup where the last one is a day old; twice does no harm."""
        may_back_up, self._may_back_up = self._may_back_up, False
        failure = mending.back_up(self._connection, self.path) if may_back_up else ""
        with self._guard:
            self._connection.close()
        if failure:  # told last: where closing fails as well, that is what there is to say
            mending.tell(failure)

    def batch(self) -> Transaction:
        """Make what is written inside `with archive.batch():` one transaction, for speed.

        Others that want to write wait meanwhile, so no waiting for a network in it. A method that fails inside leaves
        nothing of its own; an exception that leaves the block undoes all of it.
        """
        return Transaction(self._connection, self.path)

    # Feeds

    def states(self) -> dict[str, FeedState]:
        """What is remembered of every feed, by address."""
        with self._guard:
            return feeds.states(self._connection)

    def titles(self) -> dict[str, str]:
        """The titles that the feeds give themselves, by address."""
        with self._guard:
            return feeds.titles(self._connection)

    def record(self, state: FeedState, articles: Sequence[Article], *, seen_at: datetime) -> Recorded:
        """Store a feed's state and what its document holds; what it no longer lists stays."""
        with self.batch():
            return library.record(self._connection, state, articles, seen_at)

    def move(self, old: str, new: str) -> bool:
        """Give a feed its new address, its articles with it; False when it is unknown or the new one has some."""
        with self.batch():
            return feeds.move(self._connection, old, new)

    def counts(self, since: datetime | None = None) -> dict[str, int]:
        """How many articles each feed has, or has shown since a time."""
        with self._guard:
            return feeds.counts(self._connection, since)

    def log(self, rows: Iterable[Logged]) -> None:
        """Append to the fetch log."""
        with self.batch():
            feeds.log(self._connection, rows)

    def logged(self, url: str | None = None, *, limit: int = 100) -> tuple[Logged, ...]:
        """The latest lines of the fetch log, of all feeds or of one."""
        with self._guard:
            return feeds.logged(self._connection, url, limit)

    # Articles

    def get(self, id_: str) -> Kept | None:
        """The article with an id."""
        with self._guard:
            return library.get(self._connection, id_)

    def highest(self) -> int:
        """The number of the article that came last; numbers only grow, whatever is forgotten or the clock does."""
        with self._guard:
            return library.highest(self._connection)

    def between(self, after: int, through: int, *, published_since: datetime) -> tuple[Kept, ...]:
        """The articles that came after one number, up to another, in that order, without those published earlier."""
        with self._guard:
            return library.between(self._connection, after, through, stored(published_since))

    def count_older(self, after: int, through: int, *, published_since: datetime) -> tuple[int, int]:
        """How many `between` leaves out by their age: hidden ones, and the others."""
        with self._guard:
            return library.count_older(self._connection, after, through, stored(published_since))

    def number_by(self, moment: datetime) -> int:
        """The number of the last article that came by a moment, 0 when there is none."""
        with self._guard:
            return library.number_by(self._connection, stored(moment))

    def ids_starting(self, start: str, *, limit: int = 10) -> tuple[str, ...]:
        """The ids that begin so, for those who type only the first letters."""
        with self._guard:
            return library.ids_starting(self._connection, start, limit)

    def page(
        self,
        query: Query | None = None,
        *,
        limit: int = 50,
        offset: int = 0,
        tagged: Mapping[str, Sequence[str]] = _NO_TAGS,
    ) -> tuple[Kept, ...]:
        """What a query finds: with words the best first, else the newest first. A negative limit means all."""
        with self._guard:
            return search.page(self._connection, query or search.EVERYTHING, limit=limit, offset=offset, tagged=tagged)

    def find(
        self, query: Query, *, limit: int = 20, offset: int = 0, tagged: Mapping[str, Sequence[str]] = _NO_TAGS
    ) -> tuple[Found, ...]:
        """The same, each with the piece of its text where the hits are."""
        with self._guard:
            return search.find(self._connection, query, limit=limit, offset=offset, tagged=tagged)

    def count(self, query: Query | None = None, *, tagged: Mapping[str, Sequence[str]] = _NO_TAGS) -> int:
        """How many articles a query finds."""
        with self._guard:
            return search.count(self._connection, query or search.EVERYTHING, tagged=tagged)

    def rows(
        self, query: Query, *, limit: int, offset: int = 0, tagged: Mapping[str, Sequence[str]] = _NO_TAGS
    ) -> tuple[Row, ...]:
        """The same as `page`, a line an article, without the texts."""
        with self._guard:
            return listing.rows(self._connection, query, limit=limit, offset=offset, tagged=tagged)

    def read_among(self, ids: Sequence[str]) -> frozenset[str]:
        """Which of these articles have been read."""
        with self._guard:
            return listing.read_among(self._connection, ids)

    def unread(self) -> dict[str, tuple[int, int]]:
        """How many articles of each feed, by address, are unread and how many there are; hidden ones don't count."""
        with self._guard:
            return listing.unread(self._connection)

    def change_marks(self, ids: Sequence[str], changes: Mapping[str, bool]) -> Marks:
        """Set or clear marks (`{"read": True}`); what the articles had before that are changed by it."""
        with self.batch():
            return listing.mark(self._connection, ids, changes)

    def change_marks_found(
        self, query: Query, changes: Mapping[str, bool], *, tagged: Mapping[str, Sequence[str]] = _NO_TAGS
    ) -> Marks:
        """The same for all that a query finds."""
        with self.batch():
            return listing.mark_found(self._connection, query, changes, tagged=tagged)

    def restore_marks(self, marks: Marks) -> int:
        """Give articles the marks that they had; how many of them there still are."""
        with self.batch():
            return listing.restore(self._connection, marks.before)

    def mark(
        self, ids: Iterable[str], *, read: bool | None = None, saved: bool | None = None, hidden: bool | None = None
    ) -> int:
        """Set or clear marks of articles; None leaves one as it is. Returns how many articles there were."""
        with self.batch():
            return library.mark(self._connection, ids, read=read, saved=saved, hidden=hidden)

    def complete(self, id_: str, text: str) -> bool:
        """Give an article the full text of its page; it stays known by the text in its feed, so this is no edit."""
        with self.batch():
            return library.complete(self._connection, id_, text)

    def versions(self, id_: str) -> tuple[Version, ...]:
        """The earlier states of an article and when each was replaced, the oldest first."""
        with self._guard:
            return library.revisions(self._connection, id_)

    def revisions(self, id_: str) -> tuple[Article, ...]:
        """The earlier states of an article, the oldest first."""
        return tuple(version.article for version in self.versions(id_))

    # Digests

    def save_digest(self, day: str, form: str, body: str, *, made_at: datetime, replace: bool = False) -> bool:
        """Store a day's digest; False, and nothing changed, when it has one of that form and none may be replaced."""
        with self.batch():
            return digests.save(self._connection, digests.Saved(day, form, made_at, body), replace=replace)

    def digest(self, day: str, form: str) -> Saved | None:
        """The digest of a day in a form."""
        with self._guard:
            return digests.get(self._connection, day, form)

    def digests(self) -> tuple[tuple[str, str, datetime], ...]:
        """Day, form and time of every saved digest, the newest day first."""
        with self._guard:
            return digests.all_of(self._connection)

    def begin_digest(self, body: str, *, made_at: datetime) -> None:
        """Note what a digest that is about to be written is about, so that a run which dies can be made up for."""
        with self.batch():
            digests.begin(self._connection, body, made_at)

    def begun_digest(self) -> str:
        """What was noted of a digest that never came to its end, or ""."""
        with self._guard:
            return digests.begun(self._connection)

    def end_digest(self) -> None:
        """The digest that was begun is whole."""
        with self.batch():
            digests.end(self._connection)
        self._may_back_up = True

    # Upkeep

    def check(self) -> tuple[str, ...]:
        """What is wrong with the file, nothing when all is well; reads all of it."""
        with self._guard:
            return upkeep.check(self._connection)

    def figures(self) -> dict[str, int]:
        """How many articles, revisions, feeds and digests there are, and the bytes they take."""
        with self._guard:
            return upkeep.figures(self._connection)

    def backup(self, path: str) -> None:
        """Write a whole copy to `path`, or leave what is there as it was."""
        schema.copy(self._connection, path)

    def compact(self) -> None:
        """Make the search index anew and give free space back to the disk."""
        with self._guard:
            upkeep.compact(self._connection)

    def forget(self, older_than: datetime | None = None, most_bytes: int | None = None) -> int:
        """Delete articles first seen before a time, then the oldest until the rest fits; never saved ones."""
        with self.batch():
            return upkeep.forget(self._connection, older_than, most_bytes)
