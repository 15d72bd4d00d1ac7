"""Every generated scenario obeys every law, and every number of it can be read."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.hub import simulate
from sim.laws import check
from sim.metrics import measure
from tests.properties.generated import read, scenario_texts


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(text=scenario_texts(), seed=st.integers(0, 2**32 - 1))
def test_every_run_obeys_every_law_and_its_costs_add_up(text, seed):
    scenario = read(text)
    record = simulate(scenario, seed, 0)
    assert check(record, scenario) == []
    values = measure(record, scenario).values
    for family in ("item", "month") if scenario.costs.items else ():
        parts = [value for name, value in values.items() if name.startswith(f"costs.EUR.{family}.")]
        assert sum(parts) == pytest.approx(values["costs.EUR.total"], abs=1e-3), family
