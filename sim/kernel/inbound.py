"""Inbound services: from the sender to the hub. They take accepted cases while the agreement and the hub have room."""

from __future__ import annotations

from sim.draws import hash32
from sim.kernel import agreement, housing, luck, routing, services, transfer, waiting, world
from sim.kernel.calendar import Event, alarm
from sim.kernel.compiled import compiled
from sim.kernel.memory import real
from sim.kernel.rows import Booking, Case, Departure, Service, Suspended, Ticket, World
from sim.kernel.words import Attempt, Kind, Off, Outcome, Sub

NO_SHOW, FAILED = hash32("transfer_no_show"), hash32("transfer_failed")


@compiled
def suspended(m):  # type: ignore[no-untyped-def]
    """Whether a suspension stops departures to the hubs."""
    return world.suspended(m, Suspended.TRANSFERS)


# --- the manifest ---------------------------------------------------------------------------------------------------------------


@compiled
def choose(m, service, at, seats):  # type: ignore[no-untyped-def]
    """Cases that could leave at an instant, in queue order, without booking them: the first, 0: nobody."""
    the_list, strict = m[World.TRANSFER_LIST], world.strict(m)
    chosen, last, people = 0, 0, 0
    ticket = waiting.first(m, the_list)
    while ticket:
        case = m[ticket + Ticket.ITEM]
        if _fits(m, service, case, people, at, seats):
            people += m[case + Case.SIZE]
            chosen, last = services.add(m, chosen, last, case), case
            ticket = waiting.following(m, the_list, ticket)
        elif strict:
            break
        else:
            ticket = waiting.passed_over(m, the_list, ticket)
    _rub_out(m, chosen)
    return chosen


@compiled
def _fits(m, service, case, people, at, seats):  # type: ignore[no-untyped-def]
    """Whether one more could leave, beside those chosen; who could is counted as expected while others are tried."""
    if people + m[case + Case.SIZE] > min(seats, agreement.room(m, at, 0)):
        return False
    site = transfer.hub_with_room(m, case, m[service + Service.TO_SITES])
    if site == 0:
        return False
    housing.pencil_in(m, site, case)
    return True


@compiled
def _rub_out(m, chosen):  # type: ignore[no-untyped-def]
    case = chosen
    while case:
        housing.rub_out(m, world.site_of(m, case), case)
        case = m[case + Case.CHOSEN_NEXT]


@compiled
def left_behind(m, service, at, seats):  # type: ignore[no-untyped-def]
    """Those next on the list while the seats and the agreement last: as they were not taken, no hub had room for them."""
    the_list, strict, people = m[World.TRANSFER_LIST], world.strict(m), 0
    left = min(seats, agreement.room(m, at, 0))
    ticket = waiting.first(m, the_list)
    while ticket:
        case = m[ticket + Ticket.ITEM]
        if people + m[case + Case.SIZE] <= left and m[routing.order(m, case, m[service + Service.TO_SITES])]:
            people += m[case + Case.SIZE]
            ticket = waiting.following(m, the_list, ticket)
        elif strict:
            break
        else:
            ticket = waiting.passed_over(m, the_list, ticket)
    return people


@compiled
def hold_seat(m, service, case, departure):  # type: ignore[no-untyped-def]
    """Take the case off its list and hold room for it in the agreement and in a hub; the number of its attempt."""
    transfer.withdraw(m, case)
    site = transfer.hub_with_room(m, case, m[service + Service.TO_SITES])
    agreement.book(m, case, m[departure + Departure.AT])
    housing.expect(m, site, case, 0)
    m[case + Case.ATTEMPTS] += 1
    return m[case + Case.ATTEMPTS]


@compiled
def give_up_seat(m, case, departure):  # type: ignore[no-untyped-def]
    """Give up the room that was held for the case."""
    agreement.unbook(m, case, m[departure + Departure.AT])
    housing.unexpect(m, world.site_of(m, case), case)


@compiled
def put_back(m, booking):  # type: ignore[no-untyped-def]
    """Put back by others: the place in the list is kept."""
    case = m[booking + Booking.CASE]
    if m[case + Case.OUTCOME] == Outcome.NONE:
        transfer.join(m, case, m[booking + Booking.JOINED_AT], m[booking + Booking.KEPT_ORDER])


# --- the departure --------------------------------------------------------------------------------------------------------------


@compiled
def board(m, service, departure):  # type: ignore[no-untyped-def]
    """Those who turn up leave; absentees join the list anew."""
    booking = m[departure + Departure.FIRST_BOOKING]
    while booking:
        case, k = m[booking + Booking.CASE], m[booking + Booking.K]
        if luck.happens(m, case, NO_SHOW, real(m, service + Service.NO_SHOW), k):
            _stays_behind(m, booking, Attempt.NO_SHOW)
        elif luck.happens(m, case, FAILED, real(m, service + Service.FAILED), k):
            m[departure + Departure.USED] += m[case + Case.SIZE]
            _stays_behind(m, booking, Attempt.FAILED)
        else:
            _goes(m, service, departure, booking)
        booking = m[booking + Booking.NEXT_ABOARD]
    if m[service + Service.STANDBY]:
        _standbys(m, service, departure)


@compiled
def _standbys(m, service, departure):  # type: ignore[no-untyped-def]
    """Cases from the list in the seats that are left."""
    at, seats = m[departure + Departure.AT], m[departure + Departure.SEATS]
    case = choose(m, service, at, seats - m[departure + Departure.USED])
    while case:
        following = m[case + Case.CHOSEN_NEXT]
        _goes(m, service, departure, services.book(m, service, case, departure))
        case = following
    m[departure + Departure.NO_ROOM] = left_behind(m, service, at, seats - m[departure + Departure.USED])


@compiled
def _goes(m, service, departure, booking):  # type: ignore[no-untyped-def]
    case = m[booking + Booking.CASE]
    services.close(m, booking, Attempt.BOARDED, Off.EMPTY)
    m[departure + Departure.USED] += m[case + Case.SIZE]
    m[departure + Departure.BOARDED] += m[case + Case.SIZE]
    transfer.board(m, case, max(1, m[service + Service.TRAVEL]))


@compiled
def _stays_behind(m, booking, outcome):  # type: ignore[no-untyped-def]
    """By its own doing: the case joins the list anew, 1 ms later; all of one departure in the order of its manifest."""
    case = m[booking + Booking.CASE]
    services.close(m, booking, outcome, Off.EMPTY)
    give_up_seat(m, case, m[booking + Booking.DEPARTURE])
    m[booking + Booking.MARK] = services.place_of(m, booking)
    alarm(m, m[World.NOW] + 1, Kind.STEP_END, m[case + Case.KEY], Sub.RETRY, Event.JOIN_ANEW, booking)
