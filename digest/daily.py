"""The unattended job: lock, fetch, make the day's digest, write it, remember it, and tell whoever is to be told."""

from __future__ import annotations

from datetime import UTC, datetime

from digest import paths
from digest.archive import Archive
from digest.archive.schema import DamagedError
from digest.errors import OutputError, SettingsError
from digest.service import today
from digest.service.today import Made as Made
from digest.service.today import rendered
from digest.service.updating import retention_of, update
from digest.values import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from digest.model import Problem
    from digest.service.fetching import Outcome, Plan
    from digest.service.updating import Update
    from digest.settings import Settings


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


def run(
    order: Order,
    settings: Settings,
    *,
    begun: Callable[[int], None] = lambda count: None,
    told: Callable[[Outcome], None] = lambda outcome: None,
) -> Made:
    """Make and write the digest of a day; BusyError when another run is at work."""
    archive_file = order.archive_file or paths.archive_file()
    order = order.__replace__(archive_file=archive_file, feeds_file=order.feeds_file or paths.feeds_file())
    with today.lock(archive_file):
        try:
            return _run(order, settings, begun, told)
        except DamagedError:  # the archive is mended when it is next opened
            return _run(order, settings, begun, told)


def _run(order: Order, settings: Settings, begun: Callable[[int], None], told: Callable[[Outcome], None]) -> Made:
    done = _fetched(order, settings, begun, told) if order.fetch else None
    with Archive.open(order.archive_file) as archive:
        make = today.dry_run if order.dry_run else today.finish
        made = make(
            archive,
            settings,
            now=order.now,
            feeds_file=order.feeds_file,
            date=order.date,
            since=order.since,
            update=done,
            formats=order.formats,
            folder=order.folder,
        )
    return made.__replace__(update=done)


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


def _fetched(order: Order, settings: Settings, begun: Callable[[int], None], told: Callable[[Outcome], None]) -> Update:
    return update(
        order.feeds_file,
        order.archive_file,
        now=order.now,
        plan=order.plan,
        retention=retention_of(settings),
        begun=begun,
        told=told,
    )


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
