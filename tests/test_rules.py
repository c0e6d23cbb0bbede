"""Mute and keep rules: words whole and folded, patterns that can't hang, errors that name rule and key."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import paths, settings
from digest.errors import SettingsError
from digest.model import Article
from digest.rules import Decision, Rules


def _article(title: str = "", text: str = "", **more: Any) -> Article:
    return Article(id="1", title=title, text=text, source=more.pop("source", "https://news.example/rss"), **more)


def _rules(*tables: dict[str, Any]) -> Rules:
    return Rules.load([{"action": "mute", "field": "any", **table} for table in tables], "digest.toml")


def _mutes(table: dict[str, Any], text: str) -> bool:
    return _rules(table).decide(_article(text=text)).muted


@pytest.mark.parametrize(
    ("words", "text", "muted"),
    [
        (["golf"], "GOLF today", True),
        (["golf"], "golfing today", False),
        (["golf"], "minigolf", False),
        (["golf"], "golf's end", True),
        (["climate change"], "Climate\nChange", True),
        (["climate change"], "climate, change", False),
        (["Straße"], "die STRASSE", True),
        (["c++"], "C++20 is out", True),
        (["c++"], "abc++", False),
        (["кот"], "Кот спит", True),
        (["кот"], "который", False),
        (["中国"], "在中国人民", True),
        (["ไทย"], "ประเทศไทยวันนี้", True),
        (["क"], "की बात", False),
        (["cafe\u0301"], "Café Central", True),
        (["x]y\\z^-"], "an x]y\\z^- b", True),
        (["a", "b"], "only b here", True),
        (["a_b"], "a_b_c", False),
    ],
)
def test_words_are_whole_and_folded(words: list[str], text: str, muted: bool) -> None:
    assert _mutes({"words": words}, text) is muted


@pytest.mark.parametrize(
    ("pattern", "text", "muted"),
    [
        (r"(?i)sponsored\s+by", "Sponsored  by a shop", True),
        (r"sponsored", "Sponsored", False),
        (r"^\d+ things", "12 things to do", True),
        (r"\bad\b", "an ad here", True),
        (r"\bad\b", "adder", False),
        (r"\pLot", "кот: жot", True),
    ],
)
def test_patterns_are_matched_as_they_are_written(pattern: str, text: str, muted: bool) -> None:
    assert _mutes({"pattern": pattern}, text) is muted


@pytest.mark.parametrize(
    ("field", "article"),
    [
        ("title", _article(title="Golf")),
        ("text", _article(text="golf")),
        ("author", _article(authors=("Ann", "Golf"))),
        ("tag", _article(tags=("golf",))),
        ("url", _article(url="https://x.example/golf/1")),
        ("feed", _article(source="https://golf.example/rss")),
    ],
)
def test_a_rule_looks_at_its_own_field_alone(field: str, article: Article) -> None:
    fields = ("title", "text", "author", "tag", "url", "feed")
    for asked in (*fields, "any"):
        decision = _rules({"field": asked, "words": ["golf"]}).decide(article)
        assert decision.muted is (asked in {field, "any"})


def test_the_feed_field_is_its_title_too_and_its_tags_count_as_tags() -> None:
    assert _rules({"field": "feed", "words": ["golf"]}).decide(_article(), "Golf Weekly").muted
    assert _rules({"field": "tag", "words": ["golf"]}).decide(_article(), "", ("golf",)).muted


def test_keep_goes_before_mute_whatever_their_order_and_the_decision_names_the_rule() -> None:
    mute = {"action": "mute", "field": "title", "words": ["golf"], "name": "no golf"}
    keep = {"action": "keep", "field": "text", "words": ["Seoul"], "name": "Seoul"}
    for order in ([mute, keep], [keep, mute]):
        rules = Rules.load(order, "digest.toml")
        assert rules.decide(_article("golf", "in Seoul")) == Decision(False, "Seoul")
        assert rules.decide(_article("golf", "in Busan")) == Decision(True, "no golf")
        assert rules.decide(_article("chess", "in Seoul")) == Decision(False, "")


@pytest.mark.parametrize("named", ["HTTPS://News.Example/rss", "daily NEWS", "World"])
def test_a_rule_can_be_for_some_feeds_by_address_title_or_tag(named: str) -> None:
    rules = _rules({"words": ["golf"], "feeds": [named]})
    assert rules.decide(_article("golf"), "Daily News", ("world",)).muted
    assert not rules.decide(_article("golf", source="https://other.example/"), "Other", ("sport",)).muted


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"action": "hide", "field": "any", "words": ["a"]}, "rules[1].action: unknown action 'hide'"),
        ({"action": "mute", "field": "titel", "words": ["a"]}, "field: unknown field 'titel' (nearest: title;"),
        ({"action": "mute", "field": "any", "word": ["a"]}, "rules[1]: unknown key 'word' (nearest: words;"),
        ({"action": "mute", "field": "any"}, "rules[1]: expected either words or pattern"),
        ({"action": "mute", "field": "any", "words": ["a"], "pattern": "a"}, "not both"),
        ({"field": "any", "words": ["a"]}, "rules[1].action: missing"),
        ({"action": "mute", "words": ["a"]}, "rules[1].field: missing"),
        ({"action": "mute", "field": "any", "words": "a"}, "words: expected a list of texts"),
        ({"action": "mute", "field": "any", "words": []}, "words: expected a list of texts"),
        ({"action": "mute", "field": "any", "words": [" "]}, "words: expected a list of texts"),
        ({"action": "mute", "field": "any", "words": ["a"] * 9_999}, "words: too many"),
        ({"action": "mute", "field": "any", "pattern": "("}, "rules[1].pattern: missing )"),
        ({"action": "mute", "field": "any", "pattern": "(?=a)"}, "without look-around"),
        ({"action": "mute", "field": "any", "pattern": r"(a)\1"}, "back-references"),
        ({"action": "mute", "field": "any", "pattern": ".{999}"}, "pattern: too large"),
        ({"action": "mute", "field": "any", "pattern": "((a{99}){99}){99}"}, "rules[1].pattern: "),
        ({"action": "mute", "field": "any", "pattern": r"\bкот\b"}, "pattern: \\b knows only"),
        ({"action": "mute", "field": "any", "pattern": ""}, "pattern: expected a pattern"),
        ({"action": "mute", "field": "any", "pattern": "\ud800"}, "pattern: not a text"),
        ({"action": "mute", "field": "any", "words": ["a"], "name": 3}, "name: expected a name"),
        ({"action": ["mute"], "field": "any", "words": ["a"]}, "action: unknown action"),
    ],
)
def test_errors_name_file_rule_and_key(table: dict[str, Any], says: str) -> None:
    with pytest.raises(SettingsError) as error:
        Rules.load([table], "digest.toml")
    assert str(error.value).startswith("digest.toml: rules[1]")
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_two_rules_can_not_have_one_name_and_rules_are_tables() -> None:
    table = {"action": "mute", "field": "any", "words": ["a"]}
    with pytest.raises(SettingsError, match=r"rules\[2\].name: another rule"):
        Rules.load([table, table], "digest.toml")
    with pytest.raises(SettingsError, match=r"expected \[\[rules\]\] tables"):
        Rules.load({"action": "mute"}, "digest.toml")


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+$", "(.*)*b{3}", "(a*)*c", "(x+x+)+y", ".{300}b"])
def test_no_pattern_hangs_on_a_megabyte(pattern: str) -> None:
    assert not _mutes({"pattern": pattern}, "a" * 999_999 + "!")


def test_no_words_hang_on_a_megabyte() -> None:
    assert not _mutes({"words": ["a" * 500, "a a b"]}, "a" * 500_000 + "!" + "a " * 250_000)


def test_rules_are_read_with_the_settings() -> None:
    table = {"action": "keep", "field": "tag", "words": ["science"]}
    chosen = settings.from_tables({"rules": [table]}, "digest.toml")
    assert [rule.name for rule in chosen.rules] == ["keep tag: science"]
    with pytest.raises(SettingsError, match=r"digest.toml: rules\[1\].field: missing"):
        settings.from_tables({"rules": [{"action": "mute", "words": ["a"]}]}, "digest.toml")


_ANY = st.text(st.characters(exclude_categories=()))


@given(_ANY, _ANY)
def test_lone_surrogates_do_no_harm(title: str, text: str) -> None:
    rules = _rules({"words": ["golf"]}, {"pattern": "golf"})
    assert rules.decide(_article(title, text)).muted in {True, False}


@given(st.text(min_size=1), st.text())
def test_any_word_and_any_text_are_answered(word: str, text: str) -> None:
    try:
        rules = _rules({"words": [word]})
    except SettingsError:
        return
    assert rules.decide(_article(text=text)).muted in {True, False}
    assert rules.decide(_article(text=f"{text} {word} {text}")).muted


@given(st.text(min_size=1), st.text())
def test_any_pattern_is_refused_or_answered(pattern: str, text: str) -> None:
    try:
        rules = _rules({"pattern": pattern})
    except SettingsError:
        return
    assert rules.decide(_article(text=text)).muted in {True, False}


def test_a_lone_surrogate_hides_nothing() -> None:
    for table in ({"words": ["golf"]}, {"pattern": "golf"}):
        assert _mutes(table, "\ud800 golf")


def test_the_example_in_the_shipped_settings_is_a_rule() -> None:
    shipped = Path(paths.shipped("config/digest.toml")).read_text(encoding="utf-8")
    example = shipped[shipped.index("# [[rules]]") :].split("\n\n")[0]
    lines = [line.removeprefix("# ") for line in example.splitlines()]
    (rule,) = settings.from_tables(tomllib.loads("\n".join(lines)), "digest.toml").rules
    assert (rule.action, rule.name) == ("mute", "no golf")
