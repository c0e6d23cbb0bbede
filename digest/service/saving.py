"""Saving what is shown: a free file name, and the text of a digest, a story or articles in a form.

What came from the archive is saved as a day, since `digest verify` then finds its articles there again.
"""

from __future__ import annotations

import os
import unicodedata

from digest.errors import OutputError, UsageError
from digest.model import Brief, Digest, Ledger, Story
from digest.output import PLAIN
from digest.registry import DIGEST_RENDERERS, RENDERERS
from digest.service.today import SUFFIXES, rendered
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from digest.archive import Archive

LONGEST_NAME = 60
MOST_FILES = 1000  # of one name
_SAVED = {"toml", "json"}  # the forms that can be checked


def offer(title: str, form: str, *, day: str, folder: str = "") -> str:
    """A path in the working folder where nothing is yet; of a title only what is safe in a name is in it."""
    DIGEST_RENDERERS.about(form)
    try:
        folder = folder or os.getcwd()
    except OSError as error:
        raise OutputError(f"the working folder: {(error.strerror or str(error)).lower()}") from error
    name = "-".join(part for part in (day, slug(title)) if part)
    for number in range(1, MOST_FILES):
        path = os.path.join(folder, f"{name}{f'-{number}' if number > 1 else ''}{SUFFIXES[form]}")
        if not os.path.lexists(path):
            return path
    raise OutputError(f"{folder}: {MOST_FILES - 1} files are called {name}")


def slug(title: str) -> str:
    """Small ASCII letters, digits and hyphens alone, as a file may be called.

    >>> slug("Zürich: the “last” bid…/../x"), slug("서울")
    ('zurich-the-last-bid-x', '')
    """
    plain = unicodedata.normalize("NFKD", title[:500])
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    safe = "".join(sign.lower() if sign.isascii() and sign.isalnum() else " " for sign in plain.replace("'", ""))
    words = safe.split()
    while len("-".join(words)) > LONGEST_NAME and len(words) > 1:
        words.pop()
    return "-".join(words)[:LONGEST_NAME]


class Where(Value, kw_only=True):
    """What surrounds what is saved: the archive, the titles of feeds, and the day and time of what has none."""

    titles: Mapping[str, str]
    day: str
    now: datetime
    archive: Archive | None = None


def save(what: Brief | Sequence[Brief] | Story | Digest, form: str, path: str, where: Where) -> str:
    """Write it in a form, whole or not at all; the path."""
    from digest.output import write

    DIGEST_RENDERERS.about(form)
    path = os.path.expanduser(path)
    write.check_folder(path)
    write.whole(path, text_of(what, form, where))
    return path


def text_of(what: Brief | Sequence[Brief] | Story | Digest, form: str, where: Where) -> str:
    """A digest, a story or articles in a form."""
    if isinstance(what, Digest):
        return _day_text(what, form, where)
    if isinstance(what, Story):
        return _day_text(_day_of([what], where), form, where)
    briefs = [what] if isinstance(what, Brief) else list(what)
    if not briefs:
        raise UsageError("there is nothing to save")
    if form in _SAVED and where.archive and (kept := sum(_is_kept(where.archive, brief) for brief in briefs)):
        if kept < len(briefs):
            raise UsageError(f"{form}: articles of the archive and others can't be saved in one file")
        return _day_text(_day_of(list(map(_alone, briefs)), where), form, where)
    text: str = RENDERERS.get(form)(briefs, PLAIN)
    return text


def _day_of(stories: Sequence[Story], where: Where) -> Digest:
    """A digest of some stories alone."""
    count = sum(len(story.briefs) for story in stories)
    ledger = Ledger(seen=count, kept=count, printed=count, merged=count - len(stories))
    return Digest(day=where.day, made_at=where.now, since=None, until=where.now, stories=tuple(stories), ledger=ledger)


def _alone(brief: Brief) -> Story:
    """The story that one article tells, with the summary that it was given."""
    from digest.stories import telling

    limit = max(1, len(brief.summary.sentences))
    story: Story = telling.tell([brief], story_id=brief.article.id, limit=limit)
    return story


def _is_kept(archive: Archive, brief: Brief) -> bool:
    kept = archive.get(brief.article.id)
    return kept is not None and kept.article.source == brief.article.source


def _day_text(digest: Digest, form: str, where: Where) -> str:
    missing = {b.article.id for story in digest.stories for b in story.briefs if not b.article.text}
    if form not in _SAVED or not missing or where.archive is None:
        return rendered(digest, form, where.titles)
    from digest.output import digest_tables, to_json, to_toml

    hashes = _hashes(where.archive, missing, digest.day)
    tables = digest_tables.to_tables(digest, titles=where.titles, hashes=hashes)
    return to_toml.written(tables) if form == "toml" else to_json.written(tables)


def _hashes(archive: Archive, missing: set[str], day: str) -> dict[str, str]:
    """What the texts were that are not at hand any more, as the saved days have it, this one first."""
    import tomllib

    from digest.output.from_digest_tables import hashes

    found: dict[str, str] = {}
    days = sorted((d for d, form, _ in archive.digests() if form == "toml"), key=lambda d: d != day)
    for known in days:
        if missing <= found.keys():
            break
        saved = archive.digest(known, "toml")
        root: dict[str, Any] = tomllib.loads(saved.body) if saved else {}
        found |= {id_: sha for id_, sha in hashes(root).items() if id_ in missing and id_ not in found}
    return found
