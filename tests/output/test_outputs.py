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
from digest.model import Article, Brief, DateFact, FactCard, NextStep, Participant, ScoredSentence, Span, Summary
from digest.output import Style, tables, to_json, to_markdown, to_text, to_toml
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
        "Dates\n"
        "  Monday — 2031-04-28 (from 2031-04-30)\n"
        "\n"
        "Next steps\n"
        "  open — planned; the pier; on 3 May 2031 (2031-05-03)\n"
    )


def test_markdown(brief: Brief) -> None:
    assert to_markdown.render([brief]) == (
        "# Pier opens\n\nSource: pier.txt · 2031-04-30\n\n## Summary\n\n"
        f"- {TEXT}\n\n"
        f"## Participants\n\n- **Ann Bell** — Minister, Norway (NO)\n\n  > {TEXT}\n\n"
        f"## Dates\n\n- **Monday** — 2031-04-28 (from 2031-04-30)\n\n  > {TEXT}\n\n"
        f"## Next steps\n\n- **open** — planned; the pier; on 3 May 2031 (2031-05-03)\n\n  > {TEXT}\n"
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
        f'sentence = "{TEXT}"\nsentence_at = [0, 81]\n'
    )


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
        FactCard((Participant(name=whole, kind="person", sentence=whole),), (), ()),
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
