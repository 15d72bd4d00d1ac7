"""Own rules in Python: a screening step, where to house, another way out."""

from __future__ import annotations

import pytest

from sim.errors import HubsimError
from sim.hub import Exit, Policies, simulate
from sim.laws import check
from sim.scenario.load import load, loads

KOSOVO = "scenarios/kosovo-us.yaml"
TWO_POOLS = """
extends: base
name: two-pools
start: 2025-01-01
horizon: 30 d
agreement: {}
classes: {single: {share: 100 %, size: 1}}
destinations: {home: {share: 100 %, documents: {shape: fixed, value: 10 d}}}
demand: {charter: {kind: cohorts, dates: {2025-01-02: 6 people}}}
services: {}
hubs:
  hub:
    policy: {transfer_needs: reception}
    teams: {nurse: {staff: 2, on_duty: always}}
    screening: {health: {team: nurse, time: 1 h}}
    pools: {near: {places: 4}, far: {places: 4}}
    clocks: {}
"""


def run(policies: Policies):
    scenario = loads(TWO_POOLS)
    record = simulate(scenario, 1, 0, policies)
    assert check(record, scenario) == []
    return record.journeys


def test_without_rules_nothing_changes():
    scenario = load(KOSOVO)
    for name, table in simulate(scenario, 1, 0).tables().items():
        assert table.equals(simulate(scenario, 1, 0, Policies()).tables()[name])


def test_a_step_of_ones_own():
    journeys = run(Policies(screening={"health": lambda case: "sent_back" if case.number % 2 else "admitted"}))
    assert journeys["outcome"].tolist() == ["inside", "sent_back"] * 3


def test_housing_of_ones_own_sees_what_is_free():
    journeys = run(Policies(housing=lambda case, free: sorted(free, key=lambda pool: -free[pool])))
    assert sorted(journeys["pool"]) == ["far"] * 3 + ["near"] * 3


def test_a_pool_that_the_housing_rule_does_not_name_comes_last():
    assert sorted(run(Policies(housing=lambda case, free: ["far"]))["pool"]) == ["far"] * 4 + ["near"] * 2


def test_another_way_out():
    journeys = run(Policies(exits={"bonus": Exit("left_for_other_country", lambda case: 5.0 if case.uniform("bonus") < 0.5 else None)}))
    gone = journeys[journeys["outcome"] == "left_for_other_country"]
    assert 0 < len(gone) < 6
    assert (gone["left_at"] - gone["arrived_at"]).tolist() == [5 * 86_400_000.0] * len(gone)
    assert set(gone["reason"]) == {"own"}


WAYS_OUT = "sent_back, released, protected, absconded, left_for_other_country, sentence_ended, arrested, died, other"
REFUSED = {
    'own policy for the screening step "helth": there is no such step. Steps: health': Policies(
        screening={"helth": lambda case: "admitted"}
    ),
    'own policy for the step "health" gave "gone". It may give admitted, sent_back or a class: single': Policies(
        screening={"health": lambda case: "gone"}
    ),
    'own housing policy gave the pool "sea". Pools: near, far': Policies(housing=lambda case, free: ["sea"]),
    f'own exit "x": nobody leaves with the outcome "inside". Outcomes: {WAYS_OUT}': Policies(exits={"x": Exit("inside", lambda case: 1.0)}),
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_does_not_fit_is_refused(words):
    with pytest.raises(HubsimError) as refused:
        run(REFUSED[words])
    assert str(refused.value) == words
