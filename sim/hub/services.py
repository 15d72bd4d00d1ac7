"""Services: anything that leaves with seats. What inbound and outbound share: timetable, trigger, manifest, departure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.hub.clock import DAY, Kind

if TYPE_CHECKING:
    from sim.draws import Being
    from sim.hub.case import Case, Story
    from sim.hub.clock import Alarm
    from sim.hub.waiting import Ticket
    from sim.hub.world import World
    from sim.scenario.schema import Service as Terms

MANIFEST, DEPARTURE = 0, 1
SENDER = "sender"


@dataclass(slots=True, eq=False)
class Booking:
    """A case on a manifest: one attempt. `joined_at` and `kept_order` are its place in the list, given back when it is put back."""

    case: Case
    departure: Departure
    k: int
    joined_at: int
    kept_order: int
    booked_at: int
    outcome: str = "pending"
    reason: str = ""


@dataclass(slots=True, eq=False)
class Departure:
    """One departure of a service. People are counted, not cases."""

    service: Service
    number: int
    at: int
    manifest_at: int
    seats: int
    bookings: list[Booking] = field(default_factory=list)
    booked: int = 0
    boarded: int = 0
    used: int = 0
    no_room: int = 0
    escorts: int = 0
    escorts_back_at: int | None = None
    outcome: str = "pending"

    @property
    def people(self) -> int:
        """On the manifest now."""
        return sum([b.case.size for b in self.bookings])


class Service:
    """One service. Inbound and outbound fill in whom it may take and what boarding means."""

    inbound: bool

    def __init__(self, world: World, name: str, rank: int) -> None:
        self.world = world
        self.name = name
        self.terms: Terms = world.scenario.services[name]
        self.number = world.SERVICES + rank
        self.marked = False
        self.open: list[Departure] = []
        leaves = self.terms.leaves
        self.triggered = leaves.with_ is not None or leaves.or_after is not None
        self._wake: Alarm | None = None
        self._last_day = -1

    # --- to be filled in ------------------------------------------------------------------------------------------------

    def suspended(self) -> bool:
        """Whether a suspension stops its departures."""
        raise NotImplementedError

    def choose(self, at: int, seats: int) -> list[Case]:
        """Cases that could leave at an instant, in queue order, without booking them."""
        raise NotImplementedError

    def hold_seat(self, case: Case, departure: Departure) -> int:
        """Take the case off its list and hold what it needs; the number of its attempt."""
        raise NotImplementedError

    def give_up_seat(self, case: Case, departure: Departure) -> None:
        """Give up what was held for the case."""
        raise NotImplementedError

    def ticket(self, case: Case) -> Ticket[Case]:
        """The place of the case in the list it waits on."""
        raise NotImplementedError

    def left_behind(self, at: int, seats: int) -> int:
        """People for whom there are still seats, and who are not taken because no hub has room; nobody on the way home."""
        return 0

    def put_back(self, booking: Booking) -> None:
        """Put back by others: the place in the list is kept."""
        raise NotImplementedError

    def board(self, departure: Departure) -> None:
        """The departure leaves with those who come."""
        raise NotImplementedError

    # --- when it leaves -------------------------------------------------------------------------------------------------

    def timetable(self) -> Story:
        """Make the manifest of each departure in turn."""
        for number, at in self._dates():
            yield self.world.clock.until(max(self.world.clock.now, at - self.terms.lead), Kind.SERVICE, self.number, MANIFEST)
            self._open(number, at)

    def awaited(self) -> bool:
        """One that is triggered looks whenever it is marked."""
        return True

    def allocate(self) -> None:
        """Trigger: leaves once the eligible reach the minimum or the oldest has waited long enough, one at a time and one a day."""
        if self._wake is not None:
            self._wake.cancel()
            self._wake = None
        if self.open or self.suspended():
            return
        clock, leaves = self.world.clock, self.terms.leaves
        at = clock.now + self.terms.lead
        if at // DAY <= self._last_day:
            self._look_again((self._last_day + 1) * DAY - self.terms.lead)
            return
        ready = self.choose(at, self.terms.seats)
        if not ready:
            return
        too_long = None if leaves.or_after is None else min(self.ticket(case).joined_at for case in ready) + leaves.or_after
        enough = leaves.with_ is not None and sum(case.size for case in ready) >= leaves.with_
        if enough or (too_long is not None and too_long <= clock.now):
            self._last_day = at // DAY
            self._open(self._last_day, at)
        elif too_long is not None:
            self._look_again(too_long)

    def _look_again(self, at: int) -> None:
        self._wake = self.world.clock.alarm(at, Kind.CHANGE, self.number, 0, self.world.mark, self)

    def _dates(self) -> Iterator[tuple[int, int]]:
        """(number, instant) of the timetable: origin + n x period, never accumulated."""
        leaves, world = self.terms.leaves, self.world
        if leaves.every is not None:
            origin = leaves.every if leaves.first is None else world.instant_of(leaves.first)
            dates: Iterable[int] = range(origin, world.horizon, leaves.every)
        else:
            dates = (world.instant_of(date) for date in leaves.dates or ())
        return ((number, at) for number, at in enumerate(dates) if 0 <= at < world.horizon)

    # --- the manifest ---------------------------------------------------------------------------------------------------

    def _open(self, number: int, at: int) -> None:
        """The manifest takes cases in queue order while seats, escorts, agreement room and places last."""
        clock = self.world.clock
        departure = Departure(self, number, at, clock.now, self.terms.seats)
        self.world.book.departures.append(departure)
        self.open.append(departure)
        if not self.suspended():
            for case in self.choose(at, departure.seats):
                self.book(case, departure)
            departure.no_room = self.left_behind(at, departure.seats - departure.people)
        departure.booked = departure.people
        clock.alarm(at, Kind.SERVICE, self.number, DEPARTURE, self._leave, departure)

    def book(self, case: Case, departure: Departure) -> Booking:
        """Put a case on a manifest."""
        ticket = self.ticket(case)
        k = self.hold_seat(case, departure)
        booking = Booking(case, departure, k, ticket.joined_at, ticket.kept_order, self.world.clock.now)
        departure.bookings.append(booking)
        case.booking = booking
        self.world.book.bookings.append(booking)
        return booking

    # --- the departure --------------------------------------------------------------------------------------------------

    def _leave(self, departure: Departure) -> None:
        """Cancelled, below its minimum, or gone: its manifest is done with."""
        self.open.remove(departure)
        if self.triggered:
            self.world.mark(self)
        if self.suspended():
            self._cancel(departure, "suspended")
        elif self._luck(departure).happens("cancelled", self.terms.cancelled):
            self._cancel(departure, "cancelled")
        elif not self.triggered and departure.people < self.terms.minimum:
            self._cancel(departure, "below_minimum")
        else:
            departure.outcome = "departed"
            self.board(departure)
        departure.bookings.clear()

    def _luck(self, departure: Departure) -> Being:
        return self.world.luck.of(f"services.{self.name}", departure.number)

    def _cancel(self, departure: Departure, outcome: str) -> None:
        departure.outcome = outcome
        for booking in list(departure.bookings):
            self.close(booking, "cancelled")
            self.give_up_seat(booking.case, departure)
            self.put_back(booking)

    def take_off(self, booking: Booking, why: str) -> None:
        """Off the manifest: the seat is free again."""
        self.close(booking, "taken_off", why)
        booking.departure.bookings.remove(booking)
        self.give_up_seat(booking.case, booking.departure)

    def close(self, booking: Booking, outcome: str, reason: str = "") -> None:
        """An attempt has ended."""
        booking.outcome, booking.reason = outcome, reason
        booking.case.booking = None


class Services:
    """All services of the scenario."""

    def __init__(self, world: World) -> None:
        from sim.hub.inbound import Inbound
        from sim.hub.outbound import Outbound

        self.world = world
        specs = world.scenario.services
        self.all = [(Inbound if spec.from_ is None else Outbound)(world, name, rank) for rank, (name, spec) in enumerate(specs.items())]
        self.inbound = [s for s in self.all if isinstance(s, Inbound)]
        self.outbound = [s for s in self.all if isinstance(s, Outbound)]
        self.triggered_inbound = [s for s in self.inbound if s.triggered]
        self.triggered_outbound = [s for s in self.outbound if s.triggered]
        self._to_sender = {s.terms.from_ for s in self.outbound if SENDER in s.terms.to}

    def reaches_sender(self, hub: str) -> bool:
        """Whether a service goes from a hub to the sender."""
        return hub in self._to_sender

    def begin(self) -> None:
        """Start every timetable; triggers wait to be marked."""
        for service in self.all:
            if not service.triggered:
                self.world.clock.process(service.timetable())

    def booked_inbound(self) -> list[Case]:
        """Cases on a manifest to the hub."""
        return [b.case for s in self.inbound for d in s.open for b in d.bookings]

    def take_off(self, case: Case, why: str) -> None:
        """Off the manifest."""
        assert case.booking is not None
        case.booking.departure.service.take_off(case.booking, why)

    def undo(self, services: Iterable[Service], destination: str | None = None) -> None:
        """A suspension undoes open manifests: all on them (or all bound for one destination) are put back."""
        for service in services:
            for booking in [b for departure in service.open for b in departure.bookings]:
                going_home = booking.case.queued_for is not None and booking.case.queued_for[1] != SENDER
                if destination is None or (going_home and booking.case.destination == destination):
                    service.take_off(booking, "suspension")
                    service.put_back(booking)
