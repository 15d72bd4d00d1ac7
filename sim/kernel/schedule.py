"""When dated acts happen: dates fixed, drawn and chained, numbers of people that set them off, and conditions."""

from __future__ import annotations

from sim.draws import hash32
from sim.kernel import luck
from sim.kernel.calendar import Event, alarm
from sim.kernel.compiled import compiled, inlined, seldom
from sim.kernel.memory import NEVER, NONE, real
from sim.kernel.rows import Act, World
from sim.kernel.words import Counted, Kind

BEGINS, ENDS = 0, 1
HAPPENS, DELAY = hash32("happens"), hash32("delay")


@compiled
def act_at(m, index):  # type: ignore[no-untyped-def]
    """An act by its place in the file."""
    return m[World.ACTS] + index * Act.WIDTH


@compiled
def begin(m):  # type: ignore[no-untyped-def]
    """Put every act that has a date into the calendar; what lies before the start is in force from the start."""
    for index in range(m[World.ACT_COUNT]):
        act = act_at(m, index)
        m[World.AWAITED] += m[act + Act.AWAITED]
        ended = m[act + Act.UNTIL] != NEVER and m[act + Act.UNTIL] <= 0
        if m[act + Act.KNOWN] and not ended and m[act + Act.AT] < m[World.HORIZON]:
            _alarm(m, m[act + Act.AT], index, BEGINS, Event.ACT_BEGINS, act)
            lay_end(m, act)
    for index in range(m[World.ACT_COUNT]):
        act = act_at(m, index)
        if m[act + Act.PLANNED_AT] != NEVER:
            _plan(m, act, m[act + Act.PLANNED_AT])


@inlined
def counted(m, what, people):  # type: ignore[no-untyped-def]
    """So many more (or fewer) have come, are inside or have left; acts that wait for such a number happen."""
    if m[World.AWAITED]:
        _count(m, what, people)


@seldom
def _count(m, what, people):  # type: ignore[no-untyped-def]
    m[World.PEOPLE + what] += people
    for index in range(m[World.ACT_COUNT]):
        act = act_at(m, index)
        if m[act + Act.AWAITED] and _reached(m, act):
            m[act + Act.AWAITED] = 0
            m[World.AWAITED] -= 1
            _plan_after(m, act, m[World.NOW])


@compiled
def _reached(m, act):  # type: ignore[no-untyped-def]
    for what in range(Counted.WIDTH):
        wanted = m[act + Act.WHEN + what]
        if wanted != NONE and m[World.PEOPLE + what] < wanted:
            return False
    return True


@compiled
def has_begun(m, index):  # type: ignore[no-untyped-def]
    """Whether an act has begun by now."""
    at = m[act_at(m, index) + Act.AT]
    return at != NEVER and at <= m[World.NOW]


# --- what depends on the run ----------------------------------------------------------------------------------------------------


@compiled
def _plan_after(m, act, origin):  # type: ignore[no-untyped-def]
    """So long after its origin as the act says; not at all if by its own chance it does not happen."""
    entity = m[act + Act.ENTITY]
    if not luck.happens_of(m, entity, 0, HAPPENS, real(m, act + Act.CHANCE), 0):
        return
    shape = m[act + Act.DELAY]
    _plan(m, act, origin + luck.length_of(m, entity, 0, DELAY, shape, 0) if shape else origin)


@compiled
def _plan(m, act, at):  # type: ignore[no-untyped-def]
    """On its day it is seen whether its conditions hold."""
    if at < m[World.HORIZON]:
        m[act + Act.PLANNED_AT] = at
        _alarm(m, at, m[act + Act.INDEX], BEGINS, Event.ACT_DUE, act)


@compiled
def come(m, act):  # type: ignore[no-untyped-def]
    """Its day has come: whether its conditions hold. If so it has begun, and has its end."""
    at = m[act + Act.PLANNED_AT]
    if not _conditions_hold(m, act, at):
        return False
    m[act + Act.AT] = at
    m[act + Act.UNTIL] = NEVER if m[act + Act.LASTS] == NONE else at + m[act + Act.LASTS]
    return True


@compiled
def has_ended(m, act):  # type: ignore[no-untyped-def]
    """Whether all of it lies before the start."""
    return m[act + Act.UNTIL] != NEVER and m[act + Act.UNTIL] <= 0


@compiled
def plan_followers(m, act):  # type: ignore[no-untyped-def]
    """Acts that come after this one are awaited from now on."""
    for index in range(m[World.ACT_COUNT]):
        other = act_at(m, index)
        if m[other + Act.AFTER] == m[act + Act.INDEX]:
            _plan_after(m, other, m[act + Act.PLANNED_AT])


@compiled
def _conditions_hold(m, act, at):  # type: ignore[no-untyped-def]
    """Acts that have begun by an instant; of the same instant those above in the file."""
    begun = 0
    for index in range(m[World.ACT_COUNT]):
        other = m[act_at(m, index) + Act.AT]
        if other != NEVER and (other < at or (other == at and index < m[act + Act.INDEX])):
            begun |= 1 << index
    return begun & m[act + Act.IF] == m[act + Act.IF] and begun & m[act + Act.UNLESS] == 0


@compiled
def lay_end(m, act):  # type: ignore[no-untyped-def]
    """Put the end of an act that has begun into the calendar."""
    until = m[act + Act.UNTIL]
    if until != NEVER and until < m[World.HORIZON]:
        _alarm(m, until, m[act + Act.INDEX], ENDS, Event.ACT_ENDS, act)


@compiled
def _alarm(m, at, rank, sub, event, act):  # type: ignore[no-untyped-def]
    alarm(m, max(m[World.NOW], at), Kind.CHANGE, rank, sub, event, act)
