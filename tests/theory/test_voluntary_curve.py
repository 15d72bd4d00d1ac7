"""The share who have decided to return by an age is the curve of the scenario: inverse transform sampling.

Devroye, "Non-Uniform Random Variate Generation" (1986), chapter II.2.
"""

import numpy as np
import pytest

from sim.hub import simulate
from tests.theory.small_hub import days, share_agrees, small_hub

pytestmark = pytest.mark.theory

AT_ONCE, CEILING, HALF_TIME, PEOPLE = 0.15, 0.65, 20.0, 8000


def curve(age):
    """at_once + (ceiling - at_once)(1 - 2^(-age / half_time))."""
    return AT_ONCE + (CEILING - AT_ONCE) * (1 - 2 ** (-age / HALF_TIME))


def hub(demand):
    return small_hub(2000, demand, [
        f"clocks: {{voluntary: {{at_once: {AT_ONCE:.0%}, ceiling: {CEILING:.0%}, half_time: {HALF_TIME} d}}}}",
    ])  # fmt: skip


def test_share_agreed_by_age():
    journeys = simulate(hub(f"{{kind: backlog, cases: {PEOPLE}}}"), 5, 0).journeys
    agreed = days(journeys, "agreed_at") - days(journeys, "arrived_at")
    for age in (0.0, 5.0, 20.0, 60.0, 1900.0):
        share_agrees(int(np.sum(agreed <= age)), PEOPLE, curve(age), within=0.1)


def test_share_agreed_of_those_inside_who_had_not():
    """Of those who have not agreed by age e the share (curve(e + t) - curve(e)) / (1 - curve(e)) does by age e + t."""
    journeys = simulate(hub(f"{{kind: initial, cases: {PEOPLE}, pool: homes, days_inside: 10 d}}"), 5, 0).journeys
    for later in (10.0, 30.0, 1900.0):
        truth = (curve(10 + later) - curve(10.0)) / (1 - curve(10.0))
        share_agrees(int(np.sum(days(journeys, "agreed_at") <= later)), PEOPLE, truth, within=0.15)
