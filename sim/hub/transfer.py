"""Transfer: accepted cases wait at the sender until the agreement, the hub and an inbound service take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.hub.casework import DROPS_OUT
from sim.hub.clock import Alarm, Event, Kind
from sim.hub.waiting import WaitingList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.hub.case import Case, Story
    from sim.hub.site import Site
    from sim.hub.world import World


class Transfer:
    """The list of accepted cases at the sender, and people in transit."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.number = world.TRANSFERS
        self.marked = False
        self.waiting: WaitingList[Case] = WaitingList(world.strict)
        self._arrival_of: dict[int, Event] = {}
        self._in_transit: dict[int, Case] = {}
        self._alarms: dict[int, Alarm] = {}
        self._due: dict[int, int] = {}
        self._travel_left: dict[int, int] = {}

    # --- waiting --------------------------------------------------------------------------------------------------------

    def move(self, case: Case) -> Story:
        """From accepted to arrived."""
        self.world.notices.begin(case)
        self.world.casework.start_dropping_out(case)
        arrived = self._arrival_of[case.key] = Event()
        yield arrived

    def join(self, case: Case, joined_at: int, kept_order: int = 0) -> None:
        """Wait for transfer; a case put back by others keeps its place in the list."""
        key = (self.world.priority(case), joined_at, kept_order, case.key)
        need = (case.class_, case.size, self.world.routing.need(case), self.world.own_need(case))
        case.transfer_ticket = self.waiting.join(key, need, case)
        self.world.mark_transfers()

    def reorder(self) -> None:
        """Priorities have changed: those who wait stand in their new order."""
        self.world.reorder(self.waiting)
        self.world.mark_transfers()

    def join_anew(self, case: Case, kept_order: int) -> None:
        """After a departure that left without the case; once the window is closed it stays with the sender."""
        if not case.outcome and self.world.agreement.closed:
            self.world.exits.leave(case, "dropped_out", "end")
        elif not case.outcome and not self.world.notices.holds(case) and not self._is_placed(case):
            self.join(case, self.world.clock.now, kept_order)

    def _is_placed(self, case: Case) -> bool:
        """Whether the case is on the list, on a manifest or gone: an objection brought it back in the millisecond between."""
        return case.transfer_ticket is not None or case.booking is not None or "boarded" in case.at

    def step_out(self, case: Case) -> None:
        """Off the list: those behind may be first now."""
        if case.transfer_ticket is not None:
            case.transfer_ticket.withdraw()
            case.transfer_ticket = None
            self.world.mark_transfers()

    def close(self) -> None:
        """The window is closed: all who have not boarded stay with the sender."""
        for case in [*self.waiting, *self.world.services.booked_inbound(), *self.world.notices.held()]:
            self.world.exits.leave(case, "dropped_out", "end")

    # --- without a service ----------------------------------------------------------------------------------------------

    def awaited(self) -> bool:
        """Whether anybody waits."""
        return bool(self.waiting.groups)

    def allocate(self) -> None:
        """Where no inbound service is declared, whoever finds room is moved at once."""
        if not self.world.suspended("transfers"):
            self.waiting.serve(self._offer, self._grant)

    def _offer(self, case: Case) -> Site | None:
        return self.hub_with_room(case) if case.size <= self.world.agreement.room(self.world.clock.now) else None

    def _grant(self, case: Case, site: Site) -> None:
        self.world.agreement.book(case, self.world.clock.now)
        site.housing.expect(case)
        self.board(case, 0)

    def hub_with_room(self, case: Case, to: Sequence[str] | None = None) -> Site | None:
        """The first hub (of those a service reaches) that can receive the case; where none can, it has been refused a place."""
        sites = self.world.routing.order(case, to)
        for site in sites:
            if site.housing.can_receive(case):
                return site
        if sites:
            case.at.setdefault("refused", self.world.clock.now)
        return None

    # --- on the way -----------------------------------------------------------------------------------------------------

    def board(self, case: Case, travel: int) -> None:
        """A booked case leaves the sender."""
        clock = self.world.clock
        self.world.agreement.board(case)
        self.world.casework.stop(case, DROPS_OUT)
        case.transfer_ticket = None
        case.at["boarded"] = clock.now
        self._in_transit[case.key] = case
        self._arrive_at(case, clock.now + travel)
        self.world.timeline.schedule.counted(boarded=case.size)

    def hold(self) -> None:
        """People in transit wait where they are."""
        for key, alarm in self._alarms.items():
            alarm.cancel()
            self._travel_left[key] = self._due[key] - self.world.clock.now
        self._alarms.clear()

    def go_on(self) -> None:
        """People held in transit travel on."""
        held, self._travel_left = self._travel_left, {}
        for key, left in held.items():
            self._arrive_at(self._in_transit[key], self.world.clock.now + left)

    def turn_back(self) -> None:
        """People in transit go back to the sender; total and rate stay used."""
        for case in list(self._in_transit.values()):
            home = 2 * self.world.clock.now - case.at["boarded"]
            self.world.exits.leave(case, "sent_back", "order", home_at=home)

    def leave(self, case: Case) -> None:
        """Forget a case that has left before it arrived; whenever one leaves, there may be room for those who wait."""
        if case.transfer_ticket is not None:
            case.transfer_ticket.withdraw()
            case.transfer_ticket = None
        self._arrival_of.pop(case.key, None)
        if case.accepted and "boarded" not in case.at:
            self.world.agreement.accepted -= case.size
        if self._in_transit.pop(case.key, None) is not None:
            alarm = self._alarms.pop(case.key, None)
            if alarm is not None:
                alarm.cancel()
            self._travel_left.pop(case.key, None)
            case.site.housing.unexpect(case)
        self.world.mark_transfers()

    def _arrive_at(self, case: Case, at: int) -> None:
        self._due[case.key] = at
        self._alarms[case.key] = self.world.clock.alarm(at, Kind.LISTING, case.key, 1, self._arrive, case)

    def _arrive(self, case: Case) -> None:
        world = self.world
        del self._in_transit[case.key], self._alarms[case.key]
        case.site.housing.receive(case)
        world.limits.start_stay(case)
        world.casework.reached(case, "arrived")
        world.timeline.schedule.counted(arrived=case.size, inside=case.size)
        self._arrival_of.pop(case.key).happen()
