"""Casework: the gates and clocks that run beside a case's journey, from the instants it reaches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.hub.claims import Claims
from sim.hub.clock import DAY
from sim.hub.policies import exit_after
from sim.hub.reviews import Reviews
from sim.hub.running import CLOCKS_OF_ONE_KIND, DOCUMENTS, INSIDE, ORDER_OF, RunningClock, by_instant, starting
from sim.hub.teams import Task
from sim.hub.voluntary import Agreeing, left_to_decide
from sim.scenario.schema import AnyClock, Claim, Ending, Moving, Notice, Review, Scenario, Unfit, Voluntary, Work
from sim.scenario.shapes import Latent

if TYPE_CHECKING:
    from collections.abc import Callable

    from sim.hub.case import Case
    from sim.hub.site import Site
    from sim.hub.world import World

DROPS_OUT = "drops_out"
OUTCOME_AND_REASON = {
    "absconded": ("absconded", "choice"),
    "other_country": ("left_for_other_country", "choice"),
    "permit": ("released", "host"),
    "died": ("died", ""),
    "sentence": ("sentence_ended", ""),
    "arrested": ("arrested", ""),
    "other": ("other", ""),
}


class Casework:
    """Starts, changes and stops the clocks of every case."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.claims = Claims(world, self)
        self.reviews = Reviews(world, self)
        self.agreeing = Agreeing(world, self)
        self._from = {name: by_instant(site.terms.clocks) for name, site in world.sites.items()}
        self._starting: set[str] = {"arrived"} if world.policies.exits else set()
        self.put_in_force(world.scenario)
        self._starters: dict[type, Callable[[Case, str, Any, int], None]] = {
            Voluntary: self.agreeing.start,
            Review: self.reviews.start,
            Notice: self._start_notice,
            Claim: self._start_claim,
            Unfit: self._start_unfit,
            Moving: self._start_moving,
            Ending: self._start_ending,
        }
        self._rank = {name: {clock: rank for rank, clock in enumerate(site.terms.clocks)} for name, site in world.sites.items()}

    def rank(self, case: Case, name: str) -> int:
        """Place of a clock among those of the case's hub."""
        return self._rank[case.hub].get(name, 0) if case.hub else 0

    def clocks(self, case: Case) -> dict[str, AnyClock]:
        """Clocks of the hub that has the case, or keeps room for it."""
        return case.site.terms.clocks if case.hub else {}

    def spec(self, case: Case, name: str) -> AnyClock:
        """A clock of the case's hub; of a hub where the case was before, where its own has none of that name."""
        own = self.clocks(case).get(name)
        return own or next(site.terms.clocks[name] for site in self.world.sites.values() if name in site.terms.clocks)

    def applies(self, spec: AnyClock, case: Case) -> bool:
        """Whether a case has this clock."""
        return (not spec.for_ or case.class_ in spec.for_) and (not spec.destinations or case.destination in spec.destinations)

    def put_in_force(self, scenario: Scenario) -> None:
        """Note the instants from which documents, clocks or periods of anybody count, or which end a period: others start nothing."""
        self._starting.update(destination.documents.from_ for destination in scenario.destinations.values())
        for hub in scenario.hubs.values():
            self._starting.update(spec.from_ for spec in hub.clocks.values())
            self._starting.update(instant for period in hub.deadlines.values() for instant in (period.from_, period.stopped_by or ""))
        if DOCUMENTS in self._starting:
            self._starting.add("arrived")

    # --- instants -------------------------------------------------------------------------------------------------------

    def reached(self, case: Case, instant: str) -> None:
        """The case reaches an instant: it is recorded, and what counts from it starts."""
        case.at[instant] = self.world.clock.now
        if instant in self._starting:
            self._start_from(case, instant, elapsed=0)
            self.world.limits.reached(case, instant)

    def resume_inside(self, case: Case) -> None:
        """Somebody inside at the start: clocks draw what is left, given that they have not ended yet."""
        for instant in ("listed", "decided", *(i for i in INSIDE if i in case.at)):
            self._start_from(case, instant, elapsed=case.prior)

    def _start_from(self, case: Case, instant: str, elapsed: int) -> None:
        documents = self.world.scenario.destinations[case.destination].documents
        if documents.from_ == instant and not self._documents_begun(case):
            if documents.work is None or elapsed:
                self._await_documents(case, elapsed)
            else:
                self._ask_for_work_on_documents(case, documents.work)
        for name in starting(case, instant, self._from[case.hub]) if case.hub else ():
            spec = case.site.terms.clocks[name]
            if self.applies(spec, case):
                self._starters[type(spec)](case, name, spec, elapsed)
        if instant == "arrived" and self.world.policies.exits:
            self._start_own_exits(case)

    def _start_own_exits(self, case: Case) -> None:
        for name, way in self.world.policies.exits.items():
            days = exit_after(self.world, case, name)
            left = None if days is None else max(0, round(days * DAY) - case.prior)
            self.run(case, name, "other", left, lambda outcome=way.outcome: self.world.exits.leave(case, outcome, "own"))  # type: ignore[misc]

    def _start_claim(self, case: Case, name: str, spec: Claim, elapsed: int) -> None:
        self.run(case, name, "claim", draw_after(case, name, spec, elapsed), lambda: self.claims.lodge(case, name))

    def _start_unfit(self, case: Case, name: str, spec: Unfit, elapsed: int) -> None:
        self.run(case, name, "unfit", draw_after(case, name, spec, elapsed), lambda: self._become_unfit(case, name, spec))

    def _start_moving(self, case: Case, name: str, spec: Moving, elapsed: int) -> None:
        self.run(case, name, "move", draw_after(case, name, spec, elapsed), lambda: self._move(case, spec))

    def _start_ending(self, case: Case, name: str, spec: Ending, elapsed: int) -> None:
        self.run(case, name, spec.kind, draw_after(case, name, spec, elapsed), lambda: self._end(case, name, spec))

    # --- running --------------------------------------------------------------------------------------------------------

    def run(self, case: Case, name: str, kind: str, left: float | None, ended: Callable[[], None], age: float = 0.0) -> None:
        """Start a clock of a case; one of the same name that is still running is replaced."""

        if name in case.clocks:
            self.stop(case, name)
        sub, speed = ORDER_OF[kind] * CLOCKS_OF_ONE_KIND + self.rank(case, name), self._speed(case, name)
        case.clocks[name] = RunningClock(self.world.clock, case.key, sub, left, age, speed, self._clock_ends, (case, name, ended))

    def _clock_ends(self, case: Case, name: str, ended: Callable[[], None]) -> None:
        del case.clocks[name]
        ended()

    def stop(self, case: Case, name: str) -> None:
        """A clock ends without effect."""
        running = case.clocks.pop(name, None)
        if running is not None:
            running.stop()

    def changed(self) -> None:
        """A dated change: every clock takes the speed, and every voluntary curve the form, now in force."""
        for case in self.world.cases:
            if not case.outcome:
                self.retime(case)

    def retime(self, case: Case) -> None:
        """All clocks of one case take the speed now in force."""
        for name, running in case.clocks.items():
            running.run(self._speed(case, name))
            spec = self.clocks(case).get(name)
            if isinstance(spec, Voluntary):
                running.left(left_to_decide(case, name, spec, running.age))

    def leave(self, case: Case) -> None:
        """The case has left: its clocks stop."""
        for running in case.clocks.values():
            running.stop()
        case.clocks.clear()
        if case.claims:
            self.claims.leave(case)

    def _speed(self, case: Case, name: str) -> float:
        if case.claims and self.claims.stop(case, name):
            return 0.0
        if name == DOCUMENTS:
            if self.world.suspended(f"{DOCUMENTS}:{case.destination}"):
                return 0.0
            documents = self.world.scenario.destinations[case.destination].documents
            return documents.speed * (documents.speed_agreed if case.agreed else 1.0)
        spec = case.site.terms.clocks.get(name) if case.hub else None
        return 1.0 if spec is None else spec.speed if self.runs(spec, case) else 0.0

    def runs(self, spec: AnyClock, case: Case) -> bool:
        """Whether the regime of the hub is one in which the clock runs."""
        return spec.regime is None or spec.regime == case.site.terms.policy.regime

    # --- another hub ----------------------------------------------------------------------------------------------------

    def _move(self, case: Case, spec: Moving) -> None:
        """Time to move, for those it is for: to a pool of this hub, to another hub, or to a pool of another hub."""
        if spec.who == "all" or case.agreed == (spec.who == "agreed"):
            site = self.world.sites.get(spec.to)
            self.world.move(case, site or self.world.site_with_pool(spec.to), None if site else spec.to)

    def moved(self, case: Case, here: Site, there: Site) -> None:
        """In another hub: clocks of one name run on, others stop, and those only it has start now, if they count from what has been."""
        for name in here.terms.clocks:
            if name not in there.terms.clocks:
                self.stop(case, name)
        self.retime(case)
        for name, spec in there.terms.clocks.items():
            if name not in here.terms.clocks and spec.from_ in case.at and self.applies(spec, case):
                self._starters[type(spec)](case, name, spec, 0)

    # --- documents, notice, fitness -------------------------------------------------------------------------------------

    def _documents_begun(self, case: Case) -> bool:
        if DOCUMENTS in case.clocks or "documents" in case.at:
            return True
        return bool(case.tasks) and any(task.name == DOCUMENTS for task in case.tasks)

    def _ask_for_work_on_documents(self, case: Case, work: Work) -> None:
        """Somebody must find the time to ask for them, before the waiting begins. Whoever is declined at once has asked in vain."""
        time = case.luck.length("documents.work", work.time)
        task = Task(case, DOCUMENTS, work.team, time, self.world.clock.now, self.world.PAPERS)
        worked_on = self.world.site_with_teams(work.team).teams.ask(task, pausable=True)
        worked_on.callbacks.append(lambda _: self._await_documents(case, 0))

    def _await_documents(self, case: Case, elapsed: int) -> None:
        left = draw(case, DOCUMENTS, self.world.scenario.destinations[case.destination].documents.time, elapsed)
        self.run(case, DOCUMENTS, DOCUMENTS, left, lambda: self._documents_in_hand(case))

    def _documents_in_hand(self, case: Case) -> None:
        self.reached(case, "documents")
        self.world.removal.reconsider(case)

    def _start_notice(self, case: Case, name: str, spec: Notice, elapsed: int) -> None:
        case.notices_run -= {name}
        left = draw(case, f"clocks.{name}.length", spec.length, elapsed, k=case.failures)
        self.run(case, name, "notice", left, lambda: self._notice_served(case, name))

    def _notice_served(self, case: Case, name: str) -> None:
        case.notices_run |= {name}
        self.reached(case, "notice")
        self.world.removal.reconsider(case)

    def renew_notice(self, case: Case) -> None:
        """A failed attempt: where the notice must be renewed, it runs again."""
        for name, spec in self.clocks(case).items():
            if isinstance(spec, Notice) and spec.renewed and self.applies(spec, case):
                self._start_notice(case, name, spec, 0)

    def _become_unfit(self, case: Case, name: str, spec: Unfit) -> None:
        self.world.classes.make(case, name, spec.becomes)
        if spec.then == "release":
            self.world.limits.order_release(case, "medical")
        elif spec.then == "send_back":
            self.world.limits.send_back(case, "medical")
        else:
            case.unfit |= {name}
            left = None if spec.lasts is None else case.luck.latent(f"clocks.{name}.lasts", spec.lasts)
            self.run(case, f"{name}.lasts", "unfit", left, lambda: self._fit_again(case, name))
            self.world.removal.reconsider(case)

    def _fit_again(self, case: Case, name: str) -> None:
        case.unfit -= {name}
        self.world.classes.end(case, name)
        self.world.limits.may_go(case)
        self.world.removal.reconsider(case)

    # --- endings --------------------------------------------------------------------------------------------------------

    def _end(self, case: Case, name: str, spec: Ending) -> None:
        outcome, reason = OUTCOME_AND_REASON[spec.kind]
        if spec.stays_housed and case.place is not None:
            stays = None if spec.moves_out is None else case.luck.latent(f"clocks.{name}.moves_out", spec.moves_out)
            self.world.exits.leave_housed(case, outcome, reason, stays)
        else:
            self.world.exits.leave(case, outcome, reason)

    def start_dropping_out(self, case: Case) -> None:
        """While it waits for transfer a case may drop out."""
        latent = self.world.stream_terms[case.stream].drops_out
        if latent is not None:
            left = draw(case, DROPS_OUT, latent, 0)
            self.run(case, DROPS_OUT, DROPS_OUT, left, lambda: self.world.exits.leave(case, "dropped_out", "choice"))


def draw(case: Case, decision: str, latent: Latent, elapsed: int, k: int = 0) -> int | None:
    """Clock time until it ends, given that it has not ended for `elapsed`; None if never."""
    if elapsed:
        return case.luck.remaining(decision, latent, elapsed, k)
    return case.luck.latent(decision, latent, k)


def draw_after(case: Case, name: str, spec: Claim | Unfit | Moving | Ending, elapsed: int) -> int | None:
    """Time to something that happens only to a share: those to whom it does not are part of its never-share."""
    decision, never = f"clocks.{name}.after", 1.0 - spec.chance * (1.0 - spec.after.never)
    if elapsed:
        return case.luck.remaining(decision, Latent(spec.after.shape, never), elapsed)
    return case.luck.lasting(decision, spec.after.shape, never)
