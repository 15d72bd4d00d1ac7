"""Who is in the hub and in which places, integrated in whole person-milliseconds. The twin of `sim.metrics.presence`."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER, put_real
from sim.kernel.rows import Capacity, Pool, Table, World
from sim.kernel.summary import rooms
from sim.kernel.summary.cases import at
from sim.kernel.summary.levels import people_in, present
from sim.kernel.summary.samples import put_ratio
from sim.kernel.summary.steps import (
    add_steps,
    begin_changes,
    counted,
    in_force,
    integral,
    level_of,
    moved_down,
    peak,
    time_of,
    together,
    width_of,
)
from sim.kernel.words import At, StayKind

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings

DAY = 86_400_000


class Presence(IntEnum):
    """Places of what is read."""

    MEAN = 0
    PEAK = 1
    PERSON_DAYS = 2
    OCCUPANCY = 3
    PLACES_PEAK = 4
    SHUT_DAYS = 5
    FULL_CHANCE = 6
    FULL_FIRST = 7
    FULL_REACHED = 8
    FULL_DAYS = 9
    OVERCROWDING = 10
    OVERFLOW = 11
    RECEPTION = 12
    STRANDED = 13
    POOLS = 14  # list of places of `OfPool`
    WIDTH = 15


class OfPool(IntEnum):
    """Places of what is read of a pool, and where its levels are meanwhile."""

    TERMS = 0
    OCCUPANCY = 1
    PEAK = 2
    FULL_DAYS = 3
    TAKEN = 4
    USABLE = 5
    WIDTH = 6


def lay(readings: Readings) -> int:
    """Lay down the places of these readings."""
    pools = [
        readings.row([rooms.lay(readings, name, pool), *_of_pool(readings, name), 0, 0])
        for hub in readings.scenario.hubs.values()
        for name, pool in hub.pools.items()
    ]
    names = ["present.mean", "present.peak", "present.person_days", "", "places.peak", "places.shut_days", "full.chance", "full.first"]
    names += ["full.reached", "full.days", "overcrowding.person_days", "overflow.person_days", "reception.person_days"]
    names += ["stranded.place_days"]
    places = [readings.value(name) if name else readings.ratio("places.occupancy") for name in names]
    return readings.row([*places, readings.numbers(pools)])


def _of_pool(readings: Readings, name: str) -> list[int]:
    pool = f"pool.{name}"
    return [readings.ratio(f"{pool}.occupancy"), readings.value(f"{pool}.peak"), readings.value(f"{pool}.full_days")]


@compiled
def measure(m, row):  # type: ignore[no-untyped-def]
    """Levels, occupancy and fullness of the whole hub and of each pool."""
    top = m[World.TOP]
    _of_people(m, row)
    m[World.TOP] = top
    _refused(m, row)
    _of_kinds(m, row)
    m[World.TOP] = top
    _by_pool(m, row)
    _of_places(m, row)
    m[World.TOP] = top


@compiled
def _of_people(m, row):  # type: ignore[no-untyped-def]
    """People in the hub."""
    people = present(m)
    time = integral(m, people)
    put_real(m, m[row + Presence.MEAN], time / m[World.HORIZON])
    put_real(m, m[row + Presence.PEAK], float(peak(m, people)))
    put_real(m, m[row + Presence.PERSON_DAYS], time / DAY)


@compiled
def _refused(m, row):  # type: ignore[no-untyped-def]
    """Whether anybody asked for a place and found none, and when first."""
    first = NEVER
    case = m[World.CASES + Table.FIRST]
    while case:
        refused = at(m, case, At.REFUSED)
        if refused != NEVER and (first == NEVER or refused < first):
            first = refused
        case = m[case]
    put_real(m, m[row + Presence.FULL_CHANCE], 0.0 if first == NEVER else 1.0)
    put_real(m, m[row + Presence.FULL_FIRST], _day(first))


@compiled
def _day(instant):  # type: ignore[no-untyped-def]
    """An instant in days; inf where it never came."""
    return float("inf") if instant == NEVER else instant / DAY


@compiled
def _of_kinds(m, row):  # type: ignore[no-untyped-def]
    """People in overflow and in reception."""
    put_real(m, m[row + Presence.OVERFLOW], integral(m, people_in(m, StayKind.OVERFLOW, 0)) / DAY)
    put_real(m, m[row + Presence.RECEPTION], integral(m, people_in(m, StayKind.RECEPTION, 0)) / DAY)


@compiled
def _of_places(m, row):  # type: ignore[no-untyped-def]
    """People in the places of all pools; `_by_pool` has left the levels of each."""
    people = people_in(m, StayKind.PLACE, 0)
    taken, usable = _total(m, row, OfPool.TAKEN), _total(m, row, OfPool.USABLE)
    _occupancy(m, m[row + Presence.OCCUPANCY], people, usable)
    full, since = _full(m, taken, usable)
    put_real(m, m[row + Presence.PLACES_PEAK], float(peak(m, people)))
    put_real(m, m[row + Presence.SHUT_DAYS], _shut(m, usable) / DAY)
    put_real(m, m[row + Presence.FULL_REACHED], _day(since))
    put_real(m, m[row + Presence.FULL_DAYS], full / DAY)
    put_real(m, m[row + Presence.STRANDED], (integral(m, taken) - integral(m, people)) / DAY)


@compiled
def _total(m, row, word):  # type: ignore[no-untyped-def]
    """The sum over the pools."""
    pools = m[row + Presence.POOLS]
    changes = begin_changes(m)
    for n in range(m[pools]):
        add_steps(m, changes, m[m[pools + 1 + n] + word])
    return counted(m, changes)


@compiled
def _by_pool(m, row):  # type: ignore[no-untyped-def]
    pools, excess = m[row + Presence.POOLS], 0
    for n in range(m[pools]):
        own = m[pools + 1 + n]
        pool, top = m[m[own + OfPool.TERMS] + rooms.Terms.POOL], m[World.TOP]
        taken = moved_down(m, rooms.taken(m, m[own + OfPool.TERMS]), top)
        usable = in_force(m, m[pool + Pool.INDEX], Capacity.USABLE)
        m[own + OfPool.TAKEN], m[own + OfPool.USABLE] = taken, usable
        top = m[World.TOP]
        people = people_in(m, StayKind.PLACE, pool)
        _occupancy(m, m[own + OfPool.OCCUPANCY], people, usable)
        put_real(m, m[own + OfPool.PEAK], float(peak(m, people)))
        full, _since = _full(m, taken, usable)
        put_real(m, m[own + OfPool.FULL_DAYS], full / DAY)
        excess += excess_time(m, taken, usable)
        m[World.TOP] = top
    put_real(m, m[row + Presence.OVERCROWDING], excess / DAY)


@compiled
def _occupancy(m, place, people, usable):  # type: ignore[no-untyped-def]
    """Person-time over place-time while places are usable; before the first opening nothing is."""
    rows, held, there = together(m, people, usable), 0, 0
    for n in range(m[rows]):
        level = m[rows + 3 + 3 * n]
        if level > 0:
            held += m[rows + 2 + 3 * n] * time_of(m, rows, n)
            there += level * time_of(m, rows, n)
    put_ratio(m, place, held, there)


@compiled
def _shut(m, usable):  # type: ignore[no-untyped-def]
    """Time without a usable place after the first opening."""
    time, opened = 0, False
    for piece in range(m[usable]):
        if level_of(m, usable, piece) > 0:
            opened = True
        elif opened:
            time += width_of(m, usable, piece)
    return time


@compiled
def _full(m, taken, usable):  # type: ignore[no-untyped-def]
    """How long, and since when first, all usable places are taken; NEVER where not."""
    rows, time, since = together(m, taken, usable), 0, NEVER
    for n in range(m[rows]):
        held, there = m[rows + 2 + 3 * n], m[rows + 3 + 3 * n]
        if held >= there and there > 0:
            time += time_of(m, rows, n)
            if since == NEVER:
                since = m[rows + 1 + 3 * n]
    return time, since


@compiled
def excess_time(m, more, less):  # type: ignore[no-untyped-def]
    """How much one level exceeds the other, times how long, where it does."""
    rows, time = together(m, more, less), 0
    for n in range(m[rows]):
        time += max(0, m[rows + 2 + 3 * n] - m[rows + 3 + 3 * n]) * time_of(m, rows, n)
    return time
