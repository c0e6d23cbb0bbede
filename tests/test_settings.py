"""Settings: the shipped file says what the code does, and errors name file and key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from digest import paths, settings
from digest.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    Run = Callable[..., tuple[int, str, str]]


def test_the_shipped_file_holds_every_setting_with_its_default() -> None:
    import tomllib

    shipped = paths.shipped("config/digest.toml")
    assert settings.load(shipped) == settings.Settings()
    tables = tomllib.loads(Path(shipped).read_text(encoding="utf-8"))
    assert [f"{s}_{k}" for s, table in tables.items() for k in table] == [
        f for f in settings.Settings._fields if f not in {"keys", "rules"}
    ]


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert settings.load(str(tmp_path / "absent.toml")) == settings.Settings()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("[summarise]", "unknown section 'summarise' (nearest: summarize;"),
        ("[summarize]\nmetod = 'lead'", "[summarize] unknown key 'metod' (nearest: method;"),
        ("[summarize]\nmethod = 'led'", "[summarize] method: unknown method 'led' (nearest: lead;"),
        ("[summarize]\nsentences = true", "[summarize] sentences: expected a count"),
        ("[summarize]\nwords = -1", "[summarize] words: expected a whole number"),
        ("[pages]\nseconds = 0", "[pages] seconds: expected seconds"),
        ("[screen]\ntheme = '[red]'", "[screen] theme: expected a name"),
        ("[screen]\nbrowser = 'firefox'", "[screen] browser: expected a list of texts"),
        ("keys = 1", "keys: expected a table"),
        ("[keys]\n'today.save' = 1", "[keys] today.save: expected keys"),
        ("[keys]\n'today.save' = 's,'", "[keys] today.save: expected keys"),
        ("[summarize", "not TOML 1.0"),
    ],
)
def test_errors_name_file_and_key(tmp_path: Path, body: str, says: str) -> None:
    path = tmp_path / "digest.toml"
    path.write_text(body, encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        settings.load(str(path))
    assert str(error.value).startswith(f"{path}: ")
    assert says in str(error.value)


def test_settings_apply_and_options_go_before_them(
    digest: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[summarize]\nsentences = 1\nformat = "json"\nmethod = "lead"\n', encoding="utf-8")
    monkeypatch.setenv("DIGEST_CONFIG", str(path))
    story = tmp_path / "a.txt"
    story.write_text("Rain fell. Snow fell. Hail fell.", encoding="utf-8")
    article = json.loads(digest("summarize", story)[1])["articles"][0]
    assert (article["method"], len(article["summary"])) == ("lead", 1)
    article = json.loads(digest("summarize", story, "-n", "2")[1])["articles"][0]
    assert len(article["summary"]) == 2


def test_keys_go_by_the_name_of_an_action_in_quotes_or_not(tmp_path: Path) -> None:
    path = tmp_path / "digest.toml"
    path.write_text('[keys]\n"today.save" = "S, ctrl+s"\nreader.close = "f3"\n', encoding="utf-8")
    assert settings.load(str(path)).keys == (("today.save", "S,ctrl+s"), ("reader.close", "f3"))


def test_config_show_prints_keys_as_they_are_written(
    digest: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "digest.toml"
    monkeypatch.setenv("DIGEST_CONFIG", str(path))
    assert "keys" not in json.loads(digest("config", "show", "--json")[1])
    path.write_text('[keys]\n"today.save" = "S"\n', encoding="utf-8")
    assert json.loads(digest("config", "show", "--json")[1])["keys"] == {"today.save": "S"}
    assert '"today.save" = "S"' in digest("config", "show")[1]


def test_config_init_copies_the_shipped_file_once(digest: Run) -> None:
    status, out, _ = digest("config", "init")
    assert status == 0
    assert out == digest("config", "path")[1]
    assert settings.load(paths.settings_file()) == settings.Settings()
    status, _, err = digest("config", "init")
    assert status == 2
    assert "there already" in err


def test_config_show_prints_what_is_in_force(digest: Run) -> None:
    assert json.loads(digest("config", "show", "--json")[1])["summarize"]["method"] == "ranked"
    assert 'method = "ranked"' in digest("config", "show")[1]


def test_a_bad_settings_file_is_a_usage_error(digest: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "bad.toml"
    path.write_text("x = 1", encoding="utf-8")
    monkeypatch.setenv("DIGEST_CONFIG", str(path))
    status, _, err = digest("summarize", path)
    assert status == 2
    assert str(path) in err
