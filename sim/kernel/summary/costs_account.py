"""The account of a run: every item month by month in the reported currency; guarantees after the items they cover, caps last."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import allocate, put_real, real
from sim.kernel.rows import World
from sim.kernel.summary import costs_items
from sim.kernel.summary.cases import at, happened, or_else, outcome_of
from sim.kernel.summary.columns import OfCase, cases_of, of_case
from sim.kernel.summary.costs_bills import bill
from sim.kernel.summary.costs_bounds import lay_periods, taken_off, topped_up
from sim.kernel.summary.costs_months import add_real, lay_edges, lay_per_time, time_in
from sim.kernel.summary.steps import add_span, begin_spans, counted, integrated
from sim.kernel.words import At, Outcome
from sim.metrics.costs_account import covered, in_order, rate_of
from sim.scenario.schema import Cap, Guarantee, prices_of

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings


class Account(IntEnum):
    """The contract, and where an account of a run is made meanwhile."""

    EDGES = 0  # of the months
    COUNT = 1  # of items
    ORDER = 2  # list of rows of `Paid`, in the order in which they are settled
    SENDER_DAY = 3  # price per millisecond, a float for each month; 0: none
    SENDER_WORTH = 4  # f
    AMOUNTS = 5  # place of floats by item, in the order of the file, and month
    IDLE = 6  # the same, of what is paid for places or guarantees that nobody uses
    BY_MONTH = 7  # floats by month: all that is paid
    IDLE_BY_MONTH = 8
    AVOIDED = 9  # what the sender does not spend
    WIDTH = 10


class Paid(IntEnum):
    """An item in its place."""

    INDEX = 0  # place in the file
    WORTH = 1  # f: one unit of its currency in the reported one
    BILL = 2  # `costs_items.Item`; 0: it depends on others
    PERIODS = 3  # of a guarantee or cap
    IS_CAP = 4
    COVERED = 5  # list of indices of the items it is about
    WIDTH = 6


def lay(readings: Readings) -> int:
    """Lay down the contract."""
    costs = readings.scenario.costs
    numbers = {name: index for index, name in enumerate(costs.items)}
    order = [_lay_item(readings, numbers, name) for name, _ in in_order(costs)]
    day = costs.sender_day
    per_time, worth = (0, 0.0) if day is None else (lay_per_time(readings, day), rate_of(costs, day.currency))
    return readings.row([lay_edges(readings), len(order), readings.numbers(order), per_time, worth, 0, 0, 0, 0, 0])


def _lay_item(readings: Readings, numbers: dict[str, int], name: str) -> int:
    costs = readings.scenario.costs
    item, worth = costs.items[name], float(rate_of(costs, prices_of(costs.items[name])[0].currency))
    about = readings.numbers([numbers[other] for other in covered(costs, name)])
    if isinstance(item, Guarantee | Cap):
        return readings.row([numbers[name], worth, 0, lay_periods(readings, item), isinstance(item, Cap), about])
    return readings.row([numbers[name], worth, costs_items.lay(readings, item), 0, 0, about])


@compiled
def account(m, row):  # type: ignore[no-untyped-def]
    """Make the account of a run at the top of memory."""
    edges, order = m[row + Account.EDGES], m[row + Account.ORDER]
    months = m[edges]
    m[row + Account.AMOUNTS] = allocate(m, m[row + Account.COUNT] * months)
    m[row + Account.IDLE] = allocate(m, m[row + Account.COUNT] * months)
    m[row + Account.BY_MONTH] = allocate(m, months)
    m[row + Account.IDLE_BY_MONTH] = allocate(m, months)
    m[row + Account.AVOIDED] = allocate(m, months)
    for n in range(m[order]):
        _settle(m, row, m[order + 1 + n], months)
    for n in range(m[order]):
        idle = m[row + Account.IDLE] + m[m[order + 1 + n] + Paid.INDEX] * months
        for month in range(months):
            add_real(m, m[row + Account.BY_MONTH] + month, real(m, m[row + Account.AMOUNTS] + n * months + month))
            add_real(m, m[row + Account.IDLE_BY_MONTH] + month, real(m, idle + month))
    if m[row + Account.SENDER_DAY]:
        _avoid(m, row)


@compiled
def _settle(m, row, paid, months):  # type: ignore[no-untyped-def]
    """Put what one item comes to."""
    top = m[World.TOP]
    amounts = m[row + Account.AMOUNTS] + m[paid + Paid.INDEX] * months
    idle = m[row + Account.IDLE] + m[paid + Paid.INDEX] * months
    if m[paid + Paid.BILL]:
        bill(m, m[paid + Paid.BILL], m[row + Account.EDGES], amounts, idle)
        for month in range(months):
            put_real(m, amounts + month, real(m, amounts + month) * real(m, paid + Paid.WORTH))
            put_real(m, idle + month, real(m, idle + month) * real(m, paid + Paid.WORTH))
    elif m[paid + Paid.IS_CAP]:
        _cap(m, row, paid, amounts, months)
    else:
        own = _spent(m, row, paid, months) + months
        topped_up(m, m[paid + Paid.PERIODS], own, amounts)
        for month in range(months):
            put_real(m, amounts + month, real(m, amounts + month) * real(m, paid + Paid.WORTH))
            put_real(m, idle + month, real(m, amounts + month))
    m[World.TOP] = top


@compiled
def _spent(m, row, paid, months):  # type: ignore[no-untyped-def]
    """What the items that it is about come to, by month; then the same in its own currency."""
    spent, about = allocate(m, 2 * months), m[paid + Paid.COVERED]
    for n in range(m[about]):
        for month in range(months):
            add_real(m, spent + month, real(m, m[row + Account.AMOUNTS] + m[about + 1 + n] * months + month))
    for month in range(months):
        put_real(m, spent + months + month, real(m, spent + month) / real(m, paid + Paid.WORTH))
    return spent


@compiled
def _cap(m, row, paid, amounts, months):  # type: ignore[no-untyped-def]
    """What is taken off; as much less of what it covers is idle."""
    spent, about = _spent(m, row, paid, months), m[paid + Paid.COVERED]
    taken_off(m, m[paid + Paid.PERIODS], spent + months, amounts)
    for month in range(months):
        off = -real(m, amounts + month) * real(m, paid + Paid.WORTH)
        put_real(m, amounts + month, off)
        kept = 1 + (off / real(m, spent + month) if real(m, spent + month) > 0 else 0.0)
        for n in range(m[about]):
            idle = m[row + Account.IDLE] + m[about + 1 + n] * months + month
            put_real(m, idle, real(m, idle) * kept)


@compiled
def _avoid(m, row):  # type: ignore[no-untyped-def]
    """Put what the sender does not spend on those who are away."""
    top, edges = m[World.TOP], m[row + Account.EDGES]
    gone = away(m)
    before = integrated(m, gone)
    for month in range(m[edges]):
        spared = time_in(m, gone, before, edges, month) * real(m, m[row + Account.SENDER_DAY] + month)
        put_real(m, m[row + Account.AVOIDED] + month, spared * real(m, row + Account.SENDER_WORTH))
    m[World.TOP] = top


@compiled
def away(m):  # type: ignore[no-untyped-def]
    """People who are not with the sender: from boarding until they are back with it or home, or have left another way, or the horizon."""
    spans = begin_spans(m, cases_of(m))
    for case in range(cases_of(m)):
        if happened(m, case, At.BOARDED) or happened(m, case, At.ARRIVED):
            start = or_else(at(m, case, At.BOARDED), at(m, case, At.ARRIVED))
            add_span(m, spans, start, _back(m, case), of_case(m, case, OfCase.SIZE))
    return counted(m, spans)


@compiled
def _back(m, case):  # type: ignore[no-untyped-def]
    """When a case is away no longer; one that travels is so only when it has come there."""
    outcome, horizon = outcome_of(m, case), m[World.HORIZON]
    travels = outcome == Outcome.RETURNED_VOLUNTARILY or outcome == Outcome.REMOVED or outcome == Outcome.SENT_BACK
    left = horizon if travels else or_else(at(m, case, At.LEFT), horizon)
    return or_else(at(m, case, At.BACK), or_else(at(m, case, At.HOME), left))
