"""The check catches seeded defects and stays quiet on a refactoring."""

from __future__ import annotations

import random
from itertools import count

import pytest

from sim.hub import simulate
from sim.hub.world import World
from sim.scenario.load import load
from sim.study.baseline import made_from
from sim.study.check import MOVED, SAME, judge
from sim.study.failure import Malfunction
from sim.study.replications import run
from tests.defects.defects import DEFECTS

REPS = 8
TEN = (
    "one place too many", "priority upside down", "no turnaround", "lead ignored", "claim stops no clock", "deadline a day late",
    "notice is not renewed", "reviews come a day late", "no_show doubled", "documents a quarter longer",
)  # fmt: skip


@pytest.fixture(scope="module")
def scenario():
    return load("regression")


@pytest.fixture(scope="module")
def baseline(scenario):
    return made_from(run(scenario, REPS, jobs=1, keep=True, engine=simulate), "regression")


@pytest.mark.parametrize("defect", TEN)
def test_a_defect_is_caught(scenario, baseline, defect):
    with DEFECTS[defect]():
        try:
            verdict = judge(baseline, run(scenario, REPS, jobs=1, keep=True, engine=simulate))
        except Malfunction:
            return  # a law is broken: the check stops with what to report
    assert verdict.failed(exact=True)
    assert verdict.parting is not None or verdict.moves


def shuffled(scenario, seed, replication):
    """The same rules, worked off in another order where order must not matter."""
    world, serial, deal = World(scenario, seed, replication), count(), random.Random(replication)
    world.clock._eid = iter(lambda: (deal.random(), next(serial)), None)
    return world.run()


def test_quiet_on_a_refactoring(scenario, baseline):
    verdict = judge(baseline, run(scenario, REPS, jobs=1, keep=True, engine=shuffled))
    assert (verdict.status, verdict.parting) == (SAME, None)


def test_the_first_stage_and_an_example_are_named(scenario, baseline):
    with DEFECTS["no_show doubled"]():
        verdict = judge(baseline, run(scenario, REPS, jobs=1, keep=True, engine=simulate))
    assert verdict.parting is not None and verdict.parting.stage == "boarded"
    assert verdict.parting.before.get("boarded") != verdict.parting.after.get("boarded")


def test_a_wide_defect_fails_the_margins_too(scenario, baseline):
    with DEFECTS["no overflow"]():
        verdict = judge(baseline, run(scenario, REPS, jobs=1, keep=True, engine=simulate))
    assert verdict.failed(exact=True)
    worse = load("regression", settings={"hubs.hub.pools.homes.places": "9 people", "hubs.hub.pools.flats.rooms": "1"})
    assert judge(baseline, run(worse, REPS, jobs=1, keep=True)).status == MOVED


def test_other_luck_of_the_same_build_passes(scenario, baseline):
    assert not judge(baseline, run(scenario, REPS, seed=77, jobs=1, keep=True, engine=simulate)).failed()
