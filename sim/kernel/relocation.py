"""Relocation: moving from one hub to another, asked for by a clock, a dated act, or because a hub is full."""

from __future__ import annotations

from sim.kernel import book, casework, housing, limits, removal, reviews, waiting, world
from sim.kernel import site as sites
from sim.kernel.calendar import Event, alarm, go_on
from sim.kernel.compiled import compiled
from sim.kernel.memory import NONE
from sim.kernel.rows import Case, Site, Stay, Suspended, Ticket, World
from sim.kernel.words import Kind, Reason, StayKind


@compiled
def ask(m, case, site, pool):  # type: ignore[no-untyped-def]
    """Move as soon as the other hub has room (and a place in the pool, where one is named); the place here is kept until then."""
    give_up(m, case)
    m[case + Case.MOVE_SITE] = site
    m[case + Case.MOVE_POOL] = pool
    m[World.WAITING_TO_MOVE] += 1
    _join(m, case, m[World.NOW])
    world.mark_relocation(m)


@compiled
def _join(m, case, joined):  # type: ignore[no-untyped-def]
    """Wait for the other hub; those alike wait as one group."""
    need = (m[case + Case.CLASS] << 32) | m[case + Case.SIZE]
    more = (m[case + Case.MOVE_SITE] << 31) | m[case + Case.MOVE_POOL]
    the_list, held, key = m[World.RELOCATION_LIST], case + Case.MOVE_TICKET, m[case + Case.KEY]
    waiting.join(m, the_list, held, world.priority(m, case), joined, 0, key, 0, case, need, more, 0)


@compiled
def class_changed(m, case):  # type: ignore[no-untyped-def]
    """Who waits for another hub does so as one of its new class."""
    if m[case + Case.MOVE_SITE]:
        waiting.withdraw(m, m[World.RELOCATION_LIST], m[case + Case.MOVE_TICKET])
        _join(m, case, m[m[case + Case.MOVE_TICKET] + Ticket.JOINED])


@compiled
def reorder(m):  # type: ignore[no-untyped-def]
    """Priorities have changed: those who wait stand in their new order."""
    world.reorder(m, m[World.RELOCATION_LIST])
    changed(m)


@compiled
def changed(m):  # type: ignore[no-untyped-def]
    """A hub may have room again."""
    if m[World.WAITING_TO_MOVE]:
        world.mark_relocation(m)


@compiled
def allocate(m):  # type: ignore[no-untyped-def]
    """Who finds room in the hub they are to move to sets out."""
    the_list = m[World.RELOCATION_LIST]
    ticket = waiting.first(m, the_list)
    while ticket:
        case = m[ticket + Ticket.ITEM]
        if _has_room(m, case):
            waiting.withdraw(m, the_list, ticket)
            _grant(m, case)
            ticket = waiting.first(m, the_list)
        else:
            ticket = waiting.passed_over(m, the_list, ticket)


@compiled
def divert(m, case):  # type: ignore[no-untyped-def]
    """From a hub that is full to the first of those it names that has room, once; whether there was one."""
    if m[case + Case.DIVERTED] or world.suspended(m, Suspended.MOVES):
        return False
    hubs = m[world.site_of(m, case) + Site.DIVERT_TO]
    for n in range(m[hubs]):
        site = m[hubs + 1 + n]
        if sites.takes(m, site, case) and housing.can_receive(m, site, case, 0):
            m[case + Case.DIVERTED] = 1
            _set_out(m, case, site, 0)
            return True
    return False


@compiled
def on_the_road(m, case):  # type: ignore[no-untyped-def]
    """Whether the case is under way between hubs."""
    return m[case + Case.ON_ROAD] == 1


@compiled
def give_up(m, case):  # type: ignore[no-untyped-def]
    """The case waits for no other hub any more."""
    if m[case + Case.MOVE_SITE]:
        m[case + Case.MOVE_SITE] = 0
        m[case + Case.MOVE_POOL] = 0
        m[World.WAITING_TO_MOVE] -= 1
        waiting.withdraw(m, m[World.RELOCATION_LIST], m[case + Case.MOVE_TICKET])
        waiting.give_back(m, case + Case.MOVE_TICKET)


@compiled
def leave(m, case):  # type: ignore[no-untyped-def]
    """The case has left: no hub waits for it."""
    if m[case + Case.ON_ROAD]:
        _leave_road(m, case)
        housing.unexpect(m, world.site_of(m, case), case)


@compiled
def _leave_road(m, case):  # type: ignore[no-untyped-def]
    m[case + Case.ON_ROAD] = 0
    m[case + Case.ROAD_ALARM] = 0
    m[m[case + Case.ROAD_STAY] + Stay.END] = m[World.NOW]


@compiled
def _has_room(m, case):  # type: ignore[no-untyped-def]
    if m[case + Case.ORDER] != Reason.NONE or m[case + Case.SENDING_BACK] != Reason.NONE or m[case + Case.ON_ROAD]:
        return False
    site = m[case + Case.MOVE_SITE]
    return (
        not world.suspended(m, Suspended.MOVES)
        and sites.takes(m, site, case)
        and housing.can_receive(m, site, case, m[case + Case.MOVE_POOL])
    )


@compiled
def _grant(m, case):  # type: ignore[no-untyped-def]
    site, pool = m[case + Case.MOVE_SITE], m[case + Case.MOVE_POOL]
    give_up(m, case)
    _set_out(m, case, site, pool)


@compiled
def _set_out(m, case, site, pool):  # type: ignore[no-untyped-def]
    """Everything here is given up; what the next hub does not have is over, what both have goes on."""
    here = world.site_of(m, case)
    m[case + Case.ROAD_REVIEWS] = reviews.put_off(m, case)
    removal.leave(m, case)
    housing.leave(m, here, case)
    housing.expect(m, site, case, pool)
    casework.moved(m, case, here, site)
    limits.moved(m, case, here, site)
    m[case + Case.ROAD_STAY] = book.begin_stay(m, case, site, 0, StayKind.TRANSIT, 0, 0)
    at = m[World.NOW] + max(1, _travel(m, here, site))
    m[case + Case.ROAD_ALARM] = alarm(m, at, Kind.LISTING, m[case + Case.KEY], 1, Event.ROAD_ENDS, case)
    m[case + Case.ON_ROAD] = 1


@compiled
def arrive(m, case, sequence):  # type: ignore[no-untyped-def]
    """The case is in the other hub: the steps it has not been through, then a place."""
    if m[case + Case.ROAD_ALARM] != sequence:
        return
    _leave_road(m, case)
    housing.receive(m, world.site_of(m, case), case)
    go_on(m, Event.SCREEN, case)
    reviews.take_up(m, case, m[case + Case.ROAD_REVIEWS])
    removal.reconsider(m, case)
    changed(m)


@compiled
def _travel(m, here, there):  # type: ignore[no-untyped-def]
    """Time on the road, as either of the two hubs says."""
    to = m[m[here + Site.TRAVEL] + m[there + Site.INDEX]]
    back = m[m[there + Site.TRAVEL] + m[here + Site.INDEX]]
    return to if to != NONE else max(0, back)
