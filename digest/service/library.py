"""The archive's use cases: searching, showing, carrying out, keeping in order."""

from __future__ import annotations

import os
import re

from digest.archive import Archive, search
from digest.archive.schema import must_exist
from digest.errors import DigestError, UsageError
from digest.output import to_markdown
from digest.text.clean import clean
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from digest.archive.digests import Saved
    from digest.archive.library import Kept, Version
    from digest.archive.search import Found
    from digest.model import Article, Subscription

EXPORTS = ("json", "toml", "markdown")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_TAGS: Mapping[str, Sequence[str]] = {}


class Results(Value):
    """What a search found, and the titles of feeds by address."""

    found: tuple[Found, ...]
    titles: dict[str, str]


def find(path: str, text: str, *, limit: int, offset: int = 0, feeds_file: str = "") -> Results:
    """Search the archive at `path` for what the reader typed; tags of feeds are read from `feeds_file`."""
    query = search.parse_query(text)
    tagged = _tagged(feeds_file) if query.tags else _NO_TAGS
    with Archive.open(path, read_only=True) as archive:
        found = archive.find(query, limit=limit, offset=offset, tagged=tagged)
        titles = {url: state.title for url, state in archive.states().items() if state.title}
    return Results(found, titles)


def _tagged(feeds_file: str) -> Mapping[str, Sequence[str]]:
    from digest import subscriptions

    return by_tag(subscriptions.load(feeds_file).feeds if feeds_file else ())


def by_tag(feeds: Iterable[Subscription]) -> dict[str, list[str]]:
    """The addresses of the feeds of each tag that the reader gave, in lower case."""
    found: dict[str, list[str]] = {}
    for feed in feeds:
        for tag in feed.tags:
            found.setdefault(tag.casefold(), []).append(feed.url)
    return found


def article(path: str, id_: str) -> Kept:
    """The article with an id, or with the only id that begins so."""
    with Archive.open(path, read_only=True) as archive:
        return article_in(archive, id_)


def article_in(archive: Archive, id_: str) -> Kept:
    """The same in an archive that is open."""
    if kept := archive.get(id_):
        return kept
    near = archive.ids_starting(id_) if id_ else ()
    if len(near) == 1 and (kept := archive.get(near[0])):
        return kept
    if near:
        raise UsageError(f"{id_}: several articles begin so ({', '.join(near[:3])} …)")
    raise DigestError(f"{id_[:80]}: no article has this id (`digest search` shows them)")


def versions(path: str, id_: str) -> tuple[Kept, tuple[Version, ...]]:
    """An article as it is now, and as it was before each edit."""
    with Archive.open(path, read_only=True) as archive:
        kept = article_in(archive, id_)
        return kept, archive.versions(kept.article.id)


def is_day(text: str) -> bool:
    """Whether a text names a day, as 2026-11-24 does."""
    return _DAY.fullmatch(text) is not None


def digest_of(path: str, day: str, form: str | None) -> Saved:
    """The saved digest of a day, in a form or in the first that there is."""
    with Archive.open(path, read_only=True) as archive:
        forms = [known for at, known, _ in archive.digests() if at == day]
        chosen = form or next((f for f in ("text", "markdown") if f in forms), forms[0] if forms else "")
        if saved := archive.digest(day, chosen):
            return saved
    if forms:
        raise DigestError(f"{day}: its digest was saved as {', '.join(forms)}, not as {chosen}")
    raise DigestError(f"{day}: no digest was saved on this day")


def export(path: str, text: str, form: str, *, feeds_file: str = "") -> tuple[str, int]:
    """Every article that a query finds, whole, as JSON, TOML or Markdown; and how many there are."""
    query = search.parse_query(text)
    tagged = _tagged(feeds_file) if query.tags else _NO_TAGS
    with Archive.open(path, read_only=True) as archive:
        kept = archive.page(query, limit=-1, tagged=tagged)
    if form == "markdown":
        return "\n".join(_page(k) for k in kept), len(kept)
    tables = {"articles": [table(k) for k in kept]}
    if form == "toml":
        from digest.output import to_toml

        return to_toml.written(tables), len(kept)
    from digest.output import to_json

    return to_json.written(tables), len(kept)


def table(kept: Kept) -> dict[str, Any]:
    """An article with everything that is known of it; absent values have no key."""
    a = kept.article
    pairs = {
        "id": a.id,
        "title": a.title,
        "source": a.source,
        "url": a.url,
        "guid": a.guid,
        "published": a.published.isoformat() if a.published else None,
        "first_seen": kept.first_seen.isoformat(),
        "revised_at": kept.revised_at.isoformat() if kept.revised_at else None,
        "authors": list(a.authors),
        "language": a.language,
        "tags": list(a.tags),
        "enclosures": list(a.enclosures),
        "read": kept.read,
        "saved": kept.saved,
        "hidden": kept.hidden,
        "text": a.text,
    }
    return {key: value for key, value in pairs.items() if value not in (None, "") and value != []}


def _page(kept: Kept) -> str:
    """One article as Markdown, with nothing in it that a parser would take for more than text."""
    a = kept.article
    day = a.published or kept.first_seen
    origin = [f"{day:%Y-%m-%d}", *a.authors, a.url or a.source]
    title, said = (to_markdown.escape(clean(line, one_line=True)) for line in (a.title or a.id, " · ".join(origin)))
    lines = [f"# {title}", "", said, ""]
    for paragraph in clean(a.text).split("\n\n"):
        lines += [to_markdown.escape(paragraph), ""]
    return "\n".join(lines)


def backup(path: str, target: str) -> None:
    """Write a whole copy of the archive to `target`, also while others write to it."""
    must_exist(path)
    if os.path.exists(target) and os.path.samefile(path, target):
        raise UsageError(f"{target}: the archive itself")
    with Archive.open(path, read_only=True) as archive:
        archive.backup(target)


def compact(path: str) -> tuple[int, int]:
    """Make the archive as small as it goes; the bytes before and after."""
    must_exist(path)
    before = os.path.getsize(path)
    with Archive.open(path) as archive:
        archive.compact()
    return before, os.path.getsize(path)


def forget(path: str, *, older_than: datetime | None, most_bytes: int | None) -> int:
    """Delete old articles that are not saved and return how many; a size holds for the file as it is then."""
    must_exist(path)
    with Archive.open(path) as archive:
        removed = archive.forget(older_than, most_bytes)
        if removed and most_bytes is not None:
            archive.compact()
    return removed


def as_digested(archive: Archive, id_: str, text_sha256: str) -> Article | None:
    """An article with the text that a digest was made of: today's, or that of an earlier revision; else today's."""
    from digest.text.fingerprint import sha256

    kept = archive.get(id_)
    if kept is None:
        return None
    if sha256(kept.article.text) != text_sha256:
        for earlier in archive.revisions(id_):
            if sha256(earlier.text) == text_sha256:
                return earlier
    return kept.article
