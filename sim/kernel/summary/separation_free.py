"""Places that are free for some classes only, at each instant, and how many of them are lost while others wait.

Whatever changes a number that matters here is a row of `Event`; once all are in order of time they are gone through one after the
other, and between two instants nothing changes.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER, NONE, allocate
from sim.kernel.rows import Capacity, Pool, Table, World
from sim.kernel.summary import rooms
from sim.kernel.summary.columns import OfStay, of_stay, stays_of
from sim.kernel.summary.rooms import Piece
from sim.kernel.summary.separation_waits import Alike, Wait, Waits
from sim.kernel.summary.sorting import sort_pairs
from sim.kernel.words import StayKind
from sim.metrics.rooms import kind_of, may_share

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings


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


class Part(IntEnum):
    """The empty places of a pool, or beds in its rooms with people of one kind."""

    OF = 0  # row of `OfPool`
    STATE = 1
    KIND = 2  # NONE: the empty places
    CLASSES = 3
    FREE = 4
    UNRESERVED = 5  # of those, what the reserve leaves to classes that it does not name
    MOST = 6  # most people of one case that may share
    LOST = 7  # 1: free for others only
    WIDTH = 8


class Event(IntEnum):
    """A number changes."""

    AT = 0
    WORD = 1
    BY = 2
    STATE = 3  # whose number it is, or 0
    WAIT = 4  # which begins or ends, or 0
    WIDTH = 5


class Sweep(IntEnum):
    """What goes through the events has in hand."""

    POOLS = 0
    STATES = 1
    PARTS = 2
    PART_COUNT = 3
    WAITS = 4
    FREE = 5  # place of a list of the parts in which places are free
    TIME = 6  # place-time lost so far in all pools together
    WIDTH = 7


def lay(readings: Readings, hub_name: str, name: str, places: list[int]) -> int:
    """Lay down who may use a pool."""
    hub, classes, pool = readings.scenario.hubs[hub_name], readings.names.classes, readings.scenario.hubs[hub_name].pools[name]
    admitted = [word for word in hub.for_ or classes if not pool.for_ or word in pool.for_]
    parts = [(NONE, readings.mask(admitted, classes))]
    if may_share(pool):
        alike = {kind: [word for word in admitted if kind_of(pool, word) == kind] for kind in (kind_of(pool, word) for word in classes)}
        parts += [(classes[kind], readings.mask(words, classes)) for kind, words in alike.items()]
    words = [
        rooms.lay(readings, name, pool),
        *places,
        readings.mask(pool.for_, classes),
        readings.names.hubs[hub_name],
        readings.mask(pool.reserve.for_, classes) if pool.reserve else 0,
        pool.turnaround,
        readings.row([len(parts), *(word for part in parts for word in part)]),
    ]
    return readings.row(words)


@compiled
def states_of(m, pools):  # type: ignore[no-untyped-def]
    """Rows of `State`, one for each pool in the order of the list, which is that of their numbers."""
    return allocate(m, m[pools] * State.WIDTH)


@compiled
def lose(m, pools, states, waits):  # type: ignore[no-untyped-def]
    """Place-time lost in all pools together; that of each pool is left in its state."""
    sweep = _begin(m, pools, states, waits)
    stays = _stays_by_case(m, pools, states)
    events = allocate(m, 1)
    _of_stays(m, events, pools, states, stays)
    for n in range(m[pools]):
        if m[states + n * State.WIDTH + State.PIECES]:
            _of_rooms(m, events, m[pools + 1 + n], states + n * State.WIDTH)
    _of_capacities(m, events, states)
    _of_waits(m, events, waits)
    _go_through(m, sweep, events)
    return m[sweep + Sweep.TIME]


@compiled
def _begin(m, pools, states, waits):  # type: ignore[no-untyped-def]
    """Parts of all pools, and the rooms that are shared."""
    sweep, count = allocate(m, Sweep.WIDTH), 0
    for n in range(m[pools]):
        count += m[m[m[pools + 1 + n] + OfPool.PARTS]]
    m[sweep + Sweep.POOLS], m[sweep + Sweep.STATES], m[sweep + Sweep.WAITS] = pools, states, waits
    m[sweep + Sweep.PARTS], m[sweep + Sweep.PART_COUNT] = allocate(m, count * Part.WIDTH), count
    m[sweep + Sweep.FREE] = allocate(m, 1 + count)
    part = m[sweep + Sweep.PARTS]
    for n in range(m[pools]):
        own, state = m[pools + 1 + n], states + n * State.WIDTH
        m[state + State.PARTS] = part
        part = _lay_parts(m, own, state, part)
        terms = m[own + OfPool.TERMS]
        if m[terms + rooms.Terms.SHARED]:
            m[state + State.COUNTS] = allocate(m, m[World.CLASS_COUNT] * (m[terms + rooms.Terms.BEDS] + 1))
            m[state + State.PIECES] = rooms.pieces_of(m, terms)
    return sweep


@compiled
def _lay_parts(m, own, state, part):  # type: ignore[no-untyped-def]
    """The parts of a pool; where those of the next begin."""
    said = m[own + OfPool.PARTS]
    for n in range(m[said]):
        m[part + Part.OF], m[part + Part.STATE] = own, state
        m[part + Part.KIND], m[part + Part.CLASSES] = m[said + 1 + 2 * n], m[said + 2 + 2 * n]
        part += Part.WIDTH
    return part


# --- what changes ---------------------------------------------------------------------------------------------------------


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


# --- instant by instant ---------------------------------------------------------------------------------------------------


@compiled
def _go_through(m, sweep, events):  # type: ignore[no-untyped-def]
    """From instant to instant."""
    pairs, n = allocate(m, 2 * m[events]), 0
    for k in range(m[events]):
        m[pairs + 2 * k], m[pairs + 2 * k + 1] = m[events + 1 + k * Event.WIDTH], events + 1 + k * Event.WIDTH
    sort_pairs(m, pairs, m[events])
    while n < m[events]:
        at = m[pairs + 2 * n]
        while n < m[events] and m[pairs + 2 * n] == at:
            _happens(m, m[pairs + 2 * n + 1])
            n += 1
        until = m[pairs + 2 * n] if n < m[events] else m[World.HORIZON]
        if until > at:
            _look_again(m, sweep)
            _hold(m, sweep, until - at)


@compiled
def _happens(m, event):  # type: ignore[no-untyped-def]
    """A number changes; a wait that ends has been kept out if the time of those who are alike has grown since it began."""
    m[m[event + Event.WORD]] += m[event + Event.BY]
    wait, state = m[event + Event.WAIT], m[event + Event.STATE]
    if state:
        m[state + State.CHANGED] = 1
    elif m[event + Event.BY] > 0:
        m[wait + Wait.SINCE] = m[m[wait + Wait.ALIKE] + Alike.TIME]
    elif m[m[wait + Wait.ALIKE] + Alike.TIME] > m[wait + Wait.SINCE]:
        m[wait + Wait.KEPT_OUT] = 1


@compiled
def _look_again(m, sweep):  # type: ignore[no-untyped-def]
    """In which parts places are free, where anything has changed."""
    changed = 0
    for n in range(m[m[sweep + Sweep.POOLS]]):
        state = m[sweep + Sweep.STATES] + n * State.WIDTH
        if m[state + State.CHANGED]:
            m[state + State.CHANGED], changed = 0, 1
            _look_at(m, m[m[sweep + Sweep.POOLS] + 1 + n], state)
    if changed:
        free = m[sweep + Sweep.FREE]
        m[free] = 0
        for n in range(m[sweep + Sweep.PART_COUNT]):
            part = m[sweep + Sweep.PARTS] + n * Part.WIDTH
            if m[part + Part.FREE] > 0:
                m[free] += 1
                m[free + m[free]] = part


@compiled
def _look_at(m, own, state):  # type: ignore[no-untyped-def]
    """What is free in the parts of a pool; nobody enters a room with others while more places are taken than can be used."""
    room, part = m[state + State.ROOM], m[state + State.PARTS]
    m[part + Part.FREE], m[part + Part.UNRESERVED] = max(room, 0), max(room - m[state + State.KEPT], 0)
    beds = m[m[own + OfPool.TERMS] + rooms.Terms.BEDS]
    for _ in range(1, m[m[own + OfPool.PARTS]]):
        part += Part.WIDTH
        counts, free, most = m[state + State.COUNTS] + m[part + Part.KIND] * (beds + 1), 0, 0
        for size in range(1, beds + 1):
            if m[counts + size] and room >= 0:
                free += size * m[counts + size]
                most = size
        m[part + Part.FREE], m[part + Part.MOST] = free, most


@compiled
def _hold(m, sweep, time):  # type: ignore[no-untyped-def]
    """For some time nothing changes: at each instant no more places are lost than people wait."""
    free, people = m[sweep + Sweep.FREE], 0
    if m[free] == 0:
        return
    alike = m[m[sweep + Sweep.WAITS] + Waits.ALIKE]
    while alike:
        if m[alike + Alike.PEOPLE] > 0 and not _finds_a_place(m, free, alike) and _is_kept_out(m, free, alike):
            people += m[alike + Alike.PEOPLE]
            m[alike + Alike.TIME] += time
        alike = m[alike]
    if people:
        m[sweep + Sweep.TIME] += min(_places_lost(m, free), people) * time
        _by_pool(m, sweep, time)


@compiled
def _finds_a_place(m, free, alike):  # type: ignore[no-untyped-def]
    n = 1
    while n <= m[free] and not (_may_have(m, m[free + n], alike) and _fits(m, m[free + n], alike)):
        n += 1
    return n <= m[free]


@compiled
def _waits_for(m, part, alike):  # type: ignore[no-untyped-def]
    """Whether they wait for places of its hub."""
    return (m[alike + Alike.HUBS] >> m[m[part + Part.OF] + OfPool.HUB]) & 1 == 1


@compiled
def _may_have(m, part, alike):  # type: ignore[no-untyped-def]
    """Whether they wait for places of its hub, and may have these."""
    return _waits_for(m, part, alike) and (m[part + Part.CLASSES] >> m[alike + Alike.CLASS]) & 1 == 1


@compiled
def _fits(m, part, alike):  # type: ignore[no-untyped-def]
    """Whether a case finds enough."""
    own, size = m[part + Part.OF], m[alike + Alike.SIZE]
    beds = m[m[own + OfPool.TERMS] + rooms.Terms.BEDS]
    if m[part + Part.KIND] != NONE:
        return m[part + Part.MOST] >= size and size <= beds
    favoured = (m[own + OfPool.FAVOURED] >> m[alike + Alike.CLASS]) & 1 == 1
    enough = m[part + Part.FREE] if favoured else m[part + Part.UNRESERVED]
    return enough >= -(-size // beds) * beds


@compiled
def _is_kept_out(m, free, alike):  # type: ignore[no-untyped-def]
    """Whether there are places that are not for them; those are marked."""
    anywhere = False
    for n in range(m[free]):
        part = m[free + 1 + n]
        if _waits_for(m, part, alike) and not _may_have(m, part, alike):
            anywhere = True
            m[part + Part.LOST] = 1
            state = m[part + Part.STATE]
            if m[state + State.COUNTED] != alike:
                m[state + State.COUNTED] = alike
                m[state + State.PEOPLE] += m[alike + Alike.PEOPLE]
    return anywhere


@compiled
def _places_lost(m, free):  # type: ignore[no-untyped-def]
    """Places free for others only, in all pools; those of each are left in its state."""
    places = 0
    for n in range(m[free]):
        part = m[free + 1 + n]
        if m[part + Part.LOST]:
            places += m[part + Part.FREE]
            m[m[part + Part.STATE] + State.PLACES] += m[part + Part.FREE]
            m[part + Part.LOST] = 0
    return places


@compiled
def _by_pool(m, sweep, time):  # type: ignore[no-untyped-def]
    for n in range(m[m[sweep + Sweep.POOLS]]):
        state = m[sweep + Sweep.STATES] + n * State.WIDTH
        m[state + State.TIME] += min(m[state + State.PLACES], m[state + State.PEOPLE]) * time
        m[state + State.PLACES], m[state + State.PEOPLE], m[state + State.COUNTED] = 0, 0, 0
