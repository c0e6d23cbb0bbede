"""Countries by name, people, capital and institution, and the codes that the table gives them."""

from __future__ import annotations

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.facts import countries
from digest.text.tokens import tokenize

TERRITORIES = """
AI AQ AS AW AX BL BM BQ BV CC CW CX EH FK GF GG GP GS HM IM IO JE KY MF MP MQ MS NF NU PF PM PN RE SH SJ SX TC TF TK UM
VG VI WF YT
"""


# Code, name, people, capital; "-" where the word is open, for more than one place answers to it.
TABLE = """
AF Afghanistan Afghan Kabul | AL Albania Albanian Tirana | DZ Algeria Algerian Algiers | AO Angola Angolan Luanda
AR Argentina Argentine Buenos_Aires | AM Armenia Armenian Yerevan | AU Australia Australian Canberra
AT Austria Austrian Vienna | AZ Azerbaijan Azerbaijani Baku | BH Bahrain Bahraini Manama
BD Bangladesh Bangladeshi Dhaka | BY Belarus Belarusian Minsk | BE Belgium Belgian - | BJ Benin Beninese Porto-Novo
BO Bolivia Bolivian La_Paz | BA Bosnia Bosnian Sarajevo | BW Botswana Botswanan Gaborone
BR Brazil Brazilian Brasília | BG Bulgaria Bulgarian Sofia | BF Burkina_Faso Burkinabe Ouagadougou
BI Burundi Burundian Gitega | KH Cambodia Cambodian Phnom_Penh | CM Cameroon Cameroonian Yaoundé
CA Canada Canadian Ottawa | CL Chile Chilean - | CN China Chinese Beijing | CO Colombia Colombian Bogotá
CR Costa_Rica Costa_Rican - | HR Croatia Croatian Zagreb | CU Cuba Cuban Havana | CY Cyprus Cypriot Nicosia
CZ Czechia Czech Prague | DK Denmark Danish Copenhagen | EC Ecuador Ecuadorian Quito | EG Egypt Egyptian Cairo
SV El_Salvador Salvadoran San_Salvador | ER Eritrea Eritrean Asmara | EE Estonia Estonian Tallinn
ET Ethiopia Ethiopian Addis_Ababa | FI Finland Finnish Helsinki | FR France French Paris | DE Germany German Berlin
GH Ghana Ghanaian Accra | GR Greece Greek Athens | GT Guatemala Guatemalan Guatemala_City
HT Haiti Haitian Port-au-Prince | HN Honduras Honduran Tegucigalpa | HU Hungary Hungarian Budapest
IS Iceland Icelandic Reykjavik | IN India Indian New_Delhi | ID Indonesia Indonesian Jakarta
IR Iran Iranian Tehran | IQ Iraq Iraqi Baghdad | IE Ireland Irish Dublin | IL Israel Israeli -
IT Italy Italian Rome | JM Jamaica Jamaican - | JP Japan Japanese Tokyo | JO - Jordanian Amman
KZ Kazakhstan Kazakh Astana | KE Kenya Kenyan Nairobi | KW Kuwait Kuwaiti Kuwait_City | KG Kyrgyzstan Kyrgyz Bishkek
LA Laos Laotian Vientiane | LV Latvia Latvian Riga | LB Lebanon Lebanese Beirut | LR Liberia Liberian Monrovia
LY Libya Libyan Tripoli | LT Lithuania Lithuanian Vilnius | MG Madagascar Malagasy Antananarivo
MY Malaysia Malaysian Kuala_Lumpur | ML Mali Malian Bamako | MT Malta Maltese Valletta
MX Mexico Mexican Mexico_City | MD Moldova Moldovan Chisinau | MN Mongolia Mongolian Ulaanbaatar
MA Morocco Moroccan Rabat | MZ Mozambique Mozambican Maputo | MM Myanmar Burmese Naypyidaw
NP Nepal Nepalese Kathmandu | NL Netherlands Dutch Amsterdam | NZ New_Zealand New_Zealander Wellington
NI Nicaragua Nicaraguan Managua | NG Nigeria Nigerian Abuja | NO Norway Norwegian Oslo
PK Pakistan Pakistani Islamabad | PE Peru Peruvian Lima | PH Philippines Filipino Manila | PL Poland Polish Warsaw
PT Portugal Portuguese Lisbon | QA Qatar Qatari Doha | RO Romania Romanian Bucharest | RU Russia Russian Moscow
RW Rwanda Rwandan Kigali | SA Saudi_Arabia Saudi Riyadh | SN Senegal Senegalese Dakar | RS Serbia Serbian Belgrade
SK Slovakia Slovak Bratislava | SI Slovenia Slovenian Ljubljana | SO Somalia Somali Mogadishu
ZA South_Africa South_African Pretoria | KR South_Korea South_Korean Seoul | ES Spain Spanish Madrid
LK Sri_Lanka Sri_Lankan Colombo | SD Sudan Sudanese Khartoum | SE Sweden Swedish Stockholm
CH Switzerland Swiss Bern | SY Syria Syrian Damascus | TW Taiwan Taiwanese Taipei | TZ Tanzania Tanzanian Dodoma
TH Thailand Thai Bangkok | TN Tunisia Tunisian Tunis | TR Turkey Turkish Ankara | UG Uganda Ugandan Kampala
UA Ukraine Ukrainian Kyiv | UY Uruguay Uruguayan Montevideo | UZ Uzbekistan Uzbek Tashkent
VE Venezuela Venezuelan Caracas | VN Vietnam Vietnamese Hanoi | YE Yemen Yemeni Sanaa | ZM Zambia Zambian Lusaka
ZW Zimbabwe Zimbabwean Harare
"""
INSTITUTIONS = """
US White_House | US Pentagon | US State_Department | US Capitol_Hill | US Federal_Reserve | GB Downing_Street
GB Whitehall | GB House_of_Lords | GB Scotland_Yard | RU Kremlin | RU State_Duma | FR Élysée | FR Quai_d'Orsay
DE Bundestag | DE Bundesrat | DE Bundeswehr | IL Knesset | IN Lok_Sabha | IN Rajya_Sabha | UA Verkhovna_Rada
KR Blue_House | IT Quirinale | PL Sejm | TR Grand_National_Assembly | JP National_Diet | ES Cortes_Generales
DK Folketing | NO Storting | SE Riksdag | IE Dáil | VA Holy_See | VA Vatican | ZA Union_Buildings | BR Planalto
AR Casa_Rosada | KP Workers'_Party_of_Korea | US Justice_Department | US Homeland_Security_Department | US FBI
US CIA | US NASA | GB Bank_of_England | GB MI5 | GB MI6 | JP Bank_of_Japan | KR Bank_of_Korea | DE Bundesbank
CN People's_Liberation_Army | IR Revolutionary_Guards | RU Gazprom | RU FSB | AF Taliban | PS Hamas | LB Hezbollah
PK Inter-Services_Intelligence | IL Mossad | US Supreme_Court_of_the_United_States
"""


def rows(table: str) -> list[tuple[str, str]]:
    """Each word of a table with its code."""
    pairs = []
    for row in table.replace("\n", " | ").split("|"):
        code, *words = row.split() or [""]
        pairs += [(code, word.replace("_", " ")) for word in words if word != "-"]
    return pairs


def found(text: str) -> list[tuple[str, str, str]]:
    words = [token.text for token in tokenize(text)]
    return [(" ".join(words[f.first : f.stop]), f.kind, f.code) for f in countries.find(words)]


def codes() -> set[str]:
    return {code for word in countries._first_words() for entry in countries._entries(word) for code in entry[2]}


def test_every_code_is_a_real_one() -> None:
    known = {country.alpha_2 for country in pycountry.countries}
    # Kosovo's code is one that the standard leaves to its users.
    assert codes() - known == {"XK"}


def test_every_member_of_the_united_nations_is_there() -> None:
    territories = set(TERRITORIES.split())
    assert {country.alpha_2 for country in pycountry.countries} - codes() <= territories


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("the United States", "US"), ("U.S.", "US"), ("US", "US"), ("UK", "GB"), ("Scotland", "GB"), ("ROK", "KR"),
        ("DPRK", "KP"), ("Republic of Korea", "KR"), ("South Koreans", "KR"), ("Norwegians", "NO"), ("Dutch", "NL"),
        ("Frenchman", "FR"), ("Saudi", "SA"), ("the Kremlin", "RU"), ("Downing Street", "GB"), ("Pentagon", "US"),
        ("White House", "US"), ("DR Congo", "CD"), ("Côte d’Ivoire", "CI"), ("Türkiye", "TR"), ("Taipei", "TW"),
        ("NORTH KOREA", "KP"), ("Vatican", "VA"), ("Palestinian", "PS"), ("Kosovo", "XK"), ("Guinea-Bissau", "GW"),
    ],
)  # fmt: skip
def test_a_name_gives_its_code(name: str, code: str) -> None:
    assert countries.code_of(name) == code


def test_names_peoples_capitals_and_institutions_of_the_world_have_their_codes() -> None:
    pairs = rows(TABLE) + rows(INSTITUTIONS)
    assert len(pairs) > 400
    assert {code for code, _ in pairs} <= {country.alpha_2 for country in pycountry.countries}
    assert [(code, word) for code, word in pairs if countries.code_of(word) != code] == []


def test_the_names_of_the_standard_agree_with_the_table() -> None:
    for country in pycountry.countries:
        ours = countries.code_of(country.name)
        assert ours in {None, country.alpha_2}


def test_a_country_that_owns_a_territory_is_not_the_one_spoken_of() -> None:
    assert found("the United States commonwealth of Puerto Rico") == [
        ("United States", "place", "PR"),
        ("Puerto Rico", "name", "PR"),
    ]


def test_a_senate_is_that_of_the_country_named_most() -> None:
    text = "Chile and the United States. Chile voted; in Chile the Senate"
    assert found(text)[-1] == ("Senate", "institution", "")


@pytest.mark.parametrize(
    "name", ["Korean", "Korea", "Brussels", "Georgia", "Congo", "Dominican", "Senate", "the", "", "Zorbia"]
)
def test_a_word_of_several_places_or_of_none_gives_no_code(name: str) -> None:
    assert countries.code_of(name) is None


def test_the_longest_name_wins() -> None:
    assert found("Papua New Guinea and Guinea-Bissau") == [
        ("Papua New Guinea", "name", "PG"),
        ("Guinea - Bissau", "name", "GW"),
    ]


def test_an_open_word_is_settled_by_the_one_country_that_the_text_names_plainly() -> None:
    assert found("Korean envoys left Pyongyang")[0] == ("Korean", "demonym", "KP")
    assert found("Korean envoys from Seoul and Pyongyang")[0] == ("Korean", "demonym", "")
    assert found("Georgia held a vote in Tbilisi")[0] == ("Georgia", "name", "GE")
    assert found("Georgia held a vote")[0] == ("Georgia", "name", "")


def test_small_letters_are_no_country() -> None:
    assert found("join us for turkey with china plates") == []


PIECES = ["South", "Korea", "US", "U", ".", "S", "'", "’", "s", "Koreans", "the", "of", "NORTH", "Congo"]


@given(st.lists(st.text(min_size=1) | st.sampled_from(PIECES)))
def test_any_tokens_give_spans_in_order(words: list[str]) -> None:
    last = 0
    for item in countries.find(words):
        assert last <= item.first < item.stop <= len(words)
        last = item.stop
