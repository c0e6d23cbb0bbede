"""Exact bytes of each output, and what no article can do to one."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import digest
from digest import pipeline
from digest.model import (
    Article,
    Brief,
    Conflict,
    DateFact,
    FactCard,
    NextStep,
    Participant,
    ScoredSentence,
    Span,
    Summary,
    Told,
)
from digest.output import Style, card_rows, tables, to_html, to_json, to_markdown, to_text, to_toml
from digest.output.wrap import cells, wrap
from digest.text.clean import clean
from digest.text.fingerprint import sha256

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

TEXT = "Minister Ann Bell of Norway said on Monday that the pier will open on 3 May 2031."


def _span(text: str) -> Span:
    start = TEXT.index(text)
    return Span(text, start, start + len(text))


@pytest.fixture
def brief() -> Brief:
    whole = _span(TEXT)
    return Brief(
        Article(
            id="0123456789abcdef",
            title="Pier opens",
            text=TEXT,
            source="pier.txt",
            published=datetime(2031, 4, 30, tzinfo=UTC),
        ),
        Summary((ScoredSentence(TEXT, 0, len(TEXT), 0, 0.5),), "lead"),
        FactCard(
            (
                Participant(
                    name=_span("Ann Bell"),
                    kind="person",
                    role=_span("Minister"),
                    country=_span("Norway"),
                    country_code="NO",
                    mentions=(_span("Ann Bell"),),
                    sentence=whole,
                ),
            ),
            (DateFact(text=_span("Monday"), value="2031-04-28", kind="date", anchor="2031-04-30", sentence=whole),),
            (
                NextStep(
                    what=_span("open"),
                    who=_span("the pier"),
                    when=_span("on 3 May 2031"),
                    date="2031-05-03",
                    status="planned",
                    sentence=whole,
                    score=0.7,
                ),
            ),
        ),
    )


def test_text(brief: Brief) -> None:
    assert to_text.render([brief]) == (
        "Pier opens\n"
        "pier.txt · 2031-04-30\n"
        "\n"
        f"  {TEXT}\n"
        "\n"
        "Participants\n"
        "  Ann Bell — Minister, Norway (NO)\n"
        "\n"
        "Past\n"
        "  Monday — 2031-04-28 (from 2031-04-30)\n"
        "\n"
        "Ahead\n"
        "  open — planned; the pier; on 3 May 2031 (2031-05-03)\n"
    )


def test_markdown(brief: Brief) -> None:
    assert to_markdown.render([brief]) == (
        "# Pier opens\n\nSource: pier.txt · 2031-04-30\n\n## Summary\n\n"
        f"- {TEXT}\n\n"
        f"## Participants\n\n- **Ann Bell** — Minister, Norway (NO)\n\n  > {TEXT}\n\n"
        f"## Past\n\n- **Monday** — 2031-04-28 (from 2031-04-30)\n\n  > {TEXT}\n\n"
        f"## Ahead\n\n- **open** — planned; the pier; on 3 May 2031 (2031-05-03)\n\n  > {TEXT}\n"
    )


def test_toml(brief: Brief) -> None:
    assert to_toml.render([brief]) == (
        "schema = 1\n"
        f'generator = "digest {digest.__version__}"\n'
        "\n[[articles]]\n"
        'id = "0123456789abcdef"\ntitle = "Pier opens"\nsource = "pier.txt"\npublished = "2031-04-30T00:00:00+00:00"\n'
        f'language = "en"\ntext_sha256 = "{sha256(TEXT)}"\nmethod = "lead"\n'
        f'\n[[articles.summary]]\ntext = "{TEXT}"\nat = [0, 81]\nscore = 0.5\n'
        '\n[[articles.participants]]\nname = "Ann Bell"\nname_at = [9, 17]\nkind = "person"\n'
        'role = "Minister"\nrole_at = [0, 8]\ncountry = "Norway"\ncountry_at = [21, 27]\ncountry_code = "NO"\n'
        f'mentions = [[9, 17]]\nsentence = "{TEXT}"\nsentence_at = [0, 81]\n'
        '\n[[articles.dates]]\ntext = "Monday"\nat = [36, 42]\nvalue = "2031-04-28"\nkind = "date"\n'
        f'anchor = "2031-04-30"\nsentence = "{TEXT}"\nsentence_at = [0, 81]\n'
        '\n[[articles.next_steps]]\nwhat = "open"\nwhat_at = [62, 66]\nwho = "the pier"\nwho_at = [48, 56]\n'
        'when = "on 3 May 2031"\nwhen_at = [67, 80]\ndate = "2031-05-03"\nstatus = "planned"\n'
        f'score = 0.7\nsentence = "{TEXT}"\nsentence_at = [0, 81]\n'
    )


CLASH = (
    "The envoys met to prepare the upcoming rescue talks expected later this year. "
    "The two navies plan to hold their next dialogue in the first half of 2031."
)


@pytest.fixture
def contradicting(brief: Brief) -> Brief:
    """The brief of an article that gives two times for the next talks."""
    article = brief.article.__replace__(text=CLASH, published=datetime(2031, 10, 2, tzinfo=UTC), title="Envoys meet")
    made = pipeline.brief(article)
    return made.__replace__(
        summary=Summary((), "lead"), card=made.card.__replace__(participants=(), dates=(), next_steps=())
    )


FIRST, SECOND = (sentence + "." for sentence in CLASH[:-1].split(". "))


def test_a_contradiction_is_shown_in_text_with_both_sides_quoted(contradicting: Brief) -> None:
    assert to_text.render([contradicting]) == (
        "Envoys meet\npier.txt · 2031-10-02\n\n\nNo facts found.\n\n"
        "Conflict: the upcoming rescue talks (date)\n"
        f"  later this year — “{FIRST}”\n"
        f"  in the first half of 2031 — “{SECOND}”\n"
    )


def test_a_contradiction_is_shown_in_markdown_with_both_sides_quoted(contradicting: Brief) -> None:
    assert to_markdown.render([contradicting]).endswith(
        "## Conflicts\n\n- the upcoming rescue talks (date)\n"
        f"  - **later this year**\n\n    > {FIRST}\n\n"
        f"  - **in the first half of 2031**\n\n    > {SECOND}\n"
    )


def test_a_contradiction_is_shown_in_html_with_both_sides_quoted(contradicting: Brief) -> None:
    page = to_html.render([contradicting])
    assert "<h4>Conflict: <bdi>the upcoming rescue talks (date)</bdi></h4>" in page
    for words, sentence in (("later this year", FIRST), ("in the first half of 2031", SECOND)):
        assert f'<p><b lang="en" dir="auto">{words}</b></p>\n<blockquote lang="en" dir="auto">{sentence}<' in page
    assert "Conflict" not in to_html.render([contradicting.__replace__(card=FactCard())])


def test_a_contradiction_is_saved_as_those_between_articles_are(contradicting: Brief) -> None:
    first, second = CLASH.index("later"), CLASH.index("in the first")
    assert to_toml.render([contradicting]).endswith(
        '\n[[articles.conflicts]]\nkind = "date"\nabout = "the upcoming rescue talks"\n'
        '\n[[articles.conflicts.sides]]\narticle = "0123456789abcdef"\ntext = "later this year"\n'
        f'at = [{first}, {first + 15}]\nsentence = "{FIRST}"\nsentence_at = [0, {len(FIRST)}]\n'
        '\n[[articles.conflicts.sides]]\narticle = "0123456789abcdef"\ntext = "in the first half of 2031"\n'
        f'at = [{second}, {second + 25}]\nsentence = "{SECOND}"\nsentence_at = [{len(FIRST) + 1}, {len(CLASH)}]\n'
    )


PLANS = (
    "The bridge closed on Tuesday. The city will open a new bridge in June. The mayor plans to raise the toll. "
    "On Monday the council will vote on the budget. The city plans to open a new bridge."
)


@pytest.mark.parametrize(
    ("published", "said"),
    [
        (
            datetime(2031, 3, 6, tzinfo=UTC),
            {
                "Past": ["Tuesday — 2031-03-04 (from 2031-03-06)"],
                "Ahead": [
                    "vote on the budget — the council; On Monday (2031-03-10, from 2031-03-06)",
                    "open a new bridge — The city; in June (2031-06, from 2031-03-06)",
                ],
                "Ahead, undated": ["raise the toll — The mayor"],
            },
        ),
        (
            None,
            {
                "Dates": ["Tuesday — unresolved"],
                "Ahead, undated": [
                    "open a new bridge — The city; in June",
                    "raise the toll — The mayor",
                    "vote on the budget — the council; On Monday",
                ],
            },
        ),
    ],
)
def test_a_card_is_grouped_by_time_and_has_no_empty_headings(
    published: datetime | None, said: dict[str, list[str]]
) -> None:
    brief = pipeline.brief(pipeline.article(PLANS, source="-", title="x", published=published, language="en"))
    found = {
        heading: [f"{row.words.text} — {row.about.split('; ', 1)[-1]}" for row in rows]
        for heading, rows in card_rows.sections(brief)
        if heading != "Participants"
    }
    assert found == said


def test_what_is_read_more_than_once_quotes_each_sentence() -> None:
    day = datetime(2031, 3, 6, tzinfo=UTC)
    brief = pipeline.brief(pipeline.article(PLANS, source="-", title="x", published=day, language="en"))
    bridge = (
        "; The city; in June (2031-06, from 2031-03-06)\n\n"
        "  > The city will open a new bridge in June.\n\n  > The city plans to open a new bridge.\n"
    )
    assert bridge in to_markdown.render([brief])


def test_a_date_whose_year_is_said_needs_no_anchor() -> None:
    day = datetime(2031, 3, 6, tzinfo=UTC)
    text = "The fair will open from 12 May to 14 May 2031. The council will vote on Monday."
    brief = pipeline.brief(pipeline.article(text, source="-", title="x", published=day, language="en"))
    shown = to_text.render([brief])
    assert "14 May 2031 (2031-05-12/2031-05-14)" in shown
    assert "on Monday (2031-03-10, from 2031-03-06)" in shown


def test_what_is_not_read_in_a_language_is_said_in_every_readable_form() -> None:
    text = "Der Kanzler Otto Beck sprach am 3. Mai 2031 in Bonn über das Gesetz und den Plan der Regierung."
    article = pipeline.article(text, source="kanzler.txt")
    told, said = (pipeline.brief(article),), "Names and next steps are not read in German."
    assert all(said in render(told) for render in (to_text.render, to_markdown.render, to_html.render))


def test_json_and_toml_hold_the_same_tables(brief: Brief) -> None:
    assert json.loads(to_json.render([brief])) == tables.of_briefs([brief]) == tomllib.loads(to_toml.render([brief]))


def test_colour_marks_headings_and_names_only(brief: Brief) -> None:
    shown = to_text.render([brief], Style(width=60, colour=True))
    assert "\033[1mPier opens\033[0m" in shown
    assert "  \033[1mAnn Bell\033[0m — Minister, Norway (NO)" in shown


_anything = st.text(max_size=120)
_nasty = st.sampled_from(
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](http://a.example/x.png)",
        "<http://a.example>",
        "http://a.example/?<b>",
        "# heading",
        "1. list",
        "- list",
        "    code",
        "> quote",
        "```",
        "*a* _b_ `c` ~~d~~",
        "&lt;b&gt; &#60;",
        "a\\",
        "|a|b|",
        "[a]: http://b.example",
        "===",
        "at = [\n    0,\n    1,\n]",
        ' = [1,\n2]\n"""',
    ]
)


def _made(title: str, body: str, url: str | None = None) -> Brief:
    text = clean(body) or "x"
    whole = Span(text, 0, len(text))
    return Brief(
        Article(id="0", title=clean(title, one_line=True), text=text, source="-", url=url),
        Summary((ScoredSentence(text, 0, len(text), 0, 1.0),), "lead", note="note"),
        FactCard(
            (Participant(name=whole, kind="person", sentence=whole),),
            conflicts=(Conflict("date", text, (Told("0", whole, whole), Told("0", whole, whole))),),
        ),
    )


def _flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _flat(token.children or [])


@settings(max_examples=200, deadline=None)
@given(st.one_of(_anything, _nasty), st.one_of(_anything, _nasty, st.tuples(_nasty, _anything).map("\n".join)))
def test_markdown_of_any_article_holds_no_html_no_image_and_only_web_links(title: str, body: str) -> None:
    brief = _made(title, body, "http://a.example/x)](javascript:y) <b>")
    tokens = list(_flat(MarkdownIt("commonmark").parse(to_markdown.render([brief]))))
    assert not [t for t in tokens if t.type in {"html_block", "html_inline", "image", "code_block", "fence"}]
    assert all(str(t.attrs["href"]).startswith("http") for t in tokens if t.type == "link_open")
    shown = [t.content for t in tokens if t.type == "text"]
    if not brief.article.title.strip("\\"):
        return
    heading = next(i for i, t in enumerate(tokens) if t.type == "heading_open")
    assert tokens[heading].tag == "h1"
    assert " ".join(brief.article.text.split()) in " ".join("".join(shown).split()) or not shown


@settings(max_examples=200, deadline=None)
@given(st.one_of(_anything, _nasty), st.one_of(_anything, _nasty))
def test_toml_and_json_of_any_article_read_back_equal(title: str, body: str) -> None:
    brief = _made(title, body)
    expected = tables.of_briefs([brief])
    assert tomllib.loads(to_toml.render([brief])) == expected
    assert json.loads(to_json.render([brief])) == expected


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.integers(1, 60))
def test_wrapping_keeps_every_character_and_the_width(text: str, width: int) -> None:
    lines = wrap(text, width, first="- ", rest="  ")
    assert "".join("".join(lines).split()) == "".join(("- " + text).split())
    assert all(cells(line) <= max(width, 4) for line in lines)
