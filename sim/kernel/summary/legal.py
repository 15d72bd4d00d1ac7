"""Reviews in time, legal periods kept, orders carried out, claims respected."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER, NONE, allocate, put_real
from sim.kernel.rows import Period, Table, Task, World
from sim.kernel.summary import needs
from sim.kernel.summary.cases import at, ended, happened, or_else
from sim.kernel.summary.columns import OfCase, cases_of, number_of, of_case
from sim.kernel.summary.samples import put_ratio
from sim.kernel.words import At, Outcome, TaskOutcome
from sim.metrics.legal import has_reviews, review_clocks

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings

DAY = 86_400_000


class Legal(IntEnum):
    """What is known beforehand, and places of what is read."""

    ORDER_DAYS = 0
    PENDING_REMOVALS = 1
    CLAIM_SUSPENDS = 2
    DUE = 3  # 0: nothing is reviewed
    LATE = 4
    LATE_SHARE = 5
    LATE_BY = 6  # by number of the name of a task; NONE: not a review
    MISSED = 7  # by period
    MISSED_SHARE = 8
    WIDTH = 9


def lay(readings: Readings) -> int:
    """Lay down when reviews are late, and the places of these readings."""
    value, ratio, periods = readings.value, readings.ratio, readings.names.deadlines
    reviews = has_reviews(readings.scenario)
    clocks = review_clocks(readings.scenario)
    late_by = [clocks[name].late_by or 0 if name in clocks else NONE for name in readings.names.tasks]
    return readings.row(
        [
            value("order.days"),
            value("claims.pending_removals"),
            needs.claim_suspends(readings),
            value("reviews.due") if reviews else 0,
            value("reviews.late") if reviews else 0,
            ratio("reviews.late_share") if reviews else 0,
            readings.row(late_by),
            readings.row([value(f"periods.{name}.missed") for name in periods]),
            readings.row([ratio(f"periods.{name}.missed_share") for name in periods]),
        ]
    )


@compiled
def measure(m, row):  # type: ignore[no-untyped-def]
    """Reviews, periods, orders, claims."""
    waited, pending = 0, 0
    for case in range(cases_of(m)):
        if happened(m, case, At.RELEASE_ORDERED):
            waited += (ended(m, case) - at(m, case, At.RELEASE_ORDERED)) * of_case(m, case, OfCase.SIZE)
        if needs.any_of(m, m[row + Legal.CLAIM_SUSPENDS], case) and left_during_claim(m, case):
            pending += of_case(m, case, OfCase.SIZE)
    put_real(m, m[row + Legal.ORDER_DAYS], float(waited) / DAY)
    put_real(m, m[row + Legal.PENDING_REMOVALS], float(pending))
    if m[row + Legal.DUE]:
        _reviews(m, row)
    _periods(m, row)


@compiled
def _periods(m, row):  # type: ignore[no-untyped-def]
    """People for whom each period ran out, of those for whom it has ended."""
    top = m[World.TOP]
    missed, over = allocate(m, m[World.DEADLINE_COUNT]), allocate(m, m[World.DEADLINE_COUNT])
    period = m[World.PERIODS + Table.FIRST]
    while period:
        people = of_case(m, number_of(m, m[period + Period.CASE]), OfCase.SIZE)
        if m[period + Period.OUTCOME] == TaskOutcome.MISSED:
            m[missed + m[period + Period.INDEX]] += people
        if m[period + Period.OUTCOME] != TaskOutcome.WAITING:
            m[over + m[period + Period.INDEX]] += people
        period = m[period]
    for n in range(m[World.DEADLINE_COUNT]):
        put_real(m, m[m[row + Legal.MISSED] + n], float(m[missed + n]))
        put_ratio(m, m[m[row + Legal.MISSED_SHARE] + n], m[missed + n], m[over + n])
    m[World.TOP] = top


@compiled
def _reviews(m, row):  # type: ignore[no-untyped-def]
    due, late = 0, 0
    task = m[World.TASKS + Table.FIRST]
    while task:
        late_by = m[m[row + Legal.LATE_BY] + m[task + Task.NAME]]
        if late_by != NONE:
            due += 1
            if m[task + Task.DUE_AT] != NEVER and waited_until(m, task) > m[task + Task.DUE_AT] + late_by:
                late += 1
        task = m[task]
    put_real(m, m[row + Legal.DUE], float(due))
    put_real(m, m[row + Legal.LATE], float(late))
    put_ratio(m, m[row + Legal.LATE_SHARE], late, due)


@compiled
def waited_until(m, task):  # type: ignore[no-untyped-def]
    """When a task began; of one that never did, when it or its case ended, or the horizon."""
    began = or_else(m[task + Task.STARTED_AT], m[task + Task.ENDED_AT])
    return or_else(began, ended(m, number_of(m, m[task + Task.CASE])))


@compiled
def left_during_claim(m, case):  # type: ignore[no-untyped-def]
    """Whether it left by return or removal between lodging a claim and the decision."""
    outcome, lodged, left = of_case(m, case, OfCase.OUTCOME), at(m, case, At.CLAIM_LODGED), at(m, case, At.LEFT)
    if (outcome != Outcome.REMOVED and outcome != Outcome.RETURNED_VOLUNTARILY) or lodged == NEVER or left == NEVER:
        return False
    decided = at(m, case, At.CLAIM_DECIDED)
    return lodged < left and (decided == NEVER or decided > left)
