"""The calendar months of a run, in which what is paid for is settled: their edges are laid down once, and amounts are floats by month."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import put_real, real
from sim.kernel.summary.steps import integral_to
from sim.metrics.costs_months import Months, months_of

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings
    from sim.scenario.values import Price


def lay_edges(readings: Readings) -> int:
    """A list: how many months, then their beginnings, and the horizon."""
    return _list(readings, months_of(readings.scenario).edges.tolist())


def lay_window(readings: Readings, first: dt.date | None, last: dt.date | None) -> int:
    """The same, cut to a first and a last day."""
    return _list(readings, months_of(readings.scenario).window(first, last).tolist())


def _list(readings: Readings, edges: list[int]) -> int:
    return readings.row([len(edges) - 1, *edges])


def lay_per_time(readings: Readings, price: Price) -> int:
    """A price for a period as money per millisecond, a float for each month."""
    months: Months = months_of(readings.scenario)
    return readings.row(months.per_time(price).tolist())


@compiled
def edge(m, edges, month):  # type: ignore[no-untyped-def]
    """Where a month begins; of the month after the last, where that ends."""
    return m[edges + 1 + month]


@compiled
def width(m, edges, month):  # type: ignore[no-untyped-def]
    """How much of a month there is."""
    return edge(m, edges, month + 1) - edge(m, edges, month)


@compiled
def month_of(m, edges, instant):  # type: ignore[no-untyped-def]
    """The month in which an instant of the run lies."""
    low, high = 0, m[edges] - 1
    while low < high:
        middle = (low + high + 1) // 2
        if edge(m, edges, middle) <= instant:
            low = middle
        else:
            high = middle - 1
    return low


@compiled
def time_in(m, steps, before, edges, month):  # type: ignore[no-untyped-def]
    """Level x time of a month; `before` is from `steps.integrated`."""
    return integral_to(m, steps, before, edge(m, edges, month + 1)) - integral_to(m, steps, before, edge(m, edges, month))


@compiled
def add_real(m, place, amount):  # type: ignore[no-untyped-def]
    """Add to a float."""
    put_real(m, place, real(m, place) + amount)


@compiled
def summed(m, amounts, count):  # type: ignore[no-untyped-def]
    """The sum of floats, one after the other from 0."""
    total = 0.0
    for n in range(count):
        total += real(m, amounts + n)
    return total
