"""The digest of a day put together: made with the reader's settings, feeds and decisions, written, and remembered.

The archive notes what a digest is about, the files are written whole, then the archive remembers them and the note
goes. A run that dies in between is made up for by the next one: on the same day it writes that day again; on a later
one it first finishes the day that was begun. So nothing is lost, and no article is told on two days.
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from functools import partial

from digest import paths, subscriptions
from digest.archive import Archive
from digest.archive.schema import must_exist
from digest.errors import SavedFormError, SettingsError
from digest.output import PLAIN, write
from digest.registry import DIGEST_RENDERERS
from digest.service import day, decisions, library
from digest.service.lock import Lock
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from digest.archive.digests import Saved
    from digest.model import Digest
    from digest.service.decisions import Pairs
    from digest.service.updating import Update
    from digest.settings import Settings

SAVED = "toml"  # the form in which the archive keeps every digest
SUFFIXES = {"markdown": ".md", "toml": ".toml", "json": ".json", "html": ".html", "text": ".txt"}


class Made(Value, kw_only=True):
    """What came of it: the digest, the files it is in, whether any of them is new or other than before."""

    digest: Digest
    files: Mapping[str, str]
    texts: Mapping[str, str]
    changed: bool
    titles: Mapping[str, str]
    update: Update | None = None


def lock(archive_file: str) -> Lock:
    """The lock of those who write a digest: one at a time."""
    return Lock(os.path.join(os.path.dirname(archive_file), "daily.lock"))


def assemble(
    archive: Archive,
    settings: Settings,
    *,
    now: datetime,
    feeds_file: str,
    date: str = "",
    since: datetime | None = None,
    update: Update | None = None,
) -> tuple[Digest, day.Range]:
    """Make the digest of today or of another day, and say what it is about; writes nothing.

    `update` is the one that was made for it: without one nothing was fetched.
    """
    zone = zone_of(settings.daily_zone)
    feeds = subscriptions.load(feeds_file).feeds
    about = day.to_make(archive, now=now, zone=zone, day=date, since=since)
    known = next((r for r in day.committed(archive) if r.day == about.day), None)
    if known is None or known.through != about.through:
        about = about.__replace__(made_at=now, feeds=day.feed_figures(update, archive, feeds, now))
    return remade(archive, about, settings, feeds_file=feeds_file, update=update), about


def remade(
    archive: Archive, about: day.Range, settings: Settings, *, feeds_file: str, update: Update | None = None
) -> Digest:
    """Make the digest of a range as the settings and decisions are now."""
    from digest.rules import Rules

    together, apart = decisions.load(decisions_file(feeds_file))
    taste = day.Taste(
        stories=settings.daily_stories,
        minutes=settings.daily_minutes,
        sentences=settings.daily_sentences,
        oldest_days=settings.daily_oldest_days,
        topics=settings.daily_topics,
    )
    return day.make(
        archive,
        about,
        taste=taste,
        rules=Rules(settings.rules),
        feeds=subscriptions.load(feeds_file).feeds,
        together=together,
        apart=apart,
        problems=update.problems if update else (),
    )


def written(archive: Archive, settings: Settings, *, now: datetime, feeds_file: str) -> Digest | None:
    """Today's digest as it was written, if nothing came since and no decision of the reader's speaks against it."""
    about = day.to_make(archive, now=now, zone=zone_of(settings.daily_zone))
    known = next((r for r in day.committed(archive) if r.day == about.day), None)
    saved = archive.digest(about.day, SAVED)
    if saved is None or known is None or known.through != about.through:
        return None
    try:
        digest = read(archive, saved)
    except SavedFormError:
        return None
    return digest if _follows(digest, *decisions.load(decisions_file(feeds_file))) else None


def read(archive: Archive, saved: Saved) -> Digest:
    """Read a saved digest back, each article with its text where the archive has that as it was then."""
    import tomllib

    from digest.output import from_digest_tables
    from digest.text.fingerprint import sha256

    try:
        root = tomllib.loads(saved.body)
    except (ValueError, RecursionError) as error:
        raise SavedFormError(f"{saved.day}: its saved digest is not TOML") from error
    texts = {}
    for id_, hashed in from_digest_tables.hashes(root).items():
        found = library.as_digested(archive, id_, hashed)
        if found is not None and sha256(found.text) == hashed:
            texts[id_] = found.text
    return from_digest_tables.from_tables(root, texts=texts)


def _follows(digest: Digest, together: Pairs, apart: Pairs) -> bool:
    """Whether a digest has together and apart what the reader wants so, as far as it names the articles."""
    place = {noted.id: f"noted {noted.id}" for noted in digest.noted}
    place |= {brief.article.id: story.id for story in digest.stories for brief in story.briefs}
    named = [(one, other, True) for one, other in together] + [(one, other, False) for one, other in apart]
    return all(
        (place[one] == place[other]) is wanted for one, other, wanted in named if one in place and other in place
    )


def decisions_file(feeds_file: str) -> str:
    """The reader's joins and parts, beside their feeds."""
    return os.path.join(os.path.dirname(feeds_file), "stories.toml")


def zone_of(name: str) -> tzinfo | None:
    """The zone that a setting names; None is the system's own."""
    if name in {"", "local"}:
        return None
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(f"[daily] zone: there is no zone {name[:60]!r}") from error


def titles(archive: Archive, feeds_file: str) -> dict[str, str]:
    """The titles of feeds by address: the reader's own, else the feed's."""
    return archive.titles() | {feed.url: feed.title for feed in subscriptions.load(feeds_file).feeds if feed.title}


def rendered(digest: Digest, form: str, titles: Mapping[str, str]) -> str:
    """A digest in a form."""
    text: str = DIGEST_RENDERERS.get(form)(digest, PLAIN, titles=titles)
    return text


def carry_out(archive_file: str, settings: Settings, *, now: datetime, feeds_file: str) -> tuple[str, ...]:
    """Make, write and remember today's digest of what is in the archive already; its files."""
    must_exist(archive_file)
    with lock(archive_file), Archive.open(archive_file) as archive:
        made = finish(archive, settings, now=now, feeds_file=feeds_file)
    return tuple(made.files.values())


def dry_run(
    archive: Archive,
    settings: Settings,
    *,
    now: datetime,
    feeds_file: str,
    date: str = "",
    since: datetime | None = None,
    update: Update | None = None,
    formats: tuple[str, ...] = (),
    folder: str = "",
) -> Made:
    """Make a digest in its forms, and write and remember nothing."""
    digest, _ = assemble(archive, settings, now=now, feeds_file=feeds_file, date=date, since=since, update=update)
    return _in_forms(digest, settings, titles(archive, feeds_file), formats, folder)


def finish(
    archive: Archive,
    settings: Settings,
    *,
    now: datetime,
    feeds_file: str,
    date: str = "",
    since: datetime | None = None,
    update: Update | None = None,
    formats: tuple[str, ...] = (),
    folder: str = "",
) -> Made:
    """Make, write and remember a digest, and before it the one that an earlier run left unfinished."""
    make = partial(assemble, archive, settings, now=now, feeds_file=feeds_file, date=date, since=since, update=update)
    known = titles(archive, feeds_file)
    unfinished = _unfinished(archive)
    digest, about = make()
    if unfinished and unfinished.day != about.day:
        missed = remade(archive, unfinished, settings, feeds_file=feeds_file)
        _publish(archive, unfinished, _in_forms(missed, settings, known, formats, folder))
        digest, about = make()
    return _publish(archive, about, _in_forms(digest, settings, known, formats, folder))


def _in_forms(
    digest: Digest, settings: Settings, titles: Mapping[str, str], formats: tuple[str, ...], folder: str
) -> Made:
    """The digest in its forms and where they go; `formats` and `folder` go before the settings when given."""
    texts = {form: rendered(digest, form, titles) for form in formats or settings.daily_formats}
    folder = folder or settings.daily_folder or os.path.join(paths.data_folder(), "digests")
    files = {form: os.path.join(os.path.expanduser(folder), digest.day + SUFFIXES[form]) for form in texts}
    return Made(digest=digest, files=files, texts=texts, changed=False, titles=titles)


def _publish(archive: Archive, about: day.Range, made: Made) -> Made:
    """Note the digest, write it, remember it; the note goes with the remembering, in one transaction."""
    archive.begin_digest(_noted(about), made_at=about.made_at)
    for folder in {os.path.dirname(path) for path in made.files.values()}:
        write.sweep(folder, _is_page)
    saved = {SAVED: rendered(made.digest, SAVED, made.titles)} | dict(made.texts)
    with archive.batch():
        changed = _write(made)
        for form, text in saved.items():
            archive.save_digest(about.day, form, text, made_at=about.made_at, replace=True)
        day.commit(archive, about)
        archive.end_digest()
    return made.__replace__(changed=changed)


def _noted(about: day.Range) -> str:
    since = about.since.isoformat() if about.since else None
    return json.dumps({**about._asdict(), "made_at": about.made_at.isoformat(), "since": since})


def _unfinished(archive: Archive) -> day.Range | None:
    """What an earlier run noted and did not come to the end of."""
    if not (body := archive.begun_digest()):
        return None
    noted = json.loads(body)
    since = datetime.fromisoformat(noted["since"]) if noted["since"] else None
    return day.Range(**{**noted, "made_at": datetime.fromisoformat(noted["made_at"]), "since": since})


def _is_page(name: str) -> bool:
    stem, suffix = os.path.splitext(name)
    return suffix in SUFFIXES.values() and len(stem) == len("2026-11-24") and stem.replace("-", "").isdigit()


def _write(made: Made) -> bool:
    """Write what is not there yet in the same words; whether anything was."""
    changed = False
    for form, path in made.files.items():
        if _reads(path) == made.texts[form]:
            continue
        write.make_folder(os.path.dirname(path))
        write.whole(path, made.texts[form])
        changed = True
    return changed


def _reads(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", newline="") as stream:
            return stream.read()
    except (OSError, ValueError):
        return None
