"""Page furniture: what is told from the news around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.summarize.choose import candidates
from digest.summarize.furniture import is_furniture, places
from digest.text.sentences import split

FURNITURE = [
    "By Ann Bell",
    "By ANN BELL and Joe Cruz, Senior Correspondent",
    "By .",
    "PUBLISHED: 07:12 EST, 5 May 2031",
    "Last updated at 3:31 PM on 19 July 2031",
    "May 5, 2031 10:54 am ET",
    "May 5, 2031 10:54 am ET by Port Echo Staff",
    "A man passes a ferry, Friday, May 4, 2031, in Oslo, on his way to work.",
    "Bell, author of “Ferries”, argues that the port...",
    "OSLO |",
    "OSLO (Reuters) -",
    "(Associated Press)",
    "(Ann Bell and Joe Cruz)",
    "REUTERS/Ann Bell",
    "Ann Bell/Getty Images for Acme",
    "A ferry leaves Oslo at dawn. (AP Photo/Ann Bell)",
    "FILE - In this May 4, 2031, file photo, a ferry leaves the harbour.",
    "In this photo provided by the coast guard, a ferry leaves the harbour.",
    "A woman waves from a ferry in Oslo, Norway, Friday, May 4, 2031.",
    "A woman waves from a ferry in Oslo, Norway May 4, 2031.",
    "Image copyright Acme Image caption The ferry left at dawn",
    "Media playback is unsupported on your device",
    "Scroll down for video.",
    "Read more: What the ferry ban means",
    "READ MORE: What the ferry ban means.",
    "[See the pictures of the ferry]",
    "Click here to see the pictures.",
    "Advertisement Continue reading the main story",
    "Share Tweet Email Print",
    "936 SHARES Share Tweet",
    "Sign up for our newsletter and never miss a story.",
    "Subscribe now for full access.",
    "© 2031 The Port Echo. All rights reserved.",
    "This material may not be published, broadcast, rewritten or redistributed.",
    "Follow @annbell on Twitter.",
    "Write to Ann Bell at ann.bell@example.org",
    "ann.bell@example.org",
    "Joe Cruz in Bergen contributed to this report.",
    "(Reporting by Ann Bell; Editing by Joe Cruz)",
    "The opinions expressed are her own.",
    "Related: Ferries in the fjords",
    "More from The Port Echo",
    "ALSO:",
    "____",
    "Police continue to question the captain...",
    "— Ann Bell (@annbell) May 21, 2031",
]
NEWS = [
    "By noon the ferries were sailing again.",
    "By 2035 Norway will have forty electric ferries.",
    "Read the contract before you sign, the minister told captains.",
    "Ferries share a pier with the fishing fleet.",
    "The photo was taken by a passenger on Friday, police said.",
    "Reuters reported that the ferry had been overloaded.",
    "Getty Images said on Monday it would sue.",
    "She was born in Oslo on May 4, 2001.",
    "The trial opened Friday, May 4, 2031, in Oslo.",
    "Copyright law protects maps, the court said.",
    "“Sorry, we failed them,” the captain said.",
    "(The ferry was built in 2019.)",
    "People can sign up for the ferry pass from Monday.",
    "The report was published in May.",
    "Facebook and Twitter said they had removed the video.",
    "Also on Monday, the ferry company named a new chief.",
    "More than 40 ferries were held in port.",
    "The ferry company apologised: “We owe our passengers more.”",
    "Update: the ferry company has answered our questions.",
    "It sank.",
    "“I thought we would all...",
    "She was charged on Friday, May 4, 2031, in Oslo.",
    "More from the fund will go to small owners than to large ones.",
    "Click by click, the counter passed the limit.",
    "Most popular among visitors was the ferry museum.",
    "Every morning, he walks to the quay.",
    "Her profile photo shows the ferry.",
    "“They were saying, ‘Help! ...",
    "Subscribers to the alarm service knew first.",
    "Two officials said the office would update its maps...,” he wrote.",
]


@pytest.mark.parametrize("text", FURNITURE)
def test_what_belongs_to_the_page_is_furniture(text: str) -> None:
    assert is_furniture(text)


@pytest.mark.parametrize("text", NEWS)
def test_what_reports_something_is_not(text: str) -> None:
    assert not is_furniture(text)


def test_furniture_is_offered_only_when_nothing_else_is_there() -> None:
    page = split("By Ann Bell\nScroll down for video.\nThe ferry sank on Friday.")
    assert candidates(page, title="", at_least=3) == (2,)
    assert candidates(page[:2], title="", at_least=1) == (0, 1)


def test_a_picture_is_told_by_the_credit_below_it_and_a_plea_by_its_first_sentence() -> None:
    page = split(
        "The ferry sank on Friday.\n\nA ferry leaves at dawn. Photograph: Li Wei/Acme\n\n"
        "Sign up for our newsletter. It comes at noon.\n\nNobody was hurt. (Playboy/Time, 1985)"
    )
    assert sorted(page[n].text for n in places(page)) == sorted(s.text for s in (*page[1:5], page[6]))


def test_names_belong_to_the_byline_beside_them() -> None:
    page = split("By .\n\nAnn Bell .\n\nPUBLISHED: 07:12 EST, 5 May 2031\n\nThe ferry sank on Friday.")
    assert sorted(places(page)) == [0, 1, 2]


@given(st.text(max_size=300))
def test_furniture_stands_at_places_of_the_text(text: str) -> None:
    page = split(text)
    assert {n for n, s in enumerate(page) if is_furniture(s.text)} <= places(page) <= set(range(len(page)))


@given(st.text(max_size=300))
def test_any_text_has_an_answer(text: str) -> None:
    assert is_furniture(text) in (True, False)
