"""`digest search`, `show`, `export` and `archive` over a small archive."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from digest import paths
from digest.archive import Archive
from digest.model import Article, FeedState

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]

FEED = "https://feed.example/rss"
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
STORM = (
    "A storm reached the coast of Norway on Monday. Prime Minister Jane Doe visited Bergen.\n\n"
    "Schools will reopen on 30 November 2026, the city said."
)


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    path = tmp_path / "data" / "archive.sqlite3"
    monkeypatch.setenv("DIGEST_DATA", str(path.parent))
    assert paths.archive_file() == str(path)
    articles = [
        Article(
            id="aaaa000000000001", title="Storm in Norway", text=STORM, source=FEED, guid="1", tags=("Weather",),
            url="https://news.example/storm", published=NOW, authors=("J. Smith",),
        ),
        Article(
            id="aaaa000000000002", title="<b>Markets</b> [x](y)", text="Shares *rose*.\n\n# Not a heading", source=FEED,
            guid="2", published=NOW - timedelta(days=1),
        ),
        Article(id="bbbb000000000003", title="", text="Untitled words.", source=FEED, guid="3"),
    ]  # fmt: skip
    with Archive.open(str(path)) as made:
        made.record(FeedState(url=FEED, title="The Feed"), articles, seen_at=NOW - timedelta(days=30))
        edited = Article(**{**articles[0]._asdict(), "title": "Storm reaches Norway"})
        made.record(FeedState(url=FEED, title="The Feed"), [edited], seen_at=NOW)
        made.mark(["aaaa000000000002"], saved=True)
        made.save_digest("2026-11-24", "text", "The digest of the day.\n", made_at=NOW)
    return path


def test_search_prints_a_line_an_article(digest: Run, archive: Path) -> None:
    status, out, err = digest("search", "storm", "norway")
    assert (status, err) == (0, "")
    assert out == "2026-11-24\tStorm reaches Norway\tThe Feed\taaaa000000000001\n"
    assert digest("search", "from:feed", "-n", 2)[1].count("\n") == 2
    assert "(untitled)" in digest("search", "untitled")[1]


def test_search_shows_the_place_of_the_hits_on_a_terminal(
    digest: Run, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("NO_COLOR", "1")
    _, out, _ = digest("search", "bergen")
    assert out.splitlines()[0] == "2026-11-24  Storm reaches Norway"
    assert "visited Bergen." in " ".join(out.split())
    assert max(len(line) for line in out.splitlines()) <= 60
    monkeypatch.delenv("NO_COLOR")
    assert "\033[1mBergen\033[0m" in digest("search", "bergen")[1]


def test_search_for_programs(digest: Run, archive: Path) -> None:
    status, out, _ = digest("search", "bergen", "--json")
    (row,) = json.loads(out)
    assert status == 0
    assert (row["id"], row["feed"], row["published"]) == ("aaaa000000000001", "The Feed", "2026-11-24T12:00:00+00:00")
    assert STORM[slice(*row["snippet_at"])] == row["snippet"]
    assert [STORM[slice(*hit)] for hit in row["hits"]] == ["Bergen"]
    assert "text" not in row
    assert digest("search", "nowhere", "--json")[:2] == (1, "[]\n")


def test_a_search_that_finds_nothing_or_says_nothing(digest: Run, archive: Path) -> None:
    assert digest("search", "nowhere") == (1, "", "digest: search: nothing found for nowhere\n")
    assert digest("search", "after:soon") == (2, "", "digest: after:soon: expected a date such as 2026-11-24\n")
    assert digest("search", "storm", "-n", 0)[0] == 2
    assert digest("search", "storm", "--archive", archive.parent / "none")[0] == 1


def test_a_tag_is_the_articles_or_the_readers(
    digest: Run, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert digest("search", "tag:weather")[1].count("\n") == 1
    monkeypatch.setenv("DIGEST_CONFIG", str(tmp_path / "digest.toml"))
    (tmp_path / "feeds.toml").write_text(f'[[feeds]]\nurl = "{FEED}"\ntags = ["Norway"]\n', encoding="utf-8")
    assert digest("search", "tag:norway")[1].count("\n") == 3
    assert len(json.loads(digest("export", "tag:norway")[1])["articles"]) == 3
    assert digest("search", "tag:sweden")[0] == 1


def test_words_to_leave_out_come_in_quotes_or_after_two_dashes(digest: Run, archive: Path) -> None:
    assert digest("search", "norway -storm")[0] == 1
    assert digest("search", "--", "norway", "-storm")[0] == 1


def test_show_prints_summary_and_card(digest: Run, archive: Path) -> None:
    assert digest("show", "bbbb")[0] == 0
    status, out, err = digest("show", "aaaa000000000001")
    assert (status, err) == (0, "")
    assert out.startswith("Storm reaches Norway\n")
    assert "Jane Doe" in out
    saved = json.loads(digest("show", "aaaa000000000001", "-f", "json")[1])
    assert saved["articles"][0]["id"] == "aaaa000000000001"


def test_show_prints_a_saved_digest(digest: Run, archive: Path) -> None:
    assert digest("show", "2026-11-24") == (0, "The digest of the day.\n", "")
    assert digest("show", "2026-11-24", "-f", "text") == (0, "The digest of the day.\n", "")
    assert digest("show", "2026-11-24", "-f", "toml")[::2] == (
        1, "digest: 2026-11-24: its digest was saved as text, not as toml\n",
    )  # fmt: skip
    assert digest("show", "2026-11-25") == (1, "", "digest: 2026-11-25: no digest was saved on this day\n")


def test_show_prints_what_an_article_was(digest: Run, archive: Path) -> None:
    status, out, _ = digest("show", "aaaa000000000001", "--revisions")
    assert status == 0
    assert out.index("Storm reaches Norway\nnow\n") < out.index("Storm in Norway\nuntil 2026-11-24 12:00 UTC\n")
    rows = json.loads(digest("show", "aaaa000000000001", "--revisions", "-f", "json")[1])
    assert rows == [{"replaced_at": NOW.isoformat(), "title": "Storm in Norway", "text": STORM}]
    assert "never edited" in digest("show", "bbbb", "--revisions")[1]


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (["cccc"], 1, "cccc: no article has this id"),
        ([""], 1, "no article has this id"),
        (["aaaa"], 2, "aaaa: several articles begin so (aaaa000000000001, aaaa000000000002"),
        (["bbbb", "-f", "jsno"], 2, "unknown format 'jsno'"),
        (["bbbb", "--revisions", "-f", "toml"], 2, "--revisions is shown as text or json"),
        (["2026-11-24", "--revisions"], 2, "--revisions goes with an article's id"),
    ],
)
def test_show_refuses_with_a_reason(digest: Run, archive: Path, arguments: list[str], status: int, says: str) -> None:
    result = digest("show", *arguments)
    assert result[:2] == (status, "")
    assert says in result[2]
    assert result[2].count("\n") == 1


def test_export_is_everything_as_json_or_toml(digest: Run, archive: Path, tmp_path: Path) -> None:
    status, out, err = digest("export")
    assert (status, err) == (0, "")
    articles = json.loads(out)["articles"]
    assert len(articles) == 3
    assert {a["id"]: a for a in articles}["aaaa000000000001"]["text"] == STORM
    target = tmp_path / "out.toml"
    assert digest("export", "-f", "toml", "-o", target) == (0, "", "")
    assert tomllib.loads(target.read_text(encoding="utf-8"))["articles"] == articles


def test_export_as_markdown_shows_the_text_and_nothing_else(digest: Run, archive: Path) -> None:
    _, out, _ = digest("export", "is:saved", "-f", "markdown")
    html = MarkdownIt().render(out)
    assert "<h1>&lt;b&gt;Markets&lt;/b&gt; [x](y)</h1>" in html
    assert "<p># Not a heading</p>" in html
    assert html.count("<h1>") == 1


def test_an_export_of_nothing_writes_nothing(digest: Run, archive: Path, tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    assert digest("export", "nowhere", "-o", target) == (1, "", "digest: export: nothing found for nowhere\n")
    assert not target.exists()
    assert digest("export", "-f", "xml")[0] == 2
    assert digest("export", "-o", tmp_path)[0] == 2


def test_archive_check_says_that_all_is_well_or_what_is_not(digest: Run, archive: Path) -> None:
    status, out, err = digest("archive", "check")
    assert (status, err) == (0, "")
    assert out.startswith(f"{archive}: in order (3 articles, 1 revision, 1 feed, 1 digest; ")
    result = json.loads(digest("archive", "check", "--json")[1])
    assert (result["findings"], result["articles"]) == ([], 3)
    archive.write_bytes(archive.read_bytes()[:-8192])
    status, out, err = digest("archive", "check")
    assert status == 1
    assert out + err


def test_archive_backup_and_compact(digest: Run, archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    assert digest("archive", "backup", copy) == (0, "", "")
    assert digest("search", "storm", "--archive", copy) == digest("search", "storm")
    status, out, _ = digest("archive", "compact")
    assert (status, "→" in out) == (0, True)
    assert digest("archive", "backup", archive)[0] == 2
    assert digest("archive", "check")[0] == 0


def test_archive_forget_spares_saved_articles(digest: Run, archive: Path) -> None:
    assert digest("archive", "forget", "--older-than", "1000y") == (0, "0 articles forgotten\n", "")
    assert digest("archive", "forget", "--larger-than", "0") == (0, "2 articles forgotten\n", "")
    assert digest("search", "from:feed")[1].count("\n") == 1
    assert digest("archive", "check")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "say what, with --older-than or --larger-than"),
        (["--older-than", "a while"], "--older-than: expected an age such as 365d, 20w or 2y, not 'a while'"),
        (["--older-than", "99999y"], "--older-than: expected an age"),
        (["--larger-than", "big"], "--larger-than: expected a size such as 500M or 2G, not 'big'"),
    ],
)
def test_archive_forget_refuses_with_a_reason(digest: Run, archive: Path, arguments: list[str], says: str) -> None:
    status, out, err = digest("archive", "forget", *arguments)
    assert (status, out) == (2, "")
    assert says in err


@pytest.mark.parametrize("action", [["check"], ["compact"], ["forget", "--older-than", "1d"], ["backup", "copy"]])
def test_no_action_makes_an_archive_that_is_not_there(digest: Run, tmp_path: Path, action: list[str]) -> None:
    path = tmp_path / "none.sqlite3"
    status, out, err = digest("archive", *action, "--archive", path)
    assert (status, out) == (1, "")
    assert err == f"digest: {path}: there is no archive yet; `digest fetch` makes it\n"
    assert not path.exists()
