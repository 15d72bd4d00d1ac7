"""Places that are free for some classes only, at each instant, and how many of them are lost while others wait.

The rows of `separation_changes` are put in order of time and gone through one after the other; between two instants nothing changes.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import NONE, allocate
from sim.kernel.rows import World
from sim.kernel.summary import rooms
from sim.kernel.summary.separation_changes import Event, OfPool, State, changes
from sim.kernel.summary.separation_waits import Alike, Wait, Waits
from sim.kernel.summary.sorting import sort_pairs
from sim.metrics.rooms import kind_of, may_share

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings


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
    _go_through(m, sweep, changes(m, pools, states, waits))
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
