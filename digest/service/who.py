"""Where a person, an organisation or a country appears in the archive, with what is said of them there."""

from __future__ import annotations

from datetime import timedelta

from digest.archive import Archive, search
from digest.errors import UsageError
from digest.facts import importance, lists, people
from digest.stories import appearances, names
from digest.text import sentences, tokens, words
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from digest.archive.library import Kept
    from digest.model import Participant, Span
    from digest.stories.appearances import Somebody

    Key = tuple[str, ...]

MOST = 200  # articles that are read for their facts, the newest
_MOST_SEEN = 2_000  # articles that are looked at for the name alone
_LONGEST = 200
_STEM = 6  # letters from which on a name may end otherwise: Zelensky, Zelenskyy
_SHORT = 3  # a short form of fewer letters is not looked for


class Known(Value):
    """Who was found, the articles that they are in by id, and the titles of feeds by address.

    `unread` names the languages of articles that have the name in a language whose names are not read; `cut` is set
    where there were more articles than are read.
    """

    found: tuple[Somebody, ...]
    articles: dict[str, Kept]
    titles: dict[str, str]
    unread: tuple[str, ...] = ()
    cut: bool = False


def find(path: str, name: str, *, now: datetime, days: int | None = None) -> Known:
    """Find everybody in the archive at `path` who may be called so, in its last so many days when given."""
    wanted = names.key(name)
    if len(name) > _LONGEST or not any(part[:1].isalnum() for part in wanted):
        raise UsageError(f"{name[:80]!r}: expected a name")
    after = now - timedelta(days=days) if days is not None else None
    with Archive.open(path, read_only=True) as archive:
        hunt = _Hunt(archive, after)
        hunt.read(name, wanted)
        found = appearances.of(wanted, hunt.cards)
        for short in _other_forms(name, found):
            hunt.read(short, names.key(short))
            found = appearances.of(wanted, hunt.cards)
        titles = {url: state.title for url, state in archive.states().items() if state.title}
    shown = {telling.article for one in found for telling in one.tellings}
    articles = {id_: kept for id_, kept in hunt.articles.items() if id_ in shown}
    ordered = sorted(found, key=lambda one: -len(one.tellings))
    return Known(
        tuple(_newest_first(one, articles) for one in ordered), articles, titles, tuple(sorted(hunt.unread)), hunt.cut
    )


def day_of(kept: Kept) -> datetime:
    """When an article was published, or first seen where it does not say."""
    return kept.article.published or kept.first_seen


def quoted(kept: Kept, participant: Participant) -> tuple[Span, ...]:
    """The sentence that names somebody, then the one that says who they are where that is another."""
    named, role = participant.sentence, participant.role
    if role is None or named.start <= role.start < named.end:
        return (named,)
    article = kept.article
    told = importance.Places(sentences.split(article.text, article.language)).of(role)
    return (named, told)


def _newest_first(one: Somebody, articles: dict[str, Kept]) -> Somebody:
    tellings = sorted(one.tellings, key=lambda telling: day_of(articles[telling.article]), reverse=True)
    return one.__replace__(tellings=tuple(tellings))


class _Hunt:
    """The articles that name somebody, read once each."""

    def __init__(self, archive: Archive, after: datetime | None) -> None:
        self._archive = archive
        self._after = after
        self._seen: set[str] = set()
        self.cards: list[tuple[str, tuple[Participant, ...]]] = []
        self.articles: dict[str, Kept] = {}
        self.unread: set[str] = set()
        self.cut = False

    def read(self, name: str, wanted: Key) -> None:
        """Read the participants of the articles that have a name."""
        seen = 0
        for id_ in self._candidates(name, wanted):
            if len(self.cards) >= MOST or seen >= _MOST_SEEN:
                self.cut = True
                return
            seen += 1
            kept = self._archive.get(id_)
            if kept is None or not _names(kept.article.text, name, wanted):
                continue
            article = kept.article
            self._seen.add(id_)
            if not people.can_read(article.language):
                self.unread.add(article.language)
                continue
            split = sentences.split(article.text, article.language)
            self.cards.append((id_, people.find(article.text, split, language=article.language)))
            self.articles[id_] = kept

    def _candidates(self, name: str, wanted: Key) -> Iterator[str]:
        """Ids of articles that may have a name: those with all its words, then those with a person's surname."""
        queries: list[tuple[str, ...]] = [(" ".join(wanted),)] if name.isascii() else [tuple(name.split())]
        if not _is_body(name):
            last = _surname(name, wanted)
            queries.append((last[:-2] + "*" if len(last) >= _STEM else last,))
        for query in dict.fromkeys(queries):
            rows = self._archive.rows(search.Query(words=query, after=self._after), limit=-1)
            for row in sorted(rows, key=lambda row: row.published_or_seen, reverse=True):
                if row.id not in self._seen:
                    yield row.id


def _is_body(name: str) -> bool:
    """Whether a name of several words says itself that it is an organisation's."""
    parts = name.title().split()
    return len(parts) > 1 and any(part in lists.sections("names/en")["organisation"] for part in parts)


def _surname(name: str, wanted: Key) -> str:
    """The word that a person goes by: the last, or the first of "Kim Jong-un"."""
    return wanted[0] if "-" in name.split()[-1] else wanted[-1]


def _names(text: str, name: str, wanted: Key) -> bool:
    """Whether a text has a name's last word with a capital: "Cook", not "cooks"; "WHO" as it is."""
    bare = name.replace(".", "")
    if bare.isupper() and len(wanted) == 1:
        return any(token.text == bare for token in tokens.tokenize(text)) or name in text
    last = _surname(name, wanted).rpartition("'")[2]
    for token in tokens.tokenize(text):
        if not token.text[0].islower():
            key = names.key(token.text)
            if key and names.same_surname_spelling(key[-1], last):
                return True
    return False


def _other_forms(name: str, found: Sequence[Somebody]) -> list[str]:
    """What else the articles call an organisation: the full name of an acronym, the acronym of a name."""
    forms: dict[str, None] = {}
    for one in found:
        if one.kind == "organisation":
            forms.update((form, None) for form in one.names if names.key(form) != names.key(name))
    small = words.stop_words("en")
    return [form for form in forms if len(form) >= _SHORT and form.casefold() not in small][:3]
