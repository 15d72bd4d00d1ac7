"""Minimum guarantees and caps: what is added to, or taken off, the sum of other items in a period."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from sim.kernel.compiled import compiled
from sim.kernel.memory import put_real, real
from sim.metrics.costs_bounds import periods
from sim.metrics.costs_months import months_of

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings
    from sim.scenario.schema import Cap, Guarantee


def lay_periods(readings: Readings, item: Guarantee | Cap) -> int:
    """A list of periods: of each the amount (a float) and a list of those of its months that lie in the window."""
    months = months_of(readings.scenario)
    window = months.window(item.from_, item.until)
    rows = [(period[np.diff(window)[period] > 0].tolist(), amount) for period, amount in periods(item, window, months)]
    return readings.numbers([readings.row([float(amount), len(inside), *inside]) for inside, amount in rows])


@compiled
def topped_up(m, listed, spent, added):  # type: ignore[no-untyped-def]
    """What is added, in the last month of each period, to what was spent month by month. Both in the currency of the item."""
    for n in range(m[listed]):
        period = m[listed + 1 + n]
        total = 0.0
        for k in range(m[period + 1]):
            total += real(m, spent + m[period + 2 + k])
        if m[period + 1]:
            put_real(m, added + m[period + 1 + m[period + 1]], max(0.0, real(m, period) - total))


@compiled
def taken_off(m, listed, spent, relief):  # type: ignore[no-untyped-def]
    """What is not paid of what was spent month by month, in the order of the months. Both in the currency of the item."""
    for n in range(m[listed]):
        period = m[listed + 1 + n]
        total, before = 0.0, 0.0
        for k in range(m[period + 1]):
            month = m[period + 2 + k]
            total += real(m, spent + month)
            beyond = max(total - real(m, period), 0.0)
            put_real(m, relief + month, beyond - before)
            before = beyond
