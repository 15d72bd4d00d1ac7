"""Outbound services: from the hub to destinations, or back to the sender."""

from __future__ import annotations

import math
from collections.abc import Hashable
from typing import TYPE_CHECKING

from sim.hub.clock import Kind
from sim.hub.services import SENDER, Booking, Departure, Service

if TYPE_CHECKING:
    from sim.hub.case import Case
    from sim.hub.waiting import Ticket
    from sim.hub.world import World

OUTCOME_OF = {"voluntary": "returned_voluntarily", "enforced": "removed", SENDER: "sent_back"}


class Outbound(Service):
    """Takes those who are cleared, have agreed, or are to be sent back."""

    inbound = False

    def __init__(self, world: World, name: str, rank: int) -> None:
        super().__init__(world, name, rank)
        self._escorts_away = 0
        assert self.terms.from_ is not None
        self._from = self.terms.from_

    def suspended(self) -> bool:
        return self.world.suspended("removals") and any(to != SENDER for to in self.terms.to)

    # --- the manifest ---------------------------------------------------------------------------------------------------

    def choose(self, at: int, seats: int, escorted_aboard: int = 0) -> list[Case]:
        escorts = self.terms.escorts
        free = self._free_escorts() - self._escorts_for(escorted_aboard)
        chosen: list[Case] = []
        left, escorted = seats, 0

        def fits(case: Case) -> bool:
            nonlocal left, escorted
            if case.size > left:
                return False
            if escorts is not None and self._needs_escort(case):
                more = self._escorts_for(escorted_aboard + escorted + case.size) - self._escorts_for(escorted_aboard)
                if more > free:
                    return False
                escorted += case.size
            left -= case.size
            chosen.append(case)
            return True

        for _ in self.world.removal.waiting[self._from].in_order(self._serves, fits):
            pass
        return chosen

    def _serves(self, need: Hashable) -> bool:
        assert isinstance(need, tuple)
        to, how, destination = need[:3]
        if to not in self.terms.to:
            return False
        return how == SENDER or (self.terms.for_ in (how, "both") and not self.world.suspended(f"destination:{destination}"))

    def hold_seat(self, case: Case, departure: Departure) -> int:
        assert case.removal_ticket is not None
        case.removal_ticket.withdraw()
        case.removal_ticket = None
        case.attempts += 1
        self.world.casework.reached(case, "booked")
        return case.attempts

    def give_up_seat(self, case: Case, departure: Departure) -> None:
        """Nothing but the seat was held."""

    def ticket(self, case: Case) -> Ticket[Case]:
        assert case.removal_ticket is not None
        return case.removal_ticket

    def put_back(self, booking: Booking) -> None:
        if booking.case.queued_for is not None:
            self.world.removal.put_back(booking.case, booking.joined_at, booking.kept_order)

    # --- the departure --------------------------------------------------------------------------------------------------

    def board(self, departure: Departure) -> None:
        """No-show, no escort, failed: decided in this order; all others leave."""
        present: list[Booking] = []
        for booking in departure.bookings:
            if booking.case.luck.happens("no_show", self.terms.no_show, booking.k):
                self._missed(booking, "no_show")
            else:
                present.append(booking)
        present = self._with_escorts(present)
        if self.terms.standby:
            present += self._standbys(departure, present)
        self._send_escorts(departure, present)
        for booking in present:
            self._attempt(departure, booking)

    def _missed(self, booking: Booking, outcome: str) -> None:
        """An attempt has failed; those of one departure who join anew together keep the order of its manifest."""
        self.close(booking, outcome)
        self.world.removal.failed(booking.case, booking.departure.bookings.index(booking))

    def _attempt(self, departure: Departure, booking: Booking) -> None:
        case = booking.case
        departure.used += case.size
        if case.luck.happens("failed", self.terms.failed, booking.k):
            self._missed(booking, "failed")
            return
        departure.boarded += case.size
        self.close(booking, "boarded")
        assert case.queued_for is not None
        how = case.queued_for[1]
        reason = case.sending_back if how == SENDER else "choice" if how == "voluntary" else ""
        reached = self.world.clock.now + max(1, self.terms.travel)
        if case.queued_for[0] == SENDER:
            case.at["back"] = reached
        self.world.exits.leave(case, OUTCOME_OF[how], reason, home_at=reached if how == SENDER else self._home_at(case, reached))

    def _home_at(self, case: Case, reached: int) -> int:
        """When the case is home: at once, or after the second leg where its way leads over the sender."""
        destination = self.world.scenario.destinations[case.destination]
        if destination.via is None or destination.onward is None:
            return reached
        return reached + case.luck.length("onward", destination.onward)

    def _standbys(self, departure: Departure, present: list[Booking]) -> list[Booking]:
        """Cases from the queue in the seats of absentees and those never booked."""
        seats = departure.seats - sum(b.case.size for b in present)
        aboard = sum(b.case.size for b in present if self._needs_escort(b.case))
        return [self.book(case, departure) for case in self.choose(departure.at, seats, aboard)]

    # --- escorts --------------------------------------------------------------------------------------------------------

    def _needs_escort(self, case: Case) -> bool:
        return self.terms.escorts is not None and case.escorted and case.queued_for is not None and case.queued_for[1] == "enforced"

    def _escorts_for(self, people: int) -> int:
        ratio = self.terms.escorts.ratio if self.terms.escorts is not None else 0.0
        return math.ceil(ratio * people - 1e-9)

    def _free_escorts(self) -> int:
        """Escorts neither away nor promised to an open manifest."""
        if self.terms.escorts is None:
            return 0
        promised = sum(self._escorts_for(sum(b.case.size for b in d.bookings if self._needs_escort(b.case))) for d in self.open)
        return self.terms.escorts.staff - self._escorts_away - promised

    def _with_escorts(self, present: list[Booking]) -> list[Booking]:
        """When escorts are short at departure, as many board in order as can be escorted; the others are put back."""
        if self.terms.escorts is None:
            return present
        staff = self.terms.escorts.staff
        kept: list[Booking] = []
        escorted = 0
        for booking in present:
            if self._needs_escort(booking.case):
                if self._escorts_for(escorted + booking.case.size) > staff - self._escorts_away:
                    self.close(booking, "no_escort")
                    self.put_back(booking)
                    continue
                escorted += booking.case.size
            kept.append(booking)
        return kept

    def _send_escorts(self, departure: Departure, present: list[Booking]) -> None:
        """Escorts are away for the round trip."""
        if self.terms.escorts is None:
            return
        departure.escorts = self._escorts_for(sum(b.case.size for b in present if self._needs_escort(b.case)))
        if not departure.escorts:
            return
        departure.escorts_back_at = departure.at + max(1, 2 * self.terms.travel)
        self._escorts_away += departure.escorts
        back = departure.escorts_back_at
        self.world.clock.alarm(back, Kind.CHANGE, self.number, 1, self._escorts_back, departure.escorts)

    def _escorts_back(self, escorts: int) -> None:
        self._escorts_away -= escorts
        self.world.mark_services()
