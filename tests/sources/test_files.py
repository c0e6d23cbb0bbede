"""Files of every kind become clean articles."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

import pytest

from digest.errors import SourceError
from digest.sources import files

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "Die Größe des Schadens ist unklar. Der Bürgermeister äußerte sich am Freitag."

PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bridge closed | The Paper</title>
<meta property="og:title" content="Bridge closed for repairs"><meta name="author" content="Ann Bell">
<meta property="article:published_time" content="2021-05-01T08:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Bridge closed for repairs</h1>
<p>The old bridge over the river Ell was closed on Thursday because two of its cables had worn through.</p>
<p>Engineers of the county said that the repairs would take until June, and that a ferry would carry people
meanwhile.</p><p>The bridge was built in 1931 and carries about 9,000 cars a day in both directions.</p></article>
<footer>Copyright The Paper. All rights reserved.</footer></body></html>"""


@pytest.mark.parametrize(
    "body",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        TEXT.encode("utf-16"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        TEXT.encode("utf-32"),
        TEXT.encode("cp1252"),
        TEXT.replace(". ", ".\r\n").encode(),
        TEXT.replace("Bürger", "Bürger\u00ad").encode(),
    ],
)
def test_encodings_are_detected(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(body)
    assert files.read(str(path)).text.replace("\n", " ") == TEXT


def test_a_few_broken_bytes_do_not_change_the_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(("Größe, Ärger, Öl und Füße. " * 40).encode() + b"\xff end.")
    assert "Größe" in files.read(str(path)).text


def test_a_saved_page_gives_its_main_text(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    article = files.read(str(path))
    assert article.title == "Bridge closed for repairs"
    assert "two of its cables had worn through." in article.text
    assert "All rights reserved" not in article.text
    assert article.published is not None
    assert article.published.date().isoformat() == "2021-05-01"


def test_what_the_caller_states_goes_first(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    article = files.read(str(path), files.Stated(title="Mine", language="de"))
    assert (article.title, article.language) == ("Mine", "de")


def test_a_page_without_an_article_is_said(tmp_path: Path) -> None:
    path = tmp_path / "empty.html"
    path.write_text("<html><body></body></html>", encoding="utf-8")
    with pytest.raises(SourceError, match="no article text"):
        files.read(str(path))


def test_markdown_becomes_what_its_reader_sees(tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    path.write_text(
        "---\ntitle: The storm\ndate: 2031-05-01\n---\n# The storm\n\nIt **rained** on\n[Monday](http://a.example).\n\n"
        "- one pier lost\n- two boats sunk\n\n<script>alert(1)</script>\n\n```\ncode\n```\n",
        encoding="utf-8",
    )
    article = files.read(str(path))
    assert article.title == "The storm"
    assert article.text == "The storm\n\nIt rained on Monday.\n\none pier lost\n\ntwo boats sunk"
    assert str(article.published) == "2031-05-01 00:00:00+00:00"


def test_wrapped_lines_are_joined_and_lists_kept(tmp_path: Path) -> None:
    path = tmp_path / "mail.txt"
    path.write_text(
        "Storm hits the northern coast\n\n"
        "The storm that reached the northern coast on Monday evening has cut\n"
        "off three villages and closed the harbour of Port Ellery, officials\n"
        "said on Tuesday. Nobody was hurt.\n\n"
        "- the north pier is lost\n- two boats sank\n",
        encoding="utf-8",
    )
    article = files.read(str(path))
    assert article.title == "Storm hits the northern coast"
    assert "has cut off three villages" in article.text
    assert "- the north pier is lost\n- two boats sank" in article.text


@pytest.mark.parametrize("name", ["a\0b", "\udcff.txt", "x" * 5000])
def test_impossible_names_are_named_errors(name: str) -> None:
    with pytest.raises(SourceError):
        files.read(name)
