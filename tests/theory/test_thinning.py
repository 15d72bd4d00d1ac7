"""Filters thin a Poisson stream: who passes and who is stopped are independent Poisson streams (Kingman, "Poisson Processes", 1993)."""

import numpy as np
import pytest
from scipy import stats

from sim.record import FILTER
from tests.theory.small_hub import LEVEL, days, replicated, small_hub

pytestmark = pytest.mark.theory

RATE, DAYS, PROPOSED, FIRST, SECOND = 10, 20, 0.8, 0.6, 0.5
SHARES = {"host": PROPOSED * FIRST * SECOND, f"{FILTER}first": PROPOSED * (1 - FIRST), "not_proposed": 1 - PROPOSED}


@pytest.fixture(scope="module")
def seen():
    """Of each replication: passed, stopped by the first filter, not proposed, and whether the gaps of those passed are exponential."""
    filters = f"{{first: {{passes: {FIRST:.0%}}}, second: {{passes: {SECOND:.0%}}}}}"
    settings = {"selection__accepted": "0 %", "selection__proposed": f"{PROPOSED:.0%}", "selection__filters": filters}
    scenario = small_hub(DAYS, f"{{kind: poisson, rate: {RATE} cases / d}}", [], **settings)

    def measure(record):
        reason = record.journeys["reason"]
        passed = np.sort(days(record.journeys[reason == "host"], "listed_at"))
        late = float(np.mean(np.diff(passed) > 1 / (RATE * SHARES["host"]))) if len(passed) > 1 else np.nan
        return *(float((reason == name).sum()) for name in SHARES), late

    return replicated(scenario, 120, measure)


@pytest.mark.parametrize("place", range(3))
def test_each_part_is_poisson(seen, place):
    counts, mean = seen[:, place], RATE * DAYS * list(SHARES.values())[place]
    error = stats.norm.ppf(0.5 + LEVEL / 2) * np.sqrt(mean / len(counts))
    assert abs(counts.mean() - mean) <= error
    low, high = stats.chi2.ppf([0.5 - LEVEL / 2, 0.5 + LEVEL / 2], len(counts))
    assert low <= np.sum((counts - mean) ** 2) / mean <= high


def test_the_parts_are_independent(seen):
    for a, b in ((0, 1), (0, 2), (1, 2)):
        assert stats.pearsonr(seen[:, a], seen[:, b]).pvalue > 1 - LEVEL


def test_gaps_are_exponential(seen):
    """A share 1/e of the gaps is longer than their mean."""
    longer = seen[:, 3]
    assert abs(longer.mean() - np.exp(-1)) <= stats.t.ppf(0.5 + LEVEL / 2, len(longer) - 1) * stats.sem(longer) + 0.005
