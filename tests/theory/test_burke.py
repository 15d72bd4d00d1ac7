"""M/M/1 -> M/M/1: two steps of screening with a team each.

Burke, "The output of a queuing system", Operations Research 4 (1956): in the long run the two queues are independent.
"""

import numpy as np
import pytest

from tests.theory.chains import Chain
from tests.theory.small_hub import LEAVES_WHEN_SCREENED, agrees, days, mean_number, replicated, small_hub

pytestmark = pytest.mark.theory

PER_DAY, FIRST, SECOND, HORIZON, MOST = 1.0, 0.5, 0.7, 40.0, 60


def chain(second_mean=SECOND):
    """Numbers at the first and the second step."""

    def moves(state):
        first, second = state
        if first < MOST:
            yield (first + 1, second), PER_DAY
        if first and second < MOST:
            yield (first - 1, second + 1), 1 / FIRST
        if second:
            yield (first, second - 1), 1 / second_mean

    return Chain((0, 0), moves)


def test_the_chain_ends_in_a_product():
    """In the long run P(n, m) = (1 - r) r^n (1 - s) s^m with r and s the loads of the two teams."""
    tandem = chain()
    settled = tandem.after(400.0, tandem.start((0, 0)))
    r, s = PER_DAY * FIRST, PER_DAY * SECOND
    for n, m in [(0, 0), (1, 2), (3, 1)]:
        assert settled[tandem.at[n, m]] == pytest.approx((1 - r) * r**n * (1 - s) * s**m, rel=1e-4)


@pytest.mark.parametrize("second_mean,within", [(SECOND, (0.12, 0.15, 0.06)), (1.5, (0.12, 0.08, 0.08))], ids=["fast enough", "too slow"])
def test_numbers_at_both_steps_and_how_they_go_together(second_mean, within):
    """Time averages over [0, H), starting empty: people at each step, and both teams busy at once."""
    scenario = small_hub(HORIZON, f"{{kind: poisson, rate: {PER_DAY} cases / d}}", [
        "teams: {nurse: {staff: 1}, officer: {staff: 1}}",
        "screening:",
        f"  health: {{team: nurse, time: {{shape: exponential, mean: {FIRST} d}}}}",
        f"  interview: {{team: officer, time: {{shape: exponential, mean: {second_mean} d}}}}",
        LEAVES_WHEN_SCREENED,
    ])  # fmt: skip

    def measure(record):
        steps = [record.tasks[record.tasks.task == step] for step in ("health", "interview")]
        numbers = [mean_number(days(step, "queued_at"), days(step, "ended_at"), HORIZON) for step in steps]
        return *numbers, both_busy(*steps), len(record.journeys)

    seen = replicated(scenario, 300, measure)
    tandem, listed = chain(second_mean), seen[:, 3] - PER_DAY * HORIZON
    spent = tandem.spent(HORIZON, tandem.start((0, 0))) / HORIZON
    agrees(seen[:, 0], tandem.mean(spent, lambda state: state[0]), within[0], listed)
    agrees(seen[:, 1], tandem.mean(spent, lambda state: state[1]), within[1], listed)
    agrees(seen[:, 2], tandem.mean(spent, lambda state: state[0] > 0 and state[1] > 0), within[2], listed)


def both_busy(first, second):
    """Share of [0, H) in which both teams work: each works on one person at a time, so overlaps of working times add up."""
    a = np.column_stack([days(first, "started_at"), np.nan_to_num(days(first, "ended_at"), nan=HORIZON)])
    b = np.column_stack([days(second, "started_at"), np.nan_to_num(days(second, "ended_at"), nan=HORIZON)])
    overlap = np.minimum(a[:, None, 1], b[None, :, 1]) - np.maximum(a[:, None, 0], b[None, :, 0])
    return np.nansum(np.maximum(overlap, 0.0)) / HORIZON
