"""Before the transfer: an accepted case is told of it, has time, and may object; only then may it be booked.

What holds a case back are bits of `Case.HELD_FOR`: NOTICE until notice has run, then the objections by their place in the file.
"""

from __future__ import annotations

from sim.draws import hash32
from sim.kernel import book, chains, exits, services, transfer
from sim.kernel.calendar import Event, alarm
from sim.kernel.compiled import compiled
from sim.kernel.luck import Latent, happens, latent, length, remaining
from sim.kernel.memory import NEVER, NONE, allocate, real
from sim.kernel.rows import Case, Objected, Objection, World
from sim.kernel.words import CLOCKS_OF_ONE_KIND, At, Clock, Kind, Off, Outcome, Reason, Result, TaskOutcome

NOTICE = 0
"""What holds a case back until notice has run, beside the objections."""
ABOUT_BITS = 6
"""A case and one of its objections, or what holds it back, are the case x 64 + that."""
WHICH = (1 << ABOUT_BITS) - 1
"""The bits of that."""
TOLD_AFTER = hash32("told_after")


@compiled
def begin(m, case):  # type: ignore[no-untyped-def]
    """The host has accepted the case: it may be booked at once, where nobody is told and has time."""
    shape = m[World.TOLD_AFTER]
    if shape == 0 and m[World.NOTICE] == NONE and m[World.OBJECTION_COUNT] == 0:
        transfer.join(m, case, m[World.NOW], 0)
        return
    _hold_back(m, case, NOTICE)
    after = length(m, case, TOLD_AFTER, shape, 0) if shape else 0
    _later(m, case, after, Clock.TOLD, 0, Event.TOLD, case)


@compiled
def holds(m, case):  # type: ignore[no-untyped-def]
    """Whether the case may not be booked yet."""
    return m[case + Case.IS_HELD] == 1


@compiled
def leave(m, case):  # type: ignore[no-untyped-def]
    """The case stays with the sender: what was pending is without object."""
    if not holds(m, case):
        return
    _let_off(m, case)
    for index in range(m[World.OBJECTION_COUNT]):
        if (m[case + Case.HELD_FOR] >> (1 + index)) & 1 and _open(m, case, index):
            _close(m, case, index, TaskOutcome.LEFT, Result.EMPTY)


@compiled
def _hold_back(m, case, why):  # type: ignore[no-untyped-def]
    """One thing more holds the case back; who is held stand in the order in which they came to be."""
    if not holds(m, case):
        m[case + Case.IS_HELD] = 1
        m[case + Case.HELD_FOR] = 0
        chains.add(m, World.HELD_BACK, case, Case.HELD_NEXT)
    m[case + Case.HELD_FOR] |= 1 << why


@compiled
def _let_off(m, case):  # type: ignore[no-untyped-def]
    """Nothing holds the case back any more."""
    chains.remove(m, World.HELD_BACK, case, Case.HELD_NEXT)
    m[case + Case.IS_HELD] = 0


# --- notice -------------------------------------------------------------------------------------------------------------------


@compiled
def tell(m, case):  # type: ignore[no-untyped-def]
    """The notice in force runs; objections in time are lodged in their time."""
    if m[case + Case.OUTCOME] != Outcome.NONE:
        return
    notice = max(0, m[World.NOTICE])
    m[case + Case.AT + At.TOLD] = m[World.NOW]
    for index in range(m[World.OBJECTION_COUNT]):
        one = objection_at(m, index)
        after = _lodges_after(m, case, one)
        if after != NONE and (m[one + Objection.UNTIL_BOARDING] or after < notice):
            _later(m, case, after, Clock.OBJECTED, index, Event.OBJECTS, (case << ABOUT_BITS) | index)
    _later(m, case, notice, Clock.READY, 0, Event.LET_GO, (case << ABOUT_BITS) | NOTICE)


@compiled
def let_go(m, case, why):  # type: ignore[no-untyped-def]
    """One thing less holds the case back; when nothing does, it joins the list for transfer."""
    if not holds(m, case):
        return
    m[case + Case.HELD_FOR] &= ~(1 << why)
    if m[case + Case.HELD_FOR] == 0:
        _let_off(m, case)
        m[case + Case.AT + At.READY] = m[World.NOW]
        transfer.join(m, case, m[World.NOW], 0)


# --- objections ---------------------------------------------------------------------------------------------------------------


@compiled
def objection_at(m, index):  # type: ignore[no-untyped-def]
    """An objection by its place in the file."""
    return m[World.OBJECTIONS] + index * Objection.WIDTH


@compiled
def _lodges_after(m, case, one):  # type: ignore[no-untyped-def]
    """Time from being told to lodging; NONE: does not object."""
    chance = real(m, m[one + Objection.CHANCE] + m[case + Case.CLASS])
    after = m[one + Objection.AFTER]
    never = 1.0 - chance * (1.0 - real(m, after + Latent.NEVER))
    return remaining(m, case, m[one + Objection.AFTER_HASH], m[after + Latent.SHAPE], never, 0, 0)


@compiled
def lodge(m, case, index):  # type: ignore[no-untyped-def]
    """Until it is decided the case is off list and manifest."""
    if m[case + Case.OUTCOME] != Outcome.NONE or m[case + Case.AT + At.BOARDED] != NEVER:
        return
    one = objection_at(m, index)
    services.take_off(m, case, Off.OBJECTION)
    transfer.step_out(m, case)
    m[case + Case.AT + At.READY] = NEVER
    _hold_back(m, case, 1 + index)
    if m[case + Case.OBJECTIONS] == 0:
        m[case + Case.OBJECTIONS] = allocate(m, m[World.OBJECTION_COUNT])
    m[m[case + Case.OBJECTIONS] + index] = book.new_objected(m, case, index)
    decided = latent(m, case, m[one + Objection.DECIDED_HASH], m[one + Objection.DECIDED], 0)
    if decided != NONE:
        _later(m, case, decided, Clock.OBJECTION, index, Event.OBJECTION_DECIDED, (case << ABOUT_BITS) | index)


@compiled
def decide(m, case, index):  # type: ignore[no-untyped-def]
    """Upheld, the case stays with the sender; refused, it goes on, perhaps after a further time."""
    if m[case + Case.OUTCOME] != Outcome.NONE:
        return
    one = objection_at(m, index)
    if happens(m, case, m[one + Objection.UPHELD_HASH], real(m, one + Objection.UPHELD), 0):
        _close(m, case, index, TaskOutcome.DECIDED, Result.UPHELD)
        exits.leave(m, case, Outcome.DROPPED_OUT, Reason.OBJECTION, NEVER)
    else:
        _close(m, case, index, TaskOutcome.DECIDED, Result.REFUSED)
        further = m[one + Objection.FURTHER]
        _later(m, case, further, Clock.READY, 1 + index, Event.LET_GO, (case << ABOUT_BITS) | (1 + index))


@compiled
def _open(m, case, index):  # type: ignore[no-untyped-def]
    """The objection of a case that is not decided yet; 0: none."""
    objections = m[case + Case.OBJECTIONS]
    return m[objections + index] if objections else 0


@compiled
def _close(m, case, index, outcome, result):  # type: ignore[no-untyped-def]
    objection = _open(m, case, index)
    m[m[case + Case.OBJECTIONS] + index] = 0
    m[objection + Objected.ENDED] = m[World.NOW]
    m[objection + Objected.OUTCOME] = outcome
    m[objection + Objected.RESULT] = result


@compiled
def _later(m, case, after, kind, rank, event, about):  # type: ignore[no-untyped-def]
    alarm(m, m[World.NOW] + after, Kind.CLOCK_END, m[case + Case.KEY], kind * CLOCKS_OF_ONE_KIND + rank, event, about)
