"""Where the days go: each moment of a stay belongs to the first need that is not met then."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER, allocate, put_real
from sim.kernel.rows import World
from sim.kernel.summary import needs
from sim.kernel.summary.cases import at, here, initial, or_else, until
from sim.kernel.summary.columns import OfCase, cases_of, of_case
from sim.kernel.summary.samples import put_ratio
from sim.kernel.words import At
from sim.metrics.stages import STAGES

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings

DAY = 86_400_000
BEFORE = NEVER
"""Before everything."""
AFTER = -NEVER
"""After everything."""


class Stage(IntEnum):
    """In the order of `sim.metrics.stages.STAGES`: the first unmet need takes the moment."""

    HOUSED = 0
    PLACE = 1
    SCREENING = 2
    ORDER = 3
    CLAIM = 4
    DOCUMENTS = 5
    NOTICE = 6
    LIMIT = 7
    SEAT = 8
    WIDTH = 9


class Stages(IntEnum):
    """What is known beforehand, and places of what is read."""

    DAYS = 0  # by stage
    SHARES = 1
    CLAIM_SUSPENDS = 2
    NEEDS_NOTICE = 3
    AGREED_NEEDS_DOCUMENTS = 4
    ASKED_WHEN_AGREED = 5
    VOLUNTARY = 6
    ENFORCED = 7
    ATTEMPTS = 8
    WIDTH = 9


class Unmet(IntEnum):
    """When a need is not met: how many spans, then the beginning and the end (excluded) of each."""

    COUNT = 0
    SPANS = 1
    WIDTH = 7


def lay(readings: Readings) -> int:
    """Lay down the needs and the places of these readings."""
    return readings.row(
        [
            readings.row([readings.value(f"days.{stage}") for stage in STAGES]),
            readings.row([readings.ratio(f"days_share.{stage}") for stage in STAGES]),
            needs.claim_suspends(readings),
            needs.needs_notice(readings),
            needs.agreed_needs_documents(readings),
            needs.asks_for_documents_when_agreed(readings),
            needs.served(readings, "voluntary"),
            needs.served(readings, "enforced"),
            needs.attempts_allowed(readings),
        ]
    )


@compiled
def measure(m, row):  # type: ignore[no-untyped-def]
    """Person-days in each stage; they add up to the stay exactly."""
    top = m[World.TOP]
    times, unmet = allocate(m, Stage.WIDTH), allocate(m, Stage.WIDTH * Unmet.WIDTH)
    used_up = needs.attempts_used_up(m, m[row + Stages.ATTEMPTS])
    for case in range(cases_of(m)):
        if here(m, case):
            _unmet(m, row, unmet, case, needs.used_up_at(m, used_up, case, m[row + Stages.ATTEMPTS]))
            add_stage_times(m, times, unmet, case)
    _put(m, m[row + Stages.DAYS], m[row + Stages.SHARES], times)
    m[World.TOP] = top


@compiled
def _put(m, days, shares, times):  # type: ignore[no-untyped-def]
    together = 0
    for stage in range(Stage.WIDTH):
        together += m[times + stage]
    for stage in range(Stage.WIDTH):
        time = float(m[times + stage]) / DAY
        put_real(m, m[days + stage], time)
        put_ratio(m, m[shares + stage], time, float(together) / DAY)


@compiled
def add_stage_times(m, times, unmet, case):  # type: ignore[no-untyped-def]
    """Add the time of a case in each stage, by people; it adds up to its stay since arrival."""
    moment, end = at(m, case, At.ARRIVED), until(m, case)
    while moment < end:
        stage = _first_unmet(m, unmet, moment)
        upto = _next_edge(m, unmet, stage, moment, end)
        m[times + stage] += (upto - moment) * of_case(m, case, OfCase.SIZE)
        moment = upto


@compiled
def _first_unmet(m, unmet, moment):  # type: ignore[no-untyped-def]
    for stage in range(Stage.SEAT):
        spans = unmet + stage * Unmet.WIDTH
        for n in range(m[spans]):
            if m[spans + 1 + 2 * n] <= moment < m[spans + 2 + 2 * n]:
                return stage
    return Stage.SEAT + 0


@compiled
def _next_edge(m, unmet, last, moment, end):  # type: ignore[no-untyped-def]
    """Where a need that comes no later than this one may begin or end next."""
    for stage in range(last + 1):
        spans = unmet + stage * Unmet.WIDTH
        for edge in range(2 * m[spans]):
            if moment < m[spans + Unmet.SPANS + edge] < end:
                end = m[spans + Unmet.SPANS + edge]
    return end


@compiled
def _unmet(m, row, unmet, case, used_up):  # type: ignore[no-untyped-def]
    """When each need of a case is not met, read without regard to the other needs."""
    for stage in range(Stage.WIDTH):
        m[unmet + stage * Unmet.WIDTH + Unmet.COUNT] = 0
    agreed, due = _at(m, case, At.AGREED), _at(m, case, At.SEND_BACK)
    screened = BEFORE if initial(m, case) else min(_at(m, case, At.SCREENED), due)
    _span(m, unmet, Stage.HOUSED, _at(m, case, At.OUTCOME), AFTER)
    _span(m, unmet, Stage.PLACE, _at(m, case, At.PLACE_ASKED), _at(m, case, At.PLACED))
    _span(m, unmet, Stage.SCREENING, BEFORE, screened)
    _span(m, unmet, Stage.ORDER, _at(m, case, At.RELEASE_ORDERED), _at(m, case, At.OUTCOME))
    if needs.any_of(m, m[row + Stages.CLAIM_SUSPENDS], case):
        _span(m, unmet, Stage.CLAIM, _at(m, case, At.CLAIM_LODGED), _at(m, case, At.CLAIM_DECIDED))
    _documents(m, row, unmet, case, agreed, due)
    if needs.any_of(m, m[row + Stages.NEEDS_NOTICE], case):
        _span(m, unmet, Stage.NOTICE, BEFORE, min(_at(m, case, At.NOTICE), agreed, due))
    _stuck(m, row, unmet, case, agreed, due)
    if used_up != NEVER:
        _span(m, unmet, Stage.LIMIT, used_up, due)


@compiled
def _documents(m, row, unmet, case, agreed, due):  # type: ignore[no-untyped-def]
    """When travel documents are asked for and are not there."""
    asked_when_agreed = needs.holds(m[row + Stages.ASKED_WHEN_AGREED], of_case(m, case, OfCase.DESTINATION))
    asked = agreed if asked_when_agreed and not needs.is_served(m, m[row + Stages.ENFORCED], case) else BEFORE
    documents = _at(m, case, At.DOCUMENTS)
    if not needs.any_of(m, m[row + Stages.AGREED_NEEDS_DOCUMENTS], case):
        documents = min(documents, agreed)
    _span(m, unmet, Stage.DOCUMENTS, asked, min(documents, due))


@compiled
def _stuck(m, row, unmet, case, agreed, due):  # type: ignore[no-untyped-def]
    """When no service could take a case: before and after it agreed. One due to be sent back has a way out."""
    if not needs.is_served(m, m[row + Stages.ENFORCED], case):
        _span(m, unmet, Stage.LIMIT, BEFORE, min(agreed, due))
    if not needs.is_served(m, m[row + Stages.VOLUNTARY], case):
        _span(m, unmet, Stage.LIMIT, agreed, due)


@compiled
def _at(m, case, instant):  # type: ignore[no-untyped-def]
    return or_else(at(m, case, instant), AFTER)


@compiled
def _span(m, unmet, stage, start, end):  # type: ignore[no-untyped-def]
    spans = unmet + stage * Unmet.WIDTH
    m[spans + Unmet.SPANS + 2 * m[spans]] = start
    m[spans + Unmet.SPANS + 1 + 2 * m[spans]] = end
    m[spans] += 1
