"""Outbound services: from the hub to destinations, or back to the sender. They take those who are cleared, have agreed, or are sent back.

At departure `Booking.MARK` says of those on the manifest who is present and may leave.
"""

from __future__ import annotations

import math

from sim.draws import hash32
from sim.kernel import casework, exits, luck, removal, services, waiting, world
from sim.kernel.calendar import Event, alarm
from sim.kernel.compiled import compiled
from sim.kernel.memory import NONE, real
from sim.kernel.rows import Booking, Case, Departure, Destination, Service, Site, Suspended, Ticket, World
from sim.kernel.words import At, Attempt, For, How, Kind, Number, Off, Outcome, Reason

NO_SHOW, FAILED, ONWARD = hash32("no_show"), hash32("failed"), hash32("onward")


@compiled
def suspended(m, service):  # type: ignore[no-untyped-def]
    """Whether a suspension stops its departures: those to the sender alone go on."""
    return m[service + Service.TO_DESTINATIONS] != 0 and world.suspended(m, Suspended.REMOVALS)


# --- the manifest ---------------------------------------------------------------------------------------------------------------


@compiled
def choose(m, service, seats, escorted_aboard):  # type: ignore[no-untyped-def]
    """Cases that could leave, in queue order, without booking them: the first, 0: nobody."""
    site = m[service + Service.SITE]
    the_list, strict = m[site + Site.REMOVAL_LIST], m[site + Site.STRICT] == 1
    free = _free_escorts(m, service) - _escorts_for(m, service, escorted_aboard)
    chosen, last, people, escorted = 0, 0, 0, 0
    ticket = waiting.first(m, the_list)
    while ticket:
        case = m[ticket + Ticket.ITEM]
        served = _serves(m, service, case)
        if served and _fits(m, service, case, people, seats, escorted_aboard, escorted, free):
            people += m[case + Case.SIZE]
            if _needs_escort(m, service, case):
                escorted += m[case + Case.SIZE]
            chosen, last = services.add(m, chosen, last, case), case
            ticket = waiting.following(m, the_list, ticket)
        elif served and strict:
            break
        else:
            ticket = waiting.passed_over(m, the_list, ticket)
    return chosen


@compiled
def _fits(m, service, case, people, seats, escorted_aboard, escorted, free):  # type: ignore[no-untyped-def]
    """Whether there is a seat, and whoever must escort the case."""
    size = m[case + Case.SIZE]
    if people + size > seats:
        return False
    if not _needs_escort(m, service, case):
        return True
    more = _escorts_for(m, service, escorted_aboard + escorted + size) - _escorts_for(m, service, escorted_aboard)
    return more <= free


@compiled
def _serves(m, service, case):  # type: ignore[no-untyped-def]
    """Whether it takes cases that queue as this one does."""
    to, how = m[case + Case.QUEUED_TO], m[case + Case.QUEUED_HOW]
    if to == NONE and m[service + Service.TO_SENDER] == 0:
        return False
    if to != NONE and (m[service + Service.TO_DESTINATIONS] >> to) & 1 == 0:
        return False
    return how == How.SENDER or (_is_for(m, service, how) and not world.suspended(m, Suspended.DESTINATION + m[case + Case.DESTINATION]))


@compiled
def _is_for(m, service, how):  # type: ignore[no-untyped-def]
    serves = m[service + Service.FOR]
    if serves == For.BOTH:
        return how == How.VOLUNTARY or how == How.ENFORCED
    return (serves == For.VOLUNTARY and how == How.VOLUNTARY) or (serves == For.ENFORCED and how == How.ENFORCED)


@compiled
def hold_seat(m, case):  # type: ignore[no-untyped-def]
    """Take the case off its list; the number of its attempt."""
    removal.withdraw(m, case)
    m[case + Case.ATTEMPTS] += 1
    casework.reached(m, case, At.BOOKED)
    return m[case + Case.ATTEMPTS]


@compiled
def put_back(m, booking):  # type: ignore[no-untyped-def]
    """Put back by others: the place in the list is kept."""
    case = m[booking + Booking.CASE]
    if m[case + Case.QUEUED_HOW] != How.NONE:
        removal.put_back(m, case, m[booking + Booking.JOINED_AT], m[booking + Booking.KEPT_ORDER])


# --- the departure --------------------------------------------------------------------------------------------------------------


@compiled
def board(m, service, departure):  # type: ignore[no-untyped-def]
    """No-show, no escort, failed: decided in this order; all others leave."""
    _see_who_is_present(m, service, departure)
    booking = m[departure + Departure.FIRST_BOOKING]
    while booking:
        if m[booking + Booking.MARK] == 0:
            _missed(m, booking, Attempt.NO_SHOW)
        booking = m[booking + Booking.NEXT_ABOARD]
    _with_escorts(m, service, departure)
    if m[service + Service.STANDBY]:
        _standbys(m, service, departure)
    _send_escorts(m, service, departure)
    booking = m[departure + Departure.FIRST_BOOKING]
    while booking:
        if m[booking + Booking.MARK]:
            _attempt(m, service, departure, booking)
        booking = m[booking + Booking.NEXT_ABOARD]


@compiled
def _see_who_is_present(m, service, departure):  # type: ignore[no-untyped-def]
    booking = m[departure + Departure.FIRST_BOOKING]
    while booking:
        absent = luck.happens(m, m[booking + Booking.CASE], NO_SHOW, real(m, service + Service.NO_SHOW), m[booking + Booking.K])
        m[booking + Booking.MARK] = 0 if absent else 1
        booking = m[booking + Booking.NEXT_ABOARD]


@compiled
def _missed(m, booking, outcome):  # type: ignore[no-untyped-def]
    """An attempt has failed; those of one departure who join anew together keep the order of its manifest."""
    services.close(m, booking, outcome, Off.EMPTY)
    removal.failed(m, m[booking + Booking.CASE], services.place_of(m, booking))


@compiled
def _attempt(m, service, departure, booking):  # type: ignore[no-untyped-def]
    case = m[booking + Booking.CASE]
    m[departure + Departure.USED] += m[case + Case.SIZE]
    if luck.happens(m, case, FAILED, real(m, service + Service.FAILED), m[booking + Booking.K]):
        _missed(m, booking, Attempt.FAILED)
        return
    m[departure + Departure.BOARDED] += m[case + Case.SIZE]
    services.close(m, booking, Attempt.BOARDED, Off.EMPTY)
    reached = m[World.NOW] + max(1, m[service + Service.TRAVEL])
    if m[case + Case.QUEUED_TO] == NONE:
        m[case + Case.AT + At.BACK] = reached
    _leave(m, case, m[case + Case.QUEUED_HOW], reached)


@compiled
def _leave(m, case, how, reached):  # type: ignore[no-untyped-def]
    """The outcome, by how the case leaves."""
    if how == How.SENDER:
        exits.leave(m, case, Outcome.SENT_BACK, m[case + Case.SENDING_BACK], reached)
    elif how == How.VOLUNTARY:
        exits.leave(m, case, Outcome.RETURNED_VOLUNTARILY, Reason.CHOICE, _home_at(m, case, reached))
    else:
        exits.leave(m, case, Outcome.REMOVED, Reason.NONE, _home_at(m, case, reached))


@compiled
def _home_at(m, case, reached):  # type: ignore[no-untyped-def]
    """When the case is home: at once, or after the second leg where its way leads over the sender."""
    destination = world.destination_at(m, m[case + Case.DESTINATION])
    onward = m[destination + Destination.ONWARD]
    if m[destination + Destination.VIA_SENDER] == 0 or onward == 0:
        return reached
    return reached + luck.length(m, case, ONWARD, onward, 0)


@compiled
def _standbys(m, service, departure):  # type: ignore[no-untyped-def]
    """Cases from the queue in the seats of absentees and those never booked."""
    seats = m[departure + Departure.SEATS] - _people_present(m, departure)
    case = choose(m, service, seats, _escorted_present(m, service, departure))
    while case:
        following = m[case + Case.CHOSEN_NEXT]
        m[services.book(m, service, case, departure) + Booking.MARK] = 1
        case = following


@compiled
def _people_present(m, departure):  # type: ignore[no-untyped-def]
    people, booking = 0, m[departure + Departure.FIRST_BOOKING]
    while booking:
        if m[booking + Booking.MARK]:
            people += m[m[booking + Booking.CASE] + Case.SIZE]
        booking = m[booking + Booking.NEXT_ABOARD]
    return people


# --- escorts --------------------------------------------------------------------------------------------------------------------


@compiled
def _needs_escort(m, service, case):  # type: ignore[no-untyped-def]
    return m[service + Service.ESCORTS] != NONE and m[case + Case.ESCORTED] == 1 and m[case + Case.QUEUED_HOW] == How.ENFORCED


@compiled
def _escorts_for(m, service, people):  # type: ignore[no-untyped-def]
    return int(math.ceil(real(m, service + Service.ESCORT_RATIO) * people - 1e-9))  # noqa: RUF046 (a float where it is compiled)


@compiled
def _free_escorts(m, service):  # type: ignore[no-untyped-def]
    """Escorts neither away nor promised to an open manifest."""
    if m[service + Service.ESCORTS] == NONE:
        return 0
    promised, departure = 0, m[service + Service.OPEN]
    while departure:
        promised += _escorts_for(m, service, _escorted_aboard(m, service, departure))
        departure = m[departure + Departure.NEXT_OPEN]
    return m[service + Service.ESCORTS] - m[service + Service.ESCORTS_AWAY] - promised


@compiled
def _escorted_aboard(m, service, departure):  # type: ignore[no-untyped-def]
    """People on the manifest who need escorts."""
    people, booking = 0, m[departure + Departure.FIRST_BOOKING]
    while booking:
        if _needs_escort(m, service, m[booking + Booking.CASE]):
            people += m[m[booking + Booking.CASE] + Case.SIZE]
        booking = m[booking + Booking.NEXT_ABOARD]
    return people


@compiled
def _escorted_present(m, service, departure):  # type: ignore[no-untyped-def]
    """People present who need escorts."""
    people, booking = 0, m[departure + Departure.FIRST_BOOKING]
    while booking:
        if m[booking + Booking.MARK] and _needs_escort(m, service, m[booking + Booking.CASE]):
            people += m[m[booking + Booking.CASE] + Case.SIZE]
        booking = m[booking + Booking.NEXT_ABOARD]
    return people


@compiled
def _with_escorts(m, service, departure):  # type: ignore[no-untyped-def]
    """When escorts are short at departure, as many board in order as can be escorted; the others are put back. Absentees queue no more."""
    there, escorted = max(0, m[service + Service.ESCORTS]) - m[service + Service.ESCORTS_AWAY], 0
    booking = m[departure + Departure.FIRST_BOOKING]
    while booking:
        case = m[booking + Booking.CASE]
        if _needs_escort(m, service, case):
            if _escorts_for(m, service, escorted + m[case + Case.SIZE]) > there:
                m[booking + Booking.MARK] = 0
                services.close(m, booking, Attempt.NO_ESCORT, Off.EMPTY)
                put_back(m, booking)
            else:
                escorted += m[case + Case.SIZE]
        booking = m[booking + Booking.NEXT_ABOARD]


@compiled
def _send_escorts(m, service, departure):  # type: ignore[no-untyped-def]
    """Escorts are away for the round trip."""
    escorts = _escorts_for(m, service, _escorted_present(m, service, departure))
    m[departure + Departure.ESCORTS] = escorts
    if escorts == 0:
        return
    back = m[departure + Departure.AT] + max(1, 2 * m[service + Service.TRAVEL])
    m[departure + Departure.ESCORTS_BACK_AT] = back
    m[service + Service.ESCORTS_AWAY] += escorts
    alarm(m, back, Kind.CHANGE, Number.SERVICES + m[service + Service.INDEX], 1, Event.ESCORTS_BACK, departure)


@compiled
def escorts_back(m, departure):  # type: ignore[no-untyped-def]
    """The escorts of a departure are back."""
    m[m[departure + Departure.SERVICE] + Service.ESCORTS_AWAY] -= m[departure + Departure.ESCORTS]
    world.mark_services(m)
