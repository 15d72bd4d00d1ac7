"""What changes in which places are free for whom: stays, rooms, capacities and waits begin and end.

Whatever changes a number that matters to `separation_free` is a row of `Event`.
"""

from __future__ import annotations

from enum import IntEnum

from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER, allocate
from sim.kernel.rows import Capacity, Pool, Table, World
from sim.kernel.summary import rooms
from sim.kernel.summary.columns import OfStay, of_stay, stays_of
from sim.kernel.summary.rooms import Piece
from sim.kernel.summary.separation_waits import Alike, Wait, Waits
from sim.kernel.summary.sorting import sort_pairs
from sim.kernel.words import StayKind


class OfPool(IntEnum):
    """A pool as the scenario first says it, and places of what is read of it (0: it does not apply)."""

    TERMS = 0  # row of `rooms.Terms`
    STRANDED = 1
    MISPLACED = 2
    LOST = 3
    FOR = 4  # mask of classes, 0: all
    HUB = 5  # its number
    FAVOURED = 6  # mask of the classes for whom the reserve is; 0: nobody
    TURNAROUND = 7
    PARTS = 8  # list of pairs: kind (NONE: the empty places), mask of classes (0: nobody)
    WIDTH = 9


class State(IntEnum):
    """A pool at an instant."""

    ROOM = 0  # usable places without those taken, kept or being made ready
    KEPT = 1  # of the reserve
    CHANGED = 2
    PARTS = 3  # first row of `Part`
    COUNTS = 4  # for each kind how many rooms with people of that kind alone have so many free beds
    PIECES = 5  # its rooms, where they are shared
    USABLE = 6  # as the last row of capacities says
    RESERVE = 7
    PLACES = 8  # free for others only
    PEOPLE = 9  # who wait while they are
    COUNTED = 10  # the last of those who are alike that are among PEOPLE
    TIME = 11  # place-time lost so far
    WIDTH = 12


class Event(IntEnum):
    """A number changes."""

    AT = 0
    WORD = 1
    BY = 2
    STATE = 3  # whose number it is, or 0
    WAIT = 4  # which begins or ends, or 0
    WIDTH = 5


@compiled
def changes(m, pools, states, waits):  # type: ignore[no-untyped-def]
    """All of them, in no order: how many, then the rows."""
    stays = _stays_by_case(m, pools, states)
    events = allocate(m, 1)
    _of_stays(m, events, pools, states, stays)
    for n in range(m[pools]):
        if m[states + n * State.WIDTH + State.PIECES]:
            _of_rooms(m, events, m[pools + 1 + n], states + n * State.WIDTH)
    _of_capacities(m, events, states)
    _of_waits(m, events, waits)
    return events


@compiled
def _event(m, events, at, word, by, state, wait):  # type: ignore[no-untyped-def]
    row = allocate(m, Event.WIDTH)
    m[row + Event.AT], m[row + Event.WORD], m[row + Event.BY] = at, word, by
    m[row + Event.STATE], m[row + Event.WAIT] = state, wait
    m[events] += 1


@compiled
def _span(m, events, start, end, word, by, state):  # type: ignore[no-untyped-def]
    """A number is another from `start` until `end`, within the run."""
    end = min(end, m[World.HORIZON])
    if end > start:
        _event(m, events, start, word, by, state, 0)
        if end < m[World.HORIZON]:
            _event(m, events, end, word, -by, state, 0)


@compiled
def _of_waits(m, events, waits):  # type: ignore[no-untyped-def]
    wait = m[waits + Waits.FIRST]
    while wait:
        alike = m[wait + Wait.ALIKE]
        _event(m, events, m[wait + Wait.START], alike + Alike.PEOPLE, m[alike + Alike.SIZE], 0, wait)
        _event(m, events, m[wait + Wait.END], alike + Alike.PEOPLE, -m[alike + Alike.SIZE], 0, wait)
        wait = m[wait]


@compiled
def _of_capacities(m, events, states):  # type: ignore[no-untyped-def]
    """Usable places and reserves; pools have the first numbers."""
    row = m[World.CAPACITY + Table.FIRST]
    while row:
        if m[row + Capacity.WHAT] < m[World.POOL_COUNT] and m[row + Capacity.AT] < m[World.HORIZON]:
            state, at = states + m[row + Capacity.WHAT] * State.WIDTH, m[row + Capacity.AT]
            _event(m, events, at, state + State.ROOM, m[row + Capacity.USABLE] - m[state + State.USABLE], state, 0)
            _event(m, events, at, state + State.KEPT, m[row + Capacity.RESERVE] - m[state + State.RESERVE], state, 0)
            m[state + State.USABLE], m[state + State.RESERVE] = m[row + Capacity.USABLE], m[row + Capacity.RESERVE]
        row = m[row]


@compiled
def _of_rooms(m, events, own, state):  # type: ignore[no-untyped-def]
    """Rooms held, of which all beds are; beds free in those with people of one kind alone."""
    beds, pieces, n = m[m[own + OfPool.TERMS] + rooms.Terms.BEDS], m[state + State.PIECES], 0
    while n < m[pieces]:
        n = _of_room(m, events, own, state, beds, pieces, n)


@compiled
def _of_room(m, events, own, state, beds, pieces, n):  # type: ignore[no-untyped-def]
    """A room from the time that it is taken or kept until nobody has a bed in it; which piece comes next."""
    piece = pieces + 1 + n * Piece.WIDTH
    room, start, end, lived_in = m[piece + Piece.ROOM], m[piece + Piece.AT], m[piece + Piece.AT], 0
    while n < m[pieces] and m[piece + Piece.ROOM] == room and m[piece + Piece.AT] == end:
        end, free = m[piece + Piece.END], beds - m[piece + Piece.BEDS]
        if m[piece + Piece.LIVED_IN]:
            lived_in = 1
        if m[piece + Piece.KIND] != rooms.MIXED and free > 0:
            count = m[state + State.COUNTS] + m[piece + Piece.KIND] * (beds + 1) + free
            _span(m, events, m[piece + Piece.AT], end, count, 1, state)
        n += 1
        piece += Piece.WIDTH
    _span(m, events, start, end + m[own + OfPool.TURNAROUND] * lived_in, state + State.ROOM, -beds, state)
    return n


@compiled
def _of_stays(m, events, pools, states, stays):  # type: ignore[no-untyped-def]
    """Places taken or kept in pools of which nobody shares rooms, and being made ready afterwards."""
    for n in range(m[stays]):
        stay = m[stays + 2 + 2 * n]
        index = m[of_stay(m, stay, OfStay.POOL) + Pool.INDEX]
        state, until = states + index * State.WIDTH, m[World.HORIZON]
        if of_stay(m, stay, OfStay.END) != NEVER:
            until = of_stay(m, stay, OfStay.END)
            turnaround = m[m[pools + 1 + index] + OfPool.TURNAROUND]
            if turnaround and of_stay(m, stay, OfStay.KIND) == StayKind.PLACE and not _goes_on(m, stays, n):
                until += turnaround
        _span(m, events, of_stay(m, stay, OfStay.START), until, state + State.ROOM, -of_stay(m, stay, OfStay.UNITS), state)


# --- stays of one case ----------------------------------------------------------------------------------------------------


@compiled
def _stays_by_case(m, pools, states):  # type: ignore[no-untyped-def]
    """How many stays there are in pools of which nobody shares rooms, then pairs (case, stay); those of a case together, in order."""
    stays, turnaround = allocate(m, 1), 0
    for stay in range(stays_of(m)):
        kind = of_stay(m, stay, OfStay.KIND)
        if kind == StayKind.PLACE or kind == StayKind.RESERVED:
            index = m[of_stay(m, stay, OfStay.POOL) + Pool.INDEX]
            if not m[states + index * State.WIDTH + State.PIECES]:
                pair = allocate(m, 2)
                m[pair], m[pair + 1] = of_stay(m, stay, OfStay.CASE), stay
                m[stays] += 1
                turnaround |= m[m[pools + 1 + index] + OfPool.TURNAROUND]
    if turnaround:
        sort_pairs(m, stays + 1, m[stays])
    return stays


@compiled
def _goes_on(m, stays, n):  # type: ignore[no-untyped-def]
    """Whether a stay ended only because the case became one of another class in its place."""
    stay = m[stays + 2 + 2 * n]
    class_, end = of_stay(m, stay, OfStay.CLASS), of_stay(m, stay, OfStay.END)
    while n < m[stays]:
        other = m[stays + 2 + 2 * n]
        if of_stay(m, other, OfStay.CASE) != of_stay(m, stay, OfStay.CASE) or of_stay(m, other, OfStay.START) > end:
            break
        if of_stay(m, other, OfStay.START) == end and _same_place(m, stay, other):
            class_ = of_stay(m, other, OfStay.CLASS)
        n += 1
    return class_ != of_stay(m, stay, OfStay.CLASS)


@compiled
def _same_place(m, stay, other):  # type: ignore[no-untyped-def]
    if of_stay(m, stay, OfStay.KIND) != of_stay(m, other, OfStay.KIND) or of_stay(m, stay, OfStay.POOL) != of_stay(m, other, OfStay.POOL):
        return False
    mine, its = of_stay(m, stay, OfStay.ROOMS), of_stay(m, other, OfStay.ROOMS)
    if mine == 0 or its == 0 or m[mine] != m[its]:
        return mine == its
    n = 1
    while n <= m[mine] and m[mine + n] == m[its + n]:
        n += 1
    return n > m[mine]
