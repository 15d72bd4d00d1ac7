"""Limits and orders: the stay limit, legal periods, release orders, sending back, the end of the agreement."""

from __future__ import annotations

from sim.draws import hash32
from sim.kernel import agreement, book, casework, claims, exits, removal, running, services
from sim.kernel.calendar import Event, alarm
from sim.kernel.compiled import compiled, inlined, seldom
from sim.kernel.luck import happens, length
from sim.kernel.memory import NEVER, NONE, covers, real
from sim.kernel.rows import Act, Case, Deadline, PeriodSlot, Running, Site, Table, Task, World
from sim.kernel.words import At, Choice, DeadlineSub, Kind, Outcome, Reason, TaskOutcome

EXTENSION, RELEASE_TAKES, SEND_BACK_TAKES = hash32("extension"), hash32("release_takes"), hash32("send_back_takes")


# --- the stay limit -------------------------------------------------------------------------------------------------------------


@inlined
def start_stay(m, case):  # type: ignore[no-untyped-def]
    """The stay limit runs from the first arrival plus counted prior days."""
    if m[World.STAY_LIMIT] != NONE:
        _set_deadline(m, case, m[World.NOW] - m[case + Case.PRIOR] + m[World.STAY_LIMIT])
    if m[World.LIMITS_ENDED]:
        _face_end(m, case)


@compiled
def limit_changed(m, grace):  # type: ignore[no-untyped-def]
    """A dated change of the limit: nobody's deadline falls before now + grace."""
    limit, by = m[World.STAY_LIMIT], max(0, m[World.STAY_BY])
    case = m[World.CASES + Table.FIRST]
    while case:
        if _is_inside_without_order(m, case) and limit != NONE:
            due = m[case + Case.AT + At.ARRIVED] - m[case + Case.PRIOR] + limit + m[case + Case.EXTENSIONS] * by
            _set_deadline(m, case, max(due, m[World.NOW] + grace))
        case = m[case + Case.NEXT]


@compiled
def _is_inside_without_order(m, case):  # type: ignore[no-untyped-def]
    is_inside = m[case + Case.AT + At.ARRIVED] != NEVER and m[case + Case.OUTCOME] == Outcome.NONE
    return is_inside and m[case + Case.ORDER] == Reason.NONE


@compiled
def _set_deadline(m, case, at):  # type: ignore[no-untyped-def]
    """An overdue deadline is handled now."""
    m[case + Case.AT + At.DEADLINE] = at
    m[case + Case.STAY_ALARM] = _alarm(m, case, max(at, m[World.NOW]), DeadlineSub.STAY, Event.STAY_LIMIT)


@compiled
def stay_limit(m, case, sequence):  # type: ignore[no-untyped-def]
    """The limit is reached: extend, release, send back, or breach (the case stays, and is counted)."""
    if m[case + Case.STAY_ALARM] != sequence:
        return
    m[case + Case.STAY_ALARM] = 0
    if m[case + Case.ORDER] != Reason.NONE or m[case + Case.SENDING_BACK] != Reason.NONE:
        return
    choice = m[World.STAY_THEN]
    if choice == Choice.EXTEND:
        k = m[case + Case.EXTENSIONS] + 1
        may = k <= m[World.STAY_TIMES] and happens(m, case, EXTENSION, real(m, World.STAY_CHANCE), k)
        if may and m[World.STAY_BY] > 0:
            m[case + Case.EXTENSIONS] = k
            _set_deadline(m, case, m[case + Case.AT + At.DEADLINE] + m[World.STAY_BY])
            return
        choice = m[World.STAY_ELSE]
    _choose(m, case, choice, Reason.LIMIT)


@compiled
def end_agreement(m):  # type: ignore[no-untyped-def]
    """The agreement ends: no more boarding, and all who remain have a grace."""
    m[World.LIMITS_ENDED] = 1
    agreement.close(m)
    case = m[World.CASES + Table.FIRST]
    while case:
        if _is_inside_without_order(m, case):
            _face_end(m, case)
        case = m[case + Case.NEXT]


@compiled
def _face_end(m, case):  # type: ignore[no-untyped-def]
    act = m[World.ENDED_BY]
    grace = m[act + Act.END_GRACE] if act else m[World.END_GRACE]
    m[case + Case.END_THEN] = m[act + Act.END_THEN] if act else m[World.END_THEN]
    m[case + Case.END_ALARM] = _alarm(m, case, m[World.NOW] + grace, DeadlineSub.STAY, Event.AGREEMENT_ENDS_FOR)


@compiled
def end_due(m, case, sequence):  # type: ignore[no-untyped-def]
    """The grace after the end of the agreement is over."""
    if m[case + Case.END_ALARM] == sequence:
        m[case + Case.END_ALARM] = 0
        _choose(m, case, m[case + Case.END_THEN], Reason.END)


@compiled
def _choose(m, case, choice, reason):  # type: ignore[no-untyped-def]
    if choice == Choice.RELEASE:
        order_release(m, case, reason, NONE)
    elif choice == Choice.SEND_BACK:
        send_back(m, case, reason)


# --- orders ---------------------------------------------------------------------------------------------------------------------


@compiled
def order_release(m, case, reason, grace):  # type: ignore[no-untyped-def]
    """An order to release is a state: removal stops, the place stays taken, the days until it is carried out are counted."""
    if m[case + Case.ORDER] != Reason.NONE or m[case + Case.OUTCOME] != Outcome.NONE:
        return
    m[case + Case.ORDER] = reason
    takes = grace
    if grace == NONE:
        takes = length(m, case, RELEASE_TAKES, m[m[case + Case.SITE] + Site.RELEASE_TAKES], 0)
    casework.reached(m, case, At.RELEASE_ORDERED)
    removal.reconsider(m, case)
    m[case + Case.ORDER_ALARM] = _alarm(m, case, m[World.NOW] + takes, DeadlineSub.ORDER, Event.ORDER_DUE)


@compiled
def order_due(m, case, sequence):  # type: ignore[no-untyped-def]
    """An order to release is carried out."""
    if m[case + Case.ORDER_ALARM] == sequence:
        m[case + Case.ORDER_ALARM] = 0
        exits.leave(m, case, Outcome.RELEASED, m[case + Case.ORDER], NEVER)


@compiled
def send_back(m, case, reason):  # type: ignore[no-untyped-def]
    """The case is due to go back to the sender; it keeps its place until it leaves."""
    is_due = m[case + Case.ORDER] != Reason.NONE or m[case + Case.SENDING_BACK] != Reason.NONE
    if is_due or m[case + Case.OUTCOME] != Outcome.NONE:
        return
    m[case + Case.SENDING_BACK] = reason
    m[case + Case.AT + At.SEND_BACK] = m[World.NOW]
    removal.reconsider(m, case)
    if not services.reaches_sender(m, m[case + Case.SITE]):
        takes = length(m, case, SEND_BACK_TAKES, m[m[case + Case.SITE] + Site.SEND_BACK_TAKES], 0)
        _send_back_at(m, case, m[World.NOW] + takes)


@compiled
def may_go(m, case):  # type: ignore[no-untyped-def]
    """A claim no longer keeps the case, or it is fit again: one that was due to be sent back without a service goes now."""
    if m[case + Case.SENDING_BACK] == Reason.NONE or m[case + Case.SEND_BACK_ALARM] != 0:
        return
    if not services.reaches_sender(m, m[case + Case.SITE]):
        _send_back_at(m, case, m[World.NOW])


@compiled
def _send_back_at(m, case, at):  # type: ignore[no-untyped-def]
    m[case + Case.SEND_BACK_ALARM] = _alarm(m, case, at, DeadlineSub.SEND_BACK, Event.SEND_BACK_DUE)


@compiled
def send_back_due(m, case, sequence):  # type: ignore[no-untyped-def]
    """Where no service goes to the sender the case leaves now, unless something holds it."""
    if m[case + Case.SEND_BACK_ALARM] != sequence:
        return
    m[case + Case.SEND_BACK_ALARM] = 0
    is_free = m[case + Case.UNFIT] == 0 and m[case + Case.ORDER] == Reason.NONE
    if is_free and not claims.suspend_removal(m, case):
        exits.leave(m, case, Outcome.SENT_BACK, m[case + Case.SENDING_BACK], NEVER)


@compiled
def watch_review(m, case, task, late_by):  # type: ignore[no-untyped-def]
    """A review not ended so long after it was due releases; it takes the place of one of the same number that is watched."""
    slot = running.slot_of(m, case, m[task + Task.CLOCK])
    link = slot + Running.MORE
    while m[link]:
        other = m[link]
        if m[other + Task.K] == m[task + Task.K]:
            m[other + Task.WATCH_ALARM] = 0
        if m[other + Task.WATCH_ALARM] == 0:
            m[link] = m[other + Task.WATCHED]
        else:
            link = other + Task.WATCHED
    m[task + Task.WATCHED] = m[slot + Running.MORE]
    m[slot + Running.MORE] = task
    at, key = m[World.NOW] + late_by, m[case + Case.KEY]
    m[task + Task.WATCH_ALARM] = alarm(m, at, Kind.DEADLINE, key, DeadlineSub.WATCH, Event.REVIEW_LATE, task)


@compiled
def review_late(m, task, sequence):  # type: ignore[no-untyped-def]
    """A review that is watched has not ended in time, or has."""
    if m[task + Task.WATCH_ALARM] == sequence:
        m[task + Task.WATCH_ALARM] = 0
        if m[task + Task.ENDED_AT] == NEVER:
            order_release(m, m[task + Task.CASE], Reason.ORDER, NONE)


# --- legal periods --------------------------------------------------------------------------------------------------------------


@inlined
def reached(m, case, instant):  # type: ignore[no-untyped-def]
    """Periods that count from this instant start, those it meets are met."""
    if m[World.DEADLINE_COUNT] and m[case + Case.SITE]:
        _reached(m, case, instant)


@seldom
def _reached(m, case, instant):  # type: ignore[no-untyped-def]
    site = m[case + Case.SITE]
    order = m[site + Site.DEADLINE_ORDER]
    for place in range(order + 1, order + 1 + m[order]):
        slot = _slot(m, case, m[place])
        if m[_deadline(m, site, m[place]) + Deadline.STOPPED_BY] == instant and m[slot + PeriodSlot.ALARM] != 0:
            _ends(m, slot, TaskOutcome.MET)
    if m[case + Case.AT + At.ARRIVED] != NEVER:
        counted = m[case + Case.PRIOR] if instant == At.ARRIVED else 0
        _start_all(m, case, instant, counted)
        if instant == At.ARRIVED and m[case + Case.AT + At.DOCUMENTS] != NEVER:
            _start_all(m, case, At.DOCUMENTS, counted)


@compiled
def _start_all(m, case, instant, counted):  # type: ignore[no-untyped-def]
    """The periods of the hub that count from an instant."""
    site = m[case + Case.SITE]
    order = m[site + Site.DEADLINE_ORDER]
    for place in range(order + 1, order + 1 + m[order]):
        if m[_deadline(m, site, m[place]) + Deadline.FROM] == instant:
            _start_period(m, case, m[place], counted)


@compiled
def _start_period(m, case, name, counted):  # type: ignore[no-untyped-def]
    spec, slot = _deadline(m, m[case + Case.SITE], name), _slot(m, case, name)
    is_for = covers(m[spec + Deadline.FOR], m[case + Case.CLASS])
    if not is_for or m[slot + PeriodSlot.ALARM] != 0 or m[case + Case.OUTCOME] != Outcome.NONE:
        return
    due = max(m[World.NOW], m[World.NOW] + m[spec + Deadline.LENGTH] - counted)
    book.period_started(m, slot, due)
    sub, key = DeadlineSub.PERIOD + m[spec + Deadline.RANK], m[case + Case.KEY]
    m[slot + PeriodSlot.ALARM] = alarm(m, due, Kind.DEADLINE, key, sub, Event.PERIOD_MISSED, slot)


@compiled
def period_missed(m, slot, sequence):  # type: ignore[no-untyped-def]
    """What had to happen by now has not happened."""
    if m[slot + PeriodSlot.ALARM] != sequence:
        return
    _ends(m, slot, TaskOutcome.MISSED)
    case = m[slot + PeriodSlot.CASE]
    _choose(m, case, m[_deadline(m, m[case + Case.SITE], m[slot + PeriodSlot.INDEX]) + Deadline.THEN], Reason.LIMIT)


@compiled
def moved(m, case, here, there):  # type: ignore[no-untyped-def]
    """In another hub: periods of one name run on, others end, and those only it has start now, if they count from what has been."""
    order = m[here + Site.DEADLINE_ORDER]
    for place in range(order + 1, order + 1 + m[order]):
        slot = _slot(m, case, m[place])
        if m[_deadline(m, there, m[place]) + Deadline.HAS] == 0 and m[slot + PeriodSlot.ALARM] != 0:
            _ends(m, slot, TaskOutcome.LEFT)
    order = m[there + Site.DEADLINE_ORDER]
    for place in range(order + 1, order + 1 + m[order]):
        from_ = m[_deadline(m, there, m[place]) + Deadline.FROM]
        if m[_deadline(m, here, m[place]) + Deadline.HAS] == 0 and m[case + Case.AT + from_] != NEVER:
            _start_period(m, case, m[place], 0)


@compiled
def _ends(m, slot, outcome):  # type: ignore[no-untyped-def]
    m[slot + PeriodSlot.ALARM] = 0
    book.period_ended(m, slot, outcome)


@compiled
def _deadline(m, site, name):  # type: ignore[no-untyped-def]
    """A legal period of a hub."""
    return m[site + Site.DEADLINES] + name * Deadline.WIDTH


@compiled
def _slot(m, case, name):  # type: ignore[no-untyped-def]
    """Where a legal period of a case runs."""
    return m[case + Case.PERIODS] + name * PeriodSlot.WIDTH


# --- all ------------------------------------------------------------------------------------------------------------------------


@compiled
def leave(m, case):  # type: ignore[no-untyped-def]
    """The case has left: nothing is due any more."""
    m[case + Case.STAY_ALARM] = 0
    m[case + Case.END_ALARM] = 0
    m[case + Case.ORDER_ALARM] = 0
    m[case + Case.SEND_BACK_ALARM] = 0
    for name in range(m[World.DEADLINE_COUNT]):
        slot = _slot(m, case, name)
        if m[slot + PeriodSlot.ALARM] != 0:
            _ends(m, slot, TaskOutcome.LEFT)


@compiled
def _alarm(m, case, at, sub, event):  # type: ignore[no-untyped-def]
    return alarm(m, at, Kind.DEADLINE, m[case + Case.KEY], sub, event, case)
