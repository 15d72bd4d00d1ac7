"""M/M/c: people who come at random wait for one of c officers.

Erlang (1917), "Solution of some problems in the theory of probabilities of significance in automatic telephone exchanges"; Gross,
Shortle, Thompson and Harris, "Fundamentals of Queueing Theory" (4th ed., 2008), sections 2.3 and 2.11 (transient).
"""

import math

import numpy as np
import pytest

from tests.theory.chains import birth_and_death
from tests.theory.small_hub import LEAVES_WHEN_SCREENED, agrees, days, mean_number, replicated, small_hub

pytestmark = pytest.mark.theory

OFFICERS, MEAN, HORIZON = 3, 2.0, 30.0


def erlang_c(c, offered):
    """Chance of waiting in the long run: (a^c / c!) (c / (c - a)) / (sum of a^k / k! below c + the same)."""
    last = offered**c / math.factorial(c) * c / (c - offered)
    return last / (sum(offered**k / math.factorial(k) for k in range(c)) + last)


def chain(per_day):
    return birth_and_death(per_day, lambda n: min(n, OFFICERS) / MEAN, most=200)


def test_the_chain_ends_in_erlang_c():
    """In the long run: P(wait) = C(c, a) and mean waiting = C a / (c - a)."""
    offered = 1.2 * MEAN
    settled = chain(1.2).after(2000.0, chain(1.2).start(0))
    assert chain(1.2).mean(settled, lambda n: n >= OFFICERS) == pytest.approx(erlang_c(OFFICERS, offered), rel=1e-6)
    waiting = erlang_c(OFFICERS, offered) * offered / (OFFICERS - offered)
    assert chain(1.2).mean(settled, lambda n: max(0, n - OFFICERS)) == pytest.approx(waiting, rel=1e-6)


@pytest.mark.parametrize("per_day,within", [(1.2, 0.25), (3.0, 0.05)], ids=["enough officers", "too few officers"])
def test_number_waiting_and_who_has_to_wait(per_day, within):
    """Over [0, H), starting empty: mean number waiting, and the expected number who find all officers busy (arrivals see time averages)."""
    scenario = small_hub(HORIZON, f"{{kind: poisson, rate: {per_day} cases / d}}", [
        f"teams: {{officers: {{staff: {OFFICERS}}}}}",
        f"screening: {{check: {{team: officers, time: {{shape: exponential, mean: {MEAN} d}}}}}}",
        LEAVES_WHEN_SCREENED,
    ])  # fmt: skip

    def measure(record):
        queued, started = days(record.tasks, "queued_at"), days(record.tasks, "started_at")
        return mean_number(queued, started, HORIZON), np.sum(~(started == queued)), len(record.journeys)

    seen = replicated(scenario, 250, measure)
    listed = seen[:, 2] - per_day * HORIZON
    spent = chain(per_day).spent(HORIZON, chain(per_day).start(0))
    agrees(seen[:, 0], chain(per_day).mean(spent, lambda n: max(0, n - OFFICERS)) / HORIZON, within, listed)
    agrees(seen[:, 1], chain(per_day).mean(spent, lambda n: n >= OFFICERS) * per_day, within, listed)
