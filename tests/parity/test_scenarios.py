"""The scenarios at hand, each alone and with each overlay, under both engines: the same record to the last bit."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

from sim import hub, kernel
from sim.scenario.load import load
from tests.parity.twins import difference

DAY = 86_400_000
LONGEST = 600
"""Days: enough for every overlay to take hold."""
SCENARIOS = sorted(path.stem for path in Path("scenarios").glob("*.yaml") if path.stem not in ("base", "sources"))
OVERLAYS = sorted(Path("scenarios/overlays").glob("*.yaml"))


@functools.cache
def days_of(name: str) -> int:
    return min(load(f"scenarios/{name}.yaml").horizon // DAY, LONGEST)


def differences(scenario) -> list[str]:
    return [difference(hub.simulate(scenario, 1, n), kernel.simulate(scenario, 1, n)) for n in range(2)]


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_is_the_same_in_both_engines(name):
    assert differences(load(f"scenarios/{name}.yaml")) == ["", ""]


@pytest.mark.slow
@pytest.mark.parametrize("overlay", OVERLAYS, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_with_an_overlay_is_the_same_in_both_engines(name, overlay):
    scenario = load(f"scenarios/{name}.yaml", overlays=[overlay], settings={"horizon": f"{days_of(name)} d"})
    assert differences(scenario) == ["", ""]
