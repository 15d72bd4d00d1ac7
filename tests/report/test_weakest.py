"""The weakest evidence behind an answer: what decides is named before a trifle with a wider range."""

from __future__ import annotations

import pytest

from sim.report.page.evidence import weakest
from sim.report.page.short import FULLEST, PACE, STAYS, behind_coming, behind_stays
from sim.scenario.load import load

NAMED = {
    "who comes": (PACE, "demand.lists.rate.2025-06-11 = 6 cases / month (3 to 10)"),
    "the fullest moment": (FULLEST, "demand.lists.rate.2025-06-11 = 6 cases / month (3 to 10)"),
    "stays": (STAYS, "destinations.refusing.documents.time.median = 180 d (90 to 365)"),
}


@pytest.mark.parametrize("question", NAMED)
def test_what_decides_is_named(question):
    scenario = load("kosovo-us")
    movers, named = NAMED[question]
    behind = behind_coming(scenario) if movers is PACE else behind_stays()
    assert weakest(scenario, behind, movers).endswith(f" facts behind it), such as {named}")


def test_without_any_of_them_the_widest_is_named():
    assert weakest(load("kosovo-us"), ["hubs.kosovo.pools"], ["demand.*"]).endswith(
        "such as hubs.kosovo.pools.homes.turnaround = 1 d (0 to 3)"
    )
