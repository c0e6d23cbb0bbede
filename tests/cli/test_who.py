"""`digest who`: somebody over the whole archive."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import paths
from digest.archive import Archive
from digest.facts import people
from digest.model import Article, FeedState
from digest.stories import appearances, names
from digest.text import sentences

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from digest.model import Participant

    Run = Callable[..., tuple[int, str, str]]

FEED = "https://feed.example/rss"
NOW = datetime.now(UTC).replace(microsecond=0)
TEXTS = (
    ("Harbour", "en", "Daniel Cook, the mayor of Lima, opened the harbour on Monday. Cook thanked the builders."),
    ("Bridge", "en", "The bridge was paid for by the city. Mayor Cook of Lima said that it would open in spring."),
    ("Novel", "en", "Canadian novelist Mary Cook won the prize. She said that she was surprised."),
    ("Recipes", "en", "They cook well there. The cooks of the island said that fish is best."),
    ("Brücke", "de", "Der Bürgermeister Daniel Cook sprach am Montag in der Stadt und dankte allen."),
    ("Science", "en", "The Velora Science Foundation (VSF) opened a school. VSF announced more."),
    ("Song", "en", "Eva Lind sang on Monday in the hall. Lind, a lawyer, smiled at all who came."),
    ("School", "en", "On Friday the Velora Science Foundation said that the school is full."),
)


@pytest.fixture
def archive(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    path = tmp_path / "data" / "archive.sqlite3"
    monkeypatch.setenv("DIGEST_DATA", str(path.parent))
    assert paths.archive_file() == str(path)
    articles = [
        Article(id=f"{n:016x}", title=title, text=text, source=FEED, guid=str(n), language=language,
                published=NOW - timedelta(days=10 * n), url=f"https://news.example/{n}")
        for n, (title, language, text) in enumerate(TEXTS)
    ]  # fmt: skip
    with Archive.open(str(path)) as made:
        made.record(FeedState(url=FEED, title="The Feed"), articles, seen_at=NOW)
    return path


def found(digest: Run, *arguments: object) -> list[dict[str, object]]:
    status, out, _ = digest("who", *arguments, "--json")
    assert status == 0
    rows: list[dict[str, object]] = json.loads(out)
    return rows


def test_a_person_is_found_under_short_and_long_names_the_newest_first(digest: Run, archive: Path) -> None:
    (one,) = found(digest, "Daniel", "Cook")
    assert (one["names"], one["articles"]) == (["Daniel Cook", "Cook"], 2)
    assert [row["title"] for row in one["appearances"]] == ["Harbour", "Bridge"]  # type: ignore[attr-defined]


def test_each_appearance_says_when_where_as_what_and_in_which_sentence(digest: Run, archive: Path) -> None:
    row = found(digest, "daniel cook")[0]["appearances"][0]  # type: ignore[index]
    assert (row["role"], row["country"], row["country_code"]) == ("mayor", "Lima", "PE")
    assert (row["date"], row["feed"], row["url"]) == (f"{NOW:%Y-%m-%d}", "The Feed", "https://news.example/0")
    for field in ("name", "role", "country", "sentence"):
        start, end = row[f"{field}_at"]
        assert TEXTS[0][2][start:end] == row[field]


def test_a_surname_lists_its_persons_apart(digest: Run, archive: Path) -> None:
    assert [one["names"][0] for one in found(digest, "Cook")] == ["Daniel Cook", "Mary Cook"]  # type: ignore[index]


def test_the_head_line_says_under_which_names_how_often_and_from_when_to_when(digest: Run, archive: Path) -> None:
    status, out, err = digest("who", "Daniel", "Cook")
    first, last = f"{NOW - timedelta(days=10):%Y-%m-%d}", f"{NOW:%Y-%m-%d}"
    assert out.splitlines()[0] == f"Daniel Cook, Cook (person): 2 articles, {first} to {last}"
    assert f"      “{TEXTS[1][2].partition('. ')[2]}”" in out.splitlines()
    assert status == 0
    assert err == "digest: who: it also stands in articles in German, whose names are not read\n"


def test_the_sentence_that_says_who_somebody_is_stands_beside_the_one_that_names_them(
    digest: Run, archive: Path
) -> None:
    row = found(digest, "Eva Lind")[0]["appearances"][0]  # type: ignore[index]
    assert (row["sentence"], row["role_sentence"]) == (
        "Eva Lind sang on Monday in the hall.",
        "Lind, a lawyer, smiled at all who came.",
    )
    assert "      “Lind, a lawyer, smiled at all who came.”" in digest("who", "Eva Lind")[1].splitlines()


def test_the_last_days_alone(digest: Run, archive: Path) -> None:
    assert found(digest, "Cook", "--days", 5)[0]["articles"] == 1
    assert digest("who", "Cook", "--days", 0)[0] == 2


def test_an_organisation_is_found_by_its_name_and_its_acronym(digest: Run, archive: Path) -> None:
    for name in ("VSF", "Velora Science Foundation"):
        (one,) = found(digest, name)
        assert (one["kind"], one["articles"]) == ("organisation", 2), name
        assert one["names"] == ["Velora Science Foundation", "VSF"], name


def test_nobody_found_and_nothing_asked(digest: Run, archive: Path) -> None:
    assert digest("who", "Nobody") == (1, "", "digest: who: nobody found for Nobody\n")
    assert digest("who", "Nobody", "--json")[:2] == (1, "[]\n")
    assert digest("who", "?!")[0] == 2
    assert digest("who", "Cook", "--archive", archive.parent / "none")[0] == 1


def test_a_name_that_is_a_query_is_only_a_name(digest: Run, archive: Path) -> None:
    for name in ('"', 'a" OR "b', "from:x", "NEAR(a b)", "x*", "\x1b[2J", "é" * 500):
        status, out, _ = digest("who", name)
        assert status in {1, 2}, name
        assert out == "", name


def cards(*texts: str) -> list[tuple[str, tuple[Participant, ...]]]:
    return [(str(n), people.find(text, sentences.split(text))) for n, text in enumerate(texts)]


def test_a_lone_surname_goes_to_the_one_whose_office_and_country_it_has() -> None:
    told = cards(
        "Peruvian President Ana Silva spoke.", "Ana Silva's daughter, the singer Mia Silva, sang.",
        "In Peru President Silva spoke again.", "Norwegian President Silva spoke.",
    )  # fmt: skip
    by_name = {one.names[0]: [t.article for t in one.tellings] for one in appearances.of(("silva",), told)}
    assert by_name["Ana Silva"] == ["0", "1", "2"]
    assert by_name["Mia Silva"] == ["1"]
    assert by_name["Silva"] == ["3"]


@given(st.text(max_size=30), st.lists(st.text(max_size=60), max_size=3))
def test_any_name_and_any_text_never_raise(name: str, texts: list[str]) -> None:
    wanted = names.key(name)
    if wanted:
        appearances.of(wanted, cards(*texts))
