"""The sample article, and the same article under other names, countries and dates: no rule knows this text."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Run = Callable[..., tuple[int, str, str]]

ORIGINAL: dict[str, str] = {}
OTHERS: dict[str, dict[str, str]] = {
    "the Nordics": {
        "South Korea": "Norway",
        "the United States": "Finland",
        "Japan": "Sweden",
        "Seoul": "Oslo",
        "Yongsan": "Fornebu",
        "US deputy": "Finnish deputy",
        "US President Donald Trump": "Finnish President Pekka Aaltonen",
        "Andrew Winternitz": "Marja Virtanen",
        "Woo Kyung-seok": "Kari-Anne Haugen",
        "Osamu Ashizuka": "Lars af Ekström",
        "East Asia": "the Baltic Sea",
        "Sweden-US": "Sweden-Finland",
        "Indo-Pacific": "Arctic",
        "North Korea": "Russia",
        "China": "Belarus",
        "September 10, 2024": "March 3, 2029",
        "the first half of 2025": "the second half of 2030",
        "Tuesday and Wednesday": "Thursday and Friday",
    },
    "South America": {
        "South Korea": "Chile",
        "the United States": "Argentina",
        "Japan": "Peru",
        "Seoul": "Santiago",
        "Yongsan": "Providencia",
        "US deputy": "Argentine deputy",
        "US President Donald Trump": "Argentine President Ana Gutiérrez",
        "Andrew Winternitz": "Diego Ferrari",
        "Woo Kyung-seok": "Camila Rojas",
        "Osamu Ashizuka": "Luis de la Cruz",
        "East Asia": "Latin America",
        "Peru-US": "Peru-Argentina",
        "Indo-Pacific": "Andean",
        "North Korea": "Bolivia",
        "China": "Ecuador",
        "September 10, 2024": "June 21, 2033",
        "the first half of 2025": "the third quarter of 2034",
        "Tuesday and Wednesday": "Monday and Tuesday",
    },
}
EXPECTED: dict[str, dict[str, Any]] = {
    "the original": {
        "people": {
            "Andrew Winternitz": ("deputy assistant secretary of defense for East Asia", None, "US"),
            "Woo Kyung-seok": ("deputy director-general for international policy", None, "KR"),
            "Osamu Ashizuka": ("director for Japan-US defense cooperation", "Ministry of Defense", "JP"),
            "Donald Trump": ("President", None, "US"),
        },
        "countries": {"KR", "US", "JP"},
        "last": "2024-09-10",
        "next": "2025-01/2025-06",
        "published": "2024-09-26",
        "days": "2024-09-24/2024-09-25",
    },
    "the Nordics": {
        "people": {
            "Marja Virtanen": ("deputy assistant secretary of defense for the Baltic Sea", None, "FI"),
            "Kari-Anne Haugen": ("deputy director-general for international policy", None, "NO"),
            "Lars af Ekström": ("director for Sweden-Finland defense cooperation", "Ministry of Defense", "SE"),
            "Pekka Aaltonen": ("President", None, "FI"),
        },
        "countries": {"NO", "FI", "SE"},
        "last": "2029-03-03",
        "next": "2030-07/2030-12",
        "published": "2029-10-27",
        "days": "2029-10-25/2029-10-26",
    },
    "South America": {
        "people": {
            "Diego Ferrari": ("deputy assistant secretary of defense for Latin America", None, "AR"),
            "Camila Rojas": ("deputy director-general for international policy", None, "CL"),
            "Luis de la Cruz": ("director for Peru-Argentina defense cooperation", "Ministry of Defense", "PE"),
            "Ana Gutiérrez": ("President", None, "AR"),
        },
        "countries": {"CL", "AR", "PE"},
        "last": "2033-06-21",
        "next": "2034-07/2034-09",
        "published": "2033-10-12",
        "days": "2033-10-10/2033-10-11",
    },
}


def _retold(text: str, names: dict[str, str]) -> str:
    for old, new in names.items():
        text = text.replace(old, new)
    return text


@pytest.fixture(params=EXPECTED)
def told(request: pytest.FixtureRequest, sample: Path, tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    path = tmp_path / "story.txt"
    path.write_text(_retold(sample.read_text(encoding="utf-8"), OTHERS.get(request.param, {})), encoding="utf-8")
    return path, EXPECTED[request.param]


def _article(digest: Run, path: Path, *options: str) -> dict[str, Any]:
    status, out, err = digest("summarize", path, "-f", "json", *options)
    assert (status, err) == (0, "")
    article: dict[str, Any] = json.loads(out)["articles"][0]
    return article


def test_participants_have_their_role_organisation_and_country(digest: Run, told: tuple[Path, dict[str, Any]]) -> None:
    path, expected = told
    participants = _article(digest, path)["participants"]
    people = {
        p["name"]: (p.get("role"), p.get("organisation"), p.get("country_code"))
        for p in participants
        if p["kind"] == "person"
    }
    assert people == expected["people"]
    parties = {p["country_code"] for p in participants if p["kind"] == "country"}
    assert expected["countries"] <= parties


def test_dates_are_resolved_only_where_the_text_or_its_day_settle_them(
    digest: Run, told: tuple[Path, dict[str, Any]]
) -> None:
    path, expected = told
    unknown = {d["text"]: d.get("value") for d in _article(digest, path)["dates"]}
    assert expected["last"] in unknown.values()
    assert expected["next"] in unknown.values()
    days = next(text for text in unknown if "day and " in text)
    assert unknown[days] is None
    assert unknown["later this year"] is None
    known = {d["text"]: d.get("value") for d in _article(digest, path, "--published", expected["published"])["dates"]}
    assert known[days] == expected["days"]


def test_next_steps_have_their_status(digest: Run, told: tuple[Path, dict[str, Any]]) -> None:
    path, expected = told
    steps = _article(digest, path)["next_steps"]

    def step(status: str, words: str) -> dict[str, Any]:
        return next(s for s in steps if s["status"] == status and words in s["what"])

    assert step("expected", "Defense Trilateral Talks")["when"] == "later this year"
    assert step("planned", "high-level dialogue")["date"] == expected["next"]
    assert "date" in step("undecided", "date")["what"]


def test_the_summary_is_three_sentences_in_reading_order(digest: Run, told: tuple[Path, dict[str, Any]]) -> None:
    path, _ = told
    text = path.read_text(encoding="utf-8")
    summary = _article(digest, path)["summary"]
    assert len(summary) == 3
    assert [s["at"] for s in summary] == sorted(s["at"] for s in summary)
    assert all(text[s["at"][0] : s["at"][1]] == s["text"] for s in summary)
