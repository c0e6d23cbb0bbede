"""Dates of any text at all: nothing raises, every span is where it says."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from digest.facts.dates import find, languages, timexes
from digest.facts.dates.reckoning import easter, edtf
from digest.model import Sentence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

PIECES = """
the 1st 31st May may March 10 31 99 2024 1998 0 264 BC AD last next this that Tuesday Wednesday and – - , . '
’ s years ago year week weekend quarter third first half of in every day a few two twenty five hundred 5 p.m. : 30
UTC noon midnight yesterday tomorrow now 1980s 80s summer fall Easter Christmas Day 9999 1000 2199 later before
mid early end of over about 03/04/2024 2024-02-30 '82 fiscal century 20th decade 999999 " “ ” will was
""".split()  # noqa: SIM905
PIECES.append("\n\n")
news = st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join)
days = st.none() | st.dates()


@given(st.text() | news, days, st.sampled_from([*languages(), "xx", ""]))
def test_any_text_gives_spans_in_order_inside_it(text: str, published: date | None, language: str) -> None:
    end = 0
    for found in timexes(text, published, language):
        assert end <= found.start < found.end <= len(text)
        assert found.type in ("DATE", "TIME", "DURATION", "SET")
        end = found.end


@given(news | st.text(), days)
def test_each_fact_is_verbatim_and_inside_its_sentence(text: str, published: date | None) -> None:
    sentences = [Sentence(m[0], m.start(), m.end()) for m in re.finditer(r"[^.]+\.?", text)]
    for fact in find(text, sentences, published=published):
        assert text[fact.text.start : fact.text.end] == fact.text.text
        assert fact.sentence.start <= fact.text.start < fact.text.end <= fact.sentence.end
        assert text[fact.sentence.start : fact.sentence.end] == fact.sentence.text
        assert fact.value is None or fact.kind in ("date", "time")


@given(st.text(alphabet="0123456789XWQHTSUFAB-_E", max_size=12))
def test_any_value_becomes_edtf_or_none(value: str) -> None:
    edtf(value)


@given(st.integers(1583, 9999))
def test_easter_is_a_sunday_in_spring(year: int) -> None:
    assert easter(year).isoweekday() == 7
    assert (3, 22) <= (easter(year).month, easter(year).day) <= (4, 25)
