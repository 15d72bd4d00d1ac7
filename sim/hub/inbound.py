"""Inbound services: from the sender to the hub."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.hub.clock import Kind
from sim.hub.services import Booking, Departure, Service

if TYPE_CHECKING:
    from sim.hub.case import Case
    from sim.hub.waiting import Ticket


class Inbound(Service):
    """Takes accepted cases while the agreement and the hub have room."""

    inbound = True

    def suspended(self) -> bool:
        return self.world.suspended("transfers")

    def choose(self, at: int, seats: int) -> list[Case]:
        world = self.world
        chosen: list[Case] = []
        left = min(seats, world.agreement.room(at))

        def fits(case: Case) -> bool:
            nonlocal left
            if case.size > left:
                return False
            site = world.transfer.hub_with_room(case, self.terms.to)
            if site is None:
                return False
            site.housing.pencil_in(case)
            left -= case.size
            chosen.append(case)
            return True

        for _ in world.transfer.waiting.in_order(lambda _: True, fits):
            pass
        for case in chosen:
            case.site.housing.rub_out(case)
        return chosen

    def left_behind(self, at: int, seats: int) -> int:
        """Those next on the list while the seats and the agreement last: as they were not taken, no hub had room for them."""
        world, people = self.world, 0
        left = min(seats, world.agreement.room(at))

        def fits(case: Case) -> bool:
            nonlocal people
            if people + case.size > left or not world.routing.order(case, self.terms.to):
                return False
            people += case.size
            return True

        for _ in world.transfer.waiting.in_order(lambda _: True, fits):
            pass
        return people

    def hold_seat(self, case: Case, departure: Departure) -> int:
        assert case.transfer_ticket is not None
        case.transfer_ticket.withdraw()
        case.transfer_ticket = None
        site = self.world.transfer.hub_with_room(case, self.terms.to)
        assert site is not None, "booked without room"
        self.world.agreement.book(case, departure.at)
        site.housing.expect(case)
        case.attempts += 1
        return case.attempts

    def give_up_seat(self, case: Case, departure: Departure) -> None:
        self.world.agreement.unbook(case, departure.at)
        case.site.housing.unexpect(case)

    def ticket(self, case: Case) -> Ticket[Case]:
        assert case.transfer_ticket is not None
        return case.transfer_ticket

    def put_back(self, booking: Booking) -> None:
        if not booking.case.outcome:
            self.world.transfer.join(booking.case, booking.joined_at, booking.kept_order)

    def board(self, departure: Departure) -> None:
        """Those who turn up leave; absentees join the list anew."""
        for booking in departure.bookings:
            case = booking.case
            if case.luck.happens("transfer_no_show", self.terms.no_show, booking.k):
                self._stays_behind(booking, "no_show")
            elif case.luck.happens("transfer_failed", self.terms.failed, booking.k):
                departure.used += case.size
                self._stays_behind(booking, "failed")
            else:
                self._goes(departure, booking)
        if self.terms.standby:
            for case in self.choose(departure.at, departure.seats - departure.used):
                self._goes(departure, self.book(case, departure))
            departure.no_room = self.left_behind(departure.at, departure.seats - departure.used)

    def _goes(self, departure: Departure, booking: Booking) -> None:
        self.close(booking, "boarded")
        departure.used += booking.case.size
        departure.boarded += booking.case.size
        self.world.transfer.board(booking.case, max(1, self.terms.travel))

    def _stays_behind(self, booking: Booking, outcome: str) -> None:
        """By its own doing: the case joins the list anew, 1 ms later; all of one departure in the order of its manifest."""
        self.close(booking, outcome)
        self.give_up_seat(booking.case, booking.departure)
        clock, case, order = self.world.clock, booking.case, booking.departure.bookings.index(booking)
        clock.alarm(clock.now + 1, Kind.STEP_END, case.key, self.world.RETRY, self.world.transfer.join_anew, case, order)
