"""Other languages: signs that need no language, each language's small words, and the opening where there are none."""

from __future__ import annotations

import pytest

from digest import pipeline
from digest.output import to_text
from digest.summarize import features, ranked
from digest.summarize.choose import AUTO
from digest.text.sentences import split

# The second sentence of each is about something else.
NEWS = {
    "de": (
        "Der Hafen von Ellerstadt ist am Montag nach einem Sturm wieder geöffnet worden. "
        "Eine Bäckerei verkauft Brötchen. "
        "Der Sturm hatte den Hafen und die Küstenstraße drei Tage lang gesperrt. "
        "Ingenieure prüfen am 3. Mai, wie stark der Sturm den Hafen beschädigt hat. "
        "Im Hafen gingen vierzig Boote verloren, als der Sturm die Küste traf."
    ),
    "fr": (
        "Le port de Valmont a rouvert lundi après une tempête de trois jours. "
        "Une boulangerie vend du pain. "
        "La tempête avait fermé le port et la route de la côte. "
        "Des ingénieurs verront le 3 mai ce que la tempête a détruit dans le port. "
        "Quarante bateaux ont coulé dans le port quand la tempête a frappé la côte."
    ),
    "es": (
        "El puerto de Valmar abrió de nuevo el lunes tras un temporal de tres días. "
        "Una panadería vende pan. "
        "El temporal había cerrado el puerto y la carretera de la costa. "
        "Unos ingenieros verán el 3 de mayo lo que el temporal destruyó en el puerto. "
        "Cuarenta barcos se hundieron en el puerto cuando el temporal golpeó la costa."
    ),
}
SWAHILI = (
    "Mamlaka ya bandari ilifungua tena huduma ya vivuko siku ya Jumatatu. "
    "Dhoruba ilizuia meli bandarini kwa siku tatu. "
    "Waziri wa uchukuzi alitembelea eneo la ujenzi. "
    "Wavuvi wengi walipoteza mashua zao."
)


@pytest.mark.parametrize("language", NEWS)
def test_what_is_beside_the_point_comes_after_what_is_told_later(language: str) -> None:
    made = [one.position for one in ranked.rank(split(NEWS[language], language), language=language)]
    assert made.index(1) > made.index(2)


@pytest.mark.parametrize("language", NEWS)
def test_where_small_words_are_known_the_ranking_is_used_without_a_note(language: str) -> None:
    made = pipeline.summarize(split(NEWS[language], language), length=AUTO, method="ranked", language=language)
    assert (made.method, made.note) == ("ranked", "")


def test_a_language_without_small_words_gets_the_opening_and_the_output_says_so() -> None:
    brief = pipeline.brief_text(SWAHILI, language="sw", limit=2)
    assert brief.summary.method == "lead"
    assert [s.text for s in brief.summary.sentences] == [s.text for s in split(SWAHILI, "sw")[:2]]
    assert "these are the opening sentences" in brief.summary.note
    assert f"Note: {brief.summary.note}" in " ".join(to_text.render([brief]).split())


def test_capitals_are_no_sign_of_names_where_every_noun_has_one() -> None:
    german = split(NEWS["de"], "de")
    assert not any(features.columns(german, language="de")["names"])
    assert any(features.columns(german, language="nl")["names"])


def test_english_cues_are_looked_for_in_english_only() -> None:
    text = split("He said so. It will die on Monday.")
    assert any(features.columns(text, language="en")["said"])
    assert not any(features.columns(text, language="de")["said"])
