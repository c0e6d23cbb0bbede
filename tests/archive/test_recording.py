"""Recording: what a feed says is kept, once, with what it said before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from digest.archive.feeds import Logged
from digest.archive.search import parse_query
from digest.errors import DigestError
from digest.model import Article, FeedState
from digest.text.fingerprint import sha256

if TYPE_CHECKING:
    from digest.archive import Archive

FEED = "https://feed.example/rss"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=1)


def entry(number: int, **changes: Any) -> Article:
    fields: dict[str, Any] = {
        "title": f"Title {number}",
        "text": f"Text {number}.\n\nA second paragraph.",
        "source": FEED,
        "url": f"https://news.example/{number}",
        "guid": f"urn:{number}",
        "published": NOW - timedelta(hours=number),
        "authors": ("A. Reporter", "B. Writer"),
        "tags": ("World", "Sea & coast"),
        "enclosures": ("https://news.example/a.mp3",),
        **changes,
    }
    known = fields["guid"] or fields["url"] or fields["title"] + fields["text"]
    return Article(id=sha256(f"{fields['source']}\n{known}")[:16], **fields)


def record(archive: Archive, *entries: Article, at: datetime = NOW) -> tuple[int, int, int]:
    done = archive.record(FeedState(url=FEED), entries, seen_at=at)
    assert (len(done.new_ids), len(done.revised_ids)) == (done.new, done.revised)
    assert archive.check() == ()
    return done.new, done.revised, done.unchanged


def test_an_article_comes_back_as_it_was(archive: Archive) -> None:
    assert record(archive, entry(1)) == (1, 0, 0)
    kept = archive.get(entry(1).id)
    assert kept
    assert kept.article == entry(1)
    assert (kept.first_seen, kept.revised_at, kept.read, kept.saved, kept.hidden) == (NOW, None, False, False, False)
    assert archive.get("no such id") is None


def test_an_article_with_nothing_but_words_comes_back_as_it_was(archive: Archive) -> None:
    bare = entry(1, guid="", url=None, published=None, authors=(), tags=(), enclosures=())
    record(archive, bare)
    assert archive.page()[0].article == bare
    assert record(archive, bare) == (0, 0, 1)


def test_the_same_document_again_changes_nothing(archive: Archive) -> None:
    record(archive, entry(1), entry(2))
    assert record(archive, entry(2), entry(1), at=LATER) == (0, 0, 2)
    assert {k.first_seen for k in archive.page()} == {NOW}


def test_what_a_feed_no_longer_lists_stays(archive: Archive) -> None:
    record(archive, entry(1), entry(2))
    assert record(archive) == (0, 0, 0)
    assert len(archive.page()) == 2


def test_an_edit_keeps_what_was_there(archive: Archive) -> None:
    record(archive, entry(1))
    archive.mark([entry(1).id], read=True)
    assert record(archive, entry(1, title="Other"), at=LATER) == (0, 1, 0)
    assert record(archive, entry(1, title="Other", text="New text."), at=LATER) == (0, 1, 0)
    kept = archive.get(entry(1).id)
    assert kept
    assert (kept.article.title, kept.article.text, kept.revised_at) == ("Other", "New text.", LATER)
    assert (kept.number_of_revisions, kept.first_seen, kept.read) == (2, NOW, True)
    assert archive.revisions(entry(1).id) == (entry(1), entry(1, title="Other"))
    assert [v.replaced_at for v in archive.versions(entry(1).id)] == [LATER, LATER]
    assert archive.revisions("no such id") == ()
    assert archive.page(parse_query("paragraph")) == ()
    assert len(archive.page(parse_query('other "new text"'))) == 1


def test_an_edit_of_white_space_is_none(archive: Archive) -> None:
    record(archive, entry(1))
    assert record(archive, entry(1, title=" Title  1", text="Text 1. A second\n\nparagraph.\n")) == (0, 0, 1)
    assert archive.page()[0].number_of_revisions == 0


def test_a_new_date_is_taken_over_quietly_and_a_missing_one_is_not(archive: Archive) -> None:
    record(archive, entry(1))
    dated = NOW - timedelta(days=5)
    assert record(archive, entry(1, published=dated), at=LATER) == (0, 0, 1)
    assert record(archive, entry(1, published=None), at=LATER) == (0, 0, 1)
    kept = archive.page()[0]
    assert (kept.article.published, kept.first_seen, kept.number_of_revisions) == (dated, NOW, 0)


def test_a_date_in_the_future_does_not_stay_on_top(archive: Archive) -> None:
    record(archive, entry(1, published=NOW + timedelta(days=400)))
    record(archive, entry(2, published=LATER), at=LATER)
    assert [k.article.title for k in archive.page()] == ["Title 2", "Title 1"]


def test_other_details_are_taken_over_quietly(archive: Archive) -> None:
    record(archive, entry(1))
    assert record(archive, entry(1, tags=("Sport",), authors=(), url="https://news.example/new")) == (0, 0, 1)
    article = archive.page()[0].article
    assert (article.tags, article.authors, article.url) == (("Sport",), (), "https://news.example/new")


def test_a_new_guid_for_the_same_link_and_title_or_text_is_the_same_article(archive: Archive) -> None:
    record(archive, entry(1), entry(2))
    assert record(archive, entry(1, guid="new 1"), entry(2, guid="new 2", title="Other")) == (0, 1, 1)
    assert record(archive, entry(1, guid="new 1", title="Edited", text="Edited."), entry(2)) == (0, 2, 0)
    assert len(archive.page()) == 2


def test_a_new_guid_with_other_words_is_another_article_even_at_the_same_link(archive: Archive) -> None:
    home = "https://news.example/"
    record(archive, entry(1, url=home))
    assert record(archive, entry(2, url=home)) == (1, 0, 0)


@pytest.mark.parametrize(
    "url",
    [
        "https://news.example/1?utm_source=rss&utm_medium=feed",
        "http://NEWS.example:80/1/?fbclid=x",
        "https://news.example/1#xtor=RSS-1",
    ],
)
def test_tracking_parameters_do_not_make_another_link(archive: Archive, url: str) -> None:
    record(archive, entry(1, guid=""))
    assert record(archive, entry(1, guid="", url=url, text="Edited.")) == (0, 1, 0)


def test_a_guid_stays_the_same_article_through_new_links(archive: Archive) -> None:
    for turn in range(3):
        record(archive, *(entry(n, url=f"https://news.example/{n}?s={turn}") for n in range(3)))
    assert len(archive.page()) == 3


def test_a_guid_used_for_several_links_counts_for_nothing(archive: Archive) -> None:
    same = [entry(n, guid="same") for n in range(3)]
    assert len({a.id for a in same}) == 1
    assert record(archive, *same) == (3, 0, 0)
    assert record(archive, *same) == (0, 0, 3)
    assert record(archive, entry(1, guid="same", title="Other", text="Edited.")) == (0, 1, 0)
    assert record(archive, entry(9, guid="same")) == (1, 0, 0)
    assert len({k.article.id for k in archive.page()}) == 4


def test_guids_that_are_numbers_of_places_in_the_list_move_no_article(archive: Archive) -> None:
    def listed(*numbers: int) -> tuple[int, int, int]:
        # Of each article's own words, as texts of different articles are.
        texts = {n: f"word{n}first and word{n}second with word{n}third" for n in numbers}
        return record(archive, *(entry(n, guid=str(place), text=texts[n]) for place, n in enumerate(numbers)))

    assert listed(1, 2, 3) == (3, 0, 0)
    assert listed(4, 1, 2) == (1, 0, 2)
    assert listed(6, 5, 4) == (2, 0, 1)
    assert sorted(k.article.title for k in archive.page()) == [f"Title {n}" for n in range(1, 7)]
    assert all(k.number_of_revisions == 0 for k in archive.page())


def test_a_guid_that_returns_with_everything_else_changed_overwrites_nothing(archive: Archive) -> None:
    record(archive, entry(1, guid="latest", title="Storm reaches northern coast", text="Heavy rain fell there."))
    other = entry(2, guid="latest", title="Parliament votes", text="Members argued about pensions until midnight.")
    assert record(archive, other) == (1, 0, 0)


def test_an_edit_that_also_moves_the_page_is_known_by_its_guid_and_words(archive: Archive) -> None:
    text = "Heavy rain fell along the northern coast while people were being moved to safety."
    record(archive, entry(1, title="Storm near", text=text, url="https://news.example/storm-near"))
    edited = entry(1, title="Storm is here", text=f"{text} Schools stay closed.", url="https://news.example/storm-here")
    assert record(archive, edited) == (0, 1, 0)


def test_entries_without_guid_and_link_are_known_by_their_words(archive: Archive) -> None:
    bare = [entry(n, guid="", url=None) for n in range(2)]
    assert record(archive, *bare) == (2, 0, 0)
    assert record(archive, *reversed(bare)) == (0, 0, 2)


def test_entries_that_all_link_to_the_same_page_stay_apart(archive: Archive) -> None:
    home = [entry(n, guid="", url="https://news.example/") for n in range(3)]
    assert record(archive, *home) == (3, 0, 0)
    assert record(archive, entry(3, guid="", url="https://news.example/"), *home) == (1, 0, 3)


def test_an_entry_without_guid_is_known_by_its_link_when_all_its_words_change(archive: Archive) -> None:
    record(archive, entry(1, guid=""))
    assert record(archive, entry(1, guid="", title="Other", text="Edited.")) == (0, 1, 0)


def test_an_entry_without_guid_whose_link_changes_is_known_by_its_words_and_date(archive: Archive) -> None:
    record(archive, entry(1, guid="", url="https://news.example/1?session=a"))
    assert record(archive, entry(1, guid="", url="https://news.example/1?session=b")) == (0, 0, 1)
    assert record(archive, entry(1, guid="", url="https://news.example/next", published=LATER)) == (1, 0, 0)
    record(archive, entry(2, guid="", url=None))
    assert record(archive, entry(2, guid="", published=None)) == (0, 0, 1)


def test_entries_of_equal_words_are_told_apart_by_their_guids(archive: Archive) -> None:
    pair = [entry(n, title="Open thread", text="Say what you like.", url=None) for n in (1, 2)]
    record(archive, *pair)
    archive.mark([pair[0].id], read=True)
    assert record(archive, *reversed(pair)) == (0, 0, 2)
    assert {k.article.guid: k.read for k in archive.page()} == {"urn:1": True, "urn:2": False}


def test_a_title_that_several_share_at_one_link_does_not_make_them_one(archive: Archive) -> None:
    home = [entry(n, title="Update", url="https://news.example/") for n in range(4)]
    assert record(archive, *home[:2]) == (2, 0, 0)
    assert record(archive, *home[1:3]) == (1, 0, 1)
    assert record(archive, home[3]) == (1, 0, 0)


def test_one_guid_and_one_link_for_all_leave_the_words(archive: Archive) -> None:
    same = [entry(n, guid="same", url="https://news.example/") for n in range(3)]
    assert record(archive, *same) == (3, 0, 0)
    assert record(archive, same[2], same[0]) == (0, 0, 2)
    assert record(archive, entry(3, guid="same", url="https://news.example/")) == (1, 0, 0)


def test_an_entry_listed_twice_is_kept_once(archive: Archive) -> None:
    assert record(archive, entry(1), entry(1), entry(1, guid="other")) == (1, 0, 0)


def test_two_feeds_may_carry_the_same_article(archive: Archive) -> None:
    record(archive, entry(1))
    archive.record(FeedState(url="https://b.example/"), [entry(1, source="https://b.example/")], seen_at=NOW)
    assert [k.article.source for k in archive.page()] == ["https://b.example/", FEED]


def test_the_state_of_a_feed_is_remembered(archive: Archive) -> None:
    assert archive.states() == {}
    state = FeedState(
        url=FEED, title="Feed", etag='"1"', modified="Mon", body_hash="ab", not_before=LATER, paused="gone",
        moved_to="https://new.example/", moved_since=NOW, failures=3, error="timed out", last_tried=NOW,
        last_success=NOW,
    )  # fmt: skip
    archive.record(state, [], seen_at=NOW)
    assert archive.states() == {FEED: state}
    archive.record(FeedState(url=FEED), [], seen_at=NOW)
    assert archive.states() == {FEED: FeedState(url=FEED)}


def test_a_feed_that_moves_takes_its_articles_along(archive: Archive) -> None:
    record(archive, entry(1))
    new = "https://new.example/rss"
    assert archive.move(FEED, new)
    assert not archive.move(FEED, "https://other.example/")
    archive.record(FeedState(url="https://asked.example/"), [], seen_at=LATER)
    assert archive.move(new, "https://asked.example/")
    assert archive.move("https://asked.example/", new)
    done = archive.record(FeedState(url=new), [entry(1, source=new), entry(2, source=new)], seen_at=LATER)
    assert (done.new, done.unchanged) == (1, 1)
    assert archive.counts() == {new: 2}
    assert archive.counts(since=NOW - timedelta(minutes=90)) == {new: 1}
    archive.record(FeedState(url=FEED), [], seen_at=LATER)
    assert not archive.move(FEED, new)


def test_marks_are_set_and_cleared(archive: Archive) -> None:
    record(archive, entry(1), entry(2))
    assert archive.mark([entry(1).id, "no such id"], read=True, saved=True) == 1
    kept = archive.get(entry(1).id)
    assert kept
    assert (kept.read, kept.saved, kept.hidden) == (True, True, False)
    assert archive.mark([entry(1).id], read=False) == 1
    assert archive.mark([entry(1).id]) == 0
    kept = archive.get(entry(1).id)
    assert kept
    assert (kept.read, kept.saved) == (False, True)


def test_the_full_text_of_a_page_is_no_edit(archive: Archive) -> None:
    record(archive, entry(1))
    assert archive.complete(entry(1).id, "The whole story, at length.")
    assert not archive.complete("no such id", "x")
    assert record(archive, entry(1)) == (0, 0, 1)
    assert archive.page(parse_query("length"))[0].article.text == "The whole story, at length."
    assert record(archive, entry(1, text="Another short text.")) == (0, 1, 0)


def test_several_feeds_are_recorded_in_one_transaction_or_not_at_all(archive: Archive) -> None:
    def interrupted() -> None:
        with archive.batch():
            archive.record(FeedState(url=FEED), [entry(1)], seen_at=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        interrupted()
    assert archive.states() == {}
    with archive.batch():
        archive.record(FeedState(url=FEED), [entry(1)], seen_at=NOW)
        with pytest.raises(DigestError):
            archive.record(FeedState(url="https://bad.example/"), [entry(2, title="\ud800")], seen_at=NOW)
        archive.log([Logged(at=NOW, url=FEED, status=200)])
    assert list(archive.states()) == [FEED]
    assert len(archive.page()) == 1
    assert archive.check() == ()


def test_the_fetch_log_is_read_newest_first(archive: Archive) -> None:
    first, second = Logged(at=NOW, url=FEED, status=304), Logged(at=LATER, url="https://b.example/", error="timed out")
    archive.log([first, second])
    assert archive.logged() == (second, first)
    assert archive.logged(FEED) == (first,)
    assert archive.logged(limit=1) == (second,)


def test_a_day_has_one_digest_of_a_form(archive: Archive) -> None:
    assert archive.save_digest("2026-11-24", "toml", "a = 1\n", made_at=NOW)
    assert not archive.save_digest("2026-11-24", "toml", "a = 2\n", made_at=LATER)
    assert archive.save_digest("2026-11-25", "text", "later\n", made_at=LATER)
    saved = archive.digest("2026-11-24", "toml")
    assert saved
    assert (saved.body, saved.made_at) == ("a = 1\n", NOW)
    assert archive.save_digest("2026-11-24", "toml", "a = 2\n", made_at=LATER, replace=True)
    assert archive.digests() == (("2026-11-25", "text", LATER), ("2026-11-24", "toml", LATER))
    assert archive.digest("2026-11-24", "html") is None
