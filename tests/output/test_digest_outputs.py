"""A day in every form: exact bytes, nothing lost on the way back, and nothing an article can do to a page."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from digest.errors import SavedFormError
from digest.model import (
    AgendaItem,
    Article,
    Brief,
    Conflict,
    DateFact,
    Digest,
    FactCard,
    Ledger,
    Merged,
    NextStep,
    Noted,
    Participant,
    Problem,
    ScoredSentence,
    Span,
    Story,
    StorySentence,
    Summary,
    Told,
)
from digest.output import (
    Style,
    digest_tables,
    digest_to_html,
    digest_to_json,
    digest_to_markdown,
    digest_to_text,
    digest_to_toml,
    from_digest_tables,
)
from digest.output.wrap import cells
from digest.registry import DIGEST_RENDERERS
from digest.text.fingerprint import sha256

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from markdown_it.token import Token

DAY = Path(__file__).parents[1] / "data" / "day"
FORMS = {"text": "txt.expected", "markdown": "md", "toml": "toml"}
READABLE = (digest_to_text, digest_to_markdown, digest_to_html)

_nasty = st.sampled_from(
    [
        "<script>alert(1)</script>",
        '"><img src=http://a.example/x onerror=alert(1)>',
        "[x](javascript:alert(1))",
        "![x](http://a.example/x.png)",
        "<http://a.example>",
        "# heading\n\n---\n| a | b |",
        "1. list\r\n- [ ] task",
        "\x1b[31mred\x1b]52;c;eA==\x07\u009d\u202eevil",
        "{{ 7 * 7 }}{% raw %}",
        "]]> --> */ </style>",
        'quote " and \\ and \'\'\' and """',
    ]
)
_words = st.text(max_size=40) | _nasty
_id = st.sampled_from(["a1", "a2", "b1"])
_urls = st.none() | _nasty | st.sampled_from(["https://a.example/1?x=<b>(\")'", "javascript:alert(1)", "http://[::1"])
_time = st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC))


@st.composite
def _spans(draw: st.DrawFn) -> Span:
    text, start = draw(_words.filter(bool)), draw(st.integers(0, 50))
    return Span(text, start, start + len(text))


_told = st.builds(Told, article=_id, span=_spans(), sentence=_spans())
_scores = st.floats(0, 1).map(lambda score: round(score, 4))
_code = st.none() | st.sampled_from(["2031-05-03", "2031-05", "x"])
_participants = st.builds(
    Participant,
    name=_spans(),
    kind=st.sampled_from(["person", "country"]),
    role=st.none() | _spans(),
    organisation=st.none() | _spans(),
    country=st.none() | _spans(),
    country_code=st.none() | st.just("NO"),
    mentions=st.just(()),
    sentence=_spans(),
)
_dates = st.builds(DateFact, text=_spans(), value=_code, kind=st.just("date"), anchor=_code, sentence=_spans())
_steps = st.builds(
    NextStep,
    what=_spans(),
    who=st.none() | _spans(),
    when=st.none() | _spans(),
    date=_code,
    status=st.just("ruled_out"),
    sentence=_spans(),
    score=_scores,
)
_conflicts = st.builds(Conflict, _words, _words, st.lists(_told, max_size=2).map(tuple))


def _few(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=2).map(tuple)


def _merged(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return _few(st.builds(Merged, fact=of, article=_id, told=_few(_told)))


_articles = st.builds(
    Article,
    id=_id,
    title=_words,
    text=_words,
    source=_words,
    url=_urls,
    published=st.none() | _time,
    authors=_few(_words),
    language=st.sampled_from(["en", "ar", '"><b>']),
)
_sentences = st.builds(ScoredSentence, _words, st.integers(0, 9), st.integers(9, 99), st.just(0), _scores)
_briefs = st.builds(
    Brief,
    _articles,
    st.builds(Summary, _few(_sentences), st.just("lead"), _words),
    st.builds(FactCard, _few(_participants), _few(_dates), _few(_steps), _few(_conflicts)),
)
_stories = st.builds(
    Story,
    id=st.sampled_from(["s1", "s2"]),
    headline=_words,
    briefs=st.lists(_briefs, max_size=2, unique_by=lambda brief: brief.article.id).map(tuple),
    summary=_few(st.builds(StorySentence, _id, _words, st.integers(0, 9), st.integers(9, 99), _scores)),
    participants=_merged(_participants),
    dates=_merged(_dates),
    next_steps=_merged(_steps),
    conflicts=_few(_conflicts),
    why=_few(_words),
    independent=st.integers(0, 3),
    reprints=_few(_id),
    score=_scores,
)
_counts = st.fixed_dictionaries({name: st.integers(0, 9) for name in digest_tables.COUNTS})
_days = st.builds(
    Digest,
    day=st.sampled_from(["2031-05-01", "nonsense"]),
    made_at=_time,
    since=st.none() | _time,
    until=_time,
    stories=_few(_stories),
    noted=_few(st.builds(Noted, id=_id, title=_words, feed=_words, url=_urls, published=st.none() | _time)),
    agenda=_few(st.builds(AgendaItem, date=_words, step=_steps, article=_id, title=_words, url=_urls, story=_words)),
    ledger=_counts.flatmap(
        lambda counts: st.builds(
            lambda muted, failing: Ledger(**counts, muted=muted, failing=failing),
            _few(st.tuples(_words, st.integers(0, 9))),
            _few(st.tuples(_words, st.integers(0, 9), _words)),
        )
    ),
    problems=_few(st.builds(Problem, _words, _words, _words)),
)


@pytest.mark.parametrize("form", FORMS)
def test_a_day_has_exactly_these_bytes(form: str, day: Digest, titles: Mapping[str, str]) -> None:
    expected = (DAY / f"2031-05-01.{FORMS[form]}").read_text(encoding="utf-8")
    assert DIGEST_RENDERERS.get(form)(day, titles=titles) == expected


def test_json_and_toml_hold_the_same_tables(day: Digest, titles: Mapping[str, str], saved: dict[str, Any]) -> None:
    assert json.loads(digest_to_json.render(day, titles=titles)) == saved
    assert tomllib.loads(digest_to_toml.render(day, titles=titles)) == saved


def test_another_hash_seed_locale_and_zone_change_no_byte() -> None:
    program = (
        "import sys, tomllib, pathlib\n"
        "from digest.output import from_digest_tables as f\n"
        "from digest.registry import DIGEST_RENDERERS as R\n"
        "root = tomllib.loads(pathlib.Path(sys.argv[1]).read_text(encoding='utf-8'))\n"
        "for name in R.names():\n"
        "    shown = R.get(name)(f.from_tables(root), titles=f.titles(root))\n"
        "    sys.stdout.buffer.write(shown.encode())\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program, str(DAY / "2031-05-01.toml")],
            capture_output=True,
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": place, "TZ": zone},
        ).stdout
        for seed, place, zone in (("1", "C", "UTC"), ("2", "C.UTF-8", "Pacific/Chatham"))
    }
    assert len(outputs) == 1


@settings(max_examples=60, deadline=None)
@given(_days)
def test_what_is_read_back_is_saved_again_unchanged(made: Digest) -> None:
    titles = {brief.article.source: "An outlet" for story in made.stories for brief in story.briefs}
    root = digest_tables.to_tables(made, titles=titles)
    again = from_digest_tables.from_tables(root)
    hashes = from_digest_tables.hashes(root)
    if len({b.article.text for s in made.stories for b in s.briefs}) <= 1:  # else one id may stand for two texts
        assert digest_tables.to_tables(again, titles=from_digest_tables.titles(root), hashes=hashes) == root
    assert json.loads(digest_to_json.render(made, titles=titles)) == root
    assert tomllib.loads(digest_to_toml.render(made, titles=titles)) == root


def test_articles_come_back_with_their_texts_and_facts(day: Digest, texts: Mapping[str, str]) -> None:
    for brief in (brief for story in day.stories for brief in story.briefs):
        text = brief.article.text
        assert text == texts[brief.article.id]
        spans = [s for p in brief.card.participants for s in (p.name, *p.mentions, p.sentence)]
        assert all(text[span.start : span.end] == span.text for span in spans)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"day": 7}, "day"),
        ({"made_at": "yesterday"}, "made_at"),
        ({"stories": [{"id": "s", "articles": [{"id": "a", "summary": [{"text": "x", "at": [1]}]}]}]}, "summary[0].at"),
        ({"stories": [{"id": "s", "dates": [{"text": "x", "at": [-1, 2]}]}]}, "stories[0].dates[0].at"),
        ({"ledger": {"feeds": "many"}}, "ledger.feeds"),
        ({"agenda": ["x"]}, "agenda"),
        ({"kind": "weekly"}, "not a saved day"),
    ],
)
def test_what_is_no_saved_day_is_refused_by_place(saved: dict[str, Any], change: dict[str, Any], where: str) -> None:
    with pytest.raises(SavedFormError, match=re.escape(where)):
        from_digest_tables.from_tables(saved | change)


def test_an_empty_day_says_so_and_still_what_was_looked_at(empty: Digest) -> None:
    for form in READABLE:
        shown = form.render(empty)
        assert "Nothing new" in shown
        assert "Feeds: 2 = 0 with something new + 2 unchanged" in shown
        assert "Top stories" not in shown


def test_a_day_on_which_feeds_failed_does_not_pass_for_a_quiet_one(empty: Digest) -> None:
    lost = empty.__replace__(ledger=Ledger(feeds=2, feeds_failed=2, failing=(("Old Gazette", 3, "HTTP 503"),)))
    for form in READABLE:
        shown = form.render(lost)
        assert "2 feeds of 2 could not be read, so this may not be all" in shown
        assert re.search(r"Old Gazette: failing for 3 days \\?\(HTTP 503\\?\)", shown)


def test_a_sum_that_does_not_add_up_is_not_called_equal(empty: Digest) -> None:
    assert "Kept: 3 ≠ 1 printed + 1 noted" in digest_to_text.render(
        empty.__replace__(ledger=Ledger(kept=3, printed=1, noted=1))
    )


def test_each_sentence_and_fact_names_its_sources(day: Digest, titles: Mapping[str, str]) -> None:
    shown = digest_to_text.render(day, titles=titles)
    assert "The pier cost 48 million euros and took six years to build. [1]\n" in shown
    assert "Ann Bell — Minister, Norway (NO) [1] [2]\n" in shown
    assert "[2] Aldersund pier: two thirds paid by the state — North & South <Weekly> · 2031-04-30\n" in shown
    assert "[3] Pier opens — wire.example · 2031-04-30 · the same text as another's\n" in shown
    assert "3 outlets, 2 independent reports; joined by Aldersund, Ann Bell, 3 May 2031, pier\n" in shown


def test_both_sides_of_a_conflict_are_quoted(day: Digest, titles: Mapping[str, str]) -> None:
    for form in READABLE:
        shown = form.render(day, titles=titles)
        for sentence in (
            "The pier cost 51 million euros, two thirds of it from the state.",
            "It will open on 5 May 2031",
        ):
            assert sentence in shown


@settings(max_examples=60, deadline=None)
@given(_days, st.sampled_from([30, 80, 200]))
def test_a_terminal_gets_no_line_that_is_too_wide_but_links(made: Digest, width: int) -> None:
    for line in digest_to_text.render(made, Style(width=width)).split("\n"):
        assert cells(line) <= width or line.strip().startswith(("http://", "https://", "HTTP"))


@settings(max_examples=80, deadline=None)
@given(_days)
def test_nothing_acts_on_a_terminal(made: Digest) -> None:
    for form in READABLE:
        for line in form.render(made).split("\n"):
            assert not re.search("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2060-\u2069\U000e0000-\U000e007f]", line)


@settings(max_examples=80, deadline=None)
@given(_days)
def test_markdown_holds_no_html_no_image_and_only_web_links(made: Digest) -> None:
    tokens = list(_flat(MarkdownIt().enable("table").parse(digest_to_markdown.render(made))))
    assert not {"html_block", "html_inline", "image", "fence", "code_block", "table_open", "hr"} & {
        token.type for token in tokens
    }
    for token in tokens:
        if token.type == "link_open":
            assert str(token.attrs["href"]).lower().startswith(("http://", "https://"))


def test_markdown_shows_a_hostile_title_as_it_is(day: Digest) -> None:
    shown = MarkdownIt().render(digest_to_markdown.render(day))
    assert "A &lt;b&gt;bold&lt;/b&gt; claim [here](javascript:alert(1)) · blog.example" in shown


def _flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _flat(token.children or [])


def test_hashes_are_those_of_the_texts(day: Digest, saved: dict[str, Any]) -> None:
    hashes = from_digest_tables.hashes(saved)
    assert hashes == {b.article.id: sha256(b.article.text) for s in day.stories for b in s.briefs}


def test_an_agenda_and_a_list_of_steps_that_are_too_long_keep_the_surest(day: Digest) -> None:
    item = day.agenda[0]
    items = tuple(
        item.__replace__(date=f"2031-07-{n % 28 + 1:02}", step=item.step.__replace__(score=n / 100)) for n in range(50)
    )
    merged = day.stories[0].next_steps[0]
    steps = tuple(
        merged.__replace__(fact=merged.fact.__replace__(what=Span(f"step {n}", 0, 6), score=n / 100)) for n in range(10)
    )
    longer = day.__replace__(agenda=items, stories=(day.stories[0].__replace__(next_steps=steps),))
    shown = digest_to_text.render(longer)
    assert "\n  and 20 less sure\n" in shown
    lines = [line for line in shown.splitlines() if " July 2031 — " in line]
    assert len(lines) == 30
    assert lines[0].startswith("  Tuesday 1 July 2031")
    assert [n for n in range(10) if f"     step {n} — " in shown] == list(range(2, 10))
    marked = digest_to_markdown.render(longer)
    assert "\nand 20 less sure\n" in marked
    assert [n for n in range(10) if f"- **step {n}** — " in marked] == list(range(2, 10))
