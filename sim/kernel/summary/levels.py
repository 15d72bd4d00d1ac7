"""Levels that several topics read: people in the hub, and those of stays of a kind, in one pool or in all (`View.present`, `View.held`).

They are made once, before any topic, and kept: nobody may change what is handed out here.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import allocate
from sim.kernel.rows import Pool, World
from sim.kernel.summary.cases import at, here, stay_end, until
from sim.kernel.summary.columns import OfCase, OfStay, cases_of, of_case, of_stay, stays_of
from sim.kernel.summary.steps import add_span, begin_spans, counted
from sim.kernel.words import At, StayKind

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings


class Levels(IntEnum):
    """Places of step functions; `OfPool` of each pool by number follow."""

    PRESENT = 0
    RECEPTION = 1
    PLACE = 2
    OVERFLOW = 3
    WIDTH = 4


class OfPool(IntEnum):
    """Places of those of a pool."""

    PEOPLE = 0  # in places
    PLACES = 1  # that are taken
    WIDTH = 2


def lay(readings: Readings) -> int:
    """A list of the places of all pools, by number."""
    return readings.numbers(readings.layout.pools[name] for name in readings.names.pools)


@compiled
def make_levels(m, places):  # type: ignore[no-untyped-def]
    """Make them all."""
    pools = m[places]
    levels = allocate(m, Levels.WIDTH + pools * OfPool.WIDTH)
    m[World.LEVELS] = levels
    m[levels + Levels.PRESENT] = _present(m)
    m[levels + Levels.RECEPTION] = _people_in(m, StayKind.RECEPTION, 0)
    m[levels + Levels.OVERFLOW] = _people_in(m, StayKind.OVERFLOW, 0)
    for index in range(pools):
        pool, own = m[places + 1 + index], levels + Levels.WIDTH + index * OfPool.WIDTH
        m[own + OfPool.PEOPLE] = _people_in(m, StayKind.PLACE, pool)
        m[own + OfPool.PLACES] = m[own + OfPool.PEOPLE] if _a_place_each(m, pool) else _places_in(m, pool)
    only = levels + Levels.WIDTH + OfPool.PEOPLE
    m[levels + Levels.PLACE] = m[only] if pools == 1 else _people_in(m, StayKind.PLACE, 0)


@compiled
def _a_place_each(m, pool):  # type: ignore[no-untyped-def]
    """Whether all stays in a pool took as many places as there were people."""
    for stay in range(stays_of(m)):
        there = of_stay(m, stay, OfStay.POOL) == pool and of_stay(m, stay, OfStay.KIND) == StayKind.PLACE
        if there and of_stay(m, stay, OfStay.UNITS) != people_of(m, stay):
            return False
    return True


@compiled
def present(m):  # type: ignore[no-untyped-def]
    """People in the hub."""
    return m[m[World.LEVELS] + Levels.PRESENT]


@compiled
def people_in(m, kind, pool):  # type: ignore[no-untyped-def]
    """People in the stays of a kind; pool 0: in all."""
    if pool == 0 and kind == StayKind.PLACE:
        return m[m[World.LEVELS] + Levels.PLACE]
    if pool == 0 and kind == StayKind.RECEPTION:
        return m[m[World.LEVELS] + Levels.RECEPTION]
    if pool == 0 and kind == StayKind.OVERFLOW:
        return m[m[World.LEVELS] + Levels.OVERFLOW]
    if kind == StayKind.PLACE:
        return m[_of_pool(m, pool) + OfPool.PEOPLE]
    return _people_in(m, kind, pool)


@compiled
def places_in(m, pool):  # type: ignore[no-untyped-def]
    """Places of a pool that its stays take."""
    return m[_of_pool(m, pool) + OfPool.PLACES]


@compiled
def _of_pool(m, pool):  # type: ignore[no-untyped-def]
    return m[World.LEVELS] + Levels.WIDTH + m[pool + Pool.INDEX] * OfPool.WIDTH


@compiled
def _present(m):  # type: ignore[no-untyped-def]
    """People in the hub."""
    spans = begin_spans(m, cases_of(m))
    for case in range(cases_of(m)):
        if here(m, case):
            add_span(m, spans, at(m, case, At.ARRIVED), until(m, case), of_case(m, case, OfCase.SIZE))
    return counted(m, spans)


@compiled
def people_of(m, stay):  # type: ignore[no-untyped-def]
    """People of a stay."""
    return of_stay(m, stay, OfStay.PEOPLE)


@compiled
def length_of(m, stay):  # type: ignore[no-untyped-def]
    """How long it was within the run."""
    return max(0, min(stay_end(m, stay), m[World.HORIZON]) - of_stay(m, stay, OfStay.START))


@compiled
def _people_in(m, kind, pool):  # type: ignore[no-untyped-def]
    """People in the stays of a kind; pool 0: in all."""
    spans = begin_spans(m, stays_of(m))
    for stay in range(stays_of(m)):
        if of_stay(m, stay, OfStay.KIND) == kind and (pool == 0 or of_stay(m, stay, OfStay.POOL) == pool):
            add_span(m, spans, of_stay(m, stay, OfStay.START), stay_end(m, stay), people_of(m, stay))
    return counted(m, spans)


@compiled
def _places_in(m, pool):  # type: ignore[no-untyped-def]
    """Places of a pool that its stays take."""
    spans = begin_spans(m, stays_of(m))
    for stay in range(stays_of(m)):
        if of_stay(m, stay, OfStay.POOL) == pool and of_stay(m, stay, OfStay.KIND) == StayKind.PLACE:
            add_span(m, spans, of_stay(m, stay, OfStay.START), stay_end(m, stay), of_stay(m, stay, OfStay.UNITS))
    return counted(m, spans)
