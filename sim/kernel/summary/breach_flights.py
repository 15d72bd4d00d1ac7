"""Journeys by force with nobody aboard who watches."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.draws import hash32
from sim.kernel.compiled import compiled
from sim.kernel.luck import happens_of
from sim.kernel.memory import allocate, real
from sim.kernel.rows import Booking, Departure, Service, Table, World
from sim.kernel.summary.breach import Found, during, of
from sim.kernel.summary.cases import at, or_else, outcome_of
from sim.kernel.summary.columns import number_of
from sim.kernel.summary.sorting import sort_pairs
from sim.kernel.words import At, Attempt, Outcome

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings
    from sim.scenario.schema import Monitored

MONITORED = hash32("monitored")


class Watched(IntEnum):
    """A service that has to be watched."""

    SERVICE = 0
    ENTITY = 1
    SHARE = 2  # f
    WIDTH = 3


def lay_monitored(readings: Readings, safeguard: Monitored) -> int:
    """Lay down a list of the services and the share of their departures that somebody watches."""
    services = readings.scenario.services
    rows = [
        (readings.layout.services[name], hash32(f"services.{name}"), float(services[name].monitored or 0.0)) for name in safeguard.monitored
    ]
    return readings.row([len(rows), *(word for row in rows for word in row)])


@compiled
def unmonitored(m, found, terms, host):  # type: ignore[no-untyped-def]
    """People carried by force on a departure without a monitor; whether one is aboard is the luck of the departure. Time: the way."""
    trips = allocate(m, 1)
    for n in range(m[terms]):
        _trips(m, found, terms + 1 + n * Watched.WIDTH, trips)
    sort_pairs(m, trips + 1, m[trips])
    for n in range(m[trips]):
        booking = m[trips + 2 + 2 * n]
        during(m, found, number_of(m, m[booking + Booking.CASE]), m[trips + 1 + 2 * n], _put_down(m, booking), host)
    for n in range(m[World.CASES + Table.COUNT]):
        row = found + n * Found.WIDTH
        m[row + Found.LONGEST] = m[row + Found.TIME]


@compiled
def _trips(m, found, watched, trips):  # type: ignore[no-untyped-def]
    """Add the bookings of those whom a service carried by force and nobody watched, by the instant at which they left."""
    booking = m[World.BOOKINGS + Table.FIRST]
    while booking:
        departure, case = m[booking + Booking.DEPARTURE], number_of(m, m[booking + Booking.CASE])
        aboard = m[booking + Booking.OUTCOME] == Attempt.BOARDED and m[departure + Departure.SERVICE] == m[watched + Watched.SERVICE]
        if aboard and (_inbound(m, booking) or _by_force(m, case)):
            row = of(m, found, case)
            m[row + Found.CONCERNED], m[row + Found.KNOWN] = 1, 1
            if not _is_watched(m, watched, m[departure + Departure.NUMBER]):
                m[row + Found.BROKEN] = 1
                trip = allocate(m, 2)
                m[trip], m[trip + 1] = m[departure + Departure.AT], booking
                m[trips] += 1
        booking = m[booking]


@compiled
def _inbound(m, booking):  # type: ignore[no-untyped-def]
    return m[m[m[booking + Booking.DEPARTURE] + Departure.SERVICE] + Service.INBOUND] != 0


@compiled
def _by_force(m, case):  # type: ignore[no-untyped-def]
    return outcome_of(m, case) == Outcome.REMOVED or outcome_of(m, case) == Outcome.SENT_BACK


@compiled
def _put_down(m, booking):  # type: ignore[no-untyped-def]
    """When a case arrived: in the hub; home, or with the sender, over whom the way home may lead."""
    case, horizon = number_of(m, m[booking + Booking.CASE]), m[World.HORIZON]
    if _inbound(m, booking):
        return min(or_else(at(m, case, At.ARRIVED), horizon), horizon)
    return min(or_else(or_else(at(m, case, At.BACK), at(m, case, At.HOME)), horizon), horizon)


@compiled
def _is_watched(m, watched, number):  # type: ignore[no-untyped-def]
    """Whether a monitor is aboard a departure."""
    return happens_of(m, m[watched + Watched.ENTITY], number, MONITORED, real(m, watched + Watched.SHARE), 0)
