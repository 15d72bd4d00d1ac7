"""When dated acts happen: dates fixed, drawn and chained, numbers of people that set them off, and conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.hub.clock import Kind
from sim.scenario.schema import DrawnDate, Reached, is_known

if TYPE_CHECKING:
    from sim.hub.world import World
    from sim.scenario.schema import Act as Terms

BEGINS, ENDS = 0, 1


@dataclass(frozen=True)
class Act:
    """An act that happens, at an instant, until another (None: it does not end)."""

    name: str
    rank: int
    at: int
    until: int | None
    terms: Terms


class Schedule:
    """The acts of a scenario and their instants.

    What has a date alone, or comes after such an act, is known at time 0. The others depend on what happens in the run: they wait
    for a number of people, for the act before them, or for a condition to be looked at on their day.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        self._terms = world.scenario.timeline
        self._rank = {name: rank for rank, name in enumerate(self._terms)}
        self._instants: dict[str, int | None] = {}
        self.known = self._all_known()
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
                self._alarm(act.at, act.rank, BEGINS, lambda act=act: begins(act))  # type: ignore[misc]
                self._lay_end(act)
        for name, terms in self._terms.items():
            if not self._is_known(name) and terms.when is None and (terms.after is None or self._is_known(terms.after)):
                self._plan(name, self._instant(name))

    def counted(self, what: str, people: int) -> None:
        """So many more (or fewer) have come, are inside or have left; acts that wait for such a number happen."""
        if not self._awaited:
            return
        self._people[what] += people
        for name, reached in list(self._awaited.items()):
            wanted = {field: number for field in Reached.model_fields if (number := getattr(reached, field)) is not None}
            if all(self._people[field] >= number for field, number in wanted.items()):
                del self._awaited[name]
                self._plan(name, self._after(name, self.world.clock.now))

    def has_begun(self, name: str) -> bool:
        """Whether an act has begun by now."""
        at = self._begun.get(name)
        return at is not None and at <= self.world.clock.now

    # --- dates ----------------------------------------------------------------------------------------------------------

    def _all_known(self) -> list[Act]:
        acts = []
        for name, terms in self._terms.items():
            at = self._instant(name) if self._is_known(name) else None
            if at is not None:
                acts.append(Act(name, self._rank[name], at, self._until(name, at), terms))
        return acts

    def _is_known(self, name: str) -> bool:
        """Whether nothing of the run decides when, or if, an act happens."""
        return is_known(self._terms, name)

    def _instant(self, name: str) -> int | None:
        """When an act with a date, or after a known one, happens, its conditions left out; None if it does not."""
        if name not in self._instants:
            terms = self._terms[name]
            origin = self._instant(terms.after) if terms.after is not None else self._dated(name, terms)
            self._instants[name] = None if origin is None else self._after(name, origin)
        return self._instants[name]

    def _dated(self, name: str, terms: Terms) -> int:
        if isinstance(terms.date, DrawnDate):
            delay = self.world.luck.of(f"timeline.{name}", 0).length("date", terms.date.delay)
            return self.world.instant_of(terms.date.from_) + delay
        assert terms.date is not None
        return self.world.instant_of(terms.date)

    def _after(self, name: str, origin: int) -> int | None:
        """So long after its origin as the act says; None if by its own chance it does not happen."""
        luck, terms = self.world.luck.of(f"timeline.{name}", 0), self._terms[name]
        if not luck.happens("happens", terms.chance):
            return None
        return origin if terms.delay is None else origin + luck.length("delay", terms.delay)

    def _until(self, name: str, at: int) -> int | None:
        """The end of what lasts, or of what a known act ends before."""
        lasts = self._terms[name].lasts
        ends = [] if lasts is None else [at + lasts]
        for other, terms in self._terms.items():
            ender = self._instant(other) if name in terms.ends and self._is_known(other) else None
            if ender is not None and (at, self._rank[name]) <= (ender, self._rank[other]):
                ends.append(ender)
        return min(ends, default=None)

    # --- what depends on the run ------------------------------------------------------------------------------------------

    def _plan(self, name: str, at: int | None) -> None:
        """On its day it is seen whether its conditions hold."""
        if at is not None and at < self.world.horizon:
            self._alarm(at, self._rank[name], BEGINS, lambda: self._due(name, at))

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
            self._plan(other, self._after(other, at))

    def _begun_before(self, name: str, at: int) -> set[str]:
        """Acts that have begun by an instant; of the same instant those above in the file."""
        mine = (at, self._rank[name])
        return {other for other, begun in self._begun.items() if (begun, self._rank[other]) < mine}

    def _followers(self, name: str) -> Iterator[str]:
        return (other for other, terms in self._terms.items() if terms.after == name)

    def _lay_end(self, act: Act) -> None:
        if act.until is not None and act.until < self.world.horizon:
            self._alarm(act.until, act.rank, ENDS, lambda: self._ends(act))

    def _alarm(self, at: int, rank: int, sub: int, then: Callable[[], None]) -> None:
        self.world.clock.alarm(max(self.world.clock.now, at), Kind.CHANGE, rank, sub, then)
