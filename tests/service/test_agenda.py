"""What lies ahead after many digests: of one event the dates last told."""

from __future__ import annotations

import pytest

from digest.model import AgendaItem, NextStep, Span
from digest.service import agenda


def dated(*days: str) -> dict[str, AgendaItem]:
    what = Span("open the pier", 0, 13)
    step = NextStep(what=what, status="planned", sentence=what)
    return {day: AgendaItem(date=day, step=step, article="a", title="Pier") for day in days}


@pytest.mark.parametrize(
    ("held", "told", "ahead"),
    [
        ([], ["2031-05-03"], ["2031-05-03"]),
        (["2031-05-03"], ["2031-05-09"], ["2031-05-09"]),
        (["2031-05-03"], ["2031-05-03T15:00"], ["2031-05-03T15:00"]),
        (["2031-05-03T15:00"], ["2031-05-03T16:00"], ["2031-05-03T16:00"]),
        (["2031-05-03T15:00"], ["2031-05-03"], ["2031-05-03T15:00"]),
        (["2031-05-03", "2031-05-10"], ["2031-05-10"], ["2031-05-03", "2031-05-10"]),
        (["2031-05-03", "2031-05-10"], ["2031-05-10T15:00"], ["2031-05-03", "2031-05-10T15:00"]),
        (["2031-05-03/2031-05-05"], ["2031-05-03"], ["2031-05-03"]),
    ],
)
def test_a_date_that_is_told_anew_replaces_the_one_it_moves(held: list[str], told: list[str], ahead: list[str]) -> None:
    assert sorted(agenda.renewed(dated(*held), dated(*told))) == ahead
