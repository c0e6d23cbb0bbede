"""The calendar of next steps: read by other libraries, the same events on every run, a moved date moves the event."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from digest.model import AgendaItem, Digest, NextStep, Span
from digest.output import agenda_to_ics

if TYPE_CHECKING:
    from icalendar import Event

NOW = datetime(2031, 5, 1, 4, 30, tzinfo=UTC)


def item(day: str, what: str = "vote on the budget", who: str | None = "The parliament", **more: str) -> AgendaItem:
    sentence = f"{who or 'It'} will {what}, it was said."
    return AgendaItem(
        date=day,
        step=NextStep(
            what=Span(what, 0, len(what)),
            who=Span(who, 0, len(who)) if who else None,
            when=Span("then", 0, 4),
            date=day,
            status=more.get("status", "scheduled"),
            sentence=Span(sentence, 0, len(sentence)),
        ),
        article=more.get("article", "a1"),
        title=more.get("title", "Budget vote near"),
        url=more.get("url", "https://news.example/1"),
        story=more.get("story", "s1"),
    )


def events(shown: str) -> list[Event]:
    return list(Calendar.from_ical(shown).walk("VEVENT"))


def test_another_library_reads_the_same_events(day: Digest) -> None:
    vobject = pytest.importorskip("vobject")
    shown = agenda_to_ics.render(day.agenda, made_at=day.made_at)
    other = vobject.readOne(shown).vevent_list
    assert [(e.uid.value, e.summary.value, e.dtstart.value, e.dtend.value) for e in other] == [
        (str(e["uid"]), str(e["summary"]), e.decoded("dtstart"), e.decoded("dtend")) for e in events(shown)
    ]
    assert len(other) == len(day.agenda) - len(agenda_to_ics.left_out(day.agenda)) == 5


def test_every_line_is_as_the_format_has_it(day: Digest) -> None:
    shown = agenda_to_ics.render(day.agenda, made_at=day.made_at)
    lines = shown.split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode()) <= 75 and "\n" not in line for line in lines)


def test_an_event_holds_the_sentence_and_the_link() -> None:
    (event,) = events(agenda_to_ics.render([item("2031-05-03")], made_at=NOW))
    assert str(event["summary"]) == "The parliament: vote on the budget"
    assert str(event["description"]) == (
        "“The parliament will vote on the budget, it was said.”\n\nBudget vote near\n\nhttps://news.example/1\n\n"
        "scheduled; then"
    )
    assert str(event["url"]) == "https://news.example/1"
    assert event["dtstart"].params["value"] == "DATE"
    assert event.decoded("dtstamp") == NOW


@pytest.mark.parametrize(
    ("value", "begin", "end"),
    [
        ("2031-05-03", date(2031, 5, 3), date(2031, 5, 4)),
        ("2031-05-03/2031-05-05", date(2031, 5, 3), date(2031, 5, 6)),
        ("2031-12-31", date(2031, 12, 31), date(2032, 1, 1)),
        ("2031-05-03T14:00", datetime(2031, 5, 3, 14), None),
        ("2031-05-03T14:00Z", datetime(2031, 5, 3, 14, tzinfo=UTC), None),
        ("2031-05-03T14:00+02:00", datetime(2031, 5, 3, 12, tzinfo=UTC), None),
        ("2031-05-03T14:00/2031-05-03T16:00", datetime(2031, 5, 3, 14), datetime(2031, 5, 3, 16)),
    ],
)
def test_a_day_is_whole_unless_a_time_was_stated(value: str, begin: date, end: date | None) -> None:
    (event,) = events(agenda_to_ics.render([item(value)], made_at=NOW))
    assert event.decoded("dtstart") == begin
    assert ("dtend" in event) == (end is not None)
    assert end is None or event.decoded("dtend") == end


@pytest.mark.parametrize(
    "value",
    ["2031", "2031-05", "2031-21", "2031-05/2031-06", "2031-05-03?", "2031-05-03~", "../2031-05-03", "2031-05-03/..",
     "2031-01-01/2031-12-31", "2031-05-05/2031-05-03", "2031-02-30", "9999-12-31", "", "tomorrow",
     "٢٠٣١-٠٥-٠٣", "2031-W18-6"],
)  # fmt: skip
def test_what_is_vaguer_than_a_day_is_left_out_and_listed(value: str) -> None:
    items = [item(value), item("2031-05-03")]
    assert agenda_to_ics.left_out(items) == (items[0],)
    assert len(events(agenda_to_ics.render(items, made_at=NOW))) == 1


def test_the_same_items_give_the_same_bytes_and_uids() -> None:
    items = [item("2031-05-03"), item("2031-05-04", "open"), item("2031-05-05")]
    shown = agenda_to_ics.render(items, made_at=NOW)
    known = agenda_to_ics.published(items, made_at=NOW)
    assert agenda_to_ics.render(items[::-1], made_at=NOW) == shown
    assert agenda_to_ics.render(items, made_at=NOW, known=known) == shown
    assert agenda_to_ics.published(items, made_at=NOW, known=known) == known


def test_a_moved_date_moves_the_event_and_never_doubles_it() -> None:
    first, known = _run([item("2031-05-03")], {})
    moved, known = _run([item("2031-05-09", article="another", story="s2")], known)
    again, known = _run([item("2031-05-09", article="third", story="s3")], known)
    back, _ = _run([item("2031-05-03")], known)
    assert [len(run) for run in (first, moved, again, back)] == [1, 1, 1, 1]
    assert len({event[0] for run in (first, moved, again, back) for event in run}) == 1
    assert [run[0][1] for run in (first, moved, again, back)] == [0, 1, 1, 2]


@pytest.mark.parametrize(
    "days",
    [
        ("2031-05-03", "2031-05-03T15:00", "2031-05-03T16:00"),
        ("2031-05-03", "2031-05-03/2031-05-04", "2031-05-04T09:00Z"),
    ],
)
def test_a_time_that_is_stated_later_or_moves_moves_the_event(days: tuple[str, ...]) -> None:
    known: dict[str, tuple[str, int]] = {}
    runs = []
    for day in days:
        run, known = _run([item(day)], known)
        runs += run
    assert len({uid for uid, _ in runs}) == 1
    assert [sequence for _, sequence in runs] == [0, 1, 2]


def test_an_event_that_is_over_has_not_moved() -> None:
    first, known = _run([item("2031-05-03")], {})
    second, _ = _run([item("2031-06-03")], known, NOW + timedelta(days=20))
    assert first[0][0] != second[0][0]
    assert second[0][1] == 0


def test_two_dates_of_one_event_stay_two_when_one_is_over() -> None:
    both, known = _run([item("2031-05-03"), item("2031-05-10")], {})
    rest, _ = _run([item("2031-05-10")], known, NOW + timedelta(days=5))
    assert rest == [both[1]]


def test_an_event_that_many_articles_tell_is_one() -> None:
    run, _ = _run([item("2031-05-03"), item("2031-05-03", "vote on a budget", "the parliament", article="b")], {})
    assert len(run) == 1


def test_a_step_that_nobody_takes_is_known_by_its_words_or_its_story() -> None:
    def uid(what: str, story: str) -> str:
        return _run([item("2031-05-03", what, None, story=story)], {})[0][0][0]

    assert uid("the new pier in Aldersund", "s1") == uid("The new pier in Aldersund", "s2")
    assert uid("The vote", "s1") != uid("The vote", "s2")


def test_a_cancelled_event_says_so_and_counts_up() -> None:
    _, known = _run([item("2031-05-03")], {})
    shown = agenda_to_ics.render([item("2031-05-03", status="cancelled")], made_at=NOW, known=known)
    (event,) = events(shown)
    assert (str(event["status"]), event["sequence"]) == ("CANCELLED", 1)


def test_what_is_long_past_is_forgotten() -> None:
    known = {"a": ("2029-05-03", 0), "b": ("2031-04-01", 2)}
    assert agenda_to_ics.published([], made_at=NOW, known=known) == {"b": ("2031-04-01", 2)}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(
            item,
            st.sampled_from(["2031-05-03", "2031-05-04", "2031-05-03/2031-05-04", "2031-05", "x"]),
            st.text(min_size=1, max_size=20),
            st.none() | st.text(min_size=1, max_size=20),
            title=st.text(max_size=20),
            url=st.sampled_from(["https://a.example/\r\nBEGIN:VEVENT", "javascript:alert(1)", "http://a.example/x"]),
        ),
        max_size=5,
    )
)
def test_no_text_of_an_article_adds_a_line(items: list[AgendaItem]) -> None:
    shown = agenda_to_ics.render(items, made_at=NOW)
    found = events(shown)
    uids = [str(event["uid"]) for event in found]
    assert len(set(uids)) == len(uids) == shown.count("\r\nBEGIN:VEVENT\r\n")
    assert set(uids) == set(agenda_to_ics.published(items, made_at=NOW))
    assert len(found) <= len(items) - len(agenda_to_ics.left_out(items))
    assert all(str(event.get("url", "http")).startswith("http") for event in found)


def _run(
    items: list[AgendaItem], known: dict[str, tuple[str, int]], at: datetime = NOW
) -> tuple[list[tuple[str, int]], dict[str, tuple[str, int]]]:
    shown = agenda_to_ics.render(items, made_at=at, known=known)
    found = [(str(event["uid"]), int(event["sequence"])) for event in events(shown)]
    return found, agenda_to_ics.published(items, made_at=at, known=known)
