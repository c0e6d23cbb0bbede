"""feeds.toml: errors name file, feed and key; edits leave everything else as it was."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from digest import paths, subscriptions
from digest.errors import OutputError, SettingsError, UsageError
from digest.model import Subscription
from digest.subscriptions import FeedsFile
from digest.text.clean import clean

COMMENTED = """\
# My feeds
# World
[[feeds]]
url = "https://a.example/rss"  # the first
tags = ["world"]    # sic

# Science
[[feeds]]
title = "B"
url = 'https://b.example/rss'

  # the last
[[feeds]]
url = "https://c.example/rss"
headers = { "X-Key" = "$KEY" }
# the end
"""


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "feeds.toml")


def _write(path: str, body: str) -> None:
    Path(path).write_text(body, encoding="utf-8")


def _body(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


def test_every_key_is_read(path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    _write(
        path,
        '\ufeff[[feeds]]\nurl = "https://a.example/rss"\ntitle = "A\\u202e"\ntags = ["x", "y", "x"]\nfull_text = true\n'
        'headers = { X-Key = "$KEY", Accept-Language = "de" }\nuser = "me"\npassword = "$PASS"\n'
        '[[feeds]]\nurl = "articles/../notes"\n[[feeds]]\nurl = "~/news.xml"\n',
    )
    assert subscriptions.load(path).feeds == (
        Subscription(
            url="https://a.example/rss",
            title="A",
            tags=("x", "y"),
            full_text=True,
            headers=(("X-Key", "$KEY"), ("Accept-Language", "de")),
            user="me",
            password="$PASS",
        ),
        Subscription(url=str(tmp_path / "notes")),
        Subscription(url="/home/me/news.xml"),
    )


def test_no_file_means_no_feeds(path: str) -> None:
    assert subscriptions.load(path) == subscriptions.Subscriptions()


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("[[feed]]\nurl = 'https://a.example'", "unknown key 'feed' (nearest: feeds;"),
        ("feeds = 3", "feeds: expected [[feeds]] tables"),
        ("[[feeds]]\ntitle = 'a'", "feeds[1].url: missing"),
        ("[[feeds]]\nurl = 'a'\n[[feeds]]\nurl = 3", "feeds[2].url: expected a text in quotes"),
        ("[[feeds]]\nurl = 'a'\ntag = ['x']", "feeds[1]: unknown key 'tag' (nearest: tags;"),
        ("[[feeds]]\nurl = 'a'\ntags = 'x'", "feeds[1].tags: expected a list"),
        ("[[feeds]]\nurl = 'a'\ntags = ['x,y']", "feeds[1].tags: expected a tag without comma"),
        ("[[feeds]]\nurl = 'a'\ntags = [3]", "feeds[1].tags: expected a text"),
        ("[[feeds]]\nurl = 'a'\nfull_text = 'yes'", "feeds[1].full_text: expected true or false"),
        ("[[feeds]]\nurl = 'exec:rm'", "feeds[1].url: expected an http(s) address or a path"),
        ("[[feeds]]\nurl = 'ftp://a.example/'", "feeds[1].url: expected an http(s) address or a path"),
        ("[[feeds]]\nurl = 'https://'", "feeds[1].url: expected an http(s) address"),
        ("[[feeds]]\nurl = 'https://a.example:99999/'", "feeds[1].url: expected an http(s) address"),
        ("[[feeds]]\nurl = 'https://[::1/'", "feeds[1].url: expected an http(s) address"),
        ("[[feeds]]\nurl = 'https://a.example/ x'", "feeds[1].url: expected an http(s) address"),
        ("[[feeds]]\nurl = \"https://a.example/\\u202e\"", "feeds[1].url: expected an http(s) address"),
        ("[[feeds]]\nurl = 'a'\nuser = 'me'\npassword = 'hunter2'", "feeds[1].password: expected \"$NAME\""),
        ("[[feeds]]\nurl = 'a'\npassword = '$P'", "feeds[1].user: missing"),
        ("[[feeds]]\nurl = 'a'\nheaders = ['x']", "feeds[1].headers: expected a table"),
        ("[[feeds]]\nurl = 'a'\nheaders = {'X Y' = 'z'}", "feeds[1].headers: 'X Y' is not the name"),
        ("[[feeds]]\nurl = 'a'\nheaders = {X = \"a\\r\\nb\"}", "feeds[1].headers: X: expected a text"),
        ("[[feeds]]\nurl = 'a'\nheaders = {Host = 'b'}", "feeds[1].headers: Host can't be set"),
        ("[[feeds]]\nurl = 'a'\nheaders = {Cookie = 's=1'}", "feeds[1].headers: Cookie: expected \"$NAME\""),
        ("[[feeds", "not TOML 1.0"),
    ],
)  # fmt: skip
def test_errors_name_file_feed_and_key(path: str, body: str, says: str) -> None:
    _write(path, body)
    with pytest.raises(SettingsError) as error:
        subscriptions.load(path)
    assert str(error.value).startswith(f"{path}: ")
    assert says in str(error.value)
    assert "hunter2" not in str(error.value)


@pytest.mark.parametrize("url", ["https://me:hunter2@a.example/", "https://hunter2@a.example/"])
def test_a_password_in_an_address_is_an_error_that_does_not_repeat_it(path: str, url: str) -> None:
    _write(path, f'[[feeds]]\nurl = "{url}"')
    with pytest.raises(SettingsError, match=r"feeds\[1\].url: the address holds a user or password") as error:
        subscriptions.load(path)
    assert "hunter2" not in str(error.value)


def test_feeds_that_are_there_twice_are_told_and_count_once(path: str) -> None:
    _write(path, "".join(f'[[feeds]]\nurl = "{u}"\n' for u in ("https://a.example", "b", "HTTPS://A.example:443/#x")))
    said = subscriptions.load(path)
    assert [p.what for p in said.problems] == ["feeds[3].url: the same as feeds[1].url"]
    assert [os.path.basename(feed.url) for feed in said.feeds] == ["a.example", "b"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://A.example", "http://a.example:80/#top"),
        ("https://a.example:443/x", "HTTPS://a.example./x"),
        ("http://[::1]:80/", "http://[::1]"),
    ],
)
def test_addresses_that_lead_to_one_place_are_equal(one: str, other: str) -> None:
    assert subscriptions.normal(one) == subscriptions.normal(other)


@pytest.mark.parametrize(
    "url", ["http://a.example/X", "https://a.example/x", "http://a.example:8080/x", "http://a.example/x?"]
)
def test_addresses_that_may_lead_elsewhere_differ(url: str) -> None:
    assert subscriptions.normal(url) != subscriptions.normal("http://a.example/x") or url.endswith("?")


def test_adding_appends_and_leaves_the_rest_byte_for_byte(path: str) -> None:
    _write(path, COMMENTED)
    file = FeedsFile(path)
    fresh = Subscription(
        url="https://d.example/", title='D "\\ é', tags=("x", "y"), full_text=True, headers=(("A-B", "$C"),)
    )
    again = Subscription(url="HTTPS://A.example:443/rss")
    assert file.add([fresh, again, fresh]) == (again, fresh)
    file.save()
    assert _body(path).startswith(COMMENTED)
    assert _body(path).endswith(
        '# the end\n\n[[feeds]]\nurl = "https://d.example/"\ntitle = "D \\"\\\\ é"\n'
        'tags = ["x", "y"]\nfull_text = true\n'
        'headers = {A-B = "$C"}\n'
    )
    assert subscriptions.load(path).feeds[3] == fresh


def test_adding_to_an_inline_list_keeps_it_one(path: str) -> None:
    _write(path, 'feeds = [\n  { url = "https://a.example/" }, # one\n]\n')
    file = FeedsFile(path)
    file.add([Subscription(url="https://b.example/", tags=("x",))])
    file.retitle(0, "A")
    file.retitle(1, "B")
    file.save()
    assert "# one" in _body(path)
    file.remove([0])
    file.save()
    assert _body(path).startswith("feeds = [")
    assert [(feed.title, feed.tags) for feed in subscriptions.load(path).feeds] == [("B", ("x",))]


def test_removing_keeps_the_comments_of_the_others(path: str) -> None:
    for gone, lines in ((0, 3), (1, 4), (2, 4)):
        _write(path, COMMENTED)
        file = FeedsFile(path)
        file.remove([gone])
        file.save()
        comments = [line for line in _body(path).splitlines() if line.strip().startswith("#")]
        assert comments == ["# My feeds", "# World", "# Science", "  # the last", "# the end"]
        assert len(subscriptions.load(path).feeds) == 2
        assert lines


def test_removing_all_leaves_a_file_to_add_to(path: str) -> None:
    _write(path, COMMENTED)
    file = FeedsFile(path)
    file.remove([0, 1, 2])
    file.add([Subscription(url="https://d.example/")])
    file.save()
    assert [feed.url for feed in subscriptions.load(path).feeds] == ["https://d.example/"]
    assert "# My feeds" in _body(path)


def test_a_new_title_stands_with_its_feed_and_comments_stay(path: str) -> None:
    _write(path, COMMENTED)
    file = FeedsFile(path)
    file.retitle(0, "A")
    file.retag(1, ("science",))
    file.readdress(2, "https://new.example/rss")
    file.save()
    assert _body(path) == COMMENTED.replace("# sic\n", '# sic\ntitle = "A"\n').replace(
        "b.example/rss'\n", 'b.example/rss\'\ntags = ["science"]\n'
    ).replace("c.example", "new.example")


def test_headers_as_a_table_of_their_own_survive_an_edit(path: str) -> None:
    _write(path, '[[feeds]]\nurl = "https://a.example/"\n[feeds.headers]\nX-A = "b"\n# end\n')
    file = FeedsFile(path)
    file.retitle(0, "A")
    file.save()
    assert subscriptions.load(path).feeds == (
        Subscription(url="https://a.example/", title="A", headers=(("X-A", "b"),)),
    )
    assert "# end" in _body(path)


def test_a_layout_that_can_not_be_edited_is_left_alone(path: str) -> None:
    body = 'feeds = [ { url = "https://a.example/" } ]\n'
    _write(path, body)
    file = FeedsFile(path)
    with pytest.raises(SettingsError, match="please make this change by hand"):
        file.readdress(0, "exec:rm")  # a file must never come to say what can't be read back
    file.save()
    assert _body(path) == body


def test_a_new_file_is_for_its_owner_alone_and_a_mode_is_kept(path: str) -> None:
    file = FeedsFile(path)
    file.add([Subscription(url="https://a.example/")])
    file.save()
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    os.chmod(path, 0o640)
    file.retitle(0, "A")
    file.save()
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o640


def test_what_can_not_be_written_leaves_things_as_they_were(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(tmp_path / "absent" / "feeds.toml")
    file = FeedsFile(str(link))
    file.add([Subscription(url="https://a.example/")])
    with pytest.raises(OutputError, match=r"link\.toml: no such file"):
        file.save()
    assert link.is_symlink()

    def full(path: str, text: str) -> None:
        raise OutputError(f"{path}: no space left on device")

    monkeypatch.setattr("digest.output.write.whole", full)
    file = FeedsFile(path)
    file.add([Subscription(url="https://a.example/")])
    with pytest.raises(OutputError, match="no space left"):
        file.save()
    assert not os.path.exists(path)


def test_nothing_is_written_over_what_someone_else_wrote_meanwhile(path: str) -> None:
    file = FeedsFile(path)
    _write(path, COMMENTED)
    file.add([Subscription(url="https://d.example/")])
    with pytest.raises(SettingsError, match="changed by someone else"):
        file.save()
    assert _body(path) == COMMENTED


def test_feeds_are_found_by_address_and_title() -> None:
    feeds = [
        Subscription(url="https://a.example/", title="Daily"),
        Subscription(url="b", title="daily"),
        Subscription(url="c", title="C"),
    ]
    assert subscriptions.find(feeds, "HTTPS://A.example:443") == 0
    assert subscriptions.find(feeds, "c") == 2
    with pytest.raises(UsageError, match="2 feeds are called 'DAILY'"):
        subscriptions.find(feeds, "DAILY")
    with pytest.raises(UsageError, match=r"no feed is called 'Dayly' \(nearest: Daily\)"):
        subscriptions.find(feeds, "Dayly")


def test_the_starter_list_is_a_dozen_feeds_with_titles_and_tags() -> None:
    said = subscriptions.load(paths.shipped("seeds/feeds.toml"))
    assert said.problems == ()
    assert len(said.feeds) >= 10
    assert all(feed.url.startswith("https://") and feed.title and feed.tags for feed in said.feeds)
    assert {tag for feed in said.feeds for tag in feed.tags} == {"world", "science", "technology"}


def _is_tag(text: str) -> bool:
    return bool(text) and not {",", "/"} & set(text)


_TITLES = st.text(max_size=20).map(lambda t: clean(t, one_line=True))
_TAGS = st.lists(st.text(max_size=8).map(lambda t: clean(t, one_line=True)).filter(_is_tag), max_size=3)
_EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, 9), _TITLES, _TAGS),
        st.tuples(st.just("remove"), st.integers(0, 9)),
        st.tuples(st.just("title"), st.integers(0, 9), _TITLES),
        st.tuples(st.just("tags"), st.integers(0, 9), _TAGS),
    ),
    max_size=8,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(_EDITS)
def test_any_edits_give_what_they_should_and_keep_every_comment(path: str, edits: list[tuple]) -> None:  # type: ignore[type-arg]
    _write(path, COMMENTED)
    for verb, number, *values in edits:
        file = FeedsFile(path)
        expected = list(file.feeds)
        if verb == "add":
            fresh = Subscription(
                url=f"https://{number}.example/", title=values[0], tags=tuple(dict.fromkeys(values[1]))
            )
            if not file.add([fresh]):
                expected.append(fresh)
        elif number < len(expected):
            if verb == "remove":
                file.remove([number])
                del expected[number]
            elif verb == "title":
                file.retitle(number, values[0])
                expected[number] = expected[number].__replace__(title=values[0])
            else:
                tags = tuple(dict.fromkeys(values[0]))
                file.retag(number, tags)
                expected[number] = expected[number].__replace__(tags=tags)
        file.save()
        assert list(subscriptions.load(path).feeds) == expected
        for comment in ("# My feeds", "# World", "# Science", "# the last", "# the end"):
            assert comment in _body(path)


@given(st.one_of(st.text(st.characters(exclude_categories=())), st.text("htp:/@[]a.:0#?% \t").map("http://".__add__)))
def test_any_text_is_a_source_or_a_usage_error(text: str) -> None:
    try:
        place = subscriptions.source(text)
    except UsageError:
        return
    assert subscriptions.is_web(place) or os.path.isabs(place)
    assert subscriptions.normal(subscriptions.normal(place)) == subscriptions.normal(place)
