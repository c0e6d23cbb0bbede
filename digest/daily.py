"""The unattended job: lock, fetch, make the day's digest, write it, remember it, and tell whoever is to be told.

The files are written whole before the archive remembers what they are about. A run that ends in between is made up for
by the next one, which writes the same day again; nothing is lost and nothing told twice.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime

from digest import paths, subscriptions
from digest.archive import Archive
from digest.errors import OutputError, SettingsError
from digest.output import PLAIN, write
from digest.registry import DIGEST_RENDERERS
from digest.rules import Rules
from digest.service import agenda, day, decisions
from digest.service.lock import Lock
from digest.service.updating import Retention, Update, update
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import tzinfo

    from digest.model import Digest, Problem
    from digest.service.fetching import Outcome, Plan
    from digest.settings import Settings

SUFFIXES = {"markdown": ".md", "toml": ".toml", "json": ".json", "html": ".html", "text": ".txt"}


class Order(Value, kw_only=True):
    """What is asked of one run; `formats` and `folder` go before the settings when given."""

    now: datetime
    date: str = ""
    since: datetime | None = None
    fetch: bool = True
    dry_run: bool = False
    formats: tuple[str, ...] = ()
    folder: str = ""
    feeds_file: str = ""
    archive_file: str = ""
    plan: Plan | None = None


class Made(Value, kw_only=True):
    """What came of it: the digest, the files it is in, whether any of them is new or other than before."""

    digest: Digest
    files: Mapping[str, str]
    texts: Mapping[str, str]
    changed: bool
    titles: Mapping[str, str]
    update: Update | None = None


def run(
    order: Order,
    settings: Settings,
    *,
    begun: Callable[[int], None] = lambda count: None,
    told: Callable[[Outcome], None] = lambda outcome: None,
) -> Made:
    """Make and write the digest of a day; BusyError when another run is at work."""
    archive_file = order.archive_file or paths.archive_file()
    feeds_file = order.feeds_file or paths.feeds_file()
    with Lock(os.path.join(os.path.dirname(archive_file), "daily.lock")):
        done = _fetched(order, settings, feeds_file, archive_file, begun, told) if order.fetch else None
        with Archive.open(archive_file) as archive:
            digest, about = _made(archive, order, settings, feeds_file, done)
            titles = {url: state.title for url, state in archive.states().items() if state.title}
            titles |= {feed.url: feed.title for feed in subscriptions.load(feeds_file).feeds if feed.title}
            forms = order.formats or settings.daily_formats
            texts = {form: rendered(digest, form, titles) for form in forms}
            folder = order.folder or settings.daily_folder or os.path.join(paths.data_folder(), "digests")
            files = {form: os.path.join(os.path.expanduser(folder), digest.day + SUFFIXES[form]) for form in forms}
            changed = False
            if not order.dry_run:
                changed = _write(files, texts)
                saved = {agenda.SAVED: rendered(digest, agenda.SAVED, titles)} | texts
                _remember(archive, about, saved)
    return Made(digest=digest, files=files, texts=texts, changed=changed, titles=titles, update=done)


def rendered(digest: Digest, form: str, titles: Mapping[str, str]) -> str:
    """A digest in a form."""
    text: str = DIGEST_RENDERERS.get(form)(digest, PLAIN, titles=titles)
    return text


def mail(made: Made, settings: Settings, *, at: datetime) -> tuple[Problem, ...]:
    """Send a digest as the settings say; OutputError when nobody gets it, a problem for each who does not."""
    from digest.service import mailing

    if not settings.mail_host or not settings.mail_recipients:
        raise SettingsError("[mail] host and recipients are not set, so nothing can be sent")
    secret = settings.mail_password
    server = mailing.Server(
        host=settings.mail_host,
        port=settings.mail_port,
        tls=settings.mail_tls,
        user=settings.mail_user,
        password=secret[0] if len(secret) == 1 and secret[0].startswith("$") else secret,
    )
    letter = mailing.Letter(
        sender=settings.mail_sender or settings.mail_recipients[0],
        recipients=settings.mail_recipients,
        subject=f"Digest of {made.digest.day}",
        text=rendered(made.digest, "text", made.titles),
        html=rendered(made.digest, "html", made.titles),
    )
    return mailing.send(letter, server, at=at)


def zone_of(name: str) -> tzinfo | None:
    """The zone that a setting names; None is the system's own."""
    if name in {"", "local"}:
        return None
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(f"[daily] zone: there is no zone {name[:60]!r}") from error


def run_after(command: tuple[str, ...], path: str) -> None:
    """Run the reader's command on a new digest, as a list of arguments and never through a shell."""
    import subprocess

    arguments = [argument.replace("{path}", path) for argument in command]
    try:
        done = subprocess.run(arguments, stdin=subprocess.DEVNULL, check=False)  # noqa: S603 (the reader's own command)
    except (OSError, ValueError) as error:
        raise OutputError(f"{arguments[0]}: {getattr(error, 'strerror', None) or error}".lower()) from error
    if done.returncode:
        raise OutputError(f"{arguments[0]}: ended with status {done.returncode}")


def _fetched(
    order: Order,
    settings: Settings,
    feeds_file: str,
    archive_file: str,
    begun: Callable[[int], None],
    told: Callable[[Outcome], None],
) -> Update:
    megabyte = 1024 * 1024
    retention = Retention(settings.archive_forget_after_days, settings.archive_forget_above_megabytes * megabyte)
    return update(feeds_file, archive_file, now=order.now, plan=order.plan, retention=retention, begun=begun, told=told)


def _made(
    archive: Archive, order: Order, settings: Settings, feeds_file: str, done: Update | None
) -> tuple[Digest, day.Range]:
    zone = zone_of(settings.daily_zone)
    feeds = subscriptions.load(feeds_file).feeds
    about = day.to_make(archive, now=order.now, zone=zone, day=order.date, since=order.since)
    known = next((r for r in day.committed(archive) if r.day == about.day), None)
    if known is None or known.through != about.through:
        figures = day.feed_figures(done, archive, feeds, order.now)
        about = about.__replace__(made_at=order.now, feeds=figures)
    together, apart = decisions.load(os.path.join(os.path.dirname(feeds_file), "stories.toml"))
    taste = day.Taste(
        stories=settings.daily_stories,
        minutes=settings.daily_minutes,
        sentences=settings.daily_sentences,
        oldest_days=settings.daily_oldest_days,
        topics=settings.daily_topics,
    )
    digest = day.make(
        archive,
        about,
        taste=taste,
        rules=Rules(settings.rules),
        feeds=feeds,
        together=together,
        apart=apart,
        problems=done.problems if done else (),
    )
    return digest, about


def _write(files: Mapping[str, str], texts: Mapping[str, str]) -> bool:
    """Write what is not there yet in the same words; whether anything was."""
    changed = False
    for form, path in files.items():
        if _reads(path) == texts[form]:
            continue
        write.make_folder(os.path.dirname(path))
        write.whole(path, texts[form])
        changed = True
    return changed


def _reads(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", newline="") as stream:
            return stream.read()
    except (OSError, ValueError):
        return None


def _remember(archive: Archive, about: day.Range, texts: Mapping[str, str]) -> None:
    with archive.batch():
        for form, text in texts.items():
            archive.save_digest(about.day, form, text, made_at=about.made_at, replace=True)
        day.commit(archive, about)


def now() -> datetime:
    """The present time, in UTC."""
    return datetime.now(UTC)


def failures(made: Made, mention_after: int) -> tuple[str, ...]:
    """The feeds that have failed so many times in a row, once: what a reader must hear of."""
    if made.update is None:
        return ()
    return tuple(
        f"{outcome.title}: {outcome.problem} ({outcome.failures} times in a row)"
        for outcome in made.update.of_kind("failed")
        if outcome.failures == mention_after
    )
