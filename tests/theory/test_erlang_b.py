"""M/G/c/c: whoever finds no place is turned away; how long the others stay matters by its mean alone.

Erlang (1917); insensitivity: Sevastyanov, "An ergodic theorem for Markov processes and its application to telephone systems with
refusals", Theory of Probability and its Applications 2 (1957).
"""

import math

import numpy as np
import pytest

from tests.theory.chains import birth_and_death
from tests.theory.small_hub import agrees, days, replicated, small_hub

pytestmark = pytest.mark.theory

PLACES, PER_DAY, MEAN, WARM_UP, HORIZON = 5, 3.0, 2.0, 20.0, 80.0
STAYS = {"exponential": f"{{shape: exponential, mean: {MEAN} d}}", "lognormal": f"{{shape: lognormal, mean: {MEAN} d, sd: 3 d}}"}


def erlang_b(c, offered):
    """(a^c / c!) / (sum of a^k / k! up to c)."""
    return offered**c / math.factorial(c) / sum(offered**k / math.factorial(k) for k in range(c + 1))


def hub(stay):
    return small_hub(HORIZON, f"{{kind: poisson, rate: {PER_DAY} cases / d}}", [
        f"clocks: {{gone: {{kind: other, from: placed, after: {STAYS[stay]}}}}}",
    ], hubs__hub__pools__homes__places=PLACES, hubs__hub__policy__when_full="divert")  # fmt: skip


def diverted(record, begin, end):
    """People who came in [begin, end) and were sent back at once for want of a place; all who came then."""
    journeys = record.journeys[(days(record.journeys, "arrived_at") >= begin) & (days(record.journeys, "arrived_at") < end)]
    full = journeys[journeys.reason == "full"]
    assert (full.left_at == full.arrived_at).all() and (full.outcome == "sent_back").all()
    return len(full), len(journeys)


@pytest.mark.parametrize("stay", STAYS)
def test_share_turned_away_in_the_long_run(stay):
    """After a warm-up of ten mean stays the expected number turned away is arrivals x B(c, a), whatever the stays look like."""
    seen = replicated(hub(stay), 60, lambda record: diverted(record, WARM_UP, HORIZON))
    expected = PER_DAY * (HORIZON - WARM_UP)
    agrees(seen[:, 0], expected * erlang_b(PLACES, PER_DAY * MEAN), 0.08, known=seen[:, 1] - expected)


def test_turned_away_from_the_first_day_on():
    """Over [0, H), starting empty, with exponential stays: the rate of arrivals x the expected days on which all places are taken."""
    first_days = 6.0
    chain = birth_and_death(PER_DAY, lambda n: n / MEAN, most=PLACES)
    full = chain.mean(chain.spent(first_days, chain.start(0)), lambda n: n == PLACES)
    scenario = hub("exponential").model_copy(update={"horizon": round(first_days * 86_400_000)})
    seen = replicated(scenario, 400, lambda record: diverted(record, 0.0, np.inf))
    agrees(seen[:, 0], PER_DAY * full, 0.1, known=seen[:, 1] - PER_DAY * first_days)
