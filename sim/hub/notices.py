"""Before the transfer: an accepted case is told of it, has time, and may object; only then may it be booked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.hub.clock import Kind
from sim.hub.running import CLOCKS_OF_ONE_KIND, ORDER_OF
from sim.scenario.shapes import Latent

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.hub.case import Case
    from sim.hub.world import World
    from sim.scenario.schema import Objection as Objecting
    from sim.scenario.schema import Transfer as Terms

NOTICE = ""
"""What holds a case back until notice has run, beside the objections by name."""


@dataclass(slots=True, eq=False)
class Objection:
    """An objection that was lodged: one row of the tasks."""

    case: Case
    name: str
    lodged: int
    ended: int | None = None
    outcome: str = "waiting"
    result: str = ""


class Notices:
    """Who may not be booked yet, and why."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.terms: Terms = world.scenario.transfer
        self._held: dict[int, tuple[Case, set[str]]] = {}
        self._open: dict[tuple[int, str], Objection] = {}

    def begin(self, case: Case) -> None:
        """The host has accepted the case: it may be booked at once, where nobody is told and has time."""
        terms = self.terms
        if terms.told_after is None and terms.notice is None and not terms.objections:
            self.world.transfer.join(case, self.world.clock.now)
            return
        self._held[case.key] = (case, {NOTICE})
        after = 0 if terms.told_after is None else case.luck.length("told_after", terms.told_after)
        self._later(case, after, "told", 0, self._tell)

    def holds(self, case: Case) -> bool:
        """Whether the case may not be booked yet."""
        return case.key in self._held

    def held(self) -> list[Case]:
        """All who may not be booked yet."""
        return [case for case, _ in self._held.values()]

    def leave(self, case: Case) -> None:
        """The case stays with the sender: what was pending is without object."""
        if not self.holds(case):
            return
        _, reasons = self._held.pop(case.key)
        for name in reasons:
            if (case.key, name) in self._open:
                self._close(case, name, "left")

    # --- notice ---------------------------------------------------------------------------------------------------------

    def _tell(self, case: Case) -> None:
        """The notice in force runs; objections in time are lodged in their time."""
        if case.outcome:
            return
        terms = self.terms
        notice = terms.notice or 0
        case.at["told"] = self.world.clock.now
        for rank, (name, one) in enumerate(terms.objections.items()):
            after = self._lodges_after(case, name, one)
            if after is not None and (one.until == "boarding" or after < notice):
                self._later(case, after, "objected", rank, self._lodge, name, rank)
        self._later(case, notice, "ready", 0, self._let_go, NOTICE)

    def _let_go(self, case: Case, why: str) -> None:
        """One thing less holds the case back; when nothing does, it joins the list for transfer."""
        if not self.holds(case):
            return
        _, reasons = self._held[case.key]
        reasons.discard(why)
        if not reasons:
            del self._held[case.key]
            case.at["ready"] = self.world.clock.now
            self.world.transfer.join(case, self.world.clock.now)

    # --- objections -----------------------------------------------------------------------------------------------------

    def _lodges_after(self, case: Case, name: str, one: Objecting) -> int | None:
        """Time from being told to lodging; None: does not object."""
        chance = one.chance if isinstance(one.chance, float) else one.chance.get(case.class_, 0.0)
        return case.luck.latent(f"objections.{name}.after", Latent(one.after.shape, 1.0 - chance * (1.0 - one.after.never)))

    def _lodge(self, case: Case, name: str, rank: int) -> None:
        """Until it is decided the case is off list and manifest."""
        world, one = self.world, self.terms.objections[name]
        if case.outcome or "boarded" in case.at:
            return
        if case.booking is not None:
            world.services.take_off(case, "objection")
        world.transfer.step_out(case)
        case.at.pop("ready", None)
        self._held.setdefault(case.key, (case, set()))[1].add(name)
        lodged = self._open[case.key, name] = Objection(case, name, world.clock.now)
        world.book.objections.append(lodged)
        decided = case.luck.latent(f"objections.{name}.decided", one.decided)
        if decided is not None:
            self._later(case, decided, "objection", rank, self._decide, name, rank)

    def _decide(self, case: Case, name: str, rank: int) -> None:
        """Upheld, the case stays with the sender; refused, it goes on, perhaps after a further time."""
        if case.outcome:
            return
        one = self.terms.objections[name]
        if case.luck.happens(f"objections.{name}.upheld", one.upheld):
            self._close(case, name, "decided", "upheld")
            self.world.exits.leave(case, "dropped_out", "objection")
        else:
            self._close(case, name, "decided", "refused")
            self._later(case, one.further, "ready", 1 + rank, self._let_go, name)

    def _close(self, case: Case, name: str, outcome: str, result: str = "") -> None:
        objection = self._open.pop((case.key, name))
        objection.ended, objection.outcome, objection.result = self.world.clock.now, outcome, result

    def _later(self, case: Case, length: int, kind: str, rank: int, then: Callable[..., None], *about: str | int) -> None:
        sub = ORDER_OF[kind] * CLOCKS_OF_ONE_KIND + rank
        self.world.clock.alarm(self.world.clock.now + length, Kind.CLOCK_END, case.key, sub, then, case, *about)
