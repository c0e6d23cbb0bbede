"""The desk: the one object that a screen asks, whatever is behind it.

Every method is synchronous, may be called from any thread (each opens the archive for itself), takes values and returns
values. Without an archive the lists are empty; what needs an article says that there is none yet.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

from digest import paths, subscriptions
from digest import settings as settings_
from digest.archive import Archive, search
from digest.archive.schema import must_exist
from digest.errors import DigestError, UsageError
from digest.model import Digest
from digest.registry import SUMMARIZERS
from digest.service import library, today
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, tzinfo
    from typing import Any

    from digest.archive.library import Kept
    from digest.archive.listing import Marks, Row
    from digest.archive.search import Query
    from digest.model import AgendaItem, Article, Brief, Problem, Story, Subscription
    from digest.service.fetching import Outcome
    from digest.service.subscriptions import Found, Health, Imported
    from digest.service.updating import Update
    from digest.settings import Settings
    from digest.summarize.choose import Budget


class Page(Value):
    """A day's digest, the titles of its feeds by address, and whether it is written and remembered."""

    digest: Digest
    titles: Mapping[str, str]
    committed: bool


class Day(Value):
    """A day that has a digest, when that was made, and how many articles it is about."""

    day: str
    made_at: datetime
    articles: int


class Desk:
    """What the reader has and what can be done with it; SettingsError when their settings can't be read."""

    def __init__(
        self,
        *,
        archive_file: str = "",
        feeds_file: str = "",
        settings_file: str = "",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.archive_file = archive_file or paths.archive_file()
        self.feeds_file = feeds_file or paths.feeds_file()
        self.settings_file = settings_file or paths.settings_file()
        self.settings: Settings = settings_.load(self.settings_file)
        self.zone: tzinfo | None = today.zone_of(self.settings.daily_zone)
        self.now = now
        self._read_feeds: tuple[object, tuple[Subscription, ...]] = (None, ())

    # Digests

    def date(self) -> date:
        """The present day where the reader is."""
        return self.now().astimezone(self.zone).date()

    def today(self) -> Page:
        """The digest of what came since the last one: the one written today where nothing came since, else made now."""
        moment = self.now()
        if not self._has_archive():
            empty = Digest(day=self.date().isoformat(), made_at=moment, since=None, until=moment)
            return Page(empty, self.titles(), committed=False)
        with self._reading() as archive:
            known = today.titles(archive, self.feeds_file)
            written = today.written(archive, self.settings, now=moment, feeds_file=self.feeds_file)
            if written is not None:
                return Page(written, known, committed=True)
            digest, _ = today.assemble(archive, self.settings, now=moment, feeds_file=self.feeds_file)
            return Page(digest, known, committed=False)

    def page(self, day: str) -> Page:
        """The digest of a day that has one."""
        saved = library.digest_of(self.archive_file, day, today.SAVED)
        with self._reading() as archive:
            return Page(today.read(archive, saved), today.titles(archive, self.feeds_file), committed=True)

    def days(self) -> tuple[Day, ...]:
        """The days that have a digest, the newest first."""
        if not self._has_archive():
            return ()
        from digest.service import day

        with self._reading() as archive:
            ranges = day.committed(archive)
        return tuple(Day(r.day, r.made_at, r.through - r.after) for r in reversed(ranges))

    def write_today(self) -> tuple[str, ...]:
        """Make, write and remember today's digest without fetching, as `digest daily --no-fetch` does; its files."""
        return today.carry_out(self.archive_file, self.settings, now=self.now(), feeds_file=self.feeds_file)

    def agenda(self, days: int | None = None, *, page: Page | None = None) -> tuple[AgendaItem, ...]:
        """The dated next steps ahead of all digests and of today's, which is made anew where it is not given."""
        if not self._has_archive():
            return ()
        from digest.service import agenda

        page = page or self.today()
        with self._reading() as archive:
            return agenda.ahead(archive, today=self.date(), days=days, more=page.digest.agenda)

    def calendar(self, items: Sequence[AgendaItem], path: str) -> tuple[AgendaItem, ...]:
        """Write these as a calendar, as `digest agenda --ics` does; those that it lacks, for their date is no day."""
        from digest.output import write
        from digest.service import agenda

        path = os.path.expanduser(path)
        write.check_folder(path)
        memory = os.path.join(os.path.dirname(os.path.abspath(self.archive_file)), "agenda.json")
        return agenda.calendar(tuple(items), path, made_at=self.now(), memory=memory)

    # Articles

    def titles(self) -> dict[str, str]:
        """The titles of feeds by address: the reader's own, else the feed's."""
        if not self._has_archive():
            return self._own_titles()
        with self._reading() as archive:
            return archive.titles() | self._own_titles()

    def count(self, query: str = "", *, feed_url: str = "", tag: str = "") -> int:
        """How many articles a query finds."""
        if not self._has_archive():
            return 0
        asked, tagged = self._query(query, feed_url, tag)
        with self._reading() as archive:
            return archive.count(asked, tagged=tagged)

    def articles(
        self, query: str = "", *, offset: int, limit: int, feed_url: str = "", tag: str = ""
    ) -> tuple[Row, ...]:
        """A part of what a query finds, a line an article: with words the best first, else the newest first."""
        if not self._has_archive():
            return ()
        asked, tagged = self._query(query, feed_url, tag)
        with self._reading() as archive:
            rows = archive.rows(asked, limit=limit, offset=offset, tagged=tagged)
        own = self._own_titles()
        return tuple(row.__replace__(feed=own[row.source]) if row.source in own else row for row in rows)

    def unread(self) -> dict[str, tuple[int, int]]:
        """By the address of each feed: how many articles are unread, and how many there are."""
        if not self._has_archive():
            return {}
        with self._reading() as archive:
            return archive.unread()

    def read_among(self, ids: Sequence[str]) -> frozenset[str]:
        """Which of these articles have been read."""
        if not ids or not self._has_archive():
            return frozenset()
        with self._reading() as archive:
            return archive.read_among(ids)

    def find(self, query: str, *, limit: int, offset: int = 0) -> library.Results:
        """What a query finds, each with the piece of its text where the hits are."""
        if not self._has_archive():
            return library.Results((), {})
        found = library.find(self.archive_file, query, limit=limit, offset=offset, feeds_file=self.feeds_file)
        return found.__replace__(titles=found.titles | self._own_titles())

    def article(self, id_: str) -> Kept:
        """The article with an id."""
        return library.article(self.archive_file, id_)

    def brief(self, article: Article, *, sentences: str = "", method: str = "") -> Brief:
        """Summary and card of an article; length (`3`, `20%`) and method are those of the settings where not given."""
        from digest import pipeline

        return pipeline.brief(
            article,
            length=self._length(sentences),
            method=self._method(method),
            focus=self.settings.summarize_focus,
        )

    def tell(self, ids: Sequence[str], *, sentences: int, method: str = "") -> Story:
        """Tell the story of these articles of the archive, in another length or with another method."""
        from digest.service import day
        from digest.stories import reprints

        if not ids or sentences < 1:
            raise UsageError("a story is told of at least one article, in at least one sentence")
        with self._reading() as archive:
            group = [library.article_in(archive, id_).article for id_ in dict.fromkeys(ids)]
        copies = reprints.reprints(group) if len(group) > 1 else ()
        topics = self.settings.daily_topics
        return day.told(group, copies, sentences=sentences, method=self._method(method), focus=topics)

    def mark(
        self, ids: Sequence[str], *, read: bool | None = None, saved: bool | None = None, hidden: bool | None = None
    ) -> Marks:
        """Set or clear marks of articles; what was before, for `restore`."""
        with self._writing() as archive:
            if ids and not any(archive.get(id_) for id_ in ids):
                raise DigestError("none of these articles is in the archive any more")
            return archive.change_marks(ids, _given(read=read, saved=saved, hidden=hidden))

    def mark_found(
        self,
        query: str = "",
        *,
        feed_url: str = "",
        tag: str = "",
        read: bool | None = None,
        saved: bool | None = None,
        hidden: bool | None = None,
    ) -> Marks:
        """The same for all that a query finds."""
        asked, tagged = self._query(query, feed_url, tag)
        with self._writing() as archive:
            changes = _given(read=read, saved=saved, hidden=hidden)
            return archive.change_marks_found(asked, changes, tagged=tagged)

    def restore(self, marks: Marks) -> int:
        """Give articles the marks that they had; how many of them there still are."""
        with self._writing() as archive:
            return archive.restore_marks(marks)

    def join(self, ids: Sequence[str]) -> bool:
        """Decide that these articles tell one story; False when that was decided before."""
        from digest.service import decisions

        return decisions.join(today.decisions_file(self.feeds_file), ids)

    def part(self, ids: Sequence[str]) -> bool:
        """Decide that no two of these articles tell one story; False when that was decided before."""
        from digest.service import decisions

        return decisions.part(today.decisions_file(self.feeds_file), ids)

    def unjoin(self, ids: Sequence[str]) -> None:
        """Take back the last `join`, which must be of these articles."""
        from digest.service import decisions

        decisions.forget_last(today.decisions_file(self.feeds_file), decisions.TOGETHER, ids)

    def unpart(self, ids: Sequence[str]) -> None:
        """Take back the last `part`, which must be of these articles."""
        from digest.service import decisions

        decisions.forget_last(today.decisions_file(self.feeds_file), decisions.APART, ids)

    # Feeds

    def feeds(self, tag: str = "") -> tuple[tuple[Health, ...], tuple[Problem, ...]]:
        """The subscriptions with their health, all or those with a tag, and what is wrong with their file."""
        from digest.service import subscriptions as service

        return service.listing(self.feeds_file, self.archive_file, now=self.now(), tag=tag)

    def add(self, place: str, title: str = "", tags: Sequence[str] = ()) -> Found:
        """Subscribe to an address, a feed file or a folder, asking it first; `problem` says why it could not be."""
        from digest.service import subscriptions as service

        return service.add(self.feeds_file, [place], title=title, tags=tags, check=True)[0]

    def remove(self, url: str) -> Subscription:
        """Unsubscribe; the subscription, for `restore_feed`."""
        from digest.service import subscriptions as service

        return service.remove(self.feeds_file, [url])[0]

    def restore_feed(self, subscription: Subscription) -> None:
        """Subscribe again to what was removed."""
        file = subscriptions.FeedsFile(self.feeds_file)
        if file.add([subscription]):
            raise UsageError(f"already subscribed ({subscription.url})")
        file.save()

    def rename(self, url: str, title: str) -> Subscription:
        """Give a feed another title."""
        from digest.service import subscriptions as service

        return service.rename(self.feeds_file, url, title)

    def retag(self, url: str, changes: Sequence[str]) -> Subscription:
        """Add tags (`+a`) to a feed and take tags (`-b`) off it."""
        from digest.service import subscriptions as service

        return service.retag(self.feeds_file, url, changes)

    def import_opml(self, path: str) -> Imported:
        """Subscribe to the feeds of an OPML file."""
        from digest.service import subscriptions as service

        return service.take_in_file(self.feeds_file, os.path.expanduser(path))

    def export_opml(self, path: str) -> str:
        """Write the subscriptions as OPML; the path."""
        from digest.output import write
        from digest.service import subscriptions as service

        path = os.path.expanduser(path)
        text, _ = service.give_out(self.feeds_file)
        write.check_folder(path)
        write.whole(path, text)
        return path

    def start(self) -> int:
        """Begin with the list of feeds that comes with the program; how many it has."""
        from digest.service import subscriptions as service

        return service.start(self.feeds_file)

    def refresh(
        self,
        urls: Sequence[str] = (),
        *,
        begun: Callable[[int], None] = lambda count: None,
        told: Callable[[Outcome], None] = lambda outcome: None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> Update:
        """Ask the feeds, all or these, for what is new; BusyError when another run is at work."""
        from digest.service import apart, updating

        request = {
            "feeds_file": self.feeds_file,
            "archive_file": self.archive_file,
            "now": self.now(),
            "plan": updating.plan_of(self.settings),
            "names": tuple(urls),
            "retention": updating.retention_of(self.settings),
        }
        return apart.update(request, begun=begun, told=told, stopped=stopped)

    # Files

    def open(self, places: Sequence[str]) -> tuple[tuple[Brief, ...], tuple[Problem, ...]]:
        """Read files, folders and addresses; nothing of it goes into the archive."""
        from io import BytesIO

        from digest.model import Brief
        from digest.service import reading

        wish = reading.Wish(
            length=self._length(),
            method=self._method(),
            language=self._language(),
            page_seconds=self.settings.pages_seconds,
        )
        found = list(reading.briefs([os.path.expanduser(p) for p in places], wish, stdin=BytesIO()))
        briefs = tuple(one for one in found if isinstance(one, Brief))
        return briefs, tuple(one for one in found if not isinstance(one, Brief))

    def paste(self, text: str) -> Brief:
        """Read a text as an article."""
        from digest import pipeline
        from digest.text import layout

        made = pipeline.article(layout.unwrap(text), source="-", language=self._language())
        if not made.text:
            raise UsageError("there is no text in it")
        return self.brief(made)

    def samples(self) -> tuple[str, ...]:
        """The paths of the articles that come with the program."""
        from digest.sources import files

        return tuple(files.walk(paths.shipped("seeds")))

    def offer(self, title: str, form: str) -> str:
        """A path in the working folder where nothing is yet, called after the day and what is safe of a title."""
        from digest.service import saving

        return saving.offer(title, form, day=self.date().isoformat())

    def save(
        self,
        what: Brief | Sequence[Brief] | Story | Digest,
        form: str,
        path: str,
        titles: Mapping[str, str] | None = None,
    ) -> str:
        """Write it as markdown, toml, json, html or text, whole or not at all, over what is there; the path."""
        from digest.service import saving

        known = self.titles() if titles is None else titles
        where = saving.Where(titles=known, day=self.date().isoformat(), now=self.now())
        if not self._has_archive():
            return saving.save(what, form, path, where)
        with self._reading() as archive:
            return saving.save(what, form, path, where.__replace__(archive=archive))

    def pipe(self, command: Sequence[str], text: str) -> None:
        """Give a text to a command, a list of arguments and never a shell; OutputError with the reason."""
        from digest.service import piping

        piping.pipe(command, text)

    # Settings

    def change(self, key: str, value: Any) -> Settings:
        """Write one setting (`daily.stories`) to the settings file; all of them as they are then."""
        from digest.service import settings_editing

        if key == "daily.zone" and isinstance(value, str):
            today.zone_of(value)  # whether there is such a zone is known only here
        changed = settings_editing.change(self.settings_file, key, value)
        self.settings, self.zone = changed, today.zone_of(changed.daily_zone)
        return changed

    def remembered(self) -> dict[str, Any]:
        """The screen's own state, {} where there is none that can be read."""
        import json

        try:
            with open(self._state_file(), encoding="utf-8") as stream:
                state = json.load(stream)
        except (OSError, ValueError, RecursionError):
            return {}
        return state if isinstance(state, dict) else {}

    def remember(self, state: Mapping[str, Any]) -> None:
        """Keep the screen's own state."""
        import json

        from digest.output import write

        write.make_folder(os.path.dirname(os.path.abspath(self._state_file())))
        write.whole(self._state_file(), json.dumps(dict(state), ensure_ascii=False, indent=1) + "\n")

    # Within

    def _has_archive(self) -> bool:
        """Whether there is a file; where it can't be told, opening it will say why."""
        try:
            os.stat(self.archive_file)
        except FileNotFoundError:
            return False
        except (OSError, ValueError):
            return True
        return True

    def _reading(self) -> Archive:
        return Archive.open(self.archive_file, read_only=True)

    def _writing(self) -> Archive:
        must_exist(self.archive_file)
        return Archive.open(self.archive_file)

    def _query(self, text: str, feed_url: str, tag: str) -> tuple[Query, Mapping[str, Sequence[str]]]:
        query = search.parse_query(text)
        query = query.__replace__(feed_url=feed_url, tags=(*query.tags, tag) if tag else query.tags)
        return query, library.by_tag(self._followed()) if query.tags else {}

    def _own_titles(self) -> dict[str, str]:
        """The titles that the reader gave."""
        return {feed.url: feed.title for feed in self._followed() if feed.title}

    def _followed(self) -> tuple[Subscription, ...]:
        """The subscriptions, read again when their file has changed."""
        try:
            found = os.stat(self.feeds_file)
        except FileNotFoundError:
            return ()
        except (OSError, ValueError):
            return subscriptions.load(self.feeds_file).feeds  # which says why not
        state = (found.st_mtime_ns, found.st_size, found.st_ino)
        held, feeds = self._read_feeds
        if held != state:
            feeds = subscriptions.load(self.feeds_file).feeds
            self._read_feeds = (state, feeds)
        return feeds

    def _length(self, sentences: str = "") -> Budget:
        from digest.summarize.choose import budget

        if sentences:
            return budget(sentences)
        return budget(self.settings.summarize_sentences, self.settings.summarize_words or None)

    def _method(self, method: str = "") -> str:
        chosen = method or self.settings.summarize_method
        SUMMARIZERS.about(chosen)  # an unknown name is told before anything is read
        return chosen

    def _language(self) -> str | None:
        chosen = self.settings.summarize_language
        return None if chosen == "auto" else chosen

    def _state_file(self) -> str:
        return os.path.join(os.path.dirname(self.archive_file), "screen.json")


def _given(**marks: bool | None) -> dict[str, bool]:
    return {name: value for name, value in marks.items() if value is not None}
