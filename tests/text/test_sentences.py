"""Sentences: what ends one, in sixteen languages, and that none loses a character."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.text import sentences
from digest.text.wordlists import LANGUAGES


def texts(text, language="en"):
    return [sentence.text for sentence in sentences.split(text, language)]


PIECES = st.sampled_from(
    [
        ". ",
        "? ",
        '." ',
        "...",
        "\n",
        "\n\n",
        " \t",
        "U.S.",
        "Mr. ",
        "p.m. ",
        "1. ",
        "2) ",
        "• ",
        "。」",
        "।",
        "؟ ",
        "3",
        "\u2028",
        "(",
        '"',
        "» ",
    ]
)


@given(
    st.lists(st.one_of(st.text(max_size=12), PIECES), max_size=25).map("".join),
    st.one_of(st.sampled_from(sorted(LANGUAGES)), st.text(max_size=8)),
)
@example("• a।\u2028• b", "hi")
@example('im 3. "\u2028" ', "de")
def test_sentences_are_spans_in_order_that_cover_every_visible_character(text, language):
    found = sentences.split(text, language)
    covered = 0
    paragraph = 0
    for sentence in found:
        assert text[sentence.start : sentence.end] == sentence.text == sentence.text.strip() != ""
        assert "\n" not in sentence.text
        assert not text[covered : sentence.start].strip()
        assert 0 <= sentence.paragraph - paragraph <= 1
        covered, paragraph = sentence.end, sentence.paragraph
    assert not text[covered:].strip()
    assert not found or found[0].paragraph == 0


def test_a_headline_and_list_entries_are_sentences_of_their_own():
    text = "Storm closes ports\n\nShips waited. Some left.\n• Dover\n• Calais\n1. First. Then more\n2. Second"
    assert texts(text) == [
        "Storm closes ports", "Ships waited.", "Some left.", "• Dover", "• Calais",
        "1. First.", "Then more", "2. Second",
    ]  # fmt: skip


def test_a_missing_blank_between_sentences_is_seen():
    assert texts("It rained.The sun came.He left Node.Js and Yahoo.Com at v2.The") == [
        "It rained.",
        "The sun came.",
        "He left Node.Js and Yahoo.Com at v2.The",
    ]


def test_a_blank_line_opens_a_paragraph():
    found = sentences.split("One. Two\nThree\n \nFour\n\n\nFive")
    assert [sentence.paragraph for sentence in found] == [0, 0, 0, 1, 2]


def test_in_a_text_without_blank_lines_each_line_is_a_paragraph():
    assert [sentence.paragraph for sentence in sentences.split("\n\nOne. Two\nThree\nFour\n\n")] == [
        0,
        0,
        1,
        2,
    ]


@pytest.mark.parametrize(
    "text",
    [
        '"No!" she said.',
        '"Will it hold?" Mayor Ana Brandt asked.',
        "The book by J. K. Larsen and A.B. Ng sold well.",
        "The U.S. Army and U.N. Secretary General Lind met in Washington, D.C. on Friday.",
        "They met on Sept. 3 and again on Oct. 14, 2019.",
        "He came in at No. 5, see Fig. 2 and pp. 12-14.",
        "The vote is at 3 p.m. Monday or 10 a.m. EST on Tuesday.",
        "At 5 p.m. Brandt left the hall.",
        "It rose 3.5 percent to 1.234.567 at example.com/a.html?b=c.d and a.b@example.org today.",
        "He opened notes.txt and run.sh twice.",
        "Well... maybe not … or perhaps so.",
        "He [...] left (he was tired.) and slept.",
        "Brown (D-Calif.) Republicans called it wrong.",
        "Apple Inc. Chief Executive Tim Moor met Gen. Wei and Lt. Gov. Ruiz.",
        "Shares of Yahoo! in Tokyo fell, said Dr. No.",
    ],
)
def test_this_is_one_sentence(text):
    assert texts(text) == [text]


@pytest.mark.parametrize(
    "joined",
    [
        "He lives in the U.S.|The next day he left.",
        "The firm is Bold & Co.|It is old.",
        "He said no.|Five left.",
        "It closed at 5 p.m.|Police came.",
        "“We won.”|They danced.",
        "(It was late.)|Nobody came.",
        "It ended in 1999.|Then came rain.",
        "Really?!|Yes!!|Good.",
        "He stopped…|Then he ran.",
        "This was reported.[1]|More followed.[12]|The end.",
        "It cost $5.|$6 was too much.",
        "He left.|“Why?” she asked.|¿Qué?|¡No!",
        "The iPhone sold.|iPads did not.",
        "“Go!”|He said no more.|“Why?”|Brandt left.",
        "Vitamin C.|The rest.",
        "Look at a.b@example.org.|Write soon.",
    ],
)
def test_these_are_several_sentences(joined):
    parts = joined.split("|")
    assert texts(" ".join(parts)) == parts


@pytest.mark.parametrize(
    ("language", "joined"),
    [
        ("de", "Er kam am 3. Mai nach Bonn.|Das 20. Jahrhundert war lang.|Es war 2020.|Dann nicht mehr."),
        ("de", "Dr. Max Roth, z. B. aus Köln, sagte: „Nein!“|Die Sonne schien.|Das war 2019.|Merkel sprach."),
        (
            "de",
            "»Nein!« rief Prof. Dr. Roth.|Elisabeth II. Königin war da.|Er hat ca. 5 Mio. Euro usw.|Das reicht.",
        ),
        (
            "fr",
            "M. Le Brun a vu Mme Roy le 3 sept. 2005.|« Non ! » a-t-elle dit.|J. Roux part, etc.|Il pleut.",
        ),
        ("es", "El Sr. Paz vive en EE. UU. desde 1990.|¿Qué?|¡No!|Llegó a las 3 p. m.|Luego se fue."),
        ("it", "Il dott. Rossi e l'on. Bianchi, ecc.|Poi è uscito alle 15.30.|«No!» ha detto."),
        ("pt", "O Sr. Dr. Silva chegou à Av. Brasil, n.º 5.|Depois saiu, etc.|Hoje chove."),
        ("nl", "Dhr. De Vries en drs. Bos kwamen om 5.30 uur, enz.|Daarna gingen ze weg."),
        (
            "pl",
            "Prof. Lis przyjechał 3 maja 2020 r.|Potem odjechał.|To była 20. Rocznica tzw. cudu na ul. Długiej.",
        ),
        (
            "ru",
            "А. С. Белов жил на ул. Мира в 2020 г. и т. д.|Потом он уехал.|В.В. Орлов — нет!|«Да?» — сказал он.",
        ),
        ("uk", "Ім. Т. Г. Коваля, вул. Миру, 5 тис. грн.|Це було в 2020 р.|Потім він поїхав."),
        ("tr", "Prof. Dr. Ali Kaya 2. Ordu ile geldi.|Sonra gitti.|20. yüzyıl vb. konuşuldu."),
        ("ar", "وصل د. أحمد إلى القاهرة.|هل جاء؟|نعم جاء!|ثم ذهب."),
        ("hi", "डॉ. शर्मा घर गए।|एस. कुमार ने कहा।|क्या वह आया?|हाँ।"),
        ("ko", "그는 왔다.|그녀는 3.5점을 받았다.|정말?|네."),
        ("xx", "Mr. Li left the U.S. Army.|It rained."),
        ("en_GB", "Mr. Li left.|It rained."),
    ],
)
def test_each_language_has_its_own_abbreviations(language, joined):
    parts = joined.split("|")
    assert texts(" ".join(parts), language) == parts


@pytest.mark.parametrize(
    ("language", "joined"),
    [
        ("zh", "他来了。|她走了！|“不！”她说。|你好吗？！|我很好……真的。"),
        ("ja", "彼は「はい。」と言った。|彼女は帰った。|「いいえ。」|本当？"),
        ("hi", "वह घर गया।|उसने खाना खाया।|फिर सो गया॥"),
    ],
)
def test_scripts_without_blanks_are_split_too(language, joined):
    assert texts(joined.replace("|", ""), language) == joined.split("|")
