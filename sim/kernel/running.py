"""A running clock of a case: an amount of clock time that dated changes and the case's own steps only speed up or slow down."""

from __future__ import annotations

import math

from sim.kernel.calendar import Event, alarm
from sim.kernel.compiled import compiled
from sim.kernel.memory import allocate, put_real, real
from sim.kernel.rows import Case, Running, World
from sim.kernel.words import Kind

LONGEST = 2.0**60
"""Longer than any run, in milliseconds."""


@compiled
def slot_of(m, case, name):  # type: ignore[no-untyped-def]
    """Where the clock of a name runs, or ran; a row of zeros, not to be written, where it has never begun."""
    return m[m[case + Case.CLOCKS] + name]


@compiled
def own_slot(m, case, name):  # type: ignore[no-untyped-def]
    """The same, to be written."""
    slot = slot_of(m, case, name)
    if slot == m[World.NO_CLOCK]:
        slot = allocate(m, Running.WIDTH)
        m[slot + Running.CASE] = case
        m[slot + Running.SLOT] = name
        m[m[case + Case.CLOCKS] + name] = slot
    return slot


@compiled
def runs(m, case, name):  # type: ignore[no-untyped-def]
    """Whether the case has a clock of a name that has not ended."""
    return m[slot_of(m, case, name) + Running.IS_RUNNING] == 1


@compiled
def begin(m, slot, sub, remaining, age, speed):  # type: ignore[no-untyped-def]
    """A clock of some age that goes at a speed from now on; remaining (f) below 0: it never ends."""
    m[slot + Running.IS_RUNNING] = 1
    m[slot + Running.SUB] = sub
    m[slot + Running.SINCE] = m[World.NOW]
    put_real(m, slot + Running.AGE, age)
    put_real(m, slot + Running.SPEED, speed)
    left(m, slot, remaining)
    _link(m, slot)


@compiled
def run(m, slot, speed):  # type: ignore[no-untyped-def]
    """Go on at a speed from now on; 0 stands still. It rings only once that is asked for."""
    passed = (m[World.NOW] - m[slot + Running.SINCE]) * real(m, slot + Running.SPEED)
    m[slot + Running.SINCE] = m[World.NOW]
    put_real(m, slot + Running.SPEED, speed)
    put_real(m, slot + Running.AGE, real(m, slot + Running.AGE) + passed)
    if m[slot + Running.ENDS]:
        put_real(m, slot + Running.REMAINING, max(0.0, real(m, slot + Running.REMAINING) - passed))


@compiled
def left(m, slot, remaining):  # type: ignore[no-untyped-def]
    """Another amount is left, by rules that have changed."""
    m[slot + Running.ENDS] = 1 if remaining >= 0.0 else 0
    put_real(m, slot + Running.REMAINING, remaining)


@compiled
def ring(m, slot):  # type: ignore[no-untyped-def]
    """Ring when what remains has passed at the present speed."""
    m[slot + Running.ALARM] = 0
    speed = real(m, slot + Running.SPEED)
    if m[slot + Running.ENDS] and speed > 0.0:
        at = m[slot + Running.SINCE] + math.floor(min(real(m, slot + Running.REMAINING) / speed + 0.5, LONGEST))
        key = m[m[slot + Running.CASE] + Case.KEY]
        m[slot + Running.ALARM] = alarm(m, at, Kind.CLOCK_END, key, m[slot + Running.SUB], Event.CLOCK_ENDS, slot)


@compiled
def stop(m, slot):  # type: ignore[no-untyped-def]
    """It has ended, or its case has left; harmless where it does not run."""
    if m[slot + Running.IS_RUNNING]:
        m[slot + Running.IS_RUNNING] = 0
        m[slot + Running.ALARM] = 0
        _unlink(m, slot)


@compiled
def _link(m, slot):  # type: ignore[no-untyped-def]
    """The last of those of its case that run."""
    m[slot + Running.NEXT] = 0
    link = m[slot + Running.CASE] + Case.FIRST_CLOCK
    while m[link]:
        link = m[link] + Running.NEXT
    m[link] = slot


@compiled
def _unlink(m, slot):  # type: ignore[no-untyped-def]
    link = m[slot + Running.CASE] + Case.FIRST_CLOCK
    while m[link] != slot:
        link = m[link] + Running.NEXT
    m[link] = m[slot + Running.NEXT]
