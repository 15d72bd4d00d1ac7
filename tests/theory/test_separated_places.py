"""Two groups who may not live together, each an M/M/c queue: places free in one house while people wait for the other.

Of two independent queues with c1 and c2 places and n1 and n2 people, min(c2 - n2, n1 - c1) places are lost where that is above 0, and
the same with 1 and 2 exchanged. The chain of (n1, n2) is solved numerically over the finite horizon.
"""

import numpy as np
import pytest

from sim.metrics import measure
from tests.theory.chains import Chain
from tests.theory.small_hub import agrees, replicated, small_hub

pytestmark = pytest.mark.theory

PLACES, RATES, MEAN, HORIZON = (3, 4), (0.9, 0.9), 3.0, 40.0
MOST = 30
"""People of a group who are looked at: more have a chance that does not count."""


def moves(state):
    for i in (0, 1):
        n = state[i]
        if n < MOST:
            yield (*state[:i], n + 1, *state[i + 1 :]), RATES[i]
        if n:
            yield (*state[:i], n - 1, *state[i + 1 :]), min(n, PLACES[i]) / MEAN


def lost(state):
    free, waiting = [max(0, c - n) for c, n in zip(PLACES, state, strict=True)], [max(0, n - c) for c, n in zip(PLACES, state, strict=True)]
    return min(free[1], waiting[0]) + min(free[0], waiting[1])


def test_places_lost_to_separation():
    total = sum(RATES)
    leaves = f"clocks: {{gone: {{kind: other, from: placed, after: {{shape: exponential, mean: {MEAN} d}}}}}}"
    houses = {
        f"hubs__hub__pools__{house}": f"{{for: {who}, places: {places}}}"
        for house, who, places in zip(("homes", "house"), ("person", "woman"), PLACES, strict=True)
    }
    groups = {"classes__person__share": "50 %", "classes__woman": "{share: 50 %, size: 1}"}
    scenario = small_hub(HORIZON, f"{{kind: poisson, rate: {total} cases / d}}", [leaves], **groups, **houses)

    def measured(record):
        values = measure(record, scenario).values
        pools = values["pool.homes.lost_place_days"] + values["pool.house.lost_place_days"]
        return values["separation.lost_place_days"], pools, len(record.journeys)

    seen = replicated(scenario, 300, measured)
    assert np.allclose(seen[:, 0], seen[:, 1])
    chain = Chain((0, 0), moves)
    truth = chain.mean(chain.spent(HORIZON, chain.start((0, 0))), lost)
    agrees(seen[:, 0], truth, 0.25, seen[:, 2] - total * HORIZON)
