"""Layout: hard-wrapped lines are joined, everything that is laid out on purpose stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.layout import headline, unwrap

WRAPPED = """\
Council votes to reopen the harbour

The council of the port town voted on Tuesday night to reopen the old
harbour to fishing boats after three years, a decision that follows a long
and bitter argument between the owners of the boats and the hotels on the
shore.

"We have waited for this day," said the chair of the fishing co-operative,
who had led the cam-
paign.  The hotels said that they would look at the decision and at what
it means for the season. The campaign cost little.

The town will now:
- dredge the entrance
- rebuild the northern pier, which lost its light and most of its planks in
the storm of last winter
- hire a harbour master
"""

UNWRAPPED = """\
Council votes to reopen the harbour

The council of the port town voted on Tuesday night to reopen the old harbour to fishing boats after three years, \
a decision that follows a long and bitter argument between the owners of the boats and the hotels on the shore.

"We have waited for this day," said the chair of the fishing co-operative,
who had led the cam-
paign.  The hotels said that they would look at the decision and at what it means for the season. \
The campaign cost little.

The town will now:
- dredge the entrance
- rebuild the northern pier, which lost its light and most of its planks in the storm of last winter
- hire a harbour master
"""


def test_wrapped_paragraphs_are_joined_and_lists_and_headlines_stay():
    assert unwrap(WRAPPED) == UNWRAPPED.replace("operative,\nwho", "operative, who")


HEADLINES = """\
Council votes to reopen the old harbour to boats after three years
Storm takes the light of the northern pier and most of its planks
Hotels on the shore say that they will look at the decision again
Fishing boats go out for the first time since the spring of 2019
"""
VERSE = "The boats go out at dawn,\nthe nets are full of light,\nand nobody will mourn\nthe passing of the night.\n"
ONE_LINE_A_PARAGRAPH = "The council voted on Tuesday night to reopen the harbour, the mayor said.\n" * 2 + (
    "The decision follows a long and bitter argument between the owners of boats and the hotels on the shore.\n" * 3
)
TABLE = "Dover      12 boats     moored at the northern pier today     open\n" * 4


@pytest.mark.parametrize("text", [HEADLINES, VERSE, ONE_LINE_A_PARAGRAPH, TABLE, "", "\n\n", "one line"])
def test_a_text_that_is_not_wrapped_comes_back_unchanged(text):
    assert unwrap(text) == text


PARAGRAPH = """\
The owners met the mayor on Monday in a hall near the shore and {first}
{second} between the two sides went on until the early morning of the
next day, when all of them agreed that nothing had been agreed, and the
{last} of it all was that they would meet again.
"""


@pytest.mark.parametrize(
    ("first", "second", "last", "joined"),
    [
        ("nego-", "tiations", "negotiations", "negotiations between"),
        ("the semi-", "formal", "result", "the semi-formal between"),
        ("many three- ", "and four-way talks", "result", "three- and four-way talks between"),
    ],
)
def test_a_hyphen_goes_only_where_the_whole_word_is_in_the_text(first, second, last, joined):
    assert joined in unwrap(PARAGRAPH.format(first=first, second=second, last=last))


LINES = st.lists(
    st.one_of(
        st.lists(st.sampled_from(["word", "longer-", "and", "The", "end.", "-", "1.", "東京", "a"]), max_size=25).map(
            " ".join
        ),
        st.text(max_size=80),
    ),
    max_size=15,
).map("\n".join)


@given(LINES)
def test_unwrapping_twice_changes_nothing_more(text):
    once = unwrap(text)
    assert unwrap(once) == once


@given(LINES)
def test_unwrapping_changes_only_blanks_and_hyphens(text):
    assert "".join(unwrap(text).split()).replace("-", "") == "".join(text.split()).replace("-", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Storm closes ports\n\nShips waited.", "Storm closes ports"),
        ("\n Will the pier hold? \nNobody knows.", "Will the pier hold?"),
        ("Talks resume in the U.S.\nThey met.", "Talks resume in the U.S."),
        ("The storm closed the ports.\nShips waited.", ""),
        ("Storm closes ports", ""),
        ("• Storm closes ports\n• Ships wait", ""),
        ("and then it rained\nfor days", ""),
        ("A line that " + "goes on and on " * 12 + "\nShips waited.", ""),
        ("***\nShips waited.", ""),
        ("", ""),
    ],
)
def test_a_first_line_is_a_headline_when_it_reads_like_one(text, expected):
    assert headline(text) == expected


@given(st.text())
def test_a_headline_is_always_a_piece_of_the_text(text):
    assert headline(text) in text
