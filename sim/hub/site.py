"""A site: one hub of the world, with its reception and places, and its teams."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sim.hub.clock import Kind
from sim.hub.housing import Housing
from sim.hub.teams import Teams

if TYPE_CHECKING:
    from sim.hub.case import Case
    from sim.hub.world import World
    from sim.scenario.schema import Hub


class Site:
    """One hub. What it is comes from the scenario in force (`put_in_force`); pools and teams have one name in all hubs."""

    def __init__(self, world: World, name: str, rank: int, first_pool: int) -> None:
        self.world = world
        self.name = name
        self.rank = rank
        self.terms = world.scenario.hubs[name]
        self.teams = Teams(world, self)
        self.housing = Housing(world, self, first_pool)
        self._closed_by: str | None = None
        self._noted = True

    def put_in_force(self, terms: Hub) -> None:
        """What the hub is from now on."""
        self.terms = terms
        for pool in self.housing.pools.values():
            pool.terms = terms.pools[pool.name]
        for crew in self.teams.crews.values():
            crew.terms = terms.teams[crew.name]

    @property
    def is_open(self) -> bool:
        """Whether it takes newcomers: opened by its date or act, and not closed since."""
        return self._closed_by is None and self.world.has_opened(self.terms.opens)

    def begin(self) -> None:
        """Look at the start what is open, and again on the day it opens."""
        opens = self.terms.opens
        at = self.world.instant_of(opens) if isinstance(opens, dt.date) else 0
        if 0 < at < self.world.horizon:
            self.world.clock.alarm(at, Kind.CHANGE, self.world.HUBS + self.rank, 0, self.recount)
        self.housing.begin()
        self.recount()

    def let_in(self) -> None:
        """A dated act lets newcomers in again."""
        self._closed_by = None

    def shut(self, act: str) -> None:
        """A dated act lets no newcomers in: who is inside or has a place reserved stays."""
        self._closed_by = act

    def recount(self) -> None:
        """Something dated has changed what is usable, or whether newcomers are taken."""
        if self.is_open != self._noted:
            self._noted = self.is_open
            if self.is_open:
                self.world.book.spell_ends(f"hub:{self.name}")
            else:
                self.world.book.spell_begins(self._closed_by or "", f"hub:{self.name}")
        self.housing.recount()

    def strict(self) -> bool:
        """Whether nobody may pass those before them who do not fit."""
        return self.terms.policy.queue == "strict"

    def takes(self, case: Case) -> bool:
        """Whether the hub is for the class and destination of a case, and for its stream."""
        terms, hubs = self.terms, self.world.stream_terms[case.stream].hubs
        for_class = not terms.for_ or case.class_ in terms.for_
        return for_class and (not terms.destinations or case.destination in terms.destinations) and (not hubs or self.name in hubs)
