"""The calendar of a run, the twin of `sim.hub.clock`: pending events by (time, key), and what each will do.

Events of each stretch of time lie side by side in bundles, in no order, until it is over; a heap says in which order those of the present
one come. What is to be allocated at the end of the present instant is a list of its own: it comes when the heap has nothing more of it.
What a handler wakes, as SimPy a process, waits in neither: it goes on before the next event (`go_on`).

The key packs kind, number and sub of model.md section 4 into one word. Events of one key come in the order in which they were set.
An event names what it does (`Event`) and the row it is about. Nothing is taken out of the calendar: who may cancel an alarm keeps
its number, and an event whose number is no longer kept is void.
"""

from __future__ import annotations

from enum import IntEnum

from sim.kernel.compiled import compiled, inlined, seldom
from sim.kernel.memory import allocate
from sim.kernel.rows import Case, GoingOn, Row, Running, World, auto
from sim.kernel.words_of_memory import fetch

NUMBER_BITS, SUB_BITS = 42, 17
STRETCH_BITS = 24
"""The stretches of time of which the events are put in order together are 2 to the power of this long, in milliseconds."""
WORDS_OF_A_LINE = 8
"""Words that come near together."""
BEHIND_THE_LAST = -1
"""Stands behind the last stretch, where the others have their bundles."""


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
    """A pending event, within a bundle."""

    TIME = auto()
    KEY = auto()
    SEQUENCE = auto()
    EVENT = auto()
    ABOUT = auto()
    WIDTH = auto()


class Bundle(Row):
    """Events of one stretch, side by side."""

    NEXT = auto()  # bundle of the same stretch
    END = auto()  # place behind its last event
    EVENTS = auto()
    WIDTH = EVENTS + 6 * Pending.WIDTH


class Allocation(Row):
    """What is to be allocated at the end of the present instant."""

    NEXT = auto()
    NUMBER = auto()
    EVENT = auto()
    ABOUT = auto()
    WIDTH = auto()


class Node(Row):
    """A place of the heap."""

    TIME = auto()
    ROW = auto()  # `Pending`
    WIDTH = auto()


# --- set ----------------------------------------------------------------------------------------------------------------------


@compiled
def begin(m):  # type: ignore[no-untyped-def]
    """Lay out the lists of later events."""
    count = (m[World.HORIZON] >> STRETCH_BITS) + 1
    m[World.STRETCHES] = allocate(m, count + 1)
    m[m[World.STRETCHES] + count] = BEHIND_THE_LAST


@compiled
def alarm(m, at, kind, number, sub, event, about):  # type: ignore[no-untyped-def]
    """Set an event; its number, by which it can be known again."""
    sequence = m[World.SEQUENCE] + 1
    m[World.SEQUENCE] = sequence
    if at < m[World.HORIZON]:
        stretch = at >> STRETCH_BITS
        row = _row(m, m[World.STRETCHES] + stretch)
        m[row + Pending.TIME] = at
        m[row + Pending.KEY] = key_of(kind, number, sub)
        m[row + Pending.SEQUENCE] = sequence
        m[row + Pending.EVENT] = event
        m[row + Pending.ABOUT] = about
        if stretch <= m[World.STRETCH]:
            _soon(m, at, row)
    return sequence


@inlined
def _row(m, first):  # type: ignore[no-untyped-def]
    """The place behind all events of a stretch, of which a word names the last bundle."""
    bundle = m[first]
    if bundle == 0 or m[bundle + Bundle.END] == bundle + Bundle.WIDTH:
        bundle = _new_bundle(m, first)
    row = m[bundle + Bundle.END]
    m[bundle + Bundle.END] = row + Pending.WIDTH
    return row


@inlined
def _new_bundle(m, first):  # type: ignore[no-untyped-def]
    bundle = m[World.FREE_BUNDLES]
    if bundle:
        m[World.FREE_BUNDLES] = m[bundle + Bundle.NEXT]
    else:
        bundle = allocate(m, Bundle.WIDTH)
    m[bundle + Bundle.END] = bundle + Bundle.EVENTS
    _put_first(m, first, bundle)
    return bundle


@inlined
def _soon(m, at, row):  # type: ignore[no-untyped-def]
    """Put an event of the present stretch into the heap."""
    bottom = m[World.BOTTOM] - Node.WIDTH
    if bottom < m[World.TOP]:
        raise MemoryError
    m[World.BOTTOM] = bottom
    place = m[World.EVENTS]
    m[World.EVENTS] = place + 1
    _rise(m, place, at, row)


@compiled
def allocate_last(m, number, event, about):  # type: ignore[no-untyped-def]
    """Set an allocation at the end of the present instant; there is one at most of each number."""
    row = m[World.FREE_ALLOCATIONS]
    if row:
        m[World.FREE_ALLOCATIONS] = m[row + Allocation.NEXT]
    else:
        row = allocate(m, Allocation.WIDTH)
    m[row + Allocation.NUMBER] = number
    m[row + Allocation.EVENT] = event
    m[row + Allocation.ABOUT] = about
    link = World.ALLOCATIONS + 0  # a plain number
    while m[link] and m[m[link] + Allocation.NUMBER] < number:
        link = m[link] + Allocation.NEXT
    _put_first(m, link, row)


@compiled
def _put_first(m, link, row):  # type: ignore[no-untyped-def]
    """A row becomes the first of those that a word names; its own first word names the next."""
    m[row] = m[link]
    m[link] = row


@compiled
def key_of(kind, number, sub):  # type: ignore[no-untyped-def]
    """Kind, number and sub in one word."""
    return (kind << (NUMBER_BITS + SUB_BITS)) | (number << SUB_BITS) | sub


# --- taken --------------------------------------------------------------------------------------------------------------------


@inlined
def is_pending(m):  # type: ignore[no-untyped-def]
    """Whether there is a next event; if need be the stretch in which it lies begins."""
    if m[World.ALLOCATIONS] == 0 and m[World.EVENTS] == 0:
        _next_stretch(m)
    return m[World.ALLOCATIONS] != 0 or m[World.EVENTS] > 0


@seldom
def _next_stretch(m):  # type: ignore[no-untyped-def]
    """All events of the present stretch have come: their bundles are free again, and those of the next with any go into the heap."""
    place = m[World.STRETCHES] + m[World.STRETCH]
    _give_back(m, m[place])
    m[place] = 0
    while m[place] == 0:
        place += 1
    m[World.STRETCH] = place - m[World.STRETCHES]
    if m[place] != BEHIND_THE_LAST:
        _bring_near(m, m[place])
        _begin_stretch(m, m[place])


@compiled
def _begin_stretch(m, bundle):  # type: ignore[no-untyped-def]
    """Events of this bundle and those behind it go into the heap."""
    while bundle:
        row = bundle + Bundle.EVENTS
        while row < m[bundle + Bundle.END]:
            if m[row + Pending.EVENT] == Event.CLOCK_ENDS:
                _bring_case_near(m, m[m[row + Pending.ABOUT] + Running.CASE])
            _soon(m, m[row + Pending.TIME], row)
            row += Pending.WIDTH
        bundle = m[bundle + Bundle.NEXT]


@compiled
def _bring_near(m, bundle):  # type: ignore[no-untyped-def]
    """What events of this bundle and those behind it are about has been out of sight for long."""
    while bundle:
        row = bundle + Bundle.EVENTS
        while row < m[bundle + Bundle.END]:
            fetch(m, m[row + Pending.ABOUT])
            row += Pending.WIDTH
        bundle = m[bundle + Bundle.NEXT]


@compiled
def _bring_case_near(m, case):  # type: ignore[no-untyped-def]
    """So has the case of a clock, of which the end opens gates and starts other clocks."""
    for at in range(0, Case.MINORS, WORDS_OF_A_LINE):
        fetch(m, case + at)


@compiled
def _give_back(m, bundle):  # type: ignore[no-untyped-def]
    """This bundle and those behind it are free again."""
    while bundle:
        following = m[bundle + Bundle.NEXT]
        _put_first(m, World.FREE_BUNDLES + 0, bundle)
        bundle = following


@inlined
def next_event(m):  # type: ignore[no-untyped-def]
    """Take the next event off the calendar, of which it is the time now: (number, event, about); an allocation has no number."""
    row = m[World.ALLOCATIONS]
    if row and (m[World.EVENTS] == 0 or m[node(m, 0) + Node.TIME] > m[World.NOW]):
        m[World.ALLOCATIONS] = m[row + Allocation.NEXT]
        _put_first(m, World.FREE_ALLOCATIONS + 0, row)
        return 0, m[row + Allocation.EVENT], m[row + Allocation.ABOUT]
    row = _pop(m)
    m[World.NOW] = m[row + Pending.TIME]
    return m[row + Pending.SEQUENCE], m[row + Pending.EVENT], m[row + Pending.ABOUT]


# --- what goes on -------------------------------------------------------------------------------------------------------------


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


# --- the heap -----------------------------------------------------------------------------------------------------------------


@compiled
def node(m, place):  # type: ignore[no-untyped-def]
    """Where a place of the heap lies; place 0 is that of the next event."""
    return m[World.END] - (place + 1) * Node.WIDTH


@compiled
def _pop(m):  # type: ignore[no-untyped-def]
    """The first event of the heap, which is out of it from now on."""
    row = m[node(m, 0) + Node.ROW]
    last = m[World.EVENTS] - 1
    m[World.EVENTS] = last
    m[World.BOTTOM] += Node.WIDTH
    if last > 0:
        _sink(m, last)
    return row


@compiled
def _comes_before(m, time, row, other):  # type: ignore[no-untyped-def]
    """Whether an event comes before that in a place of the heap."""
    if time != m[other + Node.TIME]:
        return time < m[other + Node.TIME]
    one = m[other + Node.ROW]
    if m[row + Pending.KEY] != m[one + Pending.KEY]:
        return m[row + Pending.KEY] < m[one + Pending.KEY]
    return m[row + Pending.SEQUENCE] < m[one + Pending.SEQUENCE]


@compiled
def _rise(m, place, time, row):  # type: ignore[no-untyped-def]
    """Put an event into the heap, from a free place upwards."""
    here = node(m, place)
    while place > 0:
        place = (place - 1) >> 1
        above = node(m, place)
        if not _comes_before(m, time, row, above):
            break
        _put(m, here, m[above + Node.TIME], m[above + Node.ROW])
        here = above
    _put(m, here, time, row)


@compiled
def _sink(m, last):  # type: ignore[no-untyped-def]
    """Put the last event of the heap at the top, and let it sink to where it belongs."""
    moved, here, child = node(m, last), node(m, 0), 1
    time, row = m[moved + Node.TIME], m[moved + Node.ROW]
    while child < last:
        below = node(m, child)
        other = below - Node.WIDTH
        if child + 1 < last and _comes_before(m, m[other + Node.TIME], m[other + Node.ROW], below):
            child, below = child + 1, other
        if not _comes_before(m, m[below + Node.TIME], m[below + Node.ROW], moved):
            break
        _put(m, here, m[below + Node.TIME], m[below + Node.ROW])
        here, child = below, 2 * child + 1
    _put(m, here, time, row)


@compiled
def _put(m, here, time, row):  # type: ignore[no-untyped-def]
    m[here + Node.TIME] = time
    m[here + Node.ROW] = row
