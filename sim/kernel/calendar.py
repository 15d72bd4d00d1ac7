"""The calendar of a run: pending events by (time, key), and what each will do.

Events of the present stretch of time lie in a heap; those of each later one in a list, in no order, until its turn comes.

The key packs kind, number and sub of model.md section 4 into one word. Events of one key come in the order in which they were set.
An event names what it does (`Event`) and the row it is about. Nothing is taken out of the calendar: who may cancel an alarm keeps
its number, and an event whose number is no longer kept is void.
"""

from __future__ import annotations

from enum import IntEnum

from sim.kernel.compiled import compiled
from sim.kernel.memory import allocate
from sim.kernel.rows import GoingOn, Row, World, auto

NUMBER_BITS, SUB_BITS = 42, 17
STRETCH = 2 * 3_600_000
"""Milliseconds of the stretches of time of which the events are put in order together."""


class Event(IntEnum):
    """What an event does; `sim.kernel.loop` says which function of which stage that is, and the row it is about."""

    # allocation of a resource: site, site, -, -, service
    ALLOCATE_TEAMS = 1
    ALLOCATE_PLACES = 2
    ALLOCATE_RELOCATION = 3
    ALLOCATE_TRANSFERS = 4
    ALLOCATE_SERVICE = 5
    # marks of a resource at a later instant
    WAKE_TEAMS = 6  # site
    WAKE_SERVICE = 7  # service
    # demand and the journey (case unless said)
    LISTING = 10  # stream
    INSIDE = 11  # stream
    REVIEW_CASE = 12  # journey goes on: selection.review
    SELECTION_LIST = 13  # the next list is taken up
    SELECTION_DECIDED = 14  # a review without a team has ended
    TASK_ENDS = 15  # task
    TASK_DONE = 16  # task: what its end wakes
    ARRIVES = 17
    SCREEN = 18
    SETTLE = 19
    JOIN_ANEW = 20  # booking: transfer.join_anew
    ROAD_ENDS = 21
    # clocks and claims
    CLOCK_ENDS = 25  # slot
    CLAIM_DECIDED = 26  # slot
    HOLD_REVIEW = 28  # task
    MOVES_OUT = 29
    # limits
    STAY_LIMIT = 30
    AGREEMENT_ENDS_FOR = 31
    ORDER_DUE = 32
    SEND_BACK_DUE = 33
    REVIEW_LATE = 34  # task
    PERIOD_MISSED = 35  # period slot
    # services
    MANIFEST = 40  # service
    DEPARTS = 41  # departure
    ESCORTS_BACK = 42  # departure
    RESTED = 43
    # notices
    TOLD = 45
    OBJECTS = 46  # case x 64 + objection
    OBJECTION_DECIDED = 47  # the same
    LET_GO = 48  # case x 64 + bit of what held it
    # dated changes
    ACT_BEGINS = 50  # act
    ACT_ENDS = 51  # act
    ACT_DUE = 52  # act
    WINDOW_CLOSES = 55  # generation
    AGREEMENT_ENDS = 56  # generation
    BOARDING_OPENS = 57  # generation
    PERIOD_TURNS = 58  # generation
    HUB_OPENS = 60  # site
    POOL_OPENS = 61  # site
    PLACE_READY = 62  # row of what is ready
    STAFF_CHANGES = 63  # site
    MORNING = 64  # site


class Pending(Row):
    """A pending event."""

    TIME = auto()
    KEY = auto()
    SEQUENCE = auto()
    EVENT = auto()
    ABOUT = auto()
    WIDTH = auto()


class Later(Row):
    """An event of a later stretch of time."""

    NEXT = auto()
    TIME = auto()
    KEY = auto()
    SEQUENCE = auto()
    EVENT = auto()
    ABOUT = auto()
    WIDTH = auto()


@compiled
def key_of(kind, number, sub):  # type: ignore[no-untyped-def]
    """Kind, number and sub in one word."""
    return (kind << (NUMBER_BITS + SUB_BITS)) | (number << SUB_BITS) | sub


@compiled
def begin(m):  # type: ignore[no-untyped-def]
    """Lay out the lists of later events."""
    m[World.STRETCHES] = allocate(m, m[World.HORIZON] // STRETCH + 1)


@compiled
def alarm(m, at, kind, number, sub, event, about):  # type: ignore[no-untyped-def]
    """Set an event; its number, by which it can be known again."""
    m[World.SEQUENCE] += 1
    sequence = m[World.SEQUENCE]
    if at >= m[World.HORIZON]:
        return sequence
    if at // STRETCH > m[World.STRETCH]:
        _later(m, at, key_of(kind, number, sub), sequence, event, about)
    else:
        _soon(m, at, key_of(kind, number, sub), sequence, event, about)
    return sequence


@compiled
def _later(m, at, key, sequence, event, about):  # type: ignore[no-untyped-def]
    """Put an event into the list of its stretch."""
    row = m[World.FREE_LATER]
    if row:
        m[World.FREE_LATER] = m[row + Later.NEXT]
    else:
        row = allocate(m, Later.WIDTH)
    stretch = m[World.STRETCHES] + at // STRETCH
    m[row + Later.NEXT] = m[stretch]
    m[row + Later.TIME] = at
    m[row + Later.KEY] = key
    m[row + Later.SEQUENCE] = sequence
    m[row + Later.EVENT] = event
    m[row + Later.ABOUT] = about
    m[stretch] = row
    m[World.LATER] += 1


@compiled
def _soon(m, at, key, sequence, event, about):  # type: ignore[no-untyped-def]
    """Put an event into the heap."""
    bottom = m[World.BOTTOM] - Pending.WIDTH
    if bottom < m[World.TOP]:
        raise MemoryError
    m[World.BOTTOM] = bottom
    place = m[World.EVENTS]
    m[World.EVENTS] = place + 1
    _rise(m, place, at, key, sequence, event, about)


@compiled
def is_pending(m):  # type: ignore[no-untyped-def]
    """Whether there is a next event; if need be the stretch in which it lies begins."""
    while m[World.EVENTS] == 0 and m[World.LATER] > 0:
        m[World.STRETCH] += 1
        _begin_stretch(m, m[World.STRETCHES] + m[World.STRETCH])
    return m[World.EVENTS] > 0


@compiled
def _begin_stretch(m, stretch):  # type: ignore[no-untyped-def]
    """Its events go into the heap, and their rows are free again."""
    row = m[stretch]
    while row:
        following = m[row + Later.NEXT]
        _soon(m, m[row + Later.TIME], m[row + Later.KEY], m[row + Later.SEQUENCE], m[row + Later.EVENT], m[row + Later.ABOUT])
        m[row + Later.NEXT] = m[World.FREE_LATER]
        m[World.FREE_LATER] = row
        m[World.LATER] -= 1
        row = following
    m[stretch] = 0


@compiled
def go_on(m, event, about):  # type: ignore[no-untyped-def]
    """What the present handler wakes: it goes on when the handler is done, before anything else, first in, first out."""
    row = m[World.FREE_GOING_ON]
    if row:
        m[World.FREE_GOING_ON] = m[row + GoingOn.NEXT]
    else:
        row = allocate(m, GoingOn.WIDTH)
    m[row + GoingOn.NEXT] = 0
    m[row + GoingOn.EVENT] = event
    m[row + GoingOn.ABOUT] = about
    if m[World.GOING_ON]:
        m[m[World.LAST_GOING_ON] + GoingOn.NEXT] = row
    else:
        m[World.GOING_ON] = row
    m[World.LAST_GOING_ON] = row


@compiled
def next_to_go_on(m):  # type: ignore[no-untyped-def]
    """Take the first that goes on: (event, about)."""
    row = m[World.GOING_ON]
    m[World.GOING_ON] = m[row + GoingOn.NEXT]
    m[row + GoingOn.NEXT] = m[World.FREE_GOING_ON]
    m[World.FREE_GOING_ON] = row
    return m[row + GoingOn.EVENT], m[row + GoingOn.ABOUT]


@compiled
def node(m, place):  # type: ignore[no-untyped-def]
    """Where the event at a place of the heap lies; place 0 is the next event."""
    return m[World.END] - (place + 1) * Pending.WIDTH


@compiled
def pop(m):  # type: ignore[no-untyped-def]
    """Take the next event off the calendar: (time, number, event, about)."""
    first = node(m, 0)
    time, sequence = m[first + Pending.TIME], m[first + Pending.SEQUENCE]
    event, about = m[first + Pending.EVENT], m[first + Pending.ABOUT]
    last = m[World.EVENTS] - 1
    m[World.EVENTS] = last
    m[World.BOTTOM] += Pending.WIDTH
    if last > 0:
        _sink(m, last)
    return time, sequence, event, about


@compiled
def _comes_before(m, one, time, key, sequence):  # type: ignore[no-untyped-def]
    if m[one + Pending.TIME] != time:
        return m[one + Pending.TIME] < time
    if m[one + Pending.KEY] != key:
        return m[one + Pending.KEY] < key
    return m[one + Pending.SEQUENCE] < sequence


@compiled
def _rise(m, place, time, key, sequence, event, about):  # type: ignore[no-untyped-def]
    """Put an event into the heap, from a free place upwards."""
    while place > 0:
        parent = (place - 1) >> 1
        above = node(m, parent)
        if _comes_before(m, above, time, key, sequence):
            break
        _move(m, above, node(m, place))
        place = parent
    here = node(m, place)
    m[here + Pending.TIME] = time
    m[here + Pending.KEY] = key
    m[here + Pending.SEQUENCE] = sequence
    m[here + Pending.EVENT] = event
    m[here + Pending.ABOUT] = about


@compiled
def _sink(m, last):  # type: ignore[no-untyped-def]
    """Put the last event of the heap at the top, and let it sink to where it belongs."""
    moved = node(m, last)
    time, key, sequence = m[moved + Pending.TIME], m[moved + Pending.KEY], m[moved + Pending.SEQUENCE]
    place = 0
    while True:
        child = 2 * place + 1
        if child >= last:
            break
        below = node(m, child)
        if child + 1 < last:
            other = node(m, child + 1)
            if _comes_before(m, other, m[below + Pending.TIME], m[below + Pending.KEY], m[below + Pending.SEQUENCE]):
                child, below = child + 1, other
        if not _comes_before(m, below, time, key, sequence):
            break
        _move(m, below, node(m, place))
        place = child
    _move(m, moved, node(m, place))


@compiled
def _move(m, here, there):  # type: ignore[no-untyped-def]
    for word in range(Pending.WIDTH):
        m[there + word] = m[here + word]
