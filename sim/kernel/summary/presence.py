"""Who is in the hub and in which places, integrated in whole person-milliseconds. The twin of `sim.metrics.presence`."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER, allocate, put_real
from sim.kernel.rows import Capacity, Pool, World
from sim.kernel.summary import rooms
from sim.kernel.summary.cases import at
from sim.kernel.summary.columns import cases_of
from sim.kernel.summary.levels import people_in, present
from sim.kernel.summary.samples import put_ratio
from sim.kernel.summary.steps import add_steps, begin_changes, end_of, in_force, integral, level_of, moved_down, peak, summed, width_of
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


class Held(IntEnum):
    """How places were held, in ms times people or places."""

    PERSON_TIME = 0  # of people while places were usable
    PLACE_TIME = 1  # of usable places
    FULL = 2  # time in which all usable places were taken
    SINCE = 3  # when they first were; NEVER: not at all
    EXCESS = 4  # of places taken beyond the usable ones
    WIDTH = 5


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
    for case in range(cases_of(m)):
        refused = at(m, case, At.REFUSED)
        if refused != NEVER and (first == NEVER or refused < first):
            first = refused
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
    held = _held(m, people, taken, usable)
    put_ratio(m, m[row + Presence.OCCUPANCY], m[held + Held.PERSON_TIME], m[held + Held.PLACE_TIME])
    put_real(m, m[row + Presence.PLACES_PEAK], float(peak(m, people)))
    put_real(m, m[row + Presence.SHUT_DAYS], _shut(m, usable) / DAY)
    put_real(m, m[row + Presence.FULL_REACHED], _day(m[held + Held.SINCE]))
    put_real(m, m[row + Presence.FULL_DAYS], m[held + Held.FULL] / DAY)
    put_real(m, m[row + Presence.STRANDED], (integral(m, taken) - integral(m, people)) / DAY)


@compiled
def _total(m, row, word):  # type: ignore[no-untyped-def]
    """The sum over the pools."""
    pools = m[row + Presence.POOLS]
    if m[pools] == 1:
        return m[m[pools + 1] + word]
    changes = begin_changes(m)
    for n in range(m[pools]):
        add_steps(m, changes, m[m[pools + 1 + n] + word])
    return summed(m, changes)


@compiled
def _by_pool(m, row):  # type: ignore[no-untyped-def]
    pools, excess = m[row + Presence.POOLS], 0
    for n in range(m[pools]):
        own = m[pools + 1 + n]
        pool = m[m[own + OfPool.TERMS] + rooms.Terms.POOL]
        m[own + OfPool.TAKEN] = _taken(m, m[own + OfPool.TERMS])
        m[own + OfPool.USABLE] = in_force(m, m[pool + Pool.INDEX], Capacity.USABLE)
        top, people = m[World.TOP], people_in(m, StayKind.PLACE, pool)
        held = _held(m, people, m[own + OfPool.TAKEN], m[own + OfPool.USABLE])
        put_ratio(m, m[own + OfPool.OCCUPANCY], m[held + Held.PERSON_TIME], m[held + Held.PLACE_TIME])
        put_real(m, m[own + OfPool.PEAK], float(peak(m, people)))
        put_real(m, m[own + OfPool.FULL_DAYS], m[held + Held.FULL] / DAY)
        excess += m[held + Held.EXCESS]
        m[World.TOP] = top
    put_real(m, m[row + Presence.OVERCROWDING], excess / DAY)


@compiled
def _taken(m, terms):  # type: ignore[no-untyped-def]
    """Places of a pool that are taken; what was needed to find those of shared rooms is given back."""
    top = m[World.TOP]
    return moved_down(m, rooms.taken(m, terms), top) if m[terms + rooms.Terms.SHARED] else rooms.taken(m, terms)


@compiled
def _held(m, people, taken, usable):  # type: ignore[no-untyped-def]
    """A row of `Held`, at the instants at which people, places taken or usable places change; before the first opening none is usable."""
    held = allocate(m, Held.WIDTH)
    m[held + Held.SINCE] = NEVER
    a, b, c, instant = 0, 0, 0, 0
    while instant < m[World.HORIZON]:
        end = min(min(end_of(m, people, a), end_of(m, taken, b)), end_of(m, usable, c))
        here, there, time = level_of(m, taken, b), level_of(m, usable, c), end - instant
        if there > 0:
            m[held + Held.PERSON_TIME] += level_of(m, people, a) * time
            m[held + Held.PLACE_TIME] += there * time
        if here >= there and there > 0:
            m[held + Held.FULL] += time
            if m[held + Held.SINCE] == NEVER:
                m[held + Held.SINCE] = instant
        m[held + Held.EXCESS] += max(0, here - there) * time
        a += end_of(m, people, a) == end
        b += end_of(m, taken, b) == end
        c += end_of(m, usable, c) == end
        instant = end
    return held


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
