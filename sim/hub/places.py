"""Pools of places, and reception: what is there, what is usable, who holds it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.hub.clock import Kind

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


@dataclass(slots=True)
class Stay:
    """A case in reception, in a place, or in an overflow place. `units` is what it takes of the pool, in people."""

    case: Case
    class_: str
    hub: str
    pool: str
    kind: str
    units: int
    start: int
    end: int | None = None


class Pool:
    """One pool. A unit is a bed, or a room that one case has for itself."""

    def __init__(self, world: World, site: Site, name: str, rank: int) -> None:
        self.world = world
        self.site = site
        self.name = name
        self.rank = rank
        self._let_in = True
        self.taken = 0
        self.reserved = 0
        self.in_turnaround = 0
        self.overflow_taken = 0
        self.usable = 0

    @property
    def terms(self) -> Terms:
        return self.site.terms.pools[self.name]

    @property
    def beds_per_unit(self) -> int:
        """People a unit holds."""
        return self.terms.beds or 1 if self.terms.rooms is not None else 1

    def units(self, size: int) -> int:
        """Units a case takes: a bed for each person, or as many rooms as it needs."""
        return -(-size // self.beds_per_unit)

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

    def fits(self, class_: str, size: int) -> bool:
        """Whether a case could have a place now: the reserve is only for the classes it names."""
        reserve = self.terms.reserve
        kept = self.units(reserve.places) if reserve is not None and class_ not in reserve.for_ else 0
        return self.units(size) <= self.free - kept

    @property
    def free(self) -> int:
        """Units neither taken, kept, nor being made ready; below 0 where more are held than can be used."""
        return self.usable - self.taken - self.reserved - self.in_turnaround

    def tolerates(self, size: int) -> bool:
        """Whether the overflow has room."""
        return self.overflow_taken + size <= self.terms.overflow

    def vacate(self, units: int) -> None:
        """Units are given up; each is out of use for the turnaround."""
        self.taken -= units
        if not self.terms.turnaround:
            return
        self.in_turnaround += units
        clock = self.world.clock
        clock.alarm(clock.now + self.terms.turnaround, Kind.CHANGE, self.world.POOLS + self.rank, 0, lambda: self._ready(units))

    def _ready(self, units: int) -> None:
        self.in_turnaround -= units
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
