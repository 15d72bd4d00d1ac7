"""What it costs: in all, by item and month, and for each place, day and return."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import put_real, real
from sim.kernel.rows import Capacity, World
from sim.kernel.summary import costs_account
from sim.kernel.summary.cases import happened, initial, outcome_of
from sim.kernel.summary.columns import OfCase, cases_of, of_case
from sim.kernel.summary.costs_account import Account, account, away
from sim.kernel.summary.costs_months import summed
from sim.kernel.summary.levels import present
from sim.kernel.summary.samples import put_ratio
from sim.kernel.summary.steps import in_force, integral
from sim.kernel.words import At, Outcome
from sim.metrics.costs import month_names

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings

DAY = 86_400_000


class Costs(IntEnum):
    """Places of what is read; all 0 where nothing has a price."""

    ACCOUNT = 0
    TOTAL = 1
    ITEMS = 2  # list of places, in the order of the file
    MONTHS = 3  # list of places
    PER_PLACE_DAY = 4
    PER_PERSON_DAY = 5
    PER_PERSON_MOVED = 6
    PER_COMPLETED_RETURN = 7
    EMPTY_PLACES = 8
    AVOIDED = 9  # 0, and the next two: the sender spends nothing that could be avoided
    NET = 10
    DAYS_AWAY = 11
    WIDTH = 12


def lay(readings: Readings) -> int:
    """Lay down the contract and the places of these readings."""
    costs = readings.scenario.costs
    start = f"costs.{costs.reported}"
    if costs.reported is None:
        return readings.row([0] * Costs.WIDTH)
    items = readings.numbers([readings.value(f"{start}.item.{name}") for name in costs.items])
    months = readings.numbers([readings.value(f"{start}.month.{name}") for name in month_names(readings.scenario)])
    each = ("per_place_day", "per_person_day", "per_person_moved", "per_completed_return")
    ratios = [readings.ratio(f"{start}.{name}") for name in each]
    avoided = [readings.value(f"{start}.{name}") if costs.sender_day is not None else 0 for name in ("avoided", "net", "days_away")]
    total, empty = readings.value(f"{start}.total"), readings.value(f"{start}.empty_places")
    return readings.row([costs_account.lay(readings), total, items, months, *ratios, empty, *avoided])


@compiled
def measure(m, row):  # type: ignore[no-untyped-def]
    """Costs in the reported currency; nothing where no price is given."""
    if m[row + Costs.TOTAL] == 0:
        return
    top, found = m[World.TOP], m[row + Costs.ACCOUNT]
    account(m, found)
    months = m[m[found + Account.EDGES]]
    spent = summed(m, m[found + Account.BY_MONTH], months)
    put_real(m, m[row + Costs.TOTAL], spent)
    put_real(m, m[row + Costs.EMPTY_PLACES], summed(m, m[found + Account.IDLE_BY_MONTH], months))
    _put_parts(m, row, found, months)
    if m[row + Costs.AVOIDED]:
        avoided = summed(m, m[found + Account.AVOIDED], months)
        put_real(m, m[row + Costs.AVOIDED], avoided)
        put_real(m, m[row + Costs.NET], spent - avoided)
        put_real(m, m[row + Costs.DAYS_AWAY], integral(m, away(m)) / DAY)
    _put_each(m, row, spent)
    m[World.TOP] = top


@compiled
def _put_parts(m, row, found, months):  # type: ignore[no-untyped-def]
    """Put what each item comes to, and each month."""
    items, by_month = m[row + Costs.ITEMS], m[row + Costs.MONTHS]
    for n in range(m[items]):
        put_real(m, m[items + 1 + n], summed(m, m[found + Account.AMOUNTS] + n * months, months))
    for n in range(m[by_month]):
        put_real(m, m[by_month + 1 + n], real(m, m[found + Account.BY_MONTH] + n))


@compiled
def _put_each(m, row, spent):  # type: ignore[no-untyped-def]
    """Put what it costs for each place, day, move and return."""
    place_time, moved, returned = 0, 0, 0
    for index in range(m[World.POOL_COUNT]):
        place_time += integral(m, in_force(m, index, Capacity.NOMINAL))
    for case in range(cases_of(m)):
        if happened(m, case, At.BOARDED) and not initial(m, case):
            moved += of_case(m, case, OfCase.SIZE)
        if outcome_of(m, case) == Outcome.RETURNED_VOLUNTARILY or outcome_of(m, case) == Outcome.REMOVED:
            returned += of_case(m, case, OfCase.SIZE)
    put_ratio(m, m[row + Costs.PER_PLACE_DAY], spent, place_time / DAY)
    put_ratio(m, m[row + Costs.PER_PERSON_DAY], spent, integral(m, present(m)) / DAY)
    put_ratio(m, m[row + Costs.PER_PERSON_MOVED], spent, float(moved))
    put_ratio(m, m[row + Costs.PER_COMPLETED_RETURN], spent, float(returned))
