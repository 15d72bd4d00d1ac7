"""Housing: reception, asking for a place, reservations, overflow, moves."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sim.hub.clock import Kind
from sim.hub.places import Pool, Reception, Stay
from sim.hub.policies import preferred_pools
from sim.hub.waiting import WaitingList

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from sim.hub.case import Case
    from sim.hub.rooms import Numbers
    from sim.hub.site import Site
    from sim.hub.world import World

RECEPTION = "reception"
OVERFLOW_MOVE, MOVE, NEWCOMER = 0, 1, 2
"""Who comes first on the one list for places."""


class Housing:
    """All places of a hub and the one list of those who ask for one."""

    def __init__(self, world: World, site: Site, first_pool: int) -> None:
        self.world = world
        self.site = site
        self.number = world.PLACES + site.rank
        self.marked = False
        self.pools = {name: Pool(world, site, name, rank) for rank, name in enumerate(site.terms.pools, first_pool)}
        self.reception = Reception(site)
        self._waiting: WaitingList[Case] = WaitingList(site.strict)
        self._moving_to: dict[int, str] = {}
        self._asked_now: list[Case] = []
        self._misplaced: dict[int, Case] = {}
        self._people: dict[str, int] = dict.fromkeys([RECEPTION, *self.pools], 0)

    def begin(self) -> None:
        """Count the places again on the day each pool opens."""
        for pool in self.pools.values():
            opens = self.world.instant_of(pool.terms.opens) if isinstance(pool.terms.opens, dt.date) else 0
            if 0 < opens < self.world.horizon:
                self.world.clock.alarm(opens, Kind.CHANGE, self.world.POOLS + pool.rank, 1, self.recount)

    def recount(self) -> None:
        """Something dated has changed what is usable."""
        self.world.book.limit(f"reception:{self.site.name}", self.site.terms.reception.places)
        for pool in self.pools.values():
            pool.recount()
        self.site.teams.people_changed()
        self.changed()

    def changed(self) -> None:
        """A place may have come free: look at the list, and at those the sender or another hub holds."""
        self.world.mark(self)
        self.world.relocation.changed()
        self.world.mark_transfers()

    # --- arriving -------------------------------------------------------------------------------------------------------

    def can_receive(self, case: Case, pool: str | None = None) -> bool:
        """Whether a case may be moved here: it takes newcomers, reception has room, staff is enough, a place can be reserved if need be."""
        if not (self.site.is_open and self.reception.fits(case.size) and self.site.teams.may_take(case.size)):
            return False
        return self.site.terms.policy.transfer_needs == "reception" or self._pool_for(case, pool) is not None

    def free_for(self, case: Case) -> int:
        """Places free now in the pools that the class of the case may use; below 0 where more are held than can be used."""
        return sum(pool.free_for(case) for pool in self.pools.values() if pool.admits(case.class_))

    def people_in(self, pools: Sequence[str]) -> int:
        """People inside now, in places and overflow of some pools; of none: in the whole hub, reception included."""
        return sum([self._people[name] for name in pools] if pools else self._people.values())

    def is_open(self, pools: Sequence[str]) -> bool:
        """Whether the hub is open and has a place that can be used in some pools (of none: in any), or somebody is in them."""
        places = self.site.is_open and any(self.pools[name].usable > 0 for name in pools or self.pools)
        return places or self.people_in(pools) > 0

    def expect(self, case: Case, pool: str | None = None) -> None:
        """Keep reception, and a place (in the pool) if transfers need one, for a case that is to be moved here."""
        if pool is not None:
            self._moving_to[case.key] = pool
        self.pencil_in(case)
        if case.reservation is not None:
            kept = self.pools[case.reservation]
            case.kept = self._begin_stay(case, kept.name, "reserved", *kept.held_by(case))

    def unexpect(self, case: Case) -> None:
        """The case is not moved after all."""
        self.rub_out(case)
        self.changed()

    def pencil_in(self, case: Case) -> None:
        """Count a case as expected while others are tried."""
        case.hub, case.site = self.site.name, self.site
        self.reception.expected += case.size
        if self.site.terms.policy.transfer_needs == "place":
            pool = self._pool_for(case)
            assert pool is not None, "reserved without room"
            pool.keep(case)
            case.reservation = pool.name

    def rub_out(self, case: Case) -> None:
        """Count it no longer."""
        self.reception.expected -= case.size
        self._unreserve(case)
        if "boarded" not in case.at and "arrived" not in case.at:
            case.hub = ""

    def receive(self, case: Case) -> None:
        """The case arrives: it is in reception until it has a place."""
        self.reception.expected -= case.size
        self.reception.present += case.size
        self._count(RECEPTION, case.size)
        case.reception = self._begin_stay(case, RECEPTION, RECEPTION, case.size)

    # --- a place --------------------------------------------------------------------------------------------------------

    def settle(self, case: Case) -> None:
        """Ask for a place until one is granted (or the case leaves, or is diverted): nobody waits for the answer."""
        if "placed" not in case.at:
            case.at.setdefault("place_asked", self.world.clock.now)
        if case.reservation is not None and not self.pools[case.reservation].suits(case):
            self.give_up_reservation(case)
        self._ask(case, NEWCOMER)

    def place_initial(self, case: Case, pool: str) -> None:
        """Somebody inside already at the start has a place without asking, even where that is one too many."""
        self._take(case, self.pools[pool], "place")

    def ask_to_move(self, case: Case, to: str) -> None:
        """Ask for a place in another pool, keeping the present one until then; who has none yet will ask for that pool alone."""
        if case.key in self._misplaced and not self.pools[to].admits(case.class_):
            return
        self._moving_to[case.key] = to
        if case.place is not None:
            self._ask(case, MOVE)
            return
        if case.reservation != to:
            self.give_up_reservation(case)
        if case.place_ticket is not None:
            self._ask(case, NEWCOMER)

    def awaited(self) -> bool:
        """Whether anybody waits, or is where it may not be."""
        return bool(self._waiting.groups or self._misplaced)

    def allocate(self) -> None:
        """Grant places in order; who finds none of those usable is refused, and may overflow or be diverted."""
        if self._misplaced:
            self._forget_who_is_well_placed()
        self._waiting.serve(self._offer, self._grant)
        asked, self._asked_now = self._asked_now, []
        for case in asked:
            if not case.outcome and (case.place is None or case.place.kind == "overflow"):
                case.at.setdefault("refused", self.world.clock.now)
            diverts = not case.outcome and case.place is None and self.site.terms.policy.when_full == "divert"
            if diverts and not self.world.relocation.divert(case):
                self.world.limits.send_back(case, "full")

    def reorder(self) -> None:
        """Priorities have changed: those who wait stand in their new order."""
        self._waiting.reorder(lambda ticket: (ticket.key[0], self.world.priority(ticket.item), *ticket.key[2:]))
        self.world.mark(self)

    def leave(self, case: Case) -> None:
        """Give up everything: the place in the list, the reservation, reception, the place."""
        if case.place_ticket is not None:
            case.place_ticket.withdraw()
        self._moving_to.pop(case.key, None)
        self._misplaced.pop(case.key, None)
        self.give_up_reservation(case)
        self._leave_reception(case)
        self._leave_place(case)

    def give_up_reservation(self, case: Case) -> None:
        """A place kept for the case is free again."""
        if case.reservation is not None:
            self._unreserve(case)
            self.changed()

    def _unreserve(self, case: Case) -> None:
        if case.reservation is not None:
            self.pools[case.reservation].give_up(case)
            self._end_keeping(case)

    def _end_keeping(self, case: Case) -> None:
        case.reservation = None
        if case.kept is not None:
            case.kept.end = self.world.clock.now
            case.kept = None

    # --- another class --------------------------------------------------------------------------------------------------

    def class_changed(self, case: Case) -> None:
        """Who waits does so for what its new class may use; who has a place where it may not be asks at once for another."""
        for pool in {stay.pool for stay in (case.place, case.kept) if stay is not None and stay.kind != "overflow"}:
            self.pools[pool].regroup(case)
        self._go_on_as_another_class(case)
        to = self._moving_to.get(case.key)
        if self._is_misplaced(case):
            self._misplaced[case.key] = case
            if to is not None and not self.pools[to].admits(case.class_):
                del self._moving_to[case.key]
        ticket = case.place_ticket
        if ticket is not None and ticket.waiting:
            ticket.withdraw()
            key = (ticket.key[0], self.world.priority(case), *ticket.key[2:])
            case.place_ticket = self._waiting.join(key, self._need(case, ticket.key[0]), case)
        elif case.key in self._misplaced:
            self._ask(case, MOVE)
        self.changed()

    def _is_misplaced(self, case: Case) -> bool:
        """Whether a case has a place in a pool that its class may not use, or in a room with others of another kind."""
        return case.place is not None and case.place.kind == "place" and not self.pools[case.place.pool].suits(case)

    def _forget_who_is_well_placed(self) -> None:
        """Who is of another class again, or alone in the room, may stay."""
        for key, case in list(self._misplaced.items()):
            if not self._is_misplaced(case):
                del self._misplaced[key]
                if key not in self._moving_to and case.place_ticket is not None:
                    case.place_ticket.withdraw()

    def _go_on_as_another_class(self, case: Case) -> None:
        """Where it is, and what is kept for it, is written down anew."""
        case.reception, case.place, case.kept = (
            None if stay is None else self._go_on(stay) for stay in (case.reception, case.place, case.kept)
        )

    def _go_on(self, stay: Stay) -> Stay:
        stay.end = self.world.clock.now
        return self._begin_stay(stay.case, stay.pool, stay.kind, stay.units, stay.rooms)

    # --- inside ---------------------------------------------------------------------------------------------------------

    def _ask(self, case: Case, rank: int) -> None:
        if case.place_ticket is not None:
            case.place_ticket.withdraw()
        key = (rank, self.world.priority(case), self.world.clock.now, 0, case.key)
        case.place_ticket = self._waiting.join(key, self._need(case, rank), case)
        if rank == NEWCOMER:
            self._asked_now.append(case)
        self.world.mark(self)

    def _need(self, case: Case, rank: int) -> Hashable:
        """What tells cases apart: those alike wait as one group."""
        return (case.class_, case.size, case.reservation, self._moving_to.get(case.key), rank, self.world.own_need(case))

    def _offer(self, case: Case) -> tuple[Pool, str] | None:
        """Where the case could go now: the place kept for it, a place, or an overflow place if it has none yet."""
        if case.reservation is not None:
            return self.pools[case.reservation], "place"
        if case.key in self._misplaced and not self._is_misplaced(case):
            return None
        pool = self._pool_for(case)
        if pool is not None:
            return pool, "place"
        if self.site.terms.policy.when_full == "overflow" and case.place is None:
            for pool in self.pools.values():
                if pool.admits(case.class_) and pool.is_open and pool.tolerates(case.size):
                    return pool, "overflow"
        return None

    def _pool_for(self, case: Case, pool: str | None = None) -> Pool | None:
        """The first pool of its class with room; who is to move to a pool asks for that one alone."""
        for one in self._preferred(case) if pool is None else (self.pools[pool],):
            if one.admits(case.class_) and one.fits(case):
                return one
        return None

    def _preferred(self, case: Case) -> Iterable[Pool]:
        """Pools in order: the one it moves to, those of an own policy, or all as in the file."""
        if case.key in self._moving_to:
            return (self.pools[self._moving_to[case.key]],)
        if self.world.policies.housing is None:
            return self.pools.values()
        return [self.pools[name] for name in preferred_pools(self.world, self.pools, case)]

    def _grant(self, case: Case, offer: tuple[Pool, str]) -> None:
        kept = case.reservation is not None
        self._end_keeping(case)
        self._moving_to.pop(case.key, None)
        self._misplaced.pop(case.key, None)
        case.place_ticket = None
        self._leave_reception(case)
        self._leave_place(case)
        self._take(case, *offer, kept)
        if offer[1] == "overflow":
            self._ask(case, OVERFLOW_MOVE)

    def _take(self, case: Case, pool: Pool, kind: str, kept: bool = False) -> None:
        if kind == "overflow":
            pool.overflow_taken += case.size
            case.place = self._begin_stay(case, pool.name, kind, case.size)
        else:
            (pool.move_in if kept else pool.take)(case)
            case.place = self._begin_stay(case, pool.name, kind, *pool.held_by(case))
        self._count(pool.name, case.size)
        case.pool = pool.name
        if "placed" not in case.at:
            self.world.casework.reached(case, "placed")

    def _count(self, where: str, people: int) -> None:
        self._people[where] += people
        if self.site.teams.binding:
            self.site.teams.people_changed()

    def _begin_stay(self, case: Case, pool: str, kind: str, units: int, rooms: Numbers = ()) -> Stay:
        stay = Stay(case, case.class_, self.site.name, pool, kind, units, self.world.clock.now, rooms)
        self.world.book.stays.append(stay)
        return stay

    def _leave_reception(self, case: Case) -> None:
        if case.reception is not None:
            case.reception.end = self.world.clock.now
            case.reception = None
            self.reception.present -= case.size
            self._count(RECEPTION, -case.size)
            self.world.relocation.changed()
            self.world.mark_transfers()

    def _leave_place(self, case: Case) -> None:
        if case.place is None:
            return
        case.place.end = self.world.clock.now
        self._count(case.place.pool, -case.size)
        pool = self.pools[case.place.pool]
        if case.place.kind == "overflow":
            pool.overflow_taken -= case.size
        else:
            pool.vacate(case)
        case.place = None
        self.changed()
