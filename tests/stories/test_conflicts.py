"""Where articles disagree: one seeded conflict is found, a paraphrase raises none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from digest import pipeline
from digest.stories import conflicts
from digest.stories.numbers import counts
from digest.text import sentences

if TYPE_CHECKING:
    from digest.model import Conflict

# Two articles and the kind of their conflict, if there is one.
PAIRS = [
    ("A ferry sank off Cebu on Monday, killing at least 12 people, police said.",
     "At least 14 people died when a ferry sank off Cebu on Monday. Dozens more are missing.", None),
    ("A bomb killed 12 people at a market in Lahore on Friday.",
     "A bomb at a market in Lahore on Friday left 19 people dead, officials said.", "number"),
    ("Some 40 people were injured when two trains collided near Ghent.",
     "Two trains collided near Ghent. The crash left 41 injured.", None),
    ("More than 10 people were killed when a bus fell into a ravine in Peru.",
     "A dozen people were killed in Peru when a bus plunged into a ravine.", None),
    ("Twelve miners were trapped after the shaft collapsed.",
     "The shaft collapsed, and 12 miners were trapped underground.", None),
    ("Twelve miners were trapped after the shaft collapsed.",
     "Seventeen miners were trapped when the shaft collapsed, the company said.", "number"),
    ("Police arrested 23 protesters outside the parliament in Tbilisi.",
     "Outside the parliament in Tbilisi, 32 protesters were arrested on Sunday.", "number"),
    ("The storm destroyed about 300 homes and cut power to thousands.",
     "Roughly 310 homes were destroyed by the storm, which cut power to thousands.", None),
    ("Acme said it would cut 1,500 jobs at its plant in Leeds.",
     "Acme will cut 2,400 jobs at its plant in Leeds, the company said.", "number"),
    ("Acme said it would cut 1,500 jobs at its plant in Leeds.",
     "Acme will cut 1,500 jobs in Leeds. It had cut 900 jobs in 2019.", None),
    ("The trial of Ana Costa is scheduled to open on 4 March 2031.",
     "The trial of Ana Costa is set to begin on 11 March 2031.", "date"),
    ("The trial of Ana Costa is scheduled to open on 4 March 2031.",
     "The trial of Ana Costa will open in March 2031.", None),
    ("Norway plans to open an embassy in Accra in May 2031. The budget vote is scheduled for 3 June 2031.",
     "Norway plans to open an embassy in Accra in September 2031.", "date"),
    ("The first round of the election is scheduled for 4 May 2031.",
     "The second round of the election is scheduled for 18 May 2031.", None),
    ("President Ana Costa of Brazil visited the flooded towns.",
     "President Maria Souza of Brazil visited the flooded towns.", "name"),
    ("President Ana Costa of Brazil visited the flooded towns.",
     "Former President Maria Souza of Brazil and President Ana Costa visited the flooded towns.", None),
    ("Foreign Minister Jonas Støre of Norway met the envoys.",
     "Norway's foreign minister, Jonas Store, met the envoys.", None),
    ("The death toll from the fire rose to 31 on Thursday.",
     "Thirty-one people died in the fire.", None),
    ("Three children were among 12 people killed in the fire.",
     "The fire killed 12 people, including three children.", None),
    ("The company paid $4.5 million for the site in Graz.",
     "The company paid $6.2 million for the site in Graz.", "number"),
    ("The bridge was closed for 12 days after 3 trucks collided.",
     "The bridge was closed for two weeks after three trucks collided.", None),
    ("An earthquake killed 120 people in Izmir. A quake in 2020 killed 45 people in Athens.",
     "More than 100 people were killed by an earthquake in Izmir.", None),
    ("Flash floods in Valencia have killed eight people, the mayor said.",
     "Eleven people have died in flash floods in Valencia.", "number"),
    ("Flash floods in Valencia have killed eight people, the mayor said.",
     "At least eight people have died in flash floods in Valencia.", None),
    ("Gunmen abducted 30 students from a school near Kaduna.",
     "Nearly 30 students were kidnapped by gunmen near Kaduna.", None),
    ("Gunmen abducted 30 students from a school near Kaduna.",
     "Armed men kidnapped 45 students from a school near Kaduna on Tuesday.", "number"),
    ("Rescuers pulled 16 survivors from the rubble of the hotel.",
     "Sixteen survivors were pulled from the rubble of the hotel by rescuers.", None),
    ("The wildfire has burned 12,000 acres near Redding.",
     "The wildfire near Redding has burned 19,000 acres, officials said.", "number"),
    ("The wildfire has burned 12,000 acres near Redding.",
     "More than 11,000 acres have burned in the wildfire near Redding.", None),
    ("Unemployment in Spain fell to 11.2% in May.",
     "Unemployment in Spain fell to 11.2 per cent in May, from 12.1 per cent a year earlier.", None),
    ("The two leaders are scheduled to meet in Geneva on 12 April 2031.",
     "The leaders will meet in Geneva on 21 April 2031.", "date"),
    ("The two leaders are scheduled to meet in Geneva on 12 April 2031.",
     "A meeting of the leaders in Geneva is expected in April 2031.", None),
    ("Parliament will vote on the pension bill on 2 March 2031.",
     "The vote on the pension bill is set for 9 March 2031.", "date"),
    ("Parliament will vote on the pension bill on 2 March 2031.",
     "Parliament will debate the pension bill on 23 February 2031.", None),
    ("Prime Minister Ines Duarte of Portugal resigned on Sunday.",
     "Portugal's Prime Minister Marta Reis resigned on Sunday.", "name"),
    ("Prime Minister Ines Duarte of Portugal resigned on Sunday.",
     "Portuguese Prime Minister Duarte stepped down.", None),
    ("Acting President Omar Sy of Senegal called for calm.",
     "President Awa Diop of Senegal has fled the country.", None),
    ("Dozens of people were hurt when a stand collapsed in Cali.",
     "A stand collapsed in Cali, injuring 63 people.", None),
    ("One person died and five were wounded in the shooting in Malmo.",
     "Two people died and five were wounded in the shooting in Malmo.", "number"),
    ("The quake killed 9 people in Nagano and injured 120.",
     "The quake in Nagano killed nine people; more than 100 were injured.", None),
    ("Two firefighters were among the 7 dead, police said.",
     "Seven people died, among them two firefighters.", None),
    ("The airline ordered 40 aircraft from Airbus for delivery in 2033.",
     "The airline ordered 60 aircraft from Airbus, it said.", "number"),
    ("The museum bought the painting for $12 million at auction.",
     "The painting fetched $12m at auction.", None),
    ("A factory fire in Dhaka claimed 41 lives.",
     "The toll in the Dhaka factory fire has reached 41.", None),
    ("A factory fire in Dhaka claimed 41 lives.",
     "The fire at a factory in Dhaka killed 52 workers.", None),
    ("Border guards detained 14 migrants near Ohrid.",
     "Fourteen migrants were detained near Ohrid by border guards.", None),
    ("Border guards detained 14 migrants near Ohrid.",
     "Guards near Ohrid detained 41 migrants on Monday.", "number"),
    ("The bank will close 60 branches in Scotland, it said on Monday.",
     "The bank said it would close 16 branches in Scotland.", "number"),
    ("The bank will close 60 branches in Scotland, it said on Monday.",
     "Around 60 branches in Scotland will close, the bank said.", None),
    ("Inflation in Chile rose to 4.2 percent in January.",
     "Inflation in Chile rose to 4.7 percent in January, the bureau said.", "number"),
    ("The summit will be held in Lima on 14 June 2031.",
     "The summit in Lima is scheduled for 4 June 2031.", "date"),
    ("The summit will be held in Lima on 14 June 2031.",
     "Leaders will gather in June 2031 for the summit in Lima.", None),
    ("The court will rule on the appeal on 3 April 2031.",
     "A ruling on the appeal is expected on 10 April 2031.", "date"),
    ("The new stadium is due to open in August 2031.",
     "The new stadium is expected to open in May 2032.", "date"),
    ("The new stadium is due to open in August 2031. Tickets go on sale on 2 May 2031.",
     "The new stadium will open next summer.", None),
    ("Chancellor Karl Weber of Austria welcomed the deal.",
     "Austrian Chancellor Eva Huber welcomed the deal.", "name"),
    ("Chancellor Karl Weber of Austria welcomed the deal.",
     "The deal was welcomed by Austria's chancellor, K. Weber.", None),
    ("Senator Ann Bell of Ohio opposed the bill.",
     "Senator Joe Cruz of Texas opposed the bill.", None),
    ("Heavy rain left 5,000 people homeless in Sylhet.",
     "About 5,000 people in Sylhet were displaced by heavy rain.", None),
    ("Heavy rain left 5,000 people homeless in Sylhet.",
     "Heavy rain in Sylhet left 50,000 people homeless.", "number"),
    ("The two sides exchanged 90 prisoners on Thursday.",
     "On Thursday 90 prisoners were exchanged, 45 from each side.", None),
    ("Police said three men were wounded in the stabbing in Lyon.",
     "Three people were hurt in a stabbing in Lyon, one of them seriously.", None),
]  # fmt: skip


def found(*texts: str, published: str | None = "2031-02-10") -> tuple[Conflict, ...]:
    day = pipeline.published_at(published)
    articles = [pipeline.article(text, source="-", title="", language="en", published=day) for text in texts]
    return conflicts.find([pipeline.brief(article) for article in articles])


@pytest.mark.parametrize(("one", "other", "kind"), PAIRS)
def test_a_conflict_is_found_and_a_paraphrase_is_none(one: str, other: str, kind: str | None) -> None:
    assert {conflict.kind for conflict in found(one, other)} == ({kind} if kind else set())


def test_both_sides_are_quoted() -> None:
    one, other = "A bomb killed 12 people in Lahore.", "The bomb in Lahore killed 19 people."
    (conflict,) = found(one, other)
    assert sorted((side.span.text, side.sentence.text) for side in conflict.sides) == [
        ("12 people", one),
        ("19 people", other),
    ]


def test_an_article_that_contradicts_itself_is_shown() -> None:
    text = (
        "The envoys met to prepare the upcoming fisheries talks expected later this year. "
        "The two nations plan to hold their next dialogue in the first half of 2032."
    )
    (conflict,) = found(text)
    assert conflict.kind == "date"
    assert [side.span.text for side in conflict.sides] == ["later this year", "in the first half of 2032"]


def test_an_article_that_contradicts_itself_is_shown_once_when_a_side_is_past() -> None:
    text = (
        "The envoys met to prepare the upcoming fisheries talks expected later this year. "
        "The two nations plan to hold their next dialogue in the first half of 2031."
    )
    for published in ("2031-10-02", None):
        (conflict,) = found(text, published=published)
        assert [side.span.text for side in conflict.sides] == ["later this year", "in the first half of 2031"]


def test_words_that_depend_on_an_unknown_day_raise_nothing() -> None:
    assert not found("The fair will open next week.", "The fair will open in March 2031.", published=None)


def test_numbers_of_other_times_raise_nothing() -> None:
    assert not found("A bomb killed 12 people in Lahore.", "A bomb in Lahore killed 40 people last year.")
    assert not found("A bomb killed 12 people in Lahore.", "On 3 May 2019 a bomb killed 40 people in Lahore.")
    assert not found("A bomb killed 12 people in Lahore.", "A bomb killed 40 people in Oslo.")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("At least 12 people were killed.", 12, float("inf")),
        ("More than a dozen people were killed.", 10, float("inf")),
        ("Up to 40 people were killed.", 0, 40),
        ("Twenty-three people were killed.", 23, 23),
        ("1,204 people were killed.", 1204, 1204),
        ("1,200 people were killed.", 1150, 1250),
        ("Hundreds of people were killed.", 100, 3000),
    ],
)
def test_how_exactly_a_number_is_meant(text: str, low: float, high: float) -> None:
    (count,) = counts(text, sentences.split(text)[0])
    assert (count.low, count.high, count.fate) == (low, high, "killed")
