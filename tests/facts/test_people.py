"""Participants: persons with roles, acting organisations, countries as parties."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.facts import merging, people
from digest.model import Participant, Sentence
from digest.text import sentences

SEEDS = Path(__file__).parents[2] / "../shared/seeds"

PIECES = """
Ana Silva President of the and France US ’ s ' - , . ( ) said Ministry Defense sent director for who is a professor
45 Japan Seoul Washington agreed chief executive Velora Inc WHO his wife Mr senators former – " \n é 中
""".split(" ")  # noqa: SIM905


def find(text: str) -> tuple[Participant, ...]:
    return people.find(text, sentences.split(text))


def person(text: str, name: str) -> tuple[str | None, str | None, str | None, str | None]:
    one = next(p for p in find(text) if p.kind == "person" and p.name.text == name)
    parts = (one.role, one.organisation, one.country)
    role, body, country = (part.text if part else None for part in parts)
    return role, body, country, one.country_code


@pytest.mark.parametrize(
    ("text", "name", "wanted"),
    [
        ("It heard Ana Silva, US deputy secretary of defense for East Asia.", "Ana Silva",
         ("deputy secretary of defense for East Asia", None, "US", "US")),
        ("Lee Min-ho, South Korea’s deputy director-general for trade policy, also spoke.", "Lee Min-ho",
         ("deputy director-general for trade policy", None, "South Korea", "KR")),
        ("Norway's Ministry of Defense sent Ida Berg, director for Norway-US defense cooperation.", "Ida Berg",
         ("director for Norway-US defense cooperation", "Ministry of Defense", "Norway", "NO")),
        ("It was the first year of Chilean President Ana Silva’s second term.", "Ana Silva",
         ("President", None, "Chilean", "CL")),
        ("French Foreign Minister Jean-Luc Moreau left.", "Jean-Luc Moreau",
         ("Foreign Minister", None, "French", "FR")),
        ("Velora CEO Ana Silva resigned.", "Ana Silva", ("CEO", "Velora", None, None)),
        ("Ana Silva, 45, a professor at Oslo University, spoke.", "Ana Silva",
         ("professor", "Oslo University", None, None)),
        ("Ana Silva was forced to resign as foreign minister of Peru.", "Ana Silva",
         ("foreign minister", None, "Peru", "PE")),
        ("Velora Inc. today named Ana Silva as its new chief executive.", "Ana Silva",
         ("new chief executive", "Velora Inc.", None, None)),
        ("Two senators, Ana Silva and Ivo Berg, agreed.", "Ivo Berg", ("senators", None, None, None)),
        ("Ana Silva, who is the mayor of Lima, spoke.", "Ana Silva", ("mayor", None, "Lima", "PE")),
        ("Ana Silva, the then acting governor, spoke.", "Ana Silva", ("then acting governor", None, None, None)),
        ("Ana Silva (professor of law) spoke.", "Ana Silva", ("professor of law", None, None, None)),
        ("The chief executive of Velora Inc., Ana Silva, spoke.", "Ana Silva",
         ("chief executive", "Velora Inc.", None, None)),
        ("Canadian historian Ana Silva spoke.", "Ana Silva", ("historian", None, "Canadian", "CA")),
        ("Former Vice President of the United States Ana Silva spoke.", "Ana Silva",
         ("Former Vice President", None, "United States", "US")),
        ("Velora chairman Dr Ivo Berg said no.", "Ivo Berg", ("chairman", "Velora", None, None)),
        ("The governor of the Bank of Peru, Dr. Ana Silva, spoke.", "Ana Silva",
         ("governor", "Bank of Peru", None, "PE")),
        ("Police spokesperson Captain Ana Silva spoke.", "Ana Silva", ("Police spokesperson", None, None, None)),
        ("Royal Saudi Air Force Commander Lt. Gen. Ivo Berg left.", "Ivo Berg",
         ("Commander", "Royal Saudi Air Force", None, "SA")),
        ("Lt Gen Ana Silva left.", "Ana Silva", ("Lt Gen", None, None, None)),
        ("Gen. Ana Silva left.", "Ana Silva", ("Gen.", None, None, None)),
        ("The Secretary General Ana Silva left.", "Ana Silva", ("Secretary General", None, None, None)),
        ("The mayor, Mr. Ivo Berg, said so.", "Ivo Berg", ("mayor", None, None, None)),
        ("Ivo Berg, the king's traditional prime minister, spoke.", "Ivo Berg",
         ("traditional prime minister", None, None, None)),
        ("Ana Silva, Minister of the Environment, spoke.", "Ana Silva",
         ("Minister of the Environment", None, None, None)),
        ("Ivo Berg, a Manitoba Labour Party member of Parliament, spoke.", "Ivo Berg",
         ("member of Parliament", "Manitoba Labour Party", None, "CA")),
        ("Ana Silva, president of the Republic of Cyprus, spoke.", "Ana Silva",
         ("president", None, "Republic of Cyprus", "CY")),
        ("Respiratory medicine expert Ana Silva said so.", "Ana Silva",
         ("Respiratory medicine expert", None, None, None)),
        ("Ana Silva, Chief Wholesale Banking Officer at Velora Bank, spoke.", "Ana Silva",
         ("Chief Wholesale Banking Officer", "Velora Bank", None, None)),
        ("Ana Silva, who will become chairman of the board, spoke.", "Ana Silva",
         ("chairman of the board", None, None, None)),
        ("Ana Silva, a professor of South Asian studies, spoke.", "Ana Silva",
         ("professor of South Asian studies", None, None, None)),
        ("A plan to quit Prime Minister Ana Silva was made.", "Ana Silva", ("Prime Minister", None, None, None)),
        ("A coup briefly ousted President Ana Silva.", "Ana Silva", ("President", None, None, None)),
        ("The Shi'ite cleric Ali Hamadi spoke.", "Ali Hamadi", ("Shi'ite cleric", None, None, None)),
        ("The 32-year-old reporter Ana Silva spoke.", "Ana Silva", ("reporter", None, None, None)),
        ("Ana Silva, the widow of Jamaican-born Ivo Berg, spoke.", "Ana Silva", ("widow", None, None, None)),
        ("The news came from his son-in-law, Ivo Berg, on Monday.", "Ivo Berg", ("son-in-law", None, None, None)),
    ],
)  # fmt: skip
def test_a_role_is_read_beside_the_name(text: str, name: str, wanted: tuple[str | None, ...]) -> None:
    assert person(text, name) == wanted


def test_two_persons_in_one_sentence_keep_their_own_roles() -> None:
    text = "Jean Roux, the foreign minister of France, and Eva Kuhn, her German counterpart, met."
    assert person(text, "Jean Roux") == ("foreign minister", None, "France", "FR")
    assert person(text, "Eva Kuhn") == ("counterpart", None, "German", "DE")


@pytest.mark.parametrize(
    "text",
    [
        "Ana Silva, 85, became famous when the president called.",
        "Ana Silva, whose town was flooded, thanked the mayor.",
        "Ana Silva, whose director Ivo Berg left, smiled.",
        "SHAH ALAM: Police said that Ana Silva is safe.",
        "Ana Silva told the minister to go.",
        "Ana Silva, as expected, left with the director.",
    ],
)
def test_a_role_of_somebody_else_is_not_taken(text: str) -> None:
    assert person(text, "Ana Silva")[0] is None


def test_each_person_stands_once_with_all_mentions_under_the_fullest_name() -> None:
    text = "Senator Silva arrived. Ana Silva, a lawyer, smiled. Then Silva left."
    (one,) = [p for p in find(text) if p.kind == "person"]
    assert one.name.text == "Ana Silva"
    assert [m.text for m in one.mentions] == ["Silva", "Ana Silva", "Silva"]


@pytest.mark.parametrize(
    ("text", "persons"),
    [
        ("Ursula von der Leyen spoke. President von der Leyen left.", [["Ursula von der Leyen", "von der Leyen"]]),
        ("Bashar al-Assad spoke. President al-Assad left. Assad said it.", [["Bashar al-Assad", "al-Assad", "Assad"]]),
        ("Timothy D. Cook, a manager, spoke. Tim Cook smiled.", [["Timothy D. Cook", "Tim Cook"]]),
        ("Gen. J.R. Ewing spoke. John Ross Ewing, a general, left.", [["J.R. Ewing", "John Ross Ewing"]]),
        ("Bjørn Kjær, the mayor, spoke. Mr Bjorn Kjaer left.", [["Bjørn Kjær", "Bjorn Kjaer"]]),
        ("Governor Ricardo Torre Nevares resigned. Torre left.", [["Ricardo Torre Nevares", "Torre"]]),
        ("Donald Berg Jr., a banker, spoke. His father, President Donald Berg, smiled. Berg left. Berg Jr. stayed.",
         [["Donald Berg Jr.", "Berg Jr."], ["Donald Berg", "Berg"]]),
        ("Judge Amy Berg ruled. Berg said no. Ivo Berg, a lawyer, left. Berg smiled.",
         [["Amy Berg", "Berg"], ["Ivo Berg"]]),
        ("Mayor John Smith met Mary Smith, a lawyer. Mary left.", [["John Smith"], ["Mary Smith", "Mary"]]),
    ],
)  # fmt: skip
def test_every_form_of_a_name_goes_to_its_person(text: str, persons: list[list[str]]) -> None:
    found = [[m.text for m in p.mentions] for p in find(text) if p.kind == "person"]
    assert sorted(found) == sorted(persons)


@given(st.lists(st.lists(st.sampled_from(["Ana", "A.", "Silva", "de", "Jr.", "Øy", "Bob", "Robert"]), min_size=1,
                         max_size=4).map(" ".join), max_size=20))  # fmt: skip
def test_no_mention_is_given_to_two_persons_and_no_full_name_is_lost(written: list[str]) -> None:
    mentions = [(at, at + 1, name) for at, name in enumerate(written)]
    persons = merging.group(mentions)
    given_out = [mention for person in persons for mention in person]
    assert len(given_out) == len(set(given_out))
    assert all(person == sorted(person) for person in persons)
    assert {m for m in mentions if len(merging.parts(m[2])) > 1} <= set(given_out)
    of_name = {}
    for number, person in enumerate(persons):
        for mention in person:
            assert of_name.setdefault((mention[2], len(merging.parts(mention[2])) > 1 or mention), number) == number


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Peru, the United Kingdom, and Ghana gathered in Oslo this week.", {"PE", "GB", "GH"}),
        ("Chile announced new rules on Monday.", {"CL"}),
        ("Lima and Quito agreed on a truce.", {"PE", "EC"}),
        ("The fair was held in Japan near Osaka.", set()),
        ("A storm from Ghana reached the coast.", set()),
        ("As Chile denied the report, markets fell.", set()),
    ],
)
def test_a_country_is_a_party_only_where_it_acts(text: str, codes: set[str]) -> None:
    assert {p.country_code for p in find(text) if p.kind == "country"} == codes


def test_an_organisation_that_acts_is_a_participant_with_its_country() -> None:
    text = "Norway's Ministry of Health announced a plan. It was quiet elsewhere."
    (one,) = [p for p in find(text) if p.kind == "organisation"]
    assert (one.name.text, one.country_code) == ("Ministry of Health", "NO")


def test_an_acronym_goes_to_the_name_it_stands_for() -> None:
    text = "The Velora Science Foundation (VSF) opened a school. VSF announced more."
    (one,) = [p for p in find(text) if p.kind == "organisation"]
    assert [m.text for m in one.mentions] == ["Velora Science Foundation", "VSF", "VSF"]


def test_other_languages_give_nothing_rather_than_guesses() -> None:
    text = "Der Kanzler sprach in Berlin."
    assert people.find(text, sentences.split(text), language="de") == ()


def test_an_empty_text_has_nobody() -> None:
    assert people.find("", ()) == ()


@given(st.text() | st.lists(st.sampled_from(PIECES), max_size=80).map(" ".join))
def test_every_part_is_a_span_of_the_text_and_every_name_lies_in_its_sentence(text: str) -> None:
    for one in people.find(text, sentences.split(text)):
        parts = (one.name, one.role, one.organisation, one.country, one.sentence, *one.mentions)
        for span in filter(None, parts):
            assert text[span.start : span.end] == span.text
        assert one.name in one.mentions
        assert one.sentence.start <= one.name.start < one.sentence.end


@given(st.text())
def test_a_text_with_one_sentence_never_raises(text: str) -> None:
    people.find(text, [Sentence(text, 0, len(text))])


@pytest.mark.skipif(not SEEDS.is_dir(), reason="no ../shared/seeds beside the repository")
def test_the_same_article_under_other_names_and_countries_gives_the_same_card() -> None:
    text = next(iter(sorted(SEEDS.glob("*.txt")))).read_text("utf-8")
    swaps = {
        "Andrew Winternitz": "Tobias Renquist", "Woo Kyung-seok": "Inès Al-Karim", "Osamu Ashizuka": "Bruno de la Vega",
        "Donald Trump": "Petra Lindqvist", "North Korea": "Paraguay", "South Korea": "Finland", "Japan": "Morocco",
        "United States": "United Kingdom", "US": "UK", "Seoul": "Helsinki",
    }  # fmt: skip
    other = text
    for old, new in swaps.items():
        other = other.replace(old, new)
    got = {p.name.text: (p.role and p.role.text, p.country_code) for p in find(other) if p.kind != "organisation"}
    assert got == {
        "Tobias Renquist": ("deputy assistant secretary of defense for East Asia", "GB"),
        "Inès Al-Karim": ("deputy director-general for international policy", "FI"),
        "Bruno de la Vega": ("director for Morocco-UK defense cooperation", "MA"),
        "Petra Lindqvist": ("President", "GB"),
        "Finland": (None, "FI"), "United Kingdom": (None, "GB"), "Morocco": (None, "MA"),
    }  # fmt: skip
