"""A saved day is checked like a saved article: every text, wherever it stands, and every derived value."""

from __future__ import annotations

import copy
import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from digest import verify
from digest.errors import SavedFormError
from digest.model import Article
from digest.pipeline import published_at

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = Path(__file__).parent / "data" / "day"
FILE = DAY / "2031-05-01.toml"


def _read(table: dict[str, Any]) -> Article:
    text = (DAY / f"{table['id'].removeprefix('art-')}.txt").read_text(encoding="utf-8").strip()
    return Article(
        id=table["id"],
        title=table["title"],
        text=text,
        source=table.get("source", ""),
        published=published_at(table.get("published")),
        language=table.get("language", "en"),
    )


@pytest.fixture
def saved() -> dict[str, Any]:
    return verify.load(str(FILE))


def test_an_untouched_day_passes_with_every_text_counted(saved: dict[str, Any]) -> None:
    check = verify.check(saved, _read)
    assert check.mismatches == ()
    assert check.derived
    assert check.articles == 5
    assert check.spans == len(list(_places(saved)))


def test_json_is_checked_as_toml_is(saved: dict[str, Any], tmp_path: Path) -> None:
    (tmp_path / "day.json").write_text(json.dumps(saved), encoding="utf-8")
    assert verify.check(verify.load(str(tmp_path / "day.json")), _read).mismatches == ()


def test_one_changed_character_anywhere_is_named_by_its_path(saved: dict[str, Any]) -> None:
    saved["generator"] = "another version"  # texts alone, since making the facts again takes time
    paths = list(_places(saved))
    assert len(paths) > 100
    for path in paths:
        changed = copy.deepcopy(saved)
        *way, last = path
        table: Any = changed
        for step in way:
            table = table[step]
        table[last] = table[last][:-1] + ("x" if table[last][-1] != "x" else "y")
        found = verify.check(changed, _read).mismatches
        assert _shown(path) in [mismatch.where for mismatch in found], _shown(path)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda s: s["stories"][0].update(headline="New pier is closed"), "stories[0].headline"),
        (
            lambda s: s["stories"][0]["participants"][0].update(country_code="SE"),
            "participants[0].country_code",
        ),
        (lambda s: s["stories"][0]["participants"][0].update(kind="country"), "stories[0].participants[0].kind"),
        (lambda s: s["stories"][0]["dates"][1].update(value="2031-05-04"), "stories[0].dates[1].value"),
        (lambda s: s["stories"][0]["next_steps"][0].update(status="cancelled"), "stories[0].next_steps[0].status"),
        (lambda s: s["stories"][0]["next_steps"][0].pop("what_at"), "stories[0].next_steps[0].what"),
        (lambda s: s["stories"][0]["summary"][0].pop("at"), "stories[0].summary[0].text"),
        (lambda s: s["stories"][0]["summary"][0].update(article="art-budget"), "stories[0].summary[0].article"),
        (lambda s: s["stories"][0]["conflicts"][0].update(about="the tunnel"), "stories[0].conflicts[0].about"),
        (lambda s: s["stories"][0]["conflicts"][1]["sides"][0].pop("sentence_at"), "conflicts[1].sides[0].sentence"),
        (lambda s: s["stories"][0]["participants"][0]["told"][1].pop("at"), "participants[0].told[1].text"),
        (lambda s: s["agenda"][0].update(date="2031-05-09"), "agenda[0].date"),
        (lambda s: s["agenda"][0]["step"].update(date="2031-05-09"), "agenda[0].step.date"),
        (lambda s: s["agenda"][0].pop("step"), "agenda[0].step"),
        (lambda s: s.update(agenda="none"), "agenda"),
        (lambda s: s["stories"][1]["articles"][0].update(text_sha256="0" * 64), "stories[1].articles[0].text_sha256"),
        (
            lambda s: s["stories"][1]["articles"][0]["dates"][0].update(value="2031"),
            "stories[1].articles[0].dates[0].value",
        ),
    ],
)
def test_a_changed_value_is_named_by_its_path(
    saved: dict[str, Any], change: Callable[[dict[str, Any]], object], where: str
) -> None:
    change(saved)
    found = [mismatch.where for mismatch in verify.check(saved, _read).mismatches]
    assert found
    assert any(path.endswith(where) for path in found), found


def test_values_of_another_version_are_not_made_again(saved: dict[str, Any]) -> None:
    saved["generator"] = "digest 0.0.1"
    saved["stories"][0]["dates"][1]["value"] = "2031-05-04"
    check = verify.check(saved, _read)
    assert (check.derived, check.mismatches) == (False, ())


def test_an_article_that_was_only_listed_has_no_facts_to_make_again(saved: dict[str, Any]) -> None:
    listed = saved["stories"][0]["articles"][2]
    for key in ("summary", "participants", "dates", "next_steps"):
        listed.pop(key, None)
    listed["method"] = "none"
    assert verify.check(saved, _read).mismatches == ()


def test_an_agenda_may_name_an_article_of_no_story(saved: dict[str, Any]) -> None:
    saved["stories"] = [saved["stories"][0]]
    asked: list[dict[str, Any]] = []

    def read(table: dict[str, Any]) -> Article:
        asked.append(table)
        return _read(table | {"published": "2031-04-30T07:00:00+00:00"})

    assert [m for m in verify.check(saved, read).mismatches if m.where.startswith("agenda")] == []
    assert asked[-1] == {
        "id": "art-budget",
        "title": "Estonia's budget goes to a vote",
        "url": "https://coast.example/2031/budget",
    }


def test_a_day_without_stories_passes(tmp_path: Path) -> None:
    path = tmp_path / "day.toml"
    path.write_text('schema = 1\ngenerator = "x"\nkind = "daily"\nday = "2031-05-01"\n', encoding="utf-8")
    assert verify.check(verify.load(str(path)), _read) == verify.Check(0, 0, False, ())


@pytest.mark.parametrize("stories", ["7", '["x"]', "[{articles = 7}]", '[{articles = [{id = "a"}]}]'])
def test_what_has_no_articles_is_no_saved_day(tmp_path: Path, stories: str) -> None:
    path = tmp_path / "day.toml"
    path.write_text(f'schema = 1\nkind = "daily"\nstories = {stories}\n', encoding="utf-8")
    with pytest.raises(SavedFormError, match="not a saved digest"):
        verify.load(str(path))


def test_the_articles_of_a_day_are_listed_with_their_places(saved: dict[str, Any]) -> None:
    assert [(where, table["id"]) for where, table in verify.articles(saved)][2:4] == [
        ("stories[0].articles[2]", "art-pier-3"),
        ("stories[1].articles[0]", "art-budget"),
    ]
    assert tomllib.loads(FILE.read_text(encoding="utf-8")) == saved


def _places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every text that has its place beside it."""
    if isinstance(value, list):
        return [found for i, one in enumerate(value) for found in _places(one, (*way, i))]
    if not isinstance(value, dict):
        return []
    here = [(*way, "text" if key == "at" else key[:-3]) for key in value if key == "at" or key.endswith("_at")]
    here = [path for path in here if path[-1] != "made"]
    return here + [found for key, one in value.items() for found in _places(one, (*way, key))]


def _shown(path: tuple[Any, ...]) -> str:
    shown = ""
    for step in path:
        shown += f"[{step}]" if isinstance(step, int) else f".{step}"
    return shown.lstrip(".")
