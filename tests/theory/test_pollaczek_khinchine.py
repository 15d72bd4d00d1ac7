"""M/D/1: one officer who takes the same time for everybody.

Pollaczek (1930) and Khinchine (1932); Gross, Shortle, Thompson and Harris, "Fundamentals of Queueing Theory" (4th ed., 2008), section 5.1.
"""

import numpy as np
import pytest
from scipy import stats

from tests.theory.small_hub import LEAVES_WHEN_SCREENED, agrees, days, replicated, small_hub

pytestmark = pytest.mark.theory

PER_DAY, TIME, CASES = 0.7, 1.0, 40


def mean_waits(cases, most=300):
    """Exact mean wait of the first, second, ... case, starting empty.

    Who leaves sees behind them those who came during their own stay, on average rate x (wait + time); and from one who leaves to
    the next, n becomes max(n - 1, 0) + the arrivals of one working time.
    """
    coming = stats.poisson.pmf(np.arange(most), PER_DAY * TIME)
    behind = coming
    for _ in range(cases):
        yield float(behind @ np.arange(most)) / PER_DAY - TIME
        one_less = np.append(behind[1:], 0.0)
        one_less[0] += behind[0]
        behind = np.convolve(one_less, coming)[:most]


def test_the_chain_ends_in_pollaczek_khinchine():
    """In the long run the mean wait is rate x time^2 / (2 (1 - load))."""
    *_, settled = mean_waits(3000)
    assert settled == pytest.approx(PER_DAY * TIME**2 / (2 * (1 - PER_DAY * TIME)), rel=1e-6)


def test_mean_wait_of_the_first_cases():
    """The sum of the waits of the first cases."""
    scenario = small_hub(120, f"{{kind: backlog, cases: {CASES}, rate: {PER_DAY} cases / d}}", [
        "teams: {officer: {staff: 1}}",
        f"screening: {{check: {{team: officer, time: {TIME} d}}}}",
        LEAVES_WHEN_SCREENED,
    ])  # fmt: skip

    def measure(record):
        waits = days(record.journeys, "screening_started_at") - days(record.journeys, "arrived_at")
        assert len(waits) == CASES and not np.isnan(waits).any()
        return np.sum(waits), days(record.journeys, "arrived_at")[-1] - days(record.journeys, "arrived_at")[0]

    seen = replicated(scenario, 300, measure)
    agrees(seen[:, 0], sum(mean_waits(CASES)), 0.15, known=seen[:, 1] - (CASES - 1) / PER_DAY)
