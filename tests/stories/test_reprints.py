"""One text printed again is found out, two reports of one event are not taken for one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from digest.model import Article
from digest.stories.reprints import reprints

WIRE = (
    "CORFU (Example Wire) - The ferry Astra ran aground on rocks off Corfu early on Wednesday with 310 people aboard.",
    (
        "All passengers were taken to the port of Igoumenitsa by fishing boats, the Greek coast guard said, and"
        " nobody was hurt."
    ),
    (
        "The captain, Nikos Manolas, was questioned by the harbour master, who said that the ship had been two"
        " miles off its course."
    ),
    (
        "The Astra was built in 1998 and had passed an inspection in March. Its owner said that a tug from Piraeus"
        " would try to pull it free on Friday."
    ),
)
OWN = (
    "Fishing boats carried 310 passengers to Igoumenitsa after their ship, the Astra, hit rocks near Corfu before dawn."
    ' "We heard a bang and then the engines stopped," said Eleni Kosta, who was on deck. The coast guard is questioning'
    " captain Nikos Manolas about the course that he had set. A tug is on its way from Piraeus."
)


def article(text: str, name: str = "a") -> Article:
    return Article(id=name, title=name, text=text, source=name)


def test_a_copy_is_found_whole_cut_and_under_another_lead() -> None:
    swapped = "\n\n".join(("Holidaymakers had a narrow escape when their ferry struck rocks before dawn.", *WIRE[1:]))
    cut = "\n\n".join(WIRE[:2])
    assert reprints([article("\n\n".join(WIRE)), article(OWN), article(swapped), article(cut)]) == ((0, 2, 3),)


def test_two_reports_that_share_a_quote_are_two() -> None:
    quote = '"The ship had been two miles off its course when it struck," the harbour master told reporters.'
    assert reprints([article(f"{OWN} {quote}"), article(f"{' '.join(WIRE[:3])} {quote}")]) == ()


def test_a_brief_that_two_reports_print_makes_them_no_copies_of_each_other() -> None:
    brief = WIRE[1]
    own = f"{OWN} {brief}"
    other = f"{WIRE[0]} {WIRE[2]} {WIRE[3]} {brief}"
    assert all(not {0, 1} <= set(of) for of in reprints([article(own), article(other), article(brief)]))


def test_hardly_any_text_is_no_copy() -> None:
    assert reprints([article("Update follows."), article("Update follows.")]) == ()
    assert reprints([]) == ()


@given(st.lists(st.one_of(st.text(), st.sampled_from(WIRE)), max_size=6))
def test_each_article_is_in_one_set_at_most(texts: list[str]) -> None:
    found = [n for of in reprints([article(text) for text in texts]) for n in of]
    assert len(found) == len(set(found))
    assert all(len(of) > 1 for of in reprints([article(text) for text in texts]))
