"""stories.toml: what the reader decided is kept, in a file that stays the reader's."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest.errors import OutputError, SettingsError, UsageError
from digest.service import decisions

COMMENTED = """\
# My decisions
[[decisions]]
together = ["a", "b"]  # the ferry

# two quakes
[[decisions]]
apart = ['c', "d"]
# the end
"""


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "stories.toml")


def test_an_absent_file_decides_nothing(path: str) -> None:
    assert decisions.load(path) == ((), ())


def test_what_was_joined_and_parted_comes_back_as_pairs(path: str) -> None:
    decisions.join(path, ["b", "a", "c", "a"])
    decisions.part(path, ["d", "a"])
    assert decisions.load(path) == ((("a", "b"), ("a", "c"), ("b", "c")), (("a", "d"),))


def test_the_later_decision_counts(path: str) -> None:
    decisions.join(path, ["a", "b"])
    decisions.part(path, ["b", "a"])
    assert decisions.load(path) == ((), (("a", "b"),))
    decisions.join(path, ["a", "b"])
    assert decisions.load(path) == ((("a", "b"),), ())


def test_comments_and_layout_stay(path: str) -> None:
    Path(path).write_text(COMMENTED, encoding="utf-8")
    decisions.part(path, ["e", "f"])
    text = Path(path).read_text(encoding="utf-8")
    assert text == f'{COMMENTED}\n[[decisions]]\napart = ["e", "f"]\n'


def test_what_is_decided_already_is_not_written_again(path: str) -> None:
    Path(path).write_text(COMMENTED, encoding="utf-8")
    decisions.join(path, ["b", "a"])
    assert Path(path).read_text(encoding="utf-8") == COMMENTED


def test_the_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "stories.toml"
    decisions.join(str(path), ["a", "b"])
    assert path.is_file()


@pytest.mark.parametrize("ids", [[], ["a"], ["a", "a"], ["a", " "], [str(n) for n in range(501)]])
def test_fewer_than_two_articles_or_far_too_many_are_refused(path: str, ids: list[str]) -> None:
    with pytest.raises(UsageError, match="articles: expected"):
        decisions.join(path, ids)
    assert not Path(path).exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[decisions]\n", "not TOML 1.0"),
        ("[[decision]]\n", "unknown key 'decision' (nearest: decisions; known: decisions)"),
        ("decisions = 3\n", "decisions: expected [[decisions]] tables"),
        ('[[decisions]]\njoin = ["a", "b"]\n', "decisions[1]: unknown key 'join'"),
        ("[[decisions]]\n", "decisions[1]: expected one of together and apart"),
        ('[[decisions]]\ntogether = ["a", "b"]\napart = ["a", "b"]\n', "decisions[1]: expected one of"),
        ('[[decisions]]\ntogether = ["a", "b"]\n[[decisions]]\napart = "a"\n', "decisions[2].apart: expected a list"),
        ("[[decisions]]\ntogether = [1, 2]\n", "decisions[1].together: expected a list"),
        ('[[decisions]]\ntogether = ["a"]\n', "decisions[1].together: expected from 2 to 500 different articles"),
    ],
)
def test_an_error_names_file_decision_and_key(path: str, text: str, says: str) -> None:
    Path(path).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        decisions.load(path)
    assert str(caught.value).startswith(f"{path}: {says}")


def test_a_layout_that_can_not_be_edited_is_left_alone(path: str) -> None:
    text = 'decisions = [{together = ["a", "b"]}]\n'
    Path(path).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match="by hand"):
        decisions.part(path, ["c", "d"])
    assert Path(path).read_text(encoding="utf-8") == text


def test_a_file_that_can_not_be_written_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises((OutputError, SettingsError)):
        decisions.join(str(tmp_path / "file" / "stories.toml"), ["a", "b"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(
    st.lists(st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip), min_size=2, max_size=5, unique=True)
)
def test_any_ids_come_back(path: str, ids: list[str]) -> None:
    Path(path).unlink(missing_ok=True)
    decisions.join(path, ids)
    assert {name for pair in decisions.load(path)[0] for name in pair} == set(ids)
