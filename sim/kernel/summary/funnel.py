"""Who comes of those listed: proposed, eligible, accepted, told, boarded, arrived; and why the others stay with the sender."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import NONE, allocate, put_real
from sim.kernel.rows import Booking, Departure, Objected, Service, Table, World
from sim.kernel.summary.cases import accepted, at, happened, here, or_else, outcome_of
from sim.kernel.summary.columns import OfCase, cases_of, number_of, of_case, rows_by_case
from sim.kernel.summary.samples import begin_sample, end_sample, follow, put_ratio
from sim.kernel.summary.waits import wait
from sim.kernel.words import At, Attempt, Outcome, Reason, TaskOutcome
from sim.metrics.funnel import LOSSES, STAGES, has_funnel, objects, stages, told_of_transfer

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings


class Stage(IntEnum):
    """In the order of `sim.metrics.funnel.STAGES`."""

    LISTED = 0
    PROPOSED = 1
    ELIGIBLE = 2
    ACCEPTED = 3
    READY = 4
    BOARDED = 5
    ARRIVED = 6
    WIDTH = 7


class Loss(IntEnum):
    """In the order of `sim.metrics.funnel.LOSSES`."""

    EXCLUDED = 0
    LATE = 1
    NOT_PROPOSED = 2
    HOST = 3
    ROOM = 4
    CLOSED = 5
    UNDECIDED = 6
    OBJECTION = 7
    CHOICE = 8
    END = 9
    WAITING = 10
    WIDTH = 11


class Funnel(IntEnum):
    """Places of what is read."""

    PEOPLE = 0  # by stage, 0: not a stage of the scenario
    SHARE = 1  # the same
    LOST = 2  # by loss
    FILTERED = 3  # by filter
    PASSED = 4
    NO_SHOW = 5
    NOTICE = 6  # 0: nobody is told before the transfer
    OBJECTED = 7  # 0: nobody objects
    DECISION = 8
    WIDTH = 9


def lay(readings: Readings) -> int:
    """Lay down the places of these readings; 0 where nothing happens upstream of the host's review."""
    scenario, value, ratio = readings.scenario, readings.value, readings.ratio
    if not has_funnel(scenario):
        return 0
    reached, filters = stages(scenario), readings.names.filters
    return readings.row(
        [
            readings.row([value(f"funnel.people.{stage}") if stage in reached else 0 for stage in STAGES]),
            readings.row([ratio(f"funnel.share.{stage}") if stage in reached else 0 for stage in STAGES]),
            readings.row([value(f"funnel.lost.{loss}") for loss in LOSSES]),
            readings.row([value(f"funnel.filtered.{name}") for name in filters]),
            readings.row([ratio(f"funnel.passed.{name}") for name in filters]),
            value("funnel.no_show"),
            readings.sample("wait.notice") if told_of_transfer(scenario) else 0,
            value("funnel.objected") if objects(scenario) else 0,
            readings.sample("wait.objection") if objects(scenario) else 0,
        ]
    )


@compiled
def measure(m, row):  # type: ignore[no-untyped-def]
    """Counts and shares by stage, losses by why, and the time they take."""
    if row == 0:
        return
    top = m[World.TOP]
    people, lost = allocate(m, Stage.WIDTH), allocate(m, Loss.WIDTH)
    for case in range(cases_of(m)):
        _reached(m, people, case)
        loss = _lost(m, case)
        if loss != NONE:
            m[lost + loss] += of_case(m, case, OfCase.SIZE)
    _put_stages(m, row, people)
    for loss in range(Loss.WIDTH):
        put_real(m, m[m[row + Funnel.LOST] + loss], float(m[lost + loss]))
    _by_filter(m, row, m[people + Stage.PROPOSED])
    put_real(m, m[row + Funnel.NO_SHOW], float(_absent(m)))
    m[World.TOP] = top
    if m[row + Funnel.NOTICE]:
        _time_to_ready(m, m[row + Funnel.NOTICE])
    if m[row + Funnel.OBJECTED]:
        put_real(m, m[row + Funnel.OBJECTED], float(_objected(m)))
        _time_to_decision(m, m[row + Funnel.DECISION])


@compiled
def _late(m, case):  # type: ignore[no-untyped-def]
    """Whether it was listed after the window had closed."""
    declined = of_case(m, case, OfCase.OUTCOME) == Outcome.DECLINED and of_case(m, case, OfCase.REASON) == Reason.END
    return declined and happened(m, case, At.LISTED) and at(m, case, At.DECIDED) == at(m, case, At.LISTED)


@compiled
def _reached(m, people, case):  # type: ignore[no-untyped-def]
    """Add a case to the stages that it reaches."""
    if not happened(m, case, At.LISTED):
        return
    size, reason = of_case(m, case, OfCase.SIZE), of_case(m, case, OfCase.REASON)
    m[people + Stage.LISTED] += size
    excluded = reason == Reason.EXCLUDED or reason == Reason.NOT_PROPOSED
    if not _late(m, case) and not (of_case(m, case, OfCase.OUTCOME) == Outcome.DECLINED and excluded):
        m[people + Stage.PROPOSED] += size
        if reason < Reason.FILTER:
            m[people + Stage.ELIGIBLE] += size
    if accepted(m, case):
        m[people + Stage.ACCEPTED] += size
    if happened(m, case, At.READY):
        m[people + Stage.READY] += size
    if happened(m, case, At.BOARDED):
        m[people + Stage.BOARDED] += size
    if here(m, case):
        m[people + Stage.ARRIVED] += size


@compiled
def _lost(m, case):  # type: ignore[no-untyped-def]
    """Why it stays with the sender; NONE: it does not, or a filter stopped it."""
    outcome, reason = outcome_of(m, case), of_case(m, case, OfCase.REASON)
    if outcome == Outcome.DECLINED:
        return _declined(m, case, reason)
    if outcome == Outcome.DROPPED_OUT:
        return _dropped_out(reason)
    if outcome == Outcome.WAITING:
        return Loss.WAITING + 0 if happened(m, case, At.DECIDED) else Loss.UNDECIDED + 0
    return NONE


@compiled
def _declined(m, case, reason):  # type: ignore[no-untyped-def]
    if reason == Reason.EXCLUDED:
        return Loss.EXCLUDED + 0
    if reason == Reason.NOT_PROPOSED:
        return Loss.NOT_PROPOSED + 0
    if reason == Reason.HOST:
        return Loss.HOST + 0
    if reason == Reason.ROOM:
        return Loss.ROOM + 0
    if reason == Reason.END:
        return Loss.LATE + 0 if _late(m, case) else Loss.CLOSED + 0
    return NONE


@compiled
def _dropped_out(reason):  # type: ignore[no-untyped-def]
    if reason == Reason.OBJECTION:
        return Loss.OBJECTION + 0
    if reason == Reason.CHOICE:
        return Loss.CHOICE + 0
    if reason == Reason.END:
        return Loss.END + 0
    return NONE


@compiled
def _put_stages(m, row, people):  # type: ignore[no-untyped-def]
    for stage in range(Stage.WIDTH):
        if m[m[row + Funnel.PEOPLE] + stage]:
            put_real(m, m[m[row + Funnel.PEOPLE] + stage], float(m[people + stage]))
            put_ratio(m, m[m[row + Funnel.SHARE] + stage], m[people + stage], m[people + Stage.LISTED])


@compiled
def _by_filter(m, row, proposed):  # type: ignore[no-untyped-def]
    """Whom each filter stops, and the share that it passes of those who reach it."""
    stopped = allocate(m, m[World.FILTER_COUNT])
    for case in range(cases_of(m)):
        if of_case(m, case, OfCase.REASON) >= Reason.FILTER:
            m[stopped + of_case(m, case, OfCase.REASON) - Reason.FILTER] += of_case(m, case, OfCase.SIZE)
    left = proposed
    for n in range(m[World.FILTER_COUNT]):
        put_real(m, m[m[row + Funnel.FILTERED] + n], float(m[stopped + n]))
        put_ratio(m, m[m[row + Funnel.PASSED] + n], left - m[stopped + n], left)
        left -= m[stopped + n]


@compiled
def _absent(m):  # type: ignore[no-untyped-def]
    """People who did not turn up for a departure to a hub, once at least."""
    having, people = rows_by_case(m, 1), 0
    booking = m[World.BOOKINGS + Table.FIRST]
    while booking:
        service = m[m[booking + Booking.DEPARTURE] + Departure.SERVICE]
        if m[service + Service.INBOUND] and m[booking + Booking.OUTCOME] == Attempt.NO_SHOW:
            people += _first_time(m, having, number_of(m, m[booking + Booking.CASE]))
        booking = m[booking]
    return people


@compiled
def _objected(m):  # type: ignore[no-untyped-def]
    """People who objected, or for whom a court stopped the transfer."""
    top = m[World.TOP]
    having, people = rows_by_case(m, 1), 0
    objected = m[World.OBJECTED + Table.FIRST]
    while objected:
        people += _first_time(m, having, number_of(m, m[objected + Objected.CASE]))
        objected = m[objected]
    m[World.TOP] = top
    return people


@compiled
def _first_time(m, having, case):  # type: ignore[no-untyped-def]
    """People of a case, the first time that it is asked about."""
    row = having + case
    people = 0 if m[row] else of_case(m, case, OfCase.SIZE)
    m[row] = 1
    return people


@compiled
def _time_to_ready(m, place):  # type: ignore[no-untyped-def]
    """From acceptance until free to board."""
    sample = begin_sample(m, place, cases_of(m))
    for case in range(cases_of(m)):
        if accepted(m, case):
            wait(m, sample, case, at(m, case, At.DECIDED), at(m, case, At.READY))
    end_sample(m, sample)


@compiled
def _time_to_decision(m, place):  # type: ignore[no-untyped-def]
    """From lodging an objection to the decision."""
    sample = begin_sample(m, place, m[World.OBJECTED + Table.COUNT])
    objected = m[World.OBJECTED + Table.FIRST]
    while objected:
        length = or_else(m[objected + Objected.ENDED], m[World.HORIZON]) - m[objected + Objected.LODGED]
        case, decided = number_of(m, m[objected + Objected.CASE]), m[objected + Objected.OUTCOME] == TaskOutcome.DECIDED
        follow(m, sample, length, decided, of_case(m, case, OfCase.SIZE), NONE)
        objected = m[objected]
    end_sample(m, sample)
