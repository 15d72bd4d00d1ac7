"""Geo^X/M/c: charters land on some days with a drawn number of people, who are screened by c officers.

Chaudhry and Templeton, "A First Course in Bulk Queues" (1983); between two days the number inside only falls (a death chain).
"""

import numpy as np
import pytest

from tests.theory.chains import birth_and_death
from tests.theory.small_hub import LEAVES_WHEN_SCREENED, agrees, days, mean_number, replicated, small_hub

pytestmark = pytest.mark.theory

OFFICERS, MEAN, HAPPENS, LARGEST, HORIZON, MOST = 3, 1.0, 0.6, 6, 30, 250


def mean_present():
    """Time average over [0, H), starting empty, of the number inside: batches of 1 to 6, all alike, on day 1, 2, ... with a chance."""
    chain = birth_and_death(0.0, lambda n: min(n, OFFICERS) / MEAN, most=MOST)
    size = np.array([1 - HAPPENS] + [HAPPENS / LARGEST] * LARGEST)
    chances, person_days = chain.start(0), 0.0
    for _ in range(1, HORIZON):
        chances = np.convolve(chances, size)[: MOST + 1]
        person_days += chain.mean(chain.spent(1.0, chances), float)
        chances = chain.after(1.0, chances)
    return person_days / HORIZON


def test_number_inside():
    people = f"{{shape: uniform, low: 0.5 people, high: {LARGEST + 0.5} people}}"
    scenario = small_hub(HORIZON, f"{{kind: cohorts, every: 1 d, happens: {HAPPENS:.0%}, people: {people}}}", [
        f"teams: {{officers: {{staff: {OFFICERS}}}}}",
        f"screening: {{check: {{team: officers, time: {{shape: exponential, mean: {MEAN} d}}}}}}",
        LEAVES_WHEN_SCREENED,
    ])  # fmt: skip

    def measure(record):
        arrived, left = days(record.journeys, "arrived_at"), days(record.journeys, "left_at")
        return mean_number(arrived, left, HORIZON), len(record.journeys)

    seen = replicated(scenario, 300, measure)
    agrees(seen[:, 0], mean_present(), 0.1, known=seen[:, 1] - (HORIZON - 1) * HAPPENS * (LARGEST + 1) / 2)
