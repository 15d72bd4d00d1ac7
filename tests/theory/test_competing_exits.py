"""Exits that compete: with exponential times the earliest is exit i with chance rate i over the sum of rates, whenever it comes.

Kalbfleisch and Prentice, "The Statistical Analysis of Failure Time Data" (2nd ed., 2002), chapter 8.
"""

import math

import numpy as np
import pytest

from sim.hub import simulate
from tests.theory.small_hub import days, share_agrees, small_hub

pytestmark = pytest.mark.theory

PEOPLE = 8000
MEANS = {"absconded": 40.0, "other_country": 60.0, "other": 120.0}
OUTCOMES = {"absconded": "absconded", "other_country": "left_for_other_country", "other": "other"}


def test_shares_and_times_of_competing_exits():
    clocks = ", ".join(f"{kind}: {{after: {{shape: exponential, mean: {mean} d}}}}" for kind, mean in MEANS.items())
    journeys = simulate(small_hub(3000, f"{{kind: backlog, cases: {PEOPLE}}}", [f"clocks: {{{clocks}}}"]), 9, 0).journeys
    all_rates = sum(1 / mean for mean in MEANS.values())
    left = days(journeys, "left_at")
    for kind, mean in MEANS.items():
        share = 1 / mean / all_rates
        share_agrees(int(np.sum(journeys.outcome == OUTCOMES[kind])), PEOPLE, share, within=0.12)
        early = (journeys.outcome == OUTCOMES[kind]) & (left <= 15)
        share_agrees(int(np.sum(early)), PEOPLE, share * (1 - math.exp(-15 * all_rates)), within=0.15)
    share_agrees(int(np.sum(left <= 15)), PEOPLE, 1 - math.exp(-15 * all_rates), within=0.1)


def test_a_chance_leaves_the_others_more():
    """An exit that happens only to a share p competes only there: P(it is first) = p x rate / (rate + others)."""
    clocks = (
        "clocks: {absconded: {chance: 30 %, after: {shape: exponential, mean: 20 d}}, other: {after: {shape: exponential, mean: 60 d}}}"
    )
    journeys = simulate(small_hub(3000, f"{{kind: backlog, cases: {PEOPLE}}}", [clocks]), 9, 0).journeys
    share_agrees(int(np.sum(journeys.outcome == "absconded")), PEOPLE, 0.3 * (1 / 20) / (1 / 20 + 1 / 60), within=0.12)
