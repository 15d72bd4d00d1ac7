"""Rooms that several cases may share: who is in each, and how many places are taken. The twin of `sim.metrics.rooms`."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import NONE, allocate
from sim.kernel.rows import World
from sim.kernel.summary.cases import stay_end
from sim.kernel.summary.columns import OfStay, of_stay, stays_of
from sim.kernel.summary.levels import people_of, places_in
from sim.kernel.summary.sorting import sort_pairs
from sim.kernel.summary.steps import add_span, begin_spans, counted
from sim.kernel.words import StayKind
from sim.metrics.rooms import beds_of, kind_of, may_share

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings
    from sim.scenario.schema import Pool

MIXED = -2
"""Kind of those who are in a room when they are of several."""


class Terms(IntEnum):
    """A pool as the scenario first says it."""

    POOL = 0  # its row
    BEDS = 1  # in a room; 1 where there are beds only
    SHARED = 2  # 1: several cases may be in one room
    KINDS = 3  # kinds by class, by the number of the first class of a kind
    WIDTH = 4


class Change(IntEnum):
    """Somebody comes into a room or goes out of it."""

    AT = 0
    ROOM = 1
    STAY = 2
    SIGN = 3
    WIDTH = 4


class Piece(IntEnum):
    """A time in which the same people have beds in a room."""

    ROOM = 0
    AT = 1
    END = 2
    BEDS = 3  # held by people, or kept for them
    KIND = 4  # of all of them, or MIXED
    LIVED_IN = 5  # how many stays are no mere reservations
    WIDTH = 6


def lay(readings: Readings, name: str, pool: Pool) -> int:
    """Lay down the terms of a pool."""
    classes = readings.names.classes
    kinds = readings.row([classes[kind_of(pool, class_)] for class_ in classes])
    return readings.row([readings.layout.pools[name], beds_of(pool), int(may_share(pool)), kinds])


@compiled
def taken(m, terms):  # type: ignore[no-untyped-def]
    """Places of a pool in which somebody lives; of rooms that are shared all their beds."""
    if m[terms + Terms.SHARED] == 0:
        return places_in(m, m[terms + Terms.POOL])
    pieces = pieces_of(m, terms)
    spans = begin_spans(m, m[pieces])
    for n in range(m[pieces]):
        piece = pieces + 1 + n * Piece.WIDTH
        if m[piece + Piece.LIVED_IN]:
            add_span(m, spans, m[piece + Piece.AT], m[piece + Piece.END], m[terms + Terms.BEDS])
    return counted(m, spans)


@compiled
def taken_time(m, terms, pieces):  # type: ignore[no-untyped-def]
    """Time for which beds are taken in rooms that are shared."""
    time = 0
    for n in range(m[pieces]):
        piece = pieces + 1 + n * Piece.WIDTH
        if m[piece + Piece.LIVED_IN]:
            time += m[terms + Terms.BEDS] * (m[piece + Piece.END] - m[piece + Piece.AT])
    return time


@compiled
def mixed_time(m, pieces):  # type: ignore[no-untyped-def]
    """Person-time in rooms in which people of several kinds have beds."""
    time = 0
    for n in range(m[pieces]):
        piece = pieces + 1 + n * Piece.WIDTH
        if m[piece + Piece.KIND] == MIXED:
            time += m[piece + Piece.BEDS] * (m[piece + Piece.END] - m[piece + Piece.AT])
    return time


# --- room by room ---------------------------------------------------------------------------------------------------------


@compiled
def pieces_of(m, terms):  # type: ignore[no-untyped-def]
    """The rooms of a pool whose rooms are shared: how many pieces, then the pieces, room by room in order of time; none of nobody."""
    changes = _changes(m, terms)
    by_room = _by_room(m, changes)
    by_kind = allocate(m, m[World.CLASS_COUNT])
    pieces = allocate(m, 1)
    n = 0
    while n < m[changes]:
        n = _add_room(m, terms, pieces, by_room, n, m[changes], by_kind)
    return pieces


@compiled
def _changes(m, terms):  # type: ignore[no-untyped-def]
    changes = allocate(m, 1)
    for stay in range(stays_of(m)):
        kind, rooms = of_stay(m, stay, OfStay.KIND), of_stay(m, stay, OfStay.ROOMS)
        if of_stay(m, stay, OfStay.POOL) == m[terms + Terms.POOL] and rooms and (kind == StayKind.PLACE or kind == StayKind.RESERVED):
            start, end = of_stay(m, stay, OfStay.START), min(stay_end(m, stay), m[World.HORIZON])
            if end > start:
                for n in range(m[rooms]):
                    _change(m, changes, start, m[rooms + 1 + n], stay, 1)
                    _change(m, changes, end, m[rooms + 1 + n], stay, -1)
    return changes


@compiled
def _change(m, changes, at, room, stay, sign):  # type: ignore[no-untyped-def]
    row = allocate(m, Change.WIDTH)
    m[row + Change.AT], m[row + Change.ROOM], m[row + Change.STAY], m[row + Change.SIGN] = at, room, stay, sign
    m[changes] += 1


@compiled
def _by_room(m, changes):  # type: ignore[no-untyped-def]
    """Pairs (room, change), in order of time within a room."""
    pairs = allocate(m, 2 * m[changes])
    for n in range(m[changes]):
        row = changes + 1 + n * Change.WIDTH
        m[pairs + 2 * n], m[pairs + 2 * n + 1] = m[row + Change.AT], row
    sort_pairs(m, pairs, m[changes])
    for n in range(m[changes]):
        m[pairs + 2 * n] = m[m[pairs + 2 * n + 1] + Change.ROOM]
    sort_pairs(m, pairs, m[changes])
    return pairs


@compiled
def _add_room(m, terms, pieces, by_room, n, count, by_kind):  # type: ignore[no-untyped-def]
    """Add the pieces of the room of a change; which change is the first of the next room. Everybody has gone out by the horizon."""
    room, lived_in = m[by_room + 2 * n], 0
    while n < count and m[by_room + 2 * n] == room:
        at = m[m[by_room + 2 * n + 1] + Change.AT]
        while n < count and m[by_room + 2 * n] == room and m[m[by_room + 2 * n + 1] + Change.AT] == at:
            lived_in += _come_and_go(m, terms, m[by_room + 2 * n + 1], by_kind)
            n += 1
        if n < count and m[by_room + 2 * n] == room:
            _add_piece(m, pieces, room, at, m[m[by_room + 2 * n + 1] + Change.AT], by_kind, lived_in)
    return n


@compiled
def _come_and_go(m, terms, change, by_kind):  # type: ignore[no-untyped-def]
    """Beds by kind after a change; by how many there are more who live there."""
    stay, sign = m[change + Change.STAY], m[change + Change.SIGN]
    kind = m[m[terms + Terms.KINDS] + of_stay(m, stay, OfStay.CLASS)]
    m[by_kind + kind] += sign * min(people_of(m, stay), m[terms + Terms.BEDS])
    return sign if of_stay(m, stay, OfStay.KIND) == StayKind.PLACE else 0


@compiled
def _add_piece(m, pieces, room, at, end, by_kind, lived_in):  # type: ignore[no-untyped-def]
    beds, kind = 0, NONE
    for one in range(m[World.CLASS_COUNT]):
        if m[by_kind + one] > 0:
            beds += m[by_kind + one]
            kind = one if kind == NONE else MIXED
    if beds == 0:
        return
    piece = allocate(m, Piece.WIDTH)
    m[piece + Piece.ROOM], m[piece + Piece.AT], m[piece + Piece.END] = room, at, end
    m[piece + Piece.BEDS], m[piece + Piece.KIND], m[piece + Piece.LIVED_IN] = beds, kind, lived_in
    m[pieces] += 1
