"""Leaving: an exit acts at once, wherever the case is."""

from __future__ import annotations

from sim.kernel import agreement, casework, housing, limits, notices, relocation, removal, schedule, services, teams, transfer
from sim.kernel.calendar import Event, alarm
from sim.kernel.compiled import compiled, inlined
from sim.kernel.memory import NEVER, NONE
from sim.kernel.rows import Case, Task, World
from sim.kernel.words import CLOCKS_OF_ONE_KIND, At, Clock, Counted, Kind, Off, Outcome

MOVES_OUT = int(Clock.MOVES_OUT) * CLOCKS_OF_ONE_KIND


@compiled
def leave(m, case, outcome, reason, home_at):  # type: ignore[no-untyped-def]
    """The case has its outcome and gives up all it holds: steps, queues, reservation, seat, clocks, place."""
    _decide(m, case, outcome, reason)
    if home_at != NEVER:
        m[case + Case.AT + At.HOME] = home_at
    move_out(m, case)


@compiled
def leave_housed(m, case, outcome, reason, stays):  # type: ignore[no-untyped-def]
    """The case has its outcome but keeps its place for a time (NONE: to the horizon)."""
    _decide(m, case, outcome, reason)
    m[case + Case.HOUSED] = 1
    if stays != NONE:
        alarm(m, m[World.NOW] + stays, Kind.CLOCK_END, m[case + Case.KEY], MOVES_OUT, Event.MOVES_OUT, case)


@inlined
def _decide(m, case, outcome, reason):  # type: ignore[no-untyped-def]
    """The outcome; whatever was going on for the case is broken off."""
    assert m[case + Case.OUTCOME] == Outcome.NONE
    m[case + Case.OUTCOME], m[case + Case.REASON] = outcome, reason
    m[case + Case.AT + At.OUTCOME] = m[World.NOW]
    task = m[case + Case.TASKS]
    while task:
        after = m[task + Task.NEXT_OF_CASE]
        teams.break_off(m, m[task + Task.SITE], task)
        task = after
    m[case + Case.TASKS] = 0
    removal.leave(m, case)
    relocation.give_up(m, case)
    casework.leave(m, case)
    limits.leave(m, case)


@inlined
def move_out(m, case):  # type: ignore[no-untyped-def]
    """The case is no longer anywhere in the hub."""
    m[case + Case.HOUSED] = 0
    services.take_off(m, case, Off.EXIT)
    notices.leave(m, case)
    transfer.leave(m, case)
    relocation.leave(m, case)
    if m[case + Case.SITE]:
        housing.leave(m, m[case + Case.SITE], case)
    has_arrived = m[case + Case.AT + At.ARRIVED] != NEVER
    if m[case + Case.AT + At.BOARDED] != NEVER or m[case + Case.PRIOR] or has_arrived:
        agreement.leave(m, case)
    if has_arrived:
        m[case + Case.AT + At.LEFT] = m[World.NOW]
        schedule.counted(m, Counted.INSIDE, -m[case + Case.SIZE])
        schedule.counted(m, Counted.LEFT, m[case + Case.SIZE])
