"""Several of one team at once, and people who are bound: the queue that is left is one with fewer servers, and has its formula.

Steps that need n of s people, whole or not at all, run floor(s / n) at a time; s people of whom m are bound leave s - m servers
(Gross, Shortle, Thompson and Harris, "Fundamentals of Queueing Theory", 4th ed., 2008, sections 2.3 and 2.11).
"""

import numpy as np
import pytest

from tests.theory.chains import birth_and_death
from tests.theory.small_hub import LEAVES_WHEN_SCREENED, agrees, days, mean_number, replicated, small_hub

pytestmark = pytest.mark.theory

MEAN, HORIZON, PER_DAY = 2.0, 30.0, 1.1


def waiting(servers):
    """Mean number waiting over [0, H), starting empty: M/M/c on the transient chain."""
    chain = birth_and_death(PER_DAY, lambda n: min(n, servers) / MEAN, most=200)
    return chain.mean(chain.spent(HORIZON, chain.start(0)), lambda n: max(0, n - servers)) / HORIZON


@pytest.mark.parametrize(
    "team,step,servers",
    [
        ("{staff: 5}", "{officers: 2}", 2),
        ("{staff: 5}", "{officers: 5}", 1),
        ("{staff: 5, minimum: 3}", "officers", 2),
        ("{staff: 5, minimum: 1}", "{officers: 2}", 2),
    ],
    ids=["two of five", "all five", "three of five bound", "two of the four not bound"],
)
def test_number_waiting(team, step, servers):
    scenario = small_hub(HORIZON, f"{{kind: poisson, rate: {PER_DAY} cases / d}}", [
        f"teams: {{officers: {team}}}",
        f"screening: {{check: {{team: {step}, time: {{shape: exponential, mean: {MEAN} d}}}}}}",
        LEAVES_WHEN_SCREENED,
    ])  # fmt: skip

    def measure(record):
        queued, started = days(record.tasks, "queued_at"), days(record.tasks, "started_at")
        return mean_number(queued, started, HORIZON), len(record.journeys)

    seen = replicated(scenario, 200, measure)
    agrees(seen[:, 0], waiting(servers), 0.25, seen[:, 1] - PER_DAY * HORIZON)


def test_a_fixed_time_and_two_of_three():
    """One at a time, of fixed length: M/D/1, by Pollaczek and Khinchine waiting = rate x time^2 / (2 (1 - load)), long after the start."""
    rate, time, horizon, warm = 0.8, 0.75, 400.0, 60.0
    scenario = small_hub(horizon, f"{{kind: poisson, rate: {rate} cases / d}}", [
        "teams: {officers: {staff: 3}}",
        f"screening: {{check: {{team: {{officers: 2}}, time: {time} d}}}}",
        LEAVES_WHEN_SCREENED,
    ])  # fmt: skip

    def measure(record):
        queued, started = days(record.tasks, "queued_at"), days(record.tasks, "started_at")
        late = queued > warm
        number = mean_number(np.maximum(queued, warm), np.maximum(started, warm), horizon) * horizon / (horizon - warm)
        return number, late.sum()

    seen = replicated(scenario, 60, measure)
    load = rate * time
    agrees(seen[:, 0], rate * rate * time * time / (2 * (1 - load)), 0.15, seen[:, 1] - rate * (horizon - warm))


def test_people_away_are_binomial():
    """Each day so many of n are away as n coins of chance p would say: mean n p, variance n p (1 - p), days independent."""
    from sim.formulas import binomial

    n, p = 12, 0.08
    steps = (np.arange(200_000) + 0.5) / 200_000
    drawn = np.array([binomial(n, p, u) for u in steps])
    assert drawn.mean() == pytest.approx(n * p, rel=1e-4)
    assert drawn.var() == pytest.approx(n * p * (1 - p), rel=1e-3)
