"""Routing: which of several hubs a case at the sender may go to, and in which order they are tried."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.hub.case import Case
    from sim.hub.site import Site
    from sim.hub.world import World


class Routing:
    """Hubs in order: as they are written, as a share has drawn, or the emptiest first."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._all = list(world.sites.values())
        self._open_to_all = len(world.sites) == 1 and not self._filters()

    def takes(self, case: Case) -> bool:
        """Whether any hub is for the case."""
        return self._open_to_all or any(site.takes(case) for site in self.world.sites.values())

    def order(self, case: Case, to: Sequence[str] | None = None) -> list[Site]:
        """Hubs that are for the case, the first to be tried first; `to` are those that a service reaches, in its order."""
        world = self.world
        sites = self._all if to is None else [world.sites[name] for name in to]
        if self._open_to_all:
            return sites
        sites = [site for site in sites if site.takes(case)]
        by = world.scenario.routing.by
        if by == "share":
            drawn = self._drawn(case)
            return [site for site in sites if site.name == drawn]
        if by == "free":
            return sorted(sites, key=lambda site: (-site.housing.free_for(case), site.rank))
        return sites

    def need(self, case: Case) -> Hashable:
        """What tells cases apart that hubs treat differently: those alike wait as one group."""
        return None if self._open_to_all else tuple(site.name for site in self.order(case))

    def _drawn(self, case: Case) -> str:
        """One hub for the case, by the shares of those that are for it."""
        if not case.drawn_hub:
            shares = {site.name: site.terms.share or 0.0 for site in self.world.sites.values() if site.takes(case)}
            case.drawn_hub = case.luck.one_of("hub", list(shares), list(shares.values())) if any(shares.values()) else ""
        return case.drawn_hub

    def _filters(self) -> bool:
        world = self.world
        chosen = any(site.terms.for_ or site.terms.destinations for site in world.sites.values())
        return chosen or any(stream.hubs for stream in world.scenario.demand.values())
