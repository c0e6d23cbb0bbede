"""The reader: one article of a list, what was found in it marked in place, and its card beside it."""

from __future__ import annotations

from textual.containers import Container, Vertical
from textual.screen import Screen
from textual.widgets import Static

from digest.errors import DigestError
from digest.output import phrases
from digest.tui import tellings, working
from digest.tui.actions import bindings
from digest.tui.plain import joined, line
from digest.tui.widgets.foot import Foot
from digest.tui.widgets.items import Items
from digest.tui.widgets.links import Links, links
from digest.tui.widgets.passages import Mark, Passages
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.content import Content

    from digest.archive.library import Kept
    from digest.archive.listing import Marks
    from digest.model import Article, Brief
    from digest.tui.app import DigestApp
    from digest.tui.listing import Ids
    from digest.tui.widgets.items import Item, Target

    Hits = Sequence[tuple[int, int]]

_MOST_SENTENCES = 12


class Opened(Value):
    """An article as it was found: its marks where it is in the archive, its brief where that was at hand."""

    place: int
    article: Article
    kept: Kept | None
    brief: Brief | None
    titles: Mapping[str, str]


class ReaderScreen(Screen[str]):
    """Reads articles of the archive by id, or briefs that are at hand, one at a time; it ends with the last one's id.

    `target` is the place to begin at; `hits` says which spans of an article a search found.
    """

    BINDINGS = bindings("reader")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (150, "-broad")]

    def __init__(
        self,
        ids: Sequence[str] | Ids = (),
        *,
        briefs: Sequence[Brief] = (),
        place: int = 0,
        target: Target | None = None,
        hits: Callable[[Article], Hits] = lambda article: (),
    ) -> None:
        super().__init__()
        self._ids, self._briefs, self._place, self._target, self._hits = ids, briefs, place, target, hits
        self._opened: Opened | None = None
        self._brief: Brief | None = None
        self._read = self._saved = self._has_changed = self._is_closed = False
        self._newly_read: dict[str, Marks] = {}

    def compose(self) -> ComposeResult:
        """Two lines of head, the text and the card, the footer."""
        with Vertical(id="reader-head"):
            yield Static(id="reader-title")
            yield Static(id="reader-about")
        with Container(id="reader-body"):
            yield Passages(id="reader-text")
            with Vertical(id="reader-card"):
                yield Items(id="reader-facts")
                yield Static(id="reader-behind")
        yield Foot()

    def on_mount(self) -> None:
        """Read the article that was asked for."""
        self.query_one("#reader-facts").border_title = "Card"
        self.query_one("#reader-behind").border_title = "Said in"
        self.set_class(not self.digest_app.state.get("card", True), "-no-card")
        self._text.focus()
        self._open(self._place)

    @property
    def digest_app(self) -> DigestApp:
        """The application, by its own type."""
        return self.app  # type: ignore[return-value]

    @property
    def article(self) -> Article | None:
        """The article that is shown."""
        return self._opened.article if self._opened else None

    @property
    def brief(self) -> Brief | None:
        """Its summary and card, once they are made."""
        return self._brief

    @property
    def _text(self) -> Passages:
        return self.query_one(Passages)

    @property
    def _facts(self) -> Items:
        return self.query_one("#reader-facts", Items)

    # Showing

    def _open(self, place: int) -> None:
        self._place = place
        working.run(self, lambda: self._find(place), self._show, group="read")

    def _find(self, place: int) -> Opened | str:
        """Runs in a thread."""
        desk = self.digest_app.desk
        try:
            titles = self._opened.titles if self._opened else desk.titles()
            if self._briefs:
                brief = self._briefs[place]
                return Opened(place, brief.article, None, brief, titles)
            kept = desk.article(self._ids[place])
        except DigestError as error:
            return str(error)
        return Opened(place, kept.article, kept, None, titles)

    def _show(self, opened: Opened | str) -> None:
        if isinstance(opened, str):
            self.digest_app.say(opened, problem=True)
            if self._opened is None:
                self._text.show("", head=line(opened, "$error"))
            return
        self._opened, self._brief = opened, None
        article, kept = opened.article, opened.kept
        self._read, self._saved = (kept.read, kept.saved) if kept else (True, False)
        hits = [Mark(start, end, "hit") for start, end in self._hits(article)]
        self._text.show(article.text, hits, None if article.text else _no_text(article))
        self._jump_first(hits)
        if kept and not kept.read:
            self._mark_read(article.id)
        self._show_head()
        self._facts.highlighted = None
        self._facts.show(())
        self._show_behind(None)
        app = self.digest_app
        if opened.brief and not (app.length or app.method):
            self._show_brief(opened.brief)
        else:
            self._tell()

    def _jump_first(self, hits: Sequence[Mark]) -> None:
        target, self._target = self._target, None
        article = self.article
        if target and article and target.article == article.id and target.start < target.end:
            self._text.jump(target.start, target.end)
        elif hits:
            self._text.jump(hits[0].start, hits[0].end)

    def _show_head(self) -> None:
        opened = self._opened
        if opened is None:
            return
        article = opened.article
        about = [opened.titles.get(article.source) or article.source]
        if article.published:
            about.append(f"{article.published.astimezone(self.digest_app.desk.zone):%a %d %b %Y, %H:%M}")
        about += [", ".join(article.authors)] if article.authors else []
        count = len(self._briefs) or len(self._ids)
        place = f"{opened.place + 1}/{count}" if count > 1 else ""
        signs = [sign for sign in (place, "★ kept" * self._saved, "unread" * (not self._read)) if sign]
        title = line(article.title or phrases.untitled(article), "bold")
        self.query_one("#reader-title", Static).update(title)
        said = joined(line(" · ".join(signs), "$accent"), "  " if signs else "", line(" · ".join(about), "$text-muted"))
        self.query_one("#reader-about", Static).update(said)

    def _tell(self) -> None:
        """Make the brief, in the length and with the method that are wanted now."""
        app, article = self.digest_app, self.article
        if article is None:
            return
        length, method = str(app.length) if app.length else "", app.method
        working.run(
            self,
            lambda: app.desk.brief(article, sentences=length, method=method),
            self._show_brief,
            group="brief",
        )

    def _show_brief(self, brief: Brief) -> None:
        article = self.article
        if article is None or brief.article.id != article.id:
            return
        standing = self._facts.item.target if self._facts.item else None
        self._brief = brief
        hits = self._hits(article)
        self._text.mark([*_marks(brief), *(Mark(start, end, "hit") for start, end in hits)])
        self._facts.show([*tellings.summary_items(brief), *tellings.brief_card(brief)])
        if not self._stand_on(standing) and (found := self._text.focus_span):
            self._stand_on_span(*found)
        self._show_behind(self._facts.item)

    def _stand_on(self, target: Target | None) -> bool:
        return target is not None and self._stand_on_span(target.start, target.end)

    def _stand_on_span(self, start: int, end: int) -> bool:
        items = self._facts.items
        places = [n for n, item in enumerate(items) if item.target and _is_at(item.target, start, end)]
        # The time of a next step has no line of its own.
        places += [n for n, item in enumerate(items) if item.time and item.time.start <= start < end <= item.time.end]
        if places:
            self._facts.highlighted = places[0]
        return bool(places)

    def _show_behind(self, item: Item | None) -> None:
        behind = item.behind if item else None
        self.query_one("#reader-behind", Static).update(behind or "")

    def on_items_highlighted(self, event: Items.Highlighted) -> None:
        """Show the sentence behind it, at the foot of the card and in the text."""
        event.stop()
        self._show_behind(event.item)
        if self._facts.has_focus and event.item.target:
            self._text.jump(event.item.target.start, event.item.target.end)

    def on_items_chosen(self, event: Items.Chosen) -> None:
        """Go to where it stands."""
        event.stop()
        if event.item.target:
            self._text.jump(event.item.target.start, event.item.target.end)
            self._text.focus()

    def on_passages_jumped(self, event: Passages.Jumped) -> None:
        """The card goes along."""
        event.stop()
        self._stand_on_span(event.mark.start, event.mark.end)

    def on_items_copied(self, event: Items.Copied) -> None:
        """Copy it."""
        event.stop()
        self.digest_app.copy(event.words)

    # Moving

    def action_close(self) -> None:
        """Back to where the reader was opened."""
        app, article = self.digest_app, self.article
        self._is_closed = True
        self.dismiss(article.id if article else "")
        self._say_read()
        if self._has_changed:
            app.changed()

    def action_step(self, step: int) -> None:
        """To the next article of the list, or the one before."""
        place = self._place + step
        if 0 <= place < (len(self._briefs) or len(self._ids)):
            self._open(place)
        else:
            self.digest_app.say("this is the last article" if step > 0 else "this is the first article")

    def action_panel(self) -> None:
        """From the text to the card, or back."""
        if self._facts.has_focus:
            self._text.focus()
        else:
            self._show_card(True)
            self._facts.focus()

    def action_card(self) -> None:
        """Show the card, or hide it."""
        self._show_card(self.has_class("-no-card"))

    def _show_card(self, is_shown: bool) -> None:
        self.set_class(not is_shown, "-no-card")
        self.digest_app.state["card"] = is_shown
        if not is_shown:
            self._text.focus()

    # The brief

    def action_longer(self) -> None:
        """One sentence more."""
        self._change_length(1)

    def action_shorter(self) -> None:
        """One sentence less."""
        self._change_length(-1)

    def _change_length(self, more: int) -> None:
        app = self.digest_app
        present = app.length or (len(self._brief.summary.sentences) if self._brief else 0) or 3
        app.length = max(1, min(_MOST_SENTENCES, present + more))
        self._tell()

    def action_method(self) -> None:
        """Choose how sentences are chosen."""
        self.digest_app.choose_method(self._tell)

    # The article

    def action_mark_unread(self) -> None:
        """Mark it as not read, or read again."""
        self._mark("marked unread" if self._read else "marked read", read=not self._read)

    def action_keep(self) -> None:
        """Keep it, or no longer."""
        self._mark("no longer kept" if self._saved else "kept", saved=not self._saved)

    def action_hide(self) -> None:
        """Hide it and go on to the next."""
        if self._mark("hidden", hidden=True):
            if self._place + 1 < len(self._ids):
                self.action_step(1)
            else:
                self.action_close()

    def _mark(self, label: str, **marks: bool) -> bool:
        opened, app = self._opened, self.digest_app
        if opened is None or opened.kept is None:
            app.say("this article is not in the archive")
            return False
        id_, title = opened.article.id, opened.article.title or phrases.untitled(opened.article)
        self._has_changed = True

        def done(before: Marks) -> None:
            app.did(f"{title[:60]}: {label}", lambda: app.desk.restore(before))
            if self.article and self.article.id == id_:
                self._read, self._saved = marks.get("read", self._read), marks.get("saved", self._saved)
                self._show_head()
            if self._is_closed:
                app.changed()

        working.run(app, lambda: app.desk.mark([id_], **marks), done, group="mark", exclusive=False)
        return True

    def _mark_read(self, id_: str) -> None:
        """Opening is reading; that is said once, when the reader is closed."""
        app = self.digest_app
        self._has_changed = self._read = True

        def done(before: Marks) -> None:
            self._newly_read[id_] = before
            if self._is_closed:
                self._say_read()
                app.changed()

        working.run(app, lambda: app.desk.mark([id_], read=True), done, group="mark", exclusive=False)

    def _say_read(self) -> None:
        app, marks = self.digest_app, tuple(self._newly_read.values())
        self._newly_read = {}
        if marks:
            said = "1 article read" if len(marks) == 1 else f"{len(marks)} articles read"
            app.did(said, lambda: [app.desk.restore(before) for before in marks])

    def action_save(self) -> None:
        """Save it with its summary and card."""
        if self._brief:
            self.digest_app.save(self._brief, self._brief.article.title)

    def action_browse(self) -> None:
        """Open it in the browser."""
        if self.article:
            self.digest_app.browse(self.article.url)

    def action_links(self) -> None:
        """Choose one of its links, to open it in the browser."""
        if self.article is None:
            return
        found = links(self.article)
        if found:
            self.app.push_screen(Links(found), lambda url: self.digest_app.browse(url) if url else None)
        else:
            self.digest_app.say("there are no links in this article")

    def action_copy(self) -> None:
        """Copy title and address."""
        if self.article:
            self.digest_app.copy("\n".join(part for part in (self.article.title, self.article.url) if part))

    def action_pipe(self) -> None:
        """Hand the text to a command."""
        if self.article:
            self.digest_app.pipe(f"{self.article.title}\n\n{self.article.text}\n")


def _is_at(target: Target, start: int, end: int) -> bool:
    return (target.start, target.end) == (start, end)


def _marks(brief: Brief) -> Iterator[Mark]:
    """What is marked in the text of a brief's article."""
    for sentence in brief.summary.sentences:
        yield Mark(sentence.start, sentence.end, "summary")
    for one in brief.card.participants:
        for span in {one.name, *one.mentions}:
            yield Mark(span.start, span.end, one.kind)
    for fact in brief.card.dates:
        yield Mark(fact.text.start, fact.text.end, "date")
    for step in brief.card.next_steps:
        yield Mark(step.what.start, step.what.end, "next-step")


def _no_text(article: Article) -> Content:
    said = "This article came without a text."
    return joined(line(said, "bold"), "\n\nb opens it in the browser." if links(article) else "")
