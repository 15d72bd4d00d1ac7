"""Safeguards about how people live together: floor for each, what they share, classes kept apart."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import NONE, allocate, covers, real
from sim.kernel.rows import Capacity, Pool, Table, World
from sim.kernel.summary.breach import Found, lived
from sim.kernel.summary.cases import stay_end
from sim.kernel.summary.columns import OfStay, of_stay, stays_of
from sim.kernel.summary.steps import (
    add_span,
    add_steps,
    begin_changes,
    begin_spans,
    change,
    counted,
    end_of,
    in_force,
    integrated,
    level_of,
    summed,
)
from sim.kernel.words import StayKind
from sim.metrics.breach_levels import LEAST, RECEPTION

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings
    from sim.scenario.schema import Apart, PerAmount, Space


class Part(IntEnum):
    """Where a safeguard holds."""

    SITE = 0
    POOL = 1  # 0: reception; NONE: the whole hub
    LIMIT = 2  # f: floor of the pool, or the most people that may share
    WIDTH = 3


class Levels(IntEnum):
    """What is known of a safeguard."""

    SPACE = 0  # f: least floor for each person
    CLASSES = 1  # mask of those to be kept apart; 0: all
    PARTS = 2  # how many; rows of `Part` follow
    FIRST = 3


def lay_space(readings: Readings, safeguard: Space) -> int:
    """Lay down pools of which the floor is known."""
    parts = []
    for name, hub in readings.scenario.hubs.items():
        areas = {pool: terms.area for pool, terms in hub.pools.items()} | {RECEPTION: hub.reception.area}
        chosen = (pool for pool in areas if not safeguard.pools or pool in safeguard.pools)
        parts += [(name, pool, float(areas[pool] or 0.0)) for pool in chosen if areas[pool] is not None]
    return _lay(readings, float(safeguard.space), 0, parts)


def lay_shared(readings: Readings, safeguard: PerAmount) -> int:
    """Lay down hubs that have the amenity, and the most people of the agreement who may share it."""
    parts = []
    for name, hub in readings.scenario.hubs.items():
        if safeguard.per in hub.amenities:
            others = sum(pool.background or 0 for pool in hub.pools.values())
            parts.append((name, "", float(safeguard.people * hub.amenities[safeguard.per] - others)))
    return _lay(readings, 0.0, 0, parts)


def lay_apart(readings: Readings, safeguard: Apart) -> int:
    """Lay down the classes, and the pools of each hub."""
    hubs = readings.scenario.hubs
    parts = [
        (name, pool, 0.0)
        for name, hub in hubs.items()
        for pool in safeguard.pools or hub.pools
        if pool == RECEPTION or pool in hub.pools
    ]  # fmt: skip
    classes = readings.mask(safeguard.apart, readings.names.classes)
    return _lay(readings, 0.0, classes, parts)


def _lay(readings: Readings, space: float, classes: int, parts: list[tuple[str, str, float]]) -> int:
    pools = {**readings.layout.pools, RECEPTION: 0, "": NONE}
    rows = [word for hub, pool, limit in parts for word in (readings.layout.hubs[hub], pools[pool], limit)]
    return readings.row([space, classes, len(parts), *rows])


@compiled
def space(m, found, terms, host):  # type: ignore[no-untyped-def]
    """People in a pool in which the floor for each is less than it has to be."""
    for n in range(m[terms + Levels.PARTS]):
        top, part = m[World.TOP], terms + Levels.FIRST + n * Part.WIDTH
        people, pool = _level(m, part, NONE), m[part + Part.POOL]
        usable, places = _capacity(m, pool, Capacity.USABLE), _capacity(m, pool, Capacity.NOMINAL)
        bad = _too_little(m, people, usable, places, real(m, part + Part.LIMIT), real(m, terms + Levels.SPACE))
        _lived_in(m, found, part, 0, bad, host)
        m[World.TOP] = top


@compiled
def _capacity(m, pool, column):  # type: ignore[no-untyped-def]
    """Places of a pool; all the floor of reception can be used."""
    if pool != 0:
        return in_force(m, m[pool + Pool.INDEX], column)
    always = allocate(m, 1)
    change(m, always, 0, 1)
    return always


@compiled
def _too_little(m, people, usable, places, area, least):  # type: ignore[no-untyped-def]
    """1 while the floor is too little. A pool that is shut keeps the usable places it had; one that never opened has all."""
    bad = allocate(m, 1)
    a, b, c, instant, kept = 0, 0, 0, 0, 0
    while instant < m[World.HORIZON]:
        if level_of(m, usable, b) > 0:
            kept = level_of(m, usable, b)
        nominal = level_of(m, places, c)
        can_be_used = kept if kept > 0 else nominal
        too_little = area * can_be_used + LEAST < least * level_of(m, people, a) * nominal
        change(m, bad, instant, 1 if too_little else 0)
        instant = min(end_of(m, people, a), end_of(m, usable, b), end_of(m, places, c))
        a += end_of(m, people, a) == instant
        b += end_of(m, usable, b) == instant
        c += end_of(m, places, c) == instant
    return bad


@compiled
def shared(m, found, terms, host):  # type: ignore[no-untyped-def]
    """People in a hub in which more share an amenity than may."""
    for n in range(m[terms + Levels.PARTS]):
        top, part = m[World.TOP], terms + Levels.FIRST + n * Part.WIDTH
        bad = _above(m, _level(m, part, NONE), real(m, part + Part.LIMIT))
        _lived_in(m, found, part, 0, bad, host)
        m[World.TOP] = top


@compiled
def apart(m, found, terms, host):  # type: ignore[no-untyped-def]
    """People of the classes named who are in one pool with people of another of them."""
    classes = m[terms + Levels.CLASSES]
    for n in range(m[terms + Levels.PARTS]):
        top, part = m[World.TOP], terms + Levels.FIRST + n * Part.WIDTH
        bad = _above(m, _classes_there(m, part, classes), 1.0)
        _lived_in(m, found, part, classes, bad, host)
        m[World.TOP] = top


@compiled
def _classes_there(m, part, classes):  # type: ignore[no-untyped-def]
    """Of how many of the classes somebody is there."""
    levels = allocate(m, m[World.CLASS_COUNT])
    for index in range(m[World.CLASS_COUNT]):
        if covers(classes, index):
            m[levels + index] = _above(m, _level(m, part, index), 0.0)
    changes = begin_changes(m)
    for index in range(m[World.CLASS_COUNT]):
        if m[levels + index]:
            add_steps(m, changes, m[levels + index])
    return summed(m, changes)


@compiled
def _above(m, steps, most):  # type: ignore[no-untyped-def]
    """1 where a level is above the most that may be, in its place."""
    for piece in range(m[steps]):
        m[steps + 2 + 2 * piece] = level_of(m, steps, piece) > most
    return steps


@compiled
def _there(m, stay, part):  # type: ignore[no-untyped-def]
    """Whether a stay is in a hub, or in one pool of it; places that were only reserved, and the road, are left out."""
    kind, pool = of_stay(m, stay, OfStay.KIND), m[part + Part.POOL]
    if kind == StayKind.RESERVED or kind == StayKind.TRANSIT or of_stay(m, stay, OfStay.SITE) != m[part + Part.SITE]:
        return False
    if pool == 0:
        return of_stay(m, stay, OfStay.POOL) == 0 and kind == StayKind.RECEPTION
    return pool == NONE or of_stay(m, stay, OfStay.POOL) == pool


@compiled
def _level(m, part, of_class):  # type: ignore[no-untyped-def]
    """People who are there, of one class or (NONE) of all."""
    spans = begin_spans(m, stays_of(m))
    for stay in range(stays_of(m)):
        if _there(m, stay, part) and (of_class == NONE or of_stay(m, stay, OfStay.CLASS) == of_class):
            add_span(m, spans, of_stay(m, stay, OfStay.START), stay_end(m, stay), of_stay(m, stay, OfStay.PEOPLE))
    return counted(m, spans)


@compiled
def _lived_in(m, found, part, classes, bad, host):  # type: ignore[no-untyped-def]
    """Everybody who was there (of the classes, if any are named) is concerned; broken for whoever was there while it was bad."""
    before = integrated(m, bad)
    for stay in range(stays_of(m)):
        if _there(m, stay, part) and covers(classes, of_stay(m, stay, OfStay.CLASS)):
            lived(m, found, stay, bad, before, host)


@compiled
def settle(m, found):  # type: ignore[no-untyped-def]
    """Broken for whom there was any time in breach; that time is what is longest."""
    for n in range(m[World.CASES + Table.COUNT]):
        row = found + n * Found.WIDTH
        m[row + Found.BROKEN] = m[row + Found.TIME] > 0
        m[row + Found.LONGEST] = m[row + Found.TIME]
