"""The checklist is whole for every study, and says what the scenario says."""

import pytest

from sim.report import stress
from sim.scenario.load import load
from sim.study.compare import compare
from sim.study.points import as_settings, plan
from sim.study.replications import run
from sim.study.sweep import sweep
from tests.study.small import small, written

NUMBERS = [
    *("1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "2.4", "2.5.1", "2.5.2", "2.5.3", "2.5.4", "2.5.5"),
    *("3.1", "3.2", "3.3", "3.4", "4.1", "4.2", "4.3", "5.1", "5.2", "5.3", "5.4", "6.1"),
]


@pytest.fixture(scope="module")
def studies(tmp_path_factory):
    a, b = run(small(), reps=2, jobs=1), run(small(hubs__camp__pools__homes__places=9), reps=2, jobs=1)
    settings = as_settings({"hubs.camp.pools.homes.places": [4, 8]})
    swept = sweep(plan(written(tmp_path_factory.mktemp("s")), settings=settings, reps=1), jobs=1)
    return {"run": a, "difference": compare(a, b), "sweep": swept}


@pytest.mark.parametrize("kind", ["run", "difference", "sweep"])
def test_every_item_is_there_and_says_something(studies, kind):
    found = stress.items(studies[kind])
    assert [item.number for item in found] == NUMBERS
    assert all(item.texts and all(item.texts) for item in found)


def test_components_are_those_of_the_scenario():
    scenario = load("tour")
    said = {item.number: " ".join(item.texts) for item in stress.items(run(scenario, reps=1, jobs=1))}
    hub = next(iter(scenario.hubs.values()))
    assert all(name in said["2.5.1"] for name in scenario.classes)
    assert all(name in said["2.5.2"] for name in (*hub.screening, *hub.clocks))
    assert all(name in said["2.5.3"] for name in (*hub.teams, *hub.pools, *scenario.services))
    assert all(row.name in said["3.4"] for row in scenario.inputs if row.role == "fact" and row.status == "assumed")
