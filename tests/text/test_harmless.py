"""The last look at an output: what could act on a terminal is written out, and says the same where it is read."""

from __future__ import annotations

import json
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.output import to_json, to_toml
from digest.text import toml
from digest.text.clean import clean, harmless
from tests.faults.forbidden import FORBIDDEN, found_in

_SIGNS = sorted(FORBIDDEN - set(map(chr, range(0xD800, 0xE000))))
ACTING = st.text(st.sampled_from(_SIGNS) | st.characters(codec="utf-8"))


@given(ACTING)
def test_nothing_that_acts_is_left(text: str) -> None:
    assert not found_in(harmless(text).replace("\r\n", "").replace("\n", "").replace("\t", ""))


@given(ACTING)
def test_a_clean_text_is_left_alone(text: str) -> None:
    assert harmless(clean(text)) == clean(text)


@given(ACTING)
def test_json_and_toml_say_the_same_and_show_nothing(text: str) -> None:
    for written, read in ((to_json.written, json.loads), (to_toml.written, tomllib.loads)):
        document = written({"a": text})
        assert read(document) == {"a": text}
        assert not found_in(document.replace("\n", ""))


def test_our_own_colours_stay_and_nothing_else_of_the_kind() -> None:
    said = "\x1b[1;31mred\x1b[0m \x1b[2J \x1b]0;x\x07"
    assert harmless(said, colours=True) == "\x1b[1;31mred\x1b[0m \\u001b[2J \\u001b]0;x\\u0007"
    assert "\x1b" not in harmless(said)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("a" + ".a" * 60_000 + " = 1", "more than 1000 parts"),
        (f"b = {{ {'.'.join(['a'] * 5_000)} = 1 }}", "more than 1000 parts"),
        ("x = " + "[" * 200 + "]" * 200, "nested too deeply"),
        ("x = " + "[" * 50_000, "nested too deeply"),
        (f"[{'a.' * 90}a]\n{'b.' * 90}b = 1", "nested too deeply"),
    ],
)
def test_toml_without_bound_is_refused(said: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        toml.loads(said)


def test_toml_with_many_dots_in_its_texts_is_read() -> None:
    dots = "a.b, " * 5_000
    assert toml.loads(f'x = "{dots}"\ny = \'{dots}\'\nz = "\\"{dots}"') == {"x": dots, "y": dots, "z": f'"{dots}'}
