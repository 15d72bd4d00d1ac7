"""Arrivals paid for one by one under a guarantee or a cap: E[max(N, g)] and E[min(N, c)] of a Poisson number N.

The expected shortfall below a stop, as of a newsvendor (Hadley and Whitin, "Analysis of Inventory Systems", 1963).
"""

import numpy as np
import pytest
from scipy import stats

from sim.hub import simulate
from sim.metrics.costs_account import account
from sim.metrics.view import View
from tests.theory.small_hub import LEAVES_WHEN_SCREENED, agrees, small_hub

pytestmark = pytest.mark.theory

MEAN, GUARANTEED, CAPPED, PRICE = 20.0, 18, 22, 500


def contract(kind, people):
    return f"{{items: {{arrival: {{price: {PRICE} EUR}}, bound: {{kind: {kind}, amount: {people * PRICE} EUR}}}}}}"


def expected(bounded):
    number = np.arange(200)
    return float(stats.poisson.pmf(number, MEAN) @ bounded(number)) * PRICE


def hub(costs):
    return small_hub(30, f"{{kind: poisson, rate: {MEAN:g} cases / month}}", [LEAVES_WHEN_SCREENED], costs=costs)


@pytest.fixture(scope="module")
def records():
    scenario = hub(contract("cap", CAPPED))
    return [simulate(scenario, 1, n) for n in range(400)]


@pytest.mark.parametrize(
    ("kind", "people", "bounded"),
    [("guarantee", GUARANTEED, lambda n: np.maximum(n, GUARANTEED)), ("cap", CAPPED, lambda n: np.minimum(n, CAPPED))],
)
def test_expected_cost(kind, people, bounded, records):
    scenario = hub(contract(kind, people))
    seen = np.array([account(View(record, scenario)).by_month.sum() for record in records])
    agrees(seen, expected(bounded), 0.02, known=np.array([len(record.journeys) for record in records]) - MEAN)
