"""M/D/1: one officer who takes the same time for everybody.

Pollaczek (1930) and Khinchine (1932); Gross, Shortle, Thompson and Harris, "Fundamentals of Queueing Theory" (4th ed., 2008), section 5.1.
"""

import numpy as np
import pytest
from scipy import stats

from tests.theory.small_hub import LEAVES_WHEN_SCREENED, agrees, days, replicated, small_hub

pytestmark = pytest.mark.theory

TIME, CASES = 1.0, 40


def mean_waits(per_day, cases, most=300):
    """Exact mean wait of the first, second, ... case, starting empty.

    Who leaves sees behind them those who came during their own stay, on average rate x (wait + time); and from one who leaves to
    the next, n becomes max(n - 1, 0) + the arrivals of one working time.
    """
    coming = stats.poisson.pmf(np.arange(most), per_day * TIME)
    behind = coming
    for _ in range(cases):
        yield float(behind @ np.arange(most)) / per_day - TIME
        one_less = np.append(behind[1:], 0.0)
        one_less[0] += behind[0]
        behind = np.convolve(one_less, coming)[:most]


def test_the_chain_ends_in_pollaczek_khinchine():
    """In the long run the mean wait is rate x time^2 / (2 (1 - load))."""
    *_, settled = mean_waits(0.7, 3000)
    assert settled == pytest.approx(0.7 * TIME**2 / (2 * (1 - 0.7 * TIME)), rel=1e-6)


@pytest.mark.parametrize("per_day,within", [(0.7, 0.1), (1.3, 0.035)], ids=["fast enough", "too slow"])
def test_mean_wait_of_the_first_cases(per_day, within):
    """The sum of the waits of the first cases; what is known of the arrivals: when they come on average, and the last of them."""
    scenario = small_hub(160, f"{{kind: backlog, cases: {CASES}, rate: {per_day} cases / d}}", [
        "teams: {officer: {staff: 1}}",
        f"screening: {{check: {{team: officer, time: {TIME} d}}}}",
        LEAVES_WHEN_SCREENED,
    ])  # fmt: skip

    def measure(record):
        arrived, started = days(record.journeys, "arrived_at"), days(record.journeys, "screening_started_at")
        assert len(arrived) == CASES and not np.isnan(started).any()
        return np.sum(started - arrived), np.sum(arrived), arrived[-1]

    seen = replicated(scenario, 350, measure)
    known = seen[:, 1:] - [CASES * (CASES + 1) / 2 / per_day, CASES / per_day]
    agrees(seen[:, 0], sum(mean_waits(per_day, CASES)), within, known)
