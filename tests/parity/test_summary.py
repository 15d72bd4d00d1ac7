"""The compiled summary says what `sim.metrics` says of the same record, to the last bit, and has a twin for each of its topics."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.kernel.engine import Engine
from sim.kernel.summary.topics import LAID
from sim.metrics.registry import TOPICS, metrics
from sim.scenario.load import load
from tests.parity.readings import differences, hunted
from tests.parity.test_scenarios import OVERLAYS, SCENARIOS, days_of


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_is_summarised_alike(name):
    scenario = load(f"scenarios/{name}.yaml", settings={"horizon": f"{days_of(name)} d"})
    assert differences(scenario, 1, 0) == differences(scenario, 1, 1) == []


@pytest.mark.slow
@pytest.mark.parametrize("overlay", OVERLAYS, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_with_an_overlay_is_summarised_alike(name, overlay):
    scenario = load(f"scenarios/{name}.yaml", overlays=[overlay], settings={"horizon": f"{days_of(name)} d"})
    assert differences(scenario, 1) == []


@pytest.mark.slow
def test_generated_scenarios_are_summarised_alike():
    hunt = hunted(60, 1)
    assert dict(hunt.examples) == {}
    assert hunt.tried >= 57


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_metric_is_read_and_in_the_order_of_the_registry(name):
    scenario = load(f"scenarios/{name}.yaml", settings={"horizon": "30 d"})
    measures, _ = Engine(scenario).measured(1, 0)
    assert list(measures.values) == [metric.name for metric in metrics(scenario)]


def test_every_topic_has_a_twin_of_its_name():
    topics = {measure.__module__.rpartition(".")[2] for _, measure in TOPICS}
    assert {*LAID} == topics
    assert all(Path(f"sim/kernel/summary/{topic}.py").is_file() for topic in topics)
