"""`digest verify`: one changed character is found and named."""

from __future__ import annotations

import json
import shutil
import tomllib
from typing import TYPE_CHECKING, Any

import pytest
import tomli_w

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(params=["toml", "json"])
def saved(digest: Run, sample: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    source = tmp_path / "story.txt"
    shutil.copy(sample, source)
    target = tmp_path / f"saved.{request.param}"
    assert digest("summarize", source, "--published", "2024-09-26", "-o", target)[0] == 0
    return target


def _load(path: Path) -> dict[str, object]:
    text = path.read_text(encoding="utf-8")
    return json.loads(text) if path.suffix == ".json" else tomllib.loads(text)


def _store(path: Path, tables: dict[str, object]) -> None:
    path.write_text(json.dumps(tables) if path.suffix == ".json" else tomli_w.dumps(tables), encoding="utf-8")


def test_what_summarize_saved_is_confirmed(digest: Run, saved: Path) -> None:
    status, out, err = digest("verify", saved)
    assert (status, err) == (0, "")
    assert out.startswith(f"{saved}: 1 article, ")
    assert out.endswith("all as in the source\n")


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda c: c[0]["sides"][1].update(text="in the second half of 2025"), "conflicts[0].sides[1].text: saved '"),
        (lambda c: c[0]["sides"][0].update(sentence="The talks are off."), "conflicts[0].sides[0].sentence: saved '"),
        (
            lambda c: c[0]["sides"][0].pop("at"),
            "conflicts[0].sides[0].text: saved 'later this year', the source has no",
        ),
        (lambda c: c[0]["sides"][0].update(article="another"), "conflicts[0].sides[0].article: saved 'another'"),
        (lambda c: c[0].update(about="the next tunnel"), "conflicts[0].about: saved 'the next tunnel'"),
        (lambda c: c[0].update(kind="number"), "conflicts[0].kind: saved 'number', the source has 'date'"),
        (lambda c: c[0].update(sides="none"), "conflicts[0].sides: saved 'none', the source has no such thing"),
        (lambda c: c.clear(), "conflicts: saved 0 facts, the source has 1"),
    ],
)
def test_a_changed_contradiction_is_named(
    digest: Run, saved: Path, change: Callable[[list[dict[str, Any]]], object], named: str
) -> None:
    tables = _load(saved)
    change(tables["articles"][0]["conflicts"])  # type: ignore[index]
    _store(saved, tables)
    status, out, _ = digest("verify", saved)
    assert status == 4
    assert f"articles[0].{named}" in out


def test_one_changed_character_of_any_verbatim_text_is_named(digest: Run, saved: Path) -> None:
    clean = _load(saved)
    article = clean["articles"][0]  # type: ignore[index]
    for name in ("summary", "participants", "dates", "next_steps"):
        for i, row in enumerate(article[name]):
            for key in [k for k in row if k == "at" or k.endswith("_at")]:
                field = "text" if key == "at" else key[:-3]
                kept = row[field]
                row[field] = "X" + kept[1:] if kept[0] != "X" else "Y" + kept[1:]
                _store(saved, clean)
                status, out, _ = digest("verify", saved)
                assert status == 4
                assert f"articles[0].{name}[{i}].{field}: saved 'X" in out
                row[field] = kept


@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("participants", "country_code", "AQ"),
        ("participants", "kind", "other"),
        ("dates", "value", "1999-01-01"),
        ("next_steps", "status", "cancelled"),
    ],
)
def test_a_changed_derived_value_is_named(digest: Run, saved: Path, name: str, field: str, value: str) -> None:
    tables = _load(saved)
    tables["articles"][0][name][0][field] = value  # type: ignore[index]
    _store(saved, tables)
    status, out, _ = digest("verify", saved)
    assert status == 4
    assert f"articles[0].{name}[0].{field}: saved '{value}'" in out


def test_a_changed_source_is_found(digest: Run, saved: Path) -> None:
    source = saved.parent / "story.txt"
    source.write_text(source.read_text(encoding="utf-8").replace("16th round", "17th round"), encoding="utf-8")
    status, out, _ = digest("verify", saved)
    assert status == 4
    assert "MISMATCH articles[0]." in out


def test_every_difference_is_listed_for_programs(digest: Run, saved: Path) -> None:
    tables = _load(saved)
    tables["articles"][0]["summary"][0]["text"] = "Invented."  # type: ignore[index]
    tables["articles"][0]["summary"][1]["at"] = "nowhere"  # type: ignore[index]
    _store(saved, tables)
    status, out, _ = digest("verify", "--json", saved)
    assert status == 4
    assert [m["where"] for m in json.loads(out)[0]["mismatches"]] == [
        "articles[0].summary[0].text",
        "articles[0].summary[1].text",
    ]


def test_a_moved_source_is_found_beside_the_file_or_named(digest: Run, saved: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    moved = elsewhere / "moved.txt"
    (saved.parent / "story.txt").rename(moved)
    assert digest("verify", saved)[0] == 1
    assert digest("verify", saved, "--source", moved)[0] == 0


def test_what_is_no_saved_digest_is_said(digest: Run, tmp_path: Path) -> None:
    for body, says in [
        ("", "not a saved digest"),
        ("a = [", "neither TOML nor JSON"),
        ("{", "neither TOML nor JSON"),
        ("schema = 9\narticles = []", "schema 9; this version reads schema 1"),
        ("schema = 1\narticles = [1]", "an article is no table"),
        ("schema = 1\n[[articles]]\nid = 1", "an article has no source"),
        ("[" * 100_000, "neither TOML nor JSON"),
    ]:
        path = tmp_path / "x.toml"
        path.write_text(body, encoding="utf-8")
        status, out, err = digest("verify", path)
        assert (status, out) == (1, "")
        assert says in err
    assert digest("verify", tmp_path / "absent.toml")[0] == 1


def test_one_file_that_can_not_be_read_does_not_stop_the_others(digest: Run, saved: Path, tmp_path: Path) -> None:
    status, out, err = digest("verify", tmp_path / "absent.toml", saved)
    assert status == 3
    assert "all as in the source" in out
    assert "absent.toml" in err
