"""How much of the agreement is used, and when the first people come."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER, put_real
from sim.kernel.rows import Capacity, World
from sim.kernel.summary.cases import at, happened, here, initial
from sim.kernel.summary.columns import OfCase, cases_of, of_case
from sim.kernel.summary.samples import put_ratio
from sim.kernel.summary.waits import earlier
from sim.kernel.words import At
from sim.metrics.agreement import has_total

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings

DAY = 86_400_000


class Agreement(IntEnum):
    """Places of what is read."""

    NONE_CAME = 0
    FIRST = 1
    USED = 2  # 0: there is no total
    TOTAL = 3  # as first said
    WHAT = 4  # number of its capacity
    WIDTH = 5


def lay(readings: Readings) -> int:
    """Lay down the total and the places of these readings."""
    scenario = readings.scenario
    return readings.row(
        [
            readings.value("arrival.none"),
            readings.value("arrival.first"),
            readings.ratio("agreement.used") if has_total(scenario) else 0,
            scenario.agreement.total,
            readings.names.capacities().index("agreement:total"),
        ]
    )


@compiled
def measure(m, row):  # type: ignore[no-untyped-def]
    """Use of the total, and the first arrival."""
    first, boarded = NEVER, 0
    for case in range(cases_of(m)):
        if here(m, case) and not initial(m, case):
            first = earlier(first, at(m, case, At.ARRIVED))
        if happened(m, case, At.BOARDED):
            boarded += of_case(m, case, OfCase.SIZE)
    put_real(m, m[row + Agreement.NONE_CAME], 1.0 if first == NEVER else 0.0)
    put_real(m, m[row + Agreement.FIRST], float("inf") if first == NEVER else first / DAY)
    if m[row + Agreement.USED]:
        put_ratio(m, m[row + Agreement.USED], boarded, _total(m, row))


@compiled
def _total(m, row):  # type: ignore[no-untyped-def]
    """In force at the horizon."""
    last = m[m[World.CAPACITIES] + m[row + Agreement.WHAT]]
    return m[last + Capacity.USABLE] if last else m[row + Agreement.TOTAL]
