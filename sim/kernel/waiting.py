"""Waiting lists: who is served next, without looking at everybody.

Those who need the same stand in one group, in the order of their keys (priority, joined, order, key, sub). A pass goes through all
groups at once, the smallest key first:

    ticket = waiting.first(m, the_list)
    while ticket:
        if fits: withdraw, grant, and begin anew with first(); or keep it and go on with following()
        elif strict: break
        else: ticket = waiting.passed_over(m, the_list, ticket)
"""

from __future__ import annotations

from sim.kernel import chains
from sim.kernel.compiled import compiled, inlined, seldom
from sim.kernel.memory import allocate
from sim.kernel.rows import Group, Ticket, WaitingList, World


@compiled
def join(m, the_list, held, priority, joined, order, key, sub, item, need, more, each):  # type: ignore[no-untyped-def]
    """Wait for something with the ticket that the word `held` names; (need, more) tells groups apart; each: its people fit one by one."""
    ticket = m[held]
    if ticket == 0:
        ticket = _new_ticket(m)
        m[held] = ticket
    m[ticket + Ticket.WAITING] = 1
    m[ticket + Ticket.PRIORITY] = priority
    m[ticket + Ticket.JOINED] = joined
    m[ticket + Ticket.ORDER] = order
    m[ticket + Ticket.KEY] = key
    m[ticket + Ticket.SUB] = sub
    m[ticket + Ticket.ITEM] = item
    group = _group(m, the_list, need, more, each)
    m[ticket + Ticket.GROUP] = group
    m[the_list + WaitingList.WAITING] += 1
    _stand(m, group, ticket)


@compiled
def withdraw(m, the_list, ticket):  # type: ignore[no-untyped-def]
    """Give up the place in the list; harmless when it waits no longer, or there is none (0)."""
    if ticket == 0 or m[ticket + Ticket.WAITING] == 0:
        return
    m[ticket + Ticket.WAITING] = 0
    m[the_list + WaitingList.WAITING] -= 1
    _take_out(m, ticket)


@inlined
def give_back(m, held):  # type: ignore[no-untyped-def]
    """A ticket with which nobody waits is needed no longer; harmless when there is none."""
    ticket = m[held]
    if ticket:
        m[ticket] = m[World.FREE_TICKETS]
        m[World.FREE_TICKETS] = ticket
        m[held] = 0


@compiled
def reordered(m, ticket, priority):  # type: ignore[no-untyped-def]
    """A ticket that waits has another priority: it stands in its new place of its group."""
    if m[ticket + Ticket.PRIORITY] != priority:
        _take_out(m, ticket)
        m[ticket + Ticket.PRIORITY] = priority
        _stand(m, m[ticket + Ticket.GROUP], ticket)


@compiled
def some(m, the_list):  # type: ignore[no-untyped-def]
    """One of those who wait, 0 when nobody does; `another` goes through all of them, group by group."""
    return _head(m, m[the_list + WaitingList.GROUPS])


@compiled
def another(m, ticket):  # type: ignore[no-untyped-def]
    """The next of those who wait, 0 after the last."""
    after = m[ticket + Ticket.NEXT]
    return after if after else _head(m, m[m[ticket + Ticket.GROUP] + Group.NEXT])


@compiled
def first(m, the_list):  # type: ignore[no-untyped-def]
    """Begin a pass: the first of all who wait, 0 when nobody does."""
    if m[the_list + WaitingList.WAITING] == 0:
        return 0
    least, group = 0, m[the_list + WaitingList.GROUPS]
    while group:
        m[group + Group.CURSOR] = m[group + Group.FIRST]
        least = _lesser(m, m[group + Group.FIRST], least)
        group = m[group + Group.NEXT]
    return least


@compiled
def passed_over(m, the_list, ticket):  # type: ignore[no-untyped-def]
    """The next in the pass after one who does not fit: nobody of its group does, unless they fit one by one."""
    group = m[ticket + Ticket.GROUP]
    m[group + Group.CURSOR] = m[ticket + Ticket.NEXT] if m[group + Group.EACH] else 0
    return _least(m, the_list)


@compiled
def following(m, the_list, ticket):  # type: ignore[no-untyped-def]
    """The next in the pass after one who fits and stays on the list."""
    m[m[ticket + Ticket.GROUP] + Group.CURSOR] = m[ticket + Ticket.NEXT]
    return _least(m, the_list)


@compiled
def comes_before(m, one, other):  # type: ignore[no-untyped-def]
    """Whether the key of one ticket is smaller than that of another."""
    for word in range(Ticket.PRIORITY, Ticket.SUB + 1):
        if m[one + word] != m[other + word]:
            return m[one + word] < m[other + word]
    return False


@inlined
def _new_ticket(m):  # type: ignore[no-untyped-def]
    """One that is free again, or another."""
    ticket = m[World.FREE_TICKETS]
    if ticket == 0:
        return _another_ticket(m)
    m[World.FREE_TICKETS] = m[ticket]
    return ticket


@seldom
def _another_ticket(m):  # type: ignore[no-untyped-def]
    return allocate(m, Ticket.WIDTH)


@compiled
def _head(m, group):  # type: ignore[no-untyped-def]
    """The first of this group, or of the next in which somebody stands."""
    one = group
    while one:
        if m[one + Group.FIRST]:
            return m[one + Group.FIRST]
        one = m[one + Group.NEXT]
    return 0


@compiled
def _least(m, the_list):  # type: ignore[no-untyped-def]
    least, group = 0, m[the_list + WaitingList.GROUPS]
    while group:
        least = _lesser(m, m[group + Group.CURSOR], least)
        group = m[group + Group.NEXT]
    return least


@compiled
def _lesser(m, ticket, least):  # type: ignore[no-untyped-def]
    """Which of two comes first, of which either may be none."""
    return ticket if ticket and (least == 0 or comes_before(m, ticket, least)) else least


@compiled
def _group(m, the_list, need, more, each):  # type: ignore[no-untyped-def]
    group = m[the_list + WaitingList.GROUPS]
    while group:
        if m[group + Group.NEED] == need and m[group + Group.MORE] == more and m[group + Group.EACH] == each:
            return group
        group = m[group + Group.NEXT]
    group = allocate(m, Group.WIDTH)
    m[group + Group.NEED] = need
    m[group + Group.MORE] = more
    m[group + Group.EACH] = each
    m[group + Group.NEXT] = m[the_list + WaitingList.GROUPS]
    m[the_list + WaitingList.GROUPS] = group
    return group


@inlined
def _stand(m, group, ticket):  # type: ignore[no-untyped-def]
    """Take one's place in a group, looked for from both ends."""
    head, tail = m[group + Group.FIRST], m[group + Group.LAST]
    if head == 0:
        _between(m, group, 0, ticket, 0)
        return
    while True:
        if comes_before(m, tail, ticket):
            _between(m, group, tail, ticket, m[tail + Ticket.NEXT])
            return
        if comes_before(m, ticket, head):
            _between(m, group, m[head + Ticket.PREVIOUS], ticket, head)
            return
        head, tail = m[head + Ticket.NEXT], m[tail + Ticket.PREVIOUS]


@compiled
def _between(m, group, before, ticket, after):  # type: ignore[no-untyped-def]
    chains.insert(m, group + Group.FIRST, before, ticket, after, Ticket.NEXT)


@compiled
def _take_out(m, ticket):  # type: ignore[no-untyped-def]
    group = m[ticket + Ticket.GROUP]
    if m[group + Group.CURSOR] == ticket:
        m[group + Group.CURSOR] = m[ticket + Ticket.NEXT]
    chains.remove(m, group + Group.FIRST, ticket, Ticket.NEXT)
