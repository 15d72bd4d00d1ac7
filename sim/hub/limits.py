"""Limits and orders: the stay limit, legal periods, release orders, sending back, the end of the agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.hub.clock import Kind
from sim.hub.running import by_instant, starting
from sim.hub.teams import Task

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.hub.case import Case
    from sim.hub.site import Site
    from sim.hub.world import World

STAY, ORDER, SEND_BACK, WATCH, PERIOD = 0, 1, 2, 3, 64
"""Order of deadlines of one case within an instant."""


class Limits:
    """What the law and the agreement say about how long anybody may be held."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.ended = False
        self._periods = {name: by_instant(site.terms.deadlines) for name, site in world.sites.items()}

    # --- the stay limit -------------------------------------------------------------------------------------------------

    def start_stay(self, case: Case) -> None:
        """The stay limit runs from the first arrival plus counted prior days."""
        limit = self.world.scenario.agreement.stay.limit
        if limit is not None:
            self._set_deadline(case, self.world.clock.now - case.prior + limit)
        if self.ended:
            self._face_end(case)

    def limit_changed(self, grace: int) -> None:
        """A dated change of the limit: nobody's deadline falls before now + grace."""
        stay = self.world.scenario.agreement.stay
        for case in self.world.cases:
            if case.inside and not case.order and stay.limit is not None:
                moved = case.extensions * (stay.by or 0)
                due = case.at["arrived"] - case.prior + stay.limit + moved
                self._set_deadline(case, max(due, self.world.clock.now + grace))

    def _set_deadline(self, case: Case, at: int) -> None:
        """An overdue deadline is handled now."""
        case.at["deadline"] = at
        self._alarm(case, "stay", max(at, self.world.clock.now), STAY, self._stay_limit, case)

    def _stay_limit(self, case: Case) -> None:
        """The limit is reached: extend, release, send back, or breach (the case stays, and is counted)."""
        if case.order or case.sending_back:
            return
        stay = self.world.scenario.agreement.stay
        choice: str = stay.then
        if choice == "extend":
            k = case.extensions + 1
            may = k <= (stay.times or 0) and case.luck.happens("extension", 1.0 if stay.chance is None else stay.chance, k)
            if may and stay.by:
                case.extensions = k
                self._set_deadline(case, case.at["deadline"] + stay.by)
                return
            choice = stay.else_ or "breach"
        self._choose(case, choice, "limit")

    def end_agreement(self) -> None:
        """The agreement ends: no more boarding, and all who remain have a grace."""
        self.ended = True
        self.world.agreement.close()
        for case in self.world.cases:
            if case.inside and not case.order:
                self._face_end(case)

    def _face_end(self, case: Case) -> None:
        end = self.world.agreement.ended_by or self.world.scenario.agreement.end
        assert end is not None
        at = self.world.clock.now + end.grace
        self._alarm(case, "end", at, STAY, self._choose, case, end.then, "end")

    def _choose(self, case: Case, choice: str, reason: str) -> None:
        if choice == "release":
            self.order_release(case, reason)
        elif choice == "send_back":
            self.send_back(case, reason)

    # --- orders ---------------------------------------------------------------------------------------------------------

    def order_release(self, case: Case, reason: str, grace: int | None = None) -> None:
        """An order to release is a state: removal stops, the place stays taken, the days until it is carried out are counted."""
        if case.order or case.outcome:
            return
        case.order = reason
        takes = grace if grace is not None else case.luck.length("release_takes", case.site.terms.removal.release_takes)
        self.world.casework.reached(case, "release_ordered")
        self.world.removal.reconsider(case)
        at = self.world.clock.now + takes
        self._alarm(case, "order", at, ORDER, self.world.exits.leave, case, "released", reason)

    def send_back(self, case: Case, reason: str) -> None:
        """The case is due to go back to the sender; it keeps its place until it leaves."""
        if case.order or case.sending_back or case.outcome:
            return
        case.sending_back = reason
        case.at["send_back"] = self.world.clock.now
        self.world.removal.reconsider(case)
        if not self.world.services.reaches_sender(case.hub):
            takes = case.luck.length("send_back_takes", case.site.terms.removal.send_back_takes)
            self._send_back_at(case, self.world.clock.now + takes)

    def may_go(self, case: Case) -> None:
        """A claim no longer keeps the case, or it is fit again: one that was due to be sent back without a service goes now."""
        if case.sending_back and not self.world.services.reaches_sender(case.hub) and "send_back" not in case.deadlines:
            self._send_back_at(case, self.world.clock.now)

    def _send_back_at(self, case: Case, at: int) -> None:
        self._alarm(case, "send_back", at, SEND_BACK, self._send_back_due, case)

    def _send_back_due(self, case: Case) -> None:
        if case.fit and not case.order and not self.world.casework.claims.suspend_removal(case):
            self.world.exits.leave(case, "sent_back", case.sending_back)

    def watch_review(self, case: Case, task: Task, late_by: int) -> None:
        """A review not ended so long after it was due releases."""
        self._alarm(case, f"review:{task.name}:{task.k}", self.world.clock.now + late_by, WATCH, self._review_late, case, task)

    def _review_late(self, case: Case, task: Task) -> None:
        if task.ended_at is None:
            self.order_release(case, "order")

    # --- legal periods --------------------------------------------------------------------------------------------------

    def reached(self, case: Case, instant: str) -> None:
        """Periods that count from this instant start, those it meets are met."""
        periods = self._periods.get(case.hub)
        if not periods:
            return
        for name, spec in case.site.terms.deadlines.items():
            if spec.stopped_by == instant and _period(name) in case.deadlines:
                case.deadlines.pop(_period(name)).cancel()
                self.world.book.period_ended(case, name, "met")
        for name in starting(case, instant, periods):
            self._start_period(case, name, counted=case.prior if instant == "arrived" else 0)

    def _start_period(self, case: Case, name: str, counted: int) -> None:
        deadlines = case.site.terms.deadlines
        spec = deadlines[name]
        if (spec.for_ and case.class_ not in spec.for_) or _period(name) in case.deadlines or case.outcome:
            return
        now = self.world.clock.now
        due = max(now, now + spec.length - counted)
        self.world.book.period_started(case, name, due)
        self._alarm(case, _period(name), due, PERIOD + list(deadlines).index(name), self._period_missed, case, name)

    def _period_missed(self, case: Case, name: str) -> None:
        self.world.book.period_ended(case, name, "missed")
        self._choose(case, case.site.terms.deadlines[name].then, "limit")

    def moved(self, case: Case, here: Site, there: Site) -> None:
        """In another hub: periods of one name run on, others end, and those only it has start now, if they count from what has been."""
        for name in here.terms.deadlines:
            if name not in there.terms.deadlines and _period(name) in case.deadlines:
                case.deadlines.pop(_period(name)).cancel()
                self.world.book.period_ended(case, name, "left")
        for name, spec in there.terms.deadlines.items():
            if name not in here.terms.deadlines and spec.from_ in case.at:
                self._start_period(case, name, counted=0)

    # --- all ------------------------------------------------------------------------------------------------------------

    def leave(self, case: Case) -> None:
        """The case has left: nothing is due any more."""
        if not case.deadlines:
            return
        for alarm in case.deadlines.values():
            alarm.cancel()
        for name in case.site.terms.deadlines if case.hub else ():
            if _period(name) in case.deadlines:
                self.world.book.period_ended(case, name, "left")
        case.deadlines.clear()

    def _alarm(self, case: Case, name: str, at: int, sub: int, then: Callable[..., None], *about: Any) -> None:
        if name in case.deadlines:
            case.deadlines.pop(name).cancel()
        case.deadlines[name] = self.world.clock.alarm(at, Kind.DEADLINE, case.key, sub, self._due, case, name, then, about)

    def _due(self, case: Case, name: str, then: Callable[..., None], about: tuple[Any, ...]) -> None:
        case.deadlines.pop(name, None)
        then(*about)


def _period(name: str) -> str:
    """Key of a legal period among the deadlines of a case."""
    return f"period:{name}"
