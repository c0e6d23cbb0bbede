"""Whatever a feed's server does between fetches, no article is lost and none is there twice."""

from __future__ import annotations

import tempfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from digest.archive import Archive
from digest.archive.identity import NEW, REPEAT, Trace, are_alike, match, normal_link, plain
from digest.archive.search import Query
from digest.model import Article, FeedState
from digest.text.fingerprint import sha256

FEED = "https://feed.example/rss"
START = datetime(2026, 1, 1, tzinfo=UTC)
KINDS = (
    "guid and link",
    "guid alone",
    "link alone",
    "neither",
    "one guid for all",
    "one link for all",
    "one guid and link for all",
)
TITLES = st.sampled_from(("", "Update", "Storm", "Morning news"))
SMALL = st.integers(0, 3)


class Entry:
    """One thing that a newsroom wrote, with everything that was ever published of it."""

    def __init__(self, number: int, title: str, kind: str) -> None:
        # With one guid or link for all, those of one title as well are one article by our rules.
        self.title = f"{title} {number}".strip() if kind.startswith("one") else title
        self.number, self.kind = number, kind
        self.turn, self.titles, self.guids, self.links = 0, 0, 0, 0
        self.date: datetime | None = START + timedelta(days=number)
        self.listed = True
        self.published: list[tuple[str, str]] = []

    def article(self) -> Article:
        guid = "" if self.kind in ("link alone", "neither") else f"urn:{self.number}:{self.guids}"
        url = f"https://news.example/{self.number}" if self.kind not in ("guid alone", "neither") else None
        if self.kind.startswith("one guid"):
            guid = "same"
        if self.kind.endswith("link for all"):
            url = "https://news.example/"
        if url and self.links:
            url += f"?utm_source=s{self.links}"
        n = self.number
        text = f"Entry{n} tells{n} about{n}.\n\nPeople{n} there{n}, edited{n} {self.turn} times."
        title = f"{self.title} {'again ' * self.titles}".strip()
        known = guid or url or title + text
        return Article(
            id=sha256(f"{FEED}\n{known}")[:16], title=title, text=text, source=FEED, url=url, guid=guid,
            published=self.date,
        )  # fmt: skip


class FeedOverTime(RuleBasedStateMachine):
    """A server that adds, edits, re-dates, re-guids, re-orders, drops and brings back entries between fetches."""

    entries = Bundle("entries")

    @initialize(kind=st.sampled_from(KINDS))
    def begin(self, kind: str) -> None:
        self.kind = kind
        self.all: list[Entry] = []
        self.fetches = 0
        self.folder = tempfile.TemporaryDirectory()
        self.archive = Archive.open(str(Path(self.folder.name) / "a.sqlite3"))
        self.changed: dict[int, set[str]] = {}  # how entries changed since they were last fetched
        if kind == "one guid and link for all":
            # As long as there was only one, the next can't be told from an edit of it.
            self.all += [Entry(number, "", kind) for number in range(2)]
            self.record(self.all)

    def teardown(self) -> None:
        assert self.archive.check() == ()
        self.archive.close()
        self.folder.cleanup()

    @rule(target=entries, title=TITLES)
    def add(self, title: str) -> Entry:
        entry = Entry(len(self.all), title, self.kind)
        self.all.append(entry)
        return entry

    def may(self, entry: Entry, change: str) -> bool:
        """Whether the entry can still be told from a new one after this change: enough that it is known by stays."""
        changed = self.changed.get(entry.number, set()) | {change}
        has_words = changed.isdisjoint({"title", "text"})
        if self.kind == "guid and link":
            has_title = "title" not in changed and entry.article().title != ""
            is_known = "guid" not in changed or has_title or "text" not in changed
        elif self.kind in ("guid alone", "one link for all"):
            is_known = "guid" not in changed or has_words
        elif self.kind in ("link alone", "one guid for all"):
            is_known = change != "guid"
        else:
            is_known = False
        if is_known:
            self.changed[entry.number] = changed
        return is_known

    @rule(entry=entries)
    def edit_text(self, entry: Entry) -> None:
        entry.turn += self.may(entry, "text")

    @rule(entry=entries)
    def edit_title(self, entry: Entry) -> None:
        entry.titles += self.may(entry, "title")

    @rule(entry=entries, days=st.one_of(st.none(), SMALL))
    def re_date(self, entry: Entry, days: int | None) -> None:
        entry.date = None if days is None else START + timedelta(days=days)

    @rule(entry=entries)
    def re_guid(self, entry: Entry) -> None:
        entry.guids += self.may(entry, "guid")

    @rule(entry=entries, mark=SMALL)
    def re_link(self, entry: Entry, mark: int) -> None:
        entry.links = mark

    @rule(entry=entries)
    def drop_or_bring_back(self, entry: Entry) -> None:
        entry.listed = not entry.listed

    @rule(order=st.randoms(use_true_random=False))
    def fetch(self, order: object) -> None:
        listed = [e for e in self.all if e.listed]
        order.shuffle(listed)  # type: ignore[attr-defined]
        self.record(listed)

    def record(self, listed: list[Entry]) -> None:
        self.fetches += 1
        articles = [e.article() for e in listed]
        for entry, article in zip(listed, articles, strict=True):
            entry.published.append((article.title, article.text))
            self.changed.pop(entry.number, None)
        now = START + timedelta(days=400 + self.fetches)
        done = self.archive.record(FeedState(url=FEED), articles, seen_at=now)
        assert done.new + done.revised + done.unchanged == len(articles)
        again = self.archive.record(FeedState(url=FEED), articles, seen_at=now)
        assert (again.new, again.revised, again.unchanged) == (0, 0, len(articles))

    @invariant()
    def nothing_is_lost_and_nothing_is_twice(self) -> None:
        if not hasattr(self, "archive"):
            return
        kept = self.archive.page(Query(), limit=-1)
        assert len({k.article.id for k in kept}) == len(kept)
        by_number = Counter(_number(k.article.text) for k in kept)
        assert by_number == Counter({e.number: 1 for e in self.all if e.published})
        for k in kept:
            entry = self.all[_number(k.article.text)]
            earlier = self.archive.revisions(k.article.id)
            assert len(earlier) == k.number_of_revisions
            assert (k.article.title, k.article.text) == entry.published[-1]
            assert {(a.title, a.text) for a in earlier} | {entry.published[-1]} == set(entry.published)


def _number(text: str) -> int:
    return int(text.removeprefix("Entry").partition(" ")[0])


FeedOverTime.TestCase.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
TestFeedOverTime = FeedOverTime.TestCase

KEYS = st.one_of(st.none(), st.integers(1, 3))
TRACES = st.lists(st.builds(Trace, KEYS, KEYS, SMALL, st.sampled_from(("", "a", "b")), KEYS), max_size=8)


@given(TRACES, TRACES, st.booleans())
def test_any_document_gives_each_row_at_most_once(entries: list[Trace], rows: list[Trace], alike: bool) -> None:
    found = match(entries, rows, lambda entry, row: alike)
    assert len(found) == len(entries)
    claimed = [place for place in found if place not in (NEW, REPEAT)]
    assert len(set(claimed)) == len(claimed)
    assert set(claimed) <= set(range(len(rows)))


@given(TRACES, st.booleans())
def test_a_document_recorded_twice_adds_nothing(entries: list[Trace], alike: bool) -> None:
    rows = [e for e, place in zip(entries, match(entries, [], lambda entry, row: alike), strict=True) if place == NEW]
    assert NEW not in match(entries, rows, lambda entry, row: alike)


@given(st.text())
def test_any_link_has_a_normal_form_that_stays(url: str) -> None:
    assert normal_link(url) is not None
    assert plain(plain(url)) == plain(url)
    assert are_alike(url, url)


def test_a_thousand_equal_entries_take_no_quadratic_time() -> None:
    asked = 0

    def alike(entry: int, row: int) -> bool:
        nonlocal asked
        asked += 1
        return False

    rows = [Trace(1, 2, n, "", None) for n in range(5_000)]
    match([Trace(1, 2, -n, "", None) for n in range(1_000)], rows, alike)
    assert asked <= 50_000
