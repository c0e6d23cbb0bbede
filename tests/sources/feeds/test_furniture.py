"""What publishing software writes under an entry."""

from __future__ import annotations

import pytest

from digest.sources.feeds.furniture import without


@pytest.mark.parametrize(
    "last",
    [
        "The post Rain in May appeared first on The Paper.",
        "Der Beitrag Regen erschien zuerst auf Das Blatt.",
        "(Image credit: Kim Doe)",
        "Continue reading Rain in May →",
        "Read more…",
        "12 posts - 3 participants",
        "[video-player id=”3” size=”big”]",
        "12 posts - 3 participants\n\nRead full topic",
    ],
)
def test_furniture_goes(last: str) -> None:
    assert without(f"It rained.\n\nIt stopped.\n\n{last}") == "It rained.\n\nIt stopped."


@pytest.mark.parametrize(
    "text",
    [
        "It rained.\n\nThe post office was the first to appear.",
        "It rained.\n\nRead more books this year, the minister said.",
        "The post Rain appeared first on The Paper.",
        "It rained.\n\n[She] left.",
        "",
    ],
)
def test_what_an_author_wrote_stays(text: str) -> None:
    assert without(text) == text
