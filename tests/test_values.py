"""Values behave as frozen dataclasses do, to the library and to copies."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest

from digest.model import Article, Span
from digest.values import Value

ARTICLE = Article(id="1", title="t", text="x", source="-")


class Pair(Value):
    left: int
    right: int = 2


def test_fields_come_by_place_name_or_default() -> None:
    assert Pair(1) == Pair(left=1, right=2) == Pair(1, 2)
    assert Pair(1) != Pair(2)
    assert Pair(1) != Span("", 1, 2)
    assert ARTICLE.authors == ()


@pytest.mark.parametrize(
    "wrong", [lambda: Pair(), lambda: Pair(1, 2, 3), lambda: Pair(1, middle=3), lambda: Article("1")]
)
def test_wrong_arguments_are_type_errors(wrong: object) -> None:
    with pytest.raises(TypeError):
        wrong()  # type: ignore[operator]


def test_nothing_can_be_changed_or_added() -> None:
    pair = Pair(1)
    for change in (lambda: setattr(pair, "left", 3), lambda: setattr(pair, "new", 3), lambda: delattr(pair, "left")):
        with pytest.raises(AttributeError):
            change()
    assert not hasattr(pair, "__dict__")


def test_the_dataclasses_module_takes_them_for_its_own() -> None:
    assert dataclasses.is_dataclass(Pair(1))
    assert [f.name for f in dataclasses.fields(Article)][:2] == ["id", "title"]
    assert dataclasses.asdict(Pair(1)) == {"left": 1, "right": 2}
    assert dataclasses.replace(ARTICLE, title="u").title == "u"


def test_copies_and_pickles_are_equal() -> None:
    for value in (Pair(1, 3), ARTICLE):
        assert copy.deepcopy(value) == value
        assert pickle.loads(pickle.dumps(value)) == value


def test_values_match_by_place() -> None:
    match Pair(1, 3):
        case Pair(left, right):
            assert (left, right) == (1, 3)
