"""M(t)/G/infinity: with places for all, the number present is Poisson at every instant.

Eick, Massey and Whitt, "The physics of the M(t)/G/infinity queue", Operations Research 41 (1993), theorem 1.
"""

import numpy as np
import pytest
from scipy import integrate, stats

from tests.theory.small_hub import LEVEL, agrees, days, replicated, small_hub

pytestmark = pytest.mark.theory

RATES = [(0, 4.0), (10, 0.0), (16, 6.0), (22, 1.0)]
"""From this day, so many cases a day; nobody comes for six days, and then they come again."""
MEAN, SD, HORIZON = 4.0, 4.0, 32.0
INSTANTS = [6.0, 15.0, 20.0, 30.0]


def expected(at):
    """m(t) = integral of rate(u) P(stay > t - u) over u up to t."""
    sigma = np.sqrt(np.log(1 + (SD / MEAN) ** 2))
    stay = stats.lognorm(s=sigma, scale=MEAN * np.exp(-(sigma**2) / 2))
    ends = [begin for begin, _ in RATES[1:]] + [HORIZON]
    pieces = [(begin, min(end, at), rate) for (begin, rate), end in zip(RATES, ends, strict=True) if begin < at]
    return sum(rate * integrate.quad(lambda u: stay.sf(at - u), begin, end)[0] for begin, end, rate in pieces)


def test_number_present_is_poisson_round_its_mean():
    """Mean m(t), and variance over mean 1: (n - 1) s^2 / m is chi-squared with n - 1 degrees of freedom, near enough."""
    rates = ", ".join(f"2025-01-{6 + day:02d}: {rate:g} cases / d" for day, rate in RATES)
    scenario = small_hub(HORIZON, f"{{kind: poisson, rate: {{{rates}}}}}", [
        f"clocks: {{gone: {{kind: other, after: {{shape: lognormal, mean: {MEAN} d, sd: {SD} d}}}}}}",
    ])  # fmt: skip

    def present(record):
        arrived, left = days(record.journeys, "arrived_at"), days(record.journeys, "left_at")
        return [np.sum((arrived <= at) & ~(left <= at)) for at in INSTANTS]

    seen = replicated(scenario, 300, present)
    for column, at in enumerate(INSTANTS):
        agrees(seen[:, column], expected(at), 0.11)
        spread = (len(seen) - 1) * seen[:, column].var(ddof=1) / expected(at)
        low, high = stats.chi2.interval(LEVEL, len(seen) - 1)
        assert low < spread < high, f"variance over mean {spread / (len(seen) - 1):.3f} at day {at}"


def test_nobody_comes_while_the_rate_is_zero():
    scenario = small_hub(HORIZON, "{kind: poisson, rate: {2025-01-06: 4 cases / d, 2025-01-16: 0 cases / d, 2025-01-22: 6 cases / d}}", [])

    def listed_then(record):
        listed = days(record.journeys, "listed_at")
        return np.sum((listed >= 10) & (listed < 16)), np.sum(listed >= 16)

    seen = replicated(scenario, 3, listed_then)
    assert (seen[:, 0] == 0).all() and (seen[:, 1] > 0).all()
