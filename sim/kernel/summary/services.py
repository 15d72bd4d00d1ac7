"""What leaves with seats: how full, how often not at all, and which attempts fail."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from sim.kernel.compiled import compiled
from sim.kernel.memory import allocate, put_real
from sim.kernel.rows import Booking, Departure, Service, Table, World
from sim.kernel.summary.columns import OfCase, number_of, of_case
from sim.kernel.summary.samples import put_ratio
from sim.kernel.words import Attempt, Leaving
from sim.metrics.services import inbound

if TYPE_CHECKING:
    from sim.kernel.summary.readings import Readings


class Services(IntEnum):
    """Places of what is read."""

    EACH = 0  # rows of `Read` by service
    FAILED_SHARE = 1
    NO_SHOW_SHARE = 2
    WIDTH = 3


class Read(IntEnum):
    """What is read of a service; of these words all but the share and the last are counted by the same names."""

    DEPARTED = 0
    PEOPLE = 1
    CANCELLED = 2
    BELOW_MINIMUM = 3
    SUSPENDED = 4
    SEATS_USED = 5
    SEATS_EMPTY = 6
    SEATS_CANCELLED = 7
    SEATS_NO_ROOM = 8  # 0: it is not inbound
    LOAD = 9
    WIDTH = 10


COUNTED = tuple(Read(word) for word in range(Read.SEATS_NO_ROOM))
"""What is a sum of people, of seats or of departures for every service."""


def lay(readings: Readings) -> int:
    """Lay down the places of these readings."""
    each = [place for name in readings.names.services for place in _lay_service(readings, name)]
    return readings.row([readings.row(each), readings.ratio("attempts.failed_share"), readings.ratio("attempts.no_show_share")])


def _lay_service(readings: Readings, name: str) -> list[int]:
    counted = [readings.value(f"service.{name}.{word.name.lower()}") for word in COUNTED]
    no_room = readings.value(f"service.{name}.seats_no_room") if name in inbound(readings.scenario) else 0
    return [*counted, no_room, readings.ratio(f"service.{name}.load")]


@compiled
def measure(m, row):  # type: ignore[no-untyped-def]
    """Load and fate of each service, and of attempts to leave the hub."""
    top = m[World.TOP]
    counts = allocate(m, m[World.SERVICE_COUNT] * Read.WIDTH)
    departure = m[World.DEPARTURES + Table.FIRST]
    while departure:
        _add(m, counts + m[m[departure + Departure.SERVICE] + Service.INDEX] * Read.WIDTH, departure)
        departure = m[departure]
    for n in range(m[World.SERVICE_COUNT]):
        _put(m, m[row + Services.EACH] + n * Read.WIDTH, counts + n * Read.WIDTH)
    m[World.TOP] = top
    _attempts(m, row)


@compiled
def _add(m, counts, departure):  # type: ignore[no-untyped-def]
    """Add a departure to the counts of its service."""
    outcome, seats, used = m[departure + Departure.OUTCOME], m[departure + Departure.SEATS], m[departure + Departure.USED]
    if outcome == Leaving.DEPARTED:
        m[counts + Read.DEPARTED] += 1
        m[counts + Read.PEOPLE] += m[departure + Departure.BOARDED]
        m[counts + Read.SEATS_USED] += used
        m[counts + Read.SEATS_EMPTY] += seats - used
    elif outcome != Leaving.PENDING:
        fate = Read.CANCELLED if outcome == Leaving.CANCELLED else Read.SUSPENDED
        m[counts + (Read.BELOW_MINIMUM if outcome == Leaving.BELOW_MINIMUM else fate)] += 1
        m[counts + Read.SEATS_CANCELLED] += seats
    if outcome == Leaving.DEPARTED or outcome == Leaving.BELOW_MINIMUM:
        m[counts + Read.SEATS_NO_ROOM] += m[departure + Departure.NO_ROOM]


@compiled
def _put(m, places, counts):  # type: ignore[no-untyped-def]
    for word in range(Read.SEATS_NO_ROOM + 1):
        if m[places + word]:
            put_real(m, m[places + word], float(m[counts + word]))
    used = m[counts + Read.SEATS_USED]
    put_ratio(m, m[places + Read.LOAD], used, used + m[counts + Read.SEATS_EMPTY])


@compiled
def _attempts(m, row):  # type: ignore[no-untyped-def]
    """People of attempts to leave a hub: those who boarded, who failed to leave, and who did not turn up."""
    boarded, failed, absent = 0, 0, 0
    booking = m[World.BOOKINGS + Table.FIRST]
    while booking:
        outcome, people = m[booking + Booking.OUTCOME], of_case(m, number_of(m, m[booking + Booking.CASE]), OfCase.SIZE)
        if not m[m[m[booking + Booking.DEPARTURE] + Departure.SERVICE] + Service.INBOUND]:
            if outcome == Attempt.BOARDED:
                boarded += people
            elif outcome == Attempt.FAILED:
                failed += people
            elif outcome == Attempt.NO_SHOW:
                absent += people
        booking = m[booking]
    put_ratio(m, m[row + Services.FAILED_SHARE], failed, boarded + failed)
    put_ratio(m, m[row + Services.NO_SHOW_SHARE], absent, boarded + failed + absent)
