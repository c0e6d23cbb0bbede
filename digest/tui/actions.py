"""Every action of the screen in one table: bindings, the palette, the footer and help are made of it.

An id is `<scope>.<name>`; readers remap it in `[keys]` of digest.toml. The scope says where the key works, the name is
the method `action_<name>` there.
"""

from __future__ import annotations

from textual.binding import Binding

from digest.errors import SettingsError, UnknownNameError
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from textual.binding import BindingType


class Act(Value, kw_only=True):
    """One action: its keys (parted by commas), what it is called, what help says, and whether the footer shows it."""

    id: str
    keys: str
    title: str
    help: str
    shown: bool = False
    calls: str = ""  # the action with its arguments, where it is not the name alone

    @property
    def scope(self) -> str:
        """Where the key works."""
        return self.id.partition(".")[0]

    @property
    def binding(self) -> Binding:
        """As textual wants it."""
        name = self.calls or self.id.partition(".")[2].replace("-", "_")
        return Binding(self.keys, name, self.title, show=self.shown, id=self.id, tooltip=self.help)


SCOPES = {
    "app": "Everywhere",
    "main": "Main screen",
    "today": "Today and digests",
    "articles": "Articles and search",
    "feeds": "Feeds",
    "agenda": "Agenda",
    "items": "Story and card",
    "reader": "Reader",
    "settings": "Settings",
    "help": "Help",
    "list": "Lists",
    "passages": "Text",
}


def _act(id_: str, keys: str, title: str, help_: str, *, shown: bool = False, calls: str = "") -> Act:
    return Act(id=id_, keys=keys, title=title, help=help_, shown=shown, calls=calls)


ACTS: tuple[Act, ...] = (
    _act("app.help", "question_mark", "Help", "every key, searchable", shown=True),
    _act("app.undo", "ctrl+z,u", "Undo", "take the last change back"),
    _act("app.settings", "comma", "Settings", "see and change digest.toml"),
    _act("app.theme", "ctrl+t", "Theme", "choose the colours"),
    _act("app.open", "o", "Open", "read a file, a folder or an address"),
    _act("app.paste", "P", "Paste text", "read a text from the clipboard or typed"),
    _act("app.add-feed", "a", "Add feed", "follow a feed, a site, a feed file or a folder"),
    _act("app.refresh-all", "R", "Refresh all", "ask every feed for what is new", shown=True),
    _act("app.cancel-refresh", "X", "Stop refreshing", "stop asking feeds; what came stays"),
    _act("app.samples", "f1", "Samples", "read the sample articles that come with digest"),
    _act("app.quit", "ctrl+q", "Quit", "leave digest"),
    _act("main.show-today", "1", "Today", "the stories of today", calls="show('today')"),
    _act("main.show-articles", "2", "Articles", "all articles, by feed, tag or query", calls="show('articles')"),
    _act("main.show-agenda", "3", "Agenda", "what lies ahead, week by week", calls="show('agenda')"),
    _act("main.show-digests", "4", "Digests", "the digests of past days", calls="show('digests')"),
    _act("main.show-feeds", "5", "Feeds", "what is followed, and how it does", calls="show('feeds')"),
    _act("main.search", "slash", "Search", "find articles by words, feed, tag, date", shown=True),
    _act("main.back", "escape", "Back", "back one step in the view"),
    _act("main.leave", "q", "Back/quit", "back one step in the view, or leave digest", shown=True),
    _act("today.write", "W", "Write digest", "make today's digest and save it where `digest daily` does"),
    _act("today.longer", "plus,equals_sign", "Longer", "one sentence more in summaries"),
    _act("today.shorter", "minus", "Shorter", "one sentence less in summaries"),
    _act("today.method", "t", "Method", "how sentences are chosen"),
    _act("today.save", "s", "Save", "save the story as TOML, Markdown, JSON or HTML", shown=True),
    _act("today.save-day", "S", "Save the day", "save the whole digest"),
    _act("today.mark-read", "N", "Read/unread", "mark the story's articles read, or unread"),
    _act("today.keep", "m", "Keep", "keep the story's articles; they are never forgotten"),
    _act("today.hide", "d", "Hide", "hide the story's articles"),
    _act("today.select", "v", "Select", "select the story, for merging"),
    _act("today.merge", "M", "Merge", "make one story of those selected"),
    _act("today.split", "C", "Split", "part the story's articles"),
    _act("today.browse", "b", "Browser", "open the best article in the browser"),
    _act("today.copy", "y", "Copy", "copy the headline and summary"),
    _act("today.pipe", "vertical_line", "Pipe", "hand the story to a command"),
    _act("today.panel-right", "l,right", "Next panel", "to the panel at the right", calls="panel(1)"),
    _act("today.panel-left", "h,left", "Previous panel", "to the panel at the left", calls="panel(-1)"),
    _act("articles.filter", "f", "Filter", "show only what a query finds", shown=True),
    _act("articles.unread-only", "U", "Unread only", "show only what is not read yet, or all again"),
    _act("articles.refresh", "r", "Refresh feed", "ask the chosen feed for what is new"),
    _act("articles.next-unread", "n", "Next unread", "to the next article that is not read"),
    _act("articles.mark-read", "N", "Read/unread", "mark read, or unread"),
    _act("articles.read-all", "A", "All read", "mark everything listed as read"),
    _act("articles.keep", "m", "Keep", "keep the article; it is never forgotten"),
    _act("articles.hide", "d", "Hide", "hide the article"),
    _act("articles.hide-all", "D", "Hide all", "hide everything listed"),
    _act("articles.select", "v", "Select", "select the article, for saving or marking several"),
    _act("articles.save", "s", "Save", "save the article, or those selected", shown=True),
    _act("articles.browse", "b", "Browser", "open the article in the browser"),
    _act("articles.copy", "y", "Copy", "copy title and address"),
    _act("articles.pipe", "vertical_line", "Pipe", "hand the article's text to a command"),
    _act("articles.panel-right", "l,right", "Next panel", "to the panel at the right", calls="panel(1)"),
    _act("articles.panel-left", "h,left", "Previous panel", "to the panel at the left", calls="panel(-1)"),
    _act("feeds.refresh", "r", "Refresh", "ask this feed for what is new", shown=True),
    _act("feeds.rename", "e", "Rename", "give the feed another title"),
    _act("feeds.tag", "t", "Tags", "change the feed's tags", shown=True),
    _act("feeds.remove", "d", "Remove", "stop following the feed; its articles stay", shown=True),
    _act("feeds.import-opml", "i", "Import", "take feeds from an OPML file"),
    _act("feeds.export-opml", "x", "Export", "write the feeds as OPML"),
    _act("feeds.starter", "f2", "Starter list", "begin with the list that comes with digest"),
    _act("agenda.save", "s", "Save calendar", "write the agenda as an iCalendar file", shown=True),
    _act("agenda.browse", "b", "Browser", "open the article behind it in the browser"),
    _act("agenda.copy", "y", "Copy", "copy the sentence behind it"),
    _act("items.copy", "y", "Copy", "copy what is highlighted"),
    _act("reader.close", "q,escape", "Back", "back to where you were", shown=True),
    _act("reader.card", "c", "Card", "show or hide the card"),
    _act("reader.panel", "tab,l,h,right,left", "Text/card", "between the text and the card", shown=True),
    _act("reader.longer", "plus,equals_sign", "Longer", "one sentence more in the summary"),
    _act("reader.shorter", "minus", "Shorter", "one sentence less in the summary"),
    _act("reader.method", "t", "Method", "how sentences are chosen"),
    _act("reader.save", "s", "Save", "save as TOML, Markdown, JSON or HTML", shown=True),
    _act("reader.mark-unread", "U", "Unread", "mark as not read"),
    _act("reader.keep", "m", "Keep", "keep the article; it is never forgotten"),
    _act("reader.hide", "d", "Hide", "hide the article"),
    _act("reader.browse", "b", "Browser", "open the article in the browser"),
    _act("reader.links", "L", "Links", "the article's links, by number"),
    _act("reader.copy", "y", "Copy", "copy title and address"),
    _act("reader.pipe", "vertical_line", "Pipe", "hand the article's text to a command"),
    _act("reader.next", "J", "Next article", "the next article of the list", calls="step(1)"),
    _act("reader.previous", "K", "Previous article", "the article before", calls="step(-1)"),
    _act("settings.close", "q,escape,comma", "Back", "back to where you were", shown=True),
    _act("settings.change", "e", "Change", "give the setting another value, as enter does", shown=True),
    _act("settings.reset", "d", "Default", "give the setting its default again", shown=True),
    _act("help.close", "q,escape,question_mark", "Back", "back to where you were", shown=True),
    _act("help.filter", "slash", "Filter", "show only what the typed words are in", shown=True),
    _act("help.list", "down,tab", "List", "from the typed words to the list"),
    _act("help.change", "e", "Change keys", "give the action other keys, as enter does", shown=True),
    _act("help.reset", "d", "Default keys", "give the action its own keys again"),
    _act("list.down", "j", "Down", "one down", calls="cursor_down"),
    _act("list.up", "k", "Up", "one up", calls="cursor_up"),
    _act("list.first", "g", "First", "to the first", calls="first"),
    _act("list.last", "G", "Last", "to the last", calls="last"),
    _act("list.page-down", "ctrl+d", "Page down", "a page down", calls="page_down"),
    _act("list.page-up", "ctrl+u", "Page up", "a page up", calls="page_up"),
    _act("passages.down", "j,down", "Down", "a line on", calls="scroll_by(1)"),
    _act("passages.up", "k,up", "Up", "a line back", calls="scroll_by(-1)"),
    _act("passages.page-down", "space,pagedown", "Page down", "a page on", calls="page(1)"),
    _act("passages.page-up", "pageup", "Page up", "a page back", calls="page(-1)"),
    _act("passages.first", "g,home", "Top", "to the top", calls="first"),
    _act("passages.last", "G,end", "End", "to the end", calls="last"),
    _act("passages.next", "n", "Next mark", "to the next mark", calls="step(1)"),
    _act("passages.previous", "N", "Mark before", "to the mark before", calls="step(-1)"),
)


def bindings(scope: str) -> list[BindingType]:
    """The bindings of a scope, for a node's BINDINGS."""
    return [act.binding for act in ACTS if act.scope == scope]


def keymap(pairs: Sequence[tuple[str, str]]) -> Mapping[str, str]:
    """The reader's own keys, by action id; SettingsError when there is no such action."""
    known = {act.id for act in ACTS}
    for id_, _ in pairs:
        if id_ not in known:
            raise SettingsError(f"[keys] {UnknownNameError('action', id_, sorted(known))}")
    return dict(pairs)
