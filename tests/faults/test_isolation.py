"""What one feed does is that feed's own problem: the others give what they give without it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from digest.archive import Archive
from digest.model import Subscription
from digest.service.fetching import Plan, refresh
from digest.sources.fetch import Limits
from tests.faults import servers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

pytestmark = pytest.mark.skipif(
    not servers.is_here(), reason="../shared/bench/hostile_server.py is not beside the repository"
)
NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
TAKES_ITS_TIME = {"/slow", "/slow-headers", "/hang", "/hang-body", "/endless-100", "/bomb.gz", "/bomb-feed.gz"}


def _kept(at: Path, sound: Sequence[Subscription], others: Sequence[Subscription]) -> list[tuple[object, ...]]:
    """What the sound feeds gave, in the order in which a digest would take it."""
    at.mkdir()
    with Archive.open(str(at / "archive.sqlite3")) as archive:
        plan = Plan(limits=Limits(seconds=5.0, at_once=64, per_host=64), workers=2)
        refresh([*others, *sound], archive, now=NOW, plan=plan)
        urls = {feed.url for feed in sound}
        pages = [kept.article for kept in archive.page(limit=-1) if kept.article.source in urls]
    return [(a.id, a.title, a.text, a.published, a.authors, a.url) for a in pages]


def test_sound_feeds_give_the_same_beside_every_fault(tmp_path: Path) -> None:
    sound = []
    for number in range(4):
        body = "".join(
            f"<item><title>Report {number}.{n}</title><guid>{number}.{n}</guid>"
            f"<pubDate>Mon, 0{n} Jan 2023 03:0{number}:05 GMT</pubDate>"
            f"<description>The pier {number}.{n} was opened on Monday.</description></item>"
            for n in range(1, 6)
        )
        path = tmp_path / f"{number}.xml"
        path.write_text(f"<rss version='2.0'><channel><title>F</title>{body}</channel></rss>", encoding="utf-8")
        sound.append(Subscription(url=str(path)))
    module = servers.module()
    with module.HostileServer() as server:
        server.httpd.socket.listen(128)
        faults = [Subscription(url=server.url(path)) for path in module.ENDPOINTS if path not in TAKES_ITS_TIME]
        beside = _kept(tmp_path / "beside", sound, faults)
    alone = _kept(tmp_path / "alone", sound, ())
    assert len(alone) == 20
    assert beside == alone
