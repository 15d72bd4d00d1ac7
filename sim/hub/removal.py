"""Removal: who may leave, the queue for outbound services, and attempts that fail."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sim.hub.clock import Kind
from sim.hub.services import SENDER
from sim.hub.waiting import WaitingList
from sim.scenario.schema import Notice, Voluntary

if TYPE_CHECKING:
    from sim.hub.case import Case
    from sim.hub.world import World

Kinded = TypeVar("Kinded", Notice, Voluntary)


class Removal:
    """One queue in each hub for all that leaves from it."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._named = {
            (site.name, kind): [name for name, spec in site.terms.clocks.items() if isinstance(spec, kind)]
            for site in world.sites.values()
            for kind in (Notice, Voluntary)
        }
        self.waiting: dict[str, WaitingList[Case]] = {name: WaitingList(site.strict) for name, site in world.sites.items()}

    def reconsider(self, case: Case) -> None:
        """A gate has opened or shut: join the queue, leave it, or join it for another journey."""
        wanted = self._journey(case)
        if wanted == case.queued_for:
            return
        if case.queued_for is not None:
            self.take_off(case, self._why_off(case))
        case.queued_for = wanted
        if wanted is None:
            case.at.pop("cleared", None)
            return
        self.world.casework.reached(case, "cleared")
        self._join(case, self.world.clock.now)

    def put_back(self, case: Case, joined_at: int, kept_order: int) -> None:
        """Put back by others: the case keeps its place in the list."""
        case.kept_order = kept_order
        self._join(case, joined_at)

    def reorder(self) -> None:
        """Priorities have changed: those who wait stand in their new order."""
        for waiting in self.waiting.values():
            self.world.reorder(waiting)
        self.world.mark_services()

    def rest(self, case: Case, kept_order: int) -> None:
        """After an attempt that failed, or a no-show, the case joins anew after a time."""
        case.resting = True
        case.queued_for = None
        case.kept_order = kept_order
        clock = self.world.clock
        at = clock.now + max(1, case.site.terms.removal.retry_after)
        clock.alarm(at, Kind.STEP_END, case.key, self.world.RETRY, self._rested, case)

    def failed(self, case: Case, kept_order: int) -> None:
        """One attempt more has failed: try again, or what follows the last one (sending back has no last one)."""
        case.failures += 1
        terms = case.site.terms.removal
        if case.sending_back or terms.attempts is None or case.failures < terms.attempts:
            self.world.casework.renew_notice(case)
            self.rest(case, kept_order)
            return
        case.given_up = True
        self.rest(case, kept_order)
        if terms.then == "release":
            self.world.limits.order_release(case, "attempts")
        elif terms.then == "send_back":
            self.world.limits.send_back(case, "attempts")

    def regime_changed(self) -> None:
        """Clocks of another regime say now what opens the gates."""
        for case in self.world.cases:
            if case.inside:
                self.reconsider(case)

    def take_off(self, case: Case, why: str) -> None:
        """Off the queue and off the manifest."""
        if case.removal_ticket is not None:
            case.removal_ticket.withdraw()
            case.removal_ticket = None
            self.world.mark_services()
        if case.booking is not None:
            self.world.services.take_off(case, why)

    def leave(self, case: Case) -> None:
        """The case has left."""
        if case.queued_for is not None:
            self.take_off(case, "exit")
            case.queued_for = None

    def _rested(self, case: Case) -> None:
        case.resting = False
        if not case.outcome:
            self.reconsider(case)

    def _join(self, case: Case, joined_at: int) -> None:
        assert case.queued_for is not None
        key = (self.world.priority(case), joined_at, case.kept_order, case.key)
        case.kept_order = 0
        need = (*case.queued_for, case.destination, case.size, case.escorted and case.queued_for[1] == "enforced")
        case.removal_ticket = self.waiting[case.hub].join(key, need, case)
        self.world.mark_services()

    def _journey(self, case: Case) -> tuple[str, str] | None:
        """(where to, how) the case may leave now: destination and voluntary or enforced, or the sender; None: not at all."""
        if case.outcome or case.order or case.resting or case.unfit:
            return None
        if case.claims and self.world.casework.claims.suspend_removal(case):
            return None
        if self.world.relocation.on_the_road(case):
            return None
        if case.sending_back:
            return (SENDER, SENDER) if self.world.services.reaches_sender(case.hub) else None
        if "screened" not in case.at or case.given_up:
            return None
        if case.agreed:
            return (self._next_stop(case), "voluntary") if self._may_return(case) else None
        gates_open = "documents" in case.at and self._notice_run(case)
        return (self._next_stop(case), "enforced") if gates_open else None

    def _next_stop(self, case: Case) -> str:
        """Where the case travels first on its way home: to its destination, or to the sender where the way leads over it."""
        return SENDER if self.world.scenario.destinations[case.destination].via == SENDER else case.destination

    def _may_return(self, case: Case) -> bool:
        """Whether one who agreed has what the voluntary clock says is needed."""
        return "documents" in case.at or all(spec.needs != "documents" for spec in self._clocks(case, Voluntary).values())

    def _notice_run(self, case: Case) -> bool:
        """Whether the gate of notice is open: every notice declared for the case has run."""
        return not self._named[case.hub, Notice] or case.notices_run.issuperset(self._clocks(case, Notice))

    def _clocks(self, case: Case, kind: type[Kinded]) -> dict[str, Kinded]:
        """The clocks of a kind that are for the case and for the regime, by name."""
        casework, clocks = self.world.casework, case.site.terms.clocks
        mine = {name: spec for name in self._named[case.hub, kind] if isinstance(spec := clocks[name], kind)}
        return {name: spec for name, spec in mine.items() if casework.applies(spec, case) and casework.runs(spec, case)}

    def _why_off(self, case: Case) -> str:
        if case.order:
            return "order"
        if self.world.casework.claims.suspend_removal(case):
            return "claim"
        if not case.fit:
            return "unfit"
        return "choice" if case.agreed else "deadline" if case.sending_back else "exit"
