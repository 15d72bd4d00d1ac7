"""Every generated scenario obeys every law."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.hub import simulate
from sim.laws import check
from sim.scenario.load import loads
from tests.properties.generated import scenario_texts


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(text=scenario_texts(), seed=st.integers(0, 2**32 - 1))
def test_every_run_obeys_every_law(text, seed):
    scenario = loads(text)
    assert check(simulate(scenario, seed, 0), scenario) == []
