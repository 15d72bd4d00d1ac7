"""A site: one hub of the world, with its reception and places, and its teams."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.hub.housing import Housing
from sim.hub.teams import Teams

if TYPE_CHECKING:
    from sim.hub.case import Case
    from sim.hub.world import World
    from sim.scenario.schema import Hub


class Site:
    """One hub. What it is comes from the scenario in force; pools and teams have one name in all hubs."""

    def __init__(self, world: World, name: str, rank: int, first_pool: int) -> None:
        self.world = world
        self.name = name
        self.rank = rank
        self.teams = Teams(world, self)
        self.housing = Housing(world, self, first_pool)

    @property
    def terms(self) -> Hub:
        """The hub as it is in force now."""
        return self.world.scenario.hubs[self.name]

    def strict(self) -> bool:
        """Whether nobody may pass those before them who do not fit."""
        return self.terms.policy.queue == "strict"

    def takes(self, case: Case) -> bool:
        """Whether the hub is for the class and destination of a case, and for its stream."""
        terms, hubs = self.terms, self.world.stream_terms[case.stream].hubs
        for_class = not terms.for_ or case.class_ in terms.for_
        return for_class and (not terms.destinations or case.destination in terms.destinations) and (not hubs or self.name in hubs)
