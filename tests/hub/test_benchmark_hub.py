"""The benchmark hub gives, for given draws, the journeys that its definition gives."""

from __future__ import annotations

import math

import pytest

from sim.hub import simulate
from sim.scenario.load import loads
from tests.hub.benchmark_hub import plain_loop, scenario_text

BASE = {"load": 1.0, "seats": 20}
STRESS = {"load": 1.6, "seats": 4}


def journeys_of(scenario, seed: int, replication: int) -> dict[str, dict]:
    """The instants the definition speaks of, from the record."""
    table = simulate(scenario, seed, replication).journeys
    return {
        row.case: {
            "screening_started": whole(row.screening_started_at),
            "placed": whole(row.placed_at),
            "left": whole(row.left_at),
            "outcome": row.outcome,
        }
        for row in table.itertuples()
    }


def whole(instant: float) -> int | None:
    return None if math.isnan(instant) else int(instant)


@pytest.mark.parametrize("name,load,seats,places,officers,replications", [
    ("base", 1.0, 20, 50, 3, 6),
    ("stress", 1.6, 4, 50, 3, 6),
    ("stress, ten times", 1.6, 4, 500, 12, 1),
])  # fmt: skip
def test_same_journeys_as_the_definition(name, load, seats, places, officers, replications):
    scenario = loads(scenario_text(places, load, seats, officers))
    at_the_limit = 0
    for replication in range(replications):
        ours = journeys_of(scenario, 7, replication)
        defined = plain_loop(scenario, 7, replication, places, seats * places // 50, officers)
        assert ours == defined
        at_the_limit += sum(j["outcome"] == "released" for j in ours.values())
    assert at_the_limit > 0 or name == "base"
