"""Relocation: moving from one hub to another, asked for by a clock, a dated act, or because a hub is full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.hub.case import settling
from sim.hub.clock import Kind
from sim.hub.places import Stay
from sim.hub.suspensions import MOVES
from sim.hub.waiting import Ticket, WaitingList

if TYPE_CHECKING:
    from collections.abc import Hashable

    from sim.hub.case import Case
    from sim.hub.clock import Alarm
    from sim.hub.site import Site
    from sim.hub.world import World

TRANSIT = "transit"


class Relocation:
    """The one list of those who wait for another hub to have room, and people on the road between hubs."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.number = world.RELOCATION
        self.marked = False
        self._waiting: WaitingList[Case] = WaitingList(lambda: False)
        self._tickets: dict[int, Ticket[Case]] = {}
        self._to: dict[int, tuple[Site, str | None]] = {}
        self._road: dict[int, tuple[Stay, Alarm]] = {}

    def ask(self, case: Case, site: Site, pool: str | None) -> None:
        """Move as soon as the other hub has room (and a place in the pool, where one is named); the place here is kept until then."""
        self.give_up(case)
        self._to[case.key] = (site, pool)
        key = (self.world.priority(case), self.world.clock.now, 0, case.key)
        self._tickets[case.key] = self._waiting.join(key, self._need(case, site, pool), case)
        self.world.mark(self)

    def _need(self, case: Case, site: Site, pool: str | None) -> Hashable:
        """What tells cases apart: those alike wait as one group."""
        return (site.name, pool, case.class_, case.size, self.world.own_need(case))

    def class_changed(self, case: Case) -> None:
        """Who waits for another hub does so as one of its new class."""
        if case.key in self._to:
            site, pool = self._to[case.key]
            ticket = self._tickets[case.key]
            ticket.withdraw()
            self._tickets[case.key] = self._waiting.join((self.world.priority(case), *ticket.key[1:]), self._need(case, site, pool), case)

    def reorder(self) -> None:
        """Priorities have changed: those who wait stand in their new order."""
        self.world.reorder(self._waiting)
        self.changed()

    def changed(self) -> None:
        """A hub may have room again."""
        if self._to:
            self.world.mark(self)

    def awaited(self) -> bool:
        """Whether anybody waits."""
        return bool(self._to)

    def allocate(self) -> None:
        """Who finds room in the hub they are to move to sets out."""
        self._waiting.serve(lambda case: self._to[case.key] if self._has_room(case) else None, self._grant)

    def divert(self, case: Case) -> bool:
        """From a hub that is full to the first of those it names that has room, once; whether there was one."""
        here = case.site
        if not case.diverted and not self.world.suspended(MOVES):
            for name in here.terms.policy.divert_to:
                site = self.world.sites[name]
                if site.takes(case) and site.housing.can_receive(case):
                    case.diverted = True
                    self._set_out(case, site, None)
                    return True
        return False

    def on_the_road(self, case: Case) -> bool:
        """Whether the case is under way between hubs."""
        return case.key in self._road

    def give_up(self, case: Case) -> None:
        """The case waits for no other hub any more."""
        if self._to.pop(case.key, None) is not None:
            self._tickets.pop(case.key).withdraw()

    def leave(self, case: Case) -> None:
        """The case has left while it was under way: no hub waits for it."""
        stay, alarm = self._road.pop(case.key)
        stay.end = self.world.clock.now
        alarm.cancel()
        case.site.housing.unexpect(case)

    def _has_room(self, case: Case) -> bool:
        site, pool = self._to[case.key]
        stays = case.order or case.sending_back or self.on_the_road(case) or self.world.suspended(MOVES)
        return not stays and site.takes(case) and site.housing.can_receive(case, pool)

    def _grant(self, case: Case, to: tuple[Site, str | None]) -> None:
        self.give_up(case)
        self._set_out(case, *to)

    def _set_out(self, case: Case, site: Site, pool: str | None) -> None:
        """Everything here is given up; what the next hub does not have is over, what both have goes on."""
        world, here = self.world, case.site
        if case.process is not None:
            case.process.break_off()
        reviews = world.casework.reviews.put_off(case)
        world.removal.leave(case)
        here.housing.leave(case)
        site.housing.expect(case, pool)
        world.casework.moved(case, here, site)
        world.limits.moved(case, here, site)
        now = world.clock.now
        stay = Stay(case, case.class_, site.name, TRANSIT, TRANSIT, 0, now)
        world.book.stays.append(stay)
        at = now + max(1, _travel(here, site))
        alarm = world.clock.alarm(at, Kind.LISTING, case.key, 1, self._arrive, case, reviews)
        self._road[case.key] = (stay, alarm)

    def _arrive(self, case: Case, reviews: list[tuple[str, int, int]]) -> None:
        world = self.world
        stay, _ = self._road.pop(case.key)
        stay.end = world.clock.now
        case.site.housing.receive(case)
        world.removal.reconsider(case)
        self.changed()
        case.process = world.clock.process(settling(world, case))
        world.casework.reviews.take_up(case, reviews)


def _travel(here: Site, there: Site) -> int:
    """Time on the road, as either of the two hubs says."""
    to, back = here.terms.travel.get(there.name), there.terms.travel.get(here.name)
    return to if to is not None else back or 0
