"""Pools of places, and reception: what is there, what is usable, who holds it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.hub.clock import Kind
from sim.hub.rooms import Kind as PeopleKind
from sim.hub.rooms import Numbers, Rooms

if TYPE_CHECKING:
    from sim.hub.case import Case
    from sim.hub.site import Site
    from sim.hub.world import World
    from sim.scenario.schema import Pool as Terms

ROUNDING = 1e-9
"""0.29 x 100 places are 29, although the product in binary is a little less."""


def rounded_down(x: float) -> int:
    """The whole number of places in a share of places."""
    return math.floor(x + ROUNDING)


@dataclass(slots=True, eq=False)
class Stay:
    """A case of one class in reception, in a place, or in an overflow place. `units` is what it takes of the pool, in people."""

    case: Case
    class_: str
    hub: str
    pool: str
    kind: str
    units: int
    start: int
    rooms: Numbers = ()
    end: int | None = None


class Pool:
    """One pool. A unit is a bed, or a room: of one case, or of people who may share it."""

    def __init__(self, world: World, site: Site, name: str, rank: int) -> None:
        self.world = world
        self.site = site
        self.name = name
        self.rank = rank
        self.terms: Terms = site.terms.pools[name]
        self._let_in = True
        self.taken = 0
        self.reserved = 0
        self.in_turnaround = 0
        self.overflow_taken = 0
        self.usable = 0
        self.rooms = Rooms() if self.terms.rooms is not None else None

    @property
    def beds_per_unit(self) -> int:
        """People a unit holds."""
        return self.terms.beds or 1 if self.terms.rooms is not None else 1

    def units(self, size: int) -> int:
        """Units a case takes that has them for itself: a bed for each person, or as many rooms as it needs."""
        return size if self.rooms is None else -(-size // self.beds_per_unit)

    def admits(self, class_: str) -> bool:
        """Whether a class may use the pool."""
        return not self.terms.for_ or class_ in self.terms.for_

    def recount(self) -> None:
        """Places usable from now on, by the terms now in force; nobody is put out when they shrink."""
        terms = self.terms
        nominal = terms.rooms if terms.rooms is not None else terms.places or 0
        opened = rounded_down(nominal * terms.opened) if self.is_open else 0
        self.usable = max(0, rounded_down(opened * terms.usable) - self.units(terms.background or 0))
        beds = self.beds_per_unit
        kept = self.units(terms.reserve.places) * beds if terms.reserve is not None else 0
        self.world.book.capacity(f"pool:{self.name}", nominal * beds, self.usable * beds, kept, terms.overflow)

    # --- who fits -------------------------------------------------------------------------------------------------------

    def fits(self, case: Case) -> bool:
        """Whether a case could have a place now, beside others or for itself: the reserve is only for the classes it names."""
        if self.rooms is not None and self._room_beside_others(self.rooms, case) is not None:
            return True
        reserve = self.terms.reserve
        if self.rooms is None and reserve is None:
            return case.size <= self.free
        kept = self.units(reserve.places) if reserve is not None and case.class_ not in reserve.for_ else 0
        return self.units(case.size) <= self.free - kept

    @property
    def free(self) -> int:
        """Units neither taken, kept, nor being made ready; below 0 where more are held than can be used."""
        held = self.taken + self.reserved if self.rooms is None else self.rooms.taken
        return self.usable - held - self.in_turnaround

    def free_for(self, case: Case) -> int:
        """Places free now for people as the case; below 0 where more are held than can be used."""
        beside = self.rooms.free_beds(self._kind(case), self.beds_per_unit) if self.rooms is not None and self._shares(case) else 0
        return self.free * self.beds_per_unit + beside

    def tolerates(self, size: int) -> bool:
        """Whether the overflow has room."""
        return self.overflow_taken + size <= self.terms.overflow

    def suits(self, case: Case) -> bool:
        """Whether a case may be where it has its beds: in the pool, and in its room with the others there."""
        return self.admits(case.class_) and (self.rooms is None or not self.rooms.mixed(case))

    def _shares(self, case: Case) -> bool:
        """Whether a case has beds in a room rather than rooms."""
        return self.terms.shared_by in ("class", "group") and case.size <= self.beds_per_unit

    def _kind(self, case: Case) -> PeopleKind:
        """Those of one kind may share a room."""
        terms = self.terms
        if terms.shared_by == "class":
            return case.class_
        if terms.shared_by == "group":
            return next((rank for rank, group in enumerate(terms.groups.values()) if case.class_ in group), case.class_)
        return case.key

    def _room_beside_others(self, rooms: Rooms, case: Case) -> int | None:
        """A room with others of its kind; nobody enters one while more rooms are taken than can be used."""
        if not self._shares(case) or self.free < 0:
            return None
        return rooms.fullest(self._kind(case), case.size, self.beds_per_unit)

    # --- coming and going -----------------------------------------------------------------------------------------------

    def take(self, case: Case) -> None:
        """A case has a place from now on."""
        if self.rooms is None:
            self.taken += case.size
        else:
            self._enter(self.rooms, case, lives=True)

    def keep(self, case: Case) -> None:
        """A place is kept for a case."""
        if self.rooms is None:
            self.reserved += case.size
        else:
            self._enter(self.rooms, case, lives=False)

    def move_in(self, case: Case) -> None:
        """A case has the place that was kept for it."""
        if self.rooms is None:
            self.reserved -= case.size
            self.taken += case.size
        else:
            self.rooms.move_in(case)

    def give_up(self, case: Case) -> None:
        """A place is kept no longer."""
        if self.rooms is None:
            self.reserved -= case.size
        else:
            self._make_ready(self.rooms.leave(case))

    def vacate(self, case: Case) -> None:
        """A case has left its place."""
        if self.rooms is None:
            self.taken -= case.size
            self._make_ready(units=case.size)
        else:
            self._make_ready(self.rooms.leave(case))

    def held_by(self, case: Case) -> tuple[int, Numbers]:
        """Places that a case with a place here (or one that is kept) takes of the pool, and its rooms."""
        rooms = self.rooms.of(case) if self.rooms is not None else ()
        return case.size if self.rooms is None or self._shares(case) else len(rooms) * self.beds_per_unit, rooms

    def regroup(self, case: Case) -> None:
        """The class of a case with a place here (or one that is kept) has changed."""
        if self.rooms is not None:
            self.rooms.regroup(case, self._kind(case))

    def _enter(self, rooms: Rooms, case: Case, lives: bool) -> None:
        beside = self._room_beside_others(rooms, case)
        chosen = (beside,) if beside is not None else rooms.empty(self.units(case.size))
        rooms.enter(case, self._kind(case), chosen, case.size if self._shares(case) else self.beds_per_unit, lives)

    def _make_ready(self, rooms: Numbers = (), units: int = 0) -> None:
        """Beds, or rooms that are empty now, are out of use for the turnaround."""
        units += len(rooms)
        if not units or not self.terms.turnaround:
            return
        self.in_turnaround += units
        if self.rooms is not None:
            self.rooms.make_ready(rooms)
        clock = self.world.clock
        clock.alarm(clock.now + self.terms.turnaround, Kind.CHANGE, self.world.POOLS + self.rank, 0, self._ready, rooms, units)

    def _ready(self, rooms: Numbers, units: int) -> None:
        self.in_turnaround -= units
        if self.rooms is not None:
            self.rooms.ready(rooms)
        self.site.housing.changed()

    def let_in(self) -> None:
        """A dated act opens the pool."""
        self._let_in = True

    def shut(self, _act: str) -> None:
        """A dated act closes it to newcomers: nobody is put out."""
        self._let_in = False

    @property
    def is_open(self) -> bool:
        """Opened by its date or act, and not closed since."""
        return self._let_in and self.world.has_opened(self.terms.opens)


class Reception:
    """Where people are between arrival and a place."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.present = 0
        self.expected = 0

    def fits(self, size: int) -> bool:
        """Whether reception has room for more people who are to be moved here."""
        places = self.site.terms.reception.places
        return places is None or self.present + self.expected + size <= places
