"""`digest --linear`: lines and a prompt in place of a screen, for screen readers and slow lines.

Nothing moves the cursor, nothing is drawn twice, nothing is coloured. Every line that is written has been cleaned.
"""

from __future__ import annotations

import os
from itertools import count

from digest.errors import UnknownNameError, UsageError
from digest.tui import spoken
from digest.tui.talk import AT_ONCE, LeftError, Talk
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TextIO

    from digest.model import Brief
    from digest.service.desk import Desk, Page

INTERRUPTED = 130
_PROMPT = "digest> "


class Command(Value, kw_only=True):
    """What can be typed: its names, what follows it, and what it does."""

    names: tuple[str, ...]
    follows: str = ""
    help: str
    do: Callable[[Linear, str], None]


def run(desk: Desk, stdin: TextIO, stdout: TextIO) -> int:
    """Tell today's digest, then do what is asked until the reader leaves; 130 when they did by ctrl+c."""
    reader = Linear(desk, stdin, stdout)
    try:
        reader.run()
    except LeftError:
        return 0
    except KeyboardInterrupt:
        reader.say("")
        return INTERRUPTED
    return 0


class Linear(Talk):
    """One sitting: which articles `a` means, which text `text` reads, and what can be taken back."""

    def __init__(self, desk: Desk, stdin: TextIO, stdout: TextIO) -> None:
        super().__init__(stdin, stdout)
        self._desk = desk
        self._sources: list[str | Brief] = []  # of what was read last
        self._text = ""  # of the article that was read last
        self._page: Page | None = None
        self._undo: list[tuple[str, Callable[[], object]]] = []

    def run(self) -> None:
        """Begin with today, then one command after the other."""
        self.tried(self.today, "")
        self.say("help lists the commands, q leaves.")
        while True:
            line, self.next = self.next or self.asked(_PROMPT), ""
            if line.strip():
                self.tried(self._obey, line.strip())

    # What was typed

    def _obey(self, line: str) -> None:
        if line.isascii() and line.isdigit():
            self._read(self._entry(line))
            return
        word, _, rest = line.partition(" ")
        known = {name: command for command in COMMANDS for name in command.names}
        near = {known[name].names[0] for name in known if name.startswith(word.lower())}
        command = known.get(word.lower()) or (known[near.pop()] if len(near) == 1 else None)
        if command is None:
            raise UnknownNameError("command", word, [c.names[0] for c in COMMANDS])
        command.do(self, rest.strip())

    def _entry(self, number: str) -> Any:
        """What a number of the last list means."""
        if not (number.isascii() and number.isdigit()):
            raise UsageError(f"{number[:40]!r} is no number of the list")
        if not 1 <= int(number[:9]) <= len(self.listed):
            raise UsageError(f"the last list has no number {number[:9]}" if self.listed else "nothing is listed")
        return self.listed[int(number) - 1]

    def _entries(self, numbers: str) -> list[Any]:
        if not numbers:
            raise UsageError("name a number of the last list")
        return [self._entry(number) for number in numbers.split()]

    # Reading

    def _read(self, one: Any) -> None:
        """Read out an entry of a list."""
        from digest.model import AgendaItem, Brief, Story
        from digest.service.desk import Day
        from digest.service.subscriptions import Health

        if isinstance(one, Story):
            self._read_story(one.id)
        elif isinstance(one, Day):
            self.day(one.day)
        elif isinstance(one, Health):
            self._list_articles("", one.feed.url)
        elif isinstance(one, AgendaItem):
            self._sources = [one.article]
            self.tell(spoken.step(one))
        elif isinstance(one, Brief):
            self._sources = [one]
            self._read_article(one)
        else:
            self._sources = list(_ids(one))
            self._read_article(self._sources[0])

    def _read_story(self, id_: str) -> None:
        from digest.output import digest_page

        assert self._page
        number = next(i for i, story in enumerate(self._page.digest.stories) if story.id == id_)
        self._sources = list(_ids(self._page.digest.stories[number]))
        self.tell(spoken.story(digest_page.page(self._page.digest, self._page.titles).stories[number]))

    def _read_article(self, which: str | Brief) -> None:
        desk = self._desk
        if isinstance(which, str):
            kept = desk.article(which)
            brief = desk.brief(kept.article)
            if not kept.read:
                before = desk.mark([which], read=True)
                self._undo.append((f"read: {kept.article.title}", lambda: desk.restore(before)))
        else:
            brief = which
        self._text = brief.article.text
        self.tell(spoken.brief(brief, desk.titles(), desk.zone))

    def article(self, number: str) -> None:
        """Read an article of the story that was read last."""
        number = number or "1"
        if not (number.isascii() and number.isdigit() and 1 <= int(number[:9]) <= len(self._sources)):
            many = f"1 to {len(self._sources)}" if len(self._sources) > 1 else "1"
            raise UsageError(f"name one of its articles: {many}" if self._sources else "read a story first")
        self._read_article(self._sources[int(number) - 1])

    def text(self, _: str) -> None:
        """Read the whole text of the article that was read last."""
        if not self._text:
            raise UsageError("read an article that has a text first")
        self.tell(line for line in self._text.split("\n") if line.strip())

    # Listing

    def today(self, _: str) -> None:
        """Tell today's digest."""
        self._tell_page(self._desk.today())

    def day(self, day: str) -> None:
        """Tell the digest of a day."""
        from digest.service.library import is_day

        if not is_day(day):
            raise UsageError("name a day as in 2026-11-24 (digests lists those that have one)")
        self._tell_page(self._desk.page(day))

    def _tell_page(self, page: Page) -> None:
        from digest.output import digest_phrases

        digest = page.digest
        read = self._desk.read_among([id_ for story in digest.stories for id_ in _ids(story)])
        self._page = page
        self.say(f"Digest of {digest_phrases.day_name(digest.day)}")
        self.say(digest_phrases.account(digest))
        self.tell_list(
            ((story, spoken.headline(story, is_read=read.issuperset(_ids(story)))) for story in digest.stories),
            empty="No stories. add URL follows a feed, refresh asks the feeds for what is new, open PATH reads a file.",
        )

    def articles(self, query: str) -> None:
        """List articles, all or those that a query finds."""
        self._list_articles(query)

    def _list_articles(self, query: str, feed_url: str = "") -> None:
        desk = self._desk
        total = desk.count(query, feed_url=feed_url)
        if total > AT_ONCE:
            self.say(f"{total} articles")

        def rows() -> Iterator[tuple[Any, str]]:
            for offset in range(0, total, AT_ONCE):
                for row in desk.articles(query, offset=offset, limit=AT_ONCE, feed_url=feed_url):
                    yield row, spoken.row(row, desk.zone)

        self.tell_list(rows(), empty="No articles.")

    def search(self, query: str) -> None:
        """Find articles, each with the place where the words are."""
        if not query:
            raise UsageError("name what to look for")
        desk = self._desk

        def found() -> Iterator[tuple[Any, str]]:
            for offset in count(0, AT_ONCE):
                results = desk.find(query, limit=AT_ONCE, offset=offset)
                for one in results.found:
                    yield one, spoken.found(one, results.titles)
                if len(results.found) < AT_ONCE:
                    return

        self.tell_list(found(), empty="Nothing found.")

    def agenda(self, _: str) -> None:
        """List what lies ahead."""
        items = self._desk.agenda()
        self.tell_list(((item, spoken.due(item)) for item in items), empty="Nothing is known to lie ahead.")

    def digests(self, _: str) -> None:
        """List the days that have a digest."""
        self.tell_list(((day, spoken.day(day)) for day in self._desk.days()), empty="No digest has been written yet.")

    def feeds(self, _: str) -> None:
        """List the feeds and how they do."""
        desk = self._desk
        listed, problems = desk.feeds()
        for problem in problems:
            self.say(f"{problem.where}: {problem.what}")
        titles, counts, now = desk.titles(), desk.unread(), desk.now()
        lines = ((health, spoken.feed(health, titles, counts, now)) for health in listed)
        self.tell_list(lines, empty="No feeds. add URL follows one.")

    def open(self, place: str) -> None:
        """Read a file, a folder or an address."""
        if not place:
            raise UsageError("name a file, a folder or an address")
        briefs, problems = self._desk.open([place])
        for problem in problems:
            self.say(f"{problem.where}: {problem.what}")
        if len(briefs) == 1:
            self._read(briefs[0])
        elif briefs:
            self.tell_list(((brief, brief.article.title or brief.article.source) for brief in briefs), empty="")

    # Changing

    def mark(self, numbers: str, label: str, **marks: bool) -> None:
        """Mark entries of the last list."""
        ids = [id_ for one in self._entries(numbers) for id_ in _ids(one)]
        before = self._desk.mark(ids, **marks)
        many = f"{len(before.before)} article{'s' * (len(before.before) != 1)}"
        self._did(f"{label}: {many}", lambda: self._desk.restore(before))

    def _did(self, label: str, undo: Callable[[], object]) -> None:
        self._undo.append((label, undo))
        self.say(f"{label} (undo takes it back)")

    def undo(self, _: str) -> None:
        """Take the last change back."""
        if not self._undo:
            raise UsageError("there is nothing to take back")
        label, undo = self._undo.pop()
        undo()
        self.say(f"taken back: {label}")

    def add(self, place: str) -> None:
        """Follow a feed."""
        if not place:
            raise UsageError("name a feed, a site, a feed file or a folder")
        found = self._desk.add(place)
        if found.problem:
            raise UsageError(f"{found.asked}: {found.problem}")
        self._did(f"following {found.title or found.url}", lambda: self._desk.remove(found.url))

    def refresh(self, _: str) -> None:
        """Ask every feed, a line each."""
        update = self._desk.refresh(told=lambda outcome: self.say(spoken.outcome(outcome)))
        for problem in update.problems:
            self.say(f"{problem.where}: {problem.what}")
        new, failed = sum(o.new for o in update.outcomes), len(update.of_kind("failed"))
        self.say(f"{len(update.outcomes)} feeds, {new} new articles, {failed} failed. today tells what is new.")

    def write(self, _: str) -> None:
        """Write today's digest."""
        for path in self._desk.write_today():
            self.say(f"written: {path}")

    def save(self, words: str) -> None:
        """Save an entry of the last list, or the whole day, in a form."""
        which, form, path = (*words.split(None, 2), "", "", "")[:3]
        if not form:
            raise UsageError("save N FORM [PATH] or save day FORM [PATH]; forms: markdown, toml, json, html, text")
        what, title = self._saveable(which)
        offered = self._desk.offer(title, form)
        if path and not self._may_write(path):
            return
        self.say(f"saved: {self._desk.save(what, form, path or offered)}")

    def _saveable(self, which: str) -> tuple[Any, str]:
        from digest.model import Brief, Story
        from digest.service.desk import Day

        if which == "day":
            if self._page is None:
                raise UsageError("no day has been told yet")
            return self._page.digest, f"digest of {self._page.digest.day}"
        one = self._entry(which)
        if isinstance(one, Day):
            return self._desk.page(one.day).digest, f"digest of {one.day}"
        if isinstance(one, Story):
            return one, one.headline
        if not isinstance(one, Brief):
            one = self._desk.brief(self._desk.article(_ids(one)[0]).article)
        return one, one.article.title

    def calendar(self, path: str) -> None:
        """Write the agenda as a calendar."""
        path = path or "agenda.ics"
        items = self._desk.agenda()
        if not items:
            raise UsageError("nothing is known to lie ahead")
        if self._may_write(path):
            for item in self._desk.calendar(items, path):
                self.say(f"not in the calendar, for {item.date} is no day: {item.step.what.text}")
            self.say(f"saved: {path}")

    def _may_write(self, path: str) -> bool:
        if not os.path.lexists(os.path.expanduser(path)):
            return True
        self.say(f"{path} is there already.")
        return self.asked("write over it? (y) ").strip().lower() in ("y", "yes")

    def help(self, _: str) -> None:
        """Tell every command."""
        self.say("A number reads the entry of the last list. Any beginning of a command that no other has is enough.")
        for command in COMMANDS:
            words = " or ".join(command.names)
            self.say(f"{words}{' ' if command.follows else ''}{command.follows}: {command.help}")

    def leave(self, _: str) -> None:
        """Leave."""
        raise LeftError


def _ids(one: Any) -> tuple[str, ...]:
    """The articles of an entry, those of the archive."""
    from digest.archive.listing import Row
    from digest.archive.search import Found
    from digest.model import AgendaItem, Story

    if isinstance(one, Story):
        return tuple(brief.article.id for brief in one.briefs)
    if isinstance(one, Row):
        return (one.id,)
    if isinstance(one, Found):
        return (one.kept.article.id,)
    if isinstance(one, AgendaItem):
        return (one.article,)
    raise UsageError("this entry is no article of the archive")


COMMANDS = (
    Command(names=("today", "t"), help="tell today's digest", do=Linear.today),
    Command(names=("article", "a"), follows="[N]", help="read article N of what was read last", do=Linear.article),
    Command(names=("text", "x"), help="read the article that was read last as a whole", do=Linear.text),
    Command(names=("articles", "l"), follows="[QUERY]", help="list articles", do=Linear.articles),
    Command(names=("search", "s"), follows="QUERY", help="find words in articles", do=Linear.search),
    Command(names=("agenda", "g"), help="list what lies ahead", do=Linear.agenda),
    Command(names=("digests", "p"), help="list the days that have a digest", do=Linear.digests),
    Command(names=("day", "d"), follows="DAY", help="tell the digest of a day", do=Linear.day),
    Command(names=("feeds", "f"), help="list the feeds; a number lists the articles of one", do=Linear.feeds),
    Command(names=("refresh", "r"), help="ask every feed for what is new", do=Linear.refresh),
    Command(names=("write", "w"), help="write today's digest, as digest daily does", do=Linear.write),
    Command(
        names=("save",),
        follows="N|day FORM [PATH]",
        help="save as markdown, toml, json, html or text",
        do=Linear.save,
    ),
    Command(names=("calendar", "c"), follows="[PATH]", help="write the agenda as a calendar", do=Linear.calendar),
    Command(names=("read",), follows="N ...", help="mark read", do=lambda r, n: r.mark(n, "marked read", read=True)),
    Command(
        names=("unread",), follows="N ...", help="mark unread", do=lambda r, n: r.mark(n, "marked unread", read=False)
    ),
    Command(names=("keep", "k"), follows="N ...", help="keep for good", do=lambda r, n: r.mark(n, "kept", saved=True)),
    Command(names=("hide",), follows="N ...", help="hide it", do=lambda r, n: r.mark(n, "hidden", hidden=True)),
    Command(names=("undo", "u"), help="take the last change back", do=Linear.undo),
    Command(names=("open", "o"), follows="PATH", help="read a file, a folder or an address", do=Linear.open),
    Command(names=("add",), follows="URL", help="follow a feed, a site, a feed file or a folder", do=Linear.add),
    Command(names=("help", "h", "?"), help="tell the commands", do=Linear.help),
    Command(names=("quit", "q", "exit"), help="leave", do=Linear.leave),
)
