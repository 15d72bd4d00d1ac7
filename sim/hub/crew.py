"""A team at work: how many of its people are there today, how many of those are bound, how many are busy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.formulas import binomial
from sim.hub.clock import DAY
from sim.hub.duty import Duty

if TYPE_CHECKING:
    from sim.hub.site import Site
    from sim.hub.world import World
    from sim.scenario.schema import Team

SEATS = 1 << 16
"""Posts that open on one date; a post is numbered date x this + seat."""


class Crew:
    """One team. Staff is who is on the books and trained; `there` leaves out who is away today; `bound` can do no task."""

    def __init__(self, world: World, site: Site, name: str) -> None:
        self.world = world
        self.site = site
        self.name = name
        self.terms: Team = site.terms.teams[name]
        self.busy = 0
        self.staff = 0
        self.there = 0
        self.bound = 0
        self.duty = Duty(self.terms.on_duty, (), world.scenario.start)
        self.joins_at = sorted(self._joins_at())

    @property
    def free(self) -> int:
        """People who could start something now."""
        left = self.there - self.bound - self.busy
        return left if left > 0 and self.duty.is_on(self.world.clock.now) else 0

    @property
    def manned(self) -> bool:
        """Whether people are bound whatever there is to do."""
        return self.terms.minimum is not None or self.terms.per is not None

    def recount(self) -> None:
        """Roster and people from now on."""
        terms, now = self.terms, self.world.clock.now
        self.duty = Duty(terms.on_duty, terms.closed, self.world.scenario.start, self.site.terms.holidays, terms.on_holidays)
        self.staff = terms.staff + sum(at <= now for at in self.joins_at)
        self.there = self.staff - self._away(now // DAY)
        self.bind()

    def bind(self) -> None:
        """How many must be kept from tasks now."""
        housing, pools = self.site.housing, self.terms.pools
        is_open = bool(self.terms.minimum) and housing.is_open(pools)
        self.bound = self.needed(housing.people_in(pools), is_open) if self.manned else 0
        self.world.book.capacity(f"team:{self.name}", self.staff, self.there, self.bound, 0)

    def needed(self, people: int, is_open: bool) -> int:
        """People of the team whom minimum and ratio bind, for so many people inside."""
        terms = self.terms
        least = (terms.minimum or 0) if is_open else 0
        return least if terms.per is None else max(least, -(-people * terms.per.staff // terms.per.people))

    def _away(self, day: int) -> int:
        absent = self.terms.absent
        if not absent:
            return 0
        return binomial(self.staff, absent, self.world.luck.of(f"teams.{self.name}", day).uniform("absent"))

    def _joins_at(self) -> list[int]:
        """When each post that opens later is filled by somebody trained."""
        terms, luck = self.terms, self.world.luck
        joined = []
        for rank, (date, posts) in enumerate(sorted(terms.recruited.items())):
            for seat in range(posts):
                lag = 0 if terms.hired is None else luck.of(f"teams.{self.name}", rank * SEATS + seat).length("hired", terms.hired)
                joined.append(self.world.instant_of(date) + lag + (terms.training or 0))
        return joined
