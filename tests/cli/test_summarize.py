"""`digest summarize`, as a user meets it."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]

STORY = (
    "Harbour opens after storm\n\n"
    "The harbour of Port Ellery opened again on Monday after a storm that lasted three days. "
    "Mayor Ann Bell said that the north pier was badly damaged. "
    "Engineers will inspect the pier on 3 May 2031. "
    "Ferries carried 400 passengers before noon.\n"
)


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "harbour.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_text_for_a_pipe_is_plain_and_linear(digest: Run, story: Path) -> None:
    status, out, err = digest("summarize", story, "-n", "2")
    assert (status, err) == (0, "")
    assert "\033" not in out
    lines = out.splitlines()
    assert lines[0] == "Harbour opens after storm"
    assert lines[1] == str(story)
    assert "  The harbour of Port Ellery opened again on Monday after a storm that lasted three days." in lines
    assert [line for line in lines if line and not line.startswith(" ")][2:] == ["Participants", "Dates", "Ahead"]


@pytest.mark.parametrize(("asked", "sentences"), [("1", 1), ("3", 3), ("50%", 2), ("100%", 4), ("99", 4), ("auto", 2)])
def test_length_is_a_count_or_a_percentage(digest: Run, story: Path, asked: str, sentences: int) -> None:
    _, out, _ = digest("summarize", story, "-n", asked, "-f", "json")
    assert len(json.loads(out)["articles"][0]["summary"]) == sentences


def test_a_word_budget_holds(digest: Run, story: Path) -> None:
    _, out, _ = digest("summarize", story, "--words", "30", "-f", "json")
    chosen = [s["text"] for s in json.loads(out)["articles"][0]["summary"]]
    assert chosen
    assert sum(len(s.split()) for s in chosen) <= 30


def test_every_span_is_verbatim_and_in_reading_order(digest: Run, sample: Path) -> None:
    _, out, _ = digest("summarize", sample, "-f", "json")
    text = sample.read_text(encoding="utf-8")
    article = json.loads(out)["articles"][0]
    starts = [s["at"][0] for s in article["summary"]]
    assert starts == sorted(starts)
    assert len(starts) == 3
    checked = 0
    for row in [r for name in ("summary", "participants", "dates", "next_steps") for r in article[name]]:
        for key, at in row.items():
            if key == "at" or key.endswith("_at"):
                assert text[at[0] : at[1]] == row["text" if key == "at" else key[:-3]]
                checked += 1
    assert checked > 20


@pytest.mark.parametrize("form", ["toml", "json", "markdown", "text"])
def test_output_goes_whole_into_a_file(digest: Run, story: Path, tmp_path: Path, form: str) -> None:
    target = tmp_path / "out.any"
    status, out, _ = digest("summarize", story, "-f", form, "-o", target)
    assert (status, out) == (0, "")
    _, printed, _ = digest("summarize", story, "-f", form)
    assert target.read_text(encoding="utf-8") == printed
    assert sorted(p.name for p in tmp_path.iterdir()) == ["harbour.txt", "out.any"]


def test_the_format_follows_the_name_of_the_output(digest: Run, story: Path, tmp_path: Path) -> None:
    digest("summarize", story, "-o", tmp_path / "x.toml")
    assert tomllib.loads((tmp_path / "x.toml").read_text(encoding="utf-8"))["schema"] == 1
    digest("summarize", story, "-o", tmp_path / "x.md")
    assert (tmp_path / "x.md").read_text(encoding="utf-8").startswith("# Harbour opens after storm\n")


def test_toml_and_json_say_the_same(digest: Run, sample: Path) -> None:
    _, as_toml, _ = digest("summarize", sample, "-f", "toml", "--published", "2026-11-24")
    _, as_json, _ = digest("summarize", sample, "-f", "json", "--published", "2026-11-24")
    assert tomllib.loads(as_toml) == json.loads(as_json)


def test_a_failure_does_not_stop_the_others(digest: Run, story: Path, tmp_path: Path) -> None:
    status, out, err = digest("summarize", tmp_path / "absent.txt", story)
    assert status == 3
    assert "Harbour opens after storm" in out
    assert err == f"digest: {tmp_path}/absent.txt: no such file or directory\n"


def test_a_folder_gives_its_articles_by_name(digest: Run, story: Path, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Alpha\n\nRain *fell* on Tuesday.\n", encoding="utf-8")
    (tmp_path / ".hidden.txt").write_text("No.", encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    _, out, err = digest("summarize", tmp_path, "-f", "json")
    assert [a["title"] for a in json.loads(out)["articles"]] == ["Alpha", "Harbour opens after storm"]
    assert err == ""


def test_standard_input_is_read(digest: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(STORY.encode())))
    status, out, _ = digest("summarize", "-", "-f", "json")
    assert status == 0
    assert json.loads(out)["articles"][0]["source"] == "-"


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "no text in it"),
        (b" \n\t\n", "no text in it"),
        (b"\x7fELF\x02\x01\x01\0\0\0", "a binary file, not text"),
        (b"%PDF-1.7 and so on", "a binary file, not text"),
        (b"text with\0a zero byte", "a binary file, not text"),
    ],
)
def test_what_is_no_text_is_said_in_one_line(digest: Run, tmp_path: Path, body: bytes, says: str) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(body)
    assert digest("summarize", path) == (1, "", f"digest: {path}: {says}\n")


def test_a_huge_file_is_refused_without_being_read(digest: Run, tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(1 << 30)
    assert digest("summarize", path) == (1, "", f"digest: {path}: larger than 16 MiB, the limit for one file\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_said(digest: Run, story: Path) -> None:
    story.chmod(0)
    status, _, err = digest("summarize", story)
    assert (status, err) == (1, f"digest: {story}: permission denied\n")


def test_a_folder_without_articles_is_said(digest: Run, tmp_path: Path) -> None:
    status, out, err = digest("summarize", tmp_path)
    assert (status, out) == (1, "")
    assert err.startswith(f"digest: {tmp_path}: no articles in this folder")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--method", "lexrnk"), "unknown method 'lexrnk' (nearest: lexrank;"),
        (("--published", "yesterday"), "published: expected a date such as 2026-11-24, not 'yesterday'"),
        (("--published", "0001-01-01T00:00+14:00"), "outside the calendar"),
        (("-n", "0"), "sentences: expected a count"),
        (("-n", "-1"), "sentences: expected a count"),
        (("-n", "0%"), "sentences: expected a count"),
        (("-n", "abc"), "sentences: expected a count"),
        (("--words", "0"), "words: expected a whole number"),
        (("-f", "tom"), "unknown format 'tom' (nearest: toml;"),
        (("--lang", "english"), "--lang: expected a two-letter code"),
        (("-o", "/nowhere/at/all.toml"), "/nowhere/at/all.toml: there is no folder /nowhere/at"),
    ],
)
def test_bad_arguments_are_usage_errors_in_one_line(
    digest: Run, story: Path, arguments: tuple[str, ...], says: str
) -> None:
    status, out, err = digest("summarize", story, *arguments)
    assert (status, out) == (2, "")
    assert says in err
    assert err.count("\n") == 1


def test_a_failed_run_leaves_the_old_output(digest: Run, tmp_path: Path) -> None:
    target = tmp_path / "kept.toml"
    target.write_text("before", encoding="utf-8")
    assert digest("summarize", tmp_path / "absent.txt", "-o", target)[0] == 1
    assert target.read_text(encoding="utf-8") == "before"


def test_methods_are_listed_for_people_and_programs(digest: Run) -> None:
    _, out, _ = digest("summarize", "--list-methods")
    names = [line.split()[0] for line in out.splitlines()]
    assert ",".join(names) == "ranked,lead,lexrank,textrank,lsa,luhn,kl,sum-basic,reduction,edmundson,random"
    _, out, _ = digest("summarize", "--list-methods", "-f", "json")
    assert [m["name"] for m in json.loads(out)] == names


def test_scores_are_shown_when_asked(digest: Run, story: Path) -> None:
    _, out, _ = digest("summarize", story, "--method", "lead", "-n", "1", "--scores")
    assert "lasted three days. [1.00]" in out


def test_why_a_sentence_was_chosen_is_shown_when_asked(digest: Run, story: Path) -> None:
    _, out, _ = digest("summarize", story, "-n", "1", "--explain")
    assert re.search(r"^    why: .*opens the article", out, re.MULTILINE)
    for form in ("markdown", "html"):
        assert "opens the article" in digest("summarize", story, "-n", "1", "--explain", "-f", form)[1]
    _, out, _ = digest("summarize", story, "-n", "1", "--explain", "-f", "json")
    assert "opens the article" in json.loads(out)["articles"][0]["summary"][0]["why"]
    assert "why" not in json.loads(digest("summarize", story, "-f", "json")[1])["articles"][0]["summary"][0]


def test_focus_raises_sentences_and_marks_them(digest: Run, story: Path, tmp_path: Path) -> None:
    _, out, _ = digest("summarize", story, "-n", "2", "--focus", "ferry, passengers")
    assert "  Ferries carried 400 passengers before noon. [ferry, passengers]" in out.splitlines()
    target = tmp_path / "saved.toml"
    digest("summarize", story, "-n", "2", "--focus", "ferry", "-o", target)
    saved = tomllib.loads(target.read_text(encoding="utf-8"))["articles"][0]["summary"]
    assert ["ferry"] in [s.get("focus") for s in saved]
    assert digest("verify", target)[0] == 0


def test_focus_comes_from_the_settings_too(
    digest: Run, story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.toml"
    path.write_text('[summarize]\nfocus = ["ferry"]\nsentences = 2\n', encoding="utf-8")
    monkeypatch.setenv("DIGEST_CONFIG", str(path))
    assert "before noon. [ferry]" in digest("summarize", story)[1]
    assert "[" not in digest("summarize", story, "--focus", "")[1]


def test_a_language_that_we_have_no_words_of_gives_the_lead_and_says_so(digest: Run, tmp_path: Path) -> None:
    path = tmp_path / "x.txt"
    path.write_text("Zorp blig nart. Zorp fon dril. Nart blig zorp fon.", encoding="utf-8")
    _, out, _ = digest("summarize", path, "--lang", "xx", "-f", "json")
    article = json.loads(out)["articles"][0]
    assert (article["method"], article["summary"][0]["text"]) == ("lead", "Zorp blig nart.")
    assert article["note"] == "no list of small words for the language 'xx'; these are the opening sentences"


def test_a_fallback_is_said(digest: Run, tmp_path: Path) -> None:
    path = tmp_path / "stop.txt"
    path.write_text("The of and. To the of. And it is.", encoding="utf-8")
    _, out, err = digest("summarize", path, "--method", "textrank", "-n", "1")
    assert "Note: textrank found nothing to rank here; these are the opening sentences." in out
    assert err == ""


def test_control_bytes_of_an_article_and_of_a_name_never_come_out(digest: Run, tmp_path: Path) -> None:
    path = tmp_path / "a\033]0;x\007\u202eb.txt"
    path.write_text("Bad \033[31mred\033[0m news\u202e came \x9d52;c on Monday.", encoding="utf-8")
    for form in ("text", "markdown", "toml", "json"):
        status, out, err = digest("summarize", path, "-f", form)
        assert status == 0
        assert not set(out + err) & set("\033\007\u202e\x9d")


def test_on_a_terminal_it_is_wrapped_and_coloured_unless_no_color(story: Path) -> None:
    import pty

    def seen(**extra: str) -> str:
        parent, child = pty.openpty()
        environment = {**os.environ, "COLUMNS": "50", "TERM": "xterm", **extra}
        command = [sys.executable, "-m", "digest", "summarize", str(story)]
        subprocess.run(command, stdout=child, env=environment, check=True, stdin=subprocess.DEVNULL)
        os.close(child)
        parts = []
        try:
            while part := os.read(parent, 65536):
                parts.append(part)
        except OSError:  # how a closed terminal ends on Linux
            pass
        os.close(parent)
        return b"".join(parts).decode()

    coloured, plain = seen(), seen(NO_COLOR="1")
    assert "\033[1m" in coloured
    assert "\033" not in plain
    assert max(len(line.rstrip()) for line in plain.splitlines() if str(story.parent) not in line) <= 50


def test_a_closed_pipe_ends_quietly(sample: Path) -> None:
    script = f"{sys.executable} -m digest summarize {sample} {sample} | true"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr == ""
