"""How many came, and how it ended for them."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import allocate, put_real
from sim.kernel.rows import World
from sim.kernel.summary.cases import accepted, happened, here, outcome_of
from sim.kernel.summary.columns import OfCase, cases_of, of_case
from sim.kernel.summary.samples import put_ratio
from sim.kernel.words import At, Outcome, Reason
from sim.metrics.outcomes import AFTER_BOARDING, DECLINED_FOR, has_exchange
from sim.record import OUTCOMES, REASONS
from sim.scenario.schema import EXITS

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings


class Outcomes(IntEnum):
    """Places of what is read."""

    LISTED = 0
    ACCEPTED = 1
    ARRIVED = 2
    LEFT = 3
    INSIDE = 4
    IN_TRANSIT = 5
    EXCHANGED = 6  # 0: nobody can be
    ENDED = 7  # by outcome
    SHARES = 8  # by outcome, 0: no exit
    DECLINED_FOR = 9  # by reason, 0: not reported
    WIDTH = 10


def lay(readings: Readings) -> int:
    """Lay down the places of these readings."""
    value = readings.value
    before = {"declined": "people.declined", "dropped_out": "people.dropped_out", "waiting": "people.waiting_at_end"}
    after = {name: f"outcome.{name}" for name in AFTER_BOARDING}
    exchanged = value("people.exchanged") if has_exchange(readings.scenario) else 0
    return readings.row(
        [
            value("people.listed"),
            value("people.accepted"),
            value("people.arrived"),
            value("people.left"),
            value("people.inside_at_end"),
            value("people.in_transit_at_end"),
            exchanged,
            readings.row([value((before | after)[name]) for name in OUTCOMES]),
            readings.row([readings.ratio(f"outcome_share.{name}") if name in EXITS else 0 for name in OUTCOMES]),
            readings.row([value(f"declined.{name}") if name in DECLINED_FOR else 0 for name in REASONS]),
        ]
    )


@compiled
def measure(m, row):  # type: ignore[no-untyped-def]
    """Counts of people at each milestone, and by outcome."""
    top = m[World.TOP]
    ended, declined_for = allocate(m, Outcome.WAITING + 1), allocate(m, Reason.EMPTY + 1)
    listed, agreed_to, arrived, left, in_transit, exchanged = 0, 0, 0, 0, 0, 0
    for case in range(cases_of(m)):
        people, outcome, reason = of_case(m, case, OfCase.SIZE), outcome_of(m, case), of_case(m, case, OfCase.REASON)
        m[ended + outcome] += people
        if outcome == Outcome.DECLINED and 0 <= reason < Reason.EMPTY:
            m[declined_for + reason] += people
        if happened(m, case, At.LISTED):
            listed += people
        if accepted(m, case):
            agreed_to += people
        if here(m, case):
            arrived += people
            if happened(m, case, At.LEFT):
                left += people
        elif outcome == Outcome.INSIDE:
            in_transit += people
        if reason == Reason.EXCHANGE:
            exchanged += people
    put_real(m, m[row + Outcomes.LISTED], float(listed))
    put_real(m, m[row + Outcomes.ACCEPTED], float(agreed_to))
    put_real(m, m[row + Outcomes.ARRIVED], float(arrived))
    put_real(m, m[row + Outcomes.LEFT], float(left))
    put_real(m, m[row + Outcomes.INSIDE], float(arrived - left))
    put_real(m, m[row + Outcomes.IN_TRANSIT], float(in_transit))
    if m[row + Outcomes.EXCHANGED]:
        put_real(m, m[row + Outcomes.EXCHANGED], float(exchanged))
    _by_reason(m, m[row + Outcomes.DECLINED_FOR], declined_for)
    _by_outcome(m, m[row + Outcomes.ENDED], m[row + Outcomes.SHARES], ended)
    m[World.TOP] = top


@compiled
def _by_reason(m, places, people):  # type: ignore[no-untyped-def]
    for reason in range(Reason.EMPTY):
        if m[places + reason]:
            put_real(m, m[places + reason], float(m[people + reason]))


@compiled
def _by_outcome(m, places, shares, people):  # type: ignore[no-untyped-def]
    """People by outcome, and the share of each exit among all."""
    exits = 0
    for outcome in range(Outcome.WAITING + 1):
        put_real(m, m[places + outcome], float(m[people + outcome]))
        if m[shares + outcome]:
            exits += m[people + outcome]
    for outcome in range(Outcome.WAITING + 1):
        if m[shares + outcome]:
            put_ratio(m, m[shares + outcome], m[people + outcome], exits)
