"""What each item of the contract comes to, month by month."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from sim.metrics.costs_months import Floats, Months
from sim.metrics.needs import outbound
from sim.metrics.steps import Ints, Steps, arrived, together, total
from sim.metrics.teams import staff_in_force
from sim.metrics.view import Bools, View, happened, whole
from sim.record import MS_PER_DAY
from sim.scenario.schema import (
    AnyCost,
    ArrivalFee,
    Capital,
    Counted,
    DepartureFee,
    EscortFee,
    ExitFee,
    FlightFee,
    PersonFee,
    PlaceFee,
    Pool,
    PostFee,
    StayFee,
    Tranche,
    TransferFee,
)
from sim.scenario.values import Price

MS_PER_HOUR = MS_PER_DAY // 24
STAY_PERIODS = {"day": MS_PER_DAY, "week": 7 * MS_PER_DAY, "month": 365 * MS_PER_DAY // 12, "year": 365 * MS_PER_DAY}
"""Periods of a stay: a month is a twelfth of a year of 365 days."""


@dataclass(frozen=True)
class Bill:
    """What an item comes to in its own currency, month by month; `idle` of it is for places or guarantees that nobody uses."""

    amounts: Floats
    idle: Floats


def bill(view: View, months: Months, item: AnyCost) -> Bill:
    """What an item comes to; guarantees and caps depend on others and have no bill of their own."""
    if isinstance(item, PlaceFee):
        return _places(view, months, item)
    if isinstance(item, PersonFee):
        return _people(view, months, item)
    return Bill(_amounts(view, months, item), np.zeros(len(months.first)))


def _amounts(view: View, months: Months, item: AnyCost) -> Floats:
    """What an item comes to of which nothing is idle."""
    if isinstance(item, TransferFee | ArrivalFee):
        at = view.at("boarded") if isinstance(item, TransferFee) else view.arrived
        return _each(view, months, at, happened(at) & ~view.initial, item.price)
    if isinstance(item, ExitFee):
        return _each(view, months, view.at("outcome"), np.isin(view.outcome, item.outcomes), item.price)
    if isinstance(item, StayFee):
        return _stays(view, months, item)
    if isinstance(item, DepartureFee | FlightFee | EscortFee):
        return _departures(view, months, item)
    if isinstance(item, PostFee):
        return _posts(view, months, item)
    if isinstance(item, Capital):
        return _capital(view, months, item)
    if isinstance(item, Tranche):
        return _tranche(view, months, item)
    raise TypeError(f"{item.kind} depends on other items")


def _each(view: View, months: Months, at: Floats, chosen: Bools, price: Price) -> Floats:
    return months.at(whole(at[chosen]), view.size[chosen]) * price.amount


# --- places and people ----------------------------------------------------------------------------------------------------


def _places(view: View, months: Months, item: PlaceFee) -> Bill:
    window, per_time = months.window(item.from_, item.until), months.per_time(item.price)
    pools = item.pools or view.pools
    paid = total((places(view, pool, item.of) for pool in pools), view.horizon)
    used = total((part for pool in pools for part in _used(view, pool, item.of)), view.horizon)
    return Bill(months.time_in(paid, window) * per_time, months.time_in(beyond(paid, used), window) * per_time)


def _used(view: View, pool: str, of: Counted) -> list[Steps]:
    """People in the places of a pool; others than those of the agreement too, whose places the record does not count as usable."""
    own = view.held("place", "size", pool)
    return [own] if of == "usable" or not _terms(view, pool).background else [own, _others(view, pool)]


def _others(view: View, pool: str) -> Steps:
    """The background of a pool that is open, as far as it lacks usable places for them: they may have gone."""
    terms = _terms(view, pool)
    unit = terms.beds or 1
    at, (usable, nominal) = together([view.capacity(f"pool:{pool}", what) for what in ("usable", "nominal")], view.horizon)
    opened = np.floor(nominal // unit * terms.opened + 1e-9)
    without = np.floor(opened * terms.usable + 1e-9).astype(np.int64) * unit
    return Steps(at, np.clip(without - usable, 0, terms.background) * (usable > 0), view.horizon)


def places(view: View, pool: str, of: Counted) -> Steps:
    """Places of a pool over time: nominal, usable, or opened from its first usable place on."""
    steps = view.capacity(f"pool:{pool}", "usable" if of == "usable" else "nominal")
    if of != "opened":
        return steps
    opens = view.capacity(f"pool:{pool}", "usable")
    first = opens.first_where(opens.level > 0)
    terms = _terms(view, pool)
    unit = terms.beds or 1
    opened = np.floor(steps.level // unit * terms.opened + 1e-9).astype(np.int64) * unit
    at, (many, _) = together((Steps(steps.at, opened, view.horizon), opens), view.horizon)
    return Steps(at, np.where(at >= first, many, 0), view.horizon)


def _terms(view: View, pool: str) -> Pool:
    return next(hub.pools[pool] for hub in view.scenario.hubs.values() if pool in hub.pools)


def beyond(more: Steps, less: Steps) -> Steps:
    """How much one level exceeds the other."""
    at, (first, second) = together((more, less), more.horizon)
    return Steps(at, np.maximum(first - second, 0), more.horizon)


def _people(view: View, months: Months, item: PersonFee) -> Bill:
    window, per_time = months.window(item.from_, item.until), months.per_time(item.price)
    held = (view.held(kind, "size", pool) for pool in item.pools for kind in ("place", "overflow"))
    used = months.time_in(total(held, view.horizon) if item.pools else view.present, window)
    paid = np.maximum(used, (item.at_least or 0) * np.diff(window))
    return Bill(paid * per_time, (paid - used) * per_time)


def _stays(view: View, months: Months, item: StayFee) -> Floats:
    """In advance, at the beginning of each period of a stay."""
    here = view.here
    began = view.arrived[here] - view.prior[here]
    stops = np.where(np.isin(view.outcome[here], item.goes_on), view.horizon, view.until[here])
    size, initial = view.size[here], view.initial[here]
    due = np.zeros(len(months.first))
    for amount, payments in _payments(item, float(np.max(stops - began, initial=0))):
        people = np.zeros(len(months.first))
        for n, age in payments:
            at = began + age
            paid = (at < stops) & (at >= 0) & ~(initial & (n == 0))
            people += months.at(whole(at[paid]), size[paid])
        due += people * amount
    return due


def _payments(item: StayFee, longest: float) -> Iterator[tuple[float, list[tuple[int, int]]]]:
    """By amount, from the lengths of stay from which each holds: number and length of stay of payments before the longest stay is over."""
    from_ages = sorted(item.amounts)
    period = period_of(item)
    all_ = [(n, n * period) for n in range(math.ceil(min(longest, item.up_to or math.inf) / period))]
    for holds, until in pairwise([*from_ages, math.inf]):
        yield item.amounts[int(holds)].amount, [(n, age) for n, age in all_ if holds <= age < until]


def period_of(item: StayFee) -> int:
    """Time from one payment of a stay to the next."""
    return STAY_PERIODS[item.amounts[min(item.amounts)].per or ""]


# --- departures -----------------------------------------------------------------------------------------------------------


def _departures(view: View, months: Months, item: DepartureFee | FlightFee | EscortFee) -> Floats:
    names = item.services or (list(outbound(view)) if isinstance(item, DepartureFee) else list(view.scenario.services))
    service = view.words("services", "service")
    left = np.isin(service, names) & (view.words("services", "outcome") == "departed")
    at = whole(view.floats("services", "departs_at")[left])
    return months.at(at, _units(view, service[left].tolist(), left, item) * item.price.amount)


def _units(view: View, service: Iterable[str], left: Bools, item: DepartureFee | FlightFee | EscortFee) -> Floats:
    """Departures, hours, or escorts of each departure."""
    if isinstance(item, EscortFee):
        return view.ints("services", "escorts")[left].astype(np.float64)
    if isinstance(item, DepartureFee):
        return np.ones(int(left.sum()))
    ways = 2 if item.both_ways else 1
    times = [view.scenario.services[name].travel if item.time is None else item.time for name in service]
    return np.array(times, np.float64) * ways / MS_PER_HOUR


# --- posts, building, tranches --------------------------------------------------------------------------------------------


def _posts(view: View, months: Months, item: PostFee) -> Floats:
    window = months.window(item.from_, item.until)
    if item.posts is not None:
        return item.posts * np.diff(window) * months.per_time(item.price)
    staff = total((staff_in_force(view, team) for team in item.teams), view.horizon)
    return item.coverage * months.time_in(staff, window) * months.per_time(item.price)


def _capital(view: View, months: Months, item: Capital) -> Floats:
    """For each place beyond the most there have ever been."""
    there = total((places(view, pool, item.of) for pool in item.pools or view.pools), view.horizon)
    most = np.maximum.accumulate(there.level)
    return months.at(there.at, np.diff(most, prepend=0) * item.price.amount)


def _tranche(view: View, months: Months, item: Tranche) -> Floats:
    at = _due(view, months, item)
    instants: Ints = np.array([at] if at < view.horizon else [], np.int64)
    return months.at(instants, np.full(instants.size, item.amount.amount))


def _due(view: View, months: Months, item: Tranche) -> float:
    """When a tranche is paid; inf if never."""
    if item.arrival is None:
        return 0 if item.date is None else months.instant(item.date)
    come = view.here & ~view.initial
    so_far = arrived(whole(view.arrived[come]), view.size[come], view.horizon)
    return so_far.first_where(so_far.level >= item.arrival)
