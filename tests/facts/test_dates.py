"""Dates: TIMEX3 values, and the card's facts in EDTF."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from digest.facts.dates import find, languages, timexes
from digest.facts.dates.lexicon import load
from digest.facts.dates.reading import ACTIONS
from digest.model import Sentence

THURSDAY = "2024-09-26"


def values(text: str, published: str | None = THURSDAY, language: str = "en") -> list[tuple[str, str]]:
    return [(text[t.start : t.end], t.value) for t in timexes(text, published, language)]


def card(text: str, published: date | None = date(2024, 9, 26), language: str = "en") -> list[tuple[str, str | None]]:
    found = find(text, [Sentence(text, 0, len(text))], published=published, language=language)
    return [(fact.text.text, fact.value) for fact in found if fact.kind in ("date", "time")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("September 10, 2024", "2024-09-10"),
        ("10 September 2024", "2024-09-10"),
        ("Sept. 10, 2024", "2024-09-10"),
        ("2024-09-10", "2024-09-10"),
        ("25/12/2024", "2024-12-25"),
        ("the first half of 2025", "2025-H1"),
        ("the third quarter of 2024", "2024-Q3"),
        ("autumn 2024", "2024-FA"),
        ("the 1980s", "198"),
        ("the 20th century", "19"),
        ("Christmas 2023", "2023-12-25"),
        ("Easter Monday 2024", "2024-04-01"),
        ("Thanksgiving 2023", "2023-11-23"),
        ("264 BC", "BC0264"),
    ],
)
def test_a_date_with_its_year_needs_no_publication_date(text: str, value: str) -> None:
    assert values(f"It began in {text}.", None) == [(text, value)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("It rained yesterday.", "2024-09-25"),
        ("It rained on Tuesday.", "2024-09-24"),
        ("The court will meet on Tuesday.", "2024-10-01"),
        ("The court met on Thursday.", "2024-09-26"),
        ("It rained last week.", "2024-W38"),
        ("It will end next month.", "2024-10"),
        ("It was built two years ago.", "2022"),
        ("It opened three days ago.", "2024-09-23"),
        ("It opened in January.", "2024-01"),
        ("It is to open in January.", "2025-01"),
        ("It opened on December 12.", "2024-12-12"),
        ("It snowed last winter.", "2023-WI"),
        ("Sales fell in the second quarter.", "2024-Q2"),
        ("It rained this morning.", "2024-09-26TMO"),
        ("It begins at 5 p.m. on Friday.", "2024-09-27T17:00"),
        ("They talked for two days.", "P2D"),
        ("It took three hours.", "PT3H"),
        ("They meet every Tuesday.", "XXXX-WXX-2"),
        ("They meet every day.", "P1D"),
        ("They are now friends.", "PRESENT_REF"),
        ("It comes into force on January 1.", "2025-01-01"),
        ("He has until Monday to answer.", "2024-09-30"),
        ("They agreed to meet on Monday.", "2024-09-30"),
        ("The plan was dropped on Monday.", "2024-09-23"),
        ("It struck at 16:08 UTC.", "2024-09-26T16:08Z"),
        ("They walked 2.5 hours.", "PT2.5H"),
        ("The week of March 6 was cold.", "2024-W10"),
    ],
)
def test_a_relative_date_is_told_from_publication_day(text: str, value: str) -> None:
    assert [found for _, found in values(text)] == [value]


def test_without_a_publication_date_a_weekday_stays_a_weekday() -> None:
    assert values("It rained on Tuesday.", None) == [("Tuesday", "XXXX-WXX-2")]
    assert values("It rained yesterday.", None) == [("yesterday", "")]


@pytest.mark.parametrize("published", ["soon", "", "2024-13-45", None])
def test_an_unreadable_publication_date_is_none_at_all(published: str | None) -> None:
    assert timexes("It rained yesterday.", published)[0].value == ""


@pytest.mark.parametrize("published", ["2024-09-26T08:00:00Z", date(2024, 9, 26), datetime(2024, 9, 26, tzinfo=UTC)])
def test_publication_may_be_a_day_or_a_moment(published: str | date | datetime) -> None:
    assert timexes("It rained yesterday.", published)[0].value == "2024-09-25"


def test_neighbouring_days_are_one_fact() -> None:
    assert card("They met on Tuesday and Wednesday.") == [("Tuesday and Wednesday", "2024-09-24/2024-09-25")]
    assert card("They met on Tuesday and Wednesday.", None) == [("Tuesday and Wednesday", None)]
    assert card("The fair runs 10–14 June 2024.") == [("10–14 June 2024", "2024-06-10/2024-06-14")]
    assert card("It played on June 27 and 28.") == [("June 27 and 28", "2024-06-27/2024-06-28")]
    assert card("It is due in February or March 2025.") == [("February or March 2025", "2025-02/2025-03")]


def test_the_second_of_two_weekdays_follows_the_first() -> None:
    text = "It runs from Monday to Friday."
    assert card(text, date(2024, 9, 25)) == [("Monday", "2024-09-23"), ("Friday", "2024-09-27")]


def test_a_time_and_its_day_are_one_expression() -> None:
    assert values("It fell on Friday, 13 March 2020 at 14:00 local time (13:00 UTC).") == [
        ("Friday, 13 March 2020 at 14:00 local time", "2020-03-13T14:00")
    ]
    assert values("It fell on the night of June 21.") == [("the night of June 21", "2024-06-21TNI")]


def test_the_full_stop_of_a_sentence_is_no_part_of_a_date() -> None:
    assert values("It opened on 7 March.")[0][0] == "7 March"
    assert values("It opened in Sept. 2023.")[0][0] == "Sept. 2023"


def test_separate_days_are_separate_facts() -> None:
    assert card("They met on Monday and Thursday.") == [("Monday", "2024-09-23"), ("Thursday", "2024-09-26")]
    assert card("They met on 5 and 7 March 2024.") == [("5", "2024-03-05"), ("7 March 2024", "2024-03-07")]
    assert card("He ruled from 1973 until 1990.") == [("1973", "1973"), ("1990", "1990")]


@pytest.mark.parametrize(
    "phrase",
    ["this week", "later this year", "last month", "Tuesday", "yesterday", "September 10", "in August"],
)
def test_what_needs_a_publication_date_is_unresolved_without_it(phrase: str) -> None:
    assert [value for _, value in card(f"They met {phrase}.", None)] == [None]


def test_a_bare_day_takes_the_year_of_a_full_date_before_it_in_its_paragraph() -> None:
    text = "They met on March 3, 2021. They met again on April 9."
    assert card(text, None) == [("March 3, 2021", "2021-03-03"), ("April 9", "2021-04-09")]


@pytest.mark.parametrize(
    "text",
    [
        "They met on March 3, 2021.\n\nThey met again on April 9.",
        "They met on March 3, 2021. They will meet again on April 9.",
        "They met on September 3, 2021. They met again on April 9.",
        "In 2021 they met. They met again on April 9.",
    ],
)
def test_a_bare_day_stays_open_where_that_year_is_a_guess(text: str) -> None:
    assert card(text, None)[1] == ("April 9", None)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("in the first half of 2025", "2025-01/2025-06"),
        ("this week", "2024-09-23/2024-09-29"),
        ("in the sixties", "196X"),
        ("last winter", "2023-24"),
        ("in the third quarter", "2024-07/2024-09"),
        ("later this year", "2024"),
        ("over the weekend", "2024-09-28/2024-09-29"),
        ("on Wednesday night", "2024-09-25"),
        ("in mid-August", "2024-08"),
    ],
)
def test_the_card_writes_edtf(text: str, value: str) -> None:
    assert [found for _, found in card(f"It happens {text}.")] == [value]


def test_the_card_says_what_a_relative_date_was_told_from() -> None:
    text = "On Tuesday he recalled June 5, 2019."
    facts = find(text, [Sentence(text, 0, len(text))], published=date(2024, 9, 26))
    assert [fact.anchor for fact in facts] == ["2024-09-26", None]


def test_the_card_keeps_lengths_apart_and_leaves_vague_words_out() -> None:
    text = "For five years they met every day; now they recently stopped."
    facts = find(text, [Sentence(text, 0, len(text))], published=date(2024, 9, 26))
    assert [(fact.text.text, fact.kind, fact.value) for fact in facts] == [
        ("five years", "duration", None),
        ("every day", "set", None),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May resigned.",
        "They may march.",
        "It cost $1998.",
        "About 2000 people came.",
        "They won 5:3.",
        "The 44-year-old driver was alone.",
        "Three quarters of them agreed.",
        "They sow winter wheat.",
        "Prices fall.",
        "A second man was held.",
    ],
)
def test_words_and_numbers_that_only_look_like_dates_are_none(text: str) -> None:
    assert card(text) == []


def test_two_readings_of_a_numeric_date_leave_it_open() -> None:
    assert values("Signed on 03/04/2024.", None) == [("03/04/2024", "")]
    assert values("Signed on 31/04/2024.", None) == []
    assert values("Unterzeichnet am 03.04.2024.", None, "de") == [("03.04.2024", "2024-04-03")]
    assert values("Signé le 03/04/2024.", None, "fr") == [("03/04/2024", "2024-04-03")]


def test_in_a_quotation_today_is_the_day_it_was_said() -> None:
    text = 'He resigned on Tuesday. "I leave today," he said.'
    assert values(text) == [("Tuesday", "2024-09-24"), ("today", "2024-09-24")]


def test_a_history_tells_bare_months_from_the_year_it_speaks_of() -> None:
    text = (
        "In 1936 the war began. In July 1936 the army rose. By 1937 the north had fallen. "
        "In April 1938 the east was cut off. In November the last offensive failed."
    )
    assert values(text)[-1] == ("November", "1938-11")


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("de", "Am Dienstag, dem 10. September 2024, sagte er es.", ["2024-09-10"]),
        (
            "de",
            "Sie trafen sich gestern, im März 2021 und vor zwei Jahren.",
            ["2024-09-25", "2021-03", "2022"],
        ),
        ("de", "Er kommt nächste Woche um 15.30 Uhr.", ["2024-W40", "2024-09-26T15:30"]),
        ("fr", "Le 1er juillet 2024, la semaine dernière et hier.", ["2024-07-01", "2024-W38", "2024-09-25"]),
        ("fr", "Elle sera jugée vendredi, il y a deux ans.", ["2024-09-27", "2022"]),
        ("es", "El 10 de septiembre de 2024 y la semana pasada.", ["2024-09-10", "2024-W38"]),
        ("fr", "Ils parleront mardi; il est mort lundi.", ["2024-10-01", "2024-09-23"]),
        ("es", "Se reunirá el viernes; llegó ayer, hace dos años.", ["2024-09-27", "2024-09-25", "2022"]),
        ("ru", "Это было 2024-09-10.", ["2024-09-10"]),
        ("de", "Vom 3. bis 5. Juni, Ende Mai und heuer.", ["2024-06-03", "2024-06-05", "2024-05", "2024"]),
        ("de", "Am Samstag, 17. August, und am kommenden Dienstag.", ["2024-08-17", "2024-10-01"]),
        ("de", "Mitte 2025, vorgestern und am 14.06.2025.", ["2025", "2024-09-24", "2025-06-14"]),
        ("fr", "Le jeudi 22 août à 15h30, mi-mai 2025.", ["2024-08-22T15:30", "2025-05"]),
        ("fr", "L'an prochain, mardi dernier, fin 2025.", ["2025", "2024-09-24", "2025"]),
        ("fr", "Il viendra à Noël, il est venu avant-hier.", ["2024-12-25", "2024-09-24"]),
        ("es", "El miércoles por la noche y pasado mañana.", ["2024-09-25TNI", "2024-09-28"]),
        ("es", "En los años 90, a finales de 2025, el año que viene.", ["199", "2025", "2025"]),
        ("es", "Del 3 al 5 de junio, el martes pasado.", ["2024-06-03", "2024-06-05", "2024-09-24"]),
    ],
)
def test_other_languages_have_their_own_words(language: str, text: str, expected: list[str]) -> None:
    assert [value for _, value in values(text, THURSDAY, language)] == expected


def test_each_data_file_names_only_known_actions_and_classes() -> None:
    assert {"de", "en", "es", "fr"} <= set(languages())
    of_figures = {"NUM", "DAY", "DAYTH", "ORD", "YEAR", "FYEAR", "DECADES", "CLOCK4", "CLOCKH", "CLOCKPM"}
    for language in languages():
        lexicon = load(language)
        tables = [lexicon.words, lexicon.exact, *(dict(entries) for entries in lexicon.phrases.values())]
        known = of_figures.union(*(classes for table in tables for classes in table.values()))
        for patterns in lexicon.patterns.values():
            for action, _, elements, *_ in patterns:
                assert action in ACTIONS
                for choices, _ in elements:
                    assert {name for is_class, name, _, _ in choices if is_class} <= known


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("The minister said on Sunday that he will not run.", "2031-08-25", "2031-08-24"),
        ("She will coach the team until 2034 after signing a contract on Saturday.", "2031-10-06", "2031-10-04"),
        ("The trial was postponed on Wednesday for the second time.", "2031-04-03", "2031-04-02"),
        ("Unions called a strike for Friday.", "2031-02-05", "2031-02-07"),
        ("The strike scheduled for Friday was called off.", "2031-02-08", "2031-02-07"),
        ("The talks resume on Wednesday.", "2031-07-22", "2031-07-23"),
        ("He fell on Sunday and will miss the next race.", "2031-07-21", "2031-07-20"),
    ],
)
def test_the_clause_that_a_weekday_stands_in_says_where_it_looks(text: str, published: str, value: str) -> None:
    found = find(text, [Sentence(text, 0, len(text))], published=published)
    assert value in [fact.value for fact in found]


def test_next_thursday_said_on_wednesday_is_not_tomorrow() -> None:
    assert [one.value for one in timexes("It starts next Thursday.", "2031-06-11")] == ["2031-06-19"]


def test_between_two_years_is_one_span() -> None:
    text = "The jets will be delivered between 2033 and 2035."
    (fact,) = find(text, [Sentence(text, 0, len(text))], published="2031-05-30")
    assert (fact.text.text, fact.value) == ("2033 and 2035", "2033/2035")


@pytest.mark.parametrize("text", ["Now, he is gone.", "The recent flood hurt us.", "He has recently resigned."])
def test_words_that_only_go_on_or_describe_are_no_time(text: str) -> None:
    assert timexes(text, "2031-05-30") == ()


def test_the_winter_games_are_no_winter() -> None:
    assert timexes("Varn wants the winter games.", "2031-08-04") == ()


# Said on Wednesday 14 May 2031.
@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("The court will sit on the 14th of June.", "the 14th of June", "2031-06-14"),
        ("The fair opens on the 24th.", "the 24th", "2031-05-24"),
        ("He died on the 2nd.", "the 2nd", "2031-05-02"),
        ("The hearing is on Wednesday 21st.", "Wednesday 21st", "2031-05-21"),
        ("It was signed on 3rd March 2028.", "3rd March 2028", "2028-03-03"),
        ("They met on Friday 9th May.", "Friday 9th May", "2031-05-09"),
        ("It will meet on Tuesday week.", "Tuesday week", "2031-05-27"),
        ("It will meet next Tuesday week.", "next Tuesday week", "2031-05-27"),
        ("A week on Friday the trial starts.", "A week on Friday", "2031-05-23"),
        ("He comes a week from today.", "a week from today", "2031-05-21"),
        ("It happened a fortnight ago.", "a fortnight ago", "2031-04-30"),
        ("A vote is due at noon on Friday.", "noon on Friday", "2031-05-16"),
        ("It runs over the weekend of 12-13 July.", "12-13 July", "2031-07-12/2031-07-13"),
        ("Sales rose in FY2030.", "FY2030", "2030"),
        ("Sales rose in Q3 2030.", "Q3 2030", "2030-07/2030-09"),
        ("Profit fell in H1 2030.", "H1 2030", "2030-01/2030-06"),
        ("Profit will fall in H2.", "H2", "2031-07/2031-12"),
        ("It opens in mid-2033.", "mid-2033", "2033"),
        ("The mine will close by the end of the decade.", "the end of the decade", "203X"),
        ("The lease ends on New Year's Eve.", "New Year's Eve", "2031-12-31"),
        ("The games run from 8 to 19 August.", "8 to 19 August", "2031-08-08/2031-08-19"),
    ],
)
def test_dates_are_read_in_other_styles_of_english(text: str, words: str, value: str) -> None:
    (fact,) = find(text, [Sentence(text, 0, len(text))], published="2031-05-14")
    assert (fact.text.text, fact.value) == (words, value)


# Said on Wednesday 14 May 2031.
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Storms will hit the coast on Sunday, the weather service warned.", "2031-05-18"),
        ("The river is forecast to pass the town on Tuesday.", "2031-05-20"),
        ("The party council is meeting in Dorn on Saturday.", "2031-05-17"),
        ("A fire forced the police to close the road on Sunday evening.", "2031-05-11"),
        ("The Met Office spoke of rain on Sunday.", "2031-05-11"),
        ("The vote was put back to November.", "2031-11"),
        ("His party holds its first primary on February 3. Others wait.", "2032-02-03"),
    ],
)
def test_the_verb_of_the_clause_says_whether_a_date_lies_ahead(text: str, value: str) -> None:
    assert [fact.value for fact in find(text, [Sentence(text, 0, len(text))], published="2031-05-14")] == [value]


def test_later_than_planned_is_a_length() -> None:
    assert [one.type for one in timexes("It opened three years later than planned.", "2031-05-14")] == ["DURATION"]


@pytest.mark.parametrize("junk", ["1234567 ", "1-2-", "the the the ", "May ", "Tuesday and ", "12/", "a year "])
def test_a_megabyte_of_anything_is_read_in_linear_time(junk: str) -> None:
    text = (junk * (1_000_000 // len(junk) + 1))[:1_000_000]
    assert len(timexes(text, "2031-05-30")) <= 25_000
