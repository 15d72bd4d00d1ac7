"""Documents that never come for some, seen from a census of people who are inside already.

The mixture cure model: Boag, Journal of the Royal Statistical Society B 11 (1949); Berkson and Gage, Journal of the American Statistical
Association 47 (1952). Whoever has waited long without documents is more likely to be one who never gets them.
"""

import math

import numpy as np
import pytest

from sim.hub import simulate
from tests.theory.small_hub import DAY, days, share_agrees, small_hub

pytestmark = pytest.mark.theory

NEVER, MEAN, PEOPLE, LIMIT = 0.4, 60.0, 6000, 200


def survival(at):
    """S(t) = never + (1 - never) e^(-t / mean): still without documents after t."""
    return NEVER + (1 - NEVER) * math.exp(-at / MEAN)


def census(inside):
    """People without documents who have been inside for so many days."""
    return small_hub(120, f"{{kind: initial, cases: {PEOPLE}, pool: homes, days_inside: {inside} d}}", [], **{
        "destinations__home__documents": f"{{shape: exponential, mean: {MEAN} d, never: {NEVER:.0%}}}",
        "agreement__stay": f"{{limit: {LIMIT} d, then: release}}",
    })  # fmt: skip


@pytest.mark.parametrize("inside", [1, 30, 90])
def test_documents_of_those_inside(inside):
    """P(documents within t | none after e) = (S(e) - S(e + t)) / S(e)."""
    got = days(simulate(census(inside), 3, 0).journeys, "documents_at")
    for later in (20.0, 60.0):
        share_agrees(int(np.sum(got <= later)), PEOPLE, 1 - survival(inside + later) / survival(inside), within=0.2)


def test_days_inside_count_towards_the_stay_limit():
    """Whoever has been inside for 150 of 200 days is released after 50."""
    journeys = simulate(census(150), 3, 0).journeys
    assert (journeys.deadline_at == 50 * DAY).all()
    assert (journeys.left_at == 50 * DAY).all() and set(journeys.reason) == {"limit"}
