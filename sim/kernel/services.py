"""Services: anything that leaves with seats. What inbound and outbound share: timetable, trigger, manifest, departure.

Those who are chosen are linked by `Case.CHOSEN_NEXT`; who is on a manifest is linked by `Booking.NEXT_ABOARD`.
"""

from __future__ import annotations

from sim.draws import hash32
from sim.kernel import chains, inbound, luck, outbound, world
from sim.kernel.calendar import Event, alarm
from sim.kernel.compiled import compiled
from sim.kernel.memory import NEVER, NONE, append, real
from sim.kernel.rows import Booking, Case, Departure, Service, Site, Ticket, World
from sim.kernel.words import Attempt, How, Kind, Leaving, Number, Off

MANIFEST, DEPARTURE = 0, 1
CANCELLED = hash32("cancelled")

# --- inbound or outbound --------------------------------------------------------------------------------------------------------


@compiled
def suspended(m, service):  # type: ignore[no-untyped-def]
    """Whether a suspension stops its departures."""
    if m[service + Service.INBOUND]:
        return inbound.suspended(m)
    return outbound.suspended(m, service)


@compiled
def _choose(m, service, at, seats):  # type: ignore[no-untyped-def]
    """Cases that could leave at an instant, in queue order, without booking them: the first, 0: nobody."""
    if m[service + Service.INBOUND]:
        return inbound.choose(m, service, at, seats)
    return outbound.choose(m, service, seats, 0)


@compiled
def _ticket(m, service, case):  # type: ignore[no-untyped-def]
    """The place of the case in the list it waits on."""
    if m[service + Service.INBOUND]:
        return m[case + Case.TRANSFER_TICKET]
    return m[case + Case.REMOVAL_TICKET]


@compiled
def _hold_seat(m, service, case, departure):  # type: ignore[no-untyped-def]
    """Take the case off its list and hold what it needs; the number of its attempt."""
    if m[service + Service.INBOUND]:
        return inbound.hold_seat(m, service, case, departure)
    return outbound.hold_seat(m, case)


@compiled
def _give_up_seat(m, booking):  # type: ignore[no-untyped-def]
    """Give up what was held for the case: on the way home nothing but the seat was."""
    departure = m[booking + Booking.DEPARTURE]
    if m[m[departure + Departure.SERVICE] + Service.INBOUND]:
        inbound.give_up_seat(m, m[booking + Booking.CASE], departure)


@compiled
def _put_back(m, booking):  # type: ignore[no-untyped-def]
    """Put back by others: the place in the list is kept."""
    if m[m[m[booking + Booking.DEPARTURE] + Departure.SERVICE] + Service.INBOUND]:
        inbound.put_back(m, booking)
    else:
        outbound.put_back(m, booking)


# --- when it leaves -------------------------------------------------------------------------------------------------------------


@compiled
def begin(m):  # type: ignore[no-untyped-def]
    """Start every timetable; triggers wait to be marked."""
    for index in range(m[World.SERVICE_COUNT]):
        service = world.service_at(m, index)
        if m[service + Service.TRIGGERED] == 0:
            m[service + Service.CURSOR] = NONE
            _await_next(m, service)


@compiled
def manifest(m, service):  # type: ignore[no-untyped-def]
    """The timetable: make the manifest of a departure, and await the next."""
    number = m[service + Service.CURSOR]
    _open(m, service, number, _date(m, service, number))
    _await_next(m, service)


@compiled
def _await_next(m, service):  # type: ignore[no-untyped-def]
    """The next departure inside the horizon."""
    number = m[service + Service.CURSOR] + 1
    while _is_dated(m, service, number):
        at = _date(m, service, number)
        if 0 <= at < m[World.HORIZON]:
            m[service + Service.CURSOR] = number
            _alarm(m, service, max(m[World.NOW], at - m[service + Service.LEAD]), MANIFEST, Event.MANIFEST, service)
            return
        number += 1


@compiled
def _is_dated(m, service, number):  # type: ignore[no-untyped-def]
    """Whether the timetable has a departure of this number, as far as the horizon."""
    if m[service + Service.EVERY] != NONE:
        return _date(m, service, number) < m[World.HORIZON]
    return number < m[m[service + Service.DATES]]


@compiled
def _date(m, service, number):  # type: ignore[no-untyped-def]
    """Instant of a departure of the timetable: origin + n x period, never accumulated."""
    if m[service + Service.EVERY] != NONE:
        return m[service + Service.FIRST_AT] + number * m[service + Service.EVERY]
    return m[m[service + Service.DATES] + 1 + number]


@compiled
def _alarm(m, service, at, sub, event, about):  # type: ignore[no-untyped-def]
    alarm(m, at, Kind.SERVICE, Number.SERVICES + m[service + Service.INDEX], sub, event, about)


@compiled
def allocate(m, service):  # type: ignore[no-untyped-def]
    """Trigger: leaves once the eligible reach the minimum or the oldest has waited long enough, one at a time and one a day."""
    m[service + Service.WAKE] = 0
    if m[service + Service.OPEN] or suspended(m, service):
        return
    at, last_day = m[World.NOW] + m[service + Service.LEAD], m[service + Service.LAST_DAY]
    if world.day_of(at) <= last_day:
        _look_again(m, service, (last_day + 1) * world.DAY - m[service + Service.LEAD])
        return
    ready = _choose(m, service, at, m[service + Service.SEATS])
    if ready == 0:
        return
    too_long = _too_long(m, service, ready)
    if _is_enough(m, service, ready) or (too_long != NEVER and too_long <= m[World.NOW]):
        m[service + Service.LAST_DAY] = world.day_of(at)
        _open(m, service, world.day_of(at), at)
    elif too_long != NEVER:
        _look_again(m, service, too_long)


@compiled
def _too_long(m, service, ready):  # type: ignore[no-untyped-def]
    """When the oldest of those who are ready has waited too long; NEVER: nobody does."""
    if m[service + Service.OR_AFTER] == NONE:
        return NEVER
    oldest = m[_ticket(m, service, ready) + Ticket.JOINED]
    case = m[ready + Case.CHOSEN_NEXT]
    while case:
        oldest = min(oldest, m[_ticket(m, service, case) + Ticket.JOINED])
        case = m[case + Case.CHOSEN_NEXT]
    return oldest + m[service + Service.OR_AFTER]


@compiled
def _is_enough(m, service, ready):  # type: ignore[no-untyped-def]
    """Whether those who are ready reach the number of people with which it leaves."""
    people, case = 0, ready
    while case:
        people += m[case + Case.SIZE]
        case = m[case + Case.CHOSEN_NEXT]
    return m[service + Service.WITH] != NONE and people >= m[service + Service.WITH]


@compiled
def _look_again(m, service, at):  # type: ignore[no-untyped-def]
    number = Number.SERVICES + m[service + Service.INDEX]
    m[service + Service.WAKE] = alarm(m, at, Kind.CHANGE, number, 0, Event.WAKE_SERVICE, service)


@compiled
def woken(m, service, sequence):  # type: ignore[no-untyped-def]
    """Look at the trigger again."""
    if m[service + Service.WAKE] == sequence:
        m[service + Service.WAKE] = 0
        world.mark_service(m, service)


# --- the manifest ---------------------------------------------------------------------------------------------------------------


@compiled
def _open(m, service, number, at):  # type: ignore[no-untyped-def]
    """The manifest takes cases in queue order while seats, escorts, agreement room and places last."""
    departure = append(m, World.DEPARTURES, Departure.WIDTH)
    m[departure + Departure.SERVICE] = service
    m[departure + Departure.NUMBER] = number
    m[departure + Departure.AT] = at
    m[departure + Departure.MANIFEST_AT] = m[World.NOW]
    m[departure + Departure.SEATS] = m[service + Service.SEATS]
    m[departure + Departure.ESCORTS_BACK_AT] = NEVER
    _note_open(m, service, departure)
    if not suspended(m, service):
        case = _choose(m, service, at, m[departure + Departure.SEATS])
        while case:
            following = m[case + Case.CHOSEN_NEXT]
            book(m, service, case, departure)
            case = following
        m[departure + Departure.NO_ROOM] = _left_behind(m, service, at, m[departure + Departure.SEATS] - people(m, departure))
    m[departure + Departure.BOOKED] = people(m, departure)
    _alarm(m, service, at, DEPARTURE, Event.DEPARTS, departure)


@compiled
def _left_behind(m, service, at, seats):  # type: ignore[no-untyped-def]
    """People for whom there are still seats, and who are not taken because no hub has room; nobody on the way home."""
    return inbound.left_behind(m, service, at, seats) if m[service + Service.INBOUND] else 0


@compiled
def _note_open(m, service, departure):  # type: ignore[no-untyped-def]
    """The last of the open departures."""
    chains.put_behind(m, service + Service.OPEN, departure, Departure.NEXT_OPEN)


@compiled
def people(m, departure):  # type: ignore[no-untyped-def]
    """On the manifest now."""
    on_it, booking = 0, m[departure + Departure.FIRST_BOOKING]
    while booking:
        on_it += m[m[booking + Booking.CASE] + Case.SIZE]
        booking = m[booking + Booking.NEXT_ABOARD]
    return on_it


@compiled
def place_of(m, booking):  # type: ignore[no-untyped-def]
    """Its place among those on the manifest now, 0 for the first."""
    place, before = 0, m[booking + Booking.PREVIOUS_ABOARD]
    while before:
        place += 1
        before = m[before + Booking.PREVIOUS_ABOARD]
    return place


@compiled
def add(m, chosen, last, case):  # type: ignore[no-untyped-def]
    """One more of those who are chosen, behind the last (0: nobody is chosen yet); the first of them."""
    m[case + Case.CHOSEN_NEXT] = 0
    if last == 0:
        return case
    m[last + Case.CHOSEN_NEXT] = case
    return chosen


@compiled
def book(m, service, case, departure):  # type: ignore[no-untyped-def]
    """Put a case on a manifest."""
    ticket = _ticket(m, service, case)
    joined_at, kept_order = m[ticket + Ticket.JOINED], m[ticket + Ticket.ORDER]
    k = _hold_seat(m, service, case, departure)
    booking = append(m, World.BOOKINGS, Booking.WIDTH)
    m[booking + Booking.CASE] = case
    m[booking + Booking.DEPARTURE] = departure
    m[booking + Booking.K] = k
    m[booking + Booking.JOINED_AT] = joined_at
    m[booking + Booking.KEPT_ORDER] = kept_order
    m[booking + Booking.BOOKED_AT] = m[World.NOW]
    m[booking + Booking.OUTCOME] = Attempt.PENDING
    m[booking + Booking.REASON] = Off.EMPTY
    chains.add(m, departure + Departure.FIRST_BOOKING, booking, Booking.NEXT_ABOARD)
    m[case + Case.BOOKING] = booking
    return booking


# --- the departure --------------------------------------------------------------------------------------------------------------


@compiled
def leave(m, departure):  # type: ignore[no-untyped-def]
    """Cancelled, below its minimum, or gone."""
    service = m[departure + Departure.SERVICE]
    _note_closed(m, service, departure)
    if m[service + Service.TRIGGERED]:
        world.mark_service(m, service)
    if suspended(m, service):
        _cancel(m, departure, Leaving.SUSPENDED)
    elif _is_cancelled(m, service, departure):
        _cancel(m, departure, Leaving.CANCELLED)
    elif m[service + Service.TRIGGERED] == 0 and people(m, departure) < m[service + Service.MINIMUM]:
        _cancel(m, departure, Leaving.BELOW_MINIMUM)
    else:
        m[departure + Departure.OUTCOME] = Leaving.DEPARTED
        if m[service + Service.INBOUND]:
            inbound.board(m, service, departure)
        else:
            outbound.board(m, service, departure)


@compiled
def _is_cancelled(m, service, departure):  # type: ignore[no-untyped-def]
    share = real(m, service + Service.CANCELLED)
    return luck.happens_of(m, m[service + Service.ENTITY], m[departure + Departure.NUMBER], CANCELLED, share, 0)


@compiled
def _note_closed(m, service, departure):  # type: ignore[no-untyped-def]
    """It is among the open departures no longer."""
    chains.unhook(m, service + Service.OPEN, departure, Departure.NEXT_OPEN)
    m[departure + Departure.NEXT_OPEN] = 0


@compiled
def _cancel(m, departure, outcome):  # type: ignore[no-untyped-def]
    m[departure + Departure.OUTCOME] = outcome
    booking = m[departure + Departure.FIRST_BOOKING]
    while booking:
        close(m, booking, Attempt.CANCELLED, Off.EMPTY)
        _give_up_seat(m, booking)
        _put_back(m, booking)
        booking = m[booking + Booking.NEXT_ABOARD]


@compiled
def _take_off_booking(m, booking, why):  # type: ignore[no-untyped-def]
    """Off the manifest: the seat is free again."""
    close(m, booking, Attempt.TAKEN_OFF, why)
    chains.remove(m, m[booking + Booking.DEPARTURE] + Departure.FIRST_BOOKING, booking, Booking.NEXT_ABOARD)
    _give_up_seat(m, booking)


@compiled
def close(m, booking, outcome, reason):  # type: ignore[no-untyped-def]
    """An attempt has ended."""
    m[booking + Booking.OUTCOME] = outcome
    m[booking + Booking.REASON] = reason
    m[m[booking + Booking.CASE] + Case.BOOKING] = 0


# --- all services ---------------------------------------------------------------------------------------------------------------


@compiled
def reaches_sender(m, site):  # type: ignore[no-untyped-def]
    """Whether a service goes from a hub to the sender."""
    return site != 0 and m[site + Site.REACHES_SENDER] == 1


@compiled
def take_off(m, case, why):  # type: ignore[no-untyped-def]
    """Off the manifest, if the case is on one."""
    if m[case + Case.BOOKING]:
        _take_off_booking(m, m[case + Case.BOOKING], why)


@compiled
def undo(m, service, destination):  # type: ignore[no-untyped-def]
    """A suspension undoes open manifests: all on them (or all bound for one destination; NONE: all) are put back."""
    departure = m[service + Service.OPEN]
    while departure:
        booking = m[departure + Departure.FIRST_BOOKING]
        while booking:
            following = m[booking + Booking.NEXT_ABOARD]
            if destination == NONE or _is_bound_for(m, m[booking + Booking.CASE], destination):
                _take_off_booking(m, booking, Off.SUSPENSION)
                _put_back(m, booking)
            booking = following
        departure = m[departure + Departure.NEXT_OPEN]


@compiled
def _is_bound_for(m, case, destination):  # type: ignore[no-untyped-def]
    how = m[case + Case.QUEUED_HOW]
    return how != How.NONE and how != How.SENDER and m[case + Case.DESTINATION] == destination
