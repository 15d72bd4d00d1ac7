"""Housing: reception, asking for a place, reservations, overflow, moves.

In the list of those who ask for a place, the rank of an ask and the priority of its case stand in one word of the key.
"""

from __future__ import annotations

from sim.kernel import book, casework, chains, limits, memory, places, relocation, teams, waiting, world
from sim.kernel import site as sites
from sim.kernel.calendar import Event, alarm
from sim.kernel.compiled import compiled, inlined
from sim.kernel.memory import NEVER
from sim.kernel.rows import Asked, Case, Pool, Site, Stay, Ticket, World
from sim.kernel.words import Ask, At, Kind, Number, Outcome, Reason, StayKind, WhenFull

RANK_BITS = 32


@compiled
def begin(m, site):  # type: ignore[no-untyped-def]
    """Count the places again on the day each pool opens."""
    for n in range(m[site + Site.POOL_COUNT]):
        pool = _pool(m, site, n)
        opens = m[pool + Pool.OPENS_AT]
        if 0 < opens < m[World.HORIZON]:
            alarm(m, opens, Kind.CHANGE, Number.POOLS + m[pool + Pool.INDEX], 1, Event.POOL_OPENS, site)


@compiled
def recount(m, site):  # type: ignore[no-untyped-def]
    """Something dated has changed what is usable."""
    book.limit(m, book.what_of_reception(m, site), m[site + Site.RECEPTION_PLACES])
    for n in range(m[site + Site.POOL_COUNT]):
        places.recount(m, _pool(m, site, n))
    teams.people_changed(m, site)
    changed(m, site)


@compiled
def changed(m, site):  # type: ignore[no-untyped-def]
    """A place may have come free: look at the list, and at those the sender or another hub holds."""
    world.mark_places(m, site)
    relocation.changed(m)
    world.mark_transfers(m)


@compiled
def _pool(m, site, n):  # type: ignore[no-untyped-def]
    return m[site + Site.FIRST_POOL] + n * Pool.WIDTH


# --- arriving -------------------------------------------------------------------------------------------------------------------


@compiled
def can_receive(m, site, case, pool):  # type: ignore[no-untyped-def]
    """Whether a case may be moved here: it takes newcomers, reception has room, staff is enough, a place can be reserved if need be."""
    size = m[case + Case.SIZE]
    if not (sites.is_open(m, site) and places.reception_fits(m, site, size) and teams.may_take(m, site, size)):
        return False
    return m[site + Site.NEEDS_PLACE] == 0 or _pool_for(m, site, case, pool) != 0


@compiled
def free_for(m, site, case):  # type: ignore[no-untyped-def]
    """Places free now in the pools that the class of the case may use; below 0 where more are held than can be used."""
    free = 0
    for n in range(m[site + Site.POOL_COUNT]):
        pool = _pool(m, site, n)
        if places.admits(m, pool, m[case + Case.CLASS]):
            free += places.free_for(m, pool, case)
    return free


@compiled
def people_in(m, site, pools):  # type: ignore[no-untyped-def]
    """People inside now, in places and overflow of some pools (a list); of none (0): in the whole hub, reception included."""
    if pools:
        people = 0
        for n in range(m[pools]):
            people += m[m[pools + 1 + n] + Pool.PEOPLE]
        return people
    people = m[site + Site.PEOPLE_IN_RECEPTION]
    for n in range(m[site + Site.POOL_COUNT]):
        people += m[_pool(m, site, n) + Pool.PEOPLE]
    return people


@compiled
def is_open(m, site, pools):  # type: ignore[no-untyped-def]
    """Whether the hub is open and has a place that can be used in some pools (of none: in any), or somebody is in them."""
    if sites.is_open(m, site):
        for n in range(m[pools] if pools else m[site + Site.POOL_COUNT]):
            pool = m[pools + 1 + n] if pools else _pool(m, site, n)
            if m[pool + Pool.USABLE] > 0:
                return True
    return people_in(m, site, pools) > 0


@inlined
def expect(m, site, case, pool):  # type: ignore[no-untyped-def]
    """Keep reception, and a place (in the pool) if transfers need one, for a case that is to be moved here."""
    if pool:
        m[case + Case.MOVING_TO] = pool
    pencil_in(m, site, case)
    kept = m[case + Case.RESERVATION]
    if kept:
        units, rooms = places.held_by(m, kept, case)
        m[case + Case.KEPT] = book.begin_stay(m, case, site, kept, StayKind.RESERVED, units, rooms)


@compiled
def unexpect(m, site, case):  # type: ignore[no-untyped-def]
    """The case is not moved after all."""
    rub_out(m, site, case)
    changed(m, site)


@inlined
def pencil_in(m, site, case):  # type: ignore[no-untyped-def]
    """Count a case as expected while others are tried."""
    m[case + Case.SITE] = site
    m[site + Site.EXPECTED] += m[case + Case.SIZE]
    if m[site + Site.NEEDS_PLACE]:
        pool = _pool_for(m, site, case, 0)
        assert pool != 0, "reserved without room"
        places.keep(m, pool, case)
        m[case + Case.RESERVATION] = pool


@compiled
def rub_out(m, site, case):  # type: ignore[no-untyped-def]
    """Count it no longer."""
    m[site + Site.EXPECTED] -= m[case + Case.SIZE]
    _unreserve(m, case)
    if m[case + Case.AT + At.BOARDED] == NEVER and m[case + Case.AT + At.ARRIVED] == NEVER:
        m[case + Case.SITE] = 0


@inlined
def receive(m, site, case):  # type: ignore[no-untyped-def]
    """The case arrives: it is in reception until it has a place."""
    size = m[case + Case.SIZE]
    m[site + Site.EXPECTED] -= size
    m[site + Site.PRESENT] += size
    _count(m, site, 0, size)
    m[case + Case.RECEPTION] = book.begin_stay(m, case, site, 0, StayKind.RECEPTION, size, 0)


# --- a place --------------------------------------------------------------------------------------------------------------------


@inlined
def settle(m, site, case):  # type: ignore[no-untyped-def]
    """Ask for a place until one is granted (or the case leaves, or is diverted)."""
    if m[case + Case.AT + At.PLACED] == NEVER and m[case + Case.AT + At.PLACE_ASKED] == NEVER:
        m[case + Case.AT + At.PLACE_ASKED] = m[World.NOW]
    if m[case + Case.RESERVATION] and not places.suits(m, m[case + Case.RESERVATION], case):
        give_up_reservation(m, site, case)
    _ask(m, site, case, Ask.NEWCOMER)


@compiled
def place_initial(m, site, case, pool):  # type: ignore[no-untyped-def]
    """Somebody inside already at the start has a place without asking, even where that is one too many."""
    places.take(m, pool, case)
    _live_in(m, site, case, pool)


@compiled
def ask_to_move(m, site, case, to):  # type: ignore[no-untyped-def]
    """Ask for a place in another pool, keeping the present one until then; who has none yet will ask for that pool alone."""
    if m[case + Case.MISPLACED] and not places.admits(m, to, m[case + Case.CLASS]):
        return
    m[case + Case.MOVING_TO] = to
    if m[case + Case.PLACE]:
        _ask(m, site, case, Ask.MOVE)
        return
    if m[case + Case.RESERVATION] != to:
        give_up_reservation(m, site, case)
    if m[case + Case.PLACE_TICKET]:
        _ask(m, site, case, Ask.NEWCOMER)


@compiled
def _serve(m, site):  # type: ignore[no-untyped-def]
    """Grant places in order, until nobody more fits."""
    the_list = m[site + Site.PLACES_LIST]
    ticket = waiting.first(m, the_list)
    while ticket:
        case = m[ticket + Ticket.ITEM]
        pool = _place_for(m, site, case)
        overflow = 0 if pool else _overflow_for(m, site, case)
        if pool or overflow:
            waiting.withdraw(m, the_list, ticket)
            _grant(m, site, case, pool, overflow)
            ticket = waiting.first(m, the_list)
        elif sites.strict(m, site):
            return
        else:
            ticket = waiting.passed_over(m, the_list, ticket)


@compiled
def allocate(m, site):  # type: ignore[no-untyped-def]
    """Grant places in order; who finds none of those usable is refused, and may overflow or be diverted."""
    _forget_who_is_well_placed(m, site)
    _serve(m, site)
    asked = m[site + Site.ASKED]
    m[site + Site.ASKED] = 0
    m[site + Site.LAST_ASKED] = 0
    while asked:
        _look_at_who_asked(m, site, m[asked + Asked.CASE])
        asked = m[asked + Asked.NEXT]


@compiled
def _look_at_who_asked(m, site, case):  # type: ignore[no-untyped-def]
    if m[case + Case.OUTCOME] != Outcome.NONE:
        return
    place = m[case + Case.PLACE]
    if (place == 0 or m[place + Stay.KIND] == StayKind.OVERFLOW) and m[case + Case.AT + At.REFUSED] == NEVER:
        m[case + Case.AT + At.REFUSED] = m[World.NOW]
    diverts = place == 0 and m[site + Site.WHEN_FULL] == WhenFull.DIVERT
    if diverts and not relocation.divert(m, case):
        limits.send_back(m, case, Reason.FULL)


@compiled
def reorder(m, site):  # type: ignore[no-untyped-def]
    """Priorities have changed: those who wait stand in their new order."""
    the_list = m[site + Site.PLACES_LIST]
    ticket = waiting.some(m, the_list)
    while ticket:
        after = waiting.another(m, ticket)
        waiting.reordered(m, ticket, _priority(m, m[ticket + Ticket.ITEM], _rank(m, ticket)))
        ticket = after
    world.mark_places(m, site)


@inlined
def leave(m, site, case):  # type: ignore[no-untyped-def]
    """Give up everything: the place in the list, the reservation, reception, the place."""
    waiting.withdraw(m, m[site + Site.PLACES_LIST], m[case + Case.PLACE_TICKET])
    m[case + Case.MOVING_TO] = 0
    _is_well_placed(m, site, case)
    give_up_reservation(m, site, case)
    _leave_reception(m, site, case)
    _leave_place(m, site, case)


@compiled
def give_up_reservation(m, site, case):  # type: ignore[no-untyped-def]
    """A place kept for the case is free again."""
    if m[case + Case.RESERVATION]:
        _unreserve(m, case)
        changed(m, site)


@compiled
def _unreserve(m, case):  # type: ignore[no-untyped-def]
    if m[case + Case.RESERVATION]:
        places.give_up(m, m[case + Case.RESERVATION], case)
        _end_keeping(m, case)


@compiled
def _end_keeping(m, case):  # type: ignore[no-untyped-def]
    m[case + Case.RESERVATION] = 0
    if m[case + Case.KEPT]:
        m[m[case + Case.KEPT] + Stay.END] = m[World.NOW]
        m[case + Case.KEPT] = 0


# --- another class --------------------------------------------------------------------------------------------------------------


@compiled
def class_changed(m, site, case):  # type: ignore[no-untyped-def]
    """Who waits does so for what its new class may use; who has a place where it may not be asks at once for another."""
    _regroup(m, m[case + Case.PLACE])
    _regroup(m, m[case + Case.KEPT])
    _go_on_as_another_class(m, case)
    if _is_misplaced(m, case):
        _note_misplaced(m, site, case)
        to = m[case + Case.MOVING_TO]
        if to and not places.admits(m, to, m[case + Case.CLASS]):
            m[case + Case.MOVING_TO] = 0
    ticket = m[case + Case.PLACE_TICKET]
    if ticket and m[ticket + Ticket.WAITING]:
        rank, joined = _rank(m, ticket), m[ticket + Ticket.JOINED]
        waiting.withdraw(m, m[site + Site.PLACES_LIST], ticket)
        _join(m, site, case, rank, joined)
    elif m[case + Case.MISPLACED]:
        _ask(m, site, case, Ask.MOVE)
    changed(m, site)


@compiled
def _regroup(m, stay):  # type: ignore[no-untyped-def]
    """Of another kind to those with whom it may share a room."""
    if stay and m[stay + Stay.KIND] != StayKind.OVERFLOW:
        places.regroup(m, m[stay + Stay.POOL], m[stay + Stay.CASE])


@compiled
def _is_misplaced(m, case):  # type: ignore[no-untyped-def]
    """Whether a case has a place in a pool that its class may not use, or in a room with others of another kind."""
    place = m[case + Case.PLACE]
    return place != 0 and m[place + Stay.KIND] == StayKind.PLACE and not places.suits(m, m[place + Stay.POOL], case)


@compiled
def _forget_who_is_well_placed(m, site):  # type: ignore[no-untyped-def]
    """Who is of another class again, or alone in the room, may stay."""
    case = m[site + Site.MISPLACED_FIRST]
    while case:
        after = m[case + Case.MISPLACED_NEXT]
        if not _is_misplaced(m, case):
            _is_well_placed(m, site, case)
            if m[case + Case.MOVING_TO] == 0 and m[case + Case.PLACE_TICKET]:
                waiting.withdraw(m, m[site + Site.PLACES_LIST], m[case + Case.PLACE_TICKET])
        case = after


@compiled
def _note_misplaced(m, site, case):  # type: ignore[no-untyped-def]
    """The case has a place where it may not be; who is noted already keeps its place among them."""
    if m[case + Case.MISPLACED]:
        return
    m[case + Case.MISPLACED] = 1
    chains.add(m, site + Site.MISPLACED_FIRST, case, Case.MISPLACED_NEXT)


@compiled
def _is_well_placed(m, site, case):  # type: ignore[no-untyped-def]
    """The case is not, or no longer, where it may not be."""
    if m[case + Case.MISPLACED] == 0:
        return
    m[case + Case.MISPLACED] = 0
    chains.remove(m, site + Site.MISPLACED_FIRST, case, Case.MISPLACED_NEXT)


@compiled
def _go_on_as_another_class(m, case):  # type: ignore[no-untyped-def]
    """Where it is, and what is kept for it, is written down anew."""
    m[case + Case.RECEPTION] = _go_on(m, m[case + Case.RECEPTION])
    m[case + Case.PLACE] = _go_on(m, m[case + Case.PLACE])
    m[case + Case.KEPT] = _go_on(m, m[case + Case.KEPT])


@compiled
def _go_on(m, stay):  # type: ignore[no-untyped-def]
    if stay == 0:
        return 0
    m[stay + Stay.END] = m[World.NOW]
    case, site, pool = m[stay + Stay.CASE], m[stay + Stay.SITE], m[stay + Stay.POOL]
    return book.begin_stay(m, case, site, pool, m[stay + Stay.KIND], m[stay + Stay.UNITS], m[stay + Stay.ROOMS])


# --- inside ---------------------------------------------------------------------------------------------------------------------


@compiled
def _ask(m, site, case, rank):  # type: ignore[no-untyped-def]
    waiting.withdraw(m, m[site + Site.PLACES_LIST], m[case + Case.PLACE_TICKET])
    _join(m, site, case, rank, m[World.NOW])
    if rank == Ask.NEWCOMER:
        _note_who_asked(m, site, case)
    world.mark_places(m, site)


@inlined
def _join(m, site, case, rank, joined):  # type: ignore[no-untyped-def]
    """Wait for a place; those alike wait as one group: of one class, size and rank, for whom one pool is kept or who move to one."""
    need = (m[case + Case.CLASS] << 32) | (m[case + Case.SIZE] << 8) | rank
    more = (m[case + Case.RESERVATION] << 31) | m[case + Case.MOVING_TO]
    the_list, held = m[site + Site.PLACES_LIST], case + Case.PLACE_TICKET
    waiting.join(m, the_list, held, _priority(m, case, rank), joined, 0, m[case + Case.KEY], 0, case, need, more, 0)


@compiled
def _priority(m, case, rank):  # type: ignore[no-untyped-def]
    """Rank of an ask, then priority of its case."""
    return (rank << RANK_BITS) + world.priority(m, case)


@compiled
def _rank(m, ticket):  # type: ignore[no-untyped-def]
    return m[ticket + Ticket.PRIORITY] >> RANK_BITS


@compiled
def _note_who_asked(m, site, case):  # type: ignore[no-untyped-def]
    asked = memory.allocate(m, Asked.WIDTH)
    m[asked + Asked.CASE] = case
    if m[site + Site.LAST_ASKED]:
        m[m[site + Site.LAST_ASKED] + Asked.NEXT] = asked
    else:
        m[site + Site.ASKED] = asked
    m[site + Site.LAST_ASKED] = asked


@compiled
def _place_for(m, site, case):  # type: ignore[no-untyped-def]
    """The pool where the case could have a place now: the one in which it is kept for it, or one with room; 0: none."""
    if m[case + Case.RESERVATION]:
        return m[case + Case.RESERVATION]
    if m[case + Case.MISPLACED] and not _is_misplaced(m, case):
        return 0
    return _pool_for(m, site, case, 0)


@compiled
def _overflow_for(m, site, case):  # type: ignore[no-untyped-def]
    """The pool where the case, that has no place yet, could have an overflow place now; 0: none."""
    if m[site + Site.WHEN_FULL] != WhenFull.OVERFLOW or m[case + Case.PLACE]:
        return 0
    for n in range(m[site + Site.POOL_COUNT]):
        pool = _pool(m, site, n)
        if places.admits(m, pool, m[case + Case.CLASS]) and places.is_open(m, pool) and places.tolerates(m, pool, m[case + Case.SIZE]):
            return pool
    return 0


@compiled
def _pool_for(m, site, case, pool):  # type: ignore[no-untyped-def]
    """The first pool of its class with room (0: none); who is to move to a pool asks for that one alone."""
    moving_to = m[case + Case.MOVING_TO]
    if pool == 0 and moving_to and m[moving_to + Pool.SITE] == site:
        pool = moving_to
    if pool:
        return pool if _has_room(m, pool, case) else 0
    for n in range(m[site + Site.POOL_COUNT]):
        if _has_room(m, _pool(m, site, n), case):
            return _pool(m, site, n)
    return 0


@compiled
def _has_room(m, pool, case):  # type: ignore[no-untyped-def]
    return places.admits(m, pool, m[case + Case.CLASS]) and places.fits(m, pool, case)


@compiled
def _grant(m, site, case, pool, overflow):  # type: ignore[no-untyped-def]
    """A place in a pool, the one that is kept for the case or another; or else in the overflow of one."""
    kept = m[case + Case.RESERVATION] != 0
    _end_keeping(m, case)
    m[case + Case.MOVING_TO] = 0
    _is_well_placed(m, site, case)
    waiting.give_back(m, case + Case.PLACE_TICKET)
    _leave_reception(m, site, case)
    _leave_place(m, site, case)
    if overflow:
        _overflow_in(m, site, case, overflow)
        _ask(m, site, case, Ask.OVERFLOW_MOVE)
        return
    if kept:
        places.move_in(m, pool, case)
    else:
        places.take(m, pool, case)
    _live_in(m, site, case, pool)


@compiled
def _overflow_in(m, site, case, pool):  # type: ignore[no-untyped-def]
    """An overflow place from now on."""
    size = m[case + Case.SIZE]
    m[pool + Pool.OVERFLOW_TAKEN] += size
    m[case + Case.PLACE] = book.begin_stay(m, case, site, pool, StayKind.OVERFLOW, size, 0)
    _is_placed(m, site, case, pool)


@inlined
def _live_in(m, site, case, pool):  # type: ignore[no-untyped-def]
    """A place that was taken or kept is lived in from now on."""
    units, rooms = places.held_by(m, pool, case)
    m[case + Case.PLACE] = book.begin_stay(m, case, site, pool, StayKind.PLACE, units, rooms)
    _is_placed(m, site, case, pool)


@inlined
def _is_placed(m, site, case, pool):  # type: ignore[no-untyped-def]
    _count(m, site, pool, m[case + Case.SIZE])
    m[case + Case.POOL] = pool
    if m[case + Case.AT + At.PLACED] == NEVER:
        casework.reached(m, case, At.PLACED)


@compiled
def _count(m, site, pool, people):  # type: ignore[no-untyped-def]
    """More or fewer people in a pool (0: in reception)."""
    if pool:
        m[pool + Pool.PEOPLE] += people
    else:
        m[site + Site.PEOPLE_IN_RECEPTION] += people
    teams.people_changed(m, site)


@inlined
def _leave_reception(m, site, case):  # type: ignore[no-untyped-def]
    if m[case + Case.RECEPTION]:
        m[m[case + Case.RECEPTION] + Stay.END] = m[World.NOW]
        m[case + Case.RECEPTION] = 0
        m[site + Site.PRESENT] -= m[case + Case.SIZE]
        _count(m, site, 0, -m[case + Case.SIZE])
        relocation.changed(m)
        world.mark_transfers(m)


@inlined
def _leave_place(m, site, case):  # type: ignore[no-untyped-def]
    place = m[case + Case.PLACE]
    if place == 0:
        return
    pool = m[place + Stay.POOL]
    m[place + Stay.END] = m[World.NOW]
    _count(m, site, pool, -m[case + Case.SIZE])
    if m[place + Stay.KIND] == StayKind.OVERFLOW:
        m[pool + Pool.OVERFLOW_TAKEN] -= m[case + Case.SIZE]
    else:
        places.vacate(m, pool, case)
    m[case + Case.PLACE] = 0
    changed(m, site)
