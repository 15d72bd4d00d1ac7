"""Selection: what the agreement excludes, who is proposed and eligible, the host's review, acceptance while there is room."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.hub.clock import Kind
from sim.hub.teams import Task
from sim.record import FILTER

if TYPE_CHECKING:
    from sim.hub.case import Case, Story
    from sim.hub.world import World
    from sim.scenario.schema import Selection as Terms


class Selection:
    """What the host does with the sender's list."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.terms: Terms = world.scenario.selection

    def review(self, case: Case) -> Story:
        """From listed to decided; True when accepted."""
        world, terms, task = self.world, self.terms, None
        refusal = self._excluded(case)
        if refusal:
            self._decline(case, refusal)
            return False
        unseen = self._not_proposed(case)
        if unseen:
            world.exits.leave(case, "declined", unseen)
            return False
        if terms.every is not None:
            yield world.clock.until(self._next_list(terms.every), Kind.STEP_END, case.key, world.DECISION)
        if self._takes_time():
            task = yield from self._work(case)
        refusal = self._excluded(case) or self._decision(case)
        if task is not None:
            task.result = "declined" if refusal else "accepted"
        if refusal:
            self._decline(case, refusal)
            return False
        case.at["decided"] = world.clock.now
        case.accepted = True
        world.agreement.accepted += case.size
        world.casework.reached(case, "decided")
        return True

    def _takes_time(self) -> bool:
        terms = self.terms
        return terms.time is not None or bool(terms.team) or self.world.suspended("selection")

    def _work(self, case: Case) -> Story:
        """The host's people read the case; nothing is read while selection is suspended."""
        world, terms = self.world, self.terms
        time = 0 if terms.time is None else case.luck.length("selection.time", terms.time)
        if terms.team or world.suspended("selection"):
            teams = world.site_with_teams(terms.team).teams
            return (yield teams.ask(Task(case, "selection", terms.team, time, world.clock.now, world.DECISION)))
        if time:
            yield world.clock.until(world.clock.now + time, Kind.STEP_END, case.key, world.DECISION)
        return None

    def _next_list(self, every: int) -> int:
        """The next multiple of the interval at which lists are taken up, now included."""
        return -(-self.world.clock.now // every) * every

    def _excluded(self, case: Case) -> str:
        if case.class_ in self.world.scenario.agreement.excluded or not self.world.routing.takes(case):
            return "excluded"
        return "end" if self.world.agreement.closed else ""

    def _not_proposed(self, case: Case) -> str:
        """Why the host never sees a case: the sender does not propose it, or the first filter that it does not pass."""
        terms = self.terms
        proposed = terms.proposed
        if proposed is not None and not case.luck.happens("proposed", _share(proposed, case)):
            return "not_proposed"
        for name, one in terms.filters.items():
            looks = (not one.for_ or case.class_ in one.for_) and (not one.destinations or case.destination in one.destinations)
            if looks and not case.luck.happens(f"filters.{name}", one.passes):
                return f"{FILTER}{name}"
        return ""

    def _decision(self, case: Case) -> str:
        if not case.luck.happens("selection", _share(self.terms.accepted, case)):
            return "host"
        return "" if self.world.agreement.accepts(case) else "room"

    def _decline(self, case: Case, reason: str) -> None:
        case.at["decided"] = self.world.clock.now
        self.world.exits.leave(case, "declined", reason)


def _share(shares: float | dict[str, float], case: Case) -> float:
    """One share for all, or that of the class; a class without one: all."""
    return shares if isinstance(shares, float) else shares.get(case.class_, 1.0)
