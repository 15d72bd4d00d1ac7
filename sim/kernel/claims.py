"""Claims: to protection, or appeals. A pending claim may keep a case from leaving and make clocks stand still."""

from __future__ import annotations

from sim.kernel import casework, classes, exits, limits, removal, running, voluntary
from sim.kernel.calendar import Event, alarm
from sim.kernel.compiled import compiled
from sim.kernel.luck import happens, latent
from sim.kernel.memory import NEVER, NONE, real
from sim.kernel.rows import Case, ClockSpec, Running, World
from sim.kernel.words import At, Kind, Outcome, Reason, Sub


@compiled
def lodge(m, case, name):  # type: ignore[no-untyped-def]
    """A claim takes the case off queue and manifest, stops the clocks it lists and ends an agreement to return."""
    spec, slot = casework.spec(m, case, name), running.slot_of(m, case, name)
    takes = latent(m, case, m[spec + ClockSpec.DECIDED_HASH], m[spec + ClockSpec.DECIDED], 0)
    at = m[World.HORIZON] if takes == NONE else m[World.NOW] + takes
    if m[slot + Running.DECISION] == 0:
        m[case + Case.PENDING] += 1
        m[slot + Running.DECISION] = alarm(m, at, Kind.STEP_END, m[case + Case.KEY], Sub.DECISION, Event.CLAIM_DECIDED, slot)
    m[case + Case.AGREED] = 0
    classes.make(m, case, classes.by_clock(name), m[spec + ClockSpec.BECOMES])
    m[case + Case.AT + At.CLAIM_DECIDED] = NEVER
    m[case + Case.AT + At.AGREED] = NEVER
    casework.reached(m, case, At.CLAIM_LODGED)
    casework.retime(m, case)
    removal.reconsider(m, case)


@compiled
def withdraw(m, case):  # type: ignore[no-untyped-def]
    """The case gives up its pending claims, and is what it was before them."""
    while m[case + Case.PENDING]:
        slot = _oldest(m, case)
        classes.end(m, case, classes.by_clock(m[slot + Running.SLOT]))
        _close(m, case, slot)


@compiled
def leave(m, case):  # type: ignore[no-untyped-def]
    """The case has left: nothing is decided any more."""
    while m[case + Case.PENDING]:
        _cancel(m, case, _oldest(m, case))


@compiled
def suspend_removal(m, case):  # type: ignore[no-untyped-def]
    """Whether a pending claim keeps the case from leaving."""
    if m[case + Case.PENDING]:
        for name in range(m[World.CLOCK_COUNT]):
            is_pending = m[running.slot_of(m, case, name) + Running.DECISION] != 0
            if is_pending and m[casework.spec(m, case, name) + ClockSpec.SUSPENDS_REMOVAL]:
                return True
    return False


@compiled
def stop(m, case, clock):  # type: ignore[no-untyped-def]
    """Whether a pending claim makes a clock (of a hub, or of documents) stand still."""
    if m[case + Case.PENDING] and clock <= m[World.CLOCK_COUNT]:
        for name in range(m[World.CLOCK_COUNT]):
            is_pending = m[running.slot_of(m, case, name) + Running.DECISION] != 0
            if is_pending and (m[casework.spec(m, case, name) + ClockSpec.STOPS] >> clock) & 1:
                return True
    return False


@compiled
def decide(m, slot, sequence):  # type: ignore[no-untyped-def]
    """A pending claim is granted, or refused."""
    if m[slot + Running.DECISION] != sequence:
        return
    case, name = m[slot + Running.CASE], m[slot + Running.SLOT]
    spec = casework.spec(m, case, name)
    if happens(m, case, m[spec + ClockSpec.GRANTED_HASH], real(m, spec + ClockSpec.GRANTED), 0):
        _close(m, case, slot)
        exits.leave(m, case, Outcome.PROTECTED, Reason.COURT, NEVER)
        return
    classes.make(m, case, classes.by_refusal(m, name), m[spec + ClockSpec.REFUSED_BECOMES])
    classes.end(m, case, classes.by_clock(name))
    _close(m, case, slot)
    voluntary.ask_again(m, case)
    removal.reconsider(m, case)


@compiled
def _close(m, case, slot):  # type: ignore[no-untyped-def]
    _cancel(m, case, slot)
    casework.reached(m, case, At.CLAIM_DECIDED)
    casework.retime(m, case)
    limits.may_go(m, case)


@compiled
def _cancel(m, case, slot):  # type: ignore[no-untyped-def]
    m[slot + Running.DECISION] = 0
    m[case + Case.PENDING] -= 1


@compiled
def _oldest(m, case):  # type: ignore[no-untyped-def]
    """Of the pending claims the one that was lodged first."""
    oldest = 0
    for name in range(m[World.CLOCK_COUNT]):
        slot = running.slot_of(m, case, name)
        decision = m[slot + Running.DECISION]
        if decision and (oldest == 0 or decision < m[oldest + Running.DECISION]):
            oldest = slot
    return oldest
