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


class Free(IntEnum):
    """The time of a case that no need has taken yet: how many spans, then the beginning and the end (excluded) of each, empty ones too."""

    COUNT = 0
    PEOPLE = 1
    SPANS = 2
    WIDTH = SPANS + 2 * 16  # a span that is taken leaves one more at most, and no case has more than ten


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
    times, free = allocate(m, Stage.WIDTH), allocate(m, Free.WIDTH)
    used_up = needs.attempts_used_up(m, m[row + Stages.ATTEMPTS])
    for case in range(cases_of(m)):
        if here(m, case):
            _begin(m, free, case)
            _unmet(m, row, times, free, case, needs.used_up_at(m, used_up, case, m[row + Stages.ATTEMPTS]))
            _span(m, times, free, Stage.SEAT, BEFORE, AFTER)
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
def _begin(m, free, case):  # type: ignore[no-untyped-def]
    """All of the stay since arrival is free."""
    m[free], m[free + Free.PEOPLE] = 1, of_case(m, case, OfCase.SIZE)
    m[free + Free.SPANS], m[free + Free.SPANS + 1] = at(m, case, At.ARRIVED), until(m, case)


@compiled
def _unmet(m, row, times, free, case, used_up):  # type: ignore[no-untyped-def]
    """When each need of a case is not met: what is still free of that time is its own, so that the first takes most."""
    agreed, due = _at(m, case, At.AGREED), _at(m, case, At.SEND_BACK)
    screened = BEFORE if initial(m, case) else min(_at(m, case, At.SCREENED), due)
    _span(m, times, free, Stage.HOUSED, _at(m, case, At.OUTCOME), AFTER)
    _span(m, times, free, Stage.PLACE, _at(m, case, At.PLACE_ASKED), _at(m, case, At.PLACED))
    _span(m, times, free, Stage.SCREENING, BEFORE, screened)
    _span(m, times, free, Stage.ORDER, _at(m, case, At.RELEASE_ORDERED), _at(m, case, At.OUTCOME))
    if needs.any_of(m, m[row + Stages.CLAIM_SUSPENDS], case):
        _span(m, times, free, Stage.CLAIM, _at(m, case, At.CLAIM_LODGED), _at(m, case, At.CLAIM_DECIDED))
    _documents(m, row, times, free, case, agreed, due)
    if needs.any_of(m, m[row + Stages.NEEDS_NOTICE], case):
        _span(m, times, free, Stage.NOTICE, BEFORE, min(_at(m, case, At.NOTICE), agreed, due))
    _stuck(m, row, times, free, case, agreed, due)
    if used_up != NEVER:
        _span(m, times, free, Stage.LIMIT, used_up, due)


@compiled
def _documents(m, row, times, free, case, agreed, due):  # type: ignore[no-untyped-def]
    """When travel documents are asked for and are not there."""
    asked_when_agreed = needs.holds(m[row + Stages.ASKED_WHEN_AGREED], of_case(m, case, OfCase.DESTINATION))
    asked = agreed if asked_when_agreed and not needs.is_served(m, m[row + Stages.ENFORCED], case) else BEFORE
    documents = _at(m, case, At.DOCUMENTS)
    if not needs.any_of(m, m[row + Stages.AGREED_NEEDS_DOCUMENTS], case):
        documents = min(documents, agreed)
    _span(m, times, free, Stage.DOCUMENTS, asked, min(documents, due))


@compiled
def _stuck(m, row, times, free, case, agreed, due):  # type: ignore[no-untyped-def]
    """When no service could take a case: before and after it agreed. One due to be sent back has a way out."""
    if not needs.is_served(m, m[row + Stages.ENFORCED], case):
        _span(m, times, free, Stage.LIMIT, BEFORE, min(agreed, due))
    if not needs.is_served(m, m[row + Stages.VOLUNTARY], case):
        _span(m, times, free, Stage.LIMIT, agreed, due)


@compiled
def _at(m, case, instant):  # type: ignore[no-untyped-def]
    return or_else(at(m, case, instant), AFTER)


@compiled
def _span(m, times, free, stage, start, end):  # type: ignore[no-untyped-def]
    """A need is not met from `start` until `end`: what is free of it belongs to the stage, by people."""
    for n in range(m[free]):
        span = free + Free.SPANS + 2 * n
        low, high = max(start, m[span]), min(end, m[span + 1])
        if low < high:
            m[times + stage] += (high - low) * m[free + Free.PEOPLE]
            _take(m, free, span, low, high)


@compiled
def _take(m, free, span, low, high):  # type: ignore[no-untyped-def]
    """Part of a span is free no longer; what comes behind it is a span of its own if something comes before it."""
    if low == m[span]:
        m[span] = high
        return
    if high < m[span + 1]:
        rest = free + Free.SPANS + 2 * m[free]
        m[rest], m[rest + 1] = high, m[span + 1]
        m[free] += 1
    m[span + 1] = low
