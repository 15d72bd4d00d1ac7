"""Departures with s seats every day: each takes the smaller of seats and queue.

Bailey, "On queueing processes with bulk service", Journal of the Royal Statistical Society B 16 (1954).
"""

import numpy as np
import pytest
from scipy import stats

from tests.theory.small_hub import DAY, agrees, days, replicated, small_hub

pytestmark = pytest.mark.theory

SEATS, PER_DAY, HORIZON, MOST = 4, 3.4, 40, 300


def scenario():
    """Documents at once, a flight a day, no lead: who is ready may board."""
    flight = f"{{from: hub, to: home, leaves: {{every: 1 d}}, seats: {SEATS}, travel: 1 h}}"
    return small_hub(HORIZON, f"{{kind: poisson, rate: {PER_DAY} cases / d}}", [], **{
        "destinations__home__documents": "0 d",
        "services": f"{{flight: {flight}}}",
    })  # fmt: skip


def mean_boarded():
    """Exact sum over departures: the queue before one is what the last left behind, plus the arrivals of a day."""
    coming = stats.poisson.pmf(np.arange(MOST), PER_DAY)
    left_behind, people = np.eye(1, MOST, 0)[0], 0.0
    for _ in range(1, HORIZON):
        queue = np.convolve(left_behind, coming)[:MOST]
        people += queue @ np.minimum(np.arange(MOST), SEATS)
        left_behind = np.append(queue[SEATS:], np.zeros(SEATS))
        left_behind[0] += queue[:SEATS].sum()
    return people


def test_boarded_is_the_smaller_of_seats_and_queue():
    """In each run, departure by departure; and on average over runs as the chain says."""

    def measure(record):
        cleared, left = days(record.journeys, "cleared_at"), days(record.journeys, "left_at")
        for flight in record.services.itertuples():
            at = flight.departs_at / DAY
            queue = np.sum((cleared <= at) & ~(left < at))
            assert flight.boarded == min(SEATS, queue)
        return record.services.boarded.sum(), len(record.journeys)

    seen = replicated(scenario(), 100, measure)
    agrees(seen[:, 0], mean_boarded(), 0.02, known=seen[:, 1] - PER_DAY * HORIZON)
