"""`digest rules`: the rules as they are, and what they would have done to the last days."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest import paths
from digest.archive import Archive
from digest.model import Article, FeedState

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., tuple[int, str, str]]

RULES = """\
[[rules]]
action = "mute"
field = "title"
words = ["golf"]
name = "no golf"

[[rules]]
action = "mute"
field = "tag"
words = ["sport"]
feeds = ["weather"]

[[rules]]
action = "keep"
field = "any"
pattern = "(?i)seoul"
"""


@pytest.fixture
def rules() -> None:
    path = Path(paths.settings_file())
    path.parent.mkdir(parents=True)
    path.write_text(RULES, encoding="utf-8")
    Path(paths.feeds_file()).write_text('[[feeds]]\nurl = "https://w.example/"\ntags = ["weather"]\n', encoding="utf-8")


@pytest.fixture
def archive(tmp_path: Path) -> str:
    now = datetime.now(UTC)
    place = str(tmp_path / "archive.sqlite3")

    def article(number: int, title: str, days: int, source: str, **more: object) -> Article:
        then = now - timedelta(days=days)
        return Article(
            id=f"{number:016}", title=title, text="x", source=source, guid=str(number), published=then, **more
        )  # type: ignore[arg-type]

    with Archive.open(place) as opened:
        for url in ("https://a.example/", "https://w.example/"):
            articles = [
                article(1 if "a." in url else 11, "Golf results", 1, url),
                article(2 if "a." in url else 12, "Golf in Seoul", 2, url),
                article(3 if "a." in url else 13, "Rain\u202e", 1, url, tags=("sport",)),
                article(4 if "a." in url else 14, "Golf of old", 30, url),
                article(5 if "a." in url else 15, "Other news", 1, url),
            ]
            opened.record(FeedState(url=url, title="Some Feed", last_success=now), articles, seen_at=now)
    return place


def test_list_tells_the_rules_in_their_order(digest: Run, rules: None) -> None:
    status, out, err = digest("rules", "list")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "no golf: mute by title, words golf",
        "mute tag: sport: mute by tag, words sport in weather",
        "keep any: /(?i)seoul/: keep by any, pattern (?i)seoul",
    ]
    assert json.loads(digest("rules", "list", "--json")[1])[0]["name"] == "no golf"


def test_without_rules_there_is_nothing_to_list(digest: Run) -> None:
    status, out, err = digest("rules", "list")
    assert (status, out) == (0, "")
    assert err.startswith("digest: no [[rules]] in ")


def test_the_last_days_are_told_by_rule(digest: Run, rules: None, archive: str) -> None:
    status, out, err = digest("rules", "test", "--archive", archive)
    assert (status, err) == (0, "")
    assert out.startswith("last 7 days: 8 articles, 3 muted, 2 kept from it\n\nno golf: 2 muted\n")
    assert "mute tag: sport: 1 muted" in out
    assert "keep any: /(?i)seoul/: 2 kept" in out
    assert out.count("Golf in Seoul") == 2
    assert "\u202e" not in out
    assert "Other news" not in out


def test_days_and_titles_are_chosen(digest: Run, rules: None, archive: str) -> None:
    _, out, _ = digest("rules", "test", "--archive", archive, "--days", "60", "--titles", "1")
    assert out.startswith("last 60 days: 10 articles, 5 muted, 2 kept")
    assert "no golf: 4 muted\n" in out
    assert "  and 3 more\n" in out


def test_json_has_every_title(digest: Run, rules: None, archive: str) -> None:
    told = json.loads(digest("rules", "test", "--archive", archive, "--json")[1])
    assert (told["articles"], told["muted"], told["kept"]) == (8, 3, 2)
    assert [(rule["name"], rule["count"], len(rule["articles"])) for rule in told["rules"]] == [
        ("no golf", 2, 2), ("mute tag: sport", 1, 1), ("keep any: /(?i)seoul/", 2, 2),
    ]  # fmt: skip


@pytest.mark.parametrize("arguments", [["test"], ["test", "--days", "0"], ["test", "--days", "x"], []])
def test_usage_errors_are_told_in_one_line(digest: Run, rules: None, arguments: list[str]) -> None:
    status, out, err = digest("rules", *arguments)
    assert (status, out, err.count("\n")) == (2, "", 1)


def test_a_bad_rule_is_told_by_every_command(digest: Run, rules: None) -> None:
    path = Path(paths.settings_file())
    path.write_text(RULES.replace('"title"', '"titel"'), encoding="utf-8")
    for arguments in (["rules", "list"], ["config", "show"]):
        status, _, err = digest(*arguments)
        assert (status, f"{path}: rules[1].field: unknown field 'titel'" in err) == (2, True)


def test_config_show_shows_the_rules(digest: Run, rules: None) -> None:
    import tomllib

    shown = tomllib.loads(digest("config", "show")[1])["rules"]
    assert shown == tomllib.loads(RULES)["rules"] or [rule["action"] for rule in shown] == ["mute", "mute", "keep"]
    assert len(json.loads(digest("config", "show", "--json")[1])["rules"]) == 3
