"""Transfer: accepted cases wait at the sender until the agreement, the hub and an inbound service take them.

People in transit are linked in the order in which they boarded (`Case.TRANSIT_NEXT`).
"""

from __future__ import annotations

from sim.kernel import agreement, casework, chains, exits, housing, limits, notices, routing, schedule, waiting, world
from sim.kernel.calendar import Event, alarm
from sim.kernel.calendar import go_on as wake
from sim.kernel.compiled import compiled, inlined
from sim.kernel.memory import NEVER, NONE
from sim.kernel.rows import Booking, Case, Departure, Service, Suspended, Ticket, World
from sim.kernel.words import At, Counted, Kind, Outcome, Reason

CLASS_PLACE = 32
"""A class and a size are one word of a need: the class above this bit."""


# --- waiting --------------------------------------------------------------------------------------------------------------------


@compiled
def move(m, case):  # type: ignore[no-untyped-def]
    """From accepted to arrived: it waits here; `board` and `arrive` go on."""
    notices.begin(m, case)
    casework.start_dropping_out(m, case)


@compiled
def join(m, case, joined_at, kept_order):  # type: ignore[no-untyped-def]
    """Wait for transfer; a case put back by others keeps its place in the list."""
    need = (m[case + Case.CLASS] << CLASS_PLACE) | m[case + Case.SIZE]
    hubs, held = routing.need(m, case), case + Case.TRANSFER_TICKET
    priority, key = world.priority(m, case), m[case + Case.KEY]
    waiting.join(m, m[World.TRANSFER_LIST], held, priority, joined_at, kept_order, key, 0, case, need, hubs, 0)
    world.mark_transfers(m)


@compiled
def withdraw(m, case):  # type: ignore[no-untyped-def]
    """The case has its place in the list no longer."""
    waiting.withdraw(m, m[World.TRANSFER_LIST], m[case + Case.TRANSFER_TICKET])
    waiting.give_back(m, case + Case.TRANSFER_TICKET)


@compiled
def reorder(m):  # type: ignore[no-untyped-def]
    """Priorities have changed: those who wait stand in their new order."""
    world.reorder(m, m[World.TRANSFER_LIST])
    world.mark_transfers(m)


@compiled
def join_anew(m, booking):  # type: ignore[no-untyped-def]
    """After a departure that left without the case; once the window is closed it stays with the sender."""
    case = m[booking + Booking.CASE]
    if m[case + Case.OUTCOME] != Outcome.NONE:
        return
    if m[World.CLOSED]:
        exits.leave(m, case, Outcome.DROPPED_OUT, Reason.END, NEVER)
    elif not notices.holds(m, case) and not _is_placed(m, case):
        join(m, case, m[World.NOW], m[booking + Booking.MARK])


@compiled
def _is_placed(m, case):  # type: ignore[no-untyped-def]
    """Whether the case is on the list, on a manifest or gone: an objection brought it back in the millisecond between."""
    waits = m[case + Case.TRANSFER_TICKET] != 0
    return waits or m[case + Case.BOOKING] != 0 or m[case + Case.AT + At.BOARDED] != NEVER


@compiled
def step_out(m, case):  # type: ignore[no-untyped-def]
    """Off the list: those behind may be first now."""
    if m[case + Case.TRANSFER_TICKET]:
        withdraw(m, case)
        world.mark_transfers(m)


@compiled
def close(m):  # type: ignore[no-untyped-def]
    """The window is closed: all who have not boarded stay with the sender; first who waits, then who is booked, then who is held back."""
    ticket = waiting.first(m, m[World.TRANSFER_LIST])
    while ticket:
        _stays(m, m[ticket + Ticket.ITEM])
        ticket = waiting.first(m, m[World.TRANSFER_LIST])
    for index in range(m[World.SERVICE_COUNT]):
        service = world.service_at(m, index)
        if m[service + Service.INBOUND]:
            _close_manifests(m, service)
    case = m[World.HELD_BACK]
    while case:
        following = m[case + Case.HELD_NEXT]
        _stays(m, case)
        case = following


@compiled
def _close_manifests(m, service):  # type: ignore[no-untyped-def]
    departure = m[service + Service.OPEN]
    while departure:
        booking = m[departure + Departure.FIRST_BOOKING]
        while booking:
            following = m[booking + Booking.NEXT_ABOARD]
            _stays(m, m[booking + Booking.CASE])
            booking = following
        departure = m[departure + Departure.NEXT_OPEN]


@compiled
def _stays(m, case):  # type: ignore[no-untyped-def]
    exits.leave(m, case, Outcome.DROPPED_OUT, Reason.END, NEVER)


# --- without a service ----------------------------------------------------------------------------------------------------------


@compiled
def allocate(m):  # type: ignore[no-untyped-def]
    """Where no inbound service is declared, whoever finds room is moved at once."""
    if world.suspended(m, Suspended.TRANSFERS):
        return
    the_list, strict = m[World.TRANSFER_LIST], world.strict(m)
    ticket = waiting.first(m, the_list)
    while ticket:
        case = m[ticket + Ticket.ITEM]
        site = _hub_for(m, case)
        if site:
            waiting.withdraw(m, the_list, ticket)
            _grant(m, case, site)
            ticket = waiting.first(m, the_list)
        elif strict:
            return
        else:
            ticket = waiting.passed_over(m, the_list, ticket)


@inlined
def _hub_for(m, case):  # type: ignore[no-untyped-def]
    """The hub to which the case can be moved now; 0: none, or the agreement has no room."""
    return hub_with_room(m, case, 0) if m[case + Case.SIZE] <= agreement.room(m, m[World.NOW], 0) else 0


@inlined
def _grant(m, case, site):  # type: ignore[no-untyped-def]
    agreement.book(m, case, m[World.NOW])
    housing.expect(m, site, case, 0)
    board(m, case, 0)


@compiled
def hub_with_room(m, case, to):  # type: ignore[no-untyped-def]
    """The first hub (of those a service reaches) that can receive the case, or 0; where none can, it has been refused a place."""
    hubs = routing.order(m, case, to)
    for n in range(m[hubs]):
        if housing.can_receive(m, m[hubs + 1 + n], case, 0):
            return m[hubs + 1 + n]
    if m[hubs] and m[case + Case.AT + At.REFUSED] == NEVER:
        m[case + Case.AT + At.REFUSED] = m[World.NOW]
    return 0


# --- on the way -----------------------------------------------------------------------------------------------------------------


@inlined
def board(m, case, travel):  # type: ignore[no-untyped-def]
    """A booked case leaves the sender."""
    agreement.board(m, case)
    casework.stop(m, case, casework.drops_out(m))
    waiting.give_back(m, case + Case.TRANSFER_TICKET)
    m[case + Case.AT + At.BOARDED] = m[World.NOW]
    _set_out(m, case)
    _arrive_at(m, case, m[World.NOW] + travel)
    schedule.counted(m, Counted.BOARDED, m[case + Case.SIZE])


@compiled
def _set_out(m, case):  # type: ignore[no-untyped-def]
    """The last of those in transit."""
    m[case + Case.IN_TRANSIT] = 1
    m[case + Case.TRANSIT_LEFT] = NONE
    chains.add(m, World.IN_TRANSIT, case, Case.TRANSIT_NEXT)


@compiled
def _end_transit(m, case):  # type: ignore[no-untyped-def]
    """In transit no longer."""
    chains.remove(m, World.IN_TRANSIT, case, Case.TRANSIT_NEXT)
    m[case + Case.IN_TRANSIT] = 0
    m[case + Case.TRANSIT_ALARM] = 0
    m[case + Case.TRANSIT_LEFT] = NONE


@compiled
def hold(m):  # type: ignore[no-untyped-def]
    """People in transit wait where they are."""
    case = m[World.IN_TRANSIT]
    while case:
        if m[case + Case.TRANSIT_ALARM]:
            m[case + Case.TRANSIT_ALARM] = 0
            m[case + Case.TRANSIT_LEFT] = m[case + Case.TRANSIT_DUE] - m[World.NOW]
        case = m[case + Case.TRANSIT_NEXT]


@compiled
def go_on(m):  # type: ignore[no-untyped-def]
    """People held in transit travel on."""
    case = m[World.IN_TRANSIT]
    while case:
        left = m[case + Case.TRANSIT_LEFT]
        if left != NONE:
            m[case + Case.TRANSIT_LEFT] = NONE
            _arrive_at(m, case, m[World.NOW] + left)
        case = m[case + Case.TRANSIT_NEXT]


@compiled
def turn_back(m):  # type: ignore[no-untyped-def]
    """People in transit go back to the sender; total and rate stay used."""
    case = m[World.IN_TRANSIT]
    while case:
        following = m[case + Case.TRANSIT_NEXT]
        home = 2 * m[World.NOW] - m[case + Case.AT + At.BOARDED]
        exits.leave(m, case, Outcome.SENT_BACK, Reason.ORDER, home)
        case = following


@compiled
def leave(m, case):  # type: ignore[no-untyped-def]
    """Forget a case that has left before it arrived; whenever one leaves, there may be room for those who wait."""
    if m[case + Case.TRANSFER_TICKET]:
        withdraw(m, case)
    if m[case + Case.ACCEPTED] and m[case + Case.AT + At.BOARDED] == NEVER:
        m[World.ACCEPTED] -= m[case + Case.SIZE]
    if m[case + Case.IN_TRANSIT]:
        _end_transit(m, case)
        housing.unexpect(m, world.site_of(m, case), case)
    world.mark_transfers(m)


@compiled
def _arrive_at(m, case, at):  # type: ignore[no-untyped-def]
    m[case + Case.TRANSIT_DUE] = at
    m[case + Case.TRANSIT_ALARM] = alarm(m, at, Kind.LISTING, m[case + Case.KEY], 1, Event.ARRIVES, case)


@compiled
def arrive(m, case, sequence):  # type: ignore[no-untyped-def]
    """The case is at the hub: screening begins."""
    if m[case + Case.TRANSIT_ALARM] != sequence:
        return
    _end_transit(m, case)
    housing.receive(m, world.site_of(m, case), case)
    limits.start_stay(m, case)
    casework.reached(m, case, At.ARRIVED)
    wake(m, Event.SCREEN, case)
    schedule.counted(m, Counted.ARRIVED, m[case + Case.SIZE])
    schedule.counted(m, Counted.INSIDE, m[case + Case.SIZE])
