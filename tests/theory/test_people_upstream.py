"""People upstream: who joins, leaves and is listed at constant rates is listed as an M/M/infinity queue loses people to one exit.

n' = joins - (leaves + rate) n has a closed solution; the number listed over any time is Poisson with its integral (Eick, Massey and
Whitt, Management Science 39, 1993).
"""

import math
from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from tests.theory.small_hub import DAY, LEVEL, replicated, small_hub

pytestmark = pytest.mark.theory

PEOPLE, RATE, LEAVES, JOINS, DAYS, ADDED, ON_DAY = 3000, 0.03, 0.5, 600, 60, 4000, 25


def listed(people: float, begin: float, end: float) -> float:
    """Mean number listed from one day to another of so many who are eligible at the first, nobody joining."""
    fades = (RATE + LEAVES) / 30
    return people * RATE / 30 / fades * (math.exp(-fades * begin) - math.exp(-fades * end))


def listed_of_joining(begin: float, end: float) -> float:
    """The same of those who join from day 0 on."""
    fades = (RATE + LEAVES) / 30
    settled = JOINS / 30 / fades
    return settled * RATE / 30 * (end - begin) - listed(settled, begin, end)


def test_number_listed_by_period():
    flows = f"rate: {RATE:.0%} / month, leaves: {LEAVES:.0%} / month, joins: {JOINS} people / month"
    text = f"{{kind: upstream, people: {PEOPLE} people, {flows}}}"
    act = f"{{date: 2025-01-{6 + ON_DAY}, add: {{people: {ADDED} people}}}}"
    scenario = small_hub(DAYS, text, [], timeline__revoked=act, agreement__excluded="person")
    turns = [0, 10, ON_DAY, 40, DAYS]
    truth = np.array([
        listed(PEOPLE, a, b) + listed_of_joining(a, b) + (listed(ADDED, a - ON_DAY, b - ON_DAY) if a >= ON_DAY else 0)
        for a, b in pairwise(turns)
    ])  # fmt: skip
    seen = replicated(scenario, 150, lambda record: np.histogram(record.journeys["listed_at"] / DAY, turns)[0])
    error = stats.norm.ppf(0.5 + LEVEL / 2) * np.sqrt(truth / len(seen))
    assert (np.abs(seen.mean(axis=0) - truth) <= error).all()
    low, high = stats.chi2.ppf([0.5 - LEVEL / 2, 0.5 + LEVEL / 2], len(seen))
    spread = np.sum((seen - truth) ** 2, axis=0) / truth
    assert (low <= spread).all() and (spread <= high).all()
