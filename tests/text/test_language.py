"""Which language a text is in, and that English costs no library."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.language import detect

SAMPLES = {
    "ar": "أعلنت الحكومة اليوم أن الميناء القديم سوف يفتح أبوابه أمام السفن بعد ثلاث سنوات.",
    "de": "Die Regierung hat am Dienstag erklärt, dass der alte Hafen nach drei Jahren wieder geöffnet wird.",
    "en": "The government said on Tuesday that the old harbour would be open to ships again after three years.",
    "es": "El gobierno dijo el martes que el viejo puerto estará abierto a los barcos después de tres años.",
    "fr": "Le gouvernement a déclaré mardi que le vieux port sera de nouveau ouvert aux navires après trois ans.",
    "hi": "सरकार ने मंगलवार को कहा कि पुराना बंदरगाह तीन साल बाद जहाजों के लिए फिर से खुलेगा।",
    "it": "Il governo ha detto martedì che il vecchio porto sarà di nuovo aperto alle navi dopo tre anni.",
    "ja": "政府は火曜日、古い港が三年ぶりに船に開放されると発表した。",
    "ko": "정부는 화요일 오래된 항구가 3년 만에 다시 배에 개방될 것이라고 밝혔다.",
    "nl": "De regering zei dinsdag dat de oude haven na drie jaar weer open zal zijn voor schepen.",
    "pl": "Rząd powiedział we wtorek, że stary port będzie znowu otwarty dla statków po trzech latach.",
    "pt": "O governo disse na terça-feira que o velho porto estará aberto aos navios depois de três anos.",
    "ru": "Правительство сообщило во вторник, что старый порт вновь будет открыт для судов через три года.",
    "tr": "Hükümet salı günü eski limanın üç yıl sonra gemiler için açılacağını ve bunun çok önemli olduğunu söyledi.",
    "uk": "Уряд повідомив у вівторок, що старий порт знову буде відкритий для суден через три роки.",
    "zh": "政府星期二表示，旧港口将在三年后重新向船只开放。",
}


@pytest.mark.parametrize("language", sorted(SAMPLES))
def test_a_sentence_is_enough(language):
    assert detect(SAMPLES[language]) == language


def test_neighbours_of_our_languages_are_not_taken_for_them():
    assert detect("دولت روز سه‌شنبه اعلام کرد که بندر قدیمی پس از سه سال دوباره به روی کشتی‌ها باز می‌شود.") == "fa"
    assert detect("Regeringen sagde tirsdag, at den gamle havn vil være åben for skibe igen efter tre år.") in (
        "da",
        "no",
        "nb",
    )


@pytest.mark.parametrize("text", ["", " \n", "12:30 — 14.10.", "🎉"])
def test_a_text_without_letters_counts_as_english(text):
    assert detect(text) == "en"


@given(st.text(max_size=40))
def test_any_text_has_a_language(text):
    assert detect(text).isalpha()


def test_english_is_recognised_without_the_library_or_numpy():
    program = (
        "import sys\nfrom digest.text.language import detect\n"
        f"assert detect({SAMPLES['en']!r}) == 'en'\n"
        "assert not {'numpy', 'py3langid'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
