"""When dated acts happen: dates fixed, drawn and chained, numbers of people that set them off, and conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from sim.given.acts import Act, Dates
from sim.hub.clock import Kind
from sim.scenario.schema import Reached

if TYPE_CHECKING:
    from sim.hub.world import World

BEGINS, ENDS = 0, 1


class Schedule:
    """The acts of a scenario and their instants.

    What has a date alone, or comes after such an act, is known at time 0. The others depend on what happens in the run: they wait
    for a number of people, for the act before them, or for a condition to be looked at on their day.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self._terms = world.scenario.timeline
        self._rank = {name: rank for rank, name in enumerate(self._terms)}
        self._dates = Dates(world.scenario, world.luck)
        self.known = self._dates.known()
        self._begun: dict[str, int] = {act.name: act.at for act in self.known}
        self._people = dict.fromkeys(Reached.model_fields, 0)
        self._awaited = {name: terms.when for name, terms in self._terms.items() if terms.when is not None}
        self._begins: Callable[[Act], None]
        self._ends: Callable[[Act], None]

    def begin(self, begins: Callable[[Act], None], ends: Callable[[Act], None]) -> None:
        """Put every act that has a date into the calendar; what lies before the start is in force from the start."""
        self._begins, self._ends = begins, ends
        for act in self.known:
            if (act.until is None or act.until > 0) and act.at < self.world.horizon:
                self._alarm(act.at, act.rank, BEGINS, begins, act)
                self._lay_end(act)
        for name, terms in self._terms.items():
            if not self._dates.is_known(name) and terms.when is None and (terms.after is None or self._dates.is_known(terms.after)):
                self._plan(name, self._dates.instant(name))

    def counted(self, **people: int) -> None:
        """So many more (or fewer) have come, are inside or have left; acts that wait for such a number happen."""
        if not self._awaited:
            return
        for what, number in people.items():
            self._people[what] += number
        for name, reached in list(self._awaited.items()):
            wanted = {field: number for field in Reached.model_fields if (number := getattr(reached, field)) is not None}
            if all(self._people[field] >= number for field, number in wanted.items()):
                del self._awaited[name]
                self._plan(name, self._dates.after(name, self.world.clock.now))

    def has_begun(self, name: str) -> bool:
        """Whether an act has begun by now."""
        at = self._begun.get(name)
        return at is not None and at <= self.world.clock.now

    # --- what depends on the run ------------------------------------------------------------------------------------------

    def _plan(self, name: str, at: int | None) -> None:
        """On its day it is seen whether its conditions hold."""
        if at is not None and at < self.world.horizon:
            self._alarm(at, self._rank[name], BEGINS, self._due, name, at)

    def _due(self, name: str, at: int) -> None:
        terms = self._terms[name]
        begun = self._begun_before(name, at)
        if not (begun.issuperset(terms.if_) and begun.isdisjoint(terms.unless)):
            return
        self._begun[name] = at
        act = Act(name, self._rank[name], at, None if terms.lasts is None else at + terms.lasts, terms)
        if act.until is None or act.until > 0:
            self._begins(act)
            self._lay_end(act)
        for other in self._followers(name):
            self._plan(other, self._dates.after(other, at))

    def _begun_before(self, name: str, at: int) -> set[str]:
        """Acts that have begun by an instant; of the same instant those above in the file."""
        mine = (at, self._rank[name])
        return {other for other, begun in self._begun.items() if (begun, self._rank[other]) < mine}

    def _followers(self, name: str) -> Iterator[str]:
        return (other for other, terms in self._terms.items() if terms.after == name)

    def _lay_end(self, act: Act) -> None:
        if act.until is not None and act.until < self.world.horizon:
            self._alarm(act.until, act.rank, ENDS, self._ends, act)

    def _alarm(self, at: int, rank: int, sub: int, then: Callable[..., None], *about: Any) -> None:
        self.world.clock.alarm(max(self.world.clock.now, at), Kind.CHANGE, rank, sub, then, *about)
