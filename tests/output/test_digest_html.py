"""The page of a day: one file that asks for nothing, whatever an article's text is, in a parser and in a browser."""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import struct
import subprocess
import threading
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest.output import Style, digest_to_html

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from digest.model import Digest

CHROMIUM = Path("/usr/bin/chromium")  # where Debian's package puts it
ELEMENTS = frozenset(
    [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "a",
        "header",
        "h1",
        "h2",
        "h3",
        "h4",
        "p",
        "nav",
        "ol",
        "ul",
        "li",
        "main",
        "section",
        "article",
        "div",
        "span",
        "bdi",
        "b",
        "time",
        "blockquote",
        "details",
        "summary",
        "footer",
    ]
)


class Elements(HTMLParser):
    """Every element with its attributes, the text, and what is left open."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attributes)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture
def hostile(day: Digest) -> Digest:
    """The same day with markup in every text that is shown, and links to what is no web page."""
    markup = (
        '"><img src=ADDRESS/a><script>fetch("ADDRESS/b")</script></style><link rel=stylesheet href=ADDRESS/c>{{ 1 }}'
    )
    story = day.stories[0]
    briefs = tuple(
        brief.__replace__(article=brief.article.__replace__(title=markup, url=f"javascript:{markup}", language='"x"'))
        for brief in story.briefs
    )
    facts = tuple(
        merged.__replace__(fact=merged.fact.__replace__(kind="x", role=merged.fact.sentence.__replace__(text=markup)))
        for merged in story.participants
    )
    summary = tuple(s.__replace__(text=markup) for s in story.summary)
    conflicts = tuple(c.__replace__(kind=markup, about=markup) for c in story.conflicts)
    told = story.__replace__(headline=markup, briefs=briefs, participants=facts, summary=summary, why=(markup,))
    noted = tuple(n.__replace__(title=markup, url=f"data:text/html,{markup}") for n in day.noted)
    return day.__replace__(stories=(told.__replace__(conflicts=conflicts), *day.stories[1:]), noted=noted, day=markup)


def test_every_element_is_one_of_ours_and_closed(day: Digest, hostile: Digest, titles: Mapping[str, str]) -> None:
    for made in (day, hostile):
        elements = Elements(digest_to_html.render(made, Style(scores=True), titles=titles))
        assert {tag for tag, _ in elements.found} <= ELEMENTS
        assert elements.open == []


def test_nothing_but_a_followed_link_leads_out(day: Digest, hostile: Digest) -> None:
    for made in (day, hostile):
        elements = Elements(digest_to_html.render(made))
        ids = {attributes["id"] for _, attributes in elements.found if "id" in attributes}
        for tag, attributes in elements.found:
            assert not {"src", "srcset", "style", "action", "background", "poster"} & attributes.keys()
            assert not any(name.startswith("on") for name in attributes)
            href = attributes.get("href")
            if href is None:
                continue
            assert tag == "a"
            if href.startswith("#"):
                assert href[1:] in ids
            else:
                assert href.startswith(("http://", "https://"))
                assert attributes["rel"] == "noopener noreferrer"
    assert "url(" not in digest_to_html.render(day)
    assert "@import" not in digest_to_html.render(day)


def test_the_policy_allows_this_style_sheet_alone(day: Digest) -> None:
    page = digest_to_html.render(day)
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    (sheet,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    hashed = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{hashed}'; base-uri 'none'; form-action 'none'"
    assert page.index("Content-Security-Policy") < page.index("<title>")


def test_a_page_has_its_landmarks_and_a_way_past_them(day: Digest) -> None:
    elements = Elements(digest_to_html.render(day))
    assert [len(elements.all(tag)) for tag in ("header", "main", "footer", "h1")] == [1, 1, 1, 1]
    assert len(elements.all("article")) == 3
    assert elements.all("a")[0] == {"class": "skip", "href": "#main"}
    ids = [attributes["id"] for _, attributes in elements.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in elements.found:
        if label := attributes.get("aria-labelledby"):
            assert label in ids


def test_a_text_says_its_language_and_finds_its_direction(day: Digest) -> None:
    elements = Elements(digest_to_html.render(day))
    assert elements.all("html") == [{"lang": "en", "dir": "ltr"}]
    assert [h for h in elements.all("h3") if h["lang"] == "ar"] == [{"id": "s3-h", "lang": "ar", "dir": "auto"}]


def test_every_text_of_the_day_is_there(day: Digest, titles: Mapping[str, str]) -> None:
    shown = " ".join(Elements(digest_to_html.render(day, titles=titles)).text.split())
    for story in day.stories:
        assert story.headline in shown
        for merged in (*story.participants, *story.dates, *story.next_steps):
            assert merged.fact.sentence.text in shown
            assert all(told.sentence.text in shown for told in merged.told)
        for side in (side for conflict in story.conflicts for side in conflict.sides):
            assert side.span.text in shown
    assert "North & South <Weekly>" in shown
    assert "A <b>bold</b> claim [here](javascript:alert(1))" in shown


class _Asked(BaseHTTPRequestHandler):
    paths: list[str]

    def do_GET(self) -> None:
        self.paths.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    handler = type("Asked", (_Asked,), {"paths": []})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", handler.paths
        server.shutdown()
        thread.join()


def _browse(page: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [
        str(CHROMIUM), "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-extensions",
        "--disable-background-networking", "--disable-component-update", "--no-first-run",
        f"--user-data-dir={page.parent / 'profile'}", *arguments, page.as_uri(),
    ]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)


_with_a_browser = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no {CHROMIUM}")


@_with_a_browser
def test_a_browser_asks_for_nothing(hostile: Digest, listener: tuple[str, list[str]], tmp_path: Path) -> None:
    address, asked = listener
    (tmp_path / "day.html").write_text(digest_to_html.render(hostile).replace("ADDRESS", address), encoding="utf-8")
    shown = _browse(tmp_path / "day.html", "--dump-dom").stdout
    assert "<article" in shown
    assert "<script" not in shown
    assert asked == []


@_with_a_browser
def test_the_policy_holds_in_a_browser_even_where_markup_gets_through(
    day: Digest, listener: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, asked = listener
    added = f'<img src="{address}/img"><script>document.title = "ran"</script><style>h1 {{ color: red }}</style>'
    page = digest_to_html.render(day).replace("</header>", f"{added}</header>")
    (tmp_path / "day.html").write_text(page, encoding="utf-8")
    shown = _browse(tmp_path / "day.html", "--dump-dom").stdout
    assert "<title>Thursday 1 May 2031" in shown
    assert asked == []


@_with_a_browser
@pytest.mark.parametrize(("width", "height"), [(412, 900), (1280, 900)])
def test_a_browser_paints_it(width: int, height: int, day: Digest, tmp_path: Path) -> None:
    (tmp_path / "day.html").write_text(digest_to_html.render(day), encoding="utf-8")
    picture = tmp_path / "day.png"
    _browse(tmp_path / "day.html", f"--window-size={width},{height}", f"--screenshot={picture}")
    body = picture.read_bytes()
    assert struct.unpack(">II", body[16:24]) == (width, height)
    assert len(body) > 20_000  # the style sheet was taken: a page of text, not a blank one
    shutil.rmtree(tmp_path / "profile", ignore_errors=True)
