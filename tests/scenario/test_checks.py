"""Parts of the checks that no broken file shows."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from sim import draws
from sim.record import JOURNEYS
from sim.scenario import load as loading
from sim.scenario.checks import CONTRADICTIONS, WARNINGS, luck, names
from sim.scenario.checks.shape_size import mean, usual_most
from sim.scenario.shapes import Empirical, Exponential, Fixed, Gamma, Lognormal, Mixture, Triangular, Uniform, Weibull

GOOD = Path(__file__).parents[1] / "bad_scenarios" / "good.yaml"


def test_hashes_are_those_of_luck():
    for name in ("demand.lists", "clocks.claim.after", "é"):
        assert luck.hash32(name) == draws.hash32(name)


def test_instants_are_columns_of_the_journeys():
    assert {f"{name}_at" for name in names.INSTANTS} == {column for column in JOURNEYS if column.endswith("_at")}


SHAPES = {
    "fixed": (Fixed(3.0), 3.0, 3.0),
    "exponential": (Exponential(10.0), 10.0, 10 * math.log(2)),
    "lognormal": (Lognormal(1.0, 0.5), math.exp(1.125), math.e),
    "gamma": (Gamma(2.0, 3.0), 6.0, 6.0),
    "weibull": (Weibull(1.0, 4.0), 4.0, 4 * math.log(2)),
    "triangular": (Triangular(1.0, 2.0, 6.0), 3.0, 6.0),
    "uniform": (Uniform(2.0, 4.0), 3.0, 4.0),
    "empirical": (Empirical((0.0, 0.5, 1.0), (0.0, 2.0, 10.0)), 3.5, 10.0),
    "mixture": (Mixture(("a", "b"), (0.25, 0.75), (Fixed(8.0), Fixed(4.0))), 5.0, 8.0),
}


@pytest.mark.parametrize("name", SHAPES)
def test_size_of_a_shape(name):
    shape, average, most = SHAPES[name]
    assert mean(shape) == pytest.approx(average)
    assert usual_most(shape) == pytest.approx(most)


def test_a_pool_that_grows_later_may_house_larger_cases():
    settings = {"hubs.camp.pools.flats.rooms": "0", "timeline.more": "{date: 2025-03-01, resize: {flats: 3}}"}
    assert loading.load(GOOD, settings=settings).hubs["camp"].pools["flats"].rooms == 0


def test_two_teams_that_meet_are_together():
    settings = {"hubs.camp.teams.judge.on_duty": "Fri 15:00-17:00", "hubs.camp.screening.health.team": "[nurse, judge]"}
    loading.load(GOOD, settings=settings)


def test_every_check_is_listed_once():
    assert len(set(CONTRADICTIONS)) == len(CONTRADICTIONS) and len(set(WARNINGS)) == len(WARNINGS)
