"""What a dated act does to many people at once: an exchange, a release, a move to another pool."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.given.acts import Act
    from sim.hub.case import Case
    from sim.hub.world import World
    from sim.scenario.schema import Act as Terms

COMES_HOME = ("returned_voluntarily", "removed", "sent_back")


class Crowd:
    """The people inside that an act is about."""

    def __init__(self, world: World) -> None:
        self.world = world

    def meet(self, act: Act) -> None:
        """First who is exchanged, then who is released, then who moves."""
        if act.terms.exchange is not None:
            self._exchange(act)
        if act.terms.release is not None:
            self._release(act, act.terms.release)
        for from_, to in act.terms.move.items():
            self._move(act.terms, from_, to)

    def _exchange(self, act: Act) -> None:
        """All, or each by chance, leave now, whatever they wait for."""
        world, terms = self.world, act.terms.exchange
        assert terms is not None
        world.book.moment(act.name, "exchange")
        home = world.clock.now + (terms.travel or 0) if terms.outcome in COMES_HOME else None
        for case in self._those(act.terms):
            if case.luck.happens(f"exchange.{act.name}", terms.share):
                world.exits.leave(case, terms.outcome, "exchange", home_at=home)

    def _release(self, act: Act, share: float) -> None:
        """All, or each by chance, are released after the grace."""
        for case in self._those(act.terms):
            if case.luck.happens(f"timeline.{act.name}", share):
                self.world.limits.order_release(case, "order", grace=act.terms.grace)

    def _move(self, terms: Terms, from_: str, to: str) -> None:
        for case in self._those(terms):
            if case.place is not None and case.place.pool == from_ and case.place.kind == "place":
                self.world.move(case, self.world.site_with_pool(to), to)

    def _those(self, terms: Terms) -> list[Case]:
        """People inside whom the act names, in case order."""
        return sorted((case for case in self.world.cases if case.inside and self._names(terms, case)), key=lambda case: case.key)

    def _names(self, terms: Terms, case: Case) -> bool:
        named = (
            (terms.classes, case.class_),
            (terms.hubs, case.hub),
            (terms.destinations, case.destination),
            (terms.streams, case.stream.partition("+")[0]),
        )
        return all(not names or word in names for names, word in named) and self._came_in_time(terms, case)

    def _came_in_time(self, terms: Terms, case: Case) -> bool:
        came, day = case.at["arrived"] - case.prior, self.world.instant_of
        return (terms.arrived_from is None or came >= day(terms.arrived_from)) and (
            terms.arrived_before is None or came < day(terms.arrived_before)
        )
