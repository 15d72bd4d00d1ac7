"""Removal: who may leave, the queue for outbound services, and attempts that fail.

What a case queues for is two words: `Case.QUEUED_HOW` (NONE: it does not queue) and `Case.QUEUED_TO`, its destination or NONE, the sender.
"""

from __future__ import annotations

from sim.kernel import casework, claims, limits, relocation, services, waiting, world
from sim.kernel.calendar import Event, alarm
from sim.kernel.compiled import compiled, inlined
from sim.kernel.memory import NEVER, NONE
from sim.kernel.rows import Case, ClockSpec, Destination, Site, Table, World
from sim.kernel.words import At, Choice, Clock, How, Kind, Off, Outcome, Reason, Sub

UPPER = 32
"""Two numbers of a need are one word: the first above this bit."""


@compiled
def reconsider(m, case):  # type: ignore[no-untyped-def]
    """A gate has opened or shut: join the queue, leave it, or join it for another journey."""
    how = _journey(m, case)
    to = _next_stop(m, case, how)
    if how == m[case + Case.QUEUED_HOW] and to == m[case + Case.QUEUED_TO]:
        return
    if m[case + Case.QUEUED_HOW] != How.NONE:
        take_off(m, case, _why_off(m, case))
    m[case + Case.QUEUED_HOW] = how
    m[case + Case.QUEUED_TO] = to
    if how == How.NONE:
        m[case + Case.AT + At.CLEARED] = NEVER
        return
    casework.reached(m, case, At.CLEARED)
    _join(m, case, m[World.NOW])


@compiled
def put_back(m, case, joined_at, kept_order):  # type: ignore[no-untyped-def]
    """Put back by others: the case keeps its place in the list."""
    m[case + Case.KEPT_ORDER] = kept_order
    _join(m, case, joined_at)


@compiled
def reorder(m):  # type: ignore[no-untyped-def]
    """Priorities have changed: those who wait stand in their new order."""
    for index in range(m[World.SITE_COUNT]):
        world.reorder(m, m[world.site_at(m, index) + Site.REMOVAL_LIST])
    world.mark_services(m)


@compiled
def rest(m, case, kept_order):  # type: ignore[no-untyped-def]
    """After an attempt that failed, or a no-show, the case joins anew after a time."""
    m[case + Case.RESTING] = 1
    _queue_no_longer(m, case)
    m[case + Case.KEPT_ORDER] = kept_order
    at = m[World.NOW] + max(1, m[world.site_of(m, case) + Site.RETRY_AFTER])
    alarm(m, at, Kind.STEP_END, m[case + Case.KEY], Sub.RETRY, Event.RESTED, case)


@compiled
def failed(m, case, kept_order):  # type: ignore[no-untyped-def]
    """One attempt more has failed: try again, or what follows the last one (sending back has no last one)."""
    m[case + Case.FAILURES] += 1
    site = world.site_of(m, case)
    attempts, then = m[site + Site.ATTEMPTS], m[site + Site.ATTEMPTS_THEN]
    if m[case + Case.SENDING_BACK] != Reason.NONE or attempts == NONE or m[case + Case.FAILURES] < attempts:
        casework.renew_notice(m, case)
        rest(m, case, kept_order)
        return
    m[case + Case.GIVEN_UP] = 1
    rest(m, case, kept_order)
    if then == Choice.RELEASE:
        limits.order_release(m, case, Reason.ATTEMPTS, NONE)
    elif then == Choice.SEND_BACK:
        limits.send_back(m, case, Reason.ATTEMPTS)


@compiled
def regime_changed(m):  # type: ignore[no-untyped-def]
    """Clocks of another regime say now what opens the gates."""
    case = m[World.CASES + Table.FIRST]
    while case:
        if m[case + Case.AT + At.ARRIVED] != NEVER and m[case + Case.OUTCOME] == Outcome.NONE:
            reconsider(m, case)
        case = m[case + Case.NEXT]


@inlined
def take_off(m, case, why):  # type: ignore[no-untyped-def]
    """Off the queue and off the manifest."""
    if m[case + Case.REMOVAL_TICKET]:
        withdraw(m, case)
        world.mark_services(m)
    services.take_off(m, case, why)


@compiled
def withdraw(m, case):  # type: ignore[no-untyped-def]
    """The case has its place in the queue no longer."""
    waiting.withdraw(m, m[world.site_of(m, case) + Site.REMOVAL_LIST], m[case + Case.REMOVAL_TICKET])
    waiting.give_back(m, case + Case.REMOVAL_TICKET)


@compiled
def leave(m, case):  # type: ignore[no-untyped-def]
    """The case has left."""
    if m[case + Case.QUEUED_HOW] != How.NONE:
        take_off(m, case, Off.EXIT)
        _queue_no_longer(m, case)


@compiled
def _queue_no_longer(m, case):  # type: ignore[no-untyped-def]
    m[case + Case.QUEUED_HOW] = How.NONE
    m[case + Case.QUEUED_TO] = NONE


@compiled
def rested(m, case):  # type: ignore[no-untyped-def]
    """The time after an attempt is over."""
    m[case + Case.RESTING] = 0
    if m[case + Case.OUTCOME] == Outcome.NONE:
        reconsider(m, case)


@inlined
def _join(m, case, joined_at):  # type: ignore[no-untyped-def]
    order, how, key = m[case + Case.KEPT_ORDER], m[case + Case.QUEUED_HOW], m[case + Case.KEY]
    m[case + Case.KEPT_ORDER] = 0
    escorted = 1 if m[case + Case.ESCORTED] and how == How.ENFORCED else 0
    need = ((m[case + Case.QUEUED_TO] + 1) << UPPER) | (how << 1) | escorted
    more = (m[case + Case.DESTINATION] << UPPER) | m[case + Case.SIZE]
    the_list, held = m[world.site_of(m, case) + Site.REMOVAL_LIST], case + Case.REMOVAL_TICKET
    waiting.join(m, the_list, held, world.priority(m, case), joined_at, order, key, 0, case, need, more, 0)
    world.mark_services(m)


# --- who may leave --------------------------------------------------------------------------------------------------------------


@compiled
def _journey(m, case):  # type: ignore[no-untyped-def]
    """How the case may leave now: voluntary, enforced, or back to the sender; NONE: not at all."""
    how = How.NONE
    if _is_kept(m, case):
        return how
    if m[case + Case.SENDING_BACK] != Reason.NONE:
        if services.reaches_sender(m, world.site_of(m, case)):
            how = How.SENDER
    elif m[case + Case.AT + At.SCREENED] == NEVER or m[case + Case.GIVEN_UP]:
        return how
    elif m[case + Case.AGREED]:
        if _may_return(m, case):
            how = How.VOLUNTARY
    elif m[case + Case.AT + At.DOCUMENTS] != NEVER and _notice_run(m, case):
        how = How.ENFORCED
    return how


@compiled
def _is_kept(m, case):  # type: ignore[no-untyped-def]
    """Whether something keeps the case from leaving, whatever the way."""
    if m[case + Case.OUTCOME] != Outcome.NONE or m[case + Case.ORDER] != Reason.NONE or m[case + Case.RESTING]:
        return True
    return m[case + Case.UNFIT] != 0 or claims.suspend_removal(m, case) or relocation.on_the_road(m, case)


@compiled
def _next_stop(m, case, how):  # type: ignore[no-untyped-def]
    """Where the case travels first on its way home: to its destination, or to the sender (NONE) where the way leads over it."""
    if how == How.NONE or how == How.SENDER:
        return NONE
    destination = m[case + Case.DESTINATION]
    return NONE if m[world.destination_at(m, destination) + Destination.VIA_SENDER] else destination


@compiled
def _may_return(m, case):  # type: ignore[no-untyped-def]
    """Whether one who agreed has what the voluntary clock says is needed."""
    if m[case + Case.AT + At.DOCUMENTS] != NEVER:
        return True
    for index in range(m[World.CLOCK_COUNT]):
        spec = world.clock_spec(m, world.site_of(m, case), index)
        if m[spec + ClockSpec.NEEDS_DOCUMENTS] and _is_clock_for(m, spec, case, Clock.VOLUNTARY):
            return False
    return True


@compiled
def _notice_run(m, case):  # type: ignore[no-untyped-def]
    """Whether the gate of notice is open: every notice declared for the case has run."""
    left = m[World.NOTICES] & ~m[case + Case.NOTICES_RUN]
    index = 0
    while left:
        if left & 1 and _is_clock_for(m, world.clock_spec(m, world.site_of(m, case), index), case, Clock.NOTICE):
            return False
        index, left = index + 1, left >> 1
    return True


@compiled
def _is_clock_for(m, spec, case, kind):  # type: ignore[no-untyped-def]
    """Whether a clock of the hub is of a kind, for the case and for the regime."""
    if m[spec + ClockSpec.HAS] == 0 or m[spec + ClockSpec.KIND] != kind:
        return False
    return casework.applies(m, spec, case) and casework.runs(m, spec, case)


@compiled
def _why_off(m, case):  # type: ignore[no-untyped-def]
    why = Off.EXIT
    if m[case + Case.ORDER] != Reason.NONE:
        why = Off.ORDER
    elif claims.suspend_removal(m, case):
        why = Off.CLAIM
    elif m[case + Case.UNFIT] != 0:
        why = Off.UNFIT
    elif m[case + Case.AGREED]:
        why = Off.CHOICE
    elif m[case + Case.SENDING_BACK] != Reason.NONE:
        why = Off.DEADLINE
    return why
