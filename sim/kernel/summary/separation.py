"""What it costs in places that not everybody may live with everybody. The twin of `sim.metrics.separation`.

Who waits is in `separation_waits`, which places are free for whom in `separation_free`.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import covers, put_real
from sim.kernel.rows import World
from sim.kernel.summary import rooms, separation_free, separation_waits
from sim.kernel.summary.columns import OfStay, of_stay, stays_of
from sim.kernel.summary.levels import length_of, people_of
from sim.kernel.summary.separation_changes import OfPool, State
from sim.kernel.words import StayKind
from sim.metrics.separation import separated, with_rooms

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings

DAY = 86_400_000


class Separation(IntEnum):
    """Places of what is read, 0: no places are only for some."""

    POOLS = 0  # list of places of `separation_changes.OfPool`
    WAITS = 1  # row of `separation_waits.Terms`
    LOST = 2
    PEOPLE = 3
    MISPLACED = 4
    MIXED = 5
    WIDTH = 6


def lay(readings: Readings) -> int:
    """Lay down who may use which places, and the places of these readings."""
    scenario, value = readings.scenario, readings.value
    for_some, rooms_in = separated(scenario), with_rooms(scenario)
    pools = []
    for hub_name, hub in scenario.hubs.items():
        for name in hub.pools:
            stranded = value(f"pool.{name}.stranded_place_days") if name in rooms_in else 0
            places = [value(f"pool.{name}.{word}") if for_some else 0 for word in ("misplaced_person_days", "lost_place_days")]
            pools.append(separation_free.lay(readings, hub_name, name, [stranded, *places]))
    words = ("lost_place_days", "people", "misplaced_person_days", "mixed_person_days")
    places = [value(f"separation.{word}") if for_some else 0 for word in words]
    return readings.row([readings.numbers(pools), separation_waits.lay(readings), *places])


@compiled
def measure(m, row):  # type: ignore[no-untyped-def]
    """Stranded, lost, and wrongly used places."""
    top, pools, misplaced, mixed = m[World.TOP], m[row + Separation.POOLS], 0, 0
    for n in range(m[pools]):
        own = m[pools + 1 + n]
        terms = m[own + OfPool.TERMS]
        if m[terms + rooms.Terms.SHARED]:
            pieces = rooms.pieces_of(m, terms)
            _put_stranded(m, own, rooms.taken_time(m, terms, pieces))
            mixed += rooms.mixed_time(m, pieces)
            m[World.TOP] = top
        elif m[own + OfPool.STRANDED]:
            _put_stranded(m, own, _time_taken(m, own))
        if m[own + OfPool.MISPLACED]:
            time = _misplaced(m, own)
            put_real(m, m[own + OfPool.MISPLACED], time / DAY)
            misplaced += time
    if m[row + Separation.LOST]:
        put_real(m, m[row + Separation.MISPLACED], misplaced / DAY)
        put_real(m, m[row + Separation.MIXED], mixed / DAY)
        _lost(m, row)
    m[World.TOP] = top


@compiled
def _put_stranded(m, own, taken):  # type: ignore[no-untyped-def]
    """Beds taken without the people in them."""
    pool, people = m[m[own + OfPool.TERMS] + rooms.Terms.POOL], 0
    for stay in range(stays_of(m)):
        if of_stay(m, stay, OfStay.POOL) == pool and of_stay(m, stay, OfStay.KIND) == StayKind.PLACE:
            people += people_of(m, stay) * length_of(m, stay)
    put_real(m, m[own + OfPool.STRANDED], (taken - people) / DAY)


@compiled
def _time_taken(m, own):  # type: ignore[no-untyped-def]
    """Time for which places are taken that nobody shares."""
    pool, time = m[m[own + OfPool.TERMS] + rooms.Terms.POOL], 0
    for stay in range(stays_of(m)):
        if of_stay(m, stay, OfStay.POOL) == pool and of_stay(m, stay, OfStay.KIND) == StayKind.PLACE:
            time += of_stay(m, stay, OfStay.UNITS) * length_of(m, stay)
    return time


@compiled
def _misplaced(m, own):  # type: ignore[no-untyped-def]
    """Person-time in a pool of those who may not use it."""
    pool, time = m[m[own + OfPool.TERMS] + rooms.Terms.POOL], 0
    for stay in range(stays_of(m)):
        kind = of_stay(m, stay, OfStay.KIND)
        there = of_stay(m, stay, OfStay.POOL) == pool and (kind == StayKind.PLACE or kind == StayKind.OVERFLOW)
        if there and not covers(m[own + OfPool.FOR], of_stay(m, stay, OfStay.CLASS)):
            time += people_of(m, stay) * length_of(m, stay)
    return time


@compiled
def _lost(m, row):  # type: ignore[no-untyped-def]
    """Places lost to separation, in all and by pool, and people who waited although places were free for others."""
    pools, lost = m[row + Separation.POOLS], 0
    waits = separation_waits.find(m, m[row + Separation.WAITS])
    states = separation_free.states_of(m, pools)
    if m[waits]:
        lost = separation_free.lose(m, pools, states, waits)
    for n in range(m[pools]):
        state = states + n * State.WIDTH
        put_real(m, m[m[pools + 1 + n] + OfPool.LOST], m[state + State.TIME] / DAY)
    put_real(m, m[row + Separation.LOST], lost / DAY)
    put_real(m, m[row + Separation.PEOPLE], float(separation_waits.people_kept_out(m, waits)))
