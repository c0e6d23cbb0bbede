"""A reader's small world: three feeds, two stories that several tell, one feed that fails. All of it made up."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from digest.archive import Archive
from digest.model import Article, FeedState
from digest.service.desk import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from textual.pilot import Pilot

NOW = datetime(2031, 5, 3, 12, 0, tzinfo=UTC)
COURIER, GAZETTE, WIRE, BROKEN = (
    f"https://{name}.example/feed.xml" for name in ("courier", "gazette", "wire", "broken")
)
TITLES = {COURIER: "Valdora Courier", GAZETTE: "Harbour Gazette", WIRE: "Northern Wire", BROKEN: "Broken Times"}

_FERRY = {
    COURIER: (
        "Ferry runs aground off Port Ellery, 14 hurt",
        "A passenger ferry ran aground off Port Ellery on Saturday morning, injuring 14 people, the coast guard said.\n\n"
        "The Astrid Nyholm, which was carrying 212 passengers from Valdora, struck a sandbank at 6:40 a.m. in thick fog. "
        "“Everybody is off the ship,” said Marta Lindqvist, the director of the Valdora Coast Guard. "
        "Two people were in a serious condition at Ellery General Hospital.\n\n"
        "The Maritime Safety Board will open a public hearing on 12 May. Transport Minister Tomas Okafor plans to visit "
        "Port Ellery on Monday.",
    ),
    GAZETTE: (
        "Astrid Nyholm ferry grounds near Port Ellery; 17 injured",
        "Seventeen people were injured when the ferry Astrid Nyholm ran aground off Port Ellery on Saturday, the coast "
        "guard said.\n\n"
        "The ferry, with 212 passengers from Valdora, hit a sandbank in thick fog shortly before seven. Marta Lindqvist, "
        "director of the Valdora Coast Guard, said that all passengers had been taken off by nine.\n\n"
        "A hearing of the Maritime Safety Board is to open on 12 May. Salvage crews expect to refloat the Astrid Nyholm "
        "on Thursday.",
    ),
    WIRE: (
        "Passengers evacuated as ferry strikes sandbank off Port Ellery",
        "All 212 passengers of the ferry Astrid Nyholm were taken off after it struck a sandbank off Port Ellery in fog "
        "on Saturday, the Valdora Coast Guard said. Fourteen people were hurt.\n\n"
        "Port Ellery's harbour will stay closed until Monday, harbour master Jonas Brandt said.",
    ),
}
_TALKS = {
    COURIER: (
        "Valdora and Keston agree to resume river talks in June",
        "Valdora and Keston agreed on Friday to resume talks on sharing the water of the river Amsel, ministers of both "
        "countries said.\n\n"
        "The talks, broken off in 2029, will begin in Keston on 16 June. “We have lost two dry summers to silence,” said "
        "Ines Carvalho, Valdora's minister for water. Keston's delegation will be led by Pavel Horak, its deputy prime "
        "minister.\n\nA treaty could be signed later this year, Carvalho said.",
    ),
    WIRE: (
        "Keston, Valdora to restart Amsel water talks",
        "Keston and Valdora will restart talks on the water of the river Amsel in Keston on 16 June, both governments "
        "said on Friday.\n\n"
        "Talks were broken off in 2029 over a dam at Lower Amsel. Pavel Horak, deputy prime minister of Keston, and Ines "
        "Carvalho, the Valdoran minister for water, will lead them.",
    ),
}
_SINGLES = {
    "Bakers' union calls one-day strike for 9 May": "Ovens in 40 bakeries will stay cold on 9 May, union leader Hilde Anker said.",
    "Museum of glass reopens after four years": "Visitors queued in the rain on Friday to see the restored blue hall of the museum.",
    "Valdora central bank holds rate at 3.25 percent": "Inflation eased to 2.1 percent in April, governor Lars Wikander told reporters.",
    "Night trains to Keston sold out until August": "Sleeper berths went within hours, the railway operator Norrail said.",
    "School board delays vote on longer lunch break": "Parents argued for two hours before the board put its decision off until autumn.",
    "Rare heron nests again in the Amsel marshes": "Ornithologist Petra Saito counted three chicks from a hide of reeds.",
    "Ellery Rovers reach final after shoot-out": "Goalkeeper Dmitri Pavlenko saved two penalties in front of 9,000 spectators.",
    "Tram line 4 closed for repairs next week": "Buses will replace trams between Opera and Northgate from Monday to Thursday.",
    "Film festival names its jury": "Director Amara Diallo will head the seven jurors, organisers announced.",
    "Harbour cranes to be painted by volunteers": "Two hundred litres of red paint were given by a shipyard that closed in 1998.",
}


def desk_over(home: Path, *, filled: bool = True) -> Desk:
    """A desk over an archive in a folder; the same every time."""
    (home / "feeds.toml").write_text(
        "".join(
            f'[[feeds]]\nurl = "{url}"\ntitle = "{title}"\ntags = ["{"sea" if url == GAZETTE else "news"}"]\n\n'
            for url, title in TITLES.items()
        )
        if filled
        else "",
        encoding="utf-8",
    )
    if filled:
        with Archive.open(str(home / "archive.sqlite3")) as archive:
            _fill(archive)
    return Desk(
        archive_file=str(home / "archive.sqlite3"),
        feeds_file=str(home / "feeds.toml"),
        settings_file=str(home / "digest.toml"),
        now=lambda: NOW,
    )


def article(feed: str, title: str, text: str, *, hours: float, number: int) -> Article:
    return Article(
        id=f"{feed[8:12]}{number:04}",
        title=title,
        text=text,
        source=feed,
        url=f"{feed.removesuffix('/feed.xml')}/{number}",
        published=NOW - timedelta(hours=hours),
        authors=("Nora Falk",) if feed == COURIER else (),
        guid=f"{feed}#{number}",
    )


def articles() -> dict[str, list[Article]]:
    """By feed, the newest first."""
    found: dict[str, list[Article]] = {COURIER: [], GAZETTE: [], WIRE: []}
    for number, story in enumerate((_FERRY, _TALKS)):
        for place, (feed, (title, text)) in enumerate(story.items()):
            found[feed].append(article(feed, title, text, hours=2 + place + 20 * number, number=number))
    feeds = list(found)
    for number, (title, text) in enumerate(_SINGLES.items(), 10):
        feed = feeds[number % 3]
        found[feed].append(article(feed, title, text, hours=number, number=number))
    return found


def _fill(archive: Archive) -> None:
    for feed, listed in articles().items():
        state = FeedState(url=feed, title=TITLES[feed], last_tried=NOW, last_success=NOW - timedelta(minutes=20))
        archive.record(state, listed, seen_at=NOW - timedelta(minutes=20))
    archive.record(
        FeedState(
            url=BROKEN,
            title=TITLES[BROKEN],
            failures=4,
            error="answered 503 Service Unavailable",
            last_tried=NOW - timedelta(minutes=20),
            last_success=NOW - timedelta(days=4),
        ),
        (),
        seen_at=NOW - timedelta(minutes=20),
    )


async def settled(pilot: Pilot[None]) -> None:
    """Wait until nothing is under way: workers, their results, messages, animations."""
    for _ in range(20):
        busy = [w for w in pilot.app.workers if not w.is_finished]
        if busy:
            await asyncio.gather(*(w.wait() for w in busy), return_exceptions=True)
        await pilot.pause()
        if not any(not w.is_finished for w in pilot.app.workers):
            await pilot.pause()
            if not any(not w.is_finished for w in pilot.app.workers):
                return
